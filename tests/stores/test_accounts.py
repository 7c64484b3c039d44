"""What accounts need of a store: one contract for the fakes, SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from copilot.domain.accounts import Account, Invitation, SignedIn, Tries
from copilot.domain.members import Member, Role
from copilot.ports import Addresses, Passwords, UnitsOfWork
from copilot.stores.accounts import SqlAddresses
from copilot.stores.home import Home
from copilot.stores.password_hashes import Argon2Passwords
from copilot.stores.unit_of_work import SqlUnitsOfWork
from tests.fakes import MemoryUnitsOfWork
from tests.fakes.accounts import MemoryAddresses, QuickPasswords

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HASH = "a" * 64


def _member(member: str, email: str) -> Member:
    return Member(id=member, name=member, email=email, roles=frozenset({Role.MENTEE}))


class AccountsContract:
    @pytest.fixture
    def units(self) -> UnitsOfWork:
        raise AssertionError("each place gives its own")

    @pytest.fixture
    def addresses(self, units: UnitsOfWork) -> Addresses:
        raise AssertionError("each place gives its own")

    def test_everything_of_an_account_comes_back_as_it_was_put_in(self, units: UnitsOfWork) -> None:
        account = Account(id="m1", password="$argon2id$x", chosen=NOON, locked=True, created=NOON)
        invitation = Invitation(id=HASH, member="m1", by="operator", expires=NOON)
        signed_in = SignedIn(id=HASH, member="m1", persona=True, started=NOON, seen=NOON)
        tries = Tries(id=HASH, failures=6, latest=NOON, closed_until=NOON + timedelta(minutes=1))
        with units() as unit:
            unit.accounts.add(account)
            unit.invitations.add(invitation)
            unit.signed_in.add(signed_in)
            unit.tries.add(tries)
            unit.commit()
        with units.reading() as unit:
            assert unit.accounts.all() == [account]
            assert unit.invitations.all(member="m1") == [invitation]
            assert unit.signed_in.all(member="m1") == [signed_in]
            assert unit.tries.find(HASH) == tries

    def test_an_address_is_found_in_capitals_or_not(self, units: UnitsOfWork, addresses: Addresses) -> None:
        with units() as unit:
            unit.members.add(_member("m1", "Amara.Okafor@example.org"), _member("m2", "bo@example.org"))
            unit.commit()
        assert addresses.whose("amara.okafor@EXAMPLE.org") == ["m1"]
        assert addresses.whose("amara") == []

    def test_an_address_of_two_is_both_of_theirs_and_none_is_nobodys(
        self, units: UnitsOfWork, addresses: Addresses
    ) -> None:
        with units() as unit:
            unit.members.add(
                _member("m1", "desk@example.org"), _member("m2", "Desk@example.org"), _member("m3", "")
            )
            unit.commit()
        assert addresses.whose("desk@example.org") == ["m1", "m2"]
        assert addresses.whose("") == []

    def test_a_sign_is_no_wildcard(self, units: UnitsOfWork, addresses: Addresses) -> None:
        with units() as unit:
            unit.members.add(_member("m1", "amara@example.org"))
            unit.commit()
        assert addresses.whose("%@example.org") == addresses.whose("amara_example.org") == []


class TestInMemory(AccountsContract):
    @pytest.fixture
    def units(self) -> UnitsOfWork:
        return MemoryUnitsOfWork()  # type: ignore[return-value]

    @pytest.fixture
    def addresses(self, units: MemoryUnitsOfWork) -> Addresses:
        return MemoryAddresses(units)


class TestInTheHome(AccountsContract):
    @pytest.fixture
    def units(self, home: Home) -> UnitsOfWork:
        return SqlUnitsOfWork(home.engine)

    @pytest.fixture
    def addresses(self, home: Home) -> Addresses:
        return SqlAddresses(home.engine)


@pytest.fixture(params=["the fake", "argon2"])
def passwords(request: pytest.FixtureRequest) -> Passwords:
    return QuickPasswords() if request.param == "the fake" else Argon2Passwords(memory_kib=8, passes=1)


def test_a_password_fits_what_was_kept_of_it_and_no_other_does(passwords: Passwords) -> None:
    kept = passwords.hashed("four grey herons wade")
    assert passwords.fits(kept, "four grey herons wade")
    assert not passwords.fits(kept, "four grey herons wadE")
    assert not passwords.is_outdated(kept)


def test_the_same_password_is_kept_differently_each_time(passwords: Passwords) -> None:
    assert passwords.hashed("four grey herons wade") != passwords.hashed("four grey herons wade")


def test_the_costs_are_those_that_owasp_advises_and_cheaper_ones_are_outdated() -> None:
    today = Argon2Passwords()
    assert today.hashed("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert today.is_outdated(Argon2Passwords(memory_kib=8, passes=1).hashed("x"))


@pytest.mark.parametrize("kept", ["", "$argon2id$", "plain text", "$2b$12$abcdefghijklmnopqrstuv"])
def test_what_is_no_hash_fits_nothing(kept: str) -> None:
    assert not Argon2Passwords(memory_kib=8, passes=1).fits(kept, kept)
