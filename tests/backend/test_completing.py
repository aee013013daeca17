"""Proves that a session is completed once, whole and for good, and that a half-written completion is kept."""

import base64
import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from consultant_tui.contract.vocabulary import AppointmentState
from server_stub.practice.checks import records
from server_stub.practice.checks.contents import Contents
from server_stub.storage import tables as t
from tests.backend.asking import codes
from tests.backend.conftest import MIRA
from tests.databases import drop_triggers

TICKS = ["privacy_statement", "informed_consent", "introduction_checklist"]
NOTES = {"notes": ["We spoke about sleep.", "", "  [b]She[/b] will keep a diary — 日記."]}


def document() -> bytes:
    """Make the smallest thing that is a Word document by its directory."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(zipfile.ZipInfo("word/document.xml"), "<w:document/>")
    return made.getvalue()


def a_file(content: bytes, name: str = "notes.pdf") -> dict:
    return {"file": {"name": name, "content": base64.b64encode(content).decode()}}


@pytest.fixture
def going(practice, mira) -> str:
    """A first session of its case that was commenced through the program."""
    return practice.appoint(MIRA, practice.open_case(), "2026-11-23T06:30", AppointmentState.COMMENCED)


@pytest.fixture
def second(practice, mira) -> str:
    """A second session of a case, commenced."""
    case = practice.open_case()
    practice.appoint(MIRA, case, "2026-11-16T08:00", AppointmentState.COMPLETED)
    return practice.appoint(MIRA, case, "2026-11-23T08:00", AppointmentState.COMMENCED)


async def sign_off(consultant, reference, version=1, **body):
    headers = {"If-Match": f'"{version}"'}
    return await consultant.post(f"/v1/appointments/{reference}/completion", json=body, headers=headers)


async def keep(consultant, reference, version=1, **body):
    headers = {"If-Match": f'"{version}"'}
    return await consultant.put(f"/v1/appointments/{reference}/completion/draft", json=body, headers=headers)


async def form(consultant, reference) -> dict:
    answer = await consultant.get(f"/v1/appointments/{reference}/completion")
    assert answer.status_code == 200
    return answer.json()


async def record(consultant, reference):
    return await consultant.get(f"/v1/appointments/{reference}/completion/record")


async def test_only_the_first_session_of_a_case_asks_for_ticks(mira, going, second):
    assert (await form(mira, going))["ticks"] == TICKS
    assert (await form(mira, second))["ticks"] == []


async def test_a_sign_off_closes_the_session_and_its_record_can_be_read(mira, going):
    answer = await sign_off(
        mira, going, ticks=TICKS, **NOTES, issues=["sleep", "stress", "sleep"], outcomes=["improved"]
    )
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    kept = (await record(mira, going)).json()
    assert kept["notes"] == NOTES["notes"]
    assert (kept["ticks"], kept["issues"], kept["outcomes"]) == (TICKS, ["stress", "sleep"], ["improved"])
    assert (kept["signed_by"], kept["signed_off"]["wall"]) == ("Mira Okafor", "2026-11-23T09:04:00")
    sections = (await mira.get("/v1/quick-view")).json()["sections"]
    assert [row["reference"] for row in sections[2]["rows"]] == [going]
    assert not sections[1]["rows"]


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({}, [("tick_missing", "ticks"), ("notes_needed", "notes")]),
        ({"ticks": TICKS[:2], **NOTES}, [("tick_missing", "ticks")]),
        ({"ticks": TICKS, "notes": [" ", "\u3000"]}, [("notes_needed", "notes")]),
        ({"ticks": TICKS, "notes": ["x" * 20_001]}, [("notes_too_long", "notes")]),
        ({"ticks": TICKS, "notes": ["a\x1bb"]}, [("malformed", "notes")]),
        ({"ticks": TICKS, "notes": ["a\nb"]}, [("malformed", "notes")]),
        ({"ticks": [*TICKS, "oath"], **NOTES}, [("word_not_known", "ticks")]),
        ({"ticks": TICKS, **NOTES, "issues": ["[/b]"]}, [("word_not_known", "issues")]),
        ({"ticks": TICKS, **NOTES, "outcomes": ["bliss"]}, [("word_not_known", "outcomes")]),
        ({"ticks": TICKS, **a_file(b"")}, [("file_empty", "file")]),
        ({"ticks": TICKS, **a_file(b" \n\t")}, [("file_empty", "file")]),
        ({"ticks": TICKS, **a_file(b"MZ\x90\x00")}, [("file_not_known", "file")]),
        ({"ticks": TICKS, **a_file(b"%PDF-1.7", name="a\x1b.pdf")}, [("malformed", "file")]),
        ({"ticks": TICKS, **a_file(b"x" * (5 * 1024 * 1024 + 1))}, [("file_too_large", "file")]),
    ],
)
async def test_what_is_wrong_is_said_by_its_field_and_nothing_is_closed(mira, going, body, refused):
    answer = await sign_off(mira, going, **body)
    assert answer.status_code == 422
    assert [(one["code"], one["field"]) for one in answer.json()["refusals"]] == refused
    assert (await form(mira, going))["version"] == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        ("Ana said: „gut“".encode(), "text"),
        (document(), "word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "word"),
    ],
)
async def test_a_file_stands_for_notes_and_is_told_by_its_content(mira, second, content, told):
    answer = await sign_off(mira, second, **a_file(content, name="misleading.exe"))
    facts = {
        "name": "misleading.exe",
        "type": told,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    assert (answer.status_code, answer.json()["file"]) == (200, facts)
    assert (await record(mira, second)).json()["file"] == facts


async def test_a_file_can_be_taken_out_again_as_it_was(mira, second, going):
    content = bytes(range(256)) * 20_000
    await sign_off(mira, second, **a_file(b"%PDF-1.7" + content, name="A[/b].pdf"))
    answer = await mira.get(f"/v1/appointments/{second}/completion/file")
    assert answer.json() == a_file(b"%PDF-1.7" + content, name="A[/b].pdf")["file"]
    await sign_off(mira, going, ticks=TICKS, **NOTES)
    assert codes(await mira.get(f"/v1/appointments/{going}/completion/file")) == ["no_record"]


async def test_a_provider_may_allow_less(practice, mira, second):
    practice.set(max_file_mb=1)
    answer = await sign_off(mira, second, **a_file(b"x" * (1024 * 1024 + 1)))
    assert answer.json()["refusals"] == [{"code": "file_too_large", "field": "file", "number": 1}]
    assert (await form(mira, second))["file_mb"] == 1


async def test_no_other_address_takes_so_much(mira, last):
    huge = {"notes": ["x" * 1000] * 300}
    assert (await keep(mira, last.reference, **huge)).status_code == 413
    answer = await mira.post("/v1/booking-checks", json={"previous": "x" * 20_000})
    assert answer.status_code == 413


async def test_only_a_session_in_progress_can_be_completed(practice, mira):
    booked = practice.appoint(MIRA, practice.open_case(), "2026-11-23T10:00")
    for answer in (await sign_off(mira, booked, **NOTES), await keep(mira, booked, **NOTES)):
        assert (answer.status_code, codes(answer)) == (409, ["not_commenced"])
    assert (await mira.get(f"/v1/appointments/{booked}/completion")).status_code == 409


async def test_a_second_sign_off_changes_nothing(mira, second):
    assert (await sign_off(mira, second, **NOTES)).status_code == 200
    answer = await sign_off(mira, second, notes=["other"])
    assert (answer.status_code, codes(answer)) == (412, ["stale"])
    assert answer.json()["refusals"][0]["name"] == "Mira Okafor"
    assert codes(await sign_off(mira, second, 2, notes=["other"])) == ["not_commenced"]
    assert codes(await keep(mira, second, 2, notes=["other"])) == ["not_commenced"]
    assert (await record(mira, second)).json()["notes"] == NOTES["notes"]


async def test_a_version_is_needed(mira, second):
    answer = await mira.post(f"/v1/appointments/{second}/completion", json=NOTES)
    assert (answer.status_code, codes(answer)) == (428, ["version_needed"])


async def test_a_draft_need_not_be_complete_and_is_gone_when_signed_off(engines, practice, mira, going):
    half = {"ticks": TICKS[:1], "notes": ["half a", ""], "file": "~/n.txt", "issues": ["grief"], "outcomes": []}
    assert (await keep(mira, going, notes=["h"])).status_code == 200
    practice.now += timedelta(minutes=2)
    assert (await keep(mira, going, **half)).json()["saved"]["wall"] == "2026-11-23T09:06:00"
    found = await form(mira, going)
    assert (found["begin"], found["saved"]["wall"]) == (half, "2026-11-23T09:06:00")
    await sign_off(mira, going, ticks=TICKS, **NOTES)
    with engines.reading() as connection:
        assert not connection.execute(select(t.completion_drafts)).all()


async def test_a_draft_replaces_only_the_one_that_it_follows(practice, mira, going):
    async def put(words, follows):
        return await mira.put(
            f"/v1/appointments/{going}/completion/draft",
            json={"notes": [words]},
            headers={"If-Match": '"1"', "Draft-Follows": follows},
        )

    assert (await form(mira, going))["draft"] == "none"
    first = (await put("one", "none")).json()["draft"]
    assert (await form(mira, going))["draft"] == first
    practice.now += timedelta(minutes=1)
    late = await put("two", "none")
    assert (late.status_code, codes(late)) == (412, ["draft_changed"])
    assert late.json()["refusals"][0]["start"]["wall"] == "2026-11-23T09:04:00"
    assert (await form(mira, going))["begin"]["notes"] == ["one"]
    assert (await put("one", "none")).status_code == 200, "the same again, because its answer was lost"
    second = await put("two", first)
    assert second.status_code == 200
    assert second.json()["draft"] != first
    assert (await keep(mira, going, notes=["three"])).status_code == 200, "whoever names none replaces any"


async def test_a_draft_is_told_what_it_lacks(mira, going, second):
    def lacking(answer) -> list[str]:
        assert answer.status_code == 200
        return [refusal["code"] for refusal in answer.json()["against"]]

    assert lacking(await keep(mira, going)) == ["tick_missing", "notes_needed"]
    assert lacking(await keep(mira, going, ticks=TICKS, file="~/notes.pdf")) == []
    assert lacking(await keep(mira, second, notes=[" "])) == ["notes_needed"]
    assert lacking(await keep(mira, second, **NOTES)) == []


async def test_words_are_prefilled_from_the_cases_previous_session_of_the_same_profile(practice, sign_in, mira):
    case = practice.open_case()
    first, next_one = (
        practice.appoint(MIRA, case, f"2026-11-{day}T08:00", AppointmentState.COMMENCED) for day in (16, 23)
    )
    kim = sign_in(practice.engage("kim@example.org", name="Kim"))
    kims = practice.appoint("kim@example.org", case, "2026-11-17T08:00", AppointmentState.COMMENCED)
    await sign_off(mira, first, ticks=TICKS, **NOTES, issues=["grief"], outcomes=["plan_agreed"])
    await sign_off(kim, kims, **NOTES, issues=["trauma"])
    begin = (await form(mira, next_one))["begin"]
    assert (begin["issues"], begin["outcomes"], begin["notes"]) == (["grief"], ["plan_agreed"], [])


async def test_words_are_those_of_the_latest_session(practice, mira):
    case = practice.open_case()
    days = {"09": ["grief"], "23": ["sleep"], "16": ["trauma"]}
    for day, issues in days.items():
        reference = practice.appoint(MIRA, case, f"2026-11-{day}T06:00", AppointmentState.COMMENCED)
        assert (await sign_off(mira, reference, ticks=TICKS, **NOTES, issues=issues)).status_code == 200
    going = practice.appoint(MIRA, case, "2026-11-23T07:00", AppointmentState.COMMENCED)
    assert (await form(mira, going))["begin"]["issues"] == ["sleep"]


async def test_what_was_completed_elsewhere_has_no_record(mira, last):
    answer = await record(mira, last.reference)
    assert (answer.status_code, codes(answer)) == (409, ["no_record"])


async def test_reading_and_signing_are_audited(engines, mira, second):
    await form(mira, second)
    await sign_off(mira, second, **NOTES)
    await record(mira, second)
    with engines.reading() as connection:
        acts = connection.execute(select(t.audit.c.act, t.audit.c.version).where(t.audit.c.act != "booked")).all()
    assert acts == [("read_completion", None), ("completed", 2), ("read_record", None)]


async def test_the_database_itself_lets_nothing_of_it_change_or_go(engines, mira, second):
    await sign_off(mira, second, **NOTES)
    done = t.appointments.c.reference == second
    for statement in (
        update(t.completions).values(notes="other"),
        delete(t.completions),
        update(t.appointments).where(done).values(version=9, confirmed=False),
        update(t.appointments).where(done).values(version=9, ended_at=t.appointments.c.booked_at),
        update(t.appointments).where(done).values(version=9, state="booked", ended_at=None),
        delete(t.appointments).where(done),
    ):
        with pytest.raises(IntegrityError), engines.writing() as connection:
            connection.execute(statement)


async def test_a_check_finds_what_does_not_hold(engines, practice, mira, second):
    other = practice.appoint(MIRA, practice.open_case(), "2026-11-23T06:30", AppointmentState.COMMENCED)
    await sign_off(mira, second, **a_file(b"%PDF-1.7 original"))
    await sign_off(mira, other, ticks=TICKS, **NOTES)
    assert told(engines) == ""
    with engines.writing() as connection:
        drop_triggers(connection)
        connection.execute(
            update(t.completions).where(t.completions.c.file.is_not(None)).values(file=b"x", issues="sleep,bliss")
        )
        connection.execute(delete(t.completions).where(t.completions.c.file.is_(None)))
        first = connection.execute(select(t.appointments.c.id)).scalars().first()
        connection.execute(insert(t.completion_drafts), {"appointment_id": first, "body": "{", "saved": practice.now})
    found = told(engines)
    for words in (
        f"completions {second}: the hash of its file is not the one that was kept",
        f"completions {second}: its file is no pdf",
        f"completions {second}: its issues hold bliss",
        f"appointments {other}: was signed off and has no record",
        "its draft cannot be read",
        "its session is not in progress",
    ):
        assert words in found


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE completions SET signed_off_at = '2026-11-01 00:00:00.000000'", "ended at another time"),
        ("UPDATE audit SET at = '2026-11-01 00:00:00.000000' WHERE act = 'completed'", "its signing left no trace"),
        ("UPDATE audit SET profile_id = NULL WHERE act = 'completed'", "its signing left no trace"),
        ("UPDATE completions SET notes = 'a' || '\x1b'", "a line of its notes holds a control character"),
    ],
)
async def test_a_check_finds_a_record_that_was_not_signed_so(engines, mira, second, statement, words):
    await sign_off(mira, second, **NOTES)
    with engines.writing() as connection:
        drop_triggers(connection)
        connection.exec_driver_sql(statement)
    assert words in told(engines)


def told(engines) -> str:
    with engines.reading() as connection:
        return "\n".join(records.broken(Contents(connection)))
