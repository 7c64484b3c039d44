"""Signing in at a provider: once and in one browser, as the member who is surely meant, with the roles it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.accounts import SIGNED_IN_AT_MOST, SIGNED_IN_IDLE, Tries
from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.elsewhere import BEGUN_LASTS, LEEWAY, ReturnTrip, Said, SaidOut, is_issuer, roles_by_group
from copilot.domain.matches import AuditEntry
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Programme
from copilot.errors import NotAllowed, NotFound, Unavailable
from copilot.ports import UnitsOfWork
from copilot.services.accounts.begun import MOST_BEGUN
from copilot.services.accounts.elsewhere import ElsewhereService, Rules
from copilot.services.accounts.linking import BY
from copilot.services.accounts.service import AccountsService
from copilot.services.accounts.signing_in import SignInService
from copilot.services.accounts.waits import FORGOTTEN_AFTER
from copilot.services.policy import Policy
from copilot.services.roles import RolesService
from copilot.stores.accounts import SqlAddresses
from copilot.stores.home import Home
from copilot.stores.unit_of_work import SqlUnitsOfWork
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.fakes.accounts import MemoryAddresses, QuickPasswords
from tests.fakes.identity_provider import RehearsedProvider

BACK = "http://127.0.0.1:7860/oidc/callback"
ISSUER = "https://sso.example.org"
ADMIN = Asker(member="m4", roles=frozenset({Role.ADMIN}))
GROUPS = {"staff": Role.MENTOR, "mentoring-managers": Role.MANAGER, "mentoring-admins": Role.ADMIN}
MEMBERS = (
    Member(id="m1", name="Amara Okafor", email="Amara@example.org", roles=frozenset({Role.MENTEE})),
    Member(id="m2", name="Bo Lindqvist", email="desk@example.org", roles=frozenset({Role.MENTOR})),
    Member(id="m3", name="Tomás Figueiredo", email="desk@example.org", roles=frozenset({Role.MANAGER})),
    Member(id="m4", name="Wei Ling Tan", email="wei@example.org", roles=frozenset({Role.ADMIN})),
)


def amara(groups: set[str] | None = None, **more: Any) -> Said:
    said = {"subject": "s-amara", "email": "amara@example.org", "session": "there-1", **more}
    return Said(groups=None if groups is None else frozenset(groups), **said)


@dataclass
class House:
    """The doors over one store, and the provider."""

    units: UnitsOfWork
    clock: FixedClock
    provider: RehearsedProvider
    door: ElsewhereService
    signing_in: SignInService
    accounts: AccountsService

    def come(self, said: Said, cookie: str = "") -> str:
        begun = self.door.begin(BACK, cookie)
        return self.door.finish(self.provider.consent(begun.address, said), begun.cookie, BACK)

    def refused(self, said: Said) -> str:
        with pytest.raises(NotAllowed) as told:
            self.come(said)
        return str(told.value)

    def who(self, token: str) -> str | None:
        signed_in = self.signing_in.who(token)
        return signed_in.member if signed_in else None

    def roles(self, member: str = "m1") -> set[Role]:
        with self.units.reading() as unit:
            return set(unit.members.get(member).roles)

    def log(self, verb: str = "") -> list[AuditEntry]:
        with self.units.reading() as unit:
            return [one for one in unit.audit_log.all() if verb in ("", one.verb)]

    def count(self) -> dict[str, int]:
        with self.units.reading() as unit:
            return {
                "members": unit.members.count(),
                "links": unit.identity_links.count(),
                "sessions": unit.signed_in.count(),
                "accounts": unit.accounts.count(),
            }


def _house(units: UnitsOfWork, addresses: Any, **rules: Any) -> House:
    clock, provider = FixedClock(), RehearsedProvider(ISSUER)
    with units() as unit:
        unit.members.add(*MEMBERS)
        unit.commit()
    return House(
        units,
        clock,
        provider,
        ElsewhereService(units, addresses, clock, provider, Rules(roles=GROUPS, **rules)),
        SignInService(units, addresses, QuickPasswords(), clock, issuer=ISSUER),
        AccountsService(units, Policy(), clock),
    )


def house_with(**rules: Any) -> House:
    units = MemoryUnitsOfWork()
    return _house(units, MemoryAddresses(units), **rules)  # type: ignore[arg-type]


@pytest.fixture
def house() -> House:
    return house_with()


@pytest.fixture
def kept(tmp_path: Path) -> Any:
    """The same over SQLite."""
    home = Home(tmp_path / "home")
    yield _house(SqlUnitsOfWork(home.engine), SqlAddresses(home.engine))
    home.close()


# Coming in


def test_whoever_signs_in_there_is_signed_in_here_and_stays_no_longer_than_others(house: House) -> None:
    token = house.come(amara())
    assert house.who(token) == "m1"
    house.clock.move(SIGNED_IN_IDLE)
    assert house.who(token) is None
    token = house.come(amara())
    for _ in range(int(SIGNED_IN_AT_MOST / timedelta(hours=6))):
        assert house.who(token) == "m1"
        house.clock.move(timedelta(hours=6))
    assert house.who(token) is None


def test_it_works_over_a_real_database(kept: House) -> None:
    token = kept.come(amara({"staff"}))
    assert kept.who(token) == "m1"
    assert kept.roles() == {Role.MENTEE, Role.MENTOR}
    logout = kept.provider.logout_token(
        SaidOut(subject="s-amara", token_id="j1", expires=kept.clock.now() + LEEWAY)
    )
    assert kept.door.end(logout) == 1
    assert kept.who(token) is None
    with pytest.raises(NotAllowed, match="before"):
        kept.door.end(logout)
    assert [one.by for one in kept.log()] == [BY] * 3
    assert {one.record for one in kept.log()} == {"m1"}


def test_one_process_finishes_what_another_began(house: House) -> None:
    begun = house.door.begin(BACK)
    trip = house.provider.consent(begun.address, amara())
    addresses = MemoryAddresses(house.units)  # type: ignore[arg-type]
    other = ElsewhereService(house.units, addresses, house.clock, house.provider)
    assert house.who(other.finish(trip, begun.cookie, BACK)) == "m1"


def test_a_state_is_good_once(house: House) -> None:
    begun = house.door.begin(BACK)
    trip = house.provider.consent(begun.address, amara())
    house.door.finish(trip, begun.cookie, BACK)
    with pytest.raises(NotAllowed, match="done already"):
        house.door.finish(trip, begun.cookie, BACK)
    assert house.count()["sessions"] == 1


def test_a_state_is_spent_by_a_refusal_too(house: House) -> None:
    begun = house.door.begin(BACK)
    trip = house.provider.consent(begun.address, amara())
    with pytest.raises(NotAllowed, match="not signed in"):
        house.door.finish(ReturnTrip(state=trip.state, error="access_denied"), begun.cookie, BACK)
    with pytest.raises(NotAllowed, match="done already"):
        house.door.finish(trip, begun.cookie, BACK)


def test_a_code_is_good_once_whatever_state_it_comes_with(house: House) -> None:
    first = house.door.begin(BACK)
    trip = house.provider.consent(first.address, amara())
    house.door.finish(trip, first.cookie, BACK)
    second = house.door.begin(BACK, first.cookie)
    state = house.provider.consent(second.address, amara()).state
    with pytest.raises(NotAllowed, match="did not confirm"):
        house.door.finish(ReturnTrip(state=state, code=trip.code), second.cookie, BACK)


def test_a_code_of_one_sign_in_does_not_fit_another(house: House) -> None:
    """Somebody who can put her own code into your address bar would sign you in as herself."""
    hers, yours = house.door.begin(BACK), house.door.begin(BACK)
    code = house.provider.consent(hers.address, amara()).code
    state = house.provider.consent(yours.address, amara()).state
    with pytest.raises(NotAllowed, match="did not confirm"):
        house.door.finish(ReturnTrip(state=state, code=code), yours.cookie, BACK)


@pytest.mark.parametrize("cookie", ["", "x", "c" * 43])
def test_another_browser_cannot_finish_it_and_the_right_one_still_can(house: House, cookie: str) -> None:
    begun = house.door.begin(BACK)
    trip = house.provider.consent(begun.address, amara())
    with pytest.raises(NotAllowed, match="another browser"):
        house.door.finish(trip, cookie, BACK)
    assert house.who(house.door.finish(trip, begun.cookie, BACK)) == "m1"


def test_it_has_to_be_finished_within_ten_minutes(house: House) -> None:
    begun = house.door.begin(BACK)
    trip = house.provider.consent(begun.address, amara())
    house.clock.move(BEGUN_LASTS)
    with pytest.raises(NotAllowed, match="ten minutes"):
        house.door.finish(trip, begun.cookie, BACK)


@pytest.mark.parametrize("trip", [ReturnTrip(), ReturnTrip(state="guessed", code="x"), ReturnTrip(error="x")])
def test_what_was_never_begun_is_not_finished(house: House, trip: ReturnTrip) -> None:
    begun = house.door.begin(BACK)
    with pytest.raises(NotAllowed):
        house.door.finish(trip, begun.cookie, BACK)


def test_a_second_tab_does_not_spoil_the_first(house: House) -> None:
    first = house.door.begin(BACK)
    second = house.door.begin(BACK, first.cookie)
    assert second.cookie == first.cookie
    trip = house.provider.consent(first.address, amara())
    assert house.who(house.door.finish(trip, second.cookie, BACK)) == "m1"


@pytest.mark.parametrize("cookie", ["short", "x" * 44, "é" * 43, "a b" * 14 + "c"])
def test_a_cookie_that_we_never_gave_is_replaced(house: House, cookie: str) -> None:
    assert house.door.begin(BACK, cookie).cookie != cookie


def test_the_database_holds_nothing_to_finish_it_with(house: House) -> None:
    begun = house.door.begin(BACK)
    with house.units.reading() as unit:
        [row] = unit.begun_sign_ins.all()
    held = row.model_dump_json()
    trip = house.provider.consent(begun.address, amara())
    assert trip.state not in held
    assert begun.cookie not in held
    assert all(part not in held for part in begun.address.split("=")[1:])


def test_what_never_came_back_is_swept_and_one_address_cannot_flood_us(house: House) -> None:
    for _ in range(MOST_BEGUN):
        house.door.begin(BACK, client="192.0.2.7")
    with pytest.raises(Unavailable) as told:
        house.door.begin(BACK, client="192.0.2.7")
    assert told.value.detail["seconds"] == 600
    house.door.begin(BACK, client="192.0.2.8")
    house.clock.move(BEGUN_LASTS)
    house.door.begin(BACK, client="192.0.2.7")
    with house.units.reading() as unit:
        assert unit.begun_sign_ins.count() == 1


def test_where_nobody_uses_a_password_what_is_over_is_thrown_away_all_the_same(house: House) -> None:
    house.come(amara())
    with house.units() as unit:
        unit.tries.add(Tries(id="t", failures=1, latest=house.clock.now()))
        unit.commit()
    house.clock.move(SIGNED_IN_AT_MOST + FORGOTTEN_AFTER)
    house.come(amara())
    with house.units.reading() as unit:
        assert (unit.signed_in.count(), unit.tries.count()) == (1, 0)


def test_where_the_provider_is_down_nothing_is_begun_and_passwords_still_work(house: House) -> None:
    token = house.accounts.invite(OPERATOR, ["m1"])[0].token
    house.signing_in.choose_password(token, "four grey herons wade")
    house.provider.is_down = True
    with pytest.raises(Unavailable):
        house.door.begin(BACK)
    with house.units.reading() as unit:
        assert unit.begun_sign_ins.count() == 0
    assert house.who(house.signing_in.sign_in("m1", "four grey herons wade")) == "m1"


def test_without_a_provider_nobody_signs_in_elsewhere(house: House) -> None:
    addresses = MemoryAddresses(house.units)  # type: ignore[arg-type]
    none = ElsewhereService(house.units, addresses, house.clock, None, Rules(only=True))
    assert (none.name, none.is_the_only_door) == ("", False)
    for ask in (
        lambda: none.begin(BACK),
        lambda: none.finish(ReturnTrip(state="x", code="y"), "", BACK),
        lambda: none.end("x"),
        none.check,
    ):
        with pytest.raises(NotAllowed):
            ask()


# Who she is


def test_she_is_linked_once_by_her_verified_address_and_known_by_her_subject_after(house: House) -> None:
    house.come(amara())
    assert house.count()["links"] == 1
    assert house.who(house.come(amara(email="amara.o@elsewhere.example"))) == "m1"
    assert house.who(house.come(amara(email=""))) == "m1"
    assert house.count()["links"] == 1
    [entry] = house.log("link")
    assert (entry.by, entry.kind, entry.record, entry.detail) == (BY, "account", "m1", {"issuer": ISSUER})


def test_an_address_that_somebody_else_has_now_takes_nobodys_account(house: House) -> None:
    """At the provider Amara's address was given to a newcomer."""
    house.come(amara())
    said = house.refused(amara(subject="s-newcomer"))
    assert "another account there" in said
    assert house.count()["links"] == 1


def test_a_link_outlives_a_change_of_the_address_here(house: House) -> None:
    house.come(amara())
    with house.units() as unit:
        unit.members.save(unit.members.get("m1").changed(email="a.okafor@example.org"))
        unit.members.save(unit.members.get("m2").changed(email="amara@example.org"))
        unit.commit()
    assert house.who(house.come(amara())) == "m1"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Said(subject="s", email=""), "not confirmed"),
        (Said(subject="s", email="desk@example.org"), "several members"),
        (Said(subject="s", email="stranger@example.org"), "nobody here"),
        (Said(subject="m1", email="stranger@example.org"), "nobody here"),
        (Said(subject="s", email="m1"), "nobody here"),
        (Said(subject="s", username="m1"), "not confirmed"),
        (Said(subject="operator", email="operator"), "nobody here"),
    ],
)
def test_whoever_is_not_surely_a_member_gets_a_sentence_and_nothing_is_made(
    house: House, said: Said, why: str
) -> None:
    before = house.count()
    told = house.refused(said)
    assert why in told
    assert not any(address in told for address in ("@example.org", "m1", "m2", "Bo"))
    assert house.count() == before
    assert house.log() == []


@pytest.mark.parametrize("claim", ["sub", "preferred_username"])
def test_a_members_id_may_name_her_where_the_settings_say_so(claim: Any) -> None:
    house = house_with(claim=claim)
    said = Said(subject="m1") if claim == "sub" else Said(subject="s", username="m1")
    assert house.who(house.come(said)) == "m1"
    assert "nobody here" in house.refused(Said(subject="x", username="M1", email="amara@example.org"))
    assert "nobody here" in house.refused(Said(subject="y", email="amara@example.org"))


def test_a_locked_member_stays_out_and_comes_in_again_when_unlocked(house: House) -> None:
    token = house.come(amara())
    house.accounts.lock(ADMIN, "m1")
    assert house.who(token) is None
    assert "closed" in house.refused(amara())
    assert "closed" in house.refused(amara(subject="s-other"))
    house.accounts.unlock(ADMIN, "m1")
    assert house.who(house.come(amara())) == "m1"


def test_a_member_who_is_gone_is_out_and_nothing_is_made_of_her(house: House) -> None:
    token = house.come(amara())
    with house.units() as unit:
        unit.members.remove("m1")
        for link in unit.identity_links.all(member="m1"):
            unit.identity_links.remove(link.id)
        unit.commit()
    assert house.who(token) is None
    before = house.count()
    assert "nobody here" in house.refused(amara())
    assert house.count() == before


def test_another_provider_than_before_knows_nobody(house: House) -> None:
    token = house.come(amara())
    addresses = MemoryAddresses(house.units)  # type: ignore[arg-type]
    for issuer in ("https://other.example.org", ""):
        door = SignInService(house.units, addresses, QuickPasswords(), house.clock, issuer=issuer)
        assert door.who(token) is None


def test_an_unlinked_member_is_out_where_she_came_from_there_and_may_be_linked_anew(house: House) -> None:
    choose = house.accounts.invite(OPERATOR, ["m1"])[0].token
    house.signing_in.choose_password(choose, "four grey herons wade")
    by_password = house.signing_in.sign_in("m1", "four grey herons wade")
    there = house.come(amara({"staff"}))
    assert house.accounts.unlink(ADMIN, "m1").linked is None
    assert (house.who(there), house.who(by_password)) == (None, "m1")
    assert house.roles() == {Role.MENTEE, Role.MENTOR}
    assert house.who(house.come(amara(subject="s-new"))) == "m1"
    assert [one.by for one in house.log("unlink")] == ["m4"]


def test_unlinking_who_is_not_linked_changes_nothing(house: House) -> None:
    house.accounts.unlink(ADMIN, "m1")
    assert house.log() == []
    with pytest.raises(NotFound):
        house.accounts.unlink(ADMIN, "m404")
    with pytest.raises(NotAllowed):
        house.accounts.unlink(Asker(member="m1", roles=frozenset({Role.MENTEE})), "m1")


def test_her_account_is_active_without_a_password(house: House) -> None:
    house.come(amara())
    [hers] = [one for one in house.accounts.every(ADMIN) if one.member == "m1"]
    assert (hers.state, hers.linked, hers.chosen, hers.signed_in) == ("active", house.clock.now(), None, 1)
    house.accounts.lock(ADMIN, "m1")
    [hers] = [one for one in house.accounts.every(ADMIN) if one.member == "m1"]
    assert hers.state == "locked"


def test_no_password_opens_the_account_of_who_has_none(house: House) -> None:
    token = house.come(amara())
    for password in ("", " ", "x"):
        with pytest.raises(NotAllowed):
            house.signing_in.sign_in("m1", password)
    with pytest.raises(NotAllowed):
        house.signing_in.change_password(token, "", "four grey herons wade")


# Roles


def test_groups_give_the_roles_they_stand_for_and_the_log_says_so(house: House) -> None:
    house.come(amara({"staff", "mentoring-managers", "somebody else's group"}))
    assert house.roles() == {Role.MENTEE, Role.MENTOR, Role.MANAGER}
    [entry] = house.log("roles")
    assert (entry.by, entry.kind, entry.record) == (BY, "member", "m1")
    assert entry.detail == {"given": "manager, mentor"}


@pytest.mark.parametrize("group", ["admin", "operator", "Role.ADMIN", "manager", "MENTORING-ADMINS", ""])
def test_a_group_that_stands_for_nothing_gives_nothing(house: House, group: str) -> None:
    house.come(amara({group}))
    assert house.roles() == {Role.MENTEE}
    assert house.log("roles") == []


def test_an_admin_is_made_only_by_a_group_that_says_so(house: House) -> None:
    house.come(amara({"mentoring-admins"}))
    assert Role.ADMIN in house.roles()


def test_what_a_claim_gave_its_absence_takes_and_what_was_given_here_stays(house: House) -> None:
    house.come(amara({"staff", "mentoring-admins"}))
    house.come(amara({"staff"}))
    assert house.roles() == {Role.MENTEE, Role.MENTOR}
    house.come(amara(set()))
    assert house.roles() == {Role.MENTEE}
    assert [one.detail for one in house.log("roles")].count({"taken": "admin"}) == 1


def test_a_role_that_was_given_here_before_the_claim_is_never_taken_by_it(house: House) -> None:
    RolesService(house.units, Policy(), house.clock).give(ADMIN, "m1", Role.MENTOR)
    house.come(amara({"staff"}))
    house.come(amara(set()))
    assert house.roles() == {Role.MENTEE, Role.MENTOR}


def test_where_nobody_knows_her_groups_nothing_changes(house: House) -> None:
    house.come(amara({"staff"}))
    house.come(amara(None))
    assert house.roles() == {Role.MENTEE, Role.MENTOR}
    house.come(amara(set()))
    assert house.roles() == {Role.MENTEE}


def test_the_last_admin_an_only_role_and_a_manager_of_a_programme_are_not_taken(house: House) -> None:
    roles = RolesService(house.units, Policy(), house.clock)
    house.come(amara({"mentoring-admins", "mentoring-managers"}))
    roles.take(OPERATOR, "m1", Role.MENTEE)
    roles.give(OPERATOR, "m2", Role.ADMIN)
    for other in ("m4",):
        roles.set(OPERATOR, other, [Role.MENTOR])
    roles.take(OPERATOR, "m2", Role.ADMIN)
    day = house.clock.now().date()
    with house.units() as unit:
        unit.programmes.add(
            Programme(
                id="p1", name="Spring", starts=day, ends=day + timedelta(days=90), managers=frozenset({"m1"})
            )
        )
        unit.commit()
    before = len(house.log("roles"))
    assert house.who(house.come(amara(set()))) == "m1"
    assert house.roles() == {Role.ADMIN, Role.MANAGER}
    assert len(house.log("roles")) == before
    roles.give(OPERATOR, "m4", Role.ADMIN)
    house.come(amara(set()))
    assert house.roles() == {Role.MANAGER}


def test_roles_follow_at_the_next_sign_in_without_a_word_where_nothing_changes(house: House) -> None:
    for _ in range(3):
        house.come(amara({"staff"}))
    assert len(house.log("roles")) == 1


@given(
    st.lists(
        st.none() | st.frozensets(st.sampled_from([*GROUPS, "other"])) | st.sampled_from(Role), max_size=8
    )
)
def test_roles_given_here_stay_and_those_of_claims_follow_the_last_one(
    steps: list[frozenset[str] | Role | None],
) -> None:
    house = house_with()
    roles = RolesService(house.units, Policy(), house.clock)
    here, there = {Role.MENTEE}, set[Role]()
    for step in steps:
        if isinstance(step, Role):
            roles.give(OPERATOR, "m1", step)
            here |= {step} - there
        else:
            house.come(amara(None if step is None else set(step)))
            if step is not None:
                there = {GROUPS[one] for one in step if one in GROUPS} - here
        assert house.roles() == here | there


# Signing out


def _logout(house: House, token_id: str = "j1", **said: Any) -> str:
    return house.provider.logout_token(
        SaidOut(token_id=token_id, expires=house.clock.now() + timedelta(minutes=2), **said)
    )


def test_who_signed_out_there_is_signed_out_here_in_every_browser_she_came_to_from_there(
    house: House,
) -> None:
    choose = house.accounts.invite(OPERATOR, ["m1"])[0].token
    house.signing_in.choose_password(choose, "four grey herons wade")
    by_password = house.signing_in.sign_in("m1", "four grey herons wade")
    first, second = house.come(amara()), house.come(amara(session="there-2"))
    other = house.come(Said(subject="s-wei", email="wei@example.org", session="there-3"))
    assert house.door.end(_logout(house, subject="s-amara", session="there-1")) == 2
    assert [house.who(token) for token in (first, second, by_password, other)] == [None, None, "m1", "m4"]
    assert [(one.by, one.record) for one in house.log("sign out")] == [(BY, "m1")]


def test_where_only_the_session_is_named_that_one_ends(house: House) -> None:
    first, second = house.come(amara()), house.come(amara(session="there-2"))
    assert house.door.end(_logout(house, session="there-1")) == 1
    assert (house.who(first), house.who(second)) == (None, "m1")


def test_sessions_without_a_name_are_not_ended_by_an_unknown_one(house: House) -> None:
    token = house.come(amara(session=""))
    assert house.door.end(_logout(house, session="unknown")) == 0
    assert house.who(token) == "m1"


def test_a_logout_token_that_is_sent_again_ends_nothing(house: House) -> None:
    house.come(amara())
    logout = _logout(house, subject="s-amara")
    assert house.door.end(logout) == 1
    again = house.come(amara())
    for minutes in (0, 1, 1, 0.9):
        house.clock.move(timedelta(minutes=minutes))
        with pytest.raises(NotAllowed, match="before"):
            house.door.end(logout)
    assert house.who(again) == "m1"


def test_used_tokens_are_forgotten_when_they_would_have_expired(house: House) -> None:
    house.door.end(_logout(house, "j1", subject="s-amara"))
    house.clock.move(timedelta(minutes=3))
    house.door.end(_logout(house, "j2", subject="s-amara"))
    with house.units.reading() as unit:
        assert unit.spent_logouts.count() == 1


def test_a_forged_logout_token_ends_nothing(house: House) -> None:
    token = house.come(amara())
    with pytest.raises(NotAllowed):
        house.door.end("forged")
    assert house.who(token) == "m1"


def test_only_who_came_from_there_is_sent_there_to_sign_out(house: House) -> None:
    there = house.come(amara())
    persona = house.signing_in.enter_as("m2")
    home = "http://127.0.0.1:7860/sign-in"
    assert house.door.address_to_sign_out(there, home).startswith(f"{ISSUER}/end?")
    assert [house.door.address_to_sign_out(token, home) for token in (persona, "", "x")] == ["", "", ""]
    house.provider.is_down = True
    assert house.door.address_to_sign_out(there, home) == ""


# Settings


@pytest.mark.parametrize(
    "address", ["https://sso.example.org", "https://sso.example.org/realms/main/", "http://localhost:8080/x"]
)
def test_an_issuer_is_an_https_address_or_on_this_machine(address: str) -> None:
    assert is_issuer(address)


@pytest.mark.parametrize(
    "address",
    ["http://sso.example.org", "sso.example.org", "https://", "https://u:p@x", "https://x?y=1", "https://x#y", "https://x?",
     "ftp://x", "https://x:99999", "https://[x", "https://x y", "javascript:alert(1)", "https://é.example"],
)  # fmt: skip
def test_all_else_is_none(address: str) -> None:
    assert not is_issuer(address)


def test_groups_are_read_with_commas_or_semicolons() -> None:
    assert roles_by_group(" a=manager, b = mentor ,") == {"a": Role.MANAGER, "b": Role.MENTOR}
    assert roles_by_group("CN=x,OU=y=admin; b=peer") == {"CN=x,OU=y": Role.ADMIN, "b": Role.PEER}
    assert roles_by_group("") == {}


@pytest.mark.parametrize("said", ["a", "a=", "=admin", "a=operator", "a=Admin", "a=admin, a=mentor"])
def test_what_says_no_role_is_refused_with_a_sentence(said: str) -> None:
    with pytest.raises(ValueError, match=r"role"):
        roles_by_group(said)
