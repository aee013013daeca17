"""Owns the way of sending when there is no mail server: each message becomes a file that mail programs open."""

from pathlib import Path
from typing import TYPE_CHECKING

from server_stub.carriers.carrier import OutOfReachError

if TYPE_CHECKING:
    from email.message import EmailMessage


def beside(database: Path | None) -> Path:
    """Return where the messages of a practice are kept as files: beside its database, or with the user's data."""
    if database is None:
        from platformdirs import user_data_path

        return Path(user_data_path("consultant-tui")) / "messages"
    return database.absolute().with_name(f"{database.stem}-messages")


class Folder:
    """A folder, made when it is needed, for its owner's eyes only."""

    remark = "kept as a file, no mail server is set"

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, name: str, mail: "EmailMessage") -> None:
        """Write the mail whole; the same one a second time takes the place of the first.

        Raises:
            OutOfReachError: If nothing can be written there.
        """
        unfinished, finished = self._path / f".{name}.part", self._path / f"{name}.eml"
        try:
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished.touch(mode=0o600)
            unfinished.write_bytes(mail.as_bytes())
            unfinished.replace(finished)
        except OSError as error:
            raise OutOfReachError(f"it could not be kept as a file: {error.strerror}") from error
