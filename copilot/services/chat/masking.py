"""Names out before a chat model reads, names back as its words come, and nothing unsafe on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from pydantic import BaseModel

from copilot.domain.chat import Tool, ToolResult, Turn
from copilot.domain.citations import Citation
from copilot.services.contacts import without_contacts
from copilot.services.drafting.checks.safe import what_is_unsafe
from copilot.services.pseudonyms import Pseudonyms
from knowledge.answering import MARK
from knowledge.wording import STOP_WORDS

LONGEST_HELD = 160
"""Characters: what opens a bracket and doesn't close it within these is released; the check still reads it."""
TELL_NOTHING = STOP_WORDS | frozenset("bye glad good hello hey hi thank thanks welcome".split())
LOOKED_BACK = 200
"""Characters before new words that are judged with them."""
_OPEN = re.compile(r"!?\[[^\]]*\](?:\s*\(\S*|\s?)$|[\[<(!][^\])>]*$|\S*[:/.@]\S*$|\bPerson(?:\s\S*)?$|\S+$")


class Incognito:
    """One turn as a chat model sees it: pseudonyms for names, kinds of contacts for contacts.

    `results` are what its tools gave, their citations numbered on through the turn.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._pseudonyms = Pseudonyms(names)
        self.results: list[ToolResult] = []
        self.used: list[str] = []
        self.citations: dict[int, Citation] = {}

    def text(self, words: str) -> str:
        """One text as the model reads it."""
        return self._pseudonyms.hide_text(without_contacts(words))

    def turns(self, earlier: Sequence[Turn]) -> list[Turn]:
        """Turns as the model reads them: words alone. The numbers of other turns' citations mean nothing now."""
        self._pseudonyms.avoid(*(turn.text for turn in earlier))
        return [Turn(by=turn.by, text=self.text(MARK.sub("", turn.text)), at=turn.at) for turn in earlier]

    def tool(self, tool: Tool) -> Tool:
        """The tool with names put back in what it is asked, and hidden in what it says."""

        def run(slots: BaseModel) -> ToolResult:
            asked = self._pseudonyms.restore(slots)
            given = self._numbered(tool.run(asked))
            self.results.append(given)
            self.used.append(tool.name)
            return ToolResult(text=self.text(given.text), failed=given.failed)

        return Tool(tool.name, tool.description, tool.slots, run)

    def restored(self, words: str) -> str:
        """Words of the model with the names back."""
        return self._pseudonyms.restore_text(words)

    def _numbered(self, result: ToolResult) -> ToolResult:
        before = max(self.citations, default=0)
        if not before:
            self.citations |= {one.n: one for one in result.citations}
            return result
        moved = tuple(one.model_copy(update={"n": one.n + before}) for one in result.citations)
        self.citations |= {one.n: one for one in moved}
        known = {one.n for one in result.citations}
        text = MARK.sub(
            lambda mark: f"[{int(mark[1]) + before}]" if int(mark[1]) in known else mark[0], result.text
        )
        return result.model_copy(update={"text": text, "citations": moved})


class Released:
    """Lets a model's words go as soon as they can be judged; from the first unsafe part on, nothing more.

    A word is held until it is whole, a bracket until it closes: half a link is no link yet. A reply's first word goes
    at once where it is one of the small words that tell nothing, whatever it grows into: waiting for the next to come
    would be the longest wait there is.

    Args:
        incognito: puts the names back.
        unfit: says why words may not be shown, or nothing.
        may_speak: whether words may be shown yet; until then they are only kept, to be judged as a whole.
    """

    def __init__(
        self,
        incognito: Incognito,
        unfit: Callable[[str], str] = what_is_unsafe,
        may_speak: Callable[[], bool] = lambda: True,
    ) -> None:
        self._incognito = incognito
        self._unfit = unfit
        self._may_speak = may_speak
        self._held = ""
        self.said = ""
        self.unsafe = ""

    def hear(self, piece: str) -> Iterator[str]:
        """What may be shown now."""
        self._held += piece
        found = _OPEN.search(self._held)
        cut = found.start() if found and len(self._held) - found.start() <= LONGEST_HELD else len(self._held)
        if not self.said and self._held.strip().lower() in TELL_NOTHING:
            cut = len(self._held)
        yield from self._let_go(cut)

    def end(self) -> Iterator[str]:
        """The rest."""
        yield from self._let_go(len(self._held))

    def _let_go(self, cut: int) -> Iterator[str]:
        ready, self._held = self._held[:cut], self._held[cut:]
        if not ready or self.unsafe:
            return
        restored = self._incognito.restored(ready)
        self.unsafe = self._unfit(f"{self._end_of_it()}{restored}")
        if not self.unsafe:
            self.said += restored
            if self._may_speak():
                yield restored

    def _end_of_it(self) -> str:
        """The last words that were said, whole ones."""
        return self.said if len(self.said) <= LOOKED_BACK else self.said[-LOOKED_BACK:].partition(" ")[2]
