"""Exercises: three questions and a scenario a guide, every quotation word for word, every fault told by name."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml

from copilot.errors import BadInput, NotFound
from knowledge.exercises import Exercise, exercise, exercises, read_exercises
from knowledge.shipped import Shipped, shipped_guides
from knowledge.tracks import tracks

GUIDE = Shipped(
    "feedback/sbi.md",
    b'---\ntitle: "Say what you saw"\n---\n\n# Say what you saw\n\n## The moment\n\n'
    b"Say **when and where** it was,\nso that both picture the same moment. Then wait for her answer.\n",
)
QUOTE = "when and where it was, so that both picture the same moment"


def written() -> dict[str, Any]:
    """An exercise without a fault, to spoil in one place."""
    return {
        "guide": "feedback/sbi.md",
        "questions": [question("one"), question("two"), question("three")],
        "scenario": {
            "id": "late-again",
            "situation": "Amara came late three times.",
            "task": "What do you say?",
            "points": [point("moment"), point("asking"), point("waiting")],
        },
    }


def question(key: str) -> dict[str, Any]:
    return {
        "id": key,
        "ask": f"What first, {key}?",
        "options": [
            {"say": "Nothing.", "why": "Then nothing changes."},
            {"say": "On Monday …", "why": "It names the moment.", "right": True},
            {"say": "You always …", "why": "It judges her."},
        ],
        "passage": QUOTE,
    }


def point(key: str) -> dict[str, Any]:
    return {
        "id": key,
        "point": "names the moment",
        "found": [f"On day {n} it happened." for n in range(5)],
        "unlike": ["You are late.", "Always late."],
        "passage": QUOTE,
        "missing": "Say when it was.",
    }


def read(folder: Path, what: dict[str, Any] | bytes, name: str = "sbi.yaml") -> Exercise:
    (folder / "feedback").mkdir(exist_ok=True)
    data = what if isinstance(what, bytes) else yaml.safe_dump(what, allow_unicode=True).encode()
    (folder / "feedback" / name).write_bytes(data)
    (found,) = read_exercises(folder, {GUIDE.path: GUIDE}).values()
    return found


def spoil(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    spoilt: Any = written()
    here = spoilt
    for part in path[:-1]:
        here = here[part]
    here[path[-1]] = value
    return dict(spoilt)


def test_every_guide_that_ships_has_its_exercise() -> None:
    assert set(exercises()) == set(shipped_guides())


def test_the_right_option_does_not_give_itself_away_by_its_place_or_its_length() -> None:
    asked = [question for each in exercises().values() for question in each.questions]
    places = Counter(question.right for question in asked)
    longest = [
        question for question in asked
        if max(question.options, key=lambda option: len(option.say)).right
    ]  # fmt: skip
    assert not asked or max(places.values()) <= 0.5 * len(asked)
    assert len(longest) <= 0.5 * len(asked)


def test_one_exercise_is_read_without_the_others() -> None:
    for guide in list(exercises())[:2]:
        assert exercise(guide) == exercises()[guide]
    assert exercise("nowhere.md") is None
    assert exercise("../tracks/new-mentor.md") is None


def test_a_folder_of_ones_own_is_read_alike(tmp_path: Path) -> None:
    found = read(tmp_path, written())
    assert (found.guide, [question.right for question in found.questions]) == ("feedback/sbi.md", [1, 1, 1])


def test_a_guide_may_be_without_exercise(tmp_path: Path) -> None:
    assert read_exercises(tmp_path, {GUIDE.path: GUIDE}) == {}


def test_a_quotation_is_found_word_for_word_wherever_its_lines_break() -> None:
    cited = GUIDE.cite(f"{QUOTE.replace(' so', chr(10) + 'so')}. Then wait", n=3)
    assert (cited.n, cited.section, cited.path) == (3, "The moment", "feedback/sbi.md")
    assert GUIDE.text[cited.start : cited.end] == cited.quote


def test_a_quotation_of_other_words_is_not_found() -> None:
    with pytest.raises(NotFound, match="word for word"):
        GUIDE.cite("when and where it had been")
    with pytest.raises(NotFound):
        GUIDE.cite("  ")


def test_a_shipped_guide_reads_as_the_index_reads_it() -> None:
    from knowledge.reading import builtin_sources
    from knowledge.reading import read as read_source

    for guide in list(shipped_guides().values())[:3]:
        with ExitStack() as stack:
            source = next(each for each in builtin_sources(stack) if each.path == guide.path)
            read_guide, _ = read_source(source)
        assert (guide.text, guide.title, guide.audience) == (
            read_guide.text, read_guide.title, read_guide.audience,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("guide",), "feedback/nowhere.md", "feedback/sbi.yaml, guide"),
        (("guide",), "", "feedback/sbi.yaml, guide"),
        (("questions", 0, "options", 1, "right"), False, "feedback/sbi.yaml, question 1, options"),
        (("questions", 2, "options", 0, "right"), True, "feedback/sbi.yaml, question 3, options"),
        (("questions", 0, "options", 0, "say"), "You always …", "feedback/sbi.yaml, question 1, options"),
        (("questions", 1, "options"), [], "feedback/sbi.yaml, question 2, options"),
        (("questions", 1, "options", 0, "why"), " ", "feedback/sbi.yaml, question 2, option 1, why"),
        (("questions", 1, "id"), "one", "feedback/sbi.yaml, questions"),
        (("questions", 1, "id"), "Two!", "feedback/sbi.yaml, question 2, id"),
        (("questions", 1, "colour"), "red", "feedback/sbi.yaml, question 2, colour"),
        (("questions",), [question("one")], "feedback/sbi.yaml, questions"),
        (("questions", 0, "passage"), QUOTE + " always", "feedback/sbi.yaml, question 1, passage"),
        (("questions", 0, "passage"), "the same moment", "feedback/sbi.yaml, question 1, passage"),
        (("scenario", "points", 1, "id"), "moment", "feedback/sbi.yaml, scenario, points"),
        (("scenario", "points", 2, "passage"), "Then do not wait", "feedback/sbi.yaml, scenario, point 3, passage"),
        (("scenario", "points", 0, "found"), ["One."], "feedback/sbi.yaml, scenario, point 1, found"),
        (("scenario", "points", 0, "found", 3), "", "feedback/sbi.yaml, scenario, point 1, found 4"),
        (("scenario", "points"), [], "feedback/sbi.yaml, scenario, points"),
        (("scenario",), "words", "feedback/sbi.yaml, scenario"),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_file_and_field(
    tmp_path: Path, path: tuple[str | int, ...], value: object, place: str
) -> None:
    with pytest.raises(BadInput) as told:
        read(tmp_path, spoil(path, value))
    assert told.value.place == place
    assert told.value.message
    assert told.value.cure


def test_a_file_has_the_name_of_its_guide(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="another name") as told:
        read(tmp_path, written(), name="other.yaml")
    assert told.value.place == "feedback/other.yaml, guide"


@pytest.mark.parametrize("content", [b'guide: "one\nx: y\n', b"\xff\xfe\x00", b"", b"- one\n"])
def test_a_file_that_is_no_exercise_is_told_apart(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadInput) as told:
        read(tmp_path, content)
    assert told.value.place.startswith("feedback/sbi.yaml")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("questions", 0, "ask"), "Something else?"),
        (("questions", 0, "options", 0, "say"), "Something else."),
        (("questions", 2, "options"), list(reversed(question("three")["options"]))),
    ],
)
def test_the_version_changes_with_what_is_asked(
    tmp_path: Path, path: tuple[str | int, ...], value: object
) -> None:
    assert read(tmp_path, spoil(path, value)).version != read(tmp_path, written()).version


def test_a_reworded_reason_leaves_the_version_as_it_was(tmp_path: Path) -> None:
    reworded = spoil(("questions", 0, "options", 0, "why"), "Better words for it.")
    assert read(tmp_path, reworded).version == read(tmp_path, written()).version


def test_the_scenarios_version_changes_with_its_points(tmp_path: Path) -> None:
    before = read(tmp_path, written()).scenario.version
    assert read(tmp_path, spoil(("scenario", "points", 0, "point"), "asks")).scenario.version != before
    assert read(tmp_path, spoil(("scenario", "points", 0, "missing"), "Ask.")).scenario.version == before


def test_nobody_is_addressed_as_a_mentor_in_a_mentees_track() -> None:
    as_mentor = re.compile(
        r"\byour (?:new )?mentee|you, the mentor|you (?:have )?mentor(?:ed)?\b", re.IGNORECASE
    )
    guides = {step.guide for track in tracks() if track.role == "mentee" for step in track.steps}
    said = {
        (guide, text)
        for guide in guides
        for text in (
            *(question.ask for question in exercise(guide).questions),
            *(option.say for question in exercise(guide).questions for option in question.options),
            exercise(guide).scenario.situation,
            exercise(guide).scenario.task,
        )
    }
    assert {each for each in said if as_mentor.search(each[1])} == set()


def test_a_quotation_that_the_guide_leaves_open_shows_that_it_is_open() -> None:
    last = exercise("sessions/preparing-as-a-mentee.md").questions[2]
    assert last.passage.endswith("The part I can't settle is …")
