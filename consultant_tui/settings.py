"""Owns the settings of the terminal program: defaults, then the settings file, then the environment, then arguments."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any


class SettingsError(ValueError):
    """A setting that cannot be used, in words that say which and why."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a consultant may set."""

    theme: str = "calm"
    """The name of the look."""
    zone: str | None = None
    """The zone for the consultant's times; the profile's own when None."""
    read_only: bool = False
    """Whether everything that changes something is left out."""
    refresh_seconds: float = 60
    """How often Quick View looks again by itself."""
    read_seconds: float = 10
    """How long a question to the backend may take."""
    write_seconds: float = 30
    """How long a change may take."""


_ENVIRONMENT = "CONSULTANT_TUI_"


def load(file: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Args:
        file: The settings file, TOML; it need not exist.
        environment: Where ``CONSULTANT_TUI_THEME`` and its like are looked up.

    Raises:
        SettingsError: If the file cannot be read or a setting makes no sense.
    """
    return _with(_with(Settings(), _from_file(file), str(file)), _from_environment(environment), "the environment")


def _from_file(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    import tomllib

    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file}: {error}") from error


def _from_environment(environment: Mapping[str, str] | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in (os.environ if environment is None else environment).items():
        if name.startswith(_ENVIRONMENT) and name not in (_ENVIRONMENT + "TOKEN",) and value:
            found[name.removeprefix(_ENVIRONMENT).lower()] = _parsed(value)
    return found


def _parsed(value: str) -> object:
    """Read a word of the environment as TOML would, or as a plain string."""
    import tomllib

    try:
        return tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return value


def _with(settings: Settings, found: Mapping[str, Any], where: str) -> Settings:
    kinds: dict[str, tuple[type, ...]] = {
        "theme": (str,),
        "zone": (str,),
        "read_only": (bool,),
        "refresh_seconds": (int, float),
        "read_seconds": (int, float),
        "write_seconds": (int, float),
    }
    names = {field.name for field in fields(Settings)}
    for name, value in found.items():
        if name not in names:
            raise SettingsError(f"{where}: there is no setting {name!r}")
        if not isinstance(value, kinds[name]) or (isinstance(value, bool) and bool not in kinds[name]):
            raise SettingsError(f"{where}: {name} cannot be {value!r}")
        if not isinstance(value, bool) and isinstance(value, int | float) and not 0 < float(value) <= 3600:
            raise SettingsError(f"{where}: {name} must lie between 0 and 3600")
    return replace(settings, **found)
