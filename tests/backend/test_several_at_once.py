"""Where one looks before it writes, eight who do so at once, over four sets of connections, end in good order."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select

from consultant_tui.contract.calendar import LeaveWish
from consultant_tui.contract.completion import CompletionDraft
from consultant_tui.contract.endings import Cancellation
from consultant_tui.contract.extras import ExtraAnswer, ExtraAsk
from consultant_tui.contract.vocabulary import AppointmentState, CancelledBy, EngagementType
from server_stub.practice.checking import check_practice
from server_stub.services import approvals, completions, endings, extras, feeds, leave, undoing
from server_stub.services.office import Office, recognise, visit
from server_stub.services.refused import RefusedError
from server_stub.storage import tables as t
from server_stub.storage.books import next_reference
from tests.backend.conftest import MIRA

RACERS = 8
KIM = "kim@example.org"


class Field:
    """Several processes' worth of offices on one database."""

    def __init__(self, practice, offices):
        self._practice, self._offices = practice, offices

    def race(self, work, *profiles):
        """Do the same at the same moment; returns how often each thing was answered or refused."""
        start, profiles = threading.Barrier(RACERS), profiles or (MIRA,)

        def go(number):
            office = self._offices[number % len(self._offices)]
            caller = visit(office, recognise(office, f"token-of-{profiles[number % len(profiles)]}"), None)
            start.wait(10)
            try:
                return work(office, caller)
            except RefusedError as refused:
                return ",".join(refusal.code for refusal in refused.refusals)

        with ThreadPoolExecutor(RACERS) as pool:
            return list(pool.map(go, range(RACERS)))


@pytest.fixture
def field(database, practice):
    practice.engage(MIRA)
    practice.engage(KIM, EngagementType.PARTNER, name="Kim")
    opened = [database.open() for _ in range(4)]
    yield Field(practice, [Office(engines, practice.clock) for engines in opened])
    for engines in opened:
        engines.dispose()


def rows(engines, table):
    with engines.reading() as connection:
        return connection.execute(select(table)).all()


def clean(engines):
    """Name what is broken; the practice of these tests has no imported history in its audit."""
    return [line for line in check_practice(engines).broken if "audit rows of" not in line and "never had" not in line]


def test_one_feed_can_be_read(engines, field):
    made = field.race(feeds.make)
    assert len({one.path for one in made}) == RACERS
    assert len([row for row in rows(engines, t.feeds) if row.revoked is None]) == 1


def test_leave_is_added_once(engines, field):
    wish = LeaveWish(first=date(2026, 12, 24), last=date(2026, 12, 26))
    answers = Counter(map(str, field.race(lambda office, caller: leave.add(office, caller, wish) and "added")))
    assert answers == {"added": 1, "leave_exists": RACERS - 1}
    assert len(rows(engines, t.leave)) == 1


def test_a_draft_is_one_draft(engines, practice, field):
    going = practice.appoint(MIRA, practice.open_case(), "2026-11-23T06:30", AppointmentState.COMMENCED)
    draft = CompletionDraft(notes=("We spoke.",))
    kept = field.race(lambda office, caller: completions.keep_draft(office, caller, going, 1, draft) and "kept")
    assert (kept, len(rows(engines, t.completion_drafts))) == (["kept"] * RACERS, 1)


def test_one_request_of_a_case_is_open_whoever_asks(engines, practice, field):
    """Two consultants see the client of one case, and each asks for something else."""
    case = practice.open_case()
    for email, day in ((MIRA, 9), (KIM, 10)):
        practice.appoint(email, case, f"2026-11-{day:02}T14:00", AppointmentState.COMPLETED)

    def ask(office, caller):
        return extras.ask(
            office, caller, case, ExtraAsk(sessions=2, reason=f"going well, {caller.caller.name}")
        ).sessions

    answers = Counter(map(str, field.race(ask, MIRA, KIM)))
    assert answers == {"2": RACERS // 2, "request_open": RACERS // 2}
    assert len(rows(engines, t.extra_requests)) == 1


def test_a_request_is_answered_once(engines, practice, field):
    case = practice.open_case()
    practice.ask_for_extra(case, MIRA)

    def answer(office, caller):
        return approvals.answer_for_provider(office.engines, "EXT-1", ExtraAnswer(granted=2), caller.now).granted

    assert field.race(answer) == [2] * RACERS
    assert [row.extra for row in rows(engines, t.balances)] == [2]


def test_a_change_is_taken_back_once(engines, practice, field):
    booked = practice.appoint(MIRA, practice.open_case(), "2026-11-30T14:00")
    asked = Cancellation(by=CancelledBy.PROVIDER, reason="Closed", charged=False)
    ended = field.race(lambda office, caller: endings.cancel(office, caller, booked, 1, asked).version)
    assert Counter(map(str, ended)) == {"2": 1, "stale": RACERS - 1}
    undone = field.race(lambda office, caller: undoing.undo(office, caller, booked, 2).version)
    assert Counter(map(str, undone)) == {"3": 1, "stale": RACERS - 1}
    assert [(row.state, row.version) for row in rows(engines, t.appointments)] == [("booked", 3)]
    assert [(row.used, row.booked) for row in rows(engines, t.balances)] == [(0, 1)]
    assert len(rows(engines, t.person_claims)) == 12


def test_the_first_references_of_a_kind_differ(field):
    def refer(office, _caller):
        with office.engines.writing() as connection:
            return next_reference(connection, "NEW")

    assert sorted(field.race(refer)) == [f"NEW-{number}" for number in range(1, RACERS + 1)]


def test_the_chain_of_the_audit_holds(engines, practice, field):
    """Everybody looks at something that is audited, at once."""
    met = practice.appoint(MIRA, practice.open_case(), "2026-11-30T14:00")
    for _ in range(3):
        field.race(lambda office, caller: endings.offer(office, caller, met) and "seen")
    assert len(rows(engines, t.audit)) == 3 * RACERS
    assert not [line for line in clean(engines) if "does not follow" in line]
