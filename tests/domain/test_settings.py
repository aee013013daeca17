"""A provider's settings are read whole, within their limits, or refused by name."""

import pytest

from server_stub.domain.settings import DEFAULTS, SettingWrongError, parse_settings


def test_what_is_not_set_keeps_its_default():
    assert parse_settings({}) == DEFAULTS
    assert parse_settings({"client_term": "Customer (Client)", "session_minutes": "50"}).session_minutes == 50


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("colour", "red"),
        ("session_minutes", "-5"),
        ("session_minutes", "fifty"),
        ("session_minutes", "٥٠"),
        ("session_minutes", "63"),
        ("session_minutes", "481"),
        ("grid_minutes", "7"),
        ("grid_minutes", "0"),
        ("retrospective_days", ""),
        ("client_term", " "),
        ("client_term", "cli\x00ent"),
        ("teams_base", "http://meet.example.org/"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(name, value):
    with pytest.raises(SettingWrongError) as refused:
        parse_settings({name: value})
    assert refused.value.name == name
