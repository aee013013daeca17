"""Each way through the portal, in a real browser: with and without scripts, on a telephone and on a desk."""

from sqlalchemy import select

from server_stub.practice.checking import check_practice
from server_stub.practice.rehearsal import ACCOUNT, CODE, PASSWORD
from server_stub.storage.tables import appointments, outbox
from tests.portal.mail import link_in, mail

NEW = "rosalind.fern@example.com"
CHOSEN = "seven quiet herons"


class _Practice:
    """What reading mail needs of a practice."""

    def __init__(self, engines) -> None:
        self.engines = engines


def link_to(portal, email):
    """Return where the newest message to an address leads."""
    return portal.address.removesuffix("/portal") + link_in(mail(_Practice(portal.engines), email)[-1])


def signed_in(visit):
    visitor = visit().open("/sign-in").fill(email=ACCOUNT, password=PASSWORD).press("Sign in")
    assert visitor.title == "Your account"
    return visitor


def to_the_times(visitor, day="Thursday 26 November 2026"):
    visitor.choose("Online and by phone").choose("Me").choose("Counselling").choose("Next session").choose("Video call")
    assert visitor.title == "Which day suits you?"
    return visitor.pick_day(day)


def own(portal):
    with portal.engines.reading() as connection:
        query = select(appointments).where(appointments.c.origin == "portal").order_by(appointments.c.id.desc())
        return connection.execute(query).first()


def test_somebody_new_makes_an_account_confirms_it_and_books(portal, visit):
    new = visit().open().press("Create an account").fill(code=CODE).press("Continue")
    new.fill(email=NEW, password=CHOSEN).press("Create account")
    assert new.title == "Look into your mail"
    new.open(link_to(portal, NEW)).press("Yes, confirm my address")
    assert "verified" in new.text
    new.open("/book").choose("Online and by phone").choose("Me")
    new.choose("Counselling").choose("First talk").choose("Video call").pick_day("Thursday 26 November 2026")
    new.press(new.page.locator("main button[name=at]").first.inner_text())
    assert new.title == "Your details"
    new.fill(first_name="Rosalind", last_name="Fern", phone="0491 570 006").press("Continue")
    assert "Rosalind" in new.text
    new.press("Confirm appointment")
    assert "booked" in new.text.lower()
    assert own(portal).account_id is not None
    with portal.engines.reading() as connection:
        told = (
            connection.execute(select(outbox.c.kind).where(outbox.c.appointment_id == own(portal).id)).scalars().all()
        )
    assert {"confirmation", "portal_booked"} <= set(told)
    assert check_practice(portal.engines).broken == ()
