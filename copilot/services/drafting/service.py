"""Drafts for those who may have them: made, changed, approved, discarded, exported."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from copilot.domain.asking import OPERATOR_ID, Asker
from copilot.domain.drafts import CheckResult, Draft, DraftKind, Version
from copilot.domain.matches import AuditEntry
from copilot.domain.members import Member
from copilot.domain.records import new_id
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import Clock, Encoder, Library, UnitOfWork, UnitsOfWork, Writer
from copilot.services.drafting.checks import check_edited
from copilot.services.drafting.citing import renumbered
from copilot.services.drafting.composing import Composed, Composer
from copilot.services.drafting.exports import Exported, Format, exported
from copilot.services.drafting.facts import AgendaFacts, GoalPlanFacts, RecognitionFacts
from copilot.services.drafting.facts.agenda import AgendaAsked
from copilot.services.drafting.facts.recognition import QUESTIONS, Tone
from copilot.services.drafting.material import Gathered
from copilot.services.drafting.parts import facts_of, proposals_of
from copilot.services.drafting.questions import QuestionsToAsk
from copilot.services.drafting.rendering import to_markdown
from copilot.services.policy import Action, Policy
from copilot.services.signposting import Signposts

SHORTEST, LONGEST = 10, 480
LONGEST_TOPIC = 300
LONGEST_MARKDOWN = 200_000


class DraftingService:
    """Makes drafts and keeps their life: offered → edited → approved, or discarded with a reason.

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
    ) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock
        self._composer = Composer(writer, embedded)
        self._embedded_name = embedded.name
        self._goal_plans = GoalPlanFacts(library, policy, encoder, signposts)
        self._agendas = AgendaFacts(library, policy, encoder)
        self._recognitions = RecognitionFacts(policy)
        self._prompt_version = prompt_version

    def goal_plan(self, asker: Asker, member: str, objectives: Sequence[str] = ()) -> Draft:
        """A plan from the member's own goals. Raises QuestionsToAsk where she has said none."""
        self._policy.require(asker, Action.DRAFT_MAKE, owners={member})
        with self._units.reading() as unit:
            person = unit.members.get(member)
            gathered = self._goal_plans.gather(unit, asker, person, self._clock.now().date(), objectives)
            names = _names(unit)
        gathered = self._goal_plans.with_passages(gathered)
        return self._made(asker, DraftKind.GOAL_PLAN, gathered, names, about=member, people={member})

    def agenda(
        self, asker: Asker, relationship: str, minutes: int = 60, topic: str = "", *, for_pair: bool = True
    ) -> Draft:
        """The plan of the next session. With `for_pair` false only the asker owns it, and her private notes count."""
        if not SHORTEST <= minutes <= LONGEST:
            raise BadInput(
                f"A session of {minutes} minutes can't be planned.", place="--minutes",
                cure=f"Give {SHORTEST} to {LONGEST} minutes.",
            )  # fmt: skip
        if len(topic) > LONGEST_TOPIC:
            raise BadInput(
                "The topic is too long.", place="--topic", cure=f"Use at most {LONGEST_TOPIC} characters."
            )
        with self._units.reading() as unit:
            found = unit.relationships.find(relationship)
            if found is None or not self._policy.allows(asker, Action.DRAFT_MAKE, owners=found.members):
                raise _hidden("relationship", relationship)
            if found.state == "closed":
                raise Conflict(
                    "This relationship is closed.",
                    place=f"relationship {relationship}",
                    cure="Start a new one to meet again.",
                )
            today = self._clock.now().date()
            asked = AgendaAsked(found, minutes, " ".join(topic.split()), today, for_pair or asker.operator)
            gathered = self._agendas.gather(unit, asker, asked)
            names = _names(unit)
        gathered = self._agendas.with_passages(gathered)
        people = set(found.members)
        owners = people if asked.for_pair else {asker.member}
        return self._made(
            asker, DraftKind.AGENDA, gathered, names, about=found.seeker, people=people, owners=owners,
            relationship=relationship, inputs={"minutes": str(minutes), "topic": asked.topic},
        )  # fmt: skip

    def recognition(self, asker: Asker, member: str, tone: Tone = "shout-out") -> Draft:
        """A write-up from moments the asker may read; the recognised owns it too and decides about publishing.

        Raises QuestionsToAsk where there are none, and, except to those who may see who takes part, in the same words
        where there is no such member.
        """
        self._policy.require(asker, Action.DRAFT_MAKE, owners={member, asker.member})
        with self._units.reading() as unit:
            person = self._recognised(unit, asker, member)
            gathered = self._recognitions.gather(unit, asker, person, tone, self._clock.now().date())
            names = _names(unit)
        return self._made(
            asker,
            DraftKind.RECOGNITION,
            gathered,
            names,
            about=member,
            people={member},
            inputs={"tone": tone},
        )

    def list(self, asker: Asker, kind: DraftKind | None = None) -> list[Draft]:
        """The asker's drafts, the newest first."""
        with self._units.reading() as unit:
            drafts = unit.drafts.all() if kind is None else unit.drafts.all(kind=kind)
        own = [one for one in drafts if self._policy.allows(asker, Action.DRAFT_READ, owners=one.owners)]
        return sorted(own, key=lambda one: (one.created, one.id), reverse=True)

    def show(self, asker: Asker, draft: str) -> Draft:
        """One draft; NotFound where the asker may not see it."""
        with self._units.reading() as unit:
            return self._readable(unit, asker, draft)

    def edit(self, asker: Asker, draft: str, markdown: str) -> Draft:
        """Keep a person's words, checked as words; the earlier text stays as a version."""
        if not markdown.strip() or len(markdown) > LONGEST_MARKDOWN:
            raise BadInput(
                "The text is empty or too long.",
                place=f"draft {draft}",
                cure=f"Give 1 to {LONGEST_MARKDOWN:,} characters.",
            )
        now, by = self._clock.now(), asker.name_in_log
        checks = self._checked(asker, draft, markdown)

        def edited(old: Draft) -> Draft:
            version = Version(at=now, by=by, markdown=old.markdown)
            # What a member writes is hers: an operator who had the first version made does not see it.
            owners = old.owners if asker.operator else old.owners - {OPERATOR_ID}
            return old.changed(
                state="edited",
                markdown=markdown,
                checks=checks,
                versions=(*old.versions, version),
                owners=owners,
            )

        return self._changed(asker, draft, "edit", edited, ("offered", "edited"))

    def approve(self, asker: Asker, draft: str) -> Draft:
        """A person stands behind it."""
        return self._changed(
            asker, draft, "approve", lambda old: old.changed(state="approved"), ("offered", "edited")
        )

    def discard(self, asker: Asker, draft: str, reason: str) -> Draft:
        """Put it away, with the reason."""
        if not reason.strip():
            raise BadInput(
                "A draft is discarded with a reason.",
                place="--reason",
                cure="Say in a few words what was wrong.",
            )
        change: Callable[[Draft], Draft] = lambda old: old.changed(state="discarded", reason=reason.strip())  # noqa: E731
        return self._changed(asker, draft, "discard", change, ("offered", "edited", "approved"))

    def export(self, asker: Asker, draft: str, format_: Format) -> Exported:
        """The draft as a file."""
        return exported(self.show(asker, draft), format_)

    def _made(
        self, asker: Asker, kind: DraftKind, gathered: Gathered, names: dict[str, str], *, about: str, people: set[str],
        owners: set[str] | None = None, relationship: str = "", inputs: dict[str, str] | None = None,
    ) -> Draft:  # fmt: skip
        if gathered.questions:
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

    def _recognised(self, unit: UnitOfWork, asker: Asker, member: str) -> Member:
        """The member; where the asker may not learn whether there is one, the questions that a member gets too."""
        person = unit.members.find(member)
        if person is None and self._policy.allows(asker, Action.MEMBERS_LIST):
            raise _hidden("member", member)
        if person is None or not self._recognitions.readable(unit, asker, member):
            raise QuestionsToAsk(DraftKind.RECOGNITION, member, QUESTIONS)
        return person

    def _checked(self, asker: Asker, draft: str, markdown: str) -> tuple[CheckResult, ...]:
        """The verdicts on an edited text; it may name those the draft is about and those of its relationship."""
        with self._units.reading() as unit:
            old = self._readable(unit, asker, draft)
            relationship = unit.relationships.find(old.relationship) if old.relationship else None
            names = _names(unit)
        people = {old.about, *(relationship.members if relationship else ())}
        return check_edited(old, markdown, names, people)

    def _draft(self, asker: Asker, kind: DraftKind, gathered: Gathered, composed: Composed) -> Draft:
        form, citations = renumbered(composed.form, gathered.citations)
        by_model = composed.writer != self._embedded_name
        return Draft(
            id=new_id("d"), kind=kind, writer=composed.writer, about="", made_by=asker.name_in_log,
            facts=facts_of(form), proposals=proposals_of(form), body=form.model_dump(mode="json"),
            markdown=to_markdown(form, citations, gathered.brief), citations=citations, checks=composed.checks,
            prompt=self._prompt_version(kind.value) if by_model else "",
            remark=" ".join(filter(None, (gathered.remark, composed.remark))),
            created=self._clock.now(),
        )  # fmt: skip

    def _changed(
        self, asker: Asker, draft: str, verb: str, change: Callable[[Draft], Draft], allowed: Sequence[str]
    ) -> Draft:
        with self._units() as unit:
            old = self._readable(unit, asker, draft)
            self._policy.require(asker, Action.DRAFT_WRITE, owners=old.owners)
            if old.state not in allowed:
                raise Conflict(
                    f"The draft is {old.state} already.", place=f"draft {draft}", cure="Have a new one made."
                )
            new = change(old)
            kept = unit.drafts.save(new)
            unit.audit_log.add(self._entry(asker, verb, draft))
            unit.commit()
        return kept

    def _readable(self, unit: UnitOfWork, asker: Asker, draft: str) -> Draft:
        found = unit.drafts.find(draft)
        if found is None or not self._policy.allows(asker, Action.DRAFT_READ, owners=found.owners):
            raise _hidden("draft", draft)
        return found

    def _entry(self, asker: Asker, verb: str, draft: str) -> AuditEntry:
        return AuditEntry(
            id=new_id("l"), at=self._clock.now(), by=asker.name_in_log, verb=verb, kind="draft", record=draft
        )


def _names(unit: UnitOfWork) -> dict[str, str]:
    return {member.id: member.name for member in unit.members.all()}


def _hidden(kind: str, record: str) -> NotFound:
    return NotFound(
        f"There is no {kind} {record} that you may see.", place=f"{kind} {record}", cure="Check the id."
    )


def _digest(gathered: Gathered) -> str:
    """A hash of everything the draft was made from."""
    return hashlib.sha256(gathered.brief.model_dump_json().encode()).hexdigest()[:16]
