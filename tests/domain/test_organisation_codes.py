"""Codes of organisations are easy to read out and type, and hard to guess."""

import math
import secrets

import pytest

from server_stub.domain import organisation_codes as codes


def test_what_may_not_be_shown_of_a_code_carries_forty_bits():
    assert (codes.LENGTH - codes.HINT) * math.log2(len(codes.ALPHABET)) >= 40


def test_no_sign_is_taken_for_another():
    assert not set("01ILOU") & set(codes.ALPHABET)
    assert len(set(codes.ALPHABET)) == len(codes.ALPHABET)


def test_a_code_is_read_as_it_is_shown():
    code = codes.made(secrets.choice)
    assert len(code) == codes.LENGTH
    assert codes.read(codes.shown(code)) == code
    assert codes.shown("TRYTHEDEM234") == "TRYT-HEDE-M234"
    assert codes.hint(code) == code[: codes.HINT]


@pytest.mark.parametrize(
    "typed", ["tryt-hede-m234", " TRYT HEDE M234 ", "TRYTHEDEM234", "tryt–hede–m234", "ＴＲＹＴ－ＨＥＤＥ－Ｍ２３４"]
)
def test_spaces_hyphens_and_small_letters_make_no_difference(typed):
    assert codes.read(typed) == "TRYTHEDEM234"


@pytest.mark.parametrize(
    "typed", ["", "TRYT-HEDE-M23", "TRYT-HEDE-M2344", "TRYT-HEDE-M230", "ТRYT-HEDE-M234", "x" * 9999]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert codes.read(typed) is None
