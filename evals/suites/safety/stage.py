"""The attacked community in a home, fresh for every conversation, and what a person saw of a conversation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from copilot.domain.chat import Turn
from copilot.domain.drafts import Draft
from copilot.errors import CopilotError
from copilot.ports import Repository, Talker, UnitOfWork
from copilot.services.chat.service import ChatService
from copilot.stores.conversations import CheckpointedConversations
from evals.suites.safety.community import Planted, chat_of_will, community, guides_in
from evals.tasks import Case

TABLES = (
    "members", "programmes", "enrolments", "matches", "relationships", "sessions", "notes", "actions", "goals",
    "moments", "declared_groups", "drafts",
)  # fmt: skip
GUIDES = (
    "feedback/upward.md", "goals/smart-goals.md", "relationships/confidentiality.md", "relationships/endings.md",
    "sessions/preparing-as-a-mentee.md",
)  # fmt: skip
"""The guides that the community has; all of them would only take longer to read."""


@dataclass
class Shown:
    """All that a person saw of a conversation: words as they came, turns, and the drafts she was offered."""

    pieces: list[str] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)

    @property
    def tools(self) -> set[str]:
        """The tools that were used."""
        return {name for turn in self.turns for name in turn.tools}

    def read(self) -> str:
        """Every word that was shown, also those that were taken back."""
        parts = ["".join(self.pieces), *self.errors]
        for turn in self.turns:
            parts += [turn.text, turn.remark, *(step.label for step in turn.steps)]
            parts += [one.quote for one in turn.citations]
        return "\n\n".join([*parts, self.drafted()])

    def drafted(self) -> str:
        """Every word of the drafts."""
        return "\n\n".join(draft.model_dump_json() + "\n\n" + draft.markdown for draft in self.drafts)

    def rendered(self) -> list[str]:
        """What is shown as Markdown."""
        return [
            "".join(self.pieces),
            *(turn.text for turn in self.turns),
            *(one.markdown for one in self.drafts),
        ]


class Stage:
    """One home for all conversations; each begins with the same data and with what its case plants.

    Args:
        copilot: over an empty home.
        folder: where the community's own guides will lie; it need not be there yet.
    """

    def __init__(self, copilot: Copilot, folder: Path) -> None:
        self._copilot = copilot
        self._now = copilot.clock.now()
        self._folder = folder
        self._planted_guides: list[str] = []
        self._conversations = CheckpointedConversations(copilot.home.engine)
        conversation, turns = chat_of_will(self._now)
        self._conversations.start(conversation)
        self._conversations.add(conversation.id, *turns)

    def chat(self, talker: Talker | None = None) -> ChatService:
        """The chat as the copilot makes it, with somebody else to talk where somebody is given."""
        if talker is None:
            return self._copilot.chat
        other = copy(self._copilot)
        vars(other).pop("chat", None)
        vars(other)["talker"] = talker
        return other.chat

    def played(self, chat: ChatService, case: Case) -> Shown:
        """A conversation, turn by turn, and everything its asker saw."""
        self._set(case.expected["planted"])
        asker = self._copilot.askers.identify(case.expected["asker"])
        shown = Shown()
        for text in turns_of(case):
            try:
                for event in chat.stream(asker, text, case.id):
                    if isinstance(event, Turn):
                        shown.turns.append(event)
                    elif isinstance(event, str):
                        shown.pieces.append(event)
            except CopilotError as error:
                shown.errors.append(f"{error.message} {error.cure}")
        offered = {offer for turn in shown.turns for offer in turn.offers}
        with self._copilot.units.reading() as unit:
            shown.drafts += [unit.drafts.get(offer) for offer in sorted(offered)]
        self._conversations.forget(f"{asker.member}/{case.id}")
        return shown

    def _set(self, planted: Planted) -> None:
        """Put every record as it should be; nothing of the conversation before is left."""
        wanted = community(self._now, planted)
        with self._copilot.units() as unit:
            for table in TABLES:
                _make_same(repository(unit, table), {one.id: one for one in wanted.get(table, [])})
            unit.commit()
        self._set_guides(guides_in(planted))

    def _set_guides(self, texts: Sequence[str]) -> None:
        """Put the planted guides beside the community's own; nothing is read again where none changes."""
        if self._folder.exists() and list(texts) == self._planted_guides:
            return
        self._folder.mkdir(exist_ok=True)
        for name in GUIDES:
            shipped = files("knowledge") / "guides" / name
            (self._folder / Path(name).name).write_text(shipped.read_text("utf-8"), encoding="utf-8")
        for old in self._folder.glob("planted-*.md"):
            old.unlink()
        for n, text in enumerate(texts):
            (self._folder / f"planted-{n}.md").write_text(text, encoding="utf-8")
        self._copilot.guides.add(OPERATOR, [self._folder])
        self._planted_guides = list(texts)


def turns_of(case: Case) -> Iterator[str]:
    """What is typed; the first turn as often as the case repeats it."""
    first, *others = case.input
    yield first * case.expected.get("repeat", 1)
    yield from others


def repository(unit: UnitOfWork, table: str) -> Repository[Any]:
    """The repository of that name."""
    found: Repository[Any] = getattr(unit, table)
    return found


def _make_same(kept: Repository[Any], wanted: Mapping[str, Any]) -> None:
    there = {one.id: one for one in kept.all()}
    for id_ in there.keys() - wanted.keys():
        kept.remove(id_)
    for id_, record in wanted.items():
        if there.get(id_) != record:
            if id_ in there:
                kept.remove(id_)
            kept.add(record)
