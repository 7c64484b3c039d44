"""Learning tracks: every guide has a place, every step a reason, and a wrong file is told by name and field."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from copilot.errors import BadInput
from knowledge.tracks import Step, Track, guide_minutes, read_tracks, tracks

GUIDES = Path(__file__).parents[2] / "knowledge" / "guides"
ONE = """
id: one
title: "One"
role: mentor
why: "A reason."
steps:
  - guide: feedback/sbi.md
    why: "Why now."
    try_this: "A thing to try."
"""
MINUTES = {"feedback/sbi.md": 5, "feedback/upward.md": 4}


def read_one(folder: Path, text: str, name: str = "one.yaml") -> Track:
    (folder / name).write_text(text, "utf-8")
    (track,) = read_tracks(folder, MINUTES)
    return track


def steps() -> list[tuple[Track, Step]]:
    return [(track, step) for track in tracks() for step in track.steps]


def test_every_role_has_a_track_of_its_own() -> None:
    assert {track.role for track in tracks()} == {"mentee", "mentor", "sponsor", "peer", "manager"}
    assert len({track.id for track in tracks()}) == len(tracks()) >= 5


def test_every_guide_stands_in_a_track() -> None:
    assert set(guide_minutes()) - {step.guide for _, step in steps()} == set()


def test_a_track_names_only_guides_that_ship() -> None:
    assert [step.guide for _, step in steps() if not (GUIDES / step.guide).is_file()] == []


def test_a_track_sends_nobody_to_a_guide_written_for_others() -> None:
    def audience(guide: str) -> list[str]:
        front = (GUIDES / guide).read_text("utf-8").split("asked:\n", 1)[0].removeprefix("---\n")
        found: list[str] = yaml.safe_load(front)["audience"]
        return found

    assert [(track.id, step.guide) for track, step in steps() if track.role not in audience(step.guide)] == []


def test_a_reason_is_one_sentence_and_none_is_given_twice() -> None:
    reasons = [track.why for track in tracks()] + [step.why for _, step in steps()]
    assert [why for why in reasons if not re.fullmatch(r"[^.!?]+\.", why)] == []
    assert len(set(reasons)) == len(reasons)


def test_every_step_has_a_thing_to_try_of_its_own() -> None:
    tried = [step.try_this for _, step in steps()]
    assert len(set(tried)) == len(tried)
    assert [said for said in tried if len(said.split()) > 30] == []


def test_the_minutes_are_those_of_two_hundred_words_each() -> None:
    for _, step in steps():
        words = len((GUIDES / step.guide).read_text("utf-8").split("---\n", 2)[2].split())
        assert (step.minutes - 1) * 200 < words <= step.minutes * 200


def test_a_track_takes_an_hour_of_reading_at_most() -> None:
    assert [track.id for track in tracks() if not 15 <= track.minutes <= 60] == []


def test_a_folder_of_ones_own_is_read_alike(tmp_path: Path) -> None:
    track = read_one(tmp_path, ONE)
    assert (track.id, track.minutes, track.steps[0].try_this) == ("one", 5, "A thing to try.")


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a track")
    assert read_one(tmp_path, ONE).id == "one"


@pytest.mark.parametrize(
    ("wrong", "right", "place"),
    [
        ("feedback/nowhere.md", "feedback/sbi.md", "one.yaml, step 1, guide"),
        ("../secret.md", "feedback/sbi.md", "one.yaml, step 1, guide"),
        ("role: boss", "role: mentor", "one.yaml, role"),
        ("", 'title: "One"\n', "one.yaml, title"),
        ("", '    try_this: "A thing to try."\n', "one.yaml, step 1, try_this"),
        ('why: " "', 'why: "A reason."', "one.yaml, why"),
        ("id: One!", "id: one", "one.yaml, id"),
        ("id: other", "id: one", "one.yaml, id"),
        ("    minutes: 3\n    try_this:", "    try_this:", "one.yaml, step 1, minutes"),
        ("    colour: red\n    try_this:", "    try_this:", "one.yaml, step 1, colour"),
    ],
)
def test_a_wrong_file_is_told_by_name_and_field(tmp_path: Path, wrong: str, right: str, place: str) -> None:
    assert right in ONE
    with pytest.raises(BadInput) as told:
        read_one(tmp_path, ONE.replace(right, wrong, 1))
    assert told.value.place == place
    assert told.value.cure


@pytest.mark.parametrize("steps", ["[]", "a word", "[sbi]", "{}"])
def test_a_track_without_steps_is_refused(tmp_path: Path, steps: str) -> None:
    with pytest.raises(BadInput, match="step"):
        read_one(tmp_path, f"{ONE.split('steps:')[0]}steps: {steps}\n")


def test_the_place_of_a_wrong_step_is_counted_with_all_the_others(tmp_path: Path) -> None:
    second = '  - guide: feedback/nowhere.md\n    why: "Why."\n    try_this: "Try."\n'
    with pytest.raises(BadInput) as told:
        read_one(tmp_path, ONE + "  - a word\n" + second)
    assert told.value.place == "one.yaml, step 3, guide"


def test_a_guide_that_is_read_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="read twice"):
        read_one(tmp_path, ONE + ONE.split("steps:\n")[1])


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b'id: "one\ntitle: x\n', "one.yaml, line"),
        (b"\xff\xfe\x00", "one.yaml"),
        (b"", "one.yaml"),
        (b"- one\n- two\n", "one.yaml"),
    ],
)
def test_a_file_that_is_no_track_is_told_apart(tmp_path: Path, content: bytes, place: str) -> None:
    (tmp_path / "one.yaml").write_bytes(content)
    with pytest.raises(BadInput) as told:
        read_tracks(tmp_path, MINUTES)
    assert told.value.place.startswith(place)
