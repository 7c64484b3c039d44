"""The checks on drafts that others wrote and spoiled; no encoder is needed for them."""

from collections.abc import Sequence

from copilot.language.embedded.writer import EmbeddedWriter
from evals.suites.drafts import Examiner, good_cases, score, spoiled_cases, written_cases
from evals.tasks import Case

EXAMINER = Examiner(EmbeddedWriter())


def share(cases: Sequence[Case], number: str) -> float:
    told = [score(case, EXAMINER.verdicts(case)) for case in cases]
    known = [each[number] for each in told if number in each]
    return sum(known) / len(known)


def test_every_embedded_draft_of_a_kept_brief_passes() -> None:
    assert share(good_cases(), "passes") == 1


def test_hardly_a_good_draft_of_somebody_else_is_refused() -> None:
    assert share(written_cases(), "written passes") >= 50 / 52
    assert share(written_cases(), "written passes, held out") == 1


def test_most_faults_that_testers_planted_by_hand_are_caught() -> None:
    assert share(spoiled_cases(), "by hand") >= 0.89
    assert share(spoiled_cases(), "by hand, held out") >= 0.77
