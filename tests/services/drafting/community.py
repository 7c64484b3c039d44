"""A small community with two guides, for drafts: Ana is mentored by Tomas; Grace and Will are others."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Profile, Role
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.records import Record
from copilot.domain.relationships import ActionItem, Goal, Moment, Note, Relationship, Session, Stage
from copilot.errors import ModelUnavailable, NotFound
from copilot.language.embedded import EmbeddedWriter
from copilot.ports import Composer, Writer
from copilot.services.drafting import DraftingService
from copilot.services.policy import Policy
from knowledge.following import understood
from knowledge.ports import Progress
from knowledge.speaking import Spoken, final
from knowledge.wording import content_words, stem
from knowledge.words import Answer, Citation, Event, Final, Found, Guide, GuidesAdded, Passage, Said, Searched
from tests.fakes import FixedClock, MemoryUnitsOfWork, WordEncoder

SPEAKING = """# Speaking up

## Before a hard room

Write your first sentence before you enter the room and say it within ten minutes. Directors listen for a decision.

## Delegating

When you delegate work to your team, agree on one date to look at it together and leave it alone until then.
"""
MEETING = """# The first meeting

## What to agree

In the first meeting agree how often you meet, what stays confidential and how you will give each other feedback.

## Ending well

End a mentoring relationship with a last meeting in which each thanks the other for something particular.
"""


class FewGuides:
    """A Library of a few Markdown texts: a passage a section, found by the stems it shares with the query."""

    def __init__(self, **texts: str) -> None:
        self._guides = {f"{name}.md": _guide(f"{name}.md", text) for name, text in texts.items()}

    def add(
        self,
        paths: Sequence[Path],
        *,
        builtin: bool = False,
        name: str = "",
        progress: Progress | None = None,
    ) -> GuidesAdded:
        return GuidesAdded()

    def rebuild(self, progress: Progress | None = None) -> int:
        return len(self._guides)

    def agrees(self) -> tuple[bool, str]:
        return True, "The index holds what the records say."

    def guides(self) -> list[Guide]:
        return [self._guides[path] for path in sorted(self._guides)]

    def guide(self, path: str) -> Guide:
        if path not in self._guides:
            raise NotFound("There is no such guide.", place=path)
        return self._guides[path]

    def search(self, text: str, k: int = 5) -> list[Found]:
        wanted = {stem(word) for word in content_words(text)}
        found = [
            Found(
                passage=passage,
                score=len(wanted & {stem(word) for word in content_words(passage.text)})
                / max(len(wanted), 1),
            )
            for guide in self.guides()
            for passage in _passages(guide)
        ]
        return sorted((one for one in found if one.score), key=lambda one: -one.score)[:k]

    def answer(self, question: str, composer: Composer | None = None, earlier: Sequence[str] = ()) -> Answer:
        return final(self.stream(question, composer, earlier))

    def stream(
        self, question: str, composer: Composer | None = None, earlier: Sequence[str] = ()
    ) -> Iterator[Event]:
        found = self.search(understood(question, earlier))
        yield Searched(found=tuple(found))
        if not found:
            yield Final(answer=Answer(answer="The guides don't say.", abstained=True, confidence=0))
            return
        spoken, remark = Spoken(lambda path: self._guides[path].text), ""
        try:
            for piece in composer.say(question, found, earlier) if composer else _quoted(found[0].passage):
                yield from spoken.hear(piece)
        except ModelUnavailable as fault:
            remark = fault.message
        if spoken.enough and not remark:
            yield Final(answer=spoken.answer(found[0].score, composer.name if composer else "embedded"))
        elif composer and spoken.silent and not remark:
            no = Answer(answer="The guides don't say.", abstained=True, confidence=0.5, writer=composer.name)
            yield Final(answer=no)
        else:
            answer = self.answer(question, None, earlier)
            yield Final(answer=answer.model_copy(update={"remark": remark or "Too little stands."}))

    def close(self) -> None:
        pass


def _quoted(passage: Passage) -> Iterator[Said]:
    cited = Citation(
        n=1, path=passage.path, section=passage.section, start=passage.start, end=passage.end, quote=passage.text
    )  # fmt: skip
    yield Said(text=f"{passage.text} [1]", citations=(cited,))


def _guide(path: str, text: str) -> Guide:
    return Guide(path=path, title=text.splitlines()[0].lstrip("# "), text=text, content_hash=str(len(text)))


def _passages(guide: Guide) -> list[Passage]:
    sections = list(re.finditer(r"^## (.+)\n\n((?:.|\n)+?)(?=\n\n## |\n*\Z)", guide.text, re.MULTILINE))
    return [
        Passage(
            id=f"{guide.path}#{n}",
            path=guide.path,
            title=guide.title,
            section=one[1],
            headings=(guide.title, one[1]),
            start=one.start(2),
            end=one.end(2),
            text=one[2],
        )
        for n, one in enumerate(sections)
    ]


ANA = Asker(member="ana", roles=frozenset({Role.MENTEE}))
TOMAS = Asker(member="tomas", roles=frozenset({Role.MENTOR}))
GRACE = Asker(member="grace", roles=frozenset({Role.MENTEE}))
MANAGER = Asker(member="maria", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))


def _at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=UTC)


def records() -> dict[str, list[Record]]:
    return {
        "members": [
            Member(
                id="ana",
                name="Ana Duarte",
                email="ana@example.org",
                roles=frozenset({Role.MENTEE}),
                profile=Profile(
                    headline="Data analyst in the logistics team",
                    experience=(
                        "Three years of analysis for warehouse planning",
                        "Taught Excel to forty volunteers, in the room and online",
                    ),
                    goals=(
                        "I freeze when the directors are in the room",
                        "Get better at delegating to my team",
                    ),
                    hours_per_month=4,
                ),
            ),
            Member(id="tomas", name="Tomás Reyes", roles=frozenset({Role.MENTOR})),
            Member(
                id="grace",
                name="Grace Okafor",
                roles=frozenset({Role.MENTEE}),
                profile=Profile(headline="Nurse"),
            ),
            Member(id="will", name="Will Hartmann", roles=frozenset({Role.PEER})),
            Member(id="maria", name="Maria Lindqvist", roles=frozenset({Role.MANAGER})),
        ],
        "programmes": [
            Programme(
                id="p1",
                name="Spring",
                starts=date(2026, 2, 1),
                ends=date(2026, 8, 28),
                managers=frozenset({"maria"}),
            )
        ],
        "enrolments": [Enrolment(id="e1", programme="p1", member="ana")],
        "relationships": [
            Relationship(
                id="r1",
                role=MatchRole.MENTOR,
                members=("ana", "tomas"),
                programme="p1",
                stage=Stage.CULTIVATION,
                started=date(2026, 2, 1),
            )
        ],
        "sessions": [
            Session(
                id="s1", relationship="r1", at=_at(2, 4), topic="Getting to know each other", state="held"
            ),
            Session(
                id="s2",
                relationship="r1",
                at=_at(2, 18),
                topic="The directors’ meeting in March",
                state="held",
            ),
            Session(id="s3", relationship="r1", at=_at(3, 5), state="planned"),
        ],
        "notes": [
            Note(
                id="n1",
                session="s2",
                relationship="r1",
                author="ana",
                visibility="shared",
                at=_at(2, 18),
                text="Ana will open with the delivery figures and stop after the second slide.",
            ),
            Note(
                id="n2",
                session="s2",
                relationship="r1",
                author="tomas",
                visibility="private",
                at=_at(2, 18),
                text="I suspect that she is thinking of leaving the company before the summer.",
            ),
            Note(
                id="n3",
                session="s2",
                relationship="r1",
                author="ana",
                visibility="private",
                at=_at(2, 18),
                text="I did not dare to say that I cried after the last directors’ meeting.",
            ),
        ],
        "actions": [
            ActionItem(
                id="a1",
                relationship="r1",
                session="s2",
                owner="ana",
                text="Send the first slide to Tomás",
                due=date(2026, 2, 25),
            ),
            ActionItem(
                id="a2",
                relationship="r1",
                session="s2",
                owner="tomas",
                text="Ask a director what the board listens for",
            ),
            ActionItem(
                id="a3",
                relationship="r1",
                session="s1",
                owner="ana",
                text="Write down three hopes",
                done=True,
            ),
        ],
        "goals": [
            Goal(
                id="g1",
                member="ana",
                title="Present the delivery figures to the directors without notes",
                relationship="r1",
                why="I want the board to hear about the night shifts from someone who knows them.",
                measure="Two board meetings without notes",
                due=date(2026, 6, 30),
            )
        ],
        "moments": [
            Moment(
                id="mo1",
                member="ana",
                by="tomas",
                on=date(2026, 2, 10),
                situation="When the warehouse system failed on a Friday night",
                behaviour="stayed on the call until four and counted the pallets by hand with the "
                "night shift",
                impact="All 212 orders left on Saturday morning.",
            ),
            Moment(
                id="mo2",
                member="ana",
                by="will",
                on=date(2026, 2, 20),
                situation="Onboarding week",
                behaviour="She rewrote the counting guide.",
                impact="so two newcomers worked alone on their third day",
            ),
        ],
    }


def units() -> MemoryUnitsOfWork:
    community = MemoryUnitsOfWork()
    with community() as unit:
        for table, rows in records().items():
            getattr(unit, table).add(*rows)
        unit.commit()
    return community


def library() -> FewGuides:
    return FewGuides(speaking=SPEAKING, meeting=MEETING)


def drafting(community: MemoryUnitsOfWork | None = None, writer: Writer | None = None) -> DraftingService:
    encoder = WordEncoder()
    embedded = EmbeddedWriter(encoder)
    return DraftingService(
        community or units(),
        library(),
        writer or embedded,
        embedded,
        Policy(),
        FixedClock(),
        encoder,
        prompt_version=lambda kind: f"{kind}@test",
    )
