"""Owns what browsers post: read with limits, accepted only from the portal's own forms, and cleaned."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from litestar import Request
from litestar.di import NamedDependency

from consultant_tui.contract.refusals import Code, Refusal
from consultant_tui.contract.text import clean
from server_stub.portal.guests import TheGuest
from server_stub.services.refused import because

TOKEN = "form"  # noqa: S105  (the name of a field)
"""The field that shows that the portal made the form."""

MOST_FIELDS = 60
LONGEST_LINE = 400
LONGEST_TEXT = 4000

Troubles = dict[str, Refusal]
"""What is wrong with a form, by field; an empty name is for what belongs to none."""


class Posted(dict[str, str]):
    """The fields of a form, each once."""

    def line(self, name: str, most: int = LONGEST_LINE) -> str:
        """Return what was typed into a field of one line."""
        return " ".join(clean(self.get(name, "")).split())[:most]

    def text(self, name: str, most: int = LONGEST_TEXT) -> str:
        """Return what was typed into a field of several lines."""
        lines = (clean(line).rstrip() for line in self.get(name, "").splitlines())
        return "\n".join(lines).strip()[:most]

    def secret(self, name: str) -> str:
        """Return what was typed into a field for a password, to the letter."""
        return self.get(name, "")

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return name in self


ThePosted = NamedDependency[Posted]
"""What was posted."""


async def begin_posted(request: Request[Any, Any, Any], guest: TheGuest) -> Posted:
    """Read what was posted.

    Raises:
        RefusedError: If it did not come from a form that the portal made for this browser.
    """
    if _is_foreign(request.headers):
        raise because(Code.FORM_EXPIRED)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if kind != "application/x-www-form-urlencoded":
        raise because(Code.MALFORMED)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise because(Code.MALFORMED) from error
    posted = Posted(pairs)
    if not guest.owns(posted.pop(TOKEN, "")):
        raise because(Code.FORM_EXPIRED)
    return posted


def _is_foreign(headers: Mapping[str, str]) -> bool:
    """Whether a page of somebody else's sent the request, as far as the browser tells."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")
