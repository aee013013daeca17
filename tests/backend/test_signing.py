"""Signing in, staying in and signing out; a password that is guessed at, and a renewal that was stolen."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from consultant_tui.contract import paths
from server_stub.practice.checking import check_practice
from server_stub.services import signing
from server_stub.services.office import Office
from server_stub.storage.sign_in_tables import passwords, renewals, sign_ins
from server_stub.storage.tables import audit, tokens

EMAIL = "mira.okafor@example.org"
PASSWORD = "seven quiet herons"  # noqa: S105
ANOTHER = "eleven loud magpies"


@pytest.fixture
def mira(engines, practice):
    """A consultant who may sign in."""
    practice.engage(EMAIL)
    signing.set_password(Office(engines, practice.clock), EMAIL, PASSWORD)


@pytest.fixture
def nobody(sign_in, mira):
    """A way to the backend without a token."""
    return sign_in()


async def enter(client, email=EMAIL, password=PASSWORD):
    return await client.post(paths.SESSIONS, json={"email": email, "password": password})


async def renew(client, renewal):
    return await client.post(paths.RENEWALS, json={"renewal": renewal})


def bearer(given):
    return {"Authorization": f"Bearer {given['access']}"}


async def seen(client, given):
    return (await client.get(paths.QUICK_VIEW, headers=bearer(given))).status_code


def rows(engines, table):
    with engines.reading() as connection:
        return connection.execute(select(table)).all()


async def test_a_password_opens_the_day(nobody, engines):
    answer = await enter(nobody)
    given = answer.json()
    assert answer.status_code == 201
    assert (given["email"], given["name"], given["access_seconds"]) == (EMAIL, "Mira Okafor", 900)
    assert await seen(nobody, given) == 200
    assert "signed_in" in [row.act for row in rows(engines, audit)]


async def test_case_and_blanks_of_the_address_do_not_matter(nobody):
    assert (await enter(nobody, " Mira.Okafor@Example.org ")).status_code == 201


@pytest.mark.parametrize(
    ("email", "password"),
    [(EMAIL, "seven quiet heron"), ("nobody@example.org", PASSWORD), (EMAIL, ""), ("", ""), (EMAIL, "x" * 5000)],
)
async def test_whatever_is_wrong_the_answer_is_the_same(nobody, email, password):
    answer = await enter(nobody, email, password)
    assert answer.status_code == 422
    assert answer.json()["refusals"][0]["code"] == "wrong_credentials"


async def test_a_profile_without_a_password_cannot_sign_in(practice, nobody):
    practice.engage("sam.hollis@example.org")
    assert (await enter(nobody, "sam.hollis@example.org", "")).status_code == 422


async def test_nothing_that_was_typed_or_given_is_stored(nobody, engines):
    given = (await enter(nobody)).json()
    stored = str([rows(engines, table) for table in (passwords, sign_ins, renewals, tokens, audit)])
    assert not [secret for secret in (PASSWORD, given["access"], given["renewal"]) if secret in stored]
    assert rows(engines, passwords)[0].hash.startswith("$argon2id$")


async def test_guessing_is_slowed_and_its_end_is_told(nobody, practice):
    statuses = [(await enter(nobody, password=f"guess {number}")).status_code for number in range(8)]
    assert 429 in statuses
    answer = await enter(nobody)
    assert answer.status_code == 429
    practice.now += timedelta(seconds=int(answer.headers["Retry-After"]))
    assert (await enter(nobody)).status_code == 201


async def test_guessing_through_a_proxy_does_not_lock_others_out(nobody, practice):
    attacker, owner = ({"X-Forwarded-For": f"10.9.9.9, {address}"} for address in ("203.0.113.9", "198.51.100.7"))
    guess, right = {"email": EMAIL, "password": "guess"}, {"email": EMAIL, "password": PASSWORD}
    statuses = [(await nobody.post(paths.SESSIONS, json=guess, headers=attacker)).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    given = await nobody.post(paths.SESSIONS, json=right, headers=owner)
    assert given.status_code == 201
    changing = owner | bearer(given.json())
    body = {"present": PASSWORD, "new": ANOTHER}
    assert (await nobody.post(paths.PASSWORD, json=body, headers=changing)).status_code == 200


async def test_access_is_short_and_a_renewal_goes_on(nobody, practice):
    given = (await enter(nobody)).json()
    practice.now += timedelta(minutes=15)
    assert await seen(nobody, given) == 401
    following = (await renew(nobody, given["renewal"])).json()
    assert following["access"] != given["access"]
    assert await seen(nobody, following) == 200


async def test_a_renewal_used_twice_ends_it_for_both(nobody, practice, engines):
    given = (await enter(nobody)).json()
    practice.now += timedelta(minutes=1)
    following = (await renew(nobody, given["renewal"])).json()
    practice.now += timedelta(minutes=1)
    assert (await renew(nobody, given["renewal"])).status_code == 401
    assert await seen(nobody, following) == 401
    assert (await renew(nobody, following["renewal"])).status_code == 401
    assert [row.end_reason for row in rows(engines, sign_ins)] == ["reused"]


async def test_an_answer_that_was_lost_may_be_asked_for_again(nobody, practice):
    given = (await enter(nobody)).json()
    lost = (await renew(nobody, given["renewal"])).json()
    practice.now += timedelta(seconds=20)
    again = (await renew(nobody, given["renewal"])).json()
    assert await seen(nobody, again) == 200
    assert (await renew(nobody, lost["renewal"])).status_code == 401
    assert (await renew(nobody, again["renewal"])).status_code == 201


async def test_what_was_exchanged_and_used_cannot_be_asked_for_again(nobody, practice):
    given = (await enter(nobody)).json()
    following = (await renew(nobody, given["renewal"])).json()
    last = (await renew(nobody, following["renewal"])).json()
    practice.now += timedelta(seconds=5)
    assert (await renew(nobody, given["renewal"])).status_code == 401
    assert await seen(nobody, last) == 401


async def test_a_sign_in_ends_after_a_night_away_and_after_a_week(nobody, practice):
    given = (await enter(nobody)).json()
    practice.now += timedelta(hours=12)
    assert (await renew(nobody, given["renewal"])).status_code == 401
    given = (await enter(nobody)).json()
    for _ in range(15):
        practice.now += timedelta(hours=11)
        given = (await renew(nobody, given["renewal"])).json()
    practice.now += timedelta(hours=3)
    assert (await renew(nobody, given["renewal"])).status_code == 401


async def test_signing_out_ends_one_sign_in_at_once(nobody, engines):
    here, there = (await enter(nobody)).json(), (await enter(nobody)).json()
    assert await seen(nobody, here) == 200
    answer = await nobody.delete(paths.PRESENT_SESSION, headers=bearer(here))
    assert answer.json() == {"ended": 1}
    assert await seen(nobody, here) == 401
    assert (await renew(nobody, here["renewal"])).status_code == 401
    assert await seen(nobody, there) == 200


async def test_a_new_password_ends_every_sign_in_and_begins_one(nobody):
    here, there = (await enter(nobody)).json(), (await enter(nobody)).json()
    answer = await nobody.post(paths.PASSWORD, json={"present": PASSWORD, "new": ANOTHER}, headers=bearer(here))
    assert answer.status_code == 200
    assert [await seen(nobody, given) for given in (here, there, answer.json())] == [401, 401, 200]
    assert (await enter(nobody)).status_code == 422
    assert (await enter(nobody, password=ANOTHER)).status_code == 201


@pytest.mark.parametrize(
    ("present", "new", "code"),
    [("wrong", ANOTHER, "wrong_credentials"), (PASSWORD, "short", "password_too_short"),
     (PASSWORD, "mira.okafor1", "password_too_easy")],
)  # fmt: skip
async def test_a_new_password_that_will_not_do_changes_nothing(nobody, present, new, code):
    given = (await enter(nobody)).json()
    answer = await nobody.post(paths.PASSWORD, json={"present": present, "new": new}, headers=bearer(given))
    assert answer.json()["refusals"][0]["code"] == code
    assert await seen(nobody, given) == 200
    assert (await enter(nobody)).status_code == 201


async def test_the_practice_is_clean_after_all_this(nobody, practice, engines):
    given = (await enter(nobody)).json()
    await renew(nobody, given["renewal"])
    await enter(nobody, password=ANOTHER)
    await nobody.post(paths.PASSWORD, json={"present": PASSWORD, "new": ANOTHER}, headers=bearer(given))
    broken = check_practice(engines).broken
    assert [line for line in broken if "counter" not in line] == []
    with engines.writing() as connection:
        connection.execute(update(sign_ins).values(ended=practice.now, end_reason="broken"))
    assert any("is left of sign-in" in line for line in check_practice(engines).broken)
