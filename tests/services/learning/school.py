"""A small shelf that can change, two members, and the service over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copilot.domain.asking import Asker
from copilot.domain.members import Member, Profile, Role
from copilot.domain.recognition import Badge, BadgeKind
from copilot.domain.relationships import Goal
from copilot.errors import ModelUnavailable
from copilot.services.learning.commenting import Commentary, PointComment
from copilot.services.learning.service import LearningService
from copilot.services.learning.shelf import Shelf, shipped_shelf
from copilot.services.policy import Policy
from copilot.services.signposting import Signposts
from knowledge.exercises import Exercise, Option, Point, Question, Scenario
from knowledge.shipped import Shipped, shipped_guides
from knowledge.tracks import Step, Track
from knowledge.wording import stems
from knowledge.words import Found, Passage
from tests.fakes.clock import FixedClock
from tests.fakes.records import MemoryUnitsOfWork

ADA, BEN = Asker(member="ada", roles=frozenset({Role.MENTEE})), Asker(member="ben")
SBI, RECEIVING, LISTENING = "feedback/sbi.md", "feedback/receiving.md", "sessions/active-listening.md"
QUOTES = {
    SBI: "The behaviour is whatever a camera would have recorded, such as words, actions and silences.",
    RECEIVING: "Feedback such as \"be sharper\" has to be translated before anyone can accept or reject it.",
}  # fmt: skip
RIGHT = [2, 2, 2]


def exercise(guide: str, *, ask: str = "What first?") -> Exercise:
    """Of every question the second option is right."""
    quote = QUOTES[guide]
    options = tuple(
        Option(say=f"Option {n}.", why=f"Reason {n}.", right=n == 2) for n in (1, 2, 3)
    )  # fmt: skip
    questions = tuple(
        Question(id=f"q{n}", ask=f"{ask} {n}", options=options, passage=quote) for n in (1, 2, 3)
    )
    points = tuple(
        Point(
            id=f"p{n}", point=f"does thing {n}", found=tuple(f"Found {n} {m}." for m in range(5)),
            unlike=("Near miss.", "Another."), passage=quote, missing=f"Do thing {n}.",
        )
        for n in (1, 2, 3)
    )  # fmt: skip
    scenario = Scenario(id="late", situation="She came late.", task="What do you say?", points=points)
    return Exercise(guide=guide, questions=questions, scenario=scenario)


def track(track_id: str, *guides: str, role: str = "mentor") -> Track:
    steps = tuple(
        Step(guide=guide, why=f"Why {guide}.", minutes=5, try_this=f"Try {guide}.") for guide in guides
    )
    return Track.model_validate(
        {"id": track_id, "title": f"Track {track_id}", "role": role, "why": "A reason.", "steps": steps}
    )


class Commentator:
    """Finds the first point in every answer, is unsure of the second, and misses the third."""

    def comment(self, scenario: Scenario, text: str) -> Commentary:
        if text.startswith("Ich"):
            return Commentary(judged=False, told="Your answer seems to be in German.")
        states = ("met", "perhaps", "missing")
        return Commentary(
            judged=True,
            told="Your words were compared.",
            points=tuple(
                PointComment(id=point.id, point=point.point, state=state, say=f"{state}.",
                             words=text[:5] if state != "missing" else "", hint=point.missing)
                for point, state in zip(scenario.points, states, strict=True)
            ),
        )  # fmt: skip


class Certifier:
    def __init__(self) -> None:
        self.given: list[tuple[str, str, bool]] = []

    def certificate(self, asker: Asker, track: str, *, with_name: bool = False) -> Badge:
        self.given.append((asker.member, track, with_name))
        now = FixedClock().now()
        return Badge(
            id="b1", member=asker.member, kind=BadgeKind.TRACK, of=track, name="A track", criteria="Read.",
            by="records", on=now.date(), state="taken", at=now,
        )  # fmt: skip


class Paragraphs:
    """Finds paragraphs of the guides that ship by the words they share with a text."""

    broken = False
    guides: tuple[str, ...] = tuple(shipped_guides())

    def search(self, text: str, k: int = 5) -> list[Found]:
        if self.broken:
            raise ModelUnavailable("The encoder's weights are missing.")
        wanted = stems(text)
        found = [
            Found(passage=passage, score=len(wanted & stems(passage.text)) / len(wanted))
            for guide in self.guides
            for passage in _paragraphs(shipped_guides()[guide])
        ]
        return sorted(found, key=lambda hit: -hit.score)[:k]


def _paragraphs(guide: Shipped) -> list[Passage]:
    found, start = [], 0
    for text in guide.text.split("\n\n"):
        found.append(
            Passage(id=f"{guide.path}:{start}", path=guide.path, title=guide.title, section=guide.title,
                    start=start, end=start + len(text), text=text)
        )  # fmt: skip
        start += len(text) + 2
    return found


class School:
    """The service, and a shelf whose tracks and questions can be changed."""

    def __init__(self) -> None:
        self.units, self.clock = MemoryUnitsOfWork(), FixedClock()
        self.certifier, self.library = Certifier(), Paragraphs()
        self.exercises = {guide: exercise(guide) for guide in (SBI, RECEIVING)}
        self.shelf = replace(
            shipped_shelf(),
            tracks=(track("first", SBI, RECEIVING), track("second", RECEIVING, LISTENING, role="mentee")),
            exercise_of=lambda guide: self.exercises.get(guide),
        )
        self.learning = LearningService(
            self.units,
            Policy(),
            self.clock,
            library=lambda: self.library,
            encoder=None,
            commentator=Commentator(),
            certifier=lambda: self.certifier,
            signposts=Signposts,
            goal_signposts=Signposts,
            shelf=lambda: self.shelf,
        )
        with self.units() as unit:
            unit.members.add(member("ada"), member("ben"))
            unit.commit()

    def tracks(self, *tracks: Track) -> Shelf:
        """Other tracks from now on."""
        self.shelf = replace(self.shelf, tracks=tracks)
        return self.shelf

    def goal(self, goal_id: str, title: str, **fields: object) -> None:
        """A goal of Ada's."""
        with self.units() as unit:
            unit.goals.add(Goal.model_validate({"id": goal_id, "member": "ada", "title": title, **fields}))
            unit.commit()

    def understand(self, guide: str, chosen: Sequence[int] = RIGHT) -> None:
        """Ada reads a guide and answers its questions."""
        self.learning.read(ADA, guide)
        if guide in self.exercises:
            self.learning.check(ADA, guide, self.exercises[guide].version, chosen)


def member(member_id: str) -> Member:
    return Member(id=member_id, name=member_id.title(), roles=frozenset({Role.MENTEE}), profile=Profile())
