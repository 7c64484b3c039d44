"""From a brief to a form that passes: one try, one repair with the reasons, then the embedded writer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from copilot.domain.drafts import CheckResult, DraftKind, Form
from copilot.errors import ModelUnavailable
from copilot.ports import Writer
from copilot.services.drafting.checks import check
from copilot.services.drafting.material import Gathered, Material
from copilot.services.drafting.questions import QuestionsToAsk
from copilot.services.pseudonyms import Pseudonyms


@dataclass(frozen=True)
class Composed:
    """A form that passed every check, who wrote it, and what the person should know about that."""

    form: Form
    checks: tuple[CheckResult, ...]
    writer: str
    remark: str = ""


class Composer:
    """Lets a writer try twice and the embedded one stand in; hands out only what passes."""

    def __init__(self, writer: Writer, embedded: Writer) -> None:
        self._writer = writer
        self._embedded = embedded

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
        trial = _Trial(kind, gathered, names, mentioned)
        remark = ""
        if self._writer.name != self._embedded.name:
            try:
                written = trial.twice(self._writer, Pseudonyms(names))
                if written:
                    return written
                remark = f"{self._writer.name} wrote nothing that passed the checks, so the embedded writer wrote this."
            except ModelUnavailable as error:
                remark = f"{self._writer.name} could not be used, so the embedded writer wrote this. {error.message}"
        embedded = trial.twice(self._embedded, None)
        if embedded is None:
            raise QuestionsToAsk(kind, about, _questions(trial), trial.reasons)
        return replace(embedded, remark=remark)


class _Trial:
    """One draft's tries; `reasons` are the faults of the last one."""

    def __init__(
        self, kind: DraftKind, gathered: Gathered, names: Mapping[str, str], mentioned: frozenset[str]
    ) -> None:
        self._kind, self._gathered, self._names, self._mentioned = kind, gathered, names, mentioned
        self.reasons: tuple[str, ...] = ()

    def twice(self, writer: Writer, pseudonyms: Pseudonyms | None) -> Composed | None:
        """A first try and one repair; None where neither passes."""
        for faults in ((), None):
            reasons = self.reasons if faults is None else faults
            form = self._written(writer, pseudonyms, reasons)
            checks = check(Material(self._kind, form, self._gathered, self._names, self._mentioned))
            self.reasons = tuple(f"{one.name}: {one.reason}" for one in checks if not one.passed)
            if not self.reasons:
                return Composed(form, checks, writer.name)
        return None

    def _written(self, writer: Writer, pseudonyms: Pseudonyms | None, reasons: tuple[str, ...]) -> Form:
        """What the writer makes of the brief; a chat model sees pseudonyms, in the reasons too."""
        if pseudonyms is None:
            return writer.write(self._kind, self._gathered.brief, reasons)
        hidden = pseudonyms.hide(self._gathered.brief)
        return pseudonyms.restore(writer.write(self._kind, hidden, tuple(map(pseudonyms.hide_text, reasons))))


def _questions(trial: _Trial) -> tuple[str, ...]:
    """What a person can settle, from the reasons of the last refusal."""
    return tuple(
        f"This kept the draft back: {reason} Can you put it right or leave it out?"
        for reason in trial.reasons
    )
