"""Proves how a consultant looks after those who came by themselves, as a new user would."""

from dataclasses import replace

import httpx
import msgspec

from consultant_tui.contract.prospects import Person
from consultant_tui.contract.vocabulary import AccountState
from consultant_tui.screens.quick_view import QuickViewScreen
from tests.rebooking.stage import notes, on_row, press_through, seen, shown, until

NELL, HARRIET, GRACE = "ACC-2", "ACC-3", "ACC-4"


async def opened(pilot) -> None:
    await shown(pilot, "▸ Fri 13 Nov 14:00")
    await press_through(pilot, "o", "Several clients match")


def row_of(pilot, words: str) -> str:
    return next(line for line in seen(pilot).splitlines() if words in line)


async def test_the_list_tells_states_in_words(stage):
    async with stage.program() as pilot:
        await opened(pilot)
        assert "Not associated" in row_of(pilot, "Grace Mbeki")
        assert "2 clients" in row_of(pilot, "Grace Mbeki")
        assert "Unverified" in row_of(pilot, "Nell Ashworth")
        assert "nobody" in row_of(pilot, "Nell Ashworth")
        await press_through(pilot, "escape", "Recently completed")
        assert isinstance(pilot.app.screen, QuickViewScreen)


async def test_headings_stand_above_their_columns_in_every_size(stage):
    for size in ((60, 20), (80, 24), (120, 40)):
        async with stage.program(size) as pilot:
            await press_through(pilot, "o", "1 Waiting")
            lines = seen(pilot).splitlines()
            headings = next(line for line in lines if "Booked" in line and "Matches" in line)
            row = row_of(pilot, "Harriet")
            assert headings.index("State") == row.index("Not associated")
            assert headings.index("Booked") == row.index("none")
            assert headings.index("Matches") == row.index("1 client")


async def test_the_menu_leads_there(stage):
    async with stage.program() as pilot:
        await shown(pilot, "▸ Fri 13 Nov 14:00")
        await press_through(
            pilot, "ctrl+p", "Type to find", "p r o s p", "▸ Prospects from online", "enter", "1 Waiting"
        )


async def test_two_candidates_are_compared_and_one_is_associated_and_undone(stage):
    async with stage.program() as pilot:
        await opened(pilot)
        await press_through(pilot, "enter", "1 Clients who", "down enter", "Is this Grace Mbeki, CLI-3053?")
        differs = next(line for line in seen(pilot).splitlines() if "E-mail " in line and "differs" in line)
        assert "grace.m@example.net" in differs
        assert "grace.mbeki@example.net" in differs
        await press_through(pilot, "right enter", "▸ Grace Mbeki              CLI-3053")
        assert notes(pilot) == ["Associated with Grace Mbeki (CLI-3053); 1 session handed over"]
        assert len(stage.wire.sent("POST", f"/v1/prospects/{GRACE}/association")) == 1
        await press_through(pilot, "u", "exactly as they were before", "enter", "1 Waiting")
        await until(pilot, lambda: "2 clients" in row_of(pilot, "▸ Grace Mbeki"), "waiting again")


async def test_nothing_is_associated_by_an_impatient_enter(stage):
    async with stage.program() as pilot:
        await opened(pilot)
        await press_through(pilot, "enter", "1 Clients who", "enter", "▸ Somebody else", "enter", "1 Clients who")
        assert stage.wire.sent("POST", "/v1/prospects") == []


async def test_an_address_is_verified_by_hand_and_its_holder_made_a_client(stage):
    async with stage.program() as pilot:
        await opened(pilot)
        await press_through(pilot, "down down", "E-mail not confirmed")
        assert "Create client" not in seen(pilot).splitlines()[-1]
        await press_through(pilot, "v", "You vouch", "enter", "create a new client (c)")
        assert notes(pilot) == ["Verified"]
        await press_through(pilot, "c", "New client: Nell Ashworth")
        assert "27 Quarry Road, Ballarat VIC 3350" in seen(pilot)
        await press_through(pilot, "end space M a e", "Nell Mae")
        await press_through(pilot, "up", "▸ Create the client", "enter", "made a client Today 09:04")
        assert notes(pilot)[1:] == ["Nell Mae Ashworth is a client now (CLI-3051)"]


async def test_a_field_that_is_wrong_is_said_beside_it(stage):
    async with stage.program() as pilot:
        await opened(pilot)
        await press_through(pilot, "c", "New client: Grace Mbeki", "enter enter", "▸ E-mail")
        await press_through(pilot, "ctrl+u", "▸ E-mail", "n o p e", "nope")
        await press_through(pilot, "up up up", "▸ Create the client", "enter", "This is no e-mail address")
        assert "▸ E-mail" in seen(pilot)
        await press_through(pilot, "escape", "1 Waiting")


async def test_the_mail_is_sent_again(stage):
    async with stage.program() as pilot:
        await opened(pilot)
        await press_through(pilot, "down down", "E-mail not confirmed")
        await pilot.press("s")
        await until(pilot, lambda: notes(pilot) == ["A new link goes to nell.ashworth@example.org"], "told")


async def test_another_client_may_be_compared_and_the_rules_are_said(stage):
    async with stage.program() as pilot:
        await opened(pilot)
        await press_through(pilot, "down", "One client matches", "enter", "1 Clients who", "f", "Type the beginning")
        await press_through(pilot, "l i n d q", "▸ Ana Lindqvist", "enter", "Is this Ana Lindqvist, CLI-3001?")
        await press_through(pilot, "down", "The rules do not match", "escape", "▸ Harriet Quill")


async def test_what_was_booked_leads_to_its_summary_with_what_was_said(stage):
    async with stage.program() as pilot:
        await opened(pilot)
        await press_through(
            pilot, "down down", "E-mail not confirmed", "enter", "2 Booked with you", "2", "▸ Tue 8 Dec"
        )
        await press_through(pilot, "enter", "Nell Ashworth · ASST")
        for words in ("Unverified", "First talk", "Toby Ashworth", "He will not go to"):
            assert words in seen(pilot)


async def test_quick_view_calendar_and_history_mark_them(stage):
    async with stage.program() as pilot:
        await shown(pilot, "▸ Fri 13 Nov 14:00")
        assert "Unverified" in row_of(pilot, "Tue 8 Dec 12:00")
        assert "Not associated" in row_of(pilot, "Wed 9 Dec 16:30")
        await on_row(pilot, "APP-19991", "h", "Unverified: First talk", "escape", "▸ Tue 8 Dec 12:00")
        await press_through(pilot, "p", "look at Prospects (o)", "o", "1 Waiting", "escape", "1 Cases")


async def test_the_filter_finds_what_is_marked(stage):
    async with stage.program() as pilot:
        await shown(pilot, "▸ Fri 13 Nov 14:00")
        await press_through(pilot, "slash", "esc Show all", "u n v e r", "1 of ")
        assert "Nell Ashworth" in seen(pilot)


async def test_the_calendar_marks_them(stage):
    async with stage.program() as pilot:
        await shown(pilot, "▸ Fri 13 Nov 14:00")
        await press_through(pilot, "v", "Mon 23 Nov 2026 -", "]", "Mon 30 Nov 2026 -", "]", "◆Nell")
        await press_through(pilot, "right down down", "Unverified")


async def test_access_is_given_with_a_text_to_copy(stage):
    async with stage.program() as pilot:
        await shown(pilot, "▸ Fri 13 Nov 14:00")
        await press_through(pilot, "p", "1 Cases", "a", "Online booking for Ana Lindqvist", "up", "▸ Give access")
        await press_through(pilot, "enter", "Hand this over")
        await pilot.press("y")
        await until(pilot, lambda: notes(pilot) == ["Copied the text"], "told")
        (request,) = stage.wire.sent("POST", "/v1/clients/CLI-3001/online-access")
        given = msgspec.json.decode(request.content)
        copied = pilot.app.clipboard
        assert given["email"] == "ana.lindqvist@example.org"
        assert given["email"] in copied
        assert given["password"] in copied
        assert "Forgot password" in copied
        await press_through(pilot, "escape", "has access", "a", "books online already, as ana.lindqvist")


async def test_a_password_that_cannot_be_is_said_beside_it(stage):
    async with stage.program() as pilot:
        await shown(pilot, "▸ Fri 13 Nov 14:00")
        await press_through(pilot, "p", "1 Cases", "a", "Online booking for", "enter", "▸ First password")
        await press_through(pilot, "ctrl+u", "▸ First password", "a b c", "abc", "enter", "▸ Give access")
        await press_through(pilot, "enter", "This password is too short")


async def test_nothing_that_changes_is_offered_when_only_looking(stage):
    stage.desk = replace(stage.desk, settings=replace(stage.desk.settings, read_only=True))
    async with stage.program() as pilot:
        await opened(pilot)
        assert "Create client" not in seen(pilot)
        await pilot.press("c", "v", "s")
        await press_through(pilot, "enter", "1 Clients who", "enter", "Is this Grace Mbeki")
        assert pilot.app.screen.query_one("#do").disabled
        assert stage.wire.sent("POST", "/v1/prospects") == []


async def test_somebody_was_quicker(stage):
    async with stage.program() as pilot:
        await opened(pilot)
        await press_through(pilot, "enter", "1 Clients who", "enter", "Is this Grace Mbeki")
        await stage.api.associate(GRACE, 1, "CLI-3053")
        await press_through(pilot, "right enter", "Not possible", "escape", "has its client by now")


async def test_hostile_names_are_shown_as_they_are(stage):
    async def hostile(request, response):
        body = msgspec.json.decode(await response.aread())
        if request.url.path == "/v1/prospects":
            body["waiting"][0]["name"] = "[@click=app.quit]Jo[/b]"
            return httpx.Response(200, content=msgspec.json.encode(body))
        return None

    stage.wire.after = hostile
    async with stage.program() as pilot:
        await opened(pilot)
        assert "[@click=app.quit]Jo[/b]" in seen(pilot)
        await press_through(pilot, "c", "New client: Grace Mbeki")


async def test_every_question_is_understood(stage):
    api = stage.api
    waiting = {one.account: one for one in (await api.prospects()).waiting}
    assert set(waiting) == {NELL, HARRIET, GRACE}
    assert (await api.resend_verification(NELL, 1)).state is AccountState.UNVERIFIED
    assert (await api.verify(NELL, 1)).version == 2
    person = (await api.prospect(NELL)).person
    made = await api.create_client(NELL, 2, Person(**{**msgspec.structs.asdict(person), "first_name": "Nella"}))
    assert (await api.client(made.client)).name == "Nella Ashworth"
    (candidate,) = (await api.prospect(HARRIET)).candidates
    compared = await api.prospect(HARRIET, "CLI-3001")
    assert {one.client for one in compared.candidates} == {candidate.client, "CLI-3001"}
    done = await api.associate(HARRIET, 1, candidate.client)
    assert (await api.part(HARRIET, done.version)).state is AccountState.NOT_ASSOCIATED
    offer = await api.access("CLI-3001")
    given = await api.give_access("CLI-3001", offer.email, "tidal-lemon-ochre-sway")
    assert (given.email, (await api.access("CLI-3001")).taken) == (offer.email, offer.email)
