"""Extra sessions are asked for once, answered once by an approver who sees no client, and told to both."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from server_stub.practice.checking import check_practice
from server_stub.storage.tables import audit, extra_requests, ledger, outbox
from tests.backend.asking import book, check, codes, wish
from tests.backend.conftest import MIRA


@pytest.fixture
def approver(practice, last, sign_in):
    return sign_in(practice.appoint_approver())


async def ask(consultant, case, sessions=2, reason="Symptoms returned after a change of team"):
    return await consultant.post(f"/v1/cases/{case}/extra-requests", json={"sessions": sessions, "reason": reason})


async def answer(approver, reference, granted, reason=""):
    return await approver.post(f"/v1/extra-requests/{reference}/answer", json={"granted": granted, "reason": reason})


async def summary(consultant, last):
    return (await consultant.get(f"/v1/appointments/{last.reference}/summary")).json()


async def test_a_request_is_pending_until_the_seventh_business_day(mira, last):
    made = await ask(mira, last.case)
    assert made.status_code == 201
    told = (await summary(mira, last))["pending"]
    assert told == made.json()
    assert (told["sessions"], told["state"], told["overdue"]) == (2, "pending", False)
    assert told["answer_due"]["wall"] == "2026-12-02T23:59:00"
    assert (await mira.get(f"/v1/cases/{last.case}/ledger")).json()["pending"] == told


async def test_asking_again_asks_once(engines, mira, last):
    first, second = await ask(mira, last.case), await ask(mira, last.case)
    assert first.json() == second.json()
    other = await ask(mira, last.case, 3)
    assert (other.status_code, codes(other)) == (409, ["request_open"])
    assert (await summary(mira, last))["extra"]["refusal"]["code"] == "request_open"
    with engines.reading() as connection:
        assert len(connection.execute(select(extra_requests)).all()) == 1


async def test_thirty_two_who_ask_at_once_leave_one_request(engines, mira, last):
    answers = await asyncio.gather(*(ask(mira, last.case, 1 + number % 2) for number in range(32)))
    assert {one.status_code for one in answers} == {201, 409}
    with engines.reading() as connection:
        assert len(connection.execute(select(extra_requests)).all()) == 1


@pytest.mark.parametrize(
    ("sessions", "reason", "code"),
    [
        (0, "Grief", "too_many_extra"),
        (-1, "Grief", "too_many_extra"),
        (5, "Grief", "too_many_extra"),
        (2, "", "clinical_reason_needed"),
        (2, " \n ", "clinical_reason_needed"),
        (2, "x" * 1001, "too_long"),
        (2, "ana lindqvist needs more", "client_named"),
        (2, "Ana needs more", "client_named"),
        (2, "bell \x07", "malformed"),
    ],
)
async def test_what_cannot_be_asked_is_refused_by_a_code(engines, mira, last, sessions, reason, code):
    refused = await ask(mira, last.case, sessions, reason)
    assert (refused.status_code, codes(refused)) == (422, [code])
    with engines.reading() as connection:
        assert not connection.execute(select(extra_requests)).all()


async def test_twelve_sessions_within_a_year_go_to_clinical_review_first(practice, mira, last, sign_in):
    many = practice.open_case(entitled=9, name="Tomás")
    practice.appoint(MIRA, many, "2026-11-17T10:00")
    assert (await ask(mira, many, 3, "Grief")).json()["state"] == "in_review"
    approver = sign_in(practice.appoint_approver())
    reference = (await mira.get(f"/v1/cases/{many}/ledger")).json()["pending"]["reference"]
    assert (await approver.get("/v1/extra-requests")).json()["requests"] == []
    assert (await answer(approver, reference, 3)).status_code == 404


async def test_sessions_given_more_than_a_year_ago_do_not_count(practice, mira):
    old = practice.open_case(entitled=9, name="Tomás")
    practice.appoint(MIRA, old, "2026-11-17T10:00")
    practice.now += timedelta(days=100)
    assert (await ask(mira, old, 3, "Grief")).json()["state"] == "pending"


async def test_the_approver_sees_case_number_reason_and_when_and_nobodys_name(practice, mira, last, approver):
    await ask(mira, last.case)
    answered = await approver.get("/v1/extra-requests")
    (shown,) = answered.json()["requests"]
    assert set(shown) == {"reference", "case", "sessions", "reason", "asked", "answer_due", "overdue"}
    assert (shown["case"], shown["sessions"], shown["overdue"]) == (last.case, 2, False)
    for word in ("Ana", "Lindqvist", "ana@example.com", practice.client_of(last.case), "Mira", "Workplace"):
        assert word not in answered.text
    practice.now += timedelta(days=10)
    assert (await approver.get("/v1/extra-requests")).json()["requests"][0]["overdue"]


async def test_all_granted_can_be_booked_at_once(engines, practice, mira, approver):
    line = practice.add_line(MIRA)
    case = practice.open_case(entitled=1, name="Tomás")
    repeated = practice.appoint(MIRA, case, "2026-11-16T10:00", schedule=line)
    told = (await check(mira, wish(repeated, line)))["refusals"]
    assert [(refusal["code"], "end" in refusal) for refusal in told] == [("no_sessions_left", False)]
    made = (await ask(mira, case)).json()
    (told,) = (await check(mira, wish(repeated, line)))["refusals"]
    assert told["end"]["wall"] == "2026-12-02T23:59:00"
    refused = await book(mira, wish(repeated, line))
    assert (refused.status_code, codes(refused)) == (409, ["no_sessions_left"])
    granted = await answer(approver, made["reference"], 2)
    assert (granted.status_code, granted.json()["state"]) == (200, "approved")
    assert (await book(mira, wish(repeated, line))).status_code == 201
    assert not [line for line in check_practice(engines).broken if "request" in line or "balance" in line]


async def test_some_are_granted_and_the_ledger_says_so(engines, mira, last, approver):
    made = (await ask(mira, last.case, 4)).json()
    first = await answer(approver, made["reference"], 1, "One at a time")
    again = await answer(approver, made["reference"], 1, "One at a time")
    assert first.json() == again.json()
    assert first.json()["state"] == "partly_approved"
    other = await answer(approver, made["reference"], 4)
    assert (other.status_code, codes(other)) == (409, ["request_answered"])
    told = await summary(mira, last)
    assert (told["pending"], told["answered"]["granted"], told["figures"]["extra"]) == (None, 1, 1)
    with engines.reading() as connection:
        entry = connection.execute(select(ledger).order_by(ledger.c.id.desc())).first()
        acts = connection.execute(select(audit.c.act).where(audit.c.detail == made["reference"])).scalars().all()
    assert (entry.cause, entry.extra, entry.note) == ("extra_granted", 1, f"{made['reference']}: 1 of 4")
    assert acts == ["extra_requested", "extra_partly_approved"]
    assert not [line for line in check_practice(engines).broken if "request" in line or "balance" in line]


async def test_declining_needs_a_reason_and_lets_ask_again(mira, last, approver):
    made = (await ask(mira, last.case)).json()
    silent = await answer(approver, made["reference"], 0)
    assert (silent.status_code, codes(silent)) == (422, ["answer_reason_needed"])
    assert (await answer(approver, made["reference"], 3)).status_code == 422
    assert (await answer(approver, made["reference"], 0, "Not covered")).json()["state"] == "declined"
    told = await summary(mira, last)
    assert (told["answered"]["reason"], told["figures"]["extra"]) == ("Not covered", 0)
    assert (await ask(mira, last.case, 1)).status_code == 201


async def test_another_organisation_sees_nothing_of_it(practice, mira, last, sign_in):
    made = (await ask(mira, last.case)).json()
    practice.add_organisation("ORG-2")
    other = sign_in(practice.appoint_approver("ORG-2"))
    assert (await other.get("/v1/extra-requests")).json()["requests"] == []
    assert (await answer(other, made["reference"], 1)).status_code == 404


async def test_neither_may_do_what_is_the_others(mira, last, approver):
    for refused in (
        await mira.get("/v1/extra-requests"),
        await answer(mira, "EXT-1", 1),
        await approver.get("/v1/quick-view"),
        await ask(approver, last.case),
        await summary_answer(approver, last),
    ):
        assert (refused.status_code, codes(refused)) == (403, ["not_your_role"])


async def summary_answer(approver, last):
    return await approver.get(f"/v1/appointments/{last.reference}/summary")


async def test_client_and_consultant_are_both_told(engines, mira, last, approver):
    made = (await ask(mira, last.case)).json()
    await answer(approver, made["reference"], 2)
    await answer(approver, made["reference"], 2)
    with engines.reading() as connection:
        told = connection.execute(
            select(outbox.c.recipient, outbox.c.appointment_id).order_by(outbox.c.recipient)
        ).all()
    assert [tuple(row) for row in told] == [("ana@example.com", None), (MIRA, None)]
