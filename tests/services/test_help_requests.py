"""A hand with one thing: who sees it, whose offer is taken, and what happens when its last day is over."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.help_requests import HelpRequest
from copilot.domain.members import Role
from copilot.errors import BadInput, Conflict, CopilotError, NotAllowed, NotFound
from copilot.services.help_requests.limits import FURTHEST, MOST_OFFERS, MOST_OPEN, MOST_SUGGESTIONS
from copilot.services.help_requests.service import HelpRequestsService
from copilot.services.moments import MomentsService
from copilot.services.policy import Policy
from tests.fakes import FixedClock
from tests.services.matching.community import enrolled, homed, member, mentor

ADA, INGRID, KOFI, EVE = (Asker(member=each) for each in ("ada", "ingrid", "kofi", "eve"))
MANAGER = Asker(member="mia", roles=frozenset({Role.MANAGER}), manages=frozenset({"spring"}))
ADMIN = Asker(member="eve", roles=frozenset({Role.ADMIN}))
TALK = "Could someone look over my talk on Thursday?"
DAY = timedelta(days=1)


class Home:
    """Somebody who asks, three who could help, a manager, and a clock that can move."""

    def __init__(self, **of_ada: object) -> None:
        self.matching, self.units = homed(
            [
                member("ada", Role.MENTEE, name="Ada Moreau", **of_ada),
                mentor("ingrid", "My talk on a stage", name="Ingrid Solheim"),
                mentor("kofi", "Looked over budgets", "Gave my talk on Thursday", name="Kofi Mensah"),
                member("eve", Role.PEER, skills=("cooking", "my own talk"), name="Eve Novak"),
                member("mia", Role.MANAGER, name="Mia Roth"),
            ]
        )
        self.clock = FixedClock()
        self.matching._clock = self.clock
        policy = Policy()
        self.moments = MomentsService(self.units, policy, self.clock)
        self.requests = HelpRequestsService(
            self.units, policy, self.clock, self.moments, lambda: self.matching
        )

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def asked(self, *, days: int = 3, **more: object) -> str:
        return self.requests.ask(ADA, TALK, by=self.today + days * DAY, **more).id  # type: ignore[arg-type]  # as given

    def kept(self, request: str) -> HelpRequest:
        with self.units() as unit:
            return unit.help_requests.get(request)

    def change(self, member_id: str, **fields: object) -> None:
        with self.units() as unit:
            unit.members.save(unit.members.get(member_id).changed(**fields))
            unit.commit()


@pytest.fixture
def home() -> Home:
    return Home()


# Asking
def test_a_request_is_open_to_everybody_and_the_most_urgent_stands_first(home: Home) -> None:
    later, sooner = home.asked(days=9), home.asked(days=1)
    for asker in (ADA, INGRID, EVE, MANAGER, OPERATOR):
        assert [each.id for each in home.requests.every(asker)] == [sooner, later]


def test_what_is_asked_is_kept_without_margins_and_without_what_no_database_keeps(home: Home) -> None:
    asked = home.requests.ask(ADA, "  A talk\x00? ", by=home.today, details=" Ten slides ", minutes=15)
    assert (asked.text, asked.details, asked.minutes, asked.state) == ("A talk?", "Ten slides", 15, "open")


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"text": "  "}, "text"),
        ({"text": "\x00"}, "text"),
        ({"text": "x" * 1_001}, "text"),
        ({"details": "x" * 4_001}, "details"),
        ({"minutes": 4}, "minutes"),
        ({"minutes": 241}, "minutes"),
    ],
)
def test_texts_and_times_have_limits(home: Home, given: dict[str, object], place: str) -> None:
    with pytest.raises(BadInput) as refusal:
        home.requests.ask(ADA, **{"text": TALK, "by": home.today, **given})  # type: ignore[arg-type]  # wrong on purpose
    assert (refusal.value.place, bool(refusal.value.cure)) == (place, True)
    assert home.requests.every(ADA) == []


def test_the_last_day_is_neither_past_nor_far_away(home: Home) -> None:
    for by in (home.today - DAY, home.today + FURTHEST + DAY, date.min, date.max):
        with pytest.raises(BadInput) as refusal:
            home.requests.ask(ADA, TALK, by=by)
        assert refusal.value.place == "by"
    assert home.requests.ask(ADA, TALK, by=home.today).state == "open"
    assert home.requests.ask(ADA, TALK, by=home.today + FURTHEST).state == "open"


def test_three_are_open_at_once_and_a_closed_one_makes_room(home: Home) -> None:
    first, *_ = [home.asked() for _ in range(MOST_OPEN)]
    with pytest.raises(Conflict, match="3 of your requests are open"):
        home.asked()
    home.requests.withdraw(ADA, first)
    assert home.asked()


def test_the_operator_asks_and_offers_nothing(home: Home) -> None:
    request = home.asked()
    for attempt in (
        lambda: home.requests.ask(OPERATOR, TALK, by=home.today),
        lambda: home.requests.offer(OPERATOR, request),
        lambda: home.requests.take(OPERATOR, request),
        lambda: home.requests.suggest(OPERATOR, request),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_nobody_who_is_not_signed_in_sees_or_does_anything(home: Home) -> None:
    request = home.asked()
    for attempt in (
        lambda: home.requests.every(Asker()),
        lambda: home.requests.show(Asker(), request),
        lambda: home.requests.ask(Asker(), TALK, by=home.today),
        lambda: home.requests.offer(Asker(), request),
    ):
        with pytest.raises(NotAllowed):
            attempt()


# Who sees
@pytest.fixture
def spring(home: Home) -> Home:
    enrolled(home.units, "spring", ["ada", "ingrid"], ["mia"])
    return home


def test_a_programmes_request_is_seen_by_those_who_take_part_and_by_nobody_else(spring: Home) -> None:
    request = spring.asked(programme="spring")
    assert spring.requests.show(INGRID, request).text == TALK
    for asker in (KOFI, MANAGER, ADMIN):
        assert spring.requests.every(asker) == []
        with pytest.raises(NotFound) as refusal:
            spring.requests.offer(asker, request)
        with pytest.raises(NotFound) as of_none:
            spring.requests.offer(asker, "h-none")
        assert refusal.value.message == of_none.value.message
    assert [each.id for each in spring.requests.every(OPERATOR)] == [request]


def test_who_takes_no_part_in_a_programme_asks_nobody_in_it(spring: Home) -> None:
    for programme in ("spring", "nowhere"):
        with pytest.raises(NotFound, match="no such programme"):
            spring.requests.ask(KOFI, TALK, by=spring.today, programme=programme)


def test_who_offered_and_then_left_the_programme_still_sees_what_she_offered(spring: Home) -> None:
    request = spring.asked(programme="spring")
    spring.requests.offer(INGRID, request)
    with spring.units() as unit:
        left = unit.enrolments.get("spring-ingrid")
        unit.enrolments.save(left.changed(state="left"))
        unit.commit()
    assert spring.requests.show(INGRID, request).offers


def test_offers_are_for_her_who_asked_and_each_sees_her_own(home: Home) -> None:
    request = home.asked()
    home.requests.offer(INGRID, request, "Tonight?")
    home.requests.offer(KOFI, request, "Tomorrow.")
    assert [each.words for each in home.requests.show(ADA, request).offers] == ["Tonight?", "Tomorrow."]
    assert [each.words for each in home.requests.show(KOFI, request).offers] == ["Tomorrow."]
    for asker in (EVE, MANAGER, ADMIN, OPERATOR):
        assert home.requests.show(asker, request).offers == ()


def test_whose_offer_was_taken_and_the_thanks_are_known_to_the_two_alone(home: Home) -> None:
    request = home.asked()
    home.requests.offer(INGRID, request)
    home.requests.offer(KOFI, request)
    home.requests.take(ADA, request, "ingrid")
    assert home.requests.show(INGRID, request).helper == "ingrid"
    home.requests.done(ADA, request, thanks="You saved me.")
    seen = home.requests.show(KOFI, request)
    assert (seen.helper, seen.thanks) == ("", "")
    assert home.requests.show(INGRID, request).thanks == "You saved me."


def _done(home: Home) -> str:
    request = home.asked(details="My slides are a mess.")
    for helper in (INGRID, KOFI):
        home.requests.offer(helper, request)
    home.requests.take(ADA, request, "ingrid")
    home.requests.done(ADA, request)
    return request


def _withdrawn(home: Home) -> str:
    request = home.asked(details="My boss may not know.")
    for helper in (INGRID, KOFI):
        home.requests.offer(helper, request)
    home.requests.withdraw(ADA, request)
    return request


def _expired(home: Home) -> str:
    request = home.asked(days=0, details="My last chance.")
    for helper in (INGRID, KOFI):
        home.requests.offer(helper, request)
    home.clock.move(DAY)
    return request


@pytest.mark.parametrize("ended", [_done, _withdrawn, _expired])
def test_what_is_over_is_read_by_those_alone_who_had_a_part_in_it(
    home: Home, ended: Callable[[Home], str]
) -> None:
    request = ended(home)
    state = home.requests.show(ADA, request).state
    for asker in (ADA, INGRID, KOFI):
        assert [each.id for each in home.requests.every(asker, states={state})] == [request]
    with pytest.raises(NotFound) as of_none:
        home.requests.show(EVE, "h-none")
    for asker in (EVE, MANAGER, OPERATOR):
        assert home.requests.every(asker, states={state}) == []
        with pytest.raises(NotFound) as refusal:
            home.requests.show(asker, request)
        assert refusal.value.message == of_none.value.message


# Offering and taking
def test_nobody_offers_to_herself_or_twice(home: Home) -> None:
    request = home.asked()
    with pytest.raises(BadInput, match="to herself"):
        home.requests.offer(ADA, request)
    home.requests.offer(INGRID, request)
    with pytest.raises(Conflict, match="offered already"):
        home.requests.offer(INGRID, request, "Again")
    assert len(home.kept(request).offers) == 1


def test_an_offer_that_is_too_long_is_refused(home: Home) -> None:
    request = home.asked()
    with pytest.raises(BadInput):
        home.requests.offer(INGRID, request, "x" * 1_001)
    assert home.kept(request).offers == ()


def test_offers_after_one_is_taken_are_refused(home: Home) -> None:
    request = home.asked()
    home.requests.offer(INGRID, request)
    assert home.requests.take(ADA, request).helper == "ingrid"
    with pytest.raises(Conflict, match="helping with this already"):
        home.requests.offer(KOFI, request)


def test_nobody_chooses_from_more_offers_than_can_be_read(home: Home) -> None:
    request = home.asked()
    for n in range(MOST_OFFERS):
        home.requests.offer(Asker(member=f"x{n}"), request)
    with pytest.raises(Conflict, match="50 people"):
        home.requests.offer(KOFI, request)


def test_an_offer_is_taken_by_her_who_asked_alone(home: Home) -> None:
    request = home.asked()
    home.requests.offer(INGRID, request)
    for asker in (INGRID, KOFI, MANAGER, ADMIN, OPERATOR):
        with pytest.raises(NotAllowed):
            home.requests.take(asker, request, "ingrid")


def test_only_an_offer_that_was_made_is_taken(home: Home) -> None:
    request = home.asked()
    with pytest.raises(Conflict, match="Nobody has offered yet"):
        home.requests.take(ADA, request)
    home.requests.offer(INGRID, request)
    home.requests.offer(KOFI, request)
    with pytest.raises(NotFound, match="eve has not offered"):
        home.requests.take(ADA, request, "eve")
    with pytest.raises(BadInput, match="Several have offered"):
        home.requests.take(ADA, request)


def test_who_steps_back_leaves_the_request_open_for_others(home: Home) -> None:
    request = home.asked()
    home.requests.offer(INGRID, request)
    home.requests.take(ADA, request)
    assert home.requests.step_back(INGRID, request).state == "open"
    assert (home.kept(request).helper, home.kept(request).offers) == ("", ())
    home.requests.offer(KOFI, request)
    with pytest.raises(NotFound, match="offered nothing"):
        home.requests.step_back(EVE, request)


# Its end
def test_thanks_become_a_moment_only_if_the_asker_says_so(home: Home) -> None:
    for as_moment in (False, True):
        request = home.asked()
        home.requests.offer(INGRID, request)
        home.requests.take(ADA, request)
        kept, moment = home.requests.done(
            ADA, request, thanks="You cut it to eight slides.", as_moment=as_moment
        )
        assert (kept.state, bool(moment)) == ("done", as_moment)
    (logged,) = home.moments.of(INGRID, "ingrid")
    assert (logged.by, logged.behaviour, logged.public) == ("ada", "You cut it to eight slides.", False)
    assert TALK in logged.situation


def test_a_moment_wants_words_and_thanks_have_a_limit(home: Home) -> None:
    request = home.asked()
    home.requests.offer(INGRID, request)
    home.requests.take(ADA, request)
    with pytest.raises(BadInput, match="needs your words"):
        home.requests.done(ADA, request, as_moment=True)
    with pytest.raises(BadInput):
        home.requests.done(ADA, request, thanks="x" * 1_001, as_moment=True)
    assert home.kept(request).state == "taken"
    assert home.moments.of(INGRID, "ingrid") == []


def test_a_helper_who_has_left_is_thanked_without_a_moment(home: Home) -> None:
    request = home.asked()
    home.requests.offer(INGRID, request)
    home.requests.take(ADA, request)
    with home.units() as unit:
        unit.members.remove("ingrid")
        unit.commit()
    with pytest.raises(Conflict, match="has left"):
        home.requests.done(ADA, request, thanks="Thank you", as_moment=True)
    assert home.requests.done(ADA, request)[0].state == "done"


def test_what_nobody_took_is_not_done(home: Home) -> None:
    with pytest.raises(Conflict, match="Nobody has taken this on"):
        home.requests.done(ADA, home.asked())


def _taken(home: Home) -> str:
    request = home.asked()
    home.requests.offer(INGRID, request)
    home.requests.take(ADA, request)
    return request


def test_what_is_over_stays_so(home: Home) -> None:
    withdrawn, done = home.asked(), _taken(home)
    home.requests.withdraw(ADA, withdrawn)
    home.requests.done(ADA, done)
    steps: tuple[Callable[[str], object], ...] = (
        lambda request: home.requests.withdraw(ADA, request),
        lambda request: home.requests.done(ADA, request),
        lambda request: home.requests.take(ADA, request),
        lambda request: home.requests.offer(KOFI, request),
    )
    for request in (withdrawn, done):
        before = home.kept(request)
        for step in steps:
            with pytest.raises((Conflict, NotFound)):
                step(request)
        assert home.kept(request) == before


def test_a_request_expires_by_itself_when_its_last_day_is_over(home: Home) -> None:
    request = home.asked(days=1)
    home.requests.offer(KOFI, request)
    home.clock.move(DAY)
    assert home.requests.show(INGRID, request).state == "open"
    home.clock.move(DAY)
    assert home.requests.show(KOFI, request).state == "expired"
    assert home.requests.every(INGRID) == []
    assert [each.id for each in home.requests.every(ADA, states={"expired"})] == [request]
    with pytest.raises(Conflict, match="last day of this request is over"):
        home.requests.offer(KOFI, request)
    with pytest.raises(NotFound):
        home.requests.offer(INGRID, request)
    assert home.kept(request).state == "open", "reading writes nothing"
    home.asked()
    assert home.kept(request).state == "expired", "the next write settles it"


def test_what_has_expired_takes_no_room(home: Home) -> None:
    for _ in range(MOST_OPEN):
        home.asked(days=0)
    home.clock.move(DAY)
    assert home.asked()


def test_a_request_that_is_taken_does_not_expire_under_the_hands_of_the_two(home: Home) -> None:
    request = _taken(home)
    home.clock.move(30 * DAY)
    assert home.requests.show(ADA, request).state == "taken"
    assert home.requests.done(ADA, request, thanks="Late thanks")[0].state == "done"


def test_a_clock_that_goes_backwards_does_no_harm(home: Home) -> None:
    request = home.asked(days=2)
    home.clock.move(5 * DAY)
    home.asked(days=2)
    assert home.kept(request).state == "expired"
    home.clock.move(-5 * DAY)
    assert home.requests.show(INGRID, request).state == "open"
    home.requests.offer(INGRID, request)
    assert (home.kept(request).state, home.kept(request).closed) == ("open", None)
    home.clock.move(-400 * DAY)
    assert home.requests.take(ADA, request).state == "taken"


def test_the_last_day_is_hers_who_asks_wherever_she_lives() -> None:
    home = Home(time_zone="America/Los_Angeles")
    home.clock.move(datetime(2026, 3, 3, 5, tzinfo=UTC) - home.clock.now())  # still the 2nd in Los Angeles
    request = home.requests.ask(ADA, TALK, by=date(2026, 3, 2)).id
    assert home.requests.show(INGRID, request).state == "open"
    home.clock.move(timedelta(hours=3))
    assert home.requests.show(ADA, request).state == "expired"


# Who could help
def test_who_could_help_is_named_with_her_own_words(home: Home) -> None:
    found = home.requests.suggest(ADA, home.asked())
    assert found[0].member == "kofi"
    with home.units() as unit:
        for each in found:
            profile = unit.members.get(each.member).profile
            said = (*profile.experience, *profile.skills, profile.headline)
            assert any(each.citation.quote in text for text in said)
            assert each.citation.member == each.member
    assert next(each for each in found if each.member == "eve").citation.field == "skills[1]"


def test_nobody_paused_vetoed_asked_or_offering_is_named(home: Home) -> None:
    request = home.asked()
    home.change("ingrid", paused=True)
    home.change("kofi", vetoes=frozenset({"ada"}))
    assert [each.member for each in home.requests.suggest(ADA, request)] == ["eve"]
    home.requests.offer(EVE, request)
    assert home.requests.suggest(ADA, request) == []
    home.change("kofi", vetoes=frozenset())
    home.change("ada", vetoes=frozenset({"kofi"}))
    assert home.requests.suggest(ADA, request) == []


@pytest.mark.parametrize("roles", [{Role.MENTEE}, {Role.MANAGER}, {Role.ADMIN, Role.MENTEE}])
def test_who_only_seeks_or_runs_the_house_is_neither_searched_nor_quoted(
    home: Home, roles: set[Role]
) -> None:
    home.change("kofi", roles=frozenset(roles))
    assert {each.member for each in home.requests.suggest(ADA, home.asked())} == {"ingrid", "eve"}


def test_who_takes_nobody_on_is_not_named(home: Home) -> None:
    home.change("kofi", capacity=0)
    home.change("ingrid", capacity=1)
    assert {each.member for each in home.requests.suggest(ADA, home.asked())} == {"ingrid", "eve"}


def test_a_member_is_told_ten_times_a_day_and_again_tomorrow(home: Home) -> None:
    request = home.asked(days=9)
    with pytest.raises(BadInput):
        home.requests.suggest(ADA, request, 6)
    for _ in range(MOST_SUGGESTIONS):
        assert home.requests.suggest(ADA, request)
    home.requests.withdraw(ADA, request)
    with pytest.raises(Conflict, match="10 times within a day"):
        home.requests.suggest(ADA, home.asked(days=9))
    of_kofi = home.requests.ask(KOFI, TALK, by=home.today).id
    assert home.requests.suggest(KOFI, of_kofi)
    home.clock.move(DAY)
    assert home.requests.suggest(ADA, home.asked())


def test_a_name_in_a_request_finds_nobody_by_it(home: Home) -> None:
    asked = home.requests.ask(ADA, "Could Kofi look at a soufflé with me?", by=home.today)
    with_another = home.requests.ask(ADA, "Could Ingrid look at a soufflé with me?", by=home.today)
    assert home.requests.suggest(ADA, asked.id) == home.requests.suggest(ADA, with_another.id)


def test_in_a_programme_only_its_people_are_named(spring: Home) -> None:
    assert {each.member for each in spring.requests.suggest(ADA, spring.asked(programme="spring"))} == {
        "ingrid"
    }


def test_who_has_no_language_in_common_is_not_named(home: Home) -> None:
    home.change(
        "ada",
        profile=home.units.tables["members"]["ada"].profile.model_copy(update={"languages": ("Polish",)}),
    )
    kofi = home.units.tables["members"]["kofi"].profile.model_copy(update={"languages": ("Twi",)})
    home.change("kofi", profile=kofi)
    assert "kofi" not in {each.member for each in home.requests.suggest(ADA, home.asked())}


@pytest.mark.parametrize("k", [0, -1, 6])
def test_at_most_five_are_named(home: Home, k: int) -> None:
    with pytest.raises(BadInput):
        home.requests.suggest(ADA, home.asked(), k)


def test_suggestions_are_hers_who_asked(home: Home) -> None:
    request = home.asked()
    for asker in (KOFI, MANAGER, ADMIN):
        with pytest.raises(NotAllowed):
            home.requests.suggest(asker, request)


def test_nothing_private_stands_in_the_log(home: Home) -> None:
    request = home.asked()
    home.requests.suggest(ADA, request)
    home.requests.offer(INGRID, request)
    home.requests.take(ADA, request)
    home.requests.done(ADA, request, thanks="Between us")
    with home.units() as unit:
        (line,) = unit.audit_log.all()
    assert (line.by, line.verb, line.record) == ("ada", "suggest", request)
    assert (line.reason, line.detail) == ("", {})


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "offer", "take", "done", "withdraw", "step_back", "move"]),
        st.sampled_from([ADA, INGRID, KOFI, EVE]),
        st.integers(0, 5),
    ),
    max_size=25,
)


@given(STEPS)
@settings(max_examples=60)
def test_whatever_happens_each_request_stays_as_it_may_be(steps: list[tuple[str, Asker, int]]) -> None:
    home, ids = Home(), [""]
    for verb, asker, n in steps:
        with suppress(CopilotError):
            if verb == "move":
                home.clock.move((n - 2) * DAY)
            elif verb == "ask":
                ids.append(home.requests.ask(asker, TALK, by=home.today + n * DAY).id)
            else:
                getattr(home.requests, verb)(asker, ids[n % len(ids)])
    with home.units() as unit:
        for each in unit.help_requests.all():
            offering = [offer.member for offer in each.offers]
            assert len(set(offering)) == len(offering)
            assert each.member not in offering
            assert (each.helper in offering) == bool(each.helper)
            assert bool(each.helper) or each.state not in {"taken", "done"}
            assert (each.closed is None) == (each.state in {"open", "taken"})
