"""The guides that ship: whole, sourced, of a readable length, and no two alike."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

GUIDES = Path(__file__).parents[2] / "knowledge" / "guides"
PATHS = sorted(str(file.relative_to(GUIDES)) for file in GUIDES.rglob("*.md"))
ROLES = {"mentee", "mentor", "sponsor", "peer", "manager"}
WORD = re.compile(r"\w+(?:['’-]\w+)*")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”*]*\s+|\n+|\|")
FRAMEWORKS = {
    "GROW": r"\bGROW\b",
    "CLEAR": r"\bCLEAR\b",
    "OSKAR": r"\bOSKAR\b",
    "SBI": r"\bSBI\b",
    "SBI's intent": r"\bintent\b",
    "Radical Candor": r"Radical Candor",
    "SMART": r"\bSMART\b",
    "OKR": r"\bOKRs?\b",
    "individual development plan": r"individual development plan",
    "Kram's phases": r"Kram's four phases",
    "agreements": r"agreements",
    "boundaries": r"boundaries",
    "confidentiality": r"confidentiality",
    "endings": r"\bendings\b",
    "re-matching": r"re-matching",
    "active listening": r"active listening",
    "powerful questions": r"powerful questions",
    "psychological safety": r"psychological safety",
    "cultural humility": r"cultural humility",
    "microaggressions": r"microaggressions",
    "impostor feelings": r"impostor feelings",
    "growth-mindset praise": r"growth-mindset praise",
    "sponsorship and mentorship": r"mentor or sponsor",
    "mentoring, coaching and managing": r"mentor, coach, manager",
    "reverse mentoring": r"reverse mentoring",
    "peer mentoring": r"peer mentoring",
    "circles": r"mentoring circle",
    "AMA sessions": r"Ask Me Anything",
    "signposting in a crisis": r"signposting in a crisis",
    "Elements of Effective Practice": r"Elements of Effective Practice",
    "CHAOSS mentorship metrics": r"CHAOSS.*Mentorship",
    "CHAOSS sponsorship metrics": r"CHAOSS.*Sponsorship",
    "MCA-21": r"MCA-21",
}


@dataclass(frozen=True)
class Page:
    fields: dict[str, Any]
    text: str

    @property
    def headings(self) -> list[str]:
        return re.findall(r"^## (.+)$", self.text, re.MULTILINE)

    @property
    def words(self) -> list[str]:
        return [word.lower() for word in WORD.findall(self.text)]

    def runs(self, length: int) -> set[tuple[str, ...]]:
        words = self.words
        return set(zip(*(words[start:] for start in range(length)), strict=False))

    def sentences(self) -> Iterator[tuple[str, ...]]:
        for sentence in SENTENCE_END.split(self.text):
            yield tuple(word.lower() for word in WORD.findall(sentence))


@cache
def page(path: str) -> Page:
    before, front, text = (GUIDES / path).read_text("utf-8").split("---\n", 2)
    assert before == "", f"{path} has something before its front matter"
    return Page(yaml.safe_load(front), text)


def test_there_are_at_least_forty_five_guides() -> None:
    assert len(PATHS) >= 45


@pytest.mark.parametrize("path", PATHS)
def test_a_guide_says_what_it_is_for_whom_and_on_which_grounds(path: str) -> None:
    fields = page(path).fields
    assert fields["title"].strip()
    assert fields["audience"]
    assert set(fields["audience"]) <= ROLES
    assert len(fields["topics"]) >= 3
    assert fields["language"] == "en"
    assert isinstance(fields["reviewed"], date)


@pytest.mark.parametrize("path", PATHS)
def test_every_source_has_a_year_and_stands_once(path: str) -> None:
    sources = page(path).fields["sources"]
    assert len(sources) >= 2
    assert len(set(sources)) == len(sources)
    assert [source for source in sources if not re.search(r"\b(19|20)\d\d\b", source)] == []


@pytest.mark.parametrize("path", PATHS)
def test_a_guide_is_read_in_about_five_minutes(path: str) -> None:
    assert 500 <= len(page(path).text.split()) <= 900


@pytest.mark.parametrize("path", PATHS)
def test_a_guide_has_four_to_eight_sections_with_headings_of_their_own(path: str) -> None:
    headings = page(path).headings
    assert 4 <= len(headings) <= 8
    assert len(set(headings)) == len(headings)
    assert len(re.findall(r"^# .+$", page(path).text, re.MULTILINE)) == 1


def test_no_heading_stands_in_two_guides() -> None:
    counted = Counter(heading for path in PATHS for heading in page(path).headings)
    assert [heading for heading, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("path", PATHS)
def test_every_section_says_which_questions_it_answers(path: str) -> None:
    asked = page(path).fields["asked"]
    assert set(asked) == set(page(path).headings)
    assert [heading for heading, questions in asked.items() if len(set(questions)) < 2] == []


def test_no_question_is_answered_by_two_sections() -> None:
    counted = Counter(
        " ".join(WORD.findall(question.lower()))
        for path in PATHS
        for questions in page(path).fields["asked"].values()
        for question in questions
    )
    assert [question for question, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_framework_is_the_subject_of_a_guide(framework: str) -> None:
    subjects = [" / ".join((page(path).fields["title"], *page(path).fields["topics"])) for path in PATHS]
    assert any(re.search(FRAMEWORKS[framework], subject, re.IGNORECASE) for subject in subjects)


def test_every_role_has_guides_written_for_it() -> None:
    counted = Counter(role for path in PATHS for role in page(path).fields["audience"])
    assert {role for role in ROLES if counted[role] < 8} == set()


def test_no_two_guides_share_more_than_two_in_a_hundred_of_their_five_word_runs() -> None:
    runs = {path: page(path).runs(5) for path in PATHS}
    alike = [
        (one, other)
        for one, other in combinations(PATHS, 2)
        if len(runs[one] & runs[other]) > 0.02 * min(len(runs[one]), len(runs[other]))
    ]
    assert alike == []


def test_no_whole_sentence_is_written_twice() -> None:
    seen: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path in PATHS:
        for sentence in page(path).sentences():
            seen[sentence].append(path)
    assert {" ".join(said): paths for said, paths in seen.items() if len(said) >= 8 and len(paths) > 1} == {}


def test_no_two_guides_begin_with_the_same_words() -> None:
    beginnings = Counter(
        tuple(WORD.findall(re.sub(r"^#.*$", "", page(path).text, flags=re.MULTILINE).lower())[:6])
        for path in PATHS
    )
    assert [" ".join(beginning) for beginning, times in beginnings.items() if times > 1] == []


def test_the_people_of_the_dialogues_live_in_one_guide_each() -> None:
    speaking = re.compile(r"^(?:> )?\*\*([A-ZÀ-Þ][^*:,]+)[:,]", re.MULTILINE)
    lives: dict[str, set[str]] = defaultdict(set)
    for path in PATHS:
        lines = Counter(speaking.findall(page(path).text))
        for name in (name for name, times in lines.items() if times > 1):
            lives[name].add(path)
    assert {name: paths for name, paths in lives.items() if len(paths) > 1} == {}
