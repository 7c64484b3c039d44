"""The sample community's playbook: chapters written and rewritten, others not yet; offers that wait for an editor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from copilot.domain.members import Member, Role
from copilot.domain.playbook import Chapter, ChapterKey, PlaybookOffer
from copilot.ports import UnitOfWork
from copilot.services.playbook.practices import rule_of

DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Text:
    """A version of a chapter: how many days ago it was kept, and its words below the chapter's opening."""

    ago: int
    words: str


@dataclass(frozen=True)
class _Given:
    """What somebody offered: how many days ago, in which role, and what has become of it."""

    id: str
    key: ChapterKey
    role: Role
    ago: int
    text: str
    kind: str = "insight"
    named: bool = False
    state: str = "offered"
    reason: str = ""


_TEXTS: dict[ChapterKey, tuple[_Text, ...]] = {
    ChapterKey.ROLES: (
        _Text(
            150,
            "### In our own words\n\n"
            "- A mentor gives an hour a month, and says so when it gets to be too much.\n"
            "- A mentee brings the topic. No topic, no meeting: then we move it.\n",
        ),
        _Text(
            41,
            "### In our own words\n\n"
            "- A mentor gives an hour a month, and says early when it gets to be too much.\n"
            "- A mentee brings the topic, the day before, in two sentences.\n"
            "- Whoever cancels proposes the next date in the same message.\n\n"
            "### Who to turn to\n\n"
            "Programme managers answer within two working days. They never ask what you talked about.\n",
        ),
    ),
    ChapterKey.MATCHING: (
        _Text(
            90,
            "### How it is done here\n\n"
            "- Everybody sees suggestions with reasons, and ranks up to three.\n"
            "- A manager reads the reasons against before she approves. Hours in common decide more often "
            "than skills.\n"
            "- Nobody is told of a match before both sides could still say no.\n\n"
            "### What we tried and left\n\n"
            "Matching by department. Pairs from one department knew each other’s answers already.\n",
        ),
    ),
    ChapterKey.ANALYTICS: (
        _Text(
            60,
            "### How it is done here\n\n"
            "- On the first Monday of the month the managers look at who has gone quiet, and write to both.\n"
            "- The question is “Have you met?”, and never “Why haven’t you?”.\n",
        ),
    ),
    ChapterKey.PEERS: (
        _Text(
            75,
            "### How it is done here\n\n"
            "- Peers are matched across offices, so that each hears how the same work is done elsewhere.\n",
        ),
        _Text(
            20,
            "### How it is done here\n\n"
            "- Peers are matched across offices, so that each hears how the same work is done elsewhere.\n"
            "- Three meetings are planned at once. After the third, both say whether they go on.\n",
        ),
    ),
    ChapterKey.RECOGNITION: (
        _Text(
            33,
            "### How it is done here\n\n"
            "- A moment is logged in the week in which it happened, as a camera would have seen it.\n"
            "- Nothing is told before the one it is about agrees. A no needs no reason.\n",
        ),
    ),
}  # fmt: skip
_GIVEN: tuple[_Given, ...] = (
    _Given(
        "w-demo-1", ChapterKey.PEERS, Role.PEER, 16,
        "We met in the lunch break, with cameras off and soup. It was the only hour in which everybody could come, and "
        "nobody had to look attentive.", named=True, state="taken",
    ),
    _Given(
        "w-demo-2", ChapterKey.ROLES, Role.MENTOR, 9,
        "In the first meeting I say what I am no help with. It saves us both the third meeting.",
    ),
    _Given(
        "w-demo-3", ChapterKey.ROLES, Role.MENTEE, 6,
        "I was afraid to say that I had not done what I had promised. Then my mentor told me first what she had not "
        "done. Since then we begin every meeting with that.", kind="story", named=True,
    ),
    _Given(
        "w-demo-4", ChapterKey.MATCHING, Role.MENTEE, 12,
        "Show me who is free on Fridays before I fall for somebody’s profile.",
    ),
    _Given(
        "w-demo-5", ChapterKey.PROGRAMMES, Role.MENTOR, 4,
        "Office hours without a topic were empty. With one question in the title they were full.",
    ),
    _Given(
        "w-demo-6", ChapterKey.RECOGNITION, Role.SPONSOR, 25, "Give badges for every session held.", state="declined",
        reason="We recognise what somebody did and what it led to. A number of meetings says neither.",
    ),
)  # fmt: skip


def keep_playbook(unit: UnitOfWork, now: datetime) -> None:
    """Chapters by the admins, offers by members of every role."""
    people = unit.members.all()
    editors = [one.id for one in people if Role.ADMIN in one.roles] or ["operator"]
    for at, (key, texts) in enumerate(_TEXTS.items()):
        unit.chapters.add(_chapter(key, texts, editors[at % len(editors)], now))
    for at, given in enumerate(_GIVEN):
        unit.playbook_offers.add(_offer(given, _somebody(people, given.role, at), now))


def _chapter(key: ChapterKey, texts: Sequence[_Text], by: str, now: datetime) -> Chapter:
    opening = rule_of(key).opening.strip()
    first, *later = texts
    kept = Chapter(id=key, text=f"{opening}\n\n{first.words}", by=by, at=now - first.ago * DAY)
    for text in later:
        kept = kept.rewritten(by, now - text.ago * DAY, text=f"{opening}\n\n{text.words}")
    taken = [given for given in _GIVEN if given.key is key and given.state == "taken"]
    for given in taken:
        at = now - (given.ago - 2) * DAY
        kept = kept.rewritten(by, at, taken=(*kept.taken, given.id), source=f"offer {given.id}")
    return kept


def _somebody(people: Sequence[Member], role: Role, at: int) -> str:
    """Another one each time, and nobody who keeps the house."""
    fitting = [one.id for one in people if role in one.roles and not one.roles & {Role.ADMIN, Role.MANAGER}]
    return fitting[(7 * at + 3) % len(fitting)] if fitting else people[0].id


def _offer(given: _Given, by: str, now: datetime) -> PlaybookOffer:
    return PlaybookOffer.model_validate(
        {
            "id": given.id, "chapter": given.key, "kind": given.kind, "text": given.text, "by": by,
            "named": given.named, "state": given.state, "reason": given.reason, "at": now - given.ago * DAY,
        }
    )  # fmt: skip
