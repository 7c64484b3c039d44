"""The guides: added by whom the policy lets, read and asked by everybody."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from copilot.domain.asking import Asker
from copilot.errors import ModelUnavailable
from copilot.ports import Library, Progress, UnitsOfWork, Writer
from copilot.services.contacts import without_contacts
from copilot.services.policy import Action, Policy
from copilot.services.pseudonyms import Pseudonyms
from knowledge.words import Answer, Found, Guide, GuidesAdded


class GuidesService:
    """Reads guides in, searches them, and answers from them with quotations."""

    def __init__(self, units: UnitsOfWork, library: Library, writer: Writer, policy: Policy) -> None:
        self._units = units
        self._library = library
        self._writer = writer
        self._policy = policy

    def add(
        self,
        asker: Asker,
        paths: Sequence[Path],
        *,
        builtin: bool = False,
        name: str = "",
        progress: Progress | None = None,
    ) -> GuidesAdded:
        """Read files and folders in; what vanished from a folder that is added again goes."""
        self._policy.require(asker, Action.GUIDES_WRITE)
        return self._library.add(paths, builtin=builtin, name=name, progress=progress)

    def rebuild(self, asker: Asker, progress: Progress | None = None) -> int:
        """Make the indexes again from the records; how many passages they hold."""
        self._policy.require(asker, Action.GUIDES_WRITE)
        return self._library.rebuild(progress)

    def every(self, asker: Asker) -> list[Guide]:
        """All guides, sorted by path."""
        self._policy.require(asker, Action.GUIDES_READ)
        return self._library.guides()

    def show(self, asker: Asker, path: str) -> Guide:
        """One guide with the text that citations point into."""
        self._policy.require(asker, Action.GUIDES_READ)
        return self._library.guide(path)

    def search(self, asker: Asker, text: str, k: int = 5) -> list[Found]:
        """The k best passages."""
        self._policy.require(asker, Action.GUIDES_READ)
        return self._library.search(text, k)

    def ask(self, asker: Asker, question: str) -> Answer:
        """What the guides say, word for word where it matters; or that they don't.

        A chat model sees pseudonyms and no addresses, numbers or links; one that fails is replaced by the embedded
        writer, whose name the answer then bears.
        """
        self._policy.require(asker, Action.GUIDES_READ)
        if self._writer.name == "embedded":
            return self._library.answer(question)
        try:
            return self._library.answer(question, self._written)
        except ModelUnavailable:
            return self._library.answer(question)

    def _written(self, question: str, found: Sequence[Found]) -> Answer:
        """The chat model's answer with the names back in its own sentences.

        The pseudonyms keep clear of the passages, so no quotation can hold one: a guide's words stay as they are.
        """
        with self._units.reading() as unit:
            pseudonyms = Pseudonyms({member.id: member.name for member in unit.members.all()})
        pseudonyms.avoid(*(hit.passage.text for hit in found))
        # Addresses go first: a name inside one would no longer look like a part of it.
        hidden = pseudonyms.hide_text(without_contacts(question))
        written = self._writer.answer(hidden, found)
        return written.model_copy(update={"answer": pseudonyms.restore_text(written.answer)})
