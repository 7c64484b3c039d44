"""How a circle is: what its members read, with evidence and a next step, and how little managers do."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.services.circles.guide_words import GUIDE, QUOTES, About
from copilot.services.circles.health import Finding
from tests.services.circles.home import ADMIN, FIRST, MANAGER, SECOND, Home, asker

TEXT = (Path("knowledge/guides") / GUIDE).read_text(encoding="utf-8")
EVERYBODY = " ".join(f"p{n}" for n in range(8))


@pytest.fixture
def home() -> Home:
    return Home(TEXT)


def findings(home: Home, who: str = "p0", circle: str = FIRST) -> dict[About, Finding]:
    return {each.about: each for each in home.circles.health(asker(who), circle).findings}


@pytest.mark.parametrize("about", QUOTES)
def test_what_is_cited_stands_in_the_guide_word_for_word_under_its_heading(about: About) -> None:
    section, quote = QUOTES[about]
    below = TEXT.split(f"## {section}\n", 1)[1].split("\n## ", 1)[0]
    assert quote in below.replace("**", "") or quote in below


def test_a_circle_that_is_well_is_told_so(home: Home) -> None:
    for n, chair in enumerate(("p0", "p1", "p2", "p3")):
        home.meet(FIRST, -120 + 30 * n, came=EVERYBODY, chair=chair)
    home.meet(FIRST, 5, state="planned")
    told = home.circles.health(asker("p0"), FIRST)
    assert told.standing == "meets regularly"
    assert all(each.good for each in told.findings)
    assert [each.words for each in told.findings] == [
        "Four of four planned meetings took place.",
        "On average 8 of 8 came.",
        "The chair is shared: four of you had it in four meetings.",
    ]


def test_every_finding_has_its_evidence_and_what_wants_mending_a_next_step(home: Home) -> None:
    home.meet(FIRST, -150, came="p0 p1", chair="p0")
    home.meet(FIRST, -120, state="cancelled")
    home.meet(FIRST, -110, came="p0 p2", chair="p0")
    home.meet(FIRST, -90, came="p0 p2", chair="p0")
    home.meet(FIRST, -3, state="planned")
    found = findings(home)
    assert set(found) >= {
        About.RHYTHM,
        About.SILENCE,
        About.NEXT,
        About.UNSAID,
        About.ATTENDANCE,
        About.CHAIR,
    }
    for each in found.values():
        assert each.evidence
        assert each.good or each.next_step
    assert found[About.CHAIR].words == "p0 chaired three of the last three meetings."
    assert found[About.ATTENDANCE].words == "On average 2 of 8 came."
    quote = found[About.CHAIR].citation
    assert quote is not None
    assert TEXT[quote.start : quote.end] == quote.quote


def test_who_missed_three_in_a_row_is_asked_after_without_blame_and_reads_it_kindly(home: Home) -> None:
    others = EVERYBODY.replace("p7", "")
    home.meet(FIRST, -120, came=EVERYBODY)
    for n in range(3):
        home.meet(FIRST, -90 + 30 * n, came=others)
    missed = findings(home)[About.MISSED]
    assert missed.words.startswith("Nobody has seen p7 since ")
    assert missed.words.endswith("; would somebody write?")
    hers = findings(home, "p7")[About.MISSED]
    assert hers.words == "Your circle has not seen you lately, and would be glad of a line from you."
    assert "p7" not in hers.words


def test_two_in_a_row_are_nobodys_business(home: Home) -> None:
    for n in range(2):
        home.meet(FIRST, -60 + 30 * n, came="p0 p1")
    assert About.MISSED not in findings(home)


@pytest.mark.parametrize(
    ("outside", "standing"),
    [(MANAGER, "has not met for 80 days"), (ADMIN, "is at work"), (OPERATOR, "is at work")],
)
def test_managers_read_how_it_meets_admins_that_it_is_there_and_none_of_them_of_any_person(
    home: Home, outside: Asker, standing: str
) -> None:
    for n in range(4):
        home.meet(FIRST, -170 + 30 * n, came="p0 p1", chair="p0")
    told = home.circles.health(outside, FIRST)
    assert (told.standing, told.findings) == (standing, ())


def test_a_small_circle_is_told_of_merging_and_its_manager_that_it_is_small(home: Home) -> None:
    home.circles.leave(asker("p8"), SECOND)
    small = findings(home, "p9", SECOND)[About.SMALL]
    assert small.words == "Three of you are left."
    assert "merge" in small.next_step
    assert "small" in home.circles.health(MANAGER, SECOND).standing


def test_a_circle_of_nine_is_told_of_splitting(home: Home) -> None:
    home.keep_circle("r3", [f"f{n}" for n in range(8)] + ["x1"])
    assert "split" in findings(home, "f0", "r3")[About.LARGE].next_step


def test_without_the_guide_nothing_is_cited(home: Home) -> None:
    bare = Home()
    bare.meet(FIRST, -90, came="p0")
    found = bare.circles.health(asker("p0"), FIRST).findings
    assert found
    assert all(each.citation is None for each in found)


def test_who_is_paused_is_not_asked_after_and_who_never_came_was_not_seen_at_a_first_meeting(
    home: Home,
) -> None:
    for days in (-60, -40, -20):
        home.meet(FIRST, days, came="p0 p1 p2 p3 p4 p5", chair="p0")
    with home.units() as unit:
        unit.members.save(unit.members.get("p6").changed(paused=True))
        unit.commit()
    said = [each.words for each in home.circles.health(asker("p0"), FIRST).findings]
    assert "p7 has not been at a meeting yet; would somebody write?" in said
    assert not any("p6" in each for each in said)


def test_one_meeting_is_told_as_one(home: Home) -> None:
    home.meet(FIRST, -20, came="p0 p1", chair="p0")
    told = " ".join(each.evidence for each in home.circles.health(asker("p0"), FIRST).findings)
    assert "You noted it of one meeting: two came." in told
    assert "one meeting held, none cancelled." in told.lower()
