"""Personal tokens: shown once, never more than their member may, and dead the moment they should be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.accounts import Account
from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Programme
from copilot.domain.tokens import MOST_TOKENS, PREFIX, MadeToken, TokenScope
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound, Unavailable
from copilot.ports import UnitsOfWork
from copilot.services.accounts.waits import TRIES_OF_A_CLIENT
from copilot.services.policy import Action, Policy
from copilot.services.tokens.allowed import CLOSED, OPEN, actions_of
from copilot.services.tokens.entering import BadToken, TokenEntry
from copilot.services.tokens.service import TokensService
from tests.fakes import FixedClock, MemoryUnitsOfWork

AMARA = Asker(member="m1", roles=frozenset({Role.MENTEE}))
BO = Asker(member="m2", roles=frozenset({Role.MANAGER, Role.ADMIN}), manages=frozenset({"p1"}))
MEMBERS = (
    Member(id="m1", name="Amara Okafor", roles=frozenset({Role.MENTEE})),
    Member(id="m2", name="Bo Lindqvist", roles=frozenset({Role.MANAGER, Role.ADMIN})),
)
scopes = st.frozensets(st.sampled_from(TokenScope), min_size=1)


@dataclass
class House:
    """Tokens over one store."""

    units: UnitsOfWork
    tokens: TokensService
    entry: TokenEntry
    clock: FixedClock

    def make(self, *scopes: str, asker: Asker = AMARA, days: int = 90) -> MadeToken:
        return self.tokens.add(asker, asker.member, "my assistant", scopes or ("read",), days)

    def lines(self) -> list[tuple[str, str, str]]:
        with self.units.reading() as unit:
            return [(one.by, one.verb, one.record) for one in unit.audit_log.all(kind="token")]


@pytest.fixture
def house() -> House:
    units, clock = MemoryUnitsOfWork(), FixedClock()
    kept: UnitsOfWork = units  # type: ignore[assignment]
    with kept() as unit:
        unit.members.add(*MEMBERS)
        day = clock.now().date()
        unit.programmes.add(
            Programme(id="p1", name="Spring", starts=day, ends=day + timedelta(9), managers=frozenset({"m2"}))
        )
        unit.commit()
    return House(kept, TokensService(kept, Policy(), clock), TokenEntry(kept, clock), clock)


# Making and showing


def test_the_secret_is_long_starts_with_what_scanners_look_for_and_is_kept_nowhere(house: House) -> None:
    made = house.make()
    assert re.fullmatch(r"mentoring_[A-Za-z0-9_-]{43}", made.secret)
    with house.units.reading() as unit:
        [kept] = unit.personal_tokens.all()
        log = unit.audit_log.all()
    assert made.secret not in kept.model_dump_json() + "".join(line.model_dump_json() for line in log)
    assert made.secret not in repr(made)
    assert "secret" not in house.tokens.of(AMARA, "m1")[0].model_dump()


def test_a_token_lasts_ninety_days_unless_said_otherwise_and_a_year_at_most(house: House) -> None:
    assert house.make().expires - house.clock.now() == timedelta(days=90)
    assert house.make(days=365).expires - house.clock.now() == timedelta(days=365)
    for days in (0, -1, 366):
        with pytest.raises(BadInput, match="lasts from 1 to 365 days"):
            house.make(days=days)


def test_a_token_is_for_reading_unless_said_otherwise(house: House) -> None:
    assert house.tokens.add(AMARA, "m1", "my assistant").scopes == (TokenScope.READ,)


@pytest.mark.parametrize("named", ["", "  \n ", "\x00", "x" * 81])
def test_a_token_needs_a_name(house: House, named: str) -> None:
    with pytest.raises(BadInput, match="name"):
        house.tokens.add(AMARA, "m1", named)


@pytest.mark.parametrize("asked", [[], ["root"], ["read", "everything"]])
def test_a_token_needs_scopes_that_exist(house: House, asked: list[str]) -> None:
    with pytest.raises(BadInput, match="Choose of ask, read, write, chat, manage"):
        house.tokens.add(AMARA, "m1", "mine", asked)


def test_twenty_tokens_work_at_a_time_and_a_revoked_one_makes_room(house: House) -> None:
    made = [house.make() for _ in range(MOST_TOKENS)]
    with pytest.raises(Conflict, match="20 tokens"):
        house.make()
    house.tokens.revoke(AMARA, made[0].token)
    assert house.make().state == "works"


def test_what_has_ended_long_ago_is_forgotten_when_another_is_made(house: House) -> None:
    old = house.make(days=1)
    house.clock.move(timedelta(days=30))
    assert [one.state for one in house.tokens.of(AMARA, "m1")] == ["expired"]
    house.clock.move(timedelta(days=62))
    fresh = house.make()
    assert [one.token for one in house.tokens.of(AMARA, "m1")] == [fresh.token]
    assert old.token != fresh.token


def test_nobody_makes_a_token_for_somebody_else(house: House) -> None:
    for asker in (BO, OPERATOR, Asker()):
        with pytest.raises(NotAllowed):
            house.tokens.add(asker, "m1", "not hers")


def test_an_admin_may_see_that_a_token_is_there_and_take_it_away_and_others_may_not(house: House) -> None:
    hers, his = house.make(), house.make(asker=BO)
    assert house.tokens.of(BO, "m1")[0].token == hers.token
    with pytest.raises(NotAllowed):
        house.tokens.of(AMARA, "m2")
    with pytest.raises(NotFound, match="You have no such token"):
        house.tokens.revoke(AMARA, his.token)
    assert house.tokens.revoke(BO, hers.token).state == "revoked"


def test_who_finds_a_secret_can_have_it_ended_by_the_secret_itself(house: House) -> None:
    made = house.make()
    assert house.tokens.revoke(OPERATOR, made.secret).token == made.token
    with pytest.raises(NotFound) as told:
        house.tokens.revoke(AMARA, "mentoring_something_else")
    assert "something_else" not in str(told.value)


def test_making_and_revoking_stand_in_the_log_once_each(house: House) -> None:
    made = house.make()
    house.tokens.revoke(AMARA, made.token)
    house.tokens.revoke(AMARA, made.token)
    assert sorted(house.lines()) == [("m1", "make", made.token), ("m1", "revoke", made.token)]


# Entering


def test_who_enters_is_the_member_and_the_day_is_noted(house: House) -> None:
    made = house.make()
    entered = house.entry.enter(made.secret)
    assert (entered.asker.member, entered.token) == ("m1", made.token)
    [shown] = house.tokens.of(AMARA, "m1")
    assert shown.used == house.clock.now().date()


def test_the_day_is_written_once_a_day_and_a_busy_home_lets_in_all_the_same(house: House) -> None:
    made = house.make()
    house.entry.enter(made.secret)
    with house.units.reading() as unit:
        before = unit.personal_tokens.get(made.token).revision
    house.entry.enter(made.secret)
    house.clock.move(timedelta(days=1))
    with house.units() as unit:  # somebody else writes
        assert house.entry.enter(made.secret).asker.member == "m1"
        assert unit.personal_tokens.get(made.token).revision == before


@pytest.mark.parametrize(
    "wrong", ["", "mentoring_", "mentoring_" + "A" * 43, "Bearer x", "é" * 500, "\ud800"]
)
def test_what_is_no_token_lets_nobody_in(house: House, wrong: str) -> None:
    house.make()
    with pytest.raises(BadToken):
        house.entry.enter(wrong)


def test_a_revoked_token_is_dead_at_once_in_every_process(house: House) -> None:
    made = house.make()
    elsewhere = TokenEntry(house.units, house.clock)
    elsewhere.enter(made.secret)
    house.tokens.revoke(AMARA, made.token)
    with pytest.raises(BadToken, match="has ended"):
        elsewhere.enter(made.secret)


def test_a_token_ends_on_its_day(house: House) -> None:
    made = house.make(days=1)
    house.clock.move(timedelta(days=1) - timedelta(seconds=1))
    house.entry.enter(made.secret)
    house.clock.move(timedelta(seconds=1))
    with pytest.raises(BadToken, match="has ended"):
        house.entry.enter(made.secret)


def test_the_tokens_of_who_is_kept_out_or_gone_are_dead(house: House) -> None:
    made = house.make()
    with house.units() as unit:
        unit.accounts.add(Account(id="m1", locked=True, created=house.clock.now()))
        unit.commit()
    with pytest.raises(BadToken, match="account is closed"):
        house.entry.enter(made.secret)
    with house.units() as unit:
        unit.accounts.remove("m1")
        unit.members.remove("m1")
        unit.commit()
    with pytest.raises(BadToken):
        house.entry.enter(made.secret)


def test_who_tries_many_wrong_tokens_waits_and_a_right_one_is_let_in(house: House) -> None:
    made = house.make()
    for n in range(TRIES_OF_A_CLIENT):
        with pytest.raises(BadToken):
            house.entry.enter(f"{PREFIX}{n}", "192.0.2.1")
    with pytest.raises(Unavailable, match="Too many wrong tokens") as told:
        house.entry.enter(f"{PREFIX}another", "192.0.2.1")
    assert 0 < int(str(told.value.detail["seconds"])) <= 30
    assert house.entry.enter(made.secret, "192.0.2.1").asker.member == "m1"
    with pytest.raises(BadToken):
        house.entry.enter(f"{PREFIX}another", "192.0.2.2")


def test_an_assistant_that_keeps_asking_with_an_ended_token_slows_nobody_down(house: House) -> None:
    made = house.make()
    house.tokens.revoke(AMARA, made.token)
    for _ in range(TRIES_OF_A_CLIENT + 5):
        with pytest.raises(BadToken):
            house.entry.enter(made.secret, "192.0.2.1")


# What a token may be used for


def test_every_action_is_either_open_to_a_scope_or_closed_to_tokens() -> None:
    assert set(OPEN) | CLOSED == set(Action), "say in services/tokens/allowed.py what a token may do of it"
    assert set(OPEN) & CLOSED == set()


@given(scopes)
def test_no_scopes_open_what_is_closed(held: frozenset[TokenScope]) -> None:
    assert not actions_of(held) & CLOSED


@given(scopes, st.sampled_from(TokenScope))
def test_another_scope_never_takes_anything_away(held: frozenset[TokenScope], more: TokenScope) -> None:
    assert actions_of(held) <= actions_of(held | {more})


@given(scopes, st.sampled_from(Action), st.sampled_from(["m1", "m2"]), st.sampled_from(["", "p1", "p2"]))
def test_a_token_never_does_more_than_its_member(
    held: frozenset[TokenScope], action: Action, owner: str, programme: str
) -> None:
    units, clock, policy = MemoryUnitsOfWork(), FixedClock(), Policy()
    kept: UnitsOfWork = units  # type: ignore[assignment]
    with kept() as unit:
        unit.members.add(*MEMBERS)
        unit.commit()
    made = TokensService(kept, policy, clock).add(BO, "m2", "mine", held)
    narrowed = TokenEntry(kept, clock).enter(made.secret).asker
    if policy.allows(narrowed, action, owners={owner}, programme=programme):
        assert policy.allows(BO, action, owners={owner}, programme=programme)


def test_without_manage_a_manager_and_admin_is_one_of_many(house: House) -> None:
    plain = house.entry.enter(house.make("write", "chat", asker=BO).secret).asker
    assert (plain.manages, plain.roles) == (frozenset(), frozenset())
    whole = house.entry.enter(house.make("manage", asker=BO).secret).asker
    assert (whole.manages, whole.roles) == (frozenset({"p1"}), BO.roles)


def test_a_token_makes_no_token(house: House) -> None:
    entered = house.entry.enter(house.make(*TokenScope).secret)
    with pytest.raises(NotAllowed, match="This token may not make personal tokens"):
        house.tokens.add(entered.asker, "m1", "another")
    [hers] = house.tokens.of(AMARA, "m1")
    with pytest.raises(NotFound):
        house.tokens.revoke(entered.asker, hers.token)


@pytest.mark.parametrize(
    ("held", "action", "may"),
    [
        ("ask", Action.GUIDES_READ, True),
        ("ask", Action.PROFILE_READ, False),
        ("read", Action.GUIDES_READ, True),
        ("read", Action.NOTES_READ, True),
        ("read", Action.GOALS_WRITE, False),
        ("read", Action.CHAT_READ, False),
        ("write", Action.NOTES_READ, True),
        ("write", Action.MATCHES_REVIEW, False),
        ("manage", Action.MATCHES_READ, True),
        ("manage", Action.MATCHES_REVIEW, False),
    ],
)
def test_a_scope_is_what_its_name_says(held: str, action: Action, may: bool) -> None:
    assert (action in actions_of(frozenset({TokenScope(held)}))) is may
