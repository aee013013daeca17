"""Owns the pages on which a client sees how many sessions are left, and opens a case for another issue (seed 000)."""

from litestar import Response, get, post

from consultant_tui.contract.vocabulary import ObservedIssue
from server_stub.portal import times
from server_stub.portal.forms import Posted, ThePosted, Troubles
from server_stub.portal.frame import go, page, refusing
from server_stub.portal.guests import HOME, Holder, TheHolder
from server_stub.services import own_cases
from server_stub.services.own_cases import LONGEST_ISSUE, OwnCase
from server_stub.services.refused import RefusedError

CASES = "/cases"
"""Where a client's cases are, below the portal's home."""

ISSUES = {
    ObservedIssue.STRESS: "Stress",
    ObservedIssue.ANXIETY: "Anxiety",
    ObservedIssue.LOW_MOOD: "Low mood",
    ObservedIssue.SLEEP: "Sleep",
    ObservedIssue.GRIEF: "Grief",
    ObservedIssue.RELATIONSHIP: "Relationship",
    ObservedIssue.FAMILY: "Family",
    ObservedIssue.WORKPLACE_CONFLICT: "Conflict at work",
    ObservedIssue.WORKLOAD: "Workload",
    ObservedIssue.TRAUMA: "Something bad that happened",
    ObservedIssue.SUBSTANCE_USE: "Alcohol or drugs",
    ObservedIssue.OTHER: "Something else",
}
"""What a case can be about; the words are what it is called."""


@get(CASES, sync_to_thread=True)
def get_cases(holder: TheHolder) -> Response[str]:
    """Show what the sessions are for, and how many are left of each."""
    found = own_cases.cases(holder.office, holder.account.id)
    return page(
        holder,
        "sessions/cases.html",
        "How many sessions you have left",
        back=f"{HOME}/account",
        cases=[(case, _rows(case)) for case in found.cases],
        associated=found.associated,
    )


@get(CASES + "/new", sync_to_thread=True)
def get_new_case(holder: TheHolder) -> Response[str]:
    """Ask what the other issue is."""
    return _new_page(holder, Posted())


@post(CASES + "/new", status_code=200, sync_to_thread=True)
def post_new_case(holder: TheHolder, posted: ThePosted) -> Response[str]:
    """Open a case and go on to book its first session, or say why none can be opened."""
    try:
        reference = own_cases.open_case(holder.office, holder.account.id, _issue(posted))
    except RefusedError as error:
        field = "other" if posted.line("issue") == ObservedIssue.OTHER else "issue"
        return _new_page(holder, posted, refusing(error, error.refusals[0].code, field))
    return go(holder, "/book", case=reference)


def _issue(posted: Posted) -> str:
    chosen = ObservedIssue(posted.line("issue", LONGEST_ISSUE))
    if chosen is ObservedIssue.OTHER:
        return posted.line("other", LONGEST_ISSUE + 1)
    return ISSUES.get(chosen, "")


def _new_page(holder: Holder, posted: Posted, troubles: Troubles | None = None) -> Response[str]:
    found = own_cases.cases(holder.office, holder.account.id)
    return page(
        holder,
        "sessions/new_case.html",
        "Sessions for another issue",
        back=HOME + CASES,
        typed=posted,
        troubles=troubles,
        associated=found.associated,
        entitled=found.entitled,
        issues=[(issue.value, name, "") for issue, name in ISSUES.items()],
        longest=LONGEST_ISSUE,
    )


def _rows(case: OwnCase) -> list[tuple[str, str, str]]:
    figures, expires = case.figures, case.expires
    ends = times.long_day(expires.wall.date()) if expires else "A year after the first session"
    return [
        ("Left to book", f"{figures.available} of {figures.entitled + figures.extra}", ""),
        ("Booked", str(figures.booked), ""),
        ("Used", str(figures.used), ""),
        ("Ends" if case.is_open else "Ended", ends, ""),
        ("Case", case.reference, ""),
    ]


ROUTES = [get_cases, get_new_case, post_new_case]
