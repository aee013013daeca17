"""What the installed programs print for a shell completes their arguments in that shell."""

import shutil
import subprocess
from pathlib import Path

import pytest

from benchmarks.terminals import PROGRAMS, clean_environment

CHECKS = {"bash": ["bash", "-n"], "zsh": ["zsh", "-n"], "tcsh": ["tcsh", "-f"], "fish": ["fish", "--no-execute"]}
"""What reads a script of each shell and complains of what it cannot take."""

ASK = """
source "$1"; shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
"_shtab_${1//-/_}" && printf '%s\\n' "${COMPREPLY[@]}"
"""


def script(program: str, shell: str, home: Path) -> Path:
    """Keep what a program prints for a shell."""
    printed = subprocess.run(
        [PROGRAMS / program, "--print-completion", shell],
        env=clean_environment(home), capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert not printed.stderr
    file = home / f"{program}.{shell}"
    file.write_text(printed.stdout)
    return file


@pytest.mark.parametrize("program", ["consultant-tui", "booking-server"])
@pytest.mark.parametrize("shell", CHECKS)
def test_each_shell_can_read_it(tmp_path: Path, program: str, shell: str) -> None:
    """As far as the shell is installed here."""
    file = script(program, shell, tmp_path)
    assert program in file.read_text()
    if shutil.which(shell):
        read = subprocess.run([*CHECKS[shell], file], capture_output=True, text=True, timeout=30, check=False)
        assert (read.returncode, read.stderr) == (0, "")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("consultant-tui", "--the"), "--theme"),
        (("consultant-tui", "--theme", ""), "calm high-contrast"),
        (("consultant-tui", "--token-file", "to"), "token.txt"),
        (("consultant-tui", "in"), "info"),
        (("booking-server", "re"), "restore requests"),
        (("booking-server", "requests", ""), "list approve decline review"),
        (("booking-server", "import", "--"), "--help --database"),
        (("booking-server", "import", ""), "practice"),
        (("booking-server", "backup", "t"), "token.txt"),
        (("booking-server", "online-booking", "set", "t"), "token.txt"),
    ],
)
def test_bash_completes(tmp_path: Path, words: tuple[str, ...], offered: str) -> None:
    """Options, commands, the words of closed lists, files and folders."""
    file = script(words[0], "bash", tmp_path)
    here = tmp_path / "here"
    (here / "practice").mkdir(parents=True)
    (here / "token.txt").touch()
    asked = subprocess.run(
        ["bash", "-c", ASK, "bash", file, *words], cwd=here, capture_output=True, text=True, timeout=30, check=True
    )
    assert asked.stdout.split() == offered.split()
