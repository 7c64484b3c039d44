"""No number of the report leads to a person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copilot.domain.matches import MatchState
from copilot.services.auditing.disclosure import Share, in_fives, printable, printable_p
from copilot.services.auditing.groups import groupings
from copilot.services.auditing.markdown import markdown
from tests.services.auditing.people import Community, mentee_of, mentor_of

cells = st.dictionaries(
    st.sampled_from(["aa", "bb", "cc", "dd"]),
    st.integers(10, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))),
    min_size=1,
)
others = st.integers(0, 30).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(cells, others)
def test_what_is_left_when_open_groups_are_taken_from_the_whole_is_never_small(
    shown: dict[str, tuple[int, int]], rest: tuple[int, int]
) -> None:
    whole = tuple(sum(cell[n] for cell in (*shown.values(), rest)) for n in (0, 1))
    shares = printable(shown, (whole[0], whole[1]))
    for share in shares.values():
        assert share.count is None or (
            share.count not in range(1, 5) and share.of - share.count not in range(1, 5)
        )
    exact = [share for share in shares.values() if not share.rounded]
    if exact:
        count = whole[0] - sum(share.count or 0 for share in exact)
        of = whole[1] - sum(share.of for share in exact)
        assert of == 0 or of >= 10
        assert count not in range(1, 5)
        assert of - count not in range(1, 5)


@given(cells)
def test_rounded_shares_tell_nothing_between_two_fives(shown: dict[str, tuple[int, int]]) -> None:
    shares = printable(shown, (10_000, 20_000), rounded=True)
    for name, share in shares.items():
        assert share.rounded
        assert share.of == max(5, in_fives(shown[name][1]))
        if share.rate is not None:
            assert share.count is not None
            assert share.count % 5 == 0
            assert share.rate == round(share.count / share.of, 4)


def test_a_hidden_p_is_rounded_up() -> None:
    share = Share(of=20, count=None, rate=None, rate_from=0, rate_to=0.2, rounded=True)
    assert [printable_p(p, share) for p in (0.0003, 0.02, 0.4)] == [0.001, 0.05, 1.0]


def test_hidden_shares_are_told_in_words() -> None:
    shares = printable({"a": (2, 20), "b": (18, 20)}, (40, 80))
    assert shares["a"].told == "fewer than 5 of about 20"
    assert shares["b"].told == "all but fewer than 5 of about 20"


@st.composite
def communities(draw: st.DrawFn) -> Community:
    """Groups of any size, alone and crossed, and matches of any state."""
    community = Community()
    sizes = draw(st.lists(st.integers(1, 24), min_size=1, max_size=4))
    states = st.sampled_from([None, *MatchState])
    number = 0
    for at, size in enumerate(sizes):
        mostly = draw(states)
        for _ in range(size):
            group = {"colour": f"<colour {at}>"}
            if draw(st.booleans()):
                group["shape"] = f"<shape {draw(st.integers(0, 2))}>"
            seeker = community.joins(mentee_of(number), group)
            state = draw(states) if draw(st.integers(0, 4)) == 0 else mostly
            if state:
                community.matched(seeker.id, f"p{number % 12}", state, score=round((number % 10) / 10, 1))
            number += 1
    for n in range(12):
        community.joins(mentor_of(n), {"colour": f"<colour {n % 4}>"})
    return community


def _shares(document: Any) -> Iterator[dict[str, Any]]:
    if isinstance(document, dict):
        if "rate_from" in document:
            yield document
        for value in document.values():
            yield from _shares(value)
    elif isinstance(document, list):
        for value in document:
            yield from _shares(value)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(communities())
def test_small_groups_and_small_cells_appear_nowhere(community: Community) -> None:
    report = community.audited()
    document = json.loads(report.model_dump_json())
    everywhere = json.dumps(document["verdicts"]) + markdown(report).replace("\\", "")
    everywhere += json.dumps({name: rows for name, rows in document.items() if name != "header"})
    for grouping in groupings(community.declared):
        for group, people in grouping.groups.items():
            if len(people) < 10:
                assert group not in everywhere
    for share in _shares(document):
        assert share["of"] >= 10
        assert share["count"] is None or share["count"] == 0 or share["count"] >= 5
        missing = 0 if share["count"] is None else share["of"] - share["count"]
        assert missing == 0 or missing >= 5
    for row in (*document["exposure"], *document["constraints"]):
        assert row["people"] >= 10


def test_a_group_of_nine_is_counted_and_not_shown() -> None:
    community = Community()
    for n in range(49):
        community.joins(mentee_of(n), {"gender": "few" if n < 9 else ("woman" if n % 2 else "man")})
    report = community.audited()
    (hidden,) = report.groups
    assert (hidden.attribute, hidden.shown, hidden.hidden) == ("gender", 2, 1)
    assert "few" not in {row.group for row in report.access}
    assert all(row.share.rounded for row in report.access)


def test_who_gave_no_consent_is_in_no_group() -> None:
    community = Community()
    for n in range(40):
        community.joins(mentee_of(n), {"gender": "woman" if n % 2 else "man"}, consent=n >= 20)
    assert {row.group: row.share.of for row in community.audited().access} == {"man": 10, "woman": 10}


def test_spellings_are_one_group() -> None:
    community = Community()
    for n in range(30):
        community.joins(mentee_of(n), {"gender": "Woman " if n % 3 else "woman"})
    assert {row.group for row in community.audited().access} == {"Woman"}
