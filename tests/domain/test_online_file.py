"""The file of settings of online booking is taken whole, or everything that is wrong with it is told at once."""

from dataclasses import fields
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultant_tui.contract.vocabulary import Modality
from server_stub.domain.online import OFF, Audience
from server_stub.domain.online_file import LONGEST, OnlineFileWrongError, _read, read_online
from server_stub.domain.toml_tables import Table

DEMO = (Path(__file__).parents[2] / "server_stub/practice/demo/online-booking.toml").read_text(encoding="utf-8")

LISTS = """
[[kind]]
key = "child"
name = "My child"

[[location]]
key = "harbour"
name = "Harbour rooms"
address = "1 Quay Street"
modalities = ["in_person", "phone"]
kinds = ["child"]

[[group]]
key = "counselling"
name = "Counselling"

[[group.reason]]
key = "first-talk"
name = "First talk"
minutes = 50
"""


def faults(text):
    with pytest.raises(OnlineFileWrongError) as refused:
        read_online(text)
    return [str(fault) for fault in refused.value.faults]


def test_nothing_is_the_default_and_off():
    assert read_online("") == OFF
    assert not OFF.enabled


def test_the_demo_shows_locations_kinds_and_groups_of_which_one_has_a_single_reason():
    online = read_online(DEMO)
    assert online.enabled
    assert [location.key for location in online.locations] == ["collins-street", "anywhere"]
    assert [kind.key for kind in online.kinds] == ["child", "partner", "pet"]
    assert ["pet" in location.kinds for location in online.locations] == [True, False]
    assert [len(group.reasons) for group in online.groups] == [3, 1]
    assert {reason.audience for group in online.groups for reason in group.reasons} == set(Audience)


def test_every_key_is_taken():
    online = read_online(
        """
        enabled = true
        address = "http://127.0.0.1:8377/portal"
        information = "One.\\n\\nTwo."
        notice_minutes = 90
        furthest_days = 30
        grid_minutes = 15
        gap_minutes = 15
        hold_minutes = 5
        show_length = false
        show_consultant = false
        most_open = 2
        morning_until = 11:30:00
        afternoon_until = "16:00"
        copies = ["desk@example.org"]
        tell_consultant = false
        """
        + LISTS
        + 'audience = "new"\ninstructions = "Rest."\nplaceholder = "Wishes"\nmodalities = ["phone"]\n'
    )
    assert (online.notice_minutes, online.furthest_days, online.grid_minutes, online.gap_minutes) == (90, 30, 15, 15)
    assert (online.hold_minutes, online.most_open, online.copies) == (5, 2, ("desk@example.org",))
    assert (online.morning_until, online.afternoon_until) == (time(11, 30), time(16))
    assert (online.show_length, online.show_consultant, online.tell_consultant) == (False, False, False)
    assert online.information == "One.\n\nTwo."
    reason = online.reason("first-talk")
    assert reason is not None
    assert (reason.minutes, reason.audience, reason.modalities) == (50, Audience.NEW, (Modality.PHONE,))
    assert (reason.instructions, reason.placeholder) == ("Rest.", "Wishes")
    location = online.location("")
    assert location is not None
    assert (location.name, location.kinds) == ("Harbour rooms", ("child",))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("enabled = 1", "enabled: must be true or false"),
        ('address = "http://example.org/portal"', "address: must be where the portal is"),
        ('address = "https://example.org/portal?x=1"', "address: must be where the portal is"),
        ('address = "https://[::1/portal"', "address: must be where the portal is"),
        ('address = "https://example.org/portal/"', "address: must not end with a stroke"),
        ('information = "\\u0007"', "information: holds a control character"),
        (f'information = "{"x" * 2001}"', "information: has 2001 characters, at most 2000 fit"),
        ("notice_minutes = -1", "notice_minutes: must be a whole number from 0 to 43200"),
        ("notice_minutes = 1.5", "notice_minutes: must be a whole number"),
        ("notice_minutes = true", "notice_minutes: must be a whole number"),
        ("furthest_days = 1", "notice_minutes: leaves nothing to book within furthest_days, 1"),
        ("furthest_days = 367", "furthest_days: must be a whole number from 1 to 366"),
        ("grid_minutes = 20", "grid_minutes: must be 60, 30 or 15"),
        ("gap_minutes = 7", "gap_minutes: must be a multiple of 5"),
        ("gap_minutes = 241", "gap_minutes: must be a whole number from 0 to 240"),
        ("hold_minutes = 0", "hold_minutes: must be a whole number from 1 to 60"),
        ("most_open = 0", "most_open: must be a whole number from 1 to 99"),
        ('morning_until = "24:00"', 'morning_until: must be a time, as in "12:00"'),
        ("morning_until = 12:00:30", 'morning_until: must be a time, as in "12:00"'),
        ('morning_until = "17:00"', "afternoon_until: must be later than morning_until"),
        ('copies = ["x"]', "copies: 'x' is no e-mail address"),
        ('copies = ["a@b.org", "a@b.org"]', "copies: names something twice"),
        ('copies = "a@b.org"', 'copies: must be a list, as in ["one", "two"]'),
        ("notise_minutes = 5", "notise_minutes: there is no such setting; do you mean notice_minutes?"),
        ("location = 5", "location: must be tables, each under its own [[location]]"),
        ("x = ", "is no TOML: Invalid value (at end of document)"),
        ('"\\u202ex" = 1', r"'\u202ex': there is no such setting"),
    ],
)
def test_a_value_that_cannot_be_taken_is_named_with_the_reason(line, fault):
    (told,) = faults(line)
    assert told.startswith(fault)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("harbour", "Harbour"), "location 1, key: must be small letters, digits and single hyphens"),
        (("harbour", "a--b"), "location 1, key: must be"),
        (('key = "harbour"', ""), "location 1, key: is missing"),
        (('name = "Harbour rooms"', 'name = " "'), "location 1, name: is empty"),
        (('address = "1 Quay Street"', ""), "location 1, address: is needed where sessions are held in person"),
        (('["in_person", "phone"]', "[]"), "location 1, modalities: must name one at least"),
        (('["in_person", "phone"]', '["fax"]'), "location 1, modalities: fax is none of in_person"),
        (('kinds = ["child"]', 'kinds = ["dog"]'), "location 1, kinds: there is no [[kind]] with the key 'dog'"),
        (("[[group.reason]]", "[[group.reasons]]"), "group 1, reason: a group needs one at least"),
        (("minutes = 50", ""), "group 1, reason 1, minutes: is missing"),
        (("minutes = 50", "minutes = 52"), "group 1, reason 1, minutes: must be a multiple of 5"),
        (("minutes = 50", "minutes = 5"), "group 1, reason 1, minutes: must be a whole number from 10 to 480"),
        (("minutes = 50", 'minutes = 50\naudience = "all"'), "group 1, reason 1, audience: must be one of new, "),
        (("minutes = 50", 'minutes = 50\nmodalities = ["chat"]'), "group 1, reason 1, modalities: no location offers"),
        (("minutes = 50", "minutes = 50\ncolour = 1"), "group 1, reason 1, colour: there is no such setting"),
        (("My child", "A\\u0000"), "kind 1, name: must be one line without control characters"),
    ],
)
def test_a_list_that_cannot_be_taken_is_named_with_its_place(change, fault):
    assert change[0] in LISTS
    assert any(told.startswith(fault) for told in faults("enabled = true" + LISTS.replace(*change)))


def test_two_reasons_of_one_key_are_refused_across_groups():
    again = LISTS[LISTS.index("[[group]]") :].replace('"counselling"', '"other"')
    assert faults(LISTS + again) == ["group 2, reason 1, key: first-talk is taken already"]


def test_whoever_switches_it_on_needs_a_location_and_a_reason():
    assert faults("enabled = true") == [
        "location: online booking needs one at least",
        "group: online booking needs one at least",
    ]


def test_everything_wrong_is_told_at_once():
    assert len(faults('enabled = "yes"\nhold_minutes = 0\ngrid_minutes = 7\nwhat = 1')) == 4


def test_a_file_that_would_take_long_to_read_is_refused():
    assert faults("#" * (LONGEST + 1)) == ["the file is larger than 128 kB"]
    assert faults("x = " + "[" * 50_000)[0].startswith("is no TOML")
    assert faults("[[kind]]\n" * 101)[0] == "kind: there are 101, at most 100 fit"


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.times()
    | st.dates()
    | st.sampled_from(["https://[::1", "https://a:b", "http://127.0.0.1:99999", "new", "phone", "child", "a@b.org"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["key", "name", "kinds", "modalities", "reason", "minutes"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)
KEYS = ["location", "kind", "group", *(each.name for each in fields(OFF))]


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6))
def test_whatever_stands_in_a_file_is_taken_or_told(values):
    table = Table(values, [])
    taken = _read(table)
    assert table.faults or taken == _read(Table(values, []))
    assert all(str(fault) for fault in table.faults)
