"""Owns the making of pages: templates, what every page knows, what browsers may do with it, and the way onward."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from litestar import MediaType, Response

from consultant_tui.contract.refusals import Code, Refusal
from server_stub.portal import words
from server_stub.portal.forms import TOKEN, Posted, Troubles
from server_stub.portal.guests import HOME, Guest
from server_stub.services.refused import RefusedError

HERE = Path(__file__).parent
STATIC = HERE / "static"

SECRET = (f"{HOME}/verify", f"{HOME}/reset")
"""Pages whose address ends with what lets somebody in."""

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load and do: nothing of anybody else's."""

HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
"""The referrer stays within the portal; without it browsers would not tell where a form comes from."""

UNTOLD = {**HEADERS, "referrer-policy": "strict-origin"}
"""Of a page whose address is a secret: nobody is told it, not even this server's own log."""


class _Templates(Environment):
    """Templates that all know the same, from when they are first asked for on."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give what a template knows as one mapping: each page copies it, and from a chain of them slowly."""
        return {**self.globals, **(d or {})}


@cache
def templates() -> Environment:
    """Return the templates; everything that is put into one is escaped."""
    made = _Templates(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(home=HOME, static=static, token_field=TOKEN, said=words.said, help_link=help_link)
    # Importing them in every template that uses them would look through all globals again for each page.
    for name in ("parts", "fields"):
        made.globals[name] = made.get_template(f"{name}.html").module
    return made


@cache
def _template(name: str) -> Template:
    return templates().get_template(name)


@cache
def static(name: str) -> str:
    """Return the address of a file that belongs to every page; it changes with the file."""
    return f"{HOME}/static/{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


def help_link(page: str, refusal: Refusal | None = None) -> str:
    """Return the address of the ticket form, filled in with what went wrong and where."""
    return _help_address(_without_secret(page), str(refusal.code) if refusal else "")


@lru_cache(maxsize=256)
def _help_address(page: str, code: str) -> str:
    asked = ({"code": code} if code else {}) | {"page": page}
    return f"{HOME}/help/ticket?{urlencode(asked)}"


def _without_secret(path: str) -> str:
    """Return the address of a page without the secret that links in messages carry."""
    return next((bare for bare in SECRET if path.startswith(f"{bare}/")), path)


@dataclass(frozen=True, slots=True)
class Form:
    """A form as a page shows it."""

    typed: Mapping[str, str]
    """What its fields are filled with."""
    troubles: Troubles
    """What is wrong with it, by field."""


def page(
    guest: Guest,
    template: str,
    title: str,
    *,
    back: str = "",
    troubles: Troubles | None = None,
    typed: Posted | dict[str, str] | None = None,
    status: int = 200,
    **told: object,
) -> Response[str]:
    """Make a page.

    Args:
        guest: Whoever asks.
        template: The file below ``templates``.
        title: The page's one heading, and what the browser calls it.
        back: The address of the step before; no link when empty.
        troubles: What is wrong with the form, by field; it is listed on top and said at each field.
        typed: What the fields are filled with.
        status: The status of the answer; that of its troubles when none is given.
        told: What else the template shows.
    """
    form = Form(typed or {}, troubles or {})
    html = _template(template).render(
        guest=guest,
        account=guest.account,
        page_path=guest.path,
        title=title,
        back=back,
        form=form,
        notice=words.NOTICES.get(guest.query.get("told", ""), ""),
        **told,
    )
    found = _status(troubles) if troubles and status == 200 else status
    headers = _headers(guest.path)
    return Response(html, media_type=MediaType.HTML, status_code=found, headers=headers, cookies=guest.kept)


def _headers(path: str) -> dict[str, str]:
    return HEADERS if _without_secret(path) == path else UNTOLD


def _status(troubles: Troubles) -> int:
    return 429 if any(one.code is Code.TOO_MANY_TRIES for one in troubles.values()) else 422


def bare_page(path: str, template: str, title: str, status: int, **told: object) -> Response[str]:
    """Make a page that knows nobody and has no form, for when something went wrong."""
    known: dict[str, Any] = {"guest": None, "account": None, "back": "", "form": Form({}, {}), "notice": ""}
    html = _template(template).render(title=title, page_path=path, **known, **told)
    return Response(html, media_type=MediaType.HTML, status_code=status, headers=_headers(path))


_OF_A_QUERY = "!$&'()*+,;=:@/?%"
"""What may stand in the query of an address beside letters and digits (RFC 3986); everything else is encoded."""


def go(guest: Guest, path: str, asked: str = "", **query: str) -> Response[str]:
    """Send a browser to another page of the portal, after it posted something.

    Args:
        guest: Whoever asks.
        path: Below the portal's home, as in ``/account``.
        asked: What the address carries already, as it is written in addresses.
        query: What the address carries; ``told`` names a notice to be shown there.
    """
    carried = "&".join(part for part in (quote(asked, safe=_OF_A_QUERY), urlencode(query)) if part)
    onward = quote(path.rstrip("/")) + (f"?{carried}" if carried else "")
    headers = {"location": HOME + onward, **HEADERS}
    return Response("", media_type=MediaType.HTML, status_code=303, headers=headers, cookies=guest.kept)


def inside(path: str) -> str:
    """Return an address below the portal's home that was asked for; none when it leads anywhere else."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return path if plain and len(path) <= 400 else ""


def refusing(error: RefusedError, code: Code | None = None, field: str = "") -> Troubles:
    """Return a service's no as what is wrong with a form.

    Args:
        error: The no.
        code: The code that belongs to a field; all others belong to none.
        field: That field.
    """
    refusal = error.refusals[0]
    return {field if refusal.code is code else "": refusal}
