"""What the sample community has learnt: some part way, one finished, all of it before today."""

from __future__ import annotations

from copilot.demo.learning import ANSWERS, COURSES, MIRRORS, keep_learning
from copilot.domain.members import Member, Profile, Role
from copilot.services.learning.shelf import shipped_shelf
from copilot.services.learning.standing import guides_of, track_standing, tracks_of
from knowledge.exercises import exercise
from knowledge.readiness import questionnaires
from tests.fakes import FixedClock
from tests.fakes.records import MemoryUnitsOfWork

NOW = FixedClock().now()


def kept() -> MemoryUnitsOfWork:
    units, roles = MemoryUnitsOfWork(), (Role.MENTEE, Role.MENTOR, Role.SPONSOR, Role.PEER)
    with units() as unit:
        unit.members.add(
            *(
                Member(id=f"m{n}", name=f"M{n}", roles=frozenset({roles[n % 4]}), profile=Profile())
                for n in range(1, 300)
            )
        )
        keep_learning(unit, NOW)
        unit.commit()
    return units


def test_one_has_finished_and_others_are_part_way() -> None:
    shelf = shipped_shelf()
    with kept().reading() as unit:
        states = {
            (course.member, course.track): track_standing(
                shelf, shelf.track(course.track), guides_of(unit, course.member),
                tracks_of(unit, course.member)[course.track],
            )
            for course in COURSES
        }  # fmt: skip
        assert len({each.member for each in unit.track_progress.all()}) > 20
    assert states["m2", "new-mentor"].state == "finished"
    assert not states["m2", "new-mentor"].changed
    others = [each for who, each in states.items() if who != ("m2", "new-mentor")]
    assert {each.state for each in others} == {"begun"}
    assert all(each.next for each in others)


def test_nothing_was_learnt_after_today_or_before_its_track_began() -> None:
    with kept().reading() as unit:
        for each in unit.guide_progress.all():
            assert all(when < NOW for when in (each.read, each.checked, each.practised) if when)
        for track in unit.track_progress.all():
            assert track.started < (track.finished or NOW)


def test_answers_and_ratings_fit_what_was_asked() -> None:
    for answer in ANSWERS:
        found = exercise(answer.guide)
        assert found
        assert set(answer.met) <= {point.id for point in found.scenario.points}
    for mirror in MIRRORS:
        assert len(mirror.ratings.replace(" ", "")) == len(questionnaires()[mirror.role].keys)
        assert set(mirror.ratings) <= set("1234567 ")
