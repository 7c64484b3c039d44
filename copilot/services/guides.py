"""The guides: added by whom the policy lets, read and asked by everybody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from copilot.domain.asking import Asker
from copilot.domain.tallies import MODEL_FALLBACKS, QUESTIONS
from copilot.ports import UNCOUNTED, Composer, Library, Progress, Tally, UnitsOfWork, Writer
from copilot.services.contacts import without_contacts
from copilot.services.policy import Action, Policy
from copilot.services.pseudonyms import Pseudonyms
from copilot.services.signposting import HEAVY, Kind, Signposts
from knowledge.decoding import seen
from knowledge.following import MOST_LEANING, leant_on
from knowledge.speaking import final
from knowledge.words import Answer, Event, Final, Found, Guide, GuidesAdded, Said, Searched, Within

ANYWHERE = Within()


class GuidesService:
    """Reads guides in, searches them, and answers from them with quotations."""

    def __init__(
        self,
        units: UnitsOfWork,
        library: Library,
        writer: Writer,
        policy: Policy,
        signposts: Signposts | None = None,
        tally: Tally = UNCOUNTED,
    ) -> None:
        self._units = units
        self._signposts = signposts or Signposts()
        self._library = library
        self._writer = writer
        self._policy = policy
        self._tally = tally

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

    def search(self, asker: Asker, text: str, k: int = 5, within: Within = ANYWHERE) -> list[Found]:
        """The k best passages, of the guides for an audience, on a topic, in a language where one is named."""
        self._policy.require(asker, Action.GUIDES_READ)
        return self._library.search(text, k, within)

    def warning(self, asker: Asker, text: str) -> str:
        """What to say of a question in a language that the search doesn't know; nothing where it does."""
        self._policy.require(asker, Action.GUIDES_READ)
        return self._library.warning(text)

    def ask(self, asker: Asker, question: str, earlier: Sequence[str] = ()) -> Answer:
        """What the guides say, word for word where it matters; or that they don't.

        `earlier` are the questions of the same conversation, oldest first: “and if she is my boss?” is understood
        from them. A chat model sees pseudonyms and no addresses, numbers or links; one that fails is replaced by the
        embedded writer, whose name the answer then bears, with a remark.

        In matters of crisis, harassment, health, law and pay the community's signpost comes instead, before any guide
        or model is asked; no model sees such a question afterwards either.
        """
        return final(self.stream(asker, question, earlier))

    def stream(self, asker: Asker, question: str, earlier: Sequence[str] = ()) -> Iterator[Event]:
        """The same as it comes: what was found, the sentences that stand, the whole answer."""
        self._policy.require(asker, Action.GUIDES_READ)
        # A command line hands bytes that are no text over as halves of characters; no tokenizer takes them.
        question, *before = [seen(one) for one in (question, *earlier)]
        post = self._signpost(question, before)
        if post is not None:
            self._tally.count(QUESTIONS, "signposted")
            return iter((Searched(), Final(answer=post)))
        composer = self._composer()
        answering = self._library.stream(question, composer, self._light(before) if composer else before)
        return self._counted(answering, by_model=composer is not None)

    def signpost(
        self, asker: Asker, text: str, earlier: Sequence[str] = (), *, kinds: Iterable[Kind] = Kind
    ) -> Answer | None:
        """The community's signpost where a text speaks of crisis, harassment, health, law or pay; None elsewhere.

        `kinds` are the matters that are listened for.
        """
        self._policy.require(asker, Action.GUIDES_READ)
        return self._signpost(seen(text), [seen(one) for one in earlier], frozenset(kinds))

    def _signpost(
        self, question: str, earlier: Sequence[str], kinds: Collection[Kind] = frozenset(Kind)
    ) -> Answer | None:
        """The question's, or that of one it leans on: “and what if it happens again?” doesn't say what.

        It is leant on in heavy matters alone: where pay was asked about, the next “yes” needs no second post.
        """
        asked = [(question, frozenset(kinds))]
        asked += [(one, HEAVY.intersection(kinds)) for one in reversed(leant_on(question, earlier))]
        posts = (self._signposts.answer(one, self._library.search, of) for one, of in asked)
        return next((post for post in posts if post is not None), None)

    def _light(self, earlier: Sequence[str]) -> list[str]:
        return [one for one in earlier[-MOST_LEANING:] if self._signposts.for_text(one) is None]

    def _counted(self, events: Iterator[Event], *, by_model: bool) -> Iterator[Event]:
        for event in events:
            if isinstance(event, Final):
                self._tally.count(QUESTIONS, "abstained" if event.answer.abstained else "answered")
                if by_model and event.answer.writer == "embedded" and event.answer.remark:
                    self._tally.count(MODEL_FALLBACKS, "answer")
            yield event

    def _composer(self) -> Composer | None:
        return None if self._writer.name == "embedded" else _Incognito(self._writer, self._units)


class _Incognito:
    """A chat model that sees pseudonyms, and whose sentences have the names back."""

    def __init__(self, writer: Writer, units: UnitsOfWork) -> None:
        self._writer = writer
        self._units = units

    @property
    def name(self) -> str:
        return self._writer.name

    def say(self, question: str, found: Sequence[Found], earlier: Sequence[str] = ()) -> Iterator[Said]:
        """Pseudonyms keep clear of the passages, so no quotation holds one: a guide's words stay as they are."""
        with self._units.reading() as unit:
            pseudonyms = Pseudonyms({member.id: member.name for member in unit.members.all()})
        # Addresses go first: a name inside one would no longer look like a part of it.
        asked = [without_contacts(one) for one in (*earlier, question)]
        pseudonyms.avoid(*(hit.passage.text for hit in found), *asked)
        *before, hidden = [pseudonyms.hide_text(one) for one in asked]
        for piece in self._writer.say(hidden, found, before):
            yield piece.model_copy(update={"text": pseudonyms.restore_text(piece.text)})
