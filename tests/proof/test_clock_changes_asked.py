"""Asked over the API around every change of the clocks, the backend shows the hour both ways as the almanac does."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle

import pytest

from benchmarks.practices import Practice
from tests.proof.almanac import FIRST, ZONES, Change, changes, offset, wall, walls_around
from tests.proof.stage import Answer, Stage

PROFILE = "consultant1@example.org"
HOUR = timedelta(hours=1)


def a_client_in_every_zone() -> Practice:
    """Make one consultant with one client in each zone; client and appointment have the number of the zone."""
    practice = Practice()
    consultant = practice.consultant("Etc/UTC")
    line = practice.line(consultant, "Etc/UTC")
    for number, zone in enumerate(ZONES):
        case = practice.case(practice.client(zone), entitled=9)
        practice.appointment(case, consultant, line, start=f"2025-12-{number + 1:02} 12:00")
    return practice


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """Open the backend once; checking holds nothing."""
    stage = Stage(a_client_in_every_zone, FIRST)
    yield stage
    stage.close()


@pytest.mark.every(3)
@pytest.mark.parametrize("change", changes(), ids=str)
def test_both_clocks_are_shown_as_they_are(stage: Stage, change: Change) -> None:
    """Once with the client where the clocks change, once with the consultant there."""
    stage.now = change.at - timedelta(days=9)
    elsewhere = cycle(zone for zone in ZONES if zone != change.zone)
    for shown, instants in walls_around(change, change.zone):
        _asked(stage, client=change.zone, consultant=next(elsewhere), shown=shown, instants=instants)
    other = next(elsewhere)
    for shown, instants in walls_around(change, other):
        _asked(stage, client=other, consultant=change.zone, shown=shown, instants=instants)


def _asked(stage: Stage, *, client: str, consultant: str, shown: datetime, instants: tuple[datetime, ...]) -> None:
    if len(instants) == 1:
        _is_shown(_check(stage, client, consultant, shown), instants[0], client, consultant)
    elif not instants:
        answer = _check(stage, client, consultant, shown)
        assert "time_does_not_exist" in answer.codes, shown
        assert answer.body["client"] is None
    else:
        assert "time_exists_twice" in _check(stage, client, consultant, shown).codes, shown
        for occurrence, instant in zip(("first", "second"), instants, strict=True):
            _is_shown(_check(stage, client, consultant, shown, occurrence), instant, client, consultant)


def _check(stage: Stage, client: str, consultant: str, shown: datetime, occurrence: str | None = None) -> Answer:
    body = {"previous": f"APP-{ZONES.index(client) + 1}", "approach": "manual", "schedule": "SCH-1"}
    body |= {"modality": "phone", "day": f"{shown:%Y-%m-%d}", "start": f"{shown:%H:%M:%S}"}
    if occurrence:
        body["occurrence"] = occurrence
    return stage.ask(PROFILE, "POST", "/v1/booking-checks", body=body, headers={"Time-Zone": consultant})


def _is_shown(answer: Answer, starts: datetime, client: str, consultant: str) -> None:
    assert answer.status == 200
    assert not answer.codes & {"time_does_not_exist", "time_exists_twice"}, starts
    for side, zone in (("client", client), ("consultant", consultant)):
        for edge, instant in (("start", starts), ("end", starts + HOUR)):
            moment = answer.body[side][edge]
            assert datetime.fromisoformat(moment["utc"]) == instant
            assert datetime.fromisoformat(moment["wall"]) == wall(instant, zone), (side, edge, zone)
            assert (moment["offset"], moment["zone"]) == (offset(instant, zone), zone)
