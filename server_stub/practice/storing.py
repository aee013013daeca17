"""Owns putting new rows of a practice into the database, with everything that follows from them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, bindparam, select, update

from consultant_tui.contract.vocabulary import AppointmentState, LedgerCause
from server_stub.domain import extras
from server_stub.domain.cases import Figures, effect
from server_stub.domain.passwords import UNUSABLE
from server_stub.domain.spans import Span
from server_stub.practice.counting import change_of, entries, life
from server_stub.practice.kinds import number_of
from server_stub.practice.merging import Merged
from server_stub.practice.portal_records import Account, Attendee, OrganisationCode
from server_stub.practice.record import Record
from server_stub.practice.records import (
    Appointment,
    Case,
    Client,
    Consultant,
    ExtraRequest,
    Leave,
    Organisation,
    Schedule,
    Setting,
    columns,
)
from server_stub.practice.times import agreed, away
from server_stub.storage import finding, trail
from server_stub.storage import portal_tables as p
from server_stub.storage import tables as t
from server_stub.storage.books import cells

Values = dict[str, Any]


class Store:
    """Stores new rows through one connection, each file after those it points to."""

    def __init__(self, connection: Connection, merged: Merged) -> None:
        self._connection = connection
        self._merged = merged

    def store(self) -> None:
        """Store every new row."""
        self._insert(t.settings, [{"name": row.name, "value": row.value} for row in self._new(Setting)])
        self._people()
        self._insert(t.organisations, [_own(row) for row in self._new(Organisation)])
        self._insert(t.clients, [_own(row) for row in self._new(Client)])
        self._online_booking()
        self._cases()
        self._appointments()
        self._search_words()
        self._counters()

    def _new(self, record: type[Any]) -> list[Any]:
        return sorted((entry.row for entry in self._merged.new(record)), key=lambda row: row.order)

    def _insert(self, table: Table, rows: Sequence[Values]) -> None:
        if rows:
            self._connection.execute(table.insert(), rows)

    def _ids(self, key: Column[str]) -> dict[str, int]:
        return dict(self._connection.execute(select(key, key.table.c.id)).all())

    def _people(self) -> None:
        profiles = self._new(Consultant)
        stored = self._ids(t.persons.c.reference)
        names = {row.person: row.name for row in profiles if row.person not in stored}
        self._insert(t.persons, [{"reference": reference, "name": name} for reference, name in names.items()])
        persons = self._ids(t.persons.c.reference)
        self._insert(t.profiles, [
            {"person_id": persons[row.person], "email": row.email, "engagement": row.engagement, "zone": row.zone}
            for row in profiles
        ])  # fmt: skip
        profile_ids = self._ids(t.profiles.c.email)
        self._insert(
            t.schedules,
            [_own(row, "consultant") | {"profile_id": profile_ids[row.consultant]} for row in self._new(Schedule)],
        )
        self._insert(t.leave, [_leave(row, persons) for row in self._new(Leave)])

    def _online_booking(self) -> None:
        clients, organisations = self._ids(t.clients.c.reference), self._ids(t.organisations.c.reference)
        self._insert(p.organisation_codes, [
            _own(row, "organisation") | {"organisation_id": organisations[row.organisation]}
            for row in self._new(OrganisationCode)
        ])  # fmt: skip
        profiles = self._ids(t.profiles.c.email)
        self._insert(p.accounts, [
            _own(row, "organisation", "made_by", "verified_by", "client", "prospect") | {
                "organisation_id": organisations[row.organisation], "password": UNUSABLE,
                "made_by": profiles.get(row.made_by), "verified_by": profiles.get(row.verified_by),
                "client_id": clients.get(row.client), "prospect_id": clients.get(row.prospect),
            }
            for row in self._new(Account)
        ])  # fmt: skip
        accounts = self._ids(p.accounts.c.reference)
        self._insert(p.attendees, [
            _own(row, "account", "client")
            | {"account_id": accounts.get(row.account), "client_id": clients.get(row.client)}
            for row in self._new(Attendee)
        ])  # fmt: skip

    def _cases(self) -> None:
        cases = self._new(Case)
        clients, organisations = self._ids(t.clients.c.reference), self._ids(t.organisations.c.reference)
        self._insert(t.cases, [
            {
                "reference": row.reference, "client_id": clients[row.client],
                "organisation_id": organisations[row.organisation], "issue": row.issue, "opened": row.opened,
            }
            for row in cases
        ])  # fmt: skip
        ids, profiles = self._ids(t.cases.c.reference), self._ids(t.profiles.c.email)
        self._insert(t.balances, [
            {"case_id": ids[row.reference], "entitled": row.entitled, "extra": row.extra, "used": 0, "booked": 0}
            for row in cases
        ])  # fmt: skip
        self._insert(t.extra_requests, [
            _own(row, "case", "consultant") | {"case_id": ids[row.case], "profile_id": profiles[row.consultant]}
            for row in self._new(ExtraRequest)
        ])  # fmt: skip
        granted = Counter[str]()
        for request in self._granted():
            granted[request.case] += request.granted
        self._insert(t.ledger, [
            _entry(ids[row.reference], None, None, row.opened, cause, effect(cause, sessions))
            for row in cases
            for cause, sessions in (
                (LedgerCause.ENTITLED, row.entitled), (LedgerCause.EXTRA_GRANTED, row.extra - granted[row.reference])
            )
            if cause == LedgerCause.ENTITLED or sessions
        ])  # fmt: skip

    def _granted(self) -> Iterator[ExtraRequest]:
        """Yield the requests by which cases that are new got sessions; these count from the day of the answer."""
        new = {case.reference for case in self._new(Case)}
        return (request for request in self._new(ExtraRequest) if request.granted and request.case in new)

    def _appointments(self) -> None:
        rows: list[Appointment] = self._new(Appointment)
        if not rows:
            self._count([], {}, self._ids(t.cases.c.reference))
            return
        cases = {row.reference: row for row in self._connection.execute(select(t.cases))}
        profiles = {row.email: row for row in self._connection.execute(select(t.profiles))}
        schedules = self._ids(t.schedules.c.reference)
        accounts, attendees = self._ids(p.accounts.c.reference), self._ids(p.attendees.c.reference)
        self._insert(t.appointments, [
            _appointment(row) | {
                "case_id": cases[row.case].id, "client_id": cases[row.case].client_id,
                "profile_id": profiles[row.consultant].id, "person_id": profiles[row.consultant].person_id,
                "schedule_id": schedules[row.schedule] if row.schedule else None,
                "account_id": accounts.get(row.account), "attendee_id": attendees.get(row.attendee),
            }
            for row in rows
        ])  # fmt: skip
        new = {row.reference for row in rows}
        stored = [row for row in self._connection.execute(select(t.appointments)) if row.reference in new]
        held = [(row, cells(Span(row.starts, row.ends))) for row in stored if row.state != AppointmentState.CANCELLED]
        for table, holder in ((t.person_claims, "person_id"), (t.client_claims, "client_id")):
            self._insert(table, [
                {holder: getattr(row, holder), "cell": cell, "appointment_id": row.id}
                for row, claimed in held
                for cell in claimed
            ])  # fmt: skip
        ids = {row.reference: row.id for row in stored}
        self._count(rows, ids, {reference: case.id for reference, case in cases.items()})
        clients = {row.reference: row.client_id for row in stored}
        trail.write_all(self._connection, [
            {
                "at": at, "profile_id": None, "act": act, "client_id": clients[row.reference],
                "appointment_id": ids[row.reference], "version": version, "detail": "imported",
            }
            for row in rows
            for version, (at, act) in enumerate(life(row), start=1)
        ])  # fmt: skip

    def _search_words(self) -> None:
        if self._new(Appointment):
            finding.add_words(
                self._connection, finding.words_wanted(self._connection) - finding.words_there(self._connection)
            )

    def _count(self, rows: Iterable[Appointment], ids: dict[str, int], cases: dict[str, int]) -> None:
        turns = sorted(
            (at, number_of(row.reference), order, cases[row.case], ids[row.reference], cause)
            for row in rows
            for order, (at, cause) in enumerate(entries(row))
        )
        kept = [_entry(case, one, order + 1, at, cause, change_of(cause)) for at, _, order, case, one, cause in turns]
        for one in self._granted():
            cause = LedgerCause.EXTRA_GRANTED
            given = _entry(cases[one.case], None, None, one.answered or one.asked, cause, effect(cause, one.granted))
            kept.append(given | {"note": extras.note(one.reference, one.granted, one.sessions)})
        self._insert(t.ledger, sorted(kept, key=lambda entry: entry["at"]))
        sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for _, _, _, case, _, cause in turns:
            sums[case][0] += change_of(cause).used
            sums[case][1] += change_of(cause).booked
        add = (
            update(t.balances)
            .where(t.balances.c.case_id == bindparam("of_case"))
            .values(
                used=t.balances.c.used + bindparam("more_used"), booked=t.balances.c.booked + bindparam("more_booked")
            )
        )
        more = [{"of_case": case, "more_used": used, "more_booked": booked} for case, (used, booked) in sums.items()]
        if more:
            self._connection.execute(add, more)

    def _counters(self) -> None:
        reached = dict(self._connection.execute(select(t.counters.c.kind, t.counters.c.last)).all())
        given = [
            [row.person if isinstance(row, Consultant) else row.key for row in self._new(record)]
            for record in (
                Organisation,
                Consultant,
                Schedule,
                Leave,
                Client,
                Account,
                Attendee,
                Case,
                ExtraRequest,
                Appointment,
            )
        ]
        given.append([row.series for row in self._new(Appointment) if row.series])
        for names in given:
            if not names:
                continue
            kind, last = names[0].partition("-")[0], max(map(number_of, names))
            if kind not in reached:
                self._connection.execute(t.counters.insert(), {"kind": kind, "last": last})
            elif last > reached[kind]:
                self._connection.execute(update(t.counters).where(t.counters.c.kind == kind).values(last=last))


def _own(row: Record, *but: str) -> Values:
    return {name: getattr(row, name) for name in columns(type(row)) if name not in but}


def _leave(row: Leave, persons: dict[str, int]) -> Values:
    starts, ends = away(row)
    return {
        "reference": row.reference, "person_id": persons[row.person], "wall_start": row.start, "wall_end": row.end,
        "zone": row.zone, "starts": starts, "ends": ends, "reason": row.reason,
    }  # fmt: skip


_TRANSLATED = (
    "case", "consultant", "schedule", "start", "occurrence", "minutes", "platform", "cancelled_by", "account",
    "attendee",
)  # fmt: skip
"""Columns of an appointment that are stored in another form."""


def _appointment(row: Appointment) -> Values:
    time = agreed(row)
    own = _own(row, *_TRANSLATED)
    return own | {
        "platform": row.platform or None, "cancelled_by": row.cancelled_by or None, "series": row.series or None,
        "wall_start": row.start, "offset": time.offset, "starts": time.starts, "ends": time.ends,
        "version": sum(1 for _ in life(row)),
    }  # fmt: skip


def _entry(
    case: int, appointment: int | None, version: int | None, at: datetime, cause: LedgerCause, change: Figures
) -> Values:
    return {
        "case_id": case, "appointment_id": appointment, "version": version, "at": at, "cause": cause.value,
        **change._asdict(), "note": "",
    }  # fmt: skip
