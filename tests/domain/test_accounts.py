"""Which addresses can be written to, and which numbers can be called."""

import pytest

from server_stub.domain.accounts import email_read, hidden, is_phone


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ana@example.com", "ana@example.com"),
        (" Ana.L+x@Mail.Example.Org ", "ana.l+x@mail.example.org"),
        ("o'brien@example.museum", "o'brien@example.museum"),
        ("ana@xn--bcher-kva.example", "ana@xn--bcher-kva.example"),
    ],
)
def test_addresses_are_read_in_lower_case(typed, read):
    assert email_read(typed) == read


@pytest.mark.parametrize(
    "typed",
    ["", "ana", "ana@", "@example.com", "ana@example", "a b@example.com", "ana@@example.com", "ana@exa mple.com",
     "ana@-example.com", ".ana@example.com", "ana..b@example.com", "ana@example.com\nBcc: b@example.com",
     "ana@example.com,bob@example.com", "Ana <ana@example.com>", "a" * 65 + "@example.com",
     "a@" + "b" * 60 + "." + ("c" * 60 + ".") * 4 + "com", "ana@1.2.3.4"],
)  # fmt: skip
def test_what_cannot_be_written_to_is_none(typed):
    assert email_read(typed) is None


@pytest.mark.parametrize("typed", ["0491 570 156", "+61 (3) 9876-5432", "+977 1 4412345", "131114"])
def test_numbers_that_can_be_called(typed):
    assert is_phone(typed)


@pytest.mark.parametrize("typed", ["", "x", "12345", "0491 570 156 0491 570 156", "()()()", "0491+570", "٠٤٩١٥٧٠١٥٦"])
def test_numbers_that_cannot(typed):
    assert not is_phone(typed)


def test_an_address_is_known_again_by_its_owner_only():
    assert hidden("ana.lindqvist@example.com") == "a•••@example.com"
