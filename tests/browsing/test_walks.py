"""Each way through the portal, in a real browser: with and without scripts, on a telephone and on a desk."""

from sqlalchemy import select

from server_stub.practice.checking import check_practice
from server_stub.practice.rehearsal import ACCOUNT, CODE, PASSWORD
from server_stub.storage.tables import appointments, outbox
from tests.portal.mail import link_in, mail

NEW = "rosalind.fern@example.com"
CHOSEN = "seven quiet herons"


ANSWERS = {
    "Where would you like to have your session?": "Collins Street rooms",
    "Who is the session for?": "Me",
    "What is it about?": "Counselling",
    "What would you like to book?": "Next session",
    "How would you like to meet?": "Phone",
}


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
    new.choose("Counselling").choose("Video call").pick_day("Thursday 26 November 2026")
    new.press(new.page.locator("main button[name=at]").first.inner_text())
    assert new.title == "Your details"
    new.fill(first_name="Rosalind", last_name="Fern", phone="0491 570 006").press("Continue")
    assert "Rosalind" in new.text
    new.press("Confirm appointment")
    assert "booked" in new.text.lower()
    assert own(portal).account_id is not None
    with portal.engines.reading() as connection:
        kinds = connection.execute(select(outbox.c.kind)).scalars()
        assert {"verify_email", "confirmation", "portal_booked"} <= set(kinds)
    assert check_practice(portal.engines).broken == ()


def test_a_client_books_again_with_the_same_consultant_moves_it_and_calls_it_off(portal, visit):
    client = signed_in(visit)
    client.open("/sessions").press("Book with the same consultant")
    while client.title != "Which day suits you?":
        client.choose(ANSWERS[client.title])
    client.pick_day("Thursday 26 November 2026").press("14:00")
    assert client.title == "Your details"
    client.fill(wishes="About <b>last</b> week").press("Continue")
    assert "About <b>last</b> week" in client.text
    client.press("Confirm appointment")
    booked = own(portal)
    assert booked.wishes == "About <b>last</b> week"
    assert f"{booked.wall_start:%H:%M}" == "14:00"
    client.open(f"/sessions/{booked.reference}").press("Change the time")
    client.pick_day("Friday 27 November 2026").press("15:30")
    client.press("Confirm the new time")
    assert f"{own(portal).wall_start:%d %H:%M}" == "27 15:30"
    client.open(f"/sessions/{booked.reference}").press("Cancel this session")
    assert "without cost" in client.text or "costs nothing" in client.text
    client.press("Cancel this session")
    assert own(portal).state == "cancelled"
    assert not own(portal).charged
    assert check_practice(portal.engines).broken == ()


def test_a_forgotten_password_is_replaced_by_a_link(portal, visit):
    client = visit().open("/sign-in").press("I forgot my password").fill(email=ACCOUNT).press("Send the link")
    client.open(link_to(portal, ACCOUNT)).fill(password=CHOSEN).press("Keep this password")
    other = visit().open("/sign-in").fill(email=ACCOUNT, password=PASSWORD).press("Sign in")
    assert "not right" in other.text
    assert other.fill(email=ACCOUNT, password=CHOSEN).press("Sign in").title == "Your account"


def test_what_went_wrong_leads_to_user_support_signed_out_as_well(portal, visit):
    lost = visit()
    answer = lost.page.goto(portal.address + "/nothing-here")
    assert answer.status == 404
    assert "not_found" in lost.text
    lost.press("Ask for help with this")
    lost.fill(email="somebody@example.com", message="The page is gone").press("Send to user support")
    assert "TKT-" in lost.text
