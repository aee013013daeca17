"""Clients write tickets, signed in or not; user support sees, answers and closes them, and nobody else does."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from server_stub.domain.tickets import Written
from server_stub.letters.rendering import Letter, render
from server_stub.practice.checking import check_practice
from server_stub.services import tickets
from server_stub.services.office import Office
from server_stub.services.refused import RefusedError
from server_stub.storage.portal_tables import tickets as table
from server_stub.storage.tables import audit, outbox
from tests.backend.asking import codes

HOSTILE = "A[/b] <script>alert(1)</script> [@click=app.quit] \u202eabc"


@pytest.fixture
def office(engines, practice):
    return Office(engines, practice.clock)


@pytest.fixture
def support(practice, sign_in):
    return sign_in(practice.appoint_staff("Noor"))


def write(office, message="I cannot sign in.", *, address="203.0.113.7", **other):
    given = {"email": "ana@example.com", "name": "Ana", "code": "wrong_credentials", "page": "/portal/sign-in", **other}
    return tickets.write(office, Written(message=message, **given), None, address)


def write_from(office, addresses):
    for address in addresses:
        write(office, address=address)


async def answer(support, reference, version, *text, close=False):
    body = {"text": text, "close": close}
    return await support.post(f"/v1/tickets/{reference}/answers", json=body, headers={"If-Match": f'"{version}"'})


def mails(engines):
    with engines.reading() as connection:
        rows = connection.execute(select(outbox).order_by(outbox.c.id)).all()
    letters = (
        Letter(id=row.id, kind=row.kind, recipient=row.recipient, facts=row.facts, made=row.made) for row in rows
    )
    return [(letter.recipient, render(letter, "no-reply@example.org")) for letter in letters]


async def test_a_ticket_is_listed_read_answered_and_closed(engines, office, support):
    reference = write(office, "First line.\n\nSecond line.")
    listed = (await support.get("/v1/tickets", params={"state": "open"})).json()
    assert [(line["reference"], line["code"], line["page"]) for line in listed["tickets"]] == [
        (reference, "wrong_credentials", "/portal/sign-in")
    ]
    read = (await support.get(f"/v1/tickets/{reference}")).json()
    assert read["message"] == ["First line.", "", "Second line."]
    given = (await answer(support, reference, 1, "Try the link again.", "It lasts a day.")).json()
    assert given["line"]["state"] == "answered"
    assert [(one["by"], one["text"]) for one in given["answers"]] == [
        ("Noor", ["Try the link again.", "It lasts a day."])
    ]
    closed = await support.post(f"/v1/tickets/{reference}/closing", headers={"If-Match": '"2"'})
    assert closed.json()["line"]["state"] == "closed"
    assert (await support.get("/v1/tickets", params={"state": "open"})).json()["tickets"] == []
    assert [line for line in check_practice(engines).broken if "tickets" in line or "outbox" in line] == []


async def test_the_writer_is_told_twice_by_mail(engines, office, support):
    reference = write(office)
    await answer(support, reference, 1, "Try again.", close=True)
    (first, arrived), (second, answered) = mails(engines)
    assert first == second == "ana@example.com"
    assert arrived.subject == f"We have your support ticket {reference}"
    assert answered.subject == f"Your support ticket {reference} is answered"
    assert "\nTry again.\n" in answered.text
    assert "<p>Try again.</p>" in answered.html


async def test_the_first_mail_carries_nothing_that_a_stranger_typed(engines, office):
    write(office, "buy at https://evil.example", name="https://evil.example", email="victim@example.com")
    ((_, mail),) = mails(engines)
    assert "evil" not in mail.text + mail.html + mail.subject


async def test_hostile_text_is_kept_harmless(engines, office, support):
    reference = write(office, f"{HOSTILE}\n\x07\x1b[2J", name=HOSTILE)
    read = (await support.get(f"/v1/tickets/{reference}")).json()
    assert read["message"][0] == HOSTILE.replace("\u202e", "")
    assert "\x1b" not in "".join(read["message"])
    await answer(support, reference, 1, HOSTILE)
    assert "<script>" not in mails(engines)[1][1].html
    assert [line for line in check_practice(engines).broken if "ticket" in line] == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"code": "<b>", "page": "/portal/sign-in?email=ana@example.com"}, ("", "/portal/sign-in")),
        ({"code": "held", "page": "https://evil.example/"}, ("held", "")),
        ({"code": "x" * 65, "page": "/" + "x" * 200}, ("", "")),
        ({"code": "Ü", "page": "/a#b"}, ("", "/a")),
    ],
)
async def test_code_and_page_are_kept_only_when_they_can_be_one(office, support, given, kept):
    reference = write(office, **given)
    line = (await support.get(f"/v1/tickets/{reference}")).json()["line"]
    assert (line["code"], line["page"]) == kept


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"message": " \n "}, ["message_needed"]),
        ({"message": "x" * 4001}, ["too_long"]),
        ({"email": "nobody"}, ["email_not_valid"]),
        ({"email": "a@b@c.example"}, ["email_not_valid"]),
        ({"email": "a@example.org\nBcc: b@example.org"}, ["email_not_valid"]),
        ({"email": "", "message": ""}, ["message_needed", "email_not_valid"]),
        ({"name": "x" * 201}, ["too_long"]),
    ],
)
def test_a_ticket_that_is_none_is_refused_and_not_kept(engines, office, given, found):
    with pytest.raises(RefusedError) as refused:
        write(office, **{"message": "Hello", **given})
    assert [refusal.code for refusal in refused.value.refusals] == found
    with engines.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(table)) == 0


def test_many_tickets_are_slowed_and_nobody_is_kept_out_for_good(office, practice):
    with pytest.raises(RefusedError) as refused:
        write_from(office, ["203.0.113.7"] * 7)
    assert [refusal.code for refusal in refused.value.refusals] == ["too_many_tries"]
    practice.now += timedelta(days=2)
    assert write(office)


def test_one_address_is_not_flooded_from_everywhere(office):
    with pytest.raises(RefusedError):
        write_from(office, [f"203.0.113.{number}" for number in range(20)])


async def test_only_the_first_of_two_answers_counts(engines, office, support):
    reference = write(office)
    assert (await answer(support, reference, 1, "One")).status_code == 200
    again = await answer(support, reference, 1, "Two")
    assert (again.status_code, codes(again)) == (412, ["stale"])
    assert len(mails(engines)) == 2


@pytest.mark.parametrize(("text", "found"), [([], "message_needed"), (["x" * 4001], "too_long")])
async def test_an_answer_must_say_something(office, support, text, found):
    refused = await answer(support, write(office), 1, *text)
    assert (refused.status_code, codes(refused)) == (422, [found])


async def test_a_closed_ticket_stays_closed(office, support):
    reference = write(office)
    assert (await answer(support, reference, 1, "Done", close=True)).json()["line"]["state"] == "closed"
    again = await answer(support, reference, 2, "More")
    assert (again.status_code, codes(again)) == (409, ["ticket_closed"])
    closed = await support.post(f"/v1/tickets/{reference}/closing", headers={"If-Match": '"2"'})
    assert (closed.status_code, codes(closed)) == (409, ["ticket_closed"])


async def test_many_tickets_come_in_pages(engines, office, support, monkeypatch):
    monkeypatch.setattr(tickets, "PAGE", 2)
    references = [write(office, email=f"{number}@example.com") for number in range(3)]
    first = (await support.get("/v1/tickets")).json()
    assert ([line["reference"] for line in first["tickets"]], first["more"]) == (references[:2], True)
    rest = (await support.get("/v1/tickets", params={"after": references[1]})).json()
    assert ([line["reference"] for line in rest["tickets"]], rest["more"]) == (references[2:], False)


@pytest.mark.parametrize("path", ["/v1/tickets/TKT-99", "/v1/tickets?after=TKT-99"])
async def test_a_ticket_that_is_not_there_is_not_found(support, path):
    found = await support.get(path)
    assert (found.status_code, codes(found)) == (404, ["not_found"])


async def test_everything_is_audited_by_name(engines, office, support):
    reference = write(office)
    await support.get(f"/v1/tickets/{reference}")
    await answer(support, reference, 1, "Done", close=True)
    with engines.reading() as connection:
        rows = connection.execute(select(audit.c.act, audit.c.staff, audit.c.detail).order_by(audit.c.id)).all()
    assert [tuple(row) for row in rows] == [
        ("ticket_written", "", reference), ("ticket_read", "Noor", reference), ("ticket_answered", "Noor", reference)
    ]  # fmt: skip
