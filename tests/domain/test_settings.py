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
        ("mail_domain", "example.org\nX: 1"),
        ("mail_domain", "-example.org"),
        ("mail_from", "Praxis <a@example.org>"),
        ("smtp_host", "mail server"),
        ("smtp_port", "0"),
        ("smtp_tls", "perhaps"),
        ("reminder_hours", "48, 2"),
        ("reminder_hours", "48,24,2"),
        ("auto_commence_days", "0"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(name, value):
    with pytest.raises(SettingWrongError) as refused:
        parse_settings({name: value})
    assert refused.value.name == name


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_mail_in_the_clear_stays_on_this_machine(host):
    assert parse_settings({"smtp_host": host, "smtp_tls": "none"}).smtp_host == host
    with pytest.raises(SettingWrongError, match="smtp_tls: can be none on this machine only"):
        parse_settings({"smtp_host": "mail.example.org", "smtp_tls": "none"})
