"""How each of the eleven practices stands, by the rules in practices.yaml."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.domain.playbook import Practice, PracticeState
from copilot.services.playbook.chapters import measured
from copilot.services.playbook.community import Community
from copilot.services.playbook.measures import Measure
from copilot.services.playbook.practices import PracticeRule, Sign, practices


def health_of(here: Community) -> tuple[Practice, ...]:
    """The eleven, in their order. Judged by what may be shown and by nothing else, so that no verdict tells more."""
    every = measured(here)
    return tuple(judged(n, rule, every[rule.key]) for n, rule in enumerate(practices(), start=1))


def judged(n: int, rule: PracticeRule, measures: Sequence[Measure]) -> Practice:
    """In place where every sign holds, missing where none does."""
    failed = [sign for sign in rule.signs if not _holds(sign, measures)]
    return Practice(
        n=n, practice=rule.title, chapter=rule.chapter, state=_state(len(failed), len(rule.signs)),
        evidence=tuple(measure.evidence for measure in measures if measure.told),
        missing=tuple(sign.missing for sign in failed), next=failed[0].next if failed else "",
    )  # fmt: skip


def _state(failed: int, of: int) -> PracticeState:
    if not failed:
        return "in place"
    return "missing" if failed == of else "partly"


def _holds(sign: Sign, measures: Sequence[Measure]) -> bool:
    return any(one.name == sign.measure and one.value >= sign.at_least for one in measures)
