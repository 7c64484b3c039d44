"""Accounts: invited once, signed in by the right password alone, slowed down where one guesses, and gone when ended."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.accounts import LONGEST_PASSWORD, Account
from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import Member, Role
from copilot.errors import BadInput, Conflict, CopilotError, NotAllowed, NotFound, Unavailable
from copilot.ports import UnitsOfWork
from copilot.services.accounts.choosing import require_good
from copilot.services.accounts.service import AccountsService
from copilot.services.accounts.signing_in import SignInService
from copilot.services.accounts.waits import (
    LONGEST_WAIT,
    TRIES_FROM_ONE_CLIENT,
    TRIES_OF_A_CLIENT,
    TRIES_OF_AN_ACCOUNT,
    wait_after,
)
from copilot.services.policy import Policy
from copilot.stores.accounts import SqlAddresses
from copilot.stores.home import Home
from copilot.stores.unit_of_work import SqlUnitsOfWork
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.fakes.accounts import MemoryAddresses, QuickPasswords

GOOD = "four grey herons wade"
OTHER = "seven loud kettles sing"
ADMIN = Asker(member="m4", roles=frozenset({Role.ADMIN}))
MANAGER = Asker(member="m3", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))
AMARA = Asker(member="m1", roles=frozenset({Role.MENTEE}))
WEEK = timedelta(days=7)
MEMBERS = (
    Member(id="m1", name="Amara Okafor", email="Amara@example.org", roles=frozenset({Role.MENTEE})),
    Member(id="m2", name="Bo Lindqvist", email="desk@example.org", roles=frozenset({Role.MENTOR})),
    Member(id="m3", name="Tomás Figueiredo", email="desk@example.org", roles=frozenset({Role.MANAGER})),
    Member(id="m4", name="Wei Ling Tan", roles=frozenset({Role.ADMIN})),
)


@dataclass
class House:
    """The two services over one store."""

    units: UnitsOfWork
    accounts: AccountsService
    door: SignInService
    clock: FixedClock
    passwords: QuickPasswords

    def invite(self, member: str = "m1") -> str:
        return self.accounts.invite(OPERATOR, [member])[0].token

    def with_password(self, member: str = "m1", password: str = GOOD) -> None:
        self.door.choose_password(self.invite(member), password)

    def fail(self, times: int, name: str = "m1", client: str = "") -> None:
        for _ in range(times):
            with pytest.raises(NotAllowed):
                self.door.sign_in(name, "a wrong password", client)


@pytest.fixture
def house() -> House:
    units, clock, passwords = MemoryUnitsOfWork(), FixedClock(), QuickPasswords()
    with units() as unit:
        unit.members.add(*MEMBERS)  # type: ignore[attr-defined]
        unit.commit()
    kept: UnitsOfWork = units  # type: ignore[assignment]
    door = SignInService(kept, MemoryAddresses(units), passwords, clock)
    return House(kept, AccountsService(kept, Policy(), clock), door, clock, passwords)


def _told(house: House, name: str, password: str, client: str = "") -> tuple[str, str, str]:
    with pytest.raises(CopilotError) as told:
        house.door.sign_in(name, password, client)
    return told.value.message, told.value.cure, told.value.place


# Invitations


def test_an_invitation_lets_a_member_choose_her_password_and_sign_in_with_it(house: House) -> None:
    house.door.choose_password(house.invite(), GOOD)
    signed_in = house.door.who(house.door.sign_in("m1", GOOD))
    assert signed_in is not None
    assert signed_in.member == "m1"


def test_nobody_has_a_password_before_she_chose_one(house: House) -> None:
    house.invite()
    for password in ("", "password", "m1", "admin", GOOD):
        _told(house, "m1", password)


def test_a_link_works_once(house: House) -> None:
    token = house.invite()
    house.door.choose_password(token, GOOD)
    with pytest.raises(NotFound, match="used or is too old"):
        house.door.choose_password(token, OTHER)
    assert house.door.sign_in("m1", GOOD)


def test_a_link_is_worthless_after_seven_days(house: House) -> None:
    token = house.invite()
    house.clock.move(WEEK - timedelta(seconds=1))
    assert house.door.invited(token).id == "m1"
    house.clock.move(timedelta(seconds=1))
    with pytest.raises(NotFound):
        house.door.choose_password(token, GOOD)


def test_a_new_link_makes_the_earlier_one_worthless(house: House) -> None:
    first, second = house.invite(), house.invite()
    with pytest.raises(NotFound):
        house.door.invited(first)
    assert house.door.invited(second).id == "m1"


def test_a_link_to_somebody_with_a_password_replaces_it_once_used_and_signs_her_out(house: House) -> None:
    house.with_password()
    before = house.door.sign_in("m1", GOOD)
    (invited,) = house.accounts.invite(OPERATOR, ["m1"])
    assert invited.resets
    assert house.door.who(before)
    house.door.choose_password(invited.token, OTHER)
    assert house.door.who(before) is None
    assert _told(house, "m1", GOOD)
    assert house.door.sign_in("m1", OTHER)


def test_a_password_that_is_not_taken_leaves_the_link_as_it_was(house: House) -> None:
    token = house.invite()
    with pytest.raises(BadInput):
        house.door.choose_password(token, "short")
    house.door.choose_password(token, GOOD)


def test_everybody_without_a_password_is_invited_at_once(house: House) -> None:
    house.with_password("m1")
    house.accounts.lock(OPERATOR, "m2")
    assert [one.member for one in house.accounts.invite_all(OPERATOR)] == ["m3", "m4"]


def test_a_stranger_cannot_be_invited_and_then_nobody_is(house: House) -> None:
    with pytest.raises(NotFound, match="m9"):
        house.accounts.invite(OPERATOR, ["m1", "m9"])
    assert [one.state for one in house.accounts.every(OPERATOR)] == ["none"] * 4


def test_of_tokens_only_the_hash_is_kept_and_of_passwords_nothing_readable(tmp_path: Path) -> None:
    from copilot.stores.password_hashes import Argon2Passwords

    home, clock = Home(tmp_path / "home"), FixedClock()
    units = SqlUnitsOfWork(home.engine)
    with units() as unit:
        unit.members.add(*MEMBERS)
        unit.commit()
    door = SignInService(units, SqlAddresses(home.engine), Argon2Passwords(memory_kib=8, passes=1), clock)
    link, unused = (
        AccountsService(units, Policy(), clock).invite(OPERATOR, [m])[0].token for m in ("m1", "m2")
    )
    door.choose_password(link, GOOD)
    cookie = door.sign_in("amara@EXAMPLE.org", GOOD, "192.0.2.7")
    home.close()
    kept = b"".join(file.read_bytes() for file in (tmp_path / "home").rglob("*") if file.is_file())
    assert b"argon2id" in kept
    for secret in (GOOD, link, unused, cookie, "192.0.2.7"):
        assert secret.encode() not in kept


def test_a_hash_is_in_no_text_of_an_account(house: House) -> None:
    house.with_password()
    with house.units.reading() as unit:
        assert GOOD not in repr(unit.accounts.get("m1"))
    assert GOOD not in repr(house.accounts.every(OPERATOR))


# Passwords


@pytest.mark.parametrize(
    "password",
    ["", "elevenchars", "aaaaaaaaaaaaaaaa", "123456789012", "Password1234!", "passwordpassword", "qwertyuiop[]12",
     "abcabcabcabc", "Summer2026!!", "iloveyou1234", "correcthorsebatterystaple", "1q2w3e4r5t6y", "x" * 1001,
     "amaraokafor1", "Amara.Okafor.2026", "amara@example.org", "MentoringCopilot1", "m1m1m1m1m1m1m1"],
)  # fmt: skip
def test_a_password_that_is_guessed_first_is_refused_with_a_reason(password: str) -> None:
    with pytest.raises(BadInput) as told:
        require_good(password, MEMBERS[0])
    assert told.value.cure
    assert not password or password not in str(told.value)


@pytest.mark.parametrize(
    "password",
    [GOOD, OTHER, "aller anfang ist schwer", "8305 9946 7120", "zq7!kkP-0vLw", "пять серых цапель",
     "五羽の灰色の鷺が浅瀬を歩いている",
     "Amara plays the cello", "x7" + "ab9-" * 249],
)  # fmt: skip
def test_a_long_password_is_good_whatever_it_is_made_of(password: str) -> None:
    require_good(password, MEMBERS[0])


@given(st.text(min_size=LONGEST_PASSWORD + 1, max_size=LONGEST_PASSWORD + 50))
def test_no_password_is_longer_than_a_thousand_characters(password: str) -> None:
    with pytest.raises(BadInput, match="at most 1,000"):
        require_good(password, MEMBERS[0])


def test_a_password_typed_at_another_keyboard_is_the_same(house: House) -> None:
    house.with_password(password="cafe\u0301 au lait, merci")
    assert house.door.sign_in("m1", "caf\u00e9 au lait, merci")


def test_a_hash_of_older_costs_is_made_anew_at_the_next_sign_in(house: House) -> None:
    house.with_password()
    house.passwords.cost = 2
    house.door.sign_in("m1", GOOD)
    with house.units.reading() as unit:
        assert unit.accounts.get("m1").password.startswith("2$")
    assert house.door.sign_in("m1", GOOD)


# Signing in


@pytest.mark.parametrize("name", ["m1", " m1 ", "amara@example.org", "AMARA@EXAMPLE.ORG"])
def test_a_member_signs_in_by_her_id_or_her_address(house: House, name: str) -> None:
    house.with_password()
    assert house.door.sign_in(name, GOOD)


def test_an_address_that_two_share_signs_neither_in(house: House) -> None:
    house.with_password("m2")
    assert _told(house, "desk@example.org", GOOD)
    assert house.door.sign_in("m2", GOOD)


def test_she_is_told_what_she_may_sign_in_as(house: House) -> None:
    assert house.door.names_of(MEMBERS[0]) == ["Amara@example.org", "m1"]
    assert house.door.names_of(MEMBERS[1]) == ["m2"]
    assert house.door.names_of(MEMBERS[3]) == ["m4"]


def test_whoever_fails_is_told_the_same_and_waited_for_as_long(house: House) -> None:
    """Unknown, wrong password, shared address, never chosen, locked: one sentence, one comparison each."""
    house.with_password("m1")
    house.with_password("m4")
    house.accounts.lock(OPERATOR, "m4")
    told, worked = set(), []
    for name in ("m1", "nobody", "nobody@example.org", "desk@example.org", "m3", "m4", "", "x" * 5_000):
        before = house.passwords.compared
        told.add(_told(house, name, "a wrong password" if name != "m4" else GOOD))
        worked.append(house.passwords.compared - before)
    assert len(told) == 1
    assert worked == [1] * 8


@pytest.mark.parametrize("name", ["m1", "nobody"])
def test_after_five_failures_one_waits_whether_there_is_such_an_account_or_not(
    house: House, name: str
) -> None:
    house.with_password("m1")
    house.fail(TRIES_FROM_ONE_CLIENT, name)
    before = house.passwords.compared
    message, cure, _ = _told(house, name, GOOD)
    assert "Too many" in message
    assert "30 seconds" in cure
    assert house.passwords.compared == before


@pytest.mark.parametrize("name", ["m1", "x1"])
def test_capitals_do_not_tell_whether_there_is_such_an_id(house: House, name: str) -> None:
    house.with_password("m1")
    house.fail(TRIES_FROM_ONE_CLIENT, name)
    message, _, _ = _told(house, name.upper(), GOOD)
    assert "Too many" not in message


def test_the_right_password_works_after_the_wait_and_forgets_the_failures(house: House) -> None:
    house.with_password()
    house.fail(TRIES_FROM_ONE_CLIENT)
    house.clock.move(timedelta(seconds=30))
    assert house.door.sign_in("m1", GOOD)
    house.fail(TRIES_FROM_ONE_CLIENT - 1)
    assert house.door.sign_in("m1", GOOD)


def test_each_further_failure_makes_the_wait_longer_up_to_a_quarter_of_an_hour(house: House) -> None:
    house.with_password()
    house.fail(TRIES_FROM_ONE_CLIENT)
    waits = []
    for _ in range(8):
        with pytest.raises(Unavailable) as told:
            house.door.sign_in("m1", GOOD)
        waits.append(told.value.detail["seconds"])
        house.clock.move(timedelta(seconds=float(str(waits[-1]))))
        house.fail(1)
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


@given(st.integers(0, 10_000), st.integers(1, 50))
def test_a_wait_never_shrinks_and_never_passes_the_longest(failures: int, free: int) -> None:
    assert wait_after(failures, free) <= wait_after(failures + 1, free) <= LONGEST_WAIT
    assert bool(wait_after(failures, free)) == (failures >= free)


def test_a_client_that_tries_many_names_waits_and_others_do_not(house: House) -> None:
    house.with_password()
    for n in range(TRIES_OF_A_CLIENT):
        house.fail(1, f"guess{n}", "192.0.2.7")
    with pytest.raises(Unavailable):
        house.door.sign_in("m1", GOOD, "192.0.2.7")
    assert house.door.sign_in("m1", GOOD, "192.0.2.8")


def test_whoever_fails_as_her_from_elsewhere_does_not_keep_her_out(house: House) -> None:
    house.with_password()
    house.fail(TRIES_FROM_ONE_CLIENT, "m1", "192.0.2.7")
    with pytest.raises(Unavailable):
        house.door.sign_in("m1", GOOD, "192.0.2.7")
    assert house.door.sign_in("m1", GOOD, "192.0.2.8")


@pytest.mark.parametrize("name", ["m1", "nobody"])
def test_guesses_from_many_places_close_the_account_to_all_for_a_while(house: House, name: str) -> None:
    house.with_password("m1")
    for n in range(TRIES_OF_AN_ACCOUNT):
        house.fail(1, name, f"192.0.2.{n}")
    with pytest.raises(Unavailable):
        house.door.sign_in(name, GOOD, "192.0.2.200")
    house.clock.move(timedelta(seconds=30))
    house.with_password("m1")
    assert house.door.sign_in("m1", GOOD, "192.0.2.200")


def test_one_house_of_ipv6_is_one_client(house: House) -> None:
    for n in range(TRIES_OF_A_CLIENT):
        house.fail(1, f"guess{n}", f"2001:db8:0:7::{n + 1:x}")
    with pytest.raises(Unavailable):
        house.door.sign_in("m1", GOOD, "2001:db8:0:7::ffff")
    house.fail(1, "m1", "2001:db8:0:8::1")


def test_signing_in_as_oneself_between_guesses_does_not_help(house: House) -> None:
    house.with_password("m2")
    for n in range(TRIES_OF_A_CLIENT):
        house.fail(1, f"guess{n}", "192.0.2.7")
        if n < TRIES_OF_A_CLIENT - 1:
            house.door.sign_in("m2", GOOD, "192.0.2.7")
    with pytest.raises(Unavailable):
        house.door.sign_in("m2", GOOD, "192.0.2.7")


def test_a_restart_forgives_nobody(house: House) -> None:
    house.with_password()
    house.fail(TRIES_FROM_ONE_CLIENT)
    units: MemoryUnitsOfWork = house.units  # type: ignore[assignment]
    again = SignInService(house.units, MemoryAddresses(units), house.passwords, house.clock)
    with pytest.raises(Unavailable):
        again.sign_in("m1", GOOD)


def test_failures_of_yesterday_are_forgotten(house: House) -> None:
    house.with_password()
    house.fail(TRIES_FROM_ONE_CLIENT - 1)
    house.clock.move(timedelta(days=1, seconds=1))
    house.fail(TRIES_FROM_ONE_CLIENT - 1)
    assert house.door.sign_in("m1", GOOD)


# Being signed in


def test_a_sign_in_survives_a_restart(house: House) -> None:
    house.with_password()
    token = house.door.sign_in("m1", GOOD)
    units: MemoryUnitsOfWork = house.units  # type: ignore[assignment]
    assert SignInService(house.units, MemoryAddresses(units), QuickPasswords(), house.clock).who(token)


def test_it_ends_after_twelve_hours_of_nothing(house: House) -> None:
    house.with_password()
    token = house.door.sign_in("m1", GOOD)
    house.clock.move(timedelta(hours=11))
    assert house.door.who(token)
    house.clock.move(timedelta(hours=11))
    assert house.door.who(token)
    house.clock.move(timedelta(hours=12))
    assert house.door.who(token) is None


def test_it_ends_after_a_week_however_busy_she_is(house: House) -> None:
    house.with_password()
    token = house.door.sign_in("m1", GOOD)
    for _ in range(13):
        house.clock.move(timedelta(hours=11, minutes=59))
        assert house.door.who(token)
    house.clock.move(timedelta(hours=12))
    assert house.door.who(token) is None


def test_what_is_over_is_swept_out_when_somebody_signs_in(house: House) -> None:
    house.with_password()
    house.door.sign_in("m1", GOOD)
    house.clock.move(WEEK)
    house.door.sign_in("m1", GOOD)
    with house.units.reading() as unit:
        assert unit.signed_in.count() == 1


@pytest.mark.parametrize("token", ["", "x", "m1", "a" * 64])
def test_a_made_up_token_is_nobody(house: House, token: str) -> None:
    house.with_password()
    assert house.door.who(token) is None


def test_the_kept_hash_itself_is_no_token(house: House) -> None:
    house.with_password()
    house.door.sign_in("m1", GOOD)
    with house.units.reading() as unit:
        (kept,) = unit.signed_in.all()
    assert house.door.who(kept.id) is None


def test_signing_out_ends_this_browser_alone(house: House) -> None:
    house.with_password()
    here, there = house.door.sign_in("m1", GOOD), house.door.sign_in("m1", GOOD)
    house.door.sign_out(here)
    assert house.door.who(here) is None
    assert house.door.who(there)


def test_changing_the_password_ends_every_other_browser(house: House) -> None:
    house.with_password()
    here, there = house.door.sign_in("m1", GOOD), house.door.sign_in("m1", GOOD)
    now = house.door.change_password(here, GOOD, OTHER)
    assert house.door.who(here) is house.door.who(there) is None
    assert house.door.who(now)
    assert house.door.sign_in("m1", OTHER)


def test_changing_it_needs_the_present_one_and_is_slowed_down_too(house: House) -> None:
    house.with_password()
    here = house.door.sign_in("m1", GOOD)
    for _ in range(TRIES_FROM_ONE_CLIENT):
        with pytest.raises(NotAllowed, match="present password"):
            house.door.change_password(here, "a wrong password", OTHER)
    with pytest.raises(Unavailable):
        house.door.change_password(here, GOOD, OTHER)


def test_a_poor_new_password_changes_nothing(house: House) -> None:
    house.with_password()
    here = house.door.sign_in("m1", GOOD)
    with pytest.raises(BadInput):
        house.door.change_password(here, GOOD, "short")
    assert house.door.who(here)
    assert house.door.sign_in("m1", GOOD)


def test_a_persona_of_the_demo_has_no_password_to_change(house: House) -> None:
    here = house.door.enter_as("m1")
    signed_in = house.door.who(here)
    assert signed_in is not None
    assert signed_in.persona
    with pytest.raises(NotAllowed):
        house.door.change_password(here, "", OTHER)


def test_who_was_locked_is_out_at_once_and_in_again_when_unlocked(house: House) -> None:
    house.with_password()
    token = house.door.sign_in("m1", GOOD)
    assert house.accounts.lock(ADMIN, "m1").state == "locked"
    assert house.door.who(token) is None
    assert _told(house, "m1", GOOD)
    house.accounts.unlock(ADMIN, "m1")
    assert house.door.who(token) is None
    assert house.door.sign_in("m1", GOOD)


def test_a_locked_member_can_use_no_link_and_get_none(house: House) -> None:
    token = house.invite()
    house.accounts.lock(ADMIN, "m1")
    with pytest.raises(NotFound):
        house.door.choose_password(token, GOOD)
    with pytest.raises(Conflict, match="locked"):
        house.invite()


def test_even_an_account_left_behind_lets_nobody_in_as_a_member_who_is_gone(house: House) -> None:
    house.with_password()
    token = house.door.sign_in("m1", GOOD)
    with house.units() as unit:
        unit.members.remove("m1")
        unit.commit()
    assert house.door.who(token) is None
    assert _told(house, "m1", GOOD)


# Who may


@pytest.mark.parametrize("asker", [AMARA, MANAGER, Asker()])
def test_only_an_admin_and_the_operator_invite_list_and_lock(house: House, asker: Asker) -> None:
    for verb in (
        lambda: house.accounts.invite(asker, ["m2"]),
        lambda: house.accounts.invite_all(asker),
        lambda: house.accounts.every(asker),
        lambda: house.accounts.lock(asker, "m2"),
        lambda: house.accounts.unlock(asker, "m2"),
        lambda: house.accounts.sign_out(asker, "m2"),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_a_member_may_sign_herself_out_everywhere(house: House) -> None:
    house.with_password()
    tokens = [house.door.sign_in("m1", GOOD) for _ in range(3)]
    house.accounts.sign_out(AMARA, "m1")
    assert [house.door.who(token) for token in tokens] == [None] * 3


def test_what_was_done_to_accounts_is_in_the_audit_log_without_names(house: House) -> None:
    house.with_password()
    house.accounts.lock(ADMIN, "m1")
    house.accounts.unlock(ADMIN, "m1")
    house.accounts.sign_out(ADMIN, "m1")
    with house.units.reading() as unit:
        log = unit.audit_log.all()
    assert {entry.verb for entry in log} == {"invite", "choose a password", "lock", "unlock", "sign out"}
    assert {(entry.kind, entry.record) for entry in log} == {("account", "m1")}


def test_the_list_says_where_each_account_stands(house: House) -> None:
    house.with_password("m1")
    house.door.sign_in("m1", GOOD)
    house.invite("m2")
    house.accounts.lock(OPERATOR, "m4")
    assert [(one.member, one.state, one.signed_in) for one in house.accounts.every(OPERATOR)] == [
        ("m1", "active", 1), ("m2", "invited", 0), ("m3", "none", 0), ("m4", "locked", 0),
    ]  # fmt: skip


def test_an_account_that_was_locked_while_its_password_was_looked_at_stays_closed(house: House) -> None:
    house.with_password()
    look = house.passwords.fits

    def locking(kept: str, password: str) -> bool:
        house.accounts.lock(OPERATOR, "m1")
        return look(kept, password)

    house.passwords.fits = locking  # type: ignore[method-assign]
    assert _told(house, "m1", GOOD)


def test_an_account_opens_only_with_a_password_and_without_a_lock() -> None:
    now = FixedClock().now()
    assert not Account(id="m1", created=now).open
    assert not Account(id="m1", created=now, password="h", locked=True).open


def test_a_hundred_guesses_at_once_are_counted_before_they_are_compared(tmp_path: Path) -> None:
    home, passwords = Home(tmp_path / "home"), QuickPasswords()
    units = SqlUnitsOfWork(home.engine)
    with units() as unit:
        unit.members.add(*MEMBERS)
        unit.commit()
    door = SignInService(units, SqlAddresses(home.engine), passwords, FixedClock())

    def guess(n: int) -> bool:
        with pytest.raises((NotAllowed, Unavailable)):
            door.sign_in("m1", f"guess number {n}", "192.0.2.7")
        return True

    with ThreadPoolExecutor(16) as crowd:
        assert all(crowd.map(guess, range(100)))
    assert passwords.compared == TRIES_FROM_ONE_CLIENT
    home.close()
