"""Whatever text comes in by the JSON API, in whichever field, it is taken clean or refused with a code."""

import json
from urllib.parse import quote

import pytest

from consultant_tui.contract import paths
from consultant_tui.contract.vocabulary import AppointmentState as State
from consultant_tui.contract.vocabulary import Role
from server_stub.app import framework
from server_stub.domain.tickets import Written
from server_stub.practice.checking import check_practice
from server_stub.services import tickets
from server_stub.services.office import Office
from tests.backend.asking import codes, many, wish
from tests.backend.conftest import MIRA, practice, sign_in
from tests.backend.endpoints import APPROVERS, CHANGES, QUERY, SUPPORTS, WISHES
from tests.backend.newcomers import Newcomers
from tests.hostile.corpus import CORPUS, Hostile
from tests.hostile.inputs import Door, Operation, operations

__all__ = ["practice", "sign_in"]

_CHOSEN = (
    "nothing", "every control", "header", "line ends", "overrides", "tab formula", "half a character", "long",
    "private use", "action", "statement", "family",
)  # fmt: skip
TEXTS = sorted((one for one in CORPUS if one.name in _CHOSEN), key=lambda one: one.is_harmless)
"""Of each kind some; those first that change nothing, as they are refused."""

SPOILED = ("%00", "APP%00", "A%0D%0Ab", "%1b]52;c;eA==%07", "%C2%9B31m", "%7F")
"""As they stand in an address."""

_BOOKED = (paths.START, *CHANGES)


def described() -> list[Operation]:
    """Read the description; it depends on no database."""
    return operations(framework().openapi_schema.to_schema())


OPERATIONS = {f"{one.method} {one.path}": one for one in described()}


@pytest.fixture
def there(engines, practice):
    """One of everything, by name, and the tokens of whoever may ask."""
    assert len(TEXTS) == len(_CHOSEN)
    mira, line, case = practice.engage(MIRA), practice.add_line(MIRA), practice.open_case(entitled=50)
    completed = practice.appoint(MIRA, case, "2026-11-16T14:00", State.COMPLETED, schedule=line)
    booked = practice.appoint(MIRA, case, "2026-11-27T14:00", schedule=line)
    begun = practice.appoint(MIRA, case, "2026-11-20T14:00", State.COMMENCED, schedule=line)
    practice.ask_for_extra(practice.open_case(client=practice.client_of(case)), MIRA)
    account = Newcomers(practice).sign_up()
    practice.go_on_leave(MIRA, "2026-12-24T00:00", "2026-12-24T12:00")
    written = Written(message="Help", email="a@example.com", name="A", code="", page="/portal")
    ticket = tickets.write(Office(engines, practice.clock), written, None, "203.0.113.1")
    names = {
        "appointment": completed, "booked": booked, "begun": begun, "case": case, "schedule": line,
        "client": practice.client_of(case), "account": account, "extra_request": "EXT-1", "message": "1",
        "ticket": ticket, "leave_reference": "LV-1", "key": "k" * 12, "feed": "x.ics",
    }  # fmt: skip
    tokens = {
        "support": practice.appoint_staff(), "approver": practice.appoint_approver(), "mira": mira,
        "nobody": "", "service": practice.appoint_staff("Lee", Role.CUSTOMER_SERVICE),
    }  # fmt: skip
    return names, tokens


def test_the_description_tells_every_field():
    """The fields are found where the wire has them, so that a new one is found too."""
    doors = {str(door) for one in OPERATIONS.values() for door in one.doors}
    for one in (
        f"POST {paths.CANCELLATION} body reason",
        f"POST {paths.TICKET_ANSWERS} body text.0",
        f"PUT {paths.COMPLETION_DRAFT} body notes.0",
        f"POST {paths.NO_SHOW} body attempts.0.means",
        f"POST {paths.SEARCH} body query",
        f"GET {paths.TICKETS} query after",
        f"GET {paths.SUMMARY} path appointment",
        f"GET {paths.QUICK_VIEW} header {paths.ON_BEHALF_OF}",
    ):
        assert one in doors
    assert len(doors) > 150


@pytest.mark.every(2)
@pytest.mark.parametrize("asked", OPERATIONS)
async def test_a_text_is_taken_or_refused_with_a_code(engines, there, sign_in, asked):
    operation = OPERATIONS[asked]
    names, tokens = there
    client = sign_in(tokens[_who(operation)])
    odd = []
    for door in operation.doors:
        for hostile in TEXTS:
            answer = await _ask(client, operation, names, tokens, door, hostile)
            told = f"{door}, {hostile.name}: {answer.status_code}"
            if answer.status_code >= 500 or not 200 <= answer.status_code < 500:
                odd.append(told)
            elif answer.status_code >= 400 and not answer.json()["refusals"][0]["code"]:
                odd.append(f"{told} without a code")
    assert odd == []
    assert [line for line in check_practice(engines).broken if " holds " in line] == []


async def test_a_control_character_in_an_address_is_not_understood(there, sign_in):
    """On either engine, and before anybody is asked who they are."""
    names, tokens = there
    clients = {who: sign_in(token) for who, token in tokens.items()}
    for operation in OPERATIONS.values():
        for door in operation.doors:
            for spoiled in SPOILED if door.place in ("path", "query") else ():
                path, query = _address(operation, names, door, spoiled)
                for client in (clients[_who(operation)], clients["nobody"]):
                    answer = await client.request(operation.method, f"{path}?{query}", json=operation.least)
                    assert (answer.status_code, codes(answer)) == (422, ["malformed"]), (str(door), spoiled)


def _who(operation: Operation) -> str:
    asked = (operation.method, operation.path)
    return "support" if asked in SUPPORTS else "approver" if asked in APPROVERS else "mira"


def _address(operation: Operation, names: dict[str, str], door: Door | None = None, text: str = "") -> tuple[str, str]:
    """Write the path and the query, with a text in one place."""
    last = names["booked"] if operation.path in _BOOKED else names["appointment"]
    last = names["begun"] if "completion" in operation.path and operation.method != "GET" else last
    path = operation.path
    for name, value in {**names, "appointment": last}.items():
        here = door and door.place == "path" and door.name == (name,)
        path = path.replace(f"{{{name}}}", text if here else value)
    wanted = {name: QUERY[name] for name in QUERY if operation.method == "GET"}
    if operation.path.startswith("/v1/calendar"):
        wanted = {"first": QUERY["first"]}
    wanted = {name: quote(value, safe="") for name, value in wanted.items()}
    if door and door.place == "query":
        wanted[str(door.name[0])] = text
    return path, "&".join(f"{name}={value}" for name, value in wanted.items())


async def _ask(client, operation: Operation, names: dict[str, str], tokens, door: Door, hostile: Hostile):
    encoded = hostile.text.encode(errors="surrogatepass")
    path, query = _address(operation, names, door, quote(encoded, safe=""))
    headers = [(b"Idempotency-Key", b"q" * 12), (b"If-Match", b'"1"'), (b"Content-Type", b"application/json")]
    if door.place == "header":
        headers = [one for one in headers if one[0].decode() != door.name[0]]
        headers.append((str(door.name[0]).encode(), encoded[:4000]))
        if door.name[0] == paths.ON_BEHALF_OF:
            headers.append((b"Authorization", f"Bearer {tokens['service']}".encode()))
    body = _base(operation, names)
    if door.place == "body":
        body = operation.body_with(body, door, hostile.text)
    content = json.dumps(body).encode() if body is not None else None
    return await client.request(operation.method, f"{path}?{query}", headers=headers, content=content)


def _base(operation: Operation, names: dict[str, str]):
    """Write a body that is accepted where one is known; else the description's."""
    path = operation.path
    if path.startswith("/v1/booking") and operation.method == "POST":
        return wish(names["appointment"], names["schedule"])
    if path.startswith("/v1/series"):
        return many(wish(names["appointment"], names["schedule"]))
    if path == paths.EXTRA_REQUESTS:
        return {"sessions": 1, "reason": "Grief"}
    if path == paths.REQUEST_ANSWER:
        return {"granted": 1}
    if path.startswith("/v1/leave") and operation.method == "POST":
        return {"first": "2026-12-01", "last": "2026-12-01"}
    if path in (paths.MOVE, paths.MOVE_CHECKS):
        return CHANGES[path] | {"schedule": names["schedule"]}
    return CHANGES.get(path) or WISHES.get(path, operation.least)
