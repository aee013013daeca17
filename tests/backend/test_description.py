"""Whatever is sent, as whichever role, the backend answers as /openapi.json says that it does."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from consultant_tui.contract.vocabulary import AppointmentState as State
from consultant_tui.contract.vocabulary import Role
from server_stub.app import create_app
from server_stub.storage.engines import open_engines
from server_stub.storage.schema import prepare
from server_stub.storage.tokens import give_token
from tests import listening
from tests.backend.conftest import MIRA
from tests.backend.endpoints import ROLES
from tests.backend.newcomers import Newcomers
from tests.backend.practice import NOW, Practice
from tests.effort import tries

EXAMPLES = tries(1, 20)
"""For each endpoint and role, and once more about what there is."""

RULES = ["2xx", 401, 403, 404, 409, 412, 413, 422, 428, 429]
"""What may be answered to what is well formed: rules are more than a schema can say. No 405, no 5xx."""

BOUNDED = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


@pytest.fixture(autouse=True)
def _nobodys_secrets(monkeypatch):
    monkeypatch.setattr(listening.EAR, "learns", False)


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Iterator[tuple[dict[str, dict[str, str]], dict[str, str], list]]:
    """Give the headers of each role, what there is by name, and every operation that is described."""
    engines = open_engines(f"sqlite:///{tmp_path_factory.mktemp('described')}/practice.db", durable=False)
    prepare(engines.writer)
    practice = Practice(engines)
    mira, line, case = practice.engage(MIRA), practice.add_line(MIRA), practice.open_case()
    last = practice.appoint(MIRA, case, "2026-11-16T14:00", State.COMPLETED, schedule=line)
    practice.ask_for_extra(case, MIRA)
    account = Newcomers(practice).sign_up()
    Newcomers(practice).book(account, MIRA, "2026-11-27T14:00")
    with engines.writing() as connection:
        give_token(connection, "trainer", MIRA, NOW, timedelta(days=1), Role.TRAINER)
    service = practice.appoint_staff("Lee", Role.CUSTOMER_SERVICE)
    tokens = ("", mira, "trainer", "trainer", service, service, practice.appoint_staff(), practice.appoint_approver())
    headers = {
        role: {"Authorization": f"Bearer {token}"} if token else {} for role, token in zip(ROLES, tokens, strict=True)
    }
    headers[ROLES[5]]["On-Behalf-Of"] = MIRA
    there = {
        "appointment": last, "case": case, "schedule": line, "client": practice.client_of(case), "account": account,
        "extra_request": "EXT-1", "message": "1",
    }  # fmt: skip
    config = SchemathesisConfig.from_dict({"checks": {"positive_data_acceptance": {"expected-statuses": RULES}}})
    apps = [create_app(engines, practice.clock, rehearses=rehearses) for rehearses in (False, True)]
    described = [schemathesis.openapi.from_asgi("/openapi.json", app, config=config) for app in apps]
    yield headers, there, described
    engines.dispose()


def operations(described):
    found = [one.ok() for one in described.get_all_operations()]
    assert len(found) > 50
    return found


@pytest.mark.every(2)
@pytest.mark.parametrize("role", ROLES)
def test_any_request_is_answered_as_described(place, role):
    headers, _, described = place
    for operation in operations(described[role == "trainer, demo"]):

        @BOUNDED
        @given(case=operation.as_strategy())
        def ask(case):
            case.call_and_validate(headers=headers[role])

        ask()


@pytest.mark.every(2)
@pytest.mark.parametrize("role", ROLES)
def test_what_is_there_is_answered_as_described(place, role):
    headers, there, described = place
    for operation in operations(described[role == "trainer, demo"]):

        @BOUNDED
        @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
        def ask(case):
            for name in (case.path_parameters or {}).keys() & there.keys():
                case.path_parameters[name] = there[name]
            case.call_and_validate(headers=headers[role])

        ask()
