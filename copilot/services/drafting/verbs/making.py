"""What every kind of draft is made with: gathered facts, a writer, the checks, and a record of it all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.matches import AuditEntry
from copilot.domain.records import new_id
from copilot.domain.tallies import DRAFTS
from copilot.errors import NotFound
from copilot.ports import UNCOUNTED, Clock, Encoder, Library, Tally, UnitOfWork, UnitsOfWork, Writer
from copilot.services.drafting.citing import renumbered
from copilot.services.drafting.composing import Composed, Composer
from copilot.services.drafting.material import Gathered
from copilot.services.drafting.parts import facts_of, proposals_of
from copilot.services.drafting.questions import QuestionsToAsk
from copilot.services.drafting.rendering import to_markdown
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.policy import Policy
from copilot.services.signposting import Signposts


class Making:
    """Makes a draft of what was gathered.

    Args:
        units: opens a unit of work.
        library: the guides.
        writer: who finds the words; `embedded` stands in for a chat model that fails.
        embedded: the writer that needs no model.
        policy: decides who may.
        clock: what time it is.
        encoder: chooses which sentence of a passage to quote; without one shared words decide.
        prompt_version: the version of the prompt a chat model would use for a kind.
        signposts: what is said of goals that need a person and no plan; those that ship where none are given.
        weights: the settings of matching, which the playbook tells.
        tally: counts drafts and what checks say of them.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        library: Library,
        writer: Writer,
        embedded: Writer,
        policy: Policy,
        clock: Clock,
        encoder: Encoder | None = None,
        prompt_version: Callable[[str], str] = lambda kind: "",
        signposts: Signposts | None = None,
        weights: Callable[[], MatchingWeights] = MatchingWeights,
        tally: Tally = UNCOUNTED,
    ) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock
        self._composer = Composer(writer, embedded, tally)
        self._tally = tally
        self._embedded_name = embedded.name
        self._library = library
        self._encoder = encoder
        self._signposts = signposts
        self._prompt_version = prompt_version
        self._weights = weights

    def _made(
        self, asker: Asker, kind: DraftKind, gathered: Gathered, names: dict[str, str], *, about: str, people: set[str],
        owners: set[str] | None = None, relationship: str = "", inputs: dict[str, str] | None = None,
    ) -> Draft:  # fmt: skip
        if gathered.questions:
            self._tally.count(DRAFTS, kind, "questions")
            raise QuestionsToAsk(kind, about, gathered.questions)
        composed = self._composer.compose(kind, gathered, names, frozenset(people), about)
        draft = self._draft(asker, kind, gathered, composed).changed(
            about=about, relationship=relationship, owners=frozenset(owners or people) | {asker.name_in_log},
            inputs={**gathered.inputs, **(inputs or {}), "facts": _digest(gathered)},
        )  # fmt: skip
        with self._units() as unit:
            unit.drafts.add(draft)
            unit.audit_log.add(self._entry(asker, "make", draft.id))
            unit.commit()
        return draft

    def _draft(self, asker: Asker, kind: DraftKind, gathered: Gathered, composed: Composed) -> Draft:
        form, citations = renumbered(composed.form, gathered.citations)
        by_model = composed.writer != self._embedded_name
        return Draft(
            id=new_id("d"), kind=kind, writer=composed.writer, about="", made_by=asker.name_in_log,
            facts=facts_of(form), proposals=proposals_of(form), body=form.model_dump(mode="json"),
            markdown=to_markdown(form, citations, gathered.brief), citations=citations, checks=composed.checks,
            prompt=self._prompt_version(kind.value) if by_model else "",
            remark=" ".join(filter(None, (gathered.remark, composed.remark))), usage=composed.usage,
            created=self._clock.now(),
        )  # fmt: skip

    def _entry(self, asker: Asker, verb: str, draft: str) -> AuditEntry:
        return AuditEntry(
            id=new_id("l"), at=self._clock.now(), by=asker.name_in_log, verb=verb, kind="draft", record=draft
        )


def names_in(unit: UnitOfWork) -> dict[str, str]:
    """The name of everyone in the community, by id."""
    return {member.id: member.name for member in unit.members.all()}


def hidden(kind: str, record: str) -> NotFound:
    """What is said of a record that is not there, or not for this asker: the same words."""
    return NotFound(
        f"There is no {kind} {record} that you may see.", place=f"{kind} {record}", cure="Check the id."
    )


def _digest(gathered: Gathered) -> str:
    """A hash of everything the draft was made from."""
    return hashlib.sha256(gathered.brief.model_dump_json().encode()).hexdigest()[:16]
