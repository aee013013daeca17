"""What a client types is read without harm, and each thing that is wrong is said beside its field."""

import pytest

from consultant_tui.contract.refusals import Code
from server_stub.portal.booking.typed import Typed, Wanted, lacking, pack, unpack
from server_stub.portal.booking.typed import read_typed as read
from server_stub.portal.forms import Posted

NEW = Wanted(contact=True, attendee=False)
KNOWN_WITH_CHILD = Wanted(contact=False, attendee=True)


def read_typed(fields):
    return read(Posted(fields))


ANA = {"first_name": "Ana", "last_name": "Lindqvist", "phone": "0400 123 456"}


def test_what_a_new_client_must_tell():
    assert list(lacking(read_typed({}), NEW)) == ["first_name", "last_name", "phone"]
    assert lacking(read_typed(ANA), NEW) == {}


def test_of_a_known_client_only_a_new_attendee_is_asked_for():
    assert list(lacking(read_typed({}), KNOWN_WITH_CHILD)) == ["attendee_name"]
    assert lacking(read_typed({"attendee_name": "Leo"}), KNOWN_WITH_CHILD) == {}


@pytest.mark.parametrize(("name", "most"), [("first_name", 100), ("phone", 40), ("address", 400), ("wishes", 1000)])
def test_what_is_too_long_is_said_and_what_just_fits_is_not(name, most):
    text = "1" * most
    assert name not in lacking(read_typed({**ANA, name: text}), NEW)
    refusal = lacking(read_typed({**ANA, name: text + "1"}), NEW)[name]
    assert (refusal.code, refusal.number) == (Code.TOO_LONG, most)


def test_both_names_together_fit_where_clients_are_kept():
    typed = {**ANA, "first_name": "A" * 100, "last_name": "B" * 100}
    refusal = lacking(read_typed(typed), NEW)["last_name"]
    assert (refusal.code, refusal.number) == (Code.TOO_LONG, 99)
    assert lacking(read_typed(typed), KNOWN_WITH_CHILD).keys() == {"attendee_name"}


def test_blanks_and_characters_that_mislead_are_left_out():
    typed = read_typed({"first_name": "  A\u202ena \x00 B ", "wishes": "one\r\ntwo\x1b[2J  \n"})
    assert (typed.first_name, typed.wishes) == ("Ana B", "one\ntwo [2J")


def test_nothing_is_remembered_unless_asked_for():
    assert not read_typed(ANA).remember
    assert read_typed({**ANA, "remember": "yes"}).remember


def test_what_is_kept_comes_back_to_the_letter():
    typed = read_typed({**ANA, "wishes": 'A[/b] <script>alert("x")</script>\n忧郁'})
    assert unpack(pack(typed)) == typed
    assert unpack("") is None


def test_the_seal_tells_other_words_apart():
    assert Typed(wishes="a").seal != Typed(wishes="b").seal
    assert Typed(wishes="a").seal == Typed(wishes="a").seal
