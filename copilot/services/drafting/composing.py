"""From a brief to a form that passes: one try, one repair with the reasons, then the embedded writer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from copilot.domain.drafts import CheckResult, DraftKind, Form
from copilot.domain.tallies import CHECKS, DRAFTS, MODEL_FALLBACKS
from copilot.domain.usage import Usage
from copilot.errors import ModelUnavailable, NothingToSay
from copilot.ports import UNCOUNTED, Spent, Tally, Writer
from copilot.services.contacts import without_contacts
from copilot.services.drafting.checks import check
from copilot.services.drafting.material import Gathered, Material
from copilot.services.drafting.questions import QuestionsToAsk
from copilot.services.pseudonyms import Pseudonyms


@dataclass(frozen=True)
class Composed:
    """A form that passed every check, who wrote it, what that took, and what the person should know about it."""

    form: Form
    checks: tuple[CheckResult, ...]
    writer: str
    remark: str = ""
    usage: Usage = field(default_factory=Usage)


class _Bill:
    """What a chat model took for one draft, refused tries among it."""

    def __init__(self) -> None:
        self.usage = Usage()

    def add(self, usage: Usage) -> None:
        self.usage = self.usage.plus(usage)

    def on(self, composed: Composed, remark: str = "") -> Composed:
        """The same, with the bill in its remark."""
        told = " ".join(filter(None, (remark, self.usage.in_words())))
        return replace(composed, remark=told, usage=self.usage)


class Composer:
    """Lets a writer try twice and the embedded one stand in; hands out only what passes."""

    def __init__(self, writer: Writer, embedded: Writer, tally: Tally = UNCOUNTED) -> None:
        self._writer = writer
        self._embedded = embedded
        self._tally = tally

    def compose(
        self,
        kind: DraftKind,
        gathered: Gathered,
        names: Mapping[str, str],
        mentioned: frozenset[str],
        about: str,
    ) -> Composed:
        """The first form that passes.

        Raises QuestionsToAsk, placed at the id `about`, where not even the embedded writer's does.
        """
        trial, bill = _Trial(kind, gathered, names, mentioned, self._tally), _Bill()
        remark = ""
        if self._writer.name != self._embedded.name:
            try:
                written = trial.twice(self._writer, Pseudonyms(names, without_contacts), bill.add)
                if written:
                    self._tally.count(DRAFTS, kind, "passed")
                    return bill.on(*self._credited(written, kind, gathered))
                remark = f"{self._writer.name} wrote nothing that passed the checks, so the embedded writer wrote this."
            except ModelUnavailable as error:
                remark = f"{self._writer.name} could not be used, so the embedded writer wrote this. {error.message}"
        embedded = trial.twice(self._embedded, None)
        self._count(kind, stood_in=bool(remark), passed=embedded is not None)
        if embedded is None:
            raise QuestionsToAsk(kind, about, _questions(trial), trial.reasons)
        return bill.on(embedded, remark)

    def _count(self, kind: DraftKind, *, stood_in: bool, passed: bool) -> None:
        if stood_in:
            self._tally.count(MODEL_FALLBACKS, "draft")
        outcome = "replaced" if stood_in else "passed"
        self._tally.count(DRAFTS, kind, outcome if passed else "questions")

    def _credited(self, written: Composed, kind: DraftKind, gathered: Gathered) -> tuple[Composed, str]:
        """A model that says nothing but what stands in the plain form has written nothing, and is not named for it."""
        try:
            plain = self._embedded.write(kind, gathered.brief)
        except NothingToSay:
            return written, ""
        if not _texts(written.form) <= _texts(plain):
            return written, ""
        remark = f"{written.writer} added nothing to what the embedded writer says, so these are the latter's words."
        return replace(written, writer=self._embedded.name), remark


class _Trial:
    """One draft's tries; `reasons` are the faults of the last one."""

    def __init__(
        self,
        kind: DraftKind,
        gathered: Gathered,
        names: Mapping[str, str],
        mentioned: frozenset[str],
        tally: Tally,
    ) -> None:
        self._tally = tally
        self._kind, self._gathered, self._names, self._mentioned = kind, gathered, names, mentioned
        self.reasons: tuple[str, ...] = ()

    def twice(
        self, writer: Writer, pseudonyms: Pseudonyms | None, spent: Spent | None = None
    ) -> Composed | None:
        """A first try and one repair; None where neither passes."""
        for faults in ((), None):
            reasons = self.reasons if faults is None else faults
            form = self._written(writer, pseudonyms, reasons, spent)
            checks = check(Material(self._kind, form, self._gathered, self._names, self._mentioned))
            for one in checks:
                self._tally.count(CHECKS, self._kind, one.name, "passed" if one.passed else "failed")
            self.reasons = tuple(f"{one.name}: {one.reason}" for one in checks if not one.passed)
            if not self.reasons:
                return Composed(form, checks, writer.name)
        return None

    def _written(
        self, writer: Writer, pseudonyms: Pseudonyms | None, reasons: tuple[str, ...], spent: Spent | None
    ) -> Form:
        """What the writer makes of the brief; a chat model sees pseudonyms and no contacts, in the reasons too."""
        if pseudonyms is None:
            return writer.write(self._kind, self._gathered.brief, reasons)
        hidden = pseudonyms.hide(self._gathered.brief)
        told = tuple(map(pseudonyms.hide_text, reasons))
        return pseudonyms.restore(writer.write(self._kind, hidden, told, spent))


def _texts(form: Form) -> frozenset[str]:
    """Every text in a form."""
    return frozenset(_strings(form.model_dump(mode="json")))


def _strings(told: object) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping):
        yield from (text for value in told.values() for text in _strings(value))
    elif isinstance(told, Sequence):
        yield from (text for value in told for text in _strings(value))


def _questions(trial: _Trial) -> tuple[str, ...]:
    """What a person can settle, from the reasons of the last refusal."""
    return tuple(
        f"This kept the draft back: {reason} Can you put it right or leave it out?"
        for reason in trial.reasons
    )
