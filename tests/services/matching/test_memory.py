"""What a long-running process keeps of the records is what the records say."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR
from copilot.domain.matches import Benefit, Match, MatchRole, MatchState, Rationale
from copilot.domain.members import Member, Role
from copilot.errors import Conflict, NotFound
from copilot.services.matching.neutral.stripping import Stripper
from copilot.services.matching.scores.evidence import told_by
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.service import MatchingService
from copilot.services.matching.solving.kept_profiles import KeptProfiles
from copilot.services.matching.solving.kept_vectors import KeptVectors
from copilot.services.matching.solving.nearby import Nearby
from copilot.services.matching.solving.rules import Past
from copilot.services.matching.verbs import suggesting
from copilot.services.matching.verbs.recall import Recall, Recalled
from tests.fakes import MemoryUnitsOfWork, WordEncoder
from tests.services.matching.community import EXPERIENCE, GOALS, enrolled, homed, member, mentee, mentor

NAMES = ("Will Sharma", "Grace Li", "Ana Paris", "Mark Ng", "Jo O'Brien", "Li Wei", "Ömer Åberg", "Will Ng")
TEXTS = (
    "Grace told me that Will Ng leads well",
    "I will mark the paper in Paris with grace",
    "Worked with Ana Paris, Li Wei and J. O'Brien",
    "ÖMER taught me; Mark's team helped. Wei too",
    "Sharma and Li ran the Grace Hopper day",
)


@st.composite
def rosters(draw: st.DrawFn) -> list[Member]:
    many = draw(st.integers(1, 6))
    return [
        member(
            f"p{n}",
            Role.MENTOR,
            name=draw(st.sampled_from(NAMES)),
            experience=tuple(draw(st.lists(st.sampled_from(TEXTS), max_size=2))),
        )
        for n in draw(st.permutations(range(6)))[:many]
    ]


@settings(max_examples=120, deadline=None)
@given(st.lists(rosters(), min_size=1, max_size=4), st.integers(0, 3))
def test_kept_profiles_read_as_if_the_whole_roster_were_read_anew(
    versions: list[list[Member]], few: int
) -> None:
    kept = KeptProfiles(KeptVectors(WordEncoder()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("copilot.services.matching.solving.kept_profiles.FEW", few)
        patch.setattr("copilot.services.matching.solving.kept_profiles.MANY_RECENT", 3)
        known: dict[str, Member] = {}
        for version in versions:
            known = {each.id: known.get(each.id) if known.get(each.id) == each else each for each in version}
            everybody = tuple(known.values())
            kept.follow(Recalled(0, known, everybody, (), (), (), (), Past()))
            assert kept.is_of(everybody)
            stripper = Stripper(each.name for each in everybody)
            for each in everybody:
                assert kept.told(each) == told_by(each, stripper)


def units_with(*members: Member) -> MemoryUnitsOfWork:
    units = MemoryUnitsOfWork()
    with units() as unit:
        unit.members.add(*members)
        unit.commit()
    return units


def test_a_recall_follows_who_came_changed_and_left_and_reads_nobody_else() -> None:
    units, recall = units_with(mentee("b"), mentee("d")), Recall()
    with units.reading() as unit:
        first = recall.follow(unit)
        assert recall.follow(unit) is first
    with units() as unit:
        unit.members.add(mentee("c"), mentee("a"))
        unit.members.save(unit.members.get("d").changed(paused=True))
        unit.commit()
    with units.reading() as unit:
        second = recall.follow(unit)
        assert list(second.everybody) == unit.members.all()
        assert second.members == {each.id: each for each in second.everybody}
    assert second.members["b"] is first.members["b"]
    assert second.matches is first.matches
    assert [each.id for each in first.everybody] == ["b", "d"], "what was handed out stays as it was"
    with units() as unit:
        unit.members.remove("b")
        unit.commit()
    with units.reading() as unit:
        assert [each.id for each in recall.follow(unit).everybody] == ["a", "c", "d"]


def test_what_was_never_committed_is_never_recalled() -> None:
    units, recall = units_with(mentee("a")), Recall()
    with units() as unit:
        unit.members.add(mentee("b"))
    with units.reading() as unit:
        assert set(recall.follow(unit).members) == {"a"}


def test_vectors_are_encoded_once_and_forgotten_when_asked() -> None:
    encoder = WordEncoder()
    kept = KeptVectors(encoder)
    once = kept.encode(["one", "two", "one"])
    assert np.array_equal(kept.encode(["two", "one"]), once[[1, 0]])
    assert encoder.encoded == ["one", "two", "one"]
    kept.forget(["one"])
    assert np.array_equal(kept.encode(["one"])[0], once[0])
    assert encoder.encoded[3:] == ["one"]
    kept.forget(["two"])
    assert np.array_equal(kept.encode(["three", "two", "one"]), encoder.encode(["three", "two", "one"]))
    assert kept.encode([]).shape == (0, encoder.dimensions)


def test_where_memory_is_full_vectors_are_given_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = WordEncoder()
    kept = KeptVectors(encoder)
    monkeypatch.setattr("copilot.services.matching.solving.kept_vectors.MOST_BYTES", 10)
    assert np.array_equal(kept.encode(["one"]), kept.encode(["one"]))
    assert encoder.encoded == ["one", "one"]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> tuple[MatchingService, MemoryUnitsOfWork]:
    """A pool that counts as large: all go through the memory."""
    monkeypatch.setattr(suggesting, "LARGE_POOL", 1)
    mentors = [mentor(f"m{n}", f"{EXPERIENCE[n % 6]} {n}", skills=("sewing",)) for n in range(12)]
    return homed([mentee("e0", GOALS[0]), mentee("e1", GOALS[1]), *mentors], MatchingWeights(floor=0))


def suggested(service: MatchingService, seeker: str = "e0", programme: str = "") -> list[tuple[str, float]]:
    found = service.suggest(OPERATOR, seeker, MatchRole.MENTOR, 3, programme)
    return [(each.member, each.score) for each in found]


def anew(units: MemoryUnitsOfWork, seeker: str = "e0", programme: str = "") -> list[tuple[str, float]]:
    fresh, _ = homed([], MatchingWeights(floor=0))
    fresh._units = units
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suggesting, "LARGE_POOL", 10**6)
        return suggested(fresh, seeker, programme)


def test_suggestions_from_memory_are_those_of_reading_all_whatever_changed(
    large: tuple[MatchingService, MemoryUnitsOfWork],
) -> None:
    service, units = large
    assert suggested(service) == anew(units)
    with units() as unit:
        unit.members.add(mentee("e2", GOALS[2], name="Sewing Directors"), mentor("m90", EXPERIENCE[2]))
        unit.members.save(unit.members.get("m2").changed(paused=True))
        unit.members.remove("m0")
        unit.commit()
    for seeker in ("e0", "e1", "e2"):
        assert suggested(service, seeker) == anew(units, seeker)
    with units() as unit:
        unit.members.save(unit.members.get("m2").changed(paused=False))
        unit.members.add(mentor("m0", EXPERIENCE[0], name="Somebody Else"))
        unit.commit()
    enrolled(units, "spring", ["e0", "m0", "m1", "m2", "m3"])
    assert suggested(service, "e0", "spring") == anew(units, "e0", "spring")


def test_only_a_few_are_compared_in_full_and_the_best_are_among_them(
    large: tuple[MatchingService, MemoryUnitsOfWork], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "COMPARED", 5)
    service, units = large
    service.get_ready(MatchRole.MENTOR)
    assert [each for each, _ in suggested(service)] == [each for each, _ in anew(units)]


def test_with_too_many_unread_profiles_the_index_helps_until_the_process_is_ready(
    large: tuple[MatchingService, MemoryUnitsOfWork], monkeypatch: pytest.MonkeyPatch
) -> None:
    service, _ = large
    monkeypatch.setattr(suggesting, "READ_AT_ONCE", 3)
    asked: list[int] = []
    monkeypatch.setattr(service._index, "nearest", lambda vectors, k: asked.append(k) or [])
    before = suggested(service)
    assert asked
    asked.clear()
    service.get_ready(MatchRole.MENTOR)
    assert suggested(service) == before
    assert not asked


def test_several_threads_may_ask_while_the_community_changes(
    large: tuple[MatchingService, MemoryUnitsOfWork],
) -> None:
    service, units = large

    def ask(n: int) -> int:
        return len(suggested(service, f"e{n % 2}"))

    with ThreadPoolExecutor(4) as workers:
        answers = [workers.submit(ask, n) for n in range(40)]
        for n in range(10):
            with units() as unit:
                unit.members.add(mentor(f"n{n}", EXPERIENCE[n % 6]))
                unit.commit()
    assert {answer.result() for answer in answers} == {3}
    assert suggested(service) == anew(units)


def test_who_joins_while_a_question_is_answered_is_left_to_the_next(
    large: tuple[MatchingService, MemoryUnitsOfWork], monkeypatch: pytest.MonkeyPatch
) -> None:
    service, units = large
    suggested(service)
    nearest, joining = Nearby.nearest, [mentor("n0", EXPERIENCE[0])]

    def while_somebody_joins(nearby: Nearby, *asked: Any) -> list[str]:
        if joining:
            with units() as unit:
                unit.members.add(joining.pop())
                unit.commit()
            with ThreadPoolExecutor(1) as another:
                another.submit(suggested, service, "e1").result()
        return nearest(nearby, *asked)

    monkeypatch.setattr(Nearby, "nearest", while_somebody_joins)
    assert len(suggested(service)) == 3
    assert suggested(service) == anew(units)


def decided(units: MemoryUnitsOfWork, n: int, seeker: str, partner: str, state: MatchState) -> None:
    rationale = Rationale(benefit=Benefit(seeker="learns", partner="is asked"))
    with units() as unit:
        unit.matches.add(
            Match(
                id=f"x{n}", seeker=seeker, partner=partner, role=MatchRole.MENTOR, state=state, score=0.5,
                rationale=rationale, created=datetime(2026, 3, 2, tzinfo=UTC),
            )
        )  # fmt: skip
        unit.commit()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_a_what_if_after_each_decision_is_that_of_solving_anew(seed: int) -> None:
    chance = Random(seed)
    mentees = [mentee(f"e{n}", *chance.sample(GOALS, 2)) for n in range(7)]
    mentors = [
        mentor(f"m{n}", *chance.sample(EXPERIENCE, 2), capacity=chance.randint(1, 2)) for n in range(4)
    ]
    service, units = homed([*mentees, *mentors], MatchingWeights(floor=0))
    for n in range(4):
        seeker, partner = f"e{chance.randrange(7)}", f"m{chance.randrange(4)}"
        fresh, _ = homed([], MatchingWeights(floor=0))
        fresh._units = units
        try:
            expected = fresh.what_if(OPERATOR, seeker, partner, MatchRole.MENTOR)
        except (Conflict, NotFound) as refused:
            with pytest.raises(type(refused)):
                service.what_if(OPERATOR, seeker, partner, MatchRole.MENTOR)
        else:
            answer = service.what_if(OPERATOR, seeker, partner, MatchRole.MENTOR)
            assert (answer.total_before, answer.cost) == (expected.total_before, expected.cost)
        state = chance.choice([MatchState.APPROVED, MatchState.DECLINED, MatchState.PROPOSED])
        decided(units, n, f"e{chance.randrange(7)}", f"m{chance.randrange(4)}", state)
