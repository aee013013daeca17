"""The private feed: read by calendar programs without a token, by nobody who does not know its address."""

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from sqlalchemy import select

from consultant_tui.contract.vocabulary import AppointmentState as State
from server_stub.practice.checking import check_practice
from server_stub.storage.tables import audit, feeds
from tests.backend.asking import codes
from tests.backend.conftest import MIRA

FEED = "/v1/calendar-feed"


async def made(consultant):
    answer = await consultant.post(FEED)
    assert answer.status_code == 201
    return answer.json()["path"]


async def told(consultant):
    """Return what the calendar says of the feed."""
    return (await consultant.get("/v1/calendar", params={"first": "2026-11-23"})).json()["feed"]


def summaries(answer):
    assert answer.status_code == 200
    return [str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


async def test_a_feed_is_read_without_a_token_and_names_nobody(practice, sign_in, mira, last):
    booked = practice.appoint(MIRA, last.case, "2026-12-01T10:00", State.BOOKED)
    practice.appoint(MIRA, last.case, "2026-12-03T10:00", State.CANCELLED)
    practice.go_on_leave(MIRA, "2026-12-02T12:00", "2026-12-02T15:30")
    answer = await sign_in().get(await made(mira))
    assert answer.headers["content-type"].startswith("text/calendar")
    assert summaries(answer) == [f"Appointment {last.reference}", f"Appointment {booked}", "Leave"]
    for secret in ("Ana", "Lindqvist", "ASST", "CLI", "holiday", "Okafor", "example.com"):
        assert secret not in answer.text


async def test_it_follows_the_appointments(practice, sign_in, mira, last):
    path = await made(mira)
    before = summaries(await sign_in().get(path))
    practice.appoint(MIRA, last.case, "2026-12-01T10:00", State.BOOKED)
    assert len(summaries(await sign_in().get(path))) == len(before) + 1


async def test_it_goes_back_some_weeks_and_as_far_ahead_as_may_be_booked(practice, sign_in, mira, last):
    practice.appoint(MIRA, last.case, "2026-10-20T10:00", State.COMPLETED)
    practice.appoint(MIRA, last.case, "2027-12-01T10:00", State.BOOKED)
    assert summaries(await sign_in().get(await made(mira))) == [f"Appointment {last.reference}"]


async def test_another_profiles_appointments_are_only_busy(practice, sign_in, mira, last):
    other = sign_in(practice.engage("mira.new@example.org", person_of=MIRA))
    answer = await sign_in().get(await made(other))
    assert summaries(answer) == ["Busy"]
    assert last.reference not in answer.text


async def test_only_a_hash_is_kept(engines, mira):
    secret = (await made(mira)).removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) >= 43
    with engines.reading() as connection:
        (row,) = connection.execute(select(feeds)).all()
        acts = connection.execute(select(audit.c.act, audit.c.detail)).all()
    assert secret not in str(row)
    assert acts == [("feed_made", "")]


async def test_a_new_feed_ends_the_one_before(sign_in, mira):
    first, second = await made(mira), await made(mira)
    assert (await sign_in().get(first)).status_code == 404
    assert (await sign_in().get(second)).status_code == 200


async def test_revoking_ends_it_and_does_no_harm_twice(engines, sign_in, mira):
    path = await made(mira)
    assert (await told(mira))["wall"] == "2026-11-23T09:04:00"
    for had in (True, False):
        answer = await mira.delete(FEED)
        assert (answer.status_code, answer.json()) == (200, {"had": had})
    assert await told(mira) is None
    assert (await sign_in().get(path)).status_code == 404
    with engines.reading() as connection:
        assert [act for (act,) in connection.execute(select(audit.c.act))] == ["feed_made", "feed_revoked"]


@pytest.mark.parametrize("secret", ["x.ics", "x" * 43 + ".ics", "", ".ics", "..%2f..%2fetc%2fpasswd.ics"])
async def test_what_stands_for_nothing_is_not_found_like_what_was_revoked(sign_in, mira, secret):
    path = await made(mira)
    await mira.delete(FEED)
    revoked, unknown = await sign_in().get(path), await sign_in().get(f"/calendar/{secret}")
    assert revoked.status_code == unknown.status_code == 404
    assert codes(revoked) == codes(unknown) == ["not_found"]
    assert revoked.content == unknown.content


async def test_without_its_ending_it_is_not_found(sign_in, mira):
    path = (await made(mira)).removesuffix(".ics")
    assert (await sign_in().get(path)).status_code == 404


async def test_it_lasts_longer_than_the_token(practice, sign_in, mira):
    path = await made(mira)
    practice.now += timedelta(days=500)
    assert (await sign_in().get(path)).status_code == 200


async def test_feeds_that_were_made_and_revoked_are_clean(engines, mira):
    for _ in range(2):
        await made(mira)
    await mira.delete(FEED)
    await made(mira)
    assert not [fault for fault in check_practice(engines).broken if "feed" in fault]


async def test_khal_reads_it(practice, sign_in, mira, last, tmp_path):
    """A calendar program of the consultant, in Melbourne; ten o'clock in Adelaide is half past ten there."""
    practice.appoint(MIRA, last.case, "2026-12-01T10:00", State.BOOKED)
    practice.go_on_leave(MIRA, "2026-12-02T12:00", "2026-12-02T15:30")
    (tmp_path / "feed.ics").write_bytes((await sign_in().get(await made(mira))).content)
    (tmp_path / "mine").mkdir()
    config = tmp_path / "config"
    config.write_text(
        f"[calendars]\n[[mine]]\npath = {tmp_path}/mine\ntype = calendar\n"
        f"[sqlite]\npath = {tmp_path}/khal.db\n"
        "[locale]\nlocal_timezone = Australia/Melbourne\ndefault_timezone = Australia/Melbourne\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )

    def khal(*arguments):
        program = shutil.which("khal", path=str(Path(sys.executable).parent))
        return subprocess.run(
            [program, "-c", str(config), *arguments], check=True, capture_output=True, text=True,
            env={"HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
        ).stdout  # fmt: skip

    khal("import", "--batch", "-a", "mine", str(tmp_path / "feed.ics"))
    listed = khal("list", "--format", "{start-time}-{end-time} {title}", "--day-format", "", "2026-12-01", "2d")
    assert [line.partition(" APP")[0] for line in listed.splitlines()] == [
        "10:30-11:30 Appointment",
        "12:00-15:30 Leave",
    ]
