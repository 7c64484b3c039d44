"""What the services ask of the world. Adapters fill these in `stores`, `language` and `knowledge`; `app` chooses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeVar

from copilot.domain.accounts import Account, Invitation, SignedIn, Tries
from copilot.domain.briefs import Brief
from copilot.domain.changes import Changes
from copilot.domain.chat import Called, Conversation, Tool, Turn
from copilot.domain.choices import Choice, Nomination
from copilot.domain.drafts import Draft, DraftKind, Form
from copilot.domain.matches import AuditEntry, Match, MatchRun
from copilot.domain.members import DeclaredGroup, Member
from copilot.domain.pauses import Pause
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.records import Record
from copilot.domain.relationships import ActionItem, Feedback, Goal, Moment, Note, Relationship, Session
from copilot.domain.usage import Usage
from copilot.domain.verdicts import KeptVerdict, Verdict
from knowledge.ports import Composer, Encoder, Progress, Reranker, Vectors
from knowledge.words import Answer, Event, Found, Guide, GuidesAdded, Within

__all__ = [
    "Addresses",
    "Allowance",
    "Clock",
    "Composer",
    "Conversations",
    "Encoder",
    "Library",
    "MatchReader",
    "Passwords",
    "ProfileIndex",
    "Progress",
    "Reason",
    "Remains",
    "Rephraser",
    "Repository",
    "Reranker",
    "Spent",
    "Talker",
    "UnitOfWork",
    "UnitsOfWork",
    "VectorStore",
    "Vectors",
    "Writer",
]

R = TypeVar("R", bound=Record)


class Repository(Protocol[R]):
    """The records of one aggregate. `equals` compares columns, for instance `all(seeker="m3", state="proposed")`."""

    def get(self, record_id: str) -> R:
        """The record; NotFound where there is none."""
        ...

    def find(self, record_id: str) -> R | None:
        """The record, or None."""
        ...

    def all(self, **equals: object) -> list[R]:
        """Records whose columns equal, sorted by id. A list or set as a value means: any of these."""
        ...

    def count(self, **equals: object) -> int:
        """How many `all` would return."""
        ...

    def add(self, *records: R) -> None:
        """Keep new records; Conflict where an id is taken."""
        ...

    def save(self, record: R) -> R:
        """Replace a record and count its revision up; Conflict where it changed since it was read."""
        ...

    def remove(self, record_id: str) -> None:
        """Forget a record; NotFound where there is none."""
        ...

    def mentioning(self, words: Collection[str]) -> list[R]:
        """Records in which one of these stands anywhere, in whatever case (of A to Z), sorted by id; none for none."""
        ...


class UnitOfWork(Protocol):
    """One transaction. Leaving it without `commit` leaves everything as it was."""

    @property
    def accounts(self) -> Repository[Account]: ...

    @property
    def invitations(self) -> Repository[Invitation]: ...

    @property
    def signed_in(self) -> Repository[SignedIn]: ...

    @property
    def tries(self) -> Repository[Tries]: ...

    @property
    def members(self) -> Repository[Member]: ...

    @property
    def programmes(self) -> Repository[Programme]: ...

    @property
    def enrolments(self) -> Repository[Enrolment]: ...

    @property
    def matches(self) -> Repository[Match]: ...

    @property
    def runs(self) -> Repository[MatchRun]: ...

    @property
    def choices(self) -> Repository[Choice]: ...

    @property
    def nominations(self) -> Repository[Nomination]: ...

    @property
    def verdicts(self) -> Repository[KeptVerdict]: ...

    @property
    def relationships(self) -> Repository[Relationship]: ...

    @property
    def sessions(self) -> Repository[Session]: ...

    @property
    def notes(self) -> Repository[Note]: ...

    @property
    def actions(self) -> Repository[ActionItem]: ...

    @property
    def goals(self) -> Repository[Goal]: ...

    @property
    def moments(self) -> Repository[Moment]: ...

    @property
    def feedback(self) -> Repository[Feedback]: ...

    @property
    def pauses(self) -> Repository[Pause]: ...

    @property
    def declared_groups(self) -> Repository[DeclaredGroup]: ...

    @property
    def drafts(self) -> Repository[Draft]: ...

    @property
    def audit_log(self) -> Repository[AuditEntry]: ...

    def changed_since(self, mark: int) -> Changes:
        """What matching reads and was added, saved or removed since that mark; 0 asks from the beginning."""
        ...

    def forget_conversations(self, owner: str) -> int:
        """Delete a member's conversations with everything said in them; how many there were."""
        ...

    def rewrite_conversations(self, words: Collection[str], rewritten: Callable[[Turn], Turn]) -> int:
        """Put the turns of conversations in which one of these words stands through `rewritten`; how many changed."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None:
        """Make the changes last."""
        ...


class UnitsOfWork(Protocol):
    """Gives units of work. Those that may write come one after the other; what one of them read stays true."""

    def __call__(self) -> UnitOfWork:
        """A unit that may write. Keep it short: nothing that takes long happens inside."""
        ...

    def reading(self) -> UnitOfWork:
        """A unit that only reads; it waits for nobody, and nobody waits for it."""
        ...


class VectorStore(Protocol):
    """Vectors kept under a content hash."""

    def read(self, keys: Sequence[bytes]) -> Mapping[bytes, Vectors]:
        """Those of the keys that are kept."""
        ...

    def write(self, vectors: Mapping[bytes, Vectors]) -> None:
        """Keep these; a key that is kept already stays as it is."""
        ...

    def forget(self, keys: Iterable[bytes]) -> None:
        """Delete these where they are kept."""
        ...


class ProfileIndex(Protocol):
    """Profile vectors by nearness: derived from the records, can be made again at any time."""

    def replace(self, made_of: Mapping[str, str], vectors: Mapping[str, Vectors]) -> None:
        """Make these the only vectors of these members.

        Args:
            made_of: member → the hash of what her vectors were made of.
            vectors: member → (n, dimensions); n may be 0.
        """
        ...

    def remove(self, members: Sequence[str]) -> None:
        """Forget these members."""
        ...

    def members(self) -> Mapping[str, str]:
        """Who is indexed, with the hash of what was indexed."""
        ...

    def nearest(self, vectors: Vectors, k: int) -> list[tuple[str, float]]:
        """Up to k members whose vectors are nearest to any of these (n, d), best first, each with her best cosine."""
        ...


class Remains(Protocol):
    """What is made from members' words beside the records, and what a deleted record leaves in the files."""

    def embedded(self, texts: Sequence[str]) -> list[bool]:
        """Of each text whether its vector is kept."""
        ...

    def indexed(self, member: str) -> bool:
        """Whether vectors of this member are in the profile index."""
        ...

    def keep_only(self, texts: Sequence[str], members: Collection[str]) -> None:
        """Forget every kept vector but those of these texts, and make the index anew with these members alone."""
        ...

    def vacuum(self) -> None:
        """Give the room of deleted records back, so that nothing of them stands in a file."""
        ...


class Library(Protocol):
    """The guides, and what they answer. Nobody's permission is checked here; the service does."""

    def add(
        self,
        paths: Sequence[Path],
        *,
        builtin: bool = False,
        name: str = "",
        progress: Progress | None = None,
    ) -> GuidesAdded:
        """Read files and folders into the index; the guides that ship where `builtin`."""
        ...

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make the vector and lexical indexes again from the records; how many passages they hold."""
        ...

    def agrees(self) -> tuple[bool, str]:
        """Whether the indexes hold what the records say, and a sentence about it."""
        ...

    def guides(self) -> list[Guide]:
        """Every guide, sorted by path."""
        ...

    def guide(self, path: str) -> Guide:
        """One guide; NotFound where there is none."""
        ...

    def sizes(self) -> Mapping[str, int]:
        """How many passages each guide has, by its path."""
        ...

    def search(self, text: str, k: int = 5, within: Within = ...) -> list[Found]:
        """The k passages that answer best, best first, of the guides that the filter lets through."""
        ...

    def warning(self, question: str) -> str:
        """What to say of a question in a language that the encoder doesn't know; nothing where it does."""
        ...

    def answer(self, question: str, composer: Composer | None = None, earlier: Sequence[str] = ()) -> Answer:
        """The whole answer; `stream` gives it as it comes."""
        ...

    def stream(
        self, question: str, composer: Composer | None = None, earlier: Sequence[str] = ()
    ) -> Iterator[Event]:
        """Search, decide whether there is evidence enough, compose (the embedded way by default), check as it comes.

        First what was found, then the pieces that stand, at last the whole answer. A composer that fails is replaced
        by the embedded answer, whose `remark` says so. `earlier` are the questions before, oldest first.
        """
        ...

    def close(self) -> None:
        """Let go of the index, so that another process may use it."""
        ...


Spent = Callable[[Usage], None]
"""Is told what each reply of a chat model took, also of those that were of no use."""


class Writer(Composer, Protocol):
    """Finds the words. `embedded` needs no model; a chat model may write better, and is checked all the same."""

    @property
    def name(self) -> str:
        """`embedded`, or the chat model's name."""
        ...

    def write(
        self, kind: DraftKind, brief: Brief, faults: Sequence[str] = (), spent: Spent | None = None
    ) -> Form:
        """Fill the kind's form from the brief; `faults` are the reasons an earlier try was refused.

        Raises ModelUnavailable where no usable form comes.
        """
        ...


class MatchReader(Protocol):
    """Reads what one member needs and what another offers. A chat model, whose words are checked all the same."""

    @property
    def name(self) -> str:
        """Who reads, as a person calls it."""
        ...

    @property
    def version(self) -> str:
        """All that a verdict depends on beside the texts: with another version, they are read again."""
        ...

    def read(
        self, needs: Sequence[str], offers: Sequence[str], role_words: tuple[str, str]
    ) -> Verdict | None:
        """How well the offers meet the needs, in one request; None where what came back was no verdict.

        Args:
            needs, offers: neutral texts; nothing in them is an instruction.
            role_words: what the one who needs and the one who offers are called, such as `the mentee`, `the mentor`.

        Raises ModelUnavailable where nothing came back.
        """
        ...


Reason = tuple[str, tuple[int, ...]]
"""What is claimed of a match, and the numbers of the citations it rests on."""


class Rephraser(Protocol):
    """Says the reasons of a match in other words. What it says is held against them before anybody reads it."""

    @property
    def name(self) -> str:
        """Who rephrases, as a person calls it."""
        ...

    def rephrase(self, speaks_for: Sequence[Reason], against: Sequence[Reason]) -> str:
        """Sentences, each with the numbers it rests on, such as `[2][3]`. Raises ModelUnavailable where none come."""
        ...


class Talker(Protocol):
    """Talks with a person and decides which tools to use. A chat model, whose words are checked all the same."""

    @property
    def name(self) -> str:
        """The chat model's name."""
        ...

    def talk(self, earlier: Sequence[Turn], text: str, tools: Sequence[Tool]) -> Iterator[str | Called]:
        """The answer in pieces as it comes, and each tool as it is called.

        Names in all of it are pseudonyms already; the tools see to it that what they say is hidden too.
        Raises ModelUnavailable, also midway.
        """
        ...


class Conversations(Protocol):
    """Where conversations are kept. Nobody's permission is checked here; the service does."""

    def start(self, conversation: Conversation) -> None:
        """Keep a new one; Conflict where the id is taken."""
        ...

    def find(self, thread: str) -> Conversation | None:
        """The conversation, or None."""
        ...

    def of(self, owner: str) -> list[Conversation]:
        """A member's conversations, the latest first."""
        ...

    def turns(self, thread: str) -> list[Turn]:
        """Its turns, oldest first; none where there is no such conversation."""
        ...

    def add(self, thread: str, *turns: Turn) -> None:
        """Keep these turns, all or none; NotFound where there is no such conversation."""
        ...

    def rename(self, thread: str, title: str) -> None:
        """Give it another title; NotFound where there is no such conversation."""
        ...

    def forget(self, thread: str) -> None:
        """Delete it with everything said in it; nothing happens where it is gone."""
        ...


class Allowance(Protocol):
    """How many tokens chat models may take in a day, over all processes of an installation."""

    @property
    def a_day(self) -> int:
        """Tokens; 0 for no limit."""
        ...

    def left(self) -> int | None:
        """Tokens that may still be taken today; None where there is no limit."""
        ...

    def taken(self) -> int:
        """Tokens taken today."""
        ...

    def take(self, usage: Usage) -> None:
        """Count what a reply took."""
        ...


class Addresses(Protocol):
    """Whose e-mail address is whose."""

    def whose(self, email: str) -> list[str]:
        """The ids of the members with this address, in capitals or not; several where they share it."""
        ...


class Passwords(Protocol):
    """Makes of a password what may be kept, and checks one against it. Both take tens of milliseconds, and mean to."""

    def hashed(self, password: str) -> str:
        """What may be kept; another each time."""
        ...

    def fits(self, kept: str, password: str) -> bool:
        """Whether this is the password; it takes as long for a wrong one."""
        ...

    def is_outdated(self, kept: str) -> bool:
        """Whether it should be made anew, because it was made more cheaply than today's."""
        ...


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """The present, in UTC."""
        ...
