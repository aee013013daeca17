"""Passwords are kept as argon2id hashes, and saying no takes as long for nobody as for somebody."""

from argon2 import PasswordHasher

from server_stub.services import passwords

PASSWORD = "correct horse battery"  # noqa: S105


def test_a_password_fits_its_hash_only():
    kept = passwords.hashed(PASSWORD)
    assert kept.startswith("$argon2id$")
    assert kept != passwords.hashed(PASSWORD), "each has its own salt"
    assert passwords.fits(kept, PASSWORD)
    assert not passwords.fits(kept, PASSWORD + " ")
    assert not passwords.fits(kept, PASSWORD.upper())
    assert passwords.fits(passwords.hashed("Zürich im Regen"), "Zu\u0308rich im Regen")


def test_nobody_fits_where_there_is_no_password():
    for kept in (None, "", passwords.UNUSABLE, "garbage"):
        for password in ("", passwords.UNUSABLE, "garbage", "nobody has this password"):
            assert not passwords.fits(kept, password)


def test_no_account_is_hashed_for_as_well(monkeypatch):
    asked = []
    verify = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda *given: asked.append(given[1]) or verify(*given))
    passwords.fits(None, PASSWORD)
    passwords.fits(passwords.UNUSABLE, PASSWORD)
    passwords.fits(passwords.hashed(PASSWORD), "wrong")
    costs = {kept.rpartition("p=1$")[0] for kept in asked}
    assert len(asked) == 3
    assert len(costs) == 1, "with the same costs"


def test_a_hash_of_lower_cost_is_outdated():
    assert not passwords.is_outdated(passwords.hashed(PASSWORD))
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD))
