"""Tracks and guides: what is done stays done, what is new appears, and nobody sees another's progress."""

from __future__ import annotations

from datetime import timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import Role
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from tests.services.learning.school import ADA, BEN, LISTENING, RECEIVING, RIGHT, SBI, School, exercise, track


@pytest.fixture
def school() -> School:
    return School()


def states(school: School, asker: Asker = ADA) -> dict[str, str]:
    return {each.id: each.mine.state for each in school.learning.tracks(asker) if each.mine}


def test_a_track_tells_its_steps_with_minutes_and_how_far_she_is(school: School) -> None:
    school.learning.read(ADA, SBI)
    told = school.learning.track(ADA, "first")
    assert [(step.guide, step.minutes, step.questions) for step in told.steps] == [
        (SBI, 5, True), (RECEIVING, 5, True),
    ]  # fmt: skip
    assert told.minutes == 10
    assert told.mine
    assert (told.mine.state, told.mine.done, told.mine.of, told.mine.next) == ("begun", 0, 2, SBI)
    first, second = (step.mine for step in told.steps)
    assert first
    assert second
    assert (first.read, first.understood, second.read) == (school.clock.now(), None, None)


def test_the_operator_sees_tracks_without_anybodys_progress(school: School) -> None:
    school.understand(SBI)
    told = school.learning.tracks(OPERATOR)
    assert [each.mine for each in told] == [None, None]
    assert {step.mine for each in told for step in each.steps} == {None}
    assert school.learning.guide(OPERATOR, SBI).mine is None


def test_nobody_sees_how_far_another_is(school: School) -> None:
    school.understand(SBI)
    everybody = [BEN, Asker(member="ben", roles=frozenset({Role.ADMIN}), manages=frozenset({"p1"}))]
    for asker in everybody:
        assert set(states(school, asker).values()) == {"open"}
        assert school.learning.progress(asker).guides == ()
        assert school.learning.answers(asker) == []
    with pytest.raises(NotAllowed):
        school.learning.progress(OPERATOR)
    with pytest.raises(NotAllowed):
        school.learning.read(Asker(), SBI)


def test_tracks_are_found_by_role(school: School) -> None:
    assert [each.id for each in school.learning.tracks(ADA, "mentee")] == ["second"]
    with pytest.raises(BadInput, match="no role"):
        school.learning.tracks(ADA, "boss")


def test_reading_a_guide_twice_is_no_error_and_the_first_time_counts(school: School) -> None:
    first = school.learning.read(ADA, SBI).mine.read
    school.clock.move(timedelta(days=3))
    assert school.learning.read(ADA, SBI).mine.read == first


def test_a_guide_without_questions_is_done_when_it_is_read(school: School) -> None:
    assert school.learning.read(ADA, LISTENING).mine.done
    assert not school.learning.read(ADA, SBI).mine.done


def test_a_track_does_not_begin_by_answering_questions_of_a_guide_that_was_not_read(school: School) -> None:
    assert school.learning.check(ADA, SBI, school.exercises[SBI].version, RIGHT).moved.begun == ()
    assert states(school) == {"first": "open", "second": "open"}
    assert school.learning.read(ADA, SBI).begun == ("first",)


@pytest.mark.parametrize("asked", ["guide", "track", "exercise"])
def test_a_cure_fits_the_browser_as_well_as_the_command_line(school: School, asked: str) -> None:
    with pytest.raises(NotFound) as told:
        getattr(school.shelf, asked)("nowhere")
    assert "`" not in told.value.cure


def test_a_track_begins_with_its_first_guide_or_with_the_one_read_for_it(school: School) -> None:
    assert school.learning.read(ADA, SBI).begun == ("first",)
    assert states(school) == {"first": "begun", "second": "open"}
    assert school.learning.read(ADA, LISTENING).begun == ()
    assert school.learning.read(ADA, LISTENING, track="second").begun == ("second",)


def test_a_guide_is_read_only_for_a_track_that_holds_it(school: School) -> None:
    with pytest.raises(BadInput, match="no guide of the track"):
        school.learning.read(ADA, LISTENING, track="first")
    with pytest.raises(NotFound):
        school.learning.read(ADA, LISTENING, track="third")
    assert school.learning.progress(ADA).read == 0


def test_a_track_is_finished_when_all_is_read_and_understood_without_practice(school: School) -> None:
    school.understand(SBI)
    school.learning.read(ADA, RECEIVING)
    version = school.exercises[RECEIVING].version
    assert school.learning.check(ADA, RECEIVING, version, RIGHT).moved.finished == ("first",)
    told = school.learning.track(ADA, "first")
    assert told.mine
    assert (told.mine.state, told.mine.version, told.mine.next) == ("finished", told.version, "")


def test_steps_done_stay_done_and_new_ones_appear_where_a_track_changes_under_her(school: School) -> None:
    school.understand(SBI)
    school.tracks(track("first", LISTENING, SBI, RECEIVING))
    told = school.learning.track(ADA, "first")
    assert told.mine
    assert (told.mine.state, told.mine.done, told.mine.of, told.mine.next) == ("begun", 1, 3, LISTENING)


def test_finished_stays_finished_with_the_version_she_finished(school: School) -> None:
    school.understand(SBI)
    school.understand(RECEIVING)
    finished = school.learning.track(ADA, "first").version
    school.tracks(track("first", SBI, RECEIVING, LISTENING))
    told = school.learning.track(ADA, "first")
    assert told.mine
    assert (told.mine.state, told.mine.version, told.mine.changed) == ("finished", finished, True)
    assert (told.mine.done, told.mine.of, told.mine.next) == (2, 3, LISTENING)
    assert told.version != finished
    school.learning.read(ADA, LISTENING)
    again = school.learning.track(ADA, "first").mine
    assert again
    assert again.version == finished


def test_understood_stays_understood_when_the_questions_change(school: School) -> None:
    school.understand(SBI)
    school.exercises[SBI] = exercise(SBI, ask="And now?")
    told = school.learning.guide(ADA, SBI)
    assert told.mine
    assert told.mine.done


def test_a_guide_that_left_the_shelf_leaves_what_she_did(school: School) -> None:
    school.understand(SBI)
    left = {path: guide for path, guide in school.shelf.guides.items() if path != SBI}
    school.tracks(track("second", RECEIVING))
    object.__setattr__(school.shelf, "guides", left)
    assert [each.guide for each in school.learning.progress(ADA).guides] == [SBI]
    with pytest.raises(NotFound):
        school.learning.read(ADA, SBI)


def test_progress_counts_what_was_read_understood_and_practised(school: School) -> None:
    school.understand(SBI)
    school.learning.read(ADA, LISTENING)
    school.learning.practise(ADA, SBI, "On Monday you came late.")
    told = school.learning.progress(ADA)
    assert (told.read, told.understood, told.practised, told.finished) == (2, 1, 1, 0)
    assert [each.id for each in told.tracks] == ["first"]


def test_what_does_not_exist_is_told_alike(school: School) -> None:
    for ask in (
        school.learning.guide,
        school.learning.read,
        school.learning.questions,
        school.learning.scenario,
    ):
        with pytest.raises(NotFound, match="no guide"):
            ask(ADA, "feedback/../../secret.md")
    with pytest.raises(NotFound, match="no questions"):
        school.learning.questions(ADA, LISTENING)
    with pytest.raises(NotFound, match="no track"):
        school.learning.track(ADA, "nowhere")


def test_who_was_deleted_meanwhile_leaves_nothing_behind(school: School) -> None:
    with school.units() as unit:
        unit.members.remove("ada")
        unit.commit()
    with pytest.raises(NotFound, match="any more"):
        school.learning.read(ADA, SBI)
    with pytest.raises(NotFound):
        school.learning.practise(ADA, SBI, "On Monday you came late.")
    with school.units.reading() as unit:
        assert (unit.guide_progress.count(), unit.practice_answers.count()) == (0, 0)


def test_a_certificate_waits_until_nothing_is_missing(school: School) -> None:
    school.learning.read(ADA, SBI)
    with pytest.raises(Conflict, match="2 guides are missing") as told:
        school.learning.certificate(ADA, "first")
    assert told.value.detail["missing"] == [
        "answer the questions of “Giving feedback that lands: Situation, Behaviour, Impact”",
        "read “Asking for feedback, hearing it, and deciding what to do”",
    ]
    assert school.certifier.given == []


def test_a_finished_track_has_its_certificate(school: School) -> None:
    school.understand(SBI)
    school.understand(RECEIVING)
    assert school.learning.certificate(ADA, "first", with_name=True).of == "first"
    assert school.certifier.given == [("ada", "first", True)]
    with pytest.raises(NotFound):
        school.learning.certificate(ADA, "nowhere")
    with pytest.raises(Conflict):
        school.learning.certificate(BEN, "first")


def test_a_track_of_which_the_missing_guide_was_taken_away_is_finished_when_she_asks(school: School) -> None:
    school.understand(SBI)
    school.tracks(track("first", SBI))
    school.learning.certificate(ADA, "first")
    assert states(school) == {"first": "finished"}
    with school.units.reading() as unit:
        assert unit.track_progress.get("ada:first").version == track("first", SBI).version
