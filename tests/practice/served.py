"""Owns speaking to the backend over a practice, in the test's own process."""

from datetime import datetime, timedelta
from typing import Self

import msgspec
from litestar.testing import TestClient

from consultant_tui.contract import paths
from consultant_tui.contract.appointments import QuickView, RebookingOffer, Row
from consultant_tui.contract.vocabulary import AppointmentState
from server_stub.app import create_app
from server_stub.practice.rehearsal import MAIN_PROFILE
from server_stub.storage import tokens
from server_stub.storage.engines import Engines


class Desk:
    """One consultant who speaks to the backend at a frozen time."""

    def __init__(self, engines: Engines, at: datetime, email: str = MAIN_PROFILE) -> None:
        token = tokens.make_token()
        with engines.writing() as connection:
            tokens.give_token(connection, token, email, at, timedelta(hours=1))
        self.client = TestClient(create_app(engines, lambda: at))
        self.client.headers["Authorization"] = f"Bearer {token}"

    def __enter__(self) -> Self:
        self.client.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.client.__exit__()

    def quick_view(self) -> QuickView:
        return msgspec.json.decode(self.client.get(paths.QUICK_VIEW).content, type=QuickView)

    def newest_completed(self) -> Row:
        rows = [row for row in self.quick_view().sections[2].rows if row.state is AppointmentState.COMPLETED]
        return max(rows, key=lambda row: row.span.start.utc)

    def same_time_next_week(self, reference: str) -> dict[str, object]:
        """Make the request that repeats an appointment a week later, as the wizard would."""
        answer = self.client.get(paths.REBOOKING.format(appointment=reference))
        prefill = msgspec.json.decode(answer.content, type=RebookingOffer).prefill
        day = prefill.day + timedelta(days=7)
        return msgspec.to_builtins(prefill) | {"previous": reference, "day": day.isoformat()}

    def book(self, request: dict[str, object], key: str = "a-key-of-a-test") -> dict[str, object]:
        answer = self.client.post(paths.BOOKINGS, json=request, headers={paths.IDEMPOTENCY_KEY: key})
        assert answer.status_code == 201, answer.text
        return answer.json()
