"""Proves that the ledger explains a session count."""

import httpx
import msgspec

from tests.rebooking.stage import press_through, seen, shown


async def test_every_change_stands_there_with_its_date_and_cause(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "c", "Why? w", "w", "Session count")
        await shown(pilot, "20 Nov 2026")
        lines = [line.rstrip() for line in seen(pilot).splitlines()]
        assert "Ana Lindqvist · ASST-100042" in lines[0]
        assert lines[2].split() == ["31", "Aug", "2026", "Entitled", "entitled", "+6", "6"]
        assert lines[12].split()[:5] == ["▸", "20", "Nov", "2026", "No"]
        assert lines[12].endswith("APP-20027  booked −1 used +1          3")
        assert any("Entitled 6   Extra 2   Used 4   Booked 1   Available 3" in line for line in lines)


async def test_the_last_number_of_the_list_is_what_is_available(stage):
    ledger = await stage.api.ledger("ASST-100042")
    running = 0
    for entry in ledger.entries:
        running += entry.entitled + entry.extra - entry.used - entry.booked
        assert entry.available == running
    assert running == ledger.figures.available


async def test_a_note_is_shown_as_it_is(stage):
    async def noted(response):
        body = msgspec.json.decode(await response.aread())
        for entry in body["entries"]:
            entry["note"] = "[/b] agreed by phone"
        return httpx.Response(200, content=msgspec.json.encode(body))

    stage.wire.after = lambda request, response: noted(response) if "ledger" in request.url.path else None
    async with stage.program() as pilot:
        await press_through(pilot, "c", "Why? w", "w", "Note: [/b] agreed by phone")


async def test_a_long_ledger_scrolls(stage):
    async def long(response):
        body = msgspec.json.decode(await response.aread())
        body["entries"] *= 1000
        return httpx.Response(200, content=msgspec.json.encode(body))

    stage.wire.after = lambda request, response: long(response) if "ledger" in request.url.path else None
    async with stage.program() as pilot:
        await press_through(pilot, "c", "Why? w", "w", "▸ 20 Nov 2026", "g", "▸ 31 Aug 2026")


async def test_a_failure_is_told_and_leads_back_to_the_summary(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "c", "Why? w")

        def gone(request):
            raise httpx.ConnectError("no")

        stage.wire.before = gone
        await press_through(pilot, "w", "cannot be reached", "escape", "Why? w")


async def test_a_long_name_is_cut_and_never_left_out(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "j c", "▸ Start session", "w", "Session count")
        await shown(pilot, "Maximiliana Theodora Feather")
        assert "… · ASST-100080" in seen(pilot)


async def test_a_narrow_window_keeps_change_and_available(stage):
    async with stage.program(size=(60, 20)) as pilot:
        await press_through(pilot, "c", "Why? w", "w", "Session count")
        await shown(pilot, "▸ 20 Nov 2026")
        lines = [line.rstrip() for line in seen(pilot).splitlines()]
        assert lines[1].split() == ["Date", "What", "happened", "Change", "Available"]
        assert lines[1].endswith("Available")
        row = next(line for line in lines if "▸ 20 Nov 2026" in line)
        assert "booked −1 used +1" in row
        assert row.split()[-1] == "3"
        assert any("No show, charged · APP-20027" in line for line in lines)
