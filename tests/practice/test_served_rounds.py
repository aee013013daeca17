"""A server goes round by itself: what is due becomes a file beside the practice, and the client page says so."""

import email
import email.policy
import select
import sqlite3
import time
from contextlib import closing

import pytest

from consultant_tui.contract import paths
from server_stub.cli import main
from server_stub.rounds.running import FIRST_SECONDS
from tests.practice.test_serving import PATIENCE, ask, own, serve  # noqa: F401  (fixtures)


def test_reminders_of_a_served_practice_are_kept_beside_it(serve, own, tmp_path):  # noqa: F811
    with closing(sqlite3.connect(tmp_path / "own.db")) as connection:
        (waiting,) = connection.execute("SELECT count(*) FROM outbox").fetchone()
        name, starts = connection.execute(
            "SELECT clients.reference, min(starts) FROM appointments JOIN clients ON clients.id = client_id"
            " WHERE state = 'booked' AND starts > datetime('now', '+3 hours') AND notify AND clients.email <> ''"
            " AND profile_id = 1"
        ).fetchone()
        connection.execute("INSERT INTO settings VALUES ('reminder_hours', '720')")
        connection.execute(
            "UPDATE appointments SET version = version + 1, booked_at = '2026-01-01 00:00:00' WHERE state = 'booked'"
        )
        connection.commit()
    assert waiting == 0
    assert starts
    server = serve("--database", own, "--profile", "mira.okafor@example.org")
    until = time.monotonic() + FIRST_SECONDS + PATIENCE
    states = []
    while "sent" not in states and time.monotonic() < until:
        _, answer = ask(server.port, paths.CLIENT_MESSAGES.format(client=name))
        states = [message["state"] for message in answer["messages"]]
        select.select([], [], [], 0.1)
    assert "sent" in states
    server.cut()
    assert server.ended() == (0, "", "")
    files = sorted((tmp_path / "own-messages").glob("*-reminder_48h.eml"))
    mails = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
    assert mails
    assert all(mail["Subject"].startswith("Reminder: your appointment on ") for mail in mails)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ((), "mail      none is set; messages become files\n"),
        (
            (("smtp_host", "mail.example.org"), ("smtp_port", "465"), ("smtp_tls", "tls")),
            "mail      mail.example.org:465 (tls), nothing goes to files\n",
        ),
    ],
)
def test_info_tells_where_messages_go(own, tmp_path, capsys, settings, told):  # noqa: F811
    with closing(sqlite3.connect(tmp_path / "own.db")) as connection:
        connection.executemany("INSERT INTO settings VALUES (?, ?)", settings)
        connection.commit()
    capsys.readouterr()
    assert main(["info", "--database", own]) == 0
    assert capsys.readouterr().out == f"database  {own}\nmessages  {tmp_path}/own-messages\n{told}"


def test_info_makes_nothing(tmp_path, capsys):
    assert main(["info", "--database", f"sqlite:///{tmp_path}/none.db"]) == 0
    assert capsys.readouterr().out == f"database  sqlite:///{tmp_path}/none.db\nmessages  {tmp_path}/none-messages\n"
    assert list(tmp_path.iterdir()) == []
