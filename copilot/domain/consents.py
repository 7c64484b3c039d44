"""What members consent to, in which words, and which consents a record holds at the moment.

Consent lives in the records themselves: a story's `agreed`, a moment's `public`. `standing` reads it off a record of
any kind; whatever keeps records compares before and after by it, and so no place that gives or takes back can forget
the ledger. Whoever adds a kind of consent adds a purpose, its words, and a line in `_READINGS`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.events import Event
from copilot.domain.members import DeclaredGroup, Member
from copilot.domain.nudges import NudgeSettings
from copilot.domain.playbook import PlaybookOffer
from copilot.domain.recognition import Badge, LeaderboardChoice
from copilot.domain.records import Record
from copilot.domain.relationships import Moment
from copilot.domain.spaces import Post, PostKind
from copilot.domain.sponsorship import SpeakingConsent
from copilot.domain.surveys import SurveyAnswer

FORMER = "former-"
"""With what the opaque id of somebody who left begins: that id agrees to nothing."""


class Purpose(StrEnum):
    """What a consent is for."""

    DECLARED_GROUPS = "declared-groups"
    WISHES = "wishes"
    SPEAKING = "speaking"
    WRITE_UP = "write-up"
    MOMENT = "moment"
    SHOUT_OUT = "shout-out"
    STORY = "story"
    SPOTLIGHT = "spotlight"
    LEADERBOARD = "leaderboard"
    BADGE = "badge"
    PLAYBOOK = "playbook"
    SURVEY_WORDS = "survey-words"
    WEBHOOK = "webhook"


class Terms(NamedTuple):
    """One purpose, as a member reads it.

    `words` are what she agrees to, the latest last; older ones stay, so that old lines can still be read. `gives` and
    `takes_back` say where: in the web app, and by which command.
    """

    words: tuple[str, ...]
    visible_to: str
    gives: str
    takes_back: str


TERMS: Mapping[Purpose, Terms] = {
    Purpose.DECLARED_GROUPS: Terms(
        ("The audit may count me by the groups that I declared.",),
        "the audit alone, as numbers of ten people and more",
        "`members declare`",
        "“What is known about me”, or `members declare` with consent “no”",
    ),
    Purpose.WISHES: Terms(
        ("Matching may use the wishes and backgrounds that I offered for it.",),
        "matching; a partner never reads them",
        "“What is known about me”, or `members update`; a roster may bring them too",
        "“What is known about me”, or `members update`",
    ),
    Purpose.SPEAKING: Terms(
        ("My sponsor may say these sentences of me, in these rooms, until this day.",),
        "your sponsor",
        "“Sponsorship”, or `sponsor consent`",
        "“Sponsorship”, or `sponsor withdraw`",
    ),
    Purpose.WRITE_UP: Terms(
        ("These words of recognition, as I read them, may be shown to others.",),
        "whoever it is shown to by you or by who had it written",
        "the draft's “Approve”, or `draft approve`",
        "the draft's “Discard”, or `draft discard`",
    ),
    Purpose.MOMENT: Terms(
        ("Others may read this moment and write of it.",),
        "everybody in the community",
        "“My recognition”, or `moments agree`",
        "“My recognition”, or `moments agree --take-back`",
    ),
    Purpose.SHOUT_OUT: Terms(
        ("This shout-out of me may be read.",),
        "whoever reads the place where it stands",
        "where it stands, or `spaces agree`",
        "where it stands, or `spaces agree --take-back`",
    ),
    Purpose.STORY: Terms(
        ("This story of me may be read.",),
        "the story's space, or the community where the story is public",
        "“Spaces”, or `spaces agree`",
        "“Spaces”, or `spaces agree --take-back`",
    ),
    Purpose.SPOTLIGHT: Terms(
        ("This event may be shown with me as a speaker, and with what it says of me.",),
        "everybody who sees the event",
        "“Events”, or `events speak`",
        "“Events”, or `events speak --no`, until it begins",
    ),
    Purpose.LEADERBOARD: Terms(
        ("I stand on the leaderboard, alone and with my team, or with my team only, as I chose.",),
        "everybody in the community",
        "“Shout-outs”, or `recognise board join`",
        "“Shout-outs”, or `recognise board leave`",
    ),
    Purpose.BADGE: Terms(
        ("This badge may be shown to anybody, and checked by anybody.",),
        "everybody, also outside the community",
        "“Badges”, or `recognise badges publish`",
        "“Badges”, or `recognise badges hide`",
    ),
    Purpose.PLAYBOOK: Terms(
        ("The community's playbook may use what I offered to it.",),
        "its editors; everybody once it is taken in",
        "“Playbook”, or `playbook offer`",
        "“Playbook”, or `playbook take-back`",
    ),
    Purpose.SURVEY_WORDS: Terms(
        ("The programme's managers may read my words, without my name.",),
        "the managers of the programme",
        "“Surveys”, or `surveys answer --for-managers`",
        "“Surveys”: answer again without it, or `surveys withdraw`, which takes the whole answer back",
    ),
    Purpose.WEBHOOK: Terms(
        ("My nudges may be sent to the webhook that I named.",),
        "the system behind your webhook",
        "“Nudges”, or `nudge settings --webhook`",
        "“Nudges”, or `nudge settings --no-webhook`",
    ),
}


class Consent(Record):
    """A line of the ledger. `what` is the record it is about; empty where there is one of the purpose alone.

    `given_at` is None for what stood already when the ledger was begun. `words` is the number of the words she agreed
    to and the beginning of their hash. A line is written once and ended once, never changed otherwise and never taken
    out but with the member herself.
    """

    member: str
    purpose: Purpose
    what: str = ""
    given_at: datetime | None
    withdrawn_at: datetime | None = None
    words: str


class Given(NamedTuple):
    """A consent that stands in a record."""

    member: str
    purpose: Purpose
    what: str = ""


def standing(record: Record | None) -> frozenset[Given]:
    """The consents that a record holds."""
    reading = _READINGS.get(type(record))
    found: Iterable[Given] = reading(record) if reading else ()
    return frozenset(each for each in found if each.member and not each.member.startswith(FORMER))


def words_of(purpose: Purpose) -> str:
    """Which words hold now: their number and the beginning of their hash."""
    return _marked(len(TERMS[purpose].words), TERMS[purpose].words[-1])


def words_marked(purpose: Purpose, mark: str) -> str:
    """The words behind such a mark; empty where nobody has them any more."""
    known = {_marked(n, words): words for n, words in enumerate(TERMS[purpose].words, 1)}
    return known.get(mark, "")


def _marked(number: int, words: str) -> str:
    return f"{number}:{hashlib.sha256(words.encode()).hexdigest()[:16]}"


def _of_post(post: Post) -> list[Given]:
    purposes = {PostKind.STORY: Purpose.STORY, PostKind.SHOUT_OUT: Purpose.SHOUT_OUT}
    if post.kind not in purposes or post.parent or post.removed:
        return []
    return [Given(member, purposes[post.kind], post.id) for member in post.agreed & post.about]


def _where(stands: bool, member: str, purpose: Purpose, what: str = "") -> list[Given]:
    return [Given(member, purpose, what)] if stands else []


_READINGS: Mapping[type, Callable[[Any], list[Given]]] = {
    DeclaredGroup: lambda one: _where(one.consent, one.member, Purpose.DECLARED_GROUPS),
    Member: lambda one: _where(bool(one.profile.wishes), one.id, Purpose.WISHES),
    SpeakingConsent: lambda one: _where(one.withdrawn is None, one.member, Purpose.SPEAKING, one.id),
    Draft: lambda one: _where(
        one.kind is DraftKind.RECOGNITION and one.consent == "given" and one.state != "discarded",
        one.about, Purpose.WRITE_UP, one.id,
    ),
    Moment: lambda one: _where(one.public, one.member, Purpose.MOMENT, one.id),
    Post: _of_post,
    Event: lambda one: [Given(member, Purpose.SPOTLIGHT, one.id) for member in one.agreed & set(one.speakers)],
    LeaderboardChoice: lambda one: _where(True, one.id, Purpose.LEADERBOARD),
    Badge: lambda one: _where(one.public, one.member, Purpose.BADGE, one.id),
    PlaybookOffer: lambda one: _where(one.state != "declined", one.by, Purpose.PLAYBOOK, one.id),
    SurveyAnswer: lambda one: _where(
        one.for_managers and not one.withdrawn, one.member, Purpose.SURVEY_WORDS, one.id
    ),
    NudgeSettings: lambda one: _where(bool(one.webhook), one.id, Purpose.WEBHOOK),
}  # fmt: skip
