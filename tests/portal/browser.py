"""Owns a browser without scripts: it opens pages, fills in their forms and follows where it is sent."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx

_VOID = frozenset({"input", "link", "meta", "br", "hr", "img", "path"})
_ENDED_BY_ANOTHER = frozenset({"option"})


@dataclass
class Form:
    """A form as the page gives it."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    """What would be sent: the value of each field as it is filled in."""
    offered: dict[str, list[str]] = field(default_factory=dict)
    """The values that radio buttons and lists offer."""


class _Reader(HTMLParser):
    """Reads what a person would see, and what a form would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.texts: list[str] = []
        self.headings: list[str] = []
        self.ids: list[str] = []
        self._open: list[str] = []
        self._link: tuple[str, list[str]] | None = None
        self._heading: list[str] | None = None
        self._form: Form | None = None
        self._area = ""
        self._list = ""
        self._named: bool | None = None
        """Whether the option is chosen whose words, which come next, are its value."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag not in _VOID | _ENDED_BY_ANOTHER:
            self._open.append(tag)
        if tag == "a" and "href" in given:
            self._link = (given["href"], [])
        if tag == "h1":
            self._heading = []
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        if self._form is not None:
            self._field(tag, given, self._form)

    def _field(self, tag: str, given: dict[str, str], form: Form) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "input" and given.get("type") in ("radio", "checkbox"):
            form.offered.setdefault(name, []).append(value)
            if "checked" in given:
                form.fields[name] = value
        elif tag == "input":
            form.fields[name] = value
        elif tag == "button" and name:
            form.offered.setdefault(name, []).append(value)
        elif tag == "textarea":
            self._area, form.fields[name] = name, ""
        elif tag == "select":
            self._list = name
        elif tag == "option" and "value" in given:
            self._offer(form, value, chosen="selected" in given)
        elif tag == "option":
            self._named = "selected" in given

    def _offer(self, form: Form, value: str, *, chosen: bool) -> None:
        form.offered.setdefault(self._list, []).append(value)
        if chosen:
            form.fields[self._list] = value

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
        if tag == "a" and self._link:
            self.links.setdefault(_plain(self._link[1]), self._link[0])
            self._link = None
        if tag == "h1" and self._heading is not None:
            self.headings.append(_plain(self._heading))
            self._heading = None
        if tag == "form":
            self._form = None
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form.fields[self._area] += data
            return
        if self._named is not None and self._form is not None:
            self._offer(self._form, data.strip(), chosen=self._named)
            self._named = None
        if self._open and self._open[-1] in ("style", "script", "title"):
            return
        self.texts.append(data)
        if self._link:
            self._link[1].append(data)
        if self._heading is not None:
            self._heading.append(data)


@dataclass
class Page:
    """A page as a person sees it."""

    url: str
    status: int
    html: str
    headers: httpx.Headers
    title: str
    text: str
    links: dict[str, str]
    """Where each link leads, by its words."""
    forms: list[Form]
    ids: list[str]

    @property
    def form(self) -> Form:
        """The one form that is not for signing out."""
        (found,) = [one for one in self.forms if not one.action.endswith("/sign-out")]
        return found


def read(answer: httpx.Response) -> Page:
    """Read an answer as a person would."""
    reader = _Reader()
    reader.feed(answer.text)
    for form in reader.forms:
        for name, value in form.fields.items():
            form.fields[name] = value.removeprefix("\n")
    return Page(
        url=str(answer.url),
        status=answer.status_code,
        html=answer.text,
        headers=answer.headers,
        title=reader.headings[0] if reader.headings else "",
        text=_plain(reader.texts),
        links=reader.links,
        forms=reader.forms,
        ids=reader.ids,
    )


class Browser:
    """Somebody at a browser."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def open(self, path: str, **query: str) -> Page:
        """Open a page, and follow wherever it sends."""
        return read(await self.client.get(path, params=query or None, follow_redirects=True))

    async def follow(self, page: Page, words: str) -> Page:
        """Follow the link with some words."""
        return await self.open(urljoin(page.url, page.links[words]))

    async def send(self, page: Page, form: Form | None = None, **filled: str) -> Page:
        """Fill in a form, send it, and follow wherever that leads; None leaves a field out."""
        chosen = form or page.form
        fields = {**chosen.fields, **filled}
        if chosen.method == "get":
            asked = {name: value for name, value in fields.items() if value is not None}
            return await self.open(urljoin(page.url, chosen.action), **asked)
        answer = await self.client.post(
            urljoin(page.url, chosen.action),
            data={name: value for name, value in fields.items() if value is not None},
            follow_redirects=True,
        )
        return read(answer)


def _plain(texts: list[str]) -> str:
    return re.sub(r"\s+", " ", "".join(texts)).strip()
