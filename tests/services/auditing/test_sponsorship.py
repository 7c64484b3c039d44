"""Who is sponsored, and how far it goes: unfairness that was planted is seen, chance is left in peace."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR
from copilot.domain.matches import MatchRole
from copilot.domain.programmes import Programme
from copilot.domain.relationships import Relationship
from copilot.domain.sponsorship import Advocacy, AdvocacyKind, Pledge
from copilot.services.auditing.markdown import markdown
from copilot.services.auditing.report import AuditReport
from copilot.services.auditing.sponsorship import STEPS
from copilot.services.auditing.verdicts import Verdict
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.services.auditing.people import Community, auditing, group_of, line, looks, mentee_of, two_groups

NOW = FixedClock().now()
TODAY = NOW.date()
HowFar = Callable[[int], int]
"""Of a mentee's number, how far it goes for her: 0 no sponsor, 1 a sponsor, 2 a pledge, 3 an act, 4 a door."""


def sponsored(community: Community, how_far: HowFar, people: int, programme: str = "") -> MemoryUnitsOfWork:
    """The community's records, with sponsorships that go so far."""
    units = community.homed()
    with units() as unit:
        for n in range(people):
            if how_far(n):
                _sponsor(unit, n, how_far(n), programme)
        unit.commit()
    return units


def _sponsor(unit: Any, n: int, far: int, programme: str, **fields: Any) -> None:
    whose = {"relationship": f"r{n}", "sponsor": "p0", "member": f"s{n}"}
    members = (f"s{n}", "p0")
    unit.relationships.add(
        Relationship(id=f"r{n}", role=MatchRole.SPONSOR, members=members, started=TODAY, programme=programme)
    )
    if far > 1:
        until = TODAY + timedelta(days=30)
        unit.pledges.add(Pledge(id=f"pl{n}", what="a word", until=until, made=NOW, **whose))
    if far > 2:
        outcome = "door opened" if far > 3 else "waiting"
        told = {"kind": AdvocacyKind.DEFENDED, "on": TODAY, "room": "a room", "outcome": outcome, "at": NOW}
        unit.advocacy.add(Advocacy(id=f"ad{n}", **{**whose, **told, **fields}))


def audited(units: MemoryUnitsOfWork, programme: str = "") -> AuditReport:
    return auditing(units).audit(OPERATOR, programme, name_swaps=False)


def test_doors_that_open_for_one_group_only_are_seen_though_sponsors_are_given_evenly() -> None:
    units = sponsored(two_groups(each=40), lambda n: 4 if group_of(n) == "man" else 2, 80)
    report = audited(units)
    assert line(report, "sponsorship · a sponsor · gender: woman").verdict is Verdict.PASS
    assert line(report, "sponsorship · a pledge · gender: woman").verdict is Verdict.PASS
    assert line(report, "sponsorship · an act · gender: woman").verdict is Verdict.LOOK
    found = line(report, "sponsorship · a door opened · gender: woman")
    assert found.verdict is Verdict.LOOK
    assert "0 of 40" in found.sentence
    row = next(row for row in report.sponsorship if (row.step, row.group) == ("a door opened", "man"))
    assert (row.share.count, row.share.of, row.impact_ratio, row.best_off) == (40, 40, 1.0, "man")
    assert row.interval is not None
    assert row.interval[0] > 0.9


def test_sponsors_that_one_group_gets_half_as_often_are_seen() -> None:
    units = sponsored(two_groups(each=60), lambda n: 1 if group_of(n) == "man" or n % 4 == 0 else 0, 120)
    report = audited(units)
    found = line(report, "sponsorship · a sponsor · gender: woman")
    assert (found.verdict, "0.50 of the rate" in found.sentence) == (Verdict.LOOK, True)


def test_of_thirty_communities_in_which_chance_alone_decided_hardly_one_is_told_to_look() -> None:
    """All lines are judged together: the chance of any false alarm in a fair community stays near 5 %."""
    alarmed = [seed for seed in range(30) if _told_to_look(seed)]
    assert len(alarmed) <= 3


def _told_to_look(seed: int) -> bool:
    rng = random.Random(seed)
    far = {n: rng.choice([0, 0, 1, 2, 3, 4]) for n in range(160)}
    report = audited(sponsored(two_groups(each=80), far.__getitem__, 160))
    assert {row.step for row in report.sponsorship} == set(STEPS)
    return any(each.startswith("sponsorship") for each in looks(report))


def test_an_act_that_she_says_never_happened_is_none() -> None:
    units = two_groups(each=20).homed()
    with units() as unit:
        for n in range(40):
            _sponsor(unit, n, 4, "", confirmed=False if group_of(n) == "woman" else None)
        unit.commit()
    report = audited(units)
    assert line(report, "sponsorship · an act · gender: woman").verdict is Verdict.LOOK


def test_a_pledge_that_was_given_up_is_no_pledge_and_numbers_of_one_to_four_are_hidden() -> None:
    units = sponsored(two_groups(each=20), lambda n: 2 if n < 6 else 0, 40)
    with units() as unit:
        for n in range(6):
            unit.pledges.save(unit.pledges.get(f"pl{n}").changed(state="given up" if n else "kept"))
        unit.commit()
    rows = {(row.step, row.group): row for row in audited(units).sponsorship}
    assert rows["a sponsor", "woman"].share.told == "fewer than 5 of about 20"
    assert rows["a pledge", "woman"].share.count is None
    assert rows["a pledge", "woman"].interval is None
    assert rows["a pledge", "man"].share.count == 0


def test_a_programme_is_compared_by_itself() -> None:
    units = sponsored(two_groups(each=20), lambda n: 4, 40, "spring")
    with units() as unit:
        unit.programmes.add(
            Programme(id="autumn", name="Autumn", starts=TODAY, ends=TODAY + timedelta(days=9))
        )
        unit.commit()
    assert audited(units, "autumn").sponsorship == ()
    assert audited(units).sponsorship


def test_without_any_sponsorship_there_is_nothing_to_compare_and_the_rest_stays_as_it_is() -> None:
    report = two_groups().audited()
    assert report.sponsorship == ()
    assert not [each for each in report.verdicts if each.section == "sponsorship"]


def test_the_report_prints_it() -> None:
    told = markdown(audited(sponsored(two_groups(each=40), lambda n: n % 5, 80)))
    assert "## Sponsorship" in told
    assert "a door opened" in told


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 4)), min_size=1, max_size=70))
def test_no_number_of_it_leads_to_a_person(people: list[tuple[str, int]]) -> None:
    community = Community()
    for n, (group, _) in enumerate(people):
        community.joins(mentee_of(n), {"colour": f"<{group}>"})
    report = audited(sponsored(community, lambda n: people[n][1], len(people)))
    for row in report.sponsorship:
        of = sum(f"<{group}>" == row.group for group, _ in people)
        assert of >= 10
        assert row.share.rounded
        assert row.share.count is None or row.share.count % 5 == 0
    small = {group for group, _ in people if sum(each == group for each, _ in people) < 10}
    told = json.dumps(report.model_dump(mode="json")["sponsorship"]) + markdown(report)
    assert not any(f"<{group}>" in told for group in small)
