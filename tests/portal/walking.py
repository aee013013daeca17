"""Owns how tests walk through a booking page by page, as somebody at a browser without scripts does."""

from typing import Any

from sqlalchemy import select

from server_stub.storage.tables import appointments
from tests.portal.browser import Browser, Page

MIRA = "mira@example.org"
"""A consultant whom clients can book."""

TWO = "2026-11-30T03:00Z"
"""Two o'clock in the afternoon in Melbourne."""

DETAILS = {"first_name": "Ana", "last_name": "Lindqvist", "phone": "0400 123 456"}


async def choose(browser: Browser, page: Page, **answer: str) -> Page:
    """Answer a question and go on."""
    return await browser.send(page, go="on", **answer)


async def to_the_days(browser: Browser, who: str = "me", modality: str = "video_call") -> Page:
    """Answer everything before the day, in the practice of ``household.SETTINGS``."""
    page = await choose(browser, await browser.open("/portal/book"), who=who)
    return await choose(browser, page, modality=modality)


async def to_a_day(browser: Browser, words: str = "Monday 30 November 2026", **answers: str) -> Page:
    """Go on to the times of a day."""
    page = await to_the_days(browser, **answers)
    return await browser.open(day_link(page, words))


def day_link(page: Page, words: str) -> str:
    """Return where a free day leads, by its name."""
    found = [address for told, address in page.links.items() if " free, " in told and words in told]
    assert found, f"{words} is not free"
    return found[0]


def times(page: Page) -> list[str]:
    """Return the instants that a page offers."""
    return [at for form in page.forms for at in form.offered.get("at", [])]


async def to_the_details(browser: Browser, at: str = "2026-11-30T03:00Z", **answers: str) -> Page:
    """Go on to the details, with a time kept."""
    page = await to_a_day(browser, **answers)
    assert at in times(page)
    return await browser.send(page, at=at)


async def to_the_check(browser: Browser, **typed: Any) -> Page:
    """Go on to the check."""
    page = await to_the_details(browser)
    return await browser.send(page, **(DETAILS | typed))


def booked(engines) -> list[Any]:
    """Return every appointment that was booked online, the first first."""
    with engines.reading() as connection:
        query = select(appointments).where(appointments.c.origin == "portal").order_by(appointments.c.id)
        return list(connection.execute(query))
