"""Owns a bare booking program without rules: the floor for bookings per second.

It writes the rows of a booking into the same tables with the same durability in one transaction, and checks nothing
but what the tables check.
"""

import hashlib
import json
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import uvicorn

Message = dict[str, Any]
CELL_SECONDS = 300
SESSION = timedelta(minutes=60)
NOTICES = 1


class BareBookings:
    """An ASGI application of one address."""

    def __init__(self, database: str) -> None:
        self._db = sqlite3.connect(database, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        (self._last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM appointments").fetchone()

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        status, answer = 200, b"{}"
        if scope["path"] == "/v1/bookings":
            key = next(value for name, value in scope["headers"] if name == b"idempotency-key").decode()
            status, answer = 201, self._book(key, body)
        await send(
            {"type": "http.response.start", "status": status, "headers": [(b"content-length", b"%d" % len(answer))]}
        )
        await send({"type": "http.response.body", "body": answer})

    def _book(self, key: str, body: bytes) -> bytes:
        wanted = json.loads(body)
        db = self._db
        db.execute("BEGIN IMMEDIATE")
        case, client, person, profile, schedule = db.execute(
            "SELECT case_id, client_id, person_id, profile_id, schedule_id FROM appointments WHERE reference = ?",
            (wanted["previous"],),
        ).fetchone()
        start = datetime.fromisoformat(f"{wanted['day']}T{wanted['start']}").replace(tzinfo=UTC)
        wall, end, now = _stored(start), _stored(start + SESSION), _stored(datetime.now(UTC))  # noqa: TID251 - a floor
        self._last += 1
        number, reference = self._last, f"APP-9{self._last:08}"
        db.execute(
            "INSERT INTO appointments (id, reference, case_id, client_id, person_id, profile_id, schedule_id, state,"
            " approach, modality, platform, attendance, confirmed, notify, approval, wall_start, zone, offset, starts,"
            " ends, booked_at, charged, end_reason, attempts, late_moves, withdrawn, sequence, version, origin,"
            " location, reason, reason_name, wishes)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 'booked', 'manual', 'phone', NULL,"
            " 'individual', 1, 1, '', ?, 'Etc/UTC', 0, ?, ?, ?, 0, '', '', 0, 0, 0, 1, 'consultant', '', '', '', '')",
            (number, reference, case, client, person, profile, schedule, wall, wall, end, now),
        )
        cell = int(start.timestamp()) // CELL_SECONDS
        cells = range(cell, cell + int(SESSION.total_seconds()) // CELL_SECONDS)
        db.executemany("INSERT INTO person_claims VALUES (?, ?, ?, NULL)", [(person, c, number) for c in cells])
        db.executemany("INSERT INTO client_claims VALUES (?, ?, ?)", [(client, c, number) for c in cells])
        db.execute("UPDATE balances SET booked = booked + 1 WHERE case_id = ?", (case,))
        db.execute("UPDATE counters SET last = last + 1 WHERE kind = 'APP'")
        db.execute(
            "INSERT INTO ledger (case_id, appointment_id, version, at, cause, entitled, extra, used, booked, note)"
            " VALUES (?, ?, 1, ?, 'booked', 0, 0, 0, 1, '')",
            (case, number, now),
        )
        db.execute(
            "INSERT INTO audit (at, profile_id, staff, act, client_id, appointment_id, version, detail, hash)"
            " VALUES (?, ?, '', 'booked', ?, ?, 1, '', ?)",
            (now, profile, client, number, hashlib.sha256(reference.encode()).hexdigest()),
        )
        facts = json.dumps({"reference": reference, "starts": wall, "ends": end, "client": client, "words": "x" * 400})
        db.execute(
            "INSERT INTO acts (appointment_id, version, profile_id, act, at, before) VALUES (?, 1, ?, 'booked', ?, ?)",
            (number, profile, now, facts),
        )
        db.execute("INSERT INTO search_words VALUES (?, ?, 'appointment', ?)", (profile, reference[4:], number))
        db.executemany(
            "INSERT INTO outbox (appointment_id, client_id, kind, recipient, link, sequence, facts, state, made, due,"
            " attempts, problem) VALUES (?, ?, 'confirmation', ?, 'none', 0, ?, 'waiting', ?, ?, 0, '')",
            [(number, client, f"client{n}@example.org", facts, now, now) for n in range(NOTICES)],
        )
        answer = json.dumps({"reference": reference, "start": wall, "end": end}).encode()
        db.execute(
            "INSERT INTO booking_keys VALUES (?, ?, 'booked', ?, ?, NULL, ?, ?)",
            (profile, key, hashlib.sha256(body).hexdigest(), number, answer.decode(), now),
        )
        db.execute("COMMIT")
        return answer


def _stored(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%d %H:%M:%S.%f")


if __name__ == "__main__":
    uvicorn.run(BareBookings(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
