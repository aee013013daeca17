"""Owns the table of who may ask what: every endpoint, every role, one's own and what is another's."""

from consultant_tui.contract import paths
from tests.backend.asking import many, wish

PUBLIC = {("GET", paths.HEALTH), ("GET", "/"), ("GET", "/openapi.json")}
"""What anybody may ask."""

OWN = {("GET", paths.QUICK_VIEW), ("GET", paths.BOOKING_KEY), ("DELETE", paths.BOOKING_KEY)}
"""What everybody who is signed in may ask about themselves."""

OWN |= {("POST", paths.SEARCH), ("GET", paths.REPORTS)}
OWN |= {("GET", paths.CALENDAR), ("GET", paths.CALENDAR_FILE), ("DELETE", paths.CALENDAR_FEED)}
OWN |= {("POST", paths.LEAVE_CHECKS), ("GET", paths.ONLINE_BOOKING)}

LETS_IN = {("POST", paths.SESSIONS), ("POST", paths.RENEWALS)}
"""What turns a secret into tokens; tests of its own prove that nothing else does."""

ONESELF = {("DELETE", paths.PRESENT_SESSION), ("POST", paths.PASSWORD)}
"""What ends or renews one's own sign-in."""

SECRET = {("GET", paths.FEED)}
"""What whoever knows its address may read; tests of its own prove that nobody else does."""

MAKES = {("POST", paths.CALENDAR_FEED), ("POST", paths.LEAVE), ("DELETE", paths.ONE_LEAVE)}
"""What makes or removes something of one's own."""

_AWAY = {"first": "2026-12-01", "last": "2026-12-01"}

_TIME = {"start": "14:00:00"}

CHANGES = {
    paths.CANCELLATION: {"by": "client", "reason": "ill", "charged": False},
    paths.NO_SHOW: {"attempts": [], "reason": "away"},
    paths.EDIT_CHECKS: {"modality": "phone", "notify": True, "attendance": "individual", **_TIME},
    paths.EDIT: {"modality": "phone", "notify": True, "attendance": "individual", **_TIME},
    paths.MOVE_CHECKS: {"schedule": "SCH-1", "day": "2026-11-30", **_TIME},
    paths.MOVE: {"schedule": "SCH-1", "day": "2026-11-30", **_TIME},
    paths.UNDO: None,
}
"""What ends, moves or takes back an appointment, each with what it is told."""

ANOTHERS = {
    ("GET", paths.SUMMARY),
    ("POST", paths.START),
    ("GET", paths.REBOOKING),
    ("GET", paths.SCHEDULES),
    ("GET", paths.WEEK),
    ("GET", paths.OPENINGS),
    ("GET", paths.LEDGER),
    ("GET", paths.COMPLETION),
    ("PUT", paths.COMPLETION_DRAFT),
    ("POST", paths.COMPLETION),
    ("GET", paths.COMPLETION_RECORD),
    ("GET", paths.COMPLETION_FILE),
    ("POST", paths.BOOKING_CHECKS),
    ("POST", paths.BOOKINGS),
    ("POST", paths.EXTRA_REQUESTS),
    ("POST", paths.SERIES_CHECKS),
    ("POST", paths.SERIES),
    ("GET", paths.ENDING),
    ("GET", paths.ONLINE_ACCESS),
    ("POST", paths.ONLINE_ACCESS),
    *(("POST", path) for path in CHANGES),
    *(("GET", path) for path in (paths.CLIENT, paths.CLIENT_APPOINTMENTS, paths.CLIENT_MESSAGES, paths.HISTORY)),
}
"""What is only the consultant's whose appointment it is."""

TOLD = {("GET", paths.MESSAGE)}
"""What is only the consultant's whose appointment it tells of; whether others find it is tested with messages."""

APPROVERS = {("GET", paths.OPEN_REQUESTS), ("POST", paths.REQUEST_ANSWER)}
"""What only the approver of an organisation may do."""

CLERKS = {
    ("GET", paths.PROSPECTS),
    ("GET", paths.PROSPECT),
    ("POST", paths.VERIFICATION),
    ("POST", paths.VERIFICATION_MAIL),
    ("POST", paths.NEW_CLIENT),
    ("POST", paths.ASSOCIATION),
    ("DELETE", paths.ASSOCIATION),
}
"""What consultants and customer service may do; which accounts each of them finds is tested with prospects."""

SUPPORTS = {
    ("GET", paths.TICKETS),
    ("GET", paths.TICKET),
    ("POST", paths.TICKET_ANSWERS),
    ("POST", paths.TICKET_CLOSING),
}
"""What only user support may do."""

QUERY = {
    "approach": "manual", "week": "2026-11-30", "days": "1,2", "earliest": "09:00", "latest": "12:00",
    "first": "2026-11-30",
}  # fmt: skip


WISHES = {
    paths.ONLINE_ACCESS: {"email": "new@example.com", "password": "three words unrelated"},
    paths.ASSOCIATION: {"client": "CLI-1"},
    paths.NEW_CLIENT: {
        "first_name": "Ana", "last_name": "Lindqvist", "email": "ana@example.com", "phone": "", "address": "",
        "zone": "Australia/Adelaide",
    },
}  # fmt: skip
"""What is sent about clients who come in online."""


async def send(consultant, method, path, last, **changed):
    """Ask one thing, about what is last unless told otherwise."""
    one = {
        "appointment": last.reference,
        "case": last.case,
        "schedule": last.line,
        "key": "k" * 12,
        "extra_request": "EXT-1",
        "message": "1",
        "leave_reference": "LV-1",
        "ticket": "TKT-1",
        "account": "ACC-1",
        "client": f"CLI-{int(last.case.removeprefix('ASST-')) + 1}",
        **changed,
    }
    address = path.format(**one, feed="x.ics")
    headers = {"Idempotency-Key": "q" * 12, "If-Match": '"1"'}
    body = wish(one["appointment"], last.line) if path.startswith("/v1/booking") else None
    body = {} if "/completion" in path else CHANGES.get(path, body)
    body = {"sessions": 1, "reason": "Grief"} if path == paths.EXTRA_REQUESTS else body
    body = many(wish(one["appointment"], last.line)) if path.startswith("/v1/series") else body
    body = {"granted": 1} if path == paths.REQUEST_ANSWER else body
    body = {"query": "ana"} if path == paths.SEARCH else body
    body = {"present": "a", "new": "b"} if path == paths.PASSWORD else WISHES.get(path, body)
    body = {"client": one["client"]} if path == paths.ASSOCIATION and "client" in changed else body
    body = {"text": ["Hello"]} if path == paths.TICKET_ANSWERS else body
    body = _AWAY if path.startswith("/v1/leave") else body
    query = {"first": QUERY["first"]} if path.startswith("/v1/calendar") else QUERY
    query = {} if path == paths.TICKETS else query
    params, json = (query, None) if method == "GET" else (None, body)
    return await consultant.request(method, address, params=params, headers=headers, json=json)


SIGNED_IN = OWN | ONESELF | MAKES | ANOTHERS | TOLD | APPROVERS | CLERKS | SUPPORTS
"""What asks for a token."""

ALL = SIGNED_IN | PUBLIC | LETS_IN | SECRET

BY_SERVICE = {
    *(("GET", path) for path in (paths.QUICK_VIEW, paths.SUMMARY, paths.LEDGER, paths.REBOOKING, paths.SCHEDULES)),
    *(("GET", path) for path in (paths.WEEK, paths.OPENINGS, paths.BOOKING_KEY, paths.ENDING, paths.CALENDAR)),
    *(("GET", path) for path in (paths.CLIENT, paths.CLIENT_APPOINTMENTS)),
    *(("POST", path) for path in (paths.BOOKING_CHECKS, paths.BOOKINGS, paths.SERIES_CHECKS, paths.SERIES)),
    *(("POST", path) for path in (paths.CANCELLATION, paths.EDIT_CHECKS, paths.EDIT, paths.MOVE_CHECKS, paths.MOVE)),
    ("POST", paths.SEARCH),
    ("DELETE", paths.BOOKING_KEY),
}
"""What customer service may do for a consultant whom it names."""

NAMES_ONE = {(method, path) for method, path in ALL if "{" in path} | {
    ("POST", paths.BOOKING_CHECKS), ("POST", paths.BOOKINGS), ("POST", paths.SERIES_CHECKS), ("POST", paths.SERIES),
}  # fmt: skip
"""What is about one thing, which may be another's."""

NAMES_ONE -= {("GET", paths.BOOKING_KEY), ("DELETE", paths.BOOKING_KEY)}
"""Everybody's keys are their own: another's is one that was never sent."""

ROLES = (
    "nobody",
    "consultant",
    "trainer, demo",
    "trainer, elsewhere",
    "customer service",
    "customer service for a consultant",
    "user support",
    "approver",
)

WHOSE = ("own", "another consultant's", "another organisation's")

YES = "yes"


def expected(method: str, path: str, role: str, whose: str) -> str:
    """Tell what a role is answered: yes, 401, 403 or 404."""
    asked = (method, path)
    if asked in PUBLIC | LETS_IN | SECRET:
        return YES
    if role == "nobody":
        return "401"
    if not _may(asked, role):
        return "403"
    owns = asked not in NAMES_ONE or whose == "own" or _sees_all(asked, role, whose)
    return YES if owns else "404"


def _may(asked: tuple[str, str], role: str) -> bool:
    if role in ("consultant", "trainer, demo"):
        return asked not in APPROVERS | SUPPORTS
    return (
        asked
        in {
            "trainer, elsewhere": set(),
            "customer service": CLERKS,
            "customer service for a consultant": CLERKS | BY_SERVICE,
            "user support": SUPPORTS,
            "approver": APPROVERS,
        }[role]
    )


def _sees_all(asked: tuple[str, str], role: str, whose: str) -> bool:
    by_service = asked in CLERKS and role.startswith("customer service")
    return by_service or asked in SUPPORTS or (asked in APPROVERS and whose == WHOSE[1])


def page() -> str:
    """Write the table as a page."""
    lines = [HEAD, "| Endpoint | " + " | ".join(ROLES) + " |", "|---" * (len(ROLES) + 1) + "|"]
    for method, path in sorted(ALL, key=lambda asked: (asked[1], asked[0])):
        cells = " | ".join(_cell(method, path, role) for role in ROLES)
        lines.append(f"| {method} `{path}` | {cells} |")
    return "\n".join(lines) + "\n"


def _cell(method: str, path: str, role: str) -> str:
    told = [expected(method, path, role, whose) for whose in WHOSE]
    return told[0] if len(set(told)) == 1 else " / ".join(told)


HEAD = """# Who may ask what

Every endpoint of the backend, and what each role is answered. *yes* lets in; what the rules then say is another matter.
Where three answers stand, they are for one's own, another consultant's and another organisation's; one answer holds for
all three. What is another's is answered like what does not exist: 404.

- A *trainer* stands for a consultant's profile, but only a server that was started with `--demo` lets it in.
- *Customer service* acts for a consultant with the header `On-Behalf-Of: E-MAIL`, and is named in the audit beside the
  profile. An address that is no profile's is answered with 404.
- An *approver* answers for one organisation, whichever consultant asked.
- Tokens are given out by `booking-server token`; consultants also sign in with a password.
- A sign-in that ends, by signing out or by another password, ends at once in the server process that is told so, and
  within five seconds in every other one; its renewal ends at once everywhere.

The portal's pages have their own sign-in for clients; see [booking-pages.md](booking-pages.md). This page is held to
the table of `tests/backend/endpoints.py` by a test, which asks all of it of the backend.
"""


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201  (written into docs/access.md)
