"""Owns a walk through all pages of the clients' portal, as a browser without scripts takes it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

import httpx

from server_stub.practice.rehearsal import ACCOUNT, CODE, PASSWORD

_FORM = re.compile(r'<form[^>]* action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
_BUTTON = re.compile(r'<button[^>]* name="([^"]*)" value="([^"]*)"')
_FIELD = re.compile(
    r'<input(?=[^>]* type="(?:hidden|text|tel|email)")(?=[^>]* name="([^"]*)")(?=[^>]* value="([^"]*)")'
)
_CHOICE = re.compile(r'<input type="radio" id="([^"]*)" name="([^"]*)" value="([^"]*)"')
_DAY = re.compile(r'<a href="([^"]*)"[^>]*>\d+ <span class="word">free')
_SIGN_OUT = "/portal/sign-out"
_MOST_QUESTIONS = 12


class LostError(Exception):
    """The walk came to a page that it was not to come to."""


@dataclass
class Seen:
    """A page that was come to."""

    path: str
    """With its query."""
    size: int
    """In bytes."""
    html: str


@dataclass
class Walker:
    """Somebody who goes through the portal."""

    browser: httpx.Client
    seen: dict[str, Seen] = field(default_factory=dict)
    """The pages, by their names."""

    @property
    def cookies(self) -> str:
        """What the browser sends along."""
        return "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())

    def open(self, name: str, path: str) -> Seen:
        """Open a page."""
        return self.came_to(name, self.browser.get(path))

    def post(self, name: str, page: Seen, **typed: str) -> Seen:
        """Fill in the form of a page and send it."""
        action, fields = _form(page)
        return self.came_to(name, self.browser.post(action, data=fields | typed))

    def came_to(self, name: str, answer: httpx.Response) -> Seen:
        """Keep a page that was come to.

        Raises:
            LostError: If it says that something is wrong.
        """
        if answer.status_code != 200:
            raise LostError(f"{name}: {answer.status_code} at {answer.url}")
        path = answer.url.raw_path.decode()
        self.seen[name] = Seen(path, len(answer.content), answer.text)
        return self.seen[name]


def walk(port: int, *, confirm: bool = True) -> Walker:
    """Go through every page: in, through the account and its sessions, and through a booking.

    Args:
        port: Where the portal of the demo practice is.
        confirm: Whether the booking is confirmed; otherwise the time stays kept for some minutes.

    Raises:
        LostError: If a page is not where it should be.
    """
    walker = Walker(httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True, timeout=20))
    _come_in(walker)
    _look_around(walker)
    _book(walker, confirm=confirm)
    return walker


def weights_of_files(walker: Walker) -> Iterator[int]:
    """Give the size of everything that a page loads."""
    for address in set(re.findall(r'(?:href|src)="(/portal/static/[^"]*)"', walker.seen["start"].html)):
        yield len(walker.browser.get(unescape(address)).content)


def _come_in(walker: Walker) -> None:
    walker.open("start", "/portal")
    walker.post("sign-up account", walker.open("sign-up", "/portal/sign-up"), code=CODE)
    walker.open("sign-up account, all zones", "/portal/sign-up/account?zones=all")
    for name in ("forgot", "forgot/sent", "sign-up/sent", "help/ticket"):
        walker.open(name, f"/portal/{name}")
    walker.post("account", walker.open("sign-in", "/portal/sign-in"), email=ACCOUNT, password=PASSWORD)


def _look_around(walker: Walker) -> None:
    walker.open("details of the account", "/portal/account/details")
    walker.open("details of the account, all zones", "/portal/account/details?zones=all")
    walker.open("password", "/portal/account/password")
    history = walker.open("sessions", "/portal/sessions")
    for session in re.findall(r'href="(/portal/sessions/APP-\d+)"', history.html)[:1]:
        walker.open("a session", session)
        for name in ("cancel", "move"):
            walker.open(f"a session, {name}", f"{session}/{name}")
    walker.open("cases", "/portal/cases")
    walker.open("a new case", "/portal/cases/new")


def _book(walker: Walker, *, confirm: bool) -> None:
    page = walker.open("book", "/portal/book")
    for _ in range(_MOST_QUESTIONS):
        if not _CHOICE.search(page.html):
            break
        page = _answered(walker, page)
    walker.seen["days"] = page
    times = walker.open("times", unescape(_only(_DAY, page)[0]))
    action, fields = next(form for form in _forms(times) if "at" in form[1])
    page = walker.came_to("details", walker.browser.post(action, data=fields))
    check = walker.post("check", page, wishes="To sleep well again.")
    if confirm:
        walker.post("booked", check)


def _answered(walker: Walker, page: Seen) -> Seen:
    """Answer a question by its first choice."""
    action, fields = _form(page)
    _, name, choice = _only(_CHOICE, page)
    return walker.came_to(f"book, after {name}", walker.browser.get(action, params=fields | {name: choice, "go": "on"}))


def _only(pattern: re.Pattern[str], page: Seen) -> tuple[str, ...]:
    found = pattern.search(page.html)
    if found is None:
        raise LostError(f"nothing to choose at {page.path}")
    return found.groups()


def _form(page: Seen) -> tuple[str, dict[str, str]]:
    return next(iter(_forms(page)))


def _forms(page: Seen) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the forms of a page, each with where it is sent to and what is filled in, the first button's word too."""
    for action, inside in _FORM.findall(page.html):
        if action != _SIGN_OUT:
            button = _BUTTON.search(inside)
            fields: dict[str, str] = dict(_FIELD.findall(inside)) | ({button[1]: button[2]} if button else {})
            yield unescape(action), {name: unescape(value) for name, value in fields.items()}
