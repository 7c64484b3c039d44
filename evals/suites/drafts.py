"""Do the embedded writer's drafts pass every check, and do the checks catch drafts spoiled on purpose?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import Random

from copilot.domain.drafts import CheckResult, DraftKind
from copilot.services.drafting.checks import check
from copilot.services.drafting.material import Material
from evals.metrics import mean_of, ratio_of
from evals.suites.drafting import Drafter
from evals.suites.faults import planted
from evals.suites.homes import community_home
from evals.tasks import Case, Task, read_cases
from knowledge.ports import Progress

Verdicts = Sequence[Sequence[CheckResult]]
"""For each draft of a case what every check said."""

METRICS = {
    "first drafts pass": mean_of("passes"),
    "faults caught": ratio_of("caught", "planted"),
    "caught by the check meant": ratio_of("caught rightly", "planted"),
}


@contextmanager
def suite(progress: Progress) -> Iterator[Task[Verdicts]]:
    """Drafts of the sample community, then every fault planted in each good one of its kind."""
    good, faults = good_cases(), fault_cases()
    with community_home(progress) as copilot:
        examiner = Examiner(Drafter(copilot))
        yield Task("drafts", (*good, *faults), examiner.verdicts, score, METRICS)


def good_cases() -> tuple[Case, ...]:
    """Whom a draft is made for."""
    return read_cases("drafts.jsonl", given="subject")


def fault_cases() -> tuple[Case, ...]:
    """What is spoiled. Their kind tells them from drafts that are left as they are."""
    cases = read_cases("faults.jsonl", given="fault")
    return tuple(replace(case, kind=f"{case.kind}, spoiled") for case in cases)


@dataclass
class Examiner:
    """Makes drafts first and spoils those that passed; a fault in a bad draft would prove nothing."""

    drafter: Drafter

    def __post_init__(self) -> None:
        self._good: dict[DraftKind, list[Material]] = {kind: [] for kind in DraftKind}

    def verdicts(self, case: Case) -> Verdicts:
        """Of one draft, or of all drafts with one fault."""
        kind = DraftKind(case.kind.removesuffix(", spoiled"))
        if "caught_by" not in case.expected:
            return [self._verdict_on(self.drafter.first_try(kind, case.input))]
        chance = Random(case.id)
        spoiled = [planted(case.input, material, chance) for material in self._good[kind]]
        return [check(material) for material in spoiled if material is not None]

    def _verdict_on(self, material: Material) -> tuple[CheckResult, ...]:
        verdict = check(material)
        if all(one.passed for one in verdict):
            self._good[material.kind].append(material)
        return verdict


def score(case: Case, verdicts: Verdicts) -> Mapping[str, float]:
    """Of a good draft whether it passes, of a fault how often it was planted and caught."""
    refused = [{one.name for one in verdict if not one.passed} for verdict in verdicts]
    if "caught_by" not in case.expected:
        return {"passes": not any(refused)}
    return {
        "planted": len(refused),
        "caught": sum(map(bool, refused)),
        "caught rightly": sum(case.expected["caught_by"] in names for names in refused),
    }
