"""Do good drafts pass the checks, and are bad ones caught?

Good are the embedded writer's drafts from kept briefs of the sample community, and those that a strong writer filled in
who knew the prompts and none of the checks. Bad are good ones with a fault planted by a rule (`faults.py`), and those
that two testers spoiled by hand, who knew nothing of the checks either. The checks were mended on one writer's drafts
and one tester's faults; another writer's and the other tester's are held out.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from pydantic import ValidationError

from copilot.domain.drafts import CheckResult, DraftKind
from copilot.ports import Writer
from copilot.services.drafting.checks import check
from copilot.services.drafting.material import Material
from evals.kept_briefs import KeptBrief, kept_briefs
from evals.metrics import mean_of, ratio_of
from evals.suites.faults import planted
from evals.suites.homes import empty_home
from evals.tasks import Case, Task, read_cases
from knowledge.ports import Progress

Verdicts = Sequence[Sequence[CheckResult]]
"""For each draft of a case what every check said; none for a form that isn't even one."""
SPOILED, WRITTEN, BY_HAND = ", spoiled", ", written", ", spoiled by hand"

METRICS = {
    "embedded drafts pass": mean_of("passes"),
    "written drafts pass": mean_of("written passes"),
    "written drafts pass, held out": mean_of("written passes, held out"),
    "faults caught": ratio_of("caught", "planted"),
    "caught by the check meant": ratio_of("caught rightly", "planted"),
    "faults by hand caught": mean_of("by hand"),
    "faults by hand caught, held out": mean_of("by hand, held out"),
}


@contextmanager
def suite(progress: Progress) -> Iterator[Task[Verdicts]]:
    """Every good draft, then every bad one."""
    with empty_home() as copilot:
        examiner = Examiner(copilot.embedded)
        yield Task("drafts", every_case(), examiner.verdicts, score, METRICS)


def every_case() -> tuple[Case, ...]:
    """Good drafts first: only what passed is spoiled."""
    return (*good_cases(), *fault_cases(), *written_cases(), *spoiled_cases())


def good_cases() -> tuple[Case, ...]:
    """A draft of the embedded writer's from each brief."""
    why = "a brief as the sample community gives it"
    return tuple(Case(one.id, one.id, {}, why, one.kind.value) for one in kept_briefs().values())


def fault_cases() -> tuple[Case, ...]:
    """What is planted by rule."""
    return _of_kind(read_cases("faults.jsonl", given="fault"), SPOILED)


def written_cases() -> tuple[Case, ...]:
    """Drafts of a strong writer's."""
    return _of_kind(read_cases("written-drafts.jsonl", given="brief"), WRITTEN)


def spoiled_cases() -> tuple[Case, ...]:
    """The same with one fault each, by hand: `changes` are places in the form with what stands there now."""
    return _of_kind(read_cases("spoiled-drafts.jsonl", given="brief"), BY_HAND)


def _of_kind(cases: Sequence[Case], addition: str) -> tuple[Case, ...]:
    return tuple(replace(case, kind=f"{case.kind}{addition}") for case in cases)


@dataclass
class Examiner:
    """Judges drafts; a fault planted in a bad draft would prove nothing, so those that failed are left out."""

    writer: Writer
    _good: dict[DraftKind, list[Material]] = field(default_factory=dict)

    def verdicts(self, case: Case) -> Verdicts:
        """Of one draft, or of all drafts with one fault."""
        kind = DraftKind(case.kind.partition(",")[0])
        if case.kind == kind.value:
            return [self._of_embedded(kept_briefs()[case.input])]
        if case.kind.endswith(WRITTEN):
            return _judged(kept_briefs()[case.input], case.expected["form"])
        if case.kind.endswith(BY_HAND):
            return _judged(kept_briefs()[case.input], _changed(case))
        chance = Random(case.id)
        spoiled = [planted(case.input, material, chance) for material in self._good.get(kind, ())]
        return [check(material) for material in spoiled if material is not None]

    def _of_embedded(self, brief: KeptBrief) -> tuple[CheckResult, ...]:
        material = brief.material(self.writer.write(brief.kind, brief.gathered.brief))
        verdict = check(material)
        if all(one.passed for one in verdict):
            self._good.setdefault(brief.kind, []).append(material)
        return verdict


def _judged(brief: KeptBrief, told: Mapping[str, Any]) -> Verdicts:
    try:
        return [check(brief.material(brief.form(dict(told))))]
    except ValidationError:
        return []


@functools.cache
def _written_forms() -> dict[str, dict[str, Any]]:
    return {case.input: case.expected["form"] for case in written_cases()}


def _changed(case: Case) -> dict[str, Any]:
    form = deepcopy(_written_forms()[case.input])
    for path, value in case.expected["changes"]:
        place: Any = form
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
    return form


def score(case: Case, verdicts: Verdicts) -> Mapping[str, float]:
    """Of a good draft whether it passes, of a fault how often it was planted and caught."""
    refused = [{one.name for one in verdict if not one.passed} for verdict in verdicts]
    if case.kind.endswith(WRITTEN):
        return _told("written passes", bool(refused) and not any(refused), case)
    if case.kind.endswith(BY_HAND):
        return _told("by hand", not refused or any(refused), case)
    if not case.kind.endswith(SPOILED):
        return {"passes": not any(refused)}
    return {
        "planted": len(refused),
        "caught": sum(map(bool, refused)),
        "caught rightly": sum(case.expected["caught_by"] in names for names in refused),
    }


def _told(name: str, hit: object, case: Case) -> dict[str, float]:
    return {f"{name}, held out" if case.expected["held_out"] else name: float(bool(hit))}
