"""Signing in: at the start, over whatever was going on, and silently; and where a sign-in is kept."""

import asyncio
import stat
from dataclasses import replace
from datetime import timedelta

import keyring
import keyring.backend
import keyring.errors
import pytest

from consultant_tui.api.client import BookingApi
from consultant_tui.api.errors import NotRecognised, Unreachable
from consultant_tui.app import ConsultantApp
from consultant_tui.contract import paths
from consultant_tui.credentials import Credentials, Way
from consultant_tui.keeping import FileKeeper, KeyringKeeper
from consultant_tui.screens.rebooking.wizard import Wizard
from consultant_tui.themes import THEMES
from server_stub.services import signing
from server_stub.services.office import Office
from tests.rebooking.stage import MIRA, SAM, forget_everybody, press_through, seen, shown, until

PASSWORD = "seven quiet herons"  # noqa: S105
ANOTHER = "eleven loud magpies"
GRACE = "APP-20028"


class Pocket:
    """Keeps a way in this test's memory."""

    problem = ""

    def __init__(self) -> None:
        self.way = None

    def load(self):
        return self.way

    def keep(self, way):
        self.way = way

    def claim(self):
        return True

    def release(self):
        pass


@pytest.fixture
def pocket():
    return Pocket()


@pytest.fixture
def stage(stage, pocket):
    """A stage on which nobody is signed in yet."""
    signing.set_password(Office(stage.engines, lambda: stage.now), MIRA, PASSWORD)
    credentials = Credentials(keep=lambda: pocket)
    stage.api = BookingApi("http://127.0.0.1:1", transport=stage.wire, credentials=credentials)
    stage.desk = replace(stage.desk, connect=lambda: stage.api, credentials=credentials)
    return stage


async def type_in(pilot, text):
    await pilot.press(*("space" if sign == " " else "full_stop" if sign == "." else "at" if sign == "@" else sign
                        for sign in text))  # fmt: skip


async def sign_in(pilot):
    await shown(pilot, "Your e-mail address and password at http://127.0.0.1:1.")
    await type_in(pilot, MIRA)
    await pilot.press("enter")
    await type_in(pilot, PASSWORD)
    await pilot.press("enter")
    await shown(pilot, "Dr Mira Okafor")


async def test_somebody_new_signs_in_and_is_remembered(stage, pocket):
    async with ConsultantApp(stage.desk).run_test(size=(80, 24)) as pilot:
        await sign_in(pilot)
        assert PASSWORD not in seen(pilot)
    assert pocket.way.email == MIRA
    assert pocket.way.renewal == stage.api.credentials.renewal != ""


async def test_a_wrong_password_is_said_and_the_address_stays(stage):
    async with ConsultantApp(stage.desk).run_test(size=(80, 24)) as pilot:
        await shown(pilot, "Your e-mail address and password")
        await type_in(pilot, MIRA)
        await pilot.press("tab")
        await type_in(pilot, "wrong")
        await press_through(pilot, "enter", "is not right")
        await type_in(pilot, PASSWORD)
        await press_through(pilot, "enter", "Dr Mira Okafor")


async def test_the_program_ends_in_order_while_it_waits_for_a_sign_in(stage, capsys):
    app = ConsultantApp(stage.desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "Your e-mail address and password")
        await until(pilot, lambda: app.home._waited() >= app.home.BUSY_AFTER, "it has waited long")
        app.exit()
    assert app.return_code == 0
    assert capsys.readouterr().err == ""


async def test_who_was_signed_in_before_is_not_asked(stage, pocket):
    given = signing.sign_in(Office(stage.engines, lambda: stage.now), _asked(), "")
    pocket.way = Way(MIRA, given.renewal)
    async with ConsultantApp(stage.desk).run_test(size=(80, 24)) as pilot:
        await shown(pilot, "Dr Mira Okafor")
    assert pocket.way.renewal not in ("", given.renewal)


async def test_whose_time_away_was_too_long_only_types_the_password(stage, pocket):
    pocket.way = Way(MIRA, "long-gone")
    async with ConsultantApp(stage.desk).run_test(size=(80, 24)) as pilot:
        await shown(pilot, MIRA)
        await type_in(pilot, PASSWORD)
        await press_through(pilot, "enter", "Dr Mira Okafor")


async def test_a_sign_in_over_the_wizard_loses_nothing(stage):
    app = ConsultantApp(stage.desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await sign_in(pilot)
        app.push_screen(Wizard(stage.desk, GRACE), stage.result.append)
        await press_through(pilot, "", "How do you want", "enter", "Which line", "enter", "Starting time")
        await press_through(pilot, "ctrl+s", "✓", "enter", "Finalise appointment")
        forget_everybody(stage.engines)
        stage.now += timedelta(minutes=20)
        await press_through(pilot, "ctrl+f", "Nothing that you entered is lost.")
        assert MIRA in seen(pilot)
        await pilot.press("shift+tab")
        await type_in(pilot, "x")
        await pilot.press("tab")
        assert f"x{MIRA}" not in seen(pilot)
        for _ in range(3):
            if app.focused and app.focused.id == "password_entry":
                break
            await pilot.press("tab")
        await type_in(pilot, PASSWORD)
        await press_through(pilot, "enter", "Booked as APP-")
    assert len(stage.wire.sent("POST", paths.BOOKINGS)) == 2


async def test_closing_the_dialog_says_that_nobody_is_signed_in_and_offers_it_again(stage):
    app = ConsultantApp(stage.desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "Your e-mail address")
        await press_through(pilot, "escape", "Press Retry to sign in")
        await press_through(pilot, "enter", "Your e-mail address")
        await press_through(pilot, "escape", "Press Retry", "escape", "not loaded")
        await pilot.press("q")
    assert app.return_code == 4


async def test_tokens_are_renewed_once_for_all_who_wait(stage):
    await stage.api.sign_in(MIRA, PASSWORD)
    stage.now += timedelta(minutes=16)
    views = await asyncio.gather(*(stage.api.quick_view() for _ in range(5)))
    assert len({view.consultant.name for view in views}) == 1
    assert len(stage.wire.sent("POST", paths.RENEWALS)) == 1
    await stage.api.aclose()


async def test_without_a_connection_a_renewal_is_not_thrown_away(stage):
    import httpx

    await stage.api.sign_in(MIRA, PASSWORD)
    stage.now += timedelta(minutes=16)

    def cut(request):
        if request.url.path == paths.RENEWALS:
            raise httpx.ConnectError("no")

    stage.wire.before = cut
    with pytest.raises(Unreachable):
        await stage.api.quick_view()
    stage.wire.before = None
    assert (await stage.api.quick_view()).consultant.name == "Dr Mira Okafor"
    await stage.api.aclose()


def terminals(stage, file, number):
    """Give several programs of one consultant who keep one sign-in."""
    each = [Credentials(keep=lambda: FileKeeper(file)) for _ in range(number)]
    return [BookingApi("http://127.0.0.1:1", transport=stage.wire, credentials=one) for one in each]


@pytest.mark.parametrize("at_once", [True, False])
async def test_two_terminals_of_one_consultant_do_not_end_each_other_s_sign_in(stage, tmp_path, at_once):
    """Each exchanges what the other one was given last: what two have used would be taken for stolen."""
    given = signing.sign_in(Office(stage.engines, lambda: stage.now), _asked(), "")
    FileKeeper(tmp_path / "session").keep(Way(MIRA, given.renewal))
    apis = terminals(stage, tmp_path / "session", 3)
    for _ in range(3):
        stage.now += timedelta(minutes=16)
        if at_once:
            await asyncio.gather(*(api.quick_view() for api in apis))
        for api in apis:
            assert (await api.quick_view()).consultant.name == "Dr Mira Okafor"
            stage.now += timedelta(minutes=1)
    for api in apis:
        await api.aclose()


async def test_another_consultant_s_sign_in_in_the_same_place_is_not_taken(stage, tmp_path):
    mine = terminals(stage, tmp_path / "session", 1)[0]
    mine.credentials.recall()
    await mine.sign_in(MIRA, PASSWORD)
    signing.set_password(Office(stage.engines, lambda: stage.now), SAM, PASSWORD)
    await terminals(stage, tmp_path / "session", 1)[0].sign_in(SAM, PASSWORD)
    FileKeeper(tmp_path / "session").keep(Way(SAM, "another's"))
    stage.now += timedelta(minutes=16)
    assert (await mine.quick_view()).consultant.name == "Dr Mira Okafor"
    await mine.aclose()


def test_the_turn_is_one_program_s(tmp_path):
    first, second = FileKeeper(tmp_path / "session"), FileKeeper(tmp_path / "session")
    assert first.claim()
    assert not second.claim()
    first.release()
    assert second.claim()
    second.release()


async def test_a_token_that_was_handed_over_is_never_asked_for_again(stage):
    api = BookingApi("http://127.0.0.1:1", "nobody", transport=stage.wire)
    with pytest.raises(NotRecognised) as caught:
        await api.quick_view()
    assert not caught.value.signs_in
    await api.aclose()


async def test_signing_out_ends_it_here_and_there(stage, pocket):
    app = ConsultantApp(stage.desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await sign_in(pilot)
        kept = pocket.way.renewal
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.return_code is not None, "the end")
    assert pocket.way == Way(MIRA, "")
    with stage.engines.reading() as connection:
        assert signing.sign_ins.find(connection, kept) is None


async def test_another_password_is_chosen(stage):
    async with ConsultantApp(stage.desk).run_test(size=(80, 24)) as pilot:
        await sign_in(pilot)
        await press_through(pilot, "ctrl+k", "Present password")
        await type_in(pilot, "wrong")
        await pilot.press("enter")
        await type_in(pilot, ANOTHER)
        await pilot.press("enter")
        await type_in(pilot, ANOTHER + "x")
        await press_through(pilot, "enter", "The two are not the same.", "backspace enter", "not your present password")
        await pilot.press("ctrl+u")
        await type_in(pilot, PASSWORD)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is pilot.app.home, "Quick View again")
        assert (await stage.api.quick_view()).consultant.name == "Dr Mira Okafor"
        await stage.api.sign_in(MIRA, ANOTHER)


def test_a_file_is_its_owner_s_alone(tmp_path):
    file = tmp_path / "deep" / "session"
    keeper = FileKeeper(file)
    assert keeper.load() is None
    keeper.keep(Way(MIRA, "secret"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert FileKeeper(file).load() == Way(MIRA, "secret")
    assert [one.name for one in file.parent.iterdir()] == ["session"]


def test_a_file_that_others_may_read_is_not_believed_nor_written(tmp_path):
    file = tmp_path / "session"
    FileKeeper(file).keep(Way(MIRA, "secret"))
    file.chmod(0o644)
    keeper = FileKeeper(file)
    assert keeper.load() is None
    assert "chmod 600" in keeper.problem
    keeper.keep(Way(MIRA, "another"))
    assert "another" not in file.read_text()


@pytest.mark.parametrize("content", ["", "{", "[1]", '["a"]', "\x00", "x" * 9000])
def test_a_file_that_holds_something_else_counts_as_none(tmp_path, content):
    file = tmp_path / "session"
    file.write_text(content)
    file.chmod(0o600)
    assert FileKeeper(file).load() is None


class Ring(keyring.backend.KeyringBackend):
    """A keyring in this test's memory."""

    priority = 1

    def __init__(self) -> None:
        self.held = {}

    def get_password(self, service, username):
        return self.held.get((service, username))

    def set_password(self, service, username, password):
        self.held[service, username] = password

    def delete_password(self, service, username):
        del self.held[service, username]


class Broken(Ring):
    """A keyring that nobody opens, or whose service has gone."""

    def __init__(self, error) -> None:
        super().__init__()
        self.error = error

    def get_password(self, *_):
        raise self.error("gone")

    set_password = get_password


@pytest.fixture
def ring():
    before = keyring.get_keyring()
    keyring.set_keyring(Ring())
    yield keyring.get_keyring()
    keyring.set_keyring(before)


def test_the_keyring_keeps_one_way_for_each_backend(ring, tmp_path):
    for name, way in (("a", "one"), ("b", "two")):
        KeyringKeeper(f"https://{name}.example.org", tmp_path / name).keep(Way(MIRA, way))
    assert KeyringKeeper("https://a.example.org", tmp_path / "a").load() == Way(MIRA, "one")
    assert list(ring.held) == [
        ("consultant-tui", "https://a.example.org"),
        ("consultant-tui", "https://b.example.org"),
    ]


@pytest.mark.parametrize("error", [keyring.errors.KeyringLocked, keyring.errors.NoKeyringError, RuntimeError, OSError])
def test_a_keyring_that_cannot_be_used_keeps_nothing_and_says_so(ring, tmp_path, error):
    keyring.set_keyring(Broken(error))
    keeper = KeyringKeeper("https://a.example.org", tmp_path / "turns")
    keeper.keep(Way(MIRA, "one"))
    assert "no keyring that can be used" in keeper.problem
    keeper = KeyringKeeper("https://a.example.org", tmp_path / "turns")
    assert keeper.load() is None
    assert "no keyring that can be used" in keeper.problem


def _asked():
    from consultant_tui.contract.signing import SignIn

    return SignIn(email=MIRA, password=PASSWORD)


def picture(snap_compare, stage, theme, *keys_and_words, typed="", first="Your e-mail address", last=""):
    app = ConsultantApp(stage.desk)
    app.theme = theme

    async def before(pilot):
        await shown(pilot, first)
        await type_in(pilot, typed)
        await press_through(pilot, *keys_and_words)
        await shown(pilot, last or first)

    return snap_compare(app, terminal_size=(80, 24), run_before=before)


@pytest.mark.parametrize("theme", THEMES)
def test_the_first_sign_in(snap_compare, stage, theme):
    assert picture(snap_compare, stage, theme)


@pytest.mark.parametrize("theme", THEMES)
def test_a_refused_sign_in(snap_compare, stage, pocket, theme):
    pocket.way = Way(MIRA, "")
    assert picture(snap_compare, stage, theme, "enter", "is not right", typed="wrong", last="is not right")


@pytest.mark.parametrize("theme", THEMES)
def test_the_dialog_for_another_password(snap_compare, stage, pocket, theme):
    given = signing.sign_in(Office(stage.engines, lambda: stage.now), _asked(), "")
    pocket.way = Way(MIRA, given.renewal)
    assert picture(snap_compare, stage, theme, "ctrl+k", "Present password", first="Dr Mira", last="Once more")
