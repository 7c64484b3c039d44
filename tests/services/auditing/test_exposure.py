"""Who stands second in every list is seen less than who stands first, however alike the two are."""

from __future__ import annotations

import math

import pytest

from copilot.services.auditing.exposure import exposure
from copilot.services.auditing.groups import Grouping
from copilot.services.auditing.pools import Listed
from copilot.services.matching.solving.candidates import Candidates
from tests.services.matching.community import mentee, mentor, pool_of

FIRST, SECOND = (frozenset(f"{who}{n}" for n in range(10)) for who in "ab")


def listed() -> Listed:
    """Ten small worlds with a language each: one seeker, somebody of the first group, and somebody of the second."""
    members = []
    for n in range(10):
        own = {"languages": (f"L{n}",)}
        members += [
            mentee(f"s{n}", "Negotiate prices with suppliers", **own),
            mentor(f"a{n}", "Negotiated prices with suppliers", **own),
            mentor(f"b{n}", "Negotiated prices with suppliers and painted houses", **own),
        ]
    pool = pool_of(members)
    return Listed(pool, Candidates(pool.affinity, pool.rules).ranked())


def test_the_exposure_of_a_place_in_the_list_is_discounted_by_its_rank() -> None:
    seen = listed()
    assert [int(place) for place in seen.ranked.place] == [0, 1] * 10
    grouping = Grouping("wing", {"first": FIRST, "second": SECOND})
    rows, _ = exposure(seen, [grouping], seed=0)
    shares = {row.group: row.exposure_share for row in rows}
    second = 1 / math.log2(3)
    assert shares["first"] == pytest.approx(1 / (1 + second), abs=5e-4)
    assert shares["second"] == pytest.approx(second / (1 + second), abs=5e-4)
    assert {row.group: row.best_off for row in rows} == {"first": "first", "second": "first"}
