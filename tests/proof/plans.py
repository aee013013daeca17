"""Owns the practice of the model test, put down twice: as files for the backend, and in the plain model."""

from datetime import UTC, datetime, time, timedelta

from benchmarks.practices import LONG_AGO, Practice
from tests.proof import online
from tests.proof.model import Model, ModelAppointment, ModelCase, ModelLine, instants

MELBOURNE, ADELAIDE = "Australia/Melbourne", "Australia/Adelaide"
LORD_HOWE, LONDON = "Australia/Lord_Howe", "Europe/London"
OPENS_AT = datetime(2026, 9, 28, 0, 0, tzinfo=UTC)
"""A Monday; Melbourne, Adelaide and Lord Howe change their clocks on the Sunday after, London four weeks later."""

EVERY_DAY = "Mon Tue Wed Thu Fri Sat Sun"
WEEKEND = "Sat Sun"
FIRST_SESSION = datetime(2025, 12, 3, 9, 0)  # noqa: DTZ001  (on a client's wall)


class Plan:
    """The practice, put down for the backend and for the model at once."""

    def __init__(self) -> None:
        self.practice, self.model = Practice(), Model()
        self.previous: list[str] = []
        """Appointments that can be rebooked from."""

    def consultant(self, zone: str, engagement: str, *, person: str = "") -> str:
        """Add a profile."""
        email = self.practice.consultant(zone, person=person, engagement=engagement)
        self.model.persons[email] = self.practice.person_of(email)
        self.model.engagements[email] = engagement
        return email

    def line(self, owner: str, zone: str, kind: str, days: str, opens: str, closes: str) -> str:
        """Add a line."""
        reference = self.practice.line(owner, zone, kind=kind, days=days, opens=opens, closes=closes)
        numbers = tuple(EVERY_DAY.split().index(day) + 1 for day in days.split())
        hours = time.fromisoformat(opens), time.fromisoformat(closes)
        self.model.lines[reference] = ModelLine(reference, owner, kind, zone, numbers, *hours)
        return reference

    def client(self, zone: str) -> str:
        """Add a client with an account for online booking."""
        client = self.practice.client(zone)
        self.practice.account(client)
        return client

    def case(self, client: str, zone: str, *, entitled: int, extra: int) -> ModelCase:
        """Add a case."""
        reference = self.practice.case(client, entitled=entitled, extra=extra)
        given = [(datetime.fromisoformat(LONG_AGO), entitled + extra)]
        return ModelCase(reference, client, zone, entitled, extra, given=given)

    def past(self, case: ModelCase, owner: str, line: str, *, state: str = "completed") -> None:
        """Add a session of the past, from which the case can be rebooked."""
        shown = FIRST_SESSION + timedelta(days=len(self.previous))
        case.used += state in ("commenced", "completed")
        reference = self.practice.appointment(case.reference, owner, line, start=f"{shown:%Y-%m-%d %H:%M}", state=state)
        (starts,) = instants(shown, case.zone)
        person = self.model.persons[owner]
        self.model.appointments[reference] = ModelAppointment(reference, owner, person, case, starts, state, 1, line)
        self.previous.append(reference)

    def leave(self, person: str, start: str, end: str) -> None:
        """Add a leave, on Melbourne's clock."""
        self.practice.leave(person, MELBOURNE, start=start, end=end)
        (begins,), (ends,) = (instants(datetime.fromisoformat(shown), MELBOURNE) for shown in (start, end))
        self.model.leave.append((person, begins, ends))


def plan() -> Plan:
    """Put down two persons with three profiles, two clients abroad and four cases, one of which had no session yet."""
    plan = Plan()
    partner = plan.consultant(MELBOURNE, "partner")
    person = plan.model.persons[partner]
    employee = plan.consultant(MELBOURNE, "employee", person=person)
    ad_hoc = plan.consultant(ADELAIDE, "ad_hoc_only")
    partner_line = plan.line(partner, MELBOURNE, "open", EVERY_DAY, "08:00", "18:00")
    plan.line(partner, MELBOURNE, "ad_hoc", WEEKEND, "07:00", "20:00")
    plan.line(partner, MELBOURNE, "rapid_response", EVERY_DAY, "08:00", "18:00")
    employee_line = plan.line(employee, MELBOURNE, "open", EVERY_DAY, "09:00", "17:30")
    ad_hoc_line = plan.line(ad_hoc, ADELAIDE, "ad_hoc", EVERY_DAY, "00:00", "23:30")
    plan.leave(person, "2026-10-07 12:00", "2026-10-08 10:00")
    islander, londoner = plan.client(LORD_HOWE), plan.client(LONDON)
    plan.practice.online = online.SETTINGS
    cases = [
        plan.case(islander, LORD_HOWE, entitled=4, extra=2),
        plan.case(islander, LORD_HOWE, entitled=4, extra=0),
        plan.case(londoner, LONDON, entitled=6, extra=1),
        plan.case(londoner, LONDON, entitled=10, extra=0),
    ]
    for case, owner, line in (
        (cases[0], partner, partner_line),
        (cases[0], employee, employee_line),
        (cases[2], partner, partner_line),
        (cases[2], ad_hoc, ad_hoc_line),
    ):
        plan.past(case, owner, line)
    plan.past(cases[1], ad_hoc, ad_hoc_line, state="commenced")
    plan.past(cases[3], employee, employee_line, state="cancelled")
    return plan


def practice_of_the_plan() -> Practice:
    """Make the practice alone."""
    return plan().practice
