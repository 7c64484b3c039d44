"""The words a rationale cites carry the score."""

import pytest

from evals.suites.homes import empty_home
from evals.suites.matching import judged_cases
from evals.truth import Deleted, deletions, figures


def test_the_share_and_the_means_are_those_of_the_pairs() -> None:
    told = figures([Deleted("e", "a", 5, 0.3, 0.1), Deleted("e", "b", 5, 0.1, 0.2)])
    assert told["pairs"] == 2
    assert told["cited words carry more"]["mean"] == 0.5
    assert told["difference"]["mean"] == pytest.approx(0.05)


@pytest.mark.encoder
@pytest.mark.slow
def test_deleting_the_cited_words_lowers_the_score_more_than_deleting_as_many_others() -> None:
    """On a few judged pairs; `python -m evals.truth` has them all."""
    with empty_home() as copilot:
        told = figures(deletions(copilot, judged_cases()[:14], best=1))
    assert told["pairs"] >= 4
    assert told["difference"]["mean"] > 0
    assert told["cited words carry more"]["mean"] > 0.5
