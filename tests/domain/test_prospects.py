"""Who is a candidate is decided by exact rules: both names, and one of phone, e-mail and address (seed 004)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import AccountState, Detail
from server_stub.domain.prospects import Details, matches, objection_to_joining, same, state_of

ANA = Details(
    first_name="Ana", last_name="Lindqvist", email="ana@example.org", phone="0491 570 006", address="1 Elm St"
)
NAMES = (Detail.FIRST_NAME, Detail.LAST_NAME)
THEN = datetime(2026, 11, 22, tzinfo=UTC)

texts = st.sampled_from(["", "Ana", "ana", "Bo", " Ana", "An a"])
people = st.builds(Details, first_name=texts, last_name=texts, email=texts, phone=texts, address=texts)


@pytest.mark.parametrize(
    ("verified", "client", "state"),
    [
        (None, None, AccountState.UNVERIFIED),
        (None, 1, AccountState.UNVERIFIED),
        (THEN, None, AccountState.NOT_ASSOCIATED),
        (THEN, 1, AccountState.ASSOCIATED),
    ],
)
def test_how_far_an_account_has_come(verified, client, state):
    assert state_of(verified, client) is state


def test_one_more_detail_beside_the_names_is_enough():
    for found in (Detail.PHONE, Detail.EMAIL, Detail.ADDRESS):
        assert matches((*NAMES, found))
    assert not matches(NAMES)
    assert not matches((Detail.FIRST_NAME, Detail.PHONE, Detail.EMAIL, Detail.ADDRESS))
    assert not matches((Detail.LAST_NAME, Detail.PHONE, Detail.EMAIL, Detail.ADDRESS))


def test_blanks_and_the_case_of_an_address_make_no_difference():
    other = Details(first_name=" Ana ", last_name="Lindqvist", email="ANA@example.org", address="1  Elm St")
    assert same(other, ANA) == (*NAMES, Detail.EMAIL, Detail.ADDRESS)


def test_what_is_not_known_of_either_is_never_the_same():
    assert same(Details(), Details()) == ()
    assert same(ANA, Details(first_name="Ana")) == (Detail.FIRST_NAME,)


def test_a_name_in_one_piece_counts_as_both():
    client = Details(phone=ANA.phone)
    assert same(ANA, client, whole="Ana  Lindqvist") == (*NAMES, Detail.PHONE)
    assert same(ANA, client, whole="Ana Lindquist") == (Detail.PHONE,)


@given(people, people)
def test_a_match_is_the_same_both_ways_round_and_needs_both_names(one, other):
    found = same(one, other)
    assert set(found) == set(same(other, one))
    if matches(found):
        assert one.first_name.split() == other.first_name.split() != []
        assert one.last_name.split() == other.last_name.split() != []


def test_only_who_is_verified_and_nobodys_can_be_joined():
    assert objection_to_joining(AccountState.UNVERIFIED).code is Code.ACCOUNT_NOT_VERIFIED
    assert objection_to_joining(AccountState.ASSOCIATED).code is Code.ACCOUNT_ASSOCIATED
    assert objection_to_joining(AccountState.NOT_ASSOCIATED) is None
