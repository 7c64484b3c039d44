"""The book as it is shown: words first, nothing live from data, marks that are heard as well as seen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from copilot.domain.playbook import KEYS, ChapterKey, Compared, Evidence, PlaybookOffer, Practice
from copilot.services.members.service import Introduction
from copilot.services.playbook.looking import Look
from copilot.services.playbook.pages import ChapterShown
from copilot.services.playbook.practices import title_of
from copilot.services.playbook.proposing import Proposed
from copilot.services.playbook.service import VersionShown
from ui.web.people import People
from ui.web.views.playbook import (
    changes,
    chapter,
    comparison,
    contents,
    looked_at,
    overview,
    own_offers,
    version_choices,
    waiting,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIVE = "<script>alert(1)</script> <img src=x onerror=alert(1)>"
PEOPLE = People({"ana": Introduction(name="Ana <b>Castro</b>", headline="")})
CIRCLES = Compared(
    rule="circles-last", groups=("circles", "pairs"), ns=(40, 120), values=(7.4, 4.6), measure="months that they last",
    unit="months", difference=2.8, low=1.4, high=4.2, p=0.001,
)  # fmt: skip


def shown(key: ChapterKey = ChapterKey.ROLES, text: str = "Mentors listen.") -> ChapterShown:
    n = KEYS.index(key) + 1
    return ChapterShown(
        n=n, chapter=key, title=title_of(key), written=bool(text), text=text, words=text, version=3, on=NOW
    )


def offer(**more: object) -> PlaybookOffer:
    fields = {
        "id": "w1",
        "chapter": "peers",
        "kind": "insight",
        "text": "Lunch works.",
        "by": "ana",
        "at": NOW,
    }
    return PlaybookOffer.model_validate({**fields, **more})


def practice(n: int = 1, **more: object) -> Practice:
    fields = {"n": n, "practice": "Clear roles", "chapter": "roles", "state": "partly"}
    return Practice.model_validate({**fields, **more})


def test_the_contents_list_ten_chapters_and_say_where_one_is() -> None:
    found = str(contents([shown(key) for key in KEYS], "peers", {}))
    assert found.count("<li>") == 10
    assert found.count('aria-current="page"') == 1
    assert "How it stands" not in found


def test_who_may_know_hears_how_each_practice_stands() -> None:
    found = str(contents([shown(key) for key in KEYS], "roles", {"roles": practice(state="missing")}))
    assert '<span class="for-readers">, missing</span>' in found
    assert "How it stands" in found


def test_a_chapter_that_nobody_has_written_tells_what_to_do() -> None:
    member, editor = (str(chapter(shown(text=""), edits=edits)) for edits in (False, True))
    assert "Offer it below" in member
    assert "Draft it from our own records" in editor
    assert "A mentor talks to you" in member


def test_the_first_chapter_leads_on_and_the_last_one_back() -> None:
    first, last = (str(chapter(shown(key), edits=False)) for key in (KEYS[0], KEYS[-1]))
    assert "‹" not in first
    assert "Matchmaking ›" in first
    assert "›" not in last


def test_the_page_knows_every_kind_of_source_that_a_record_may_be() -> None:
    from typing import get_args

    from copilot.domain.citations import RecordCitation
    from ui.web.views.citations import _KINDS

    assert set(get_args(RecordCitation.model_fields["kind"].annotation)) <= set(_KINDS)


def test_nothing_from_a_chapter_an_offer_or_a_difference_is_live() -> None:
    found = [
        chapter(shown(text=f"{LIVE} [x](javascript:alert(1)) ![](http://evil/x)"), edits=False),
        waiting([offer(text=LIVE, evidence=LIVE)], PEOPLE),
        own_offers([offer(text=LIVE, state="declined", reason=LIVE)]),
        changes(f"--- a\n+++ b\n@@ @@\n+{LIVE}\n-{LIVE}\n {LIVE}"),
        overview([practice(evidence=(Evidence(told=LIVE, where=LIVE),), missing=(LIVE,), next=f"`{LIVE}`")]),
    ]
    for each in map(str, found):
        assert "<script" not in each
        assert "<img" not in each
        assert 'href="javascript' not in each


def test_an_offer_shows_a_name_only_where_its_author_said_so() -> None:
    assert "Ana &lt;b&gt;Castro" in str(waiting([offer(named=True)], PEOPLE))
    assert "Castro" not in str(waiting([offer(by="")], PEOPLE))
    assert "Nothing is offered" in str(waiting([], PEOPLE))


def test_a_member_reads_what_became_of_hers_and_why() -> None:
    found = str(own_offers([offer(state="declined", reason="It stands in chapter 4.", named=True)]))
    assert "declined" in found
    assert "The editor says: It stands in chapter 4." in found
    assert "with your name" in found


def test_a_comparison_is_bars_for_eyes_and_a_sentence_for_ears() -> None:
    found = str(comparison(CIRCLES))
    assert "7.4 months" in found
    assert "about 40" in found
    assert 'aria-label="Difference 2.8 months, 95 % interval 1.4 months to 4.2 months' in found
    assert "width:100.0%" in found


@pytest.mark.parametrize("turned", [False, True])
def test_the_line_of_no_difference_stands_outside_of_the_band(turned: bool) -> None:
    import re

    less = CIRCLES.model_copy(update={"difference": -2.8, "low": -4.2, "high": -1.4})
    found = str(comparison(less if turned else CIRCLES))
    line = float(re.search(r'class="line" style="left:([\d.]+)%', found)[1])
    band = re.search(r'class="band" style="left:([\d.]+)%;width:([\d.]+)%', found)
    left, right = float(band[1]), float(band[1]) + float(band[2])
    assert line > right if turned else line < left
    assert 0 <= left <= right <= 100


def test_the_overview_counts_states_and_gives_one_next_step_each() -> None:
    found = str(
        overview([practice(n, state="missing", missing=("No charter.",), next="Run `x y`.") for n in (1, 2)])
    )
    assert "<dt>missing</dt><dd>2</dd>" in found
    assert found.count("<b>Next:</b> Run <code>x y</code>.") == 2


def test_what_was_not_proposed_says_why() -> None:
    look = Look(rule="x", what="circles and pairs", why_not="Fewer than 10 on one side.")
    found = str(looked_at(Proposed(proposed=(), looked_at=(look,))))
    assert "Nothing is proposed." in found
    assert "circles and pairs: Fewer than 10 on one side." in found


def test_earlier_versions_are_offered_without_the_present_one() -> None:
    at = "2026-03-02T09:00:00+00:00"
    every = [
        VersionShown(version=n, text="", by=by, at=at) for n, by in ((3, "x"), (2, "operator"), (1, "ana"))
    ]
    assert version_choices(every, PEOPLE) == [
        ("Version 2, 2026-03-02, by the operator", 2),
        ("Version 1, 2026-03-02, by Ana <b>Castro</b>", 1),
    ]


def test_a_difference_marks_what_came_and_what_went() -> None:
    found = str(changes("--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n same"))
    assert '<ins class="in">new</ins>' in found
    assert '<del class="out">old</del>' in found
    assert "@@" not in found
