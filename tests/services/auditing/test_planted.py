"""Communities that are unfair on purpose must be seen, and fair ones left in peace."""

from __future__ import annotations

import pytest

from copilot.domain.asking import OPERATOR
from copilot.domain.matches import MatchRole, MatchState
from copilot.domain.members import Role
from copilot.services.auditing.verdicts import Verdict
from tests.services.auditing.people import auditing, fair, group_of, line, looks, mentor_of, two_groups
from tests.services.matching.community import EXPERIENCE, member


def test_a_manager_who_declines_one_group_is_seen() -> None:
    community = two_groups()
    for n in range(60):
        declined = group_of(n) == "woman" and n % 4 == 0
        state = MatchState.DECLINED if declined else MatchState.APPROVED
        community.matched(f"s{n}", f"p{n % 20}", state)
    report = community.audited()
    assert line(report, "decisions · all managers, seekers · gender: woman").verdict is Verdict.LOOK
    assert line(report, "decisions · all managers, seekers · gender: man").verdict is Verdict.PASS
    row = next(row for row in report.decisions if row.group == "woman" and row.side == "seeker")
    assert (row.approved.count, row.approved.of, row.impact_ratio) == (15, 30, 0.5)
    assert row.fisher_p == 0.001


def test_of_two_managers_the_one_who_declines_is_named() -> None:
    community = two_groups(each=60)
    for n in range(120):
        strict = n < 60
        declined = strict and group_of(n) == "woman" and n % 4 == 0
        community.matched(
            f"s{n}",
            f"p{n % 20}",
            MatchState.DECLINED if declined else MatchState.ACTIVE,
            by="strict" if strict else "calm",
        )
    report = community.audited()
    assert line(report, "decisions · strict, seekers · gender: woman").verdict is Verdict.LOOK
    assert line(report, "decisions · calm, seekers · gender: woman").verdict is Verdict.PASS


def test_a_manager_who_declines_the_mentors_of_one_group_is_seen() -> None:
    community = two_groups(each=40, mentors=40)
    for n in range(80):
        state = MatchState.DECLINED if group_of(n // 2) == "woman" and n % 2 else MatchState.APPROVED
        community.matched(f"s{n}", f"p{n // 2}", state)
    assert "decisions · all managers, partners · gender: woman" in looks(community.audited())


def test_a_language_rule_that_cuts_one_group_out_is_seen() -> None:
    community = two_groups()
    for n, one in enumerate(community.members[:60]):
        if group_of(n) == "woman" and n % 4 == 0:
            hausa = one.profile.model_copy(update={"languages": ("Hausa",)})
            community.members[n] = one.changed(profile=hausa)
    report = community.audited()
    found = line(report, "constraints · mentor · gender: woman")
    assert found.verdict is Verdict.LOOK
    assert "no language in common" in found.sentence
    row = next(row for row in report.constraints if (row.group, row.rule) == ("woman", "language"))
    assert (row.removed, row.impact_ratio) == (0.5, 0.5)


def test_sponsors_given_to_one_group_only_are_seen() -> None:
    community = two_groups(each=20)
    for n in range(20):
        sponsor = member(f"b{n}", Role.SPONSOR, experience=(EXPERIENCE[n % 6],), level=8)
        community.joins(sponsor, {"gender": group_of(n)})
        community.matched(f"s{2 * n + 1}", sponsor.id, MatchState.ACTIVE, role=MatchRole.SPONSOR)
    report = community.audited()
    assert line(report, "access · sponsor · gender: woman").verdict is Verdict.LOOK
    row = next(row for row in report.access if row.group == "woman" and row.role is MatchRole.SPONSOR)
    assert (row.share.count, row.share.of, row.more_needed) == (0, 20, 16)


def test_better_matches_for_one_group_are_seen() -> None:
    community = two_groups()
    for n in range(60):
        community.matched(f"s{n}", f"p{n % 20}", score=0.3 + 0.005 * n + 0.25 * (n % 2))
    report = community.audited()
    assert line(report, "quality · mentor · gender: woman").verdict is Verdict.LOOK
    better = {row.group: row for row in report.quality}
    assert better["man"].mean > better["woman"].mean
    assert better["man"].mean_interval[0] > better["woman"].mean_interval[1]


def test_mentors_of_one_group_at_the_foot_of_every_list_are_seen() -> None:
    """All mentors suit, men a little better: with thirty in a list the top ten are men alone."""
    community = two_groups(each=20, mentors=0)
    for n in range(40):
        words = " in one year" if group_of(n) == "woman" else ""
        community.joins(
            mentor_of(n).changed(
                id=f"p{n}", profile=mentor_of(0, experience=(EXPERIENCE[0] + words,)).profile
            ),
            {"gender": group_of(n)},
        )
    report = community.audited()
    assert line(report, "exposure · mentor · gender: woman").verdict is Verdict.LOOK


def test_a_fair_community_passes_line_for_line() -> None:
    community = two_groups(each=60, mentors=40)
    for n in range(120):
        state = MatchState.DECLINED if n % 6 in (0, 1) else MatchState.ACTIVE
        community.matched(f"s{n}", f"p{n % 40}", state, score=0.3 + 0.004 * (n // 2))
    report = community.audited()
    assert not looks(report)
    sections = ("access", "quality", "funnel", "decisions")
    lines = [each for each in report.verdicts if each.section in sections and each.group]
    assert {each.section for each in lines} == set(sections)
    assert {each.verdict for each in lines} == {Verdict.PASS}


@pytest.mark.slow
def test_of_two_hundred_fair_communities_few_are_told_to_look() -> None:
    """Benjamini & Hochberg over all lines keeps the chance of any false alarm near 5 %."""
    alarmed = [seed for seed in range(200) if looks(fair(seed).audited())]
    assert len(alarmed) <= 20


def test_equal_rates_have_a_price_that_is_told() -> None:
    """Ten places, thirty who want them: the men's goals fit word for word, the women's by half."""
    community = two_groups(each=15, mentors=0)
    for n, one in enumerate(community.members):
        goal = EXPERIENCE[0] if group_of(n) == "man" else EXPERIENCE[0][:20] + " for my own small firm"
        community.members[n] = one.changed(profile=one.profile.model_copy(update={"goals": (goal,)}))
    for n in range(5):
        community.joins(mentor_of(0, capacity=2).changed(id=f"p{n}"), {})
    row = next(row for row in community.audited().price_of_fairness if row.role is MatchRole.MENTOR)
    assert row.fair_total_score is not None
    assert row.price is not None
    assert 0 < row.price < 0.5
    assert row.fair_total_score == pytest.approx(row.total_score * (1 - row.price), abs=0.01)
    assert "of the total score" in row.sentence


def test_a_group_nobody_speaks_with_has_no_price_that_helps() -> None:
    community = two_groups(each=15)
    for n, one in enumerate(community.members[:30]):
        if group_of(n) == "woman":
            hausa = one.profile.model_copy(update={"languages": ("Hausa",)})
            community.members[n] = one.changed(profile=hausa)
    row = next(row for row in community.audited().price_of_fairness if row.role is MatchRole.MENTOR)
    assert row.fair_total_score is None
    assert row.price is None


def test_the_audit_says_what_it_is_and_is_written_down() -> None:
    units = two_groups().homed()
    report = auditing(units).audit(OPERATOR, seed=7, name_swaps=False)
    assert "self-run, not an independent audit" in report.header.statement
    assert (report.header.seed, report.header.by, report.header.members) == (7, "operator", 80)
    with units.reading() as unit:
        (entry,) = unit.audit_log.all(kind="run")
    assert (entry.verb, entry.record, entry.by) == ("audit", report.header.audit, "operator")


def test_the_same_audit_twice_says_the_same() -> None:
    community = fair(3)
    one, other = community.audited(), community.audited()
    assert one.verdicts == other.verdicts


def test_nobody_declared_anything_and_that_is_said() -> None:
    community = two_groups()
    community.declared.clear()
    report = community.audited()
    assert report.verdicts == ()
    assert "members declare" in report.notes[0]
