"""Quick View shows each appointment once, in the section its state says, in the consultant's time."""

from consultant_tui.contract.vocabulary import AppointmentState as State
from tests.backend.conftest import MIRA


async def test_each_appointment_stands_in_the_section_of_its_state(practice, sign_in):
    mira = sign_in(practice.engage(MIRA))
    case = practice.open_case()
    booked = practice.appoint(MIRA, case, "2026-11-24T10:00")
    begun = practice.appoint(MIRA, case, "2026-11-23T07:30", State.COMMENCED)
    done = practice.appoint(MIRA, case, "2026-11-16T10:00", State.COMPLETED)
    cancelled = practice.appoint(MIRA, case, "2026-11-17T10:00", State.CANCELLED)
    missed = practice.appoint(MIRA, case, "2026-11-18T10:00", State.NO_SHOW)
    answer = await mira.get("/v1/quick-view")
    assert answer.status_code == 200, answer.text
    sections = {part["section"]: [row["reference"] for row in part["rows"]] for part in answer.json()["sections"]}
    assert sections == {
        "not_started": [booked],
        "in_progress": [begun],
        "recently_completed": [missed, cancelled, done],
    }
