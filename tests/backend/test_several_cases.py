"""A client may have several cases, each with its own figures, its own end and its own request."""

from consultant_tui.contract.vocabulary import AppointmentState as State
from tests.backend.asking import book, codes, wish
from tests.backend.conftest import MIRA


async def summary(mira, reference):
    return (await mira.get(f"/v1/appointments/{reference}/summary")).json()


async def test_each_case_has_its_own_figures_meetings_and_end(practice, mira):
    line = practice.add_line(MIRA)
    old = practice.open_case(entitled=3)
    new = practice.open_case(client=practice.client_of(old), entitled=5)
    first = practice.appoint(MIRA, old, "2026-10-12T10:00", State.COMPLETED, schedule=line)
    second = practice.appoint(MIRA, new, "2026-11-16T10:00", State.COMPLETED, schedule=line)
    told = [await summary(mira, reference) for reference in (first, second)]
    assert [one["case"] for one in told] == [old, new]
    assert [one["figures"]["available"] for one in told] == [2, 4]
    assert [one["last"]["reference"] for one in told] == [first, second]
    assert [one["expires"]["wall"][:7] for one in told] == ["2027-10", "2027-11"]
    booked = (await book(mira, wish(second, line))).json()
    assert (booked["case"], booked["figures"]["available"]) == (new, 3)
    told = [await summary(mira, reference) for reference in (first, second)]
    assert [one["figures"]["booked"] for one in told] == [0, 1]
    assert [bool(one["next"]) for one in told] == [False, True]
    for case, available in ((old, 2), (new, 3)):
        ledger = (await mira.get(f"/v1/cases/{case}/ledger")).json()
        assert (ledger["case"], ledger["figures"]["available"]) == (case, available)


async def test_a_request_of_one_case_leaves_the_other_alone(practice, mira):
    line = practice.add_line(MIRA)
    old = practice.open_case(entitled=3)
    new = practice.open_case(client=practice.client_of(old), entitled=5)
    first = practice.appoint(MIRA, old, "2026-10-12T10:00", State.COMPLETED, schedule=line)
    second = practice.appoint(MIRA, new, "2026-11-16T10:00", State.COMPLETED, schedule=line)
    body = {"sessions": 2, "reason": "Grief"}
    assert (await mira.post(f"/v1/cases/{old}/extra-requests", json=body)).status_code == 201
    assert [bool((await summary(mira, one))["pending"]) for one in (first, second)] == [True, False]
    assert (await mira.post(f"/v1/cases/{new}/extra-requests", json=body)).status_code == 201


async def test_the_client_is_in_one_place_at_a_time_whatever_the_case(practice, mira, sign_in):
    line = practice.add_line(MIRA)
    old = practice.open_case()
    new = practice.open_case(client=practice.client_of(old))
    sam = sign_in(practice.engage("sam@example.org", name="Sam"))
    theirs = practice.add_line("sam@example.org")
    first = practice.appoint(MIRA, old, "2026-11-16T14:00", State.COMPLETED, schedule=line)
    second = practice.appoint("sam@example.org", new, "2026-11-17T14:00", State.COMPLETED, schedule=theirs)
    assert (await book(mira, wish(first, line))).status_code == 201
    refused = await book(sam, wish(second, theirs))
    assert (refused.status_code, codes(refused)) == (409, ["client_busy"])


async def test_an_ended_case_is_told_and_the_new_one_goes_on(practice, mira):
    line = practice.add_line(MIRA)
    old = practice.open_case()
    new = practice.open_case(client=practice.client_of(old))
    first = practice.appoint(MIRA, old, "2025-10-13T10:00", State.COMPLETED, schedule=line)
    second = practice.appoint(MIRA, new, "2026-11-16T10:00", State.COMPLETED, schedule=line)
    told = [(await summary(mira, one))["rebook"]["refusal"] for one in (first, second)]
    assert (told[0]["code"], told[1]) == ("case_expired", None)
