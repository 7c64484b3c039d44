"""What a manager decides by: words quoted where they stand, names in place of ids, what a decision would bring."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from copilot.domain.citations import ProfileCitation, RecordCitation
from copilot.domain.matches import (
    Alternative,
    Benefit,
    Claim,
    DeclineCategory,
    Match,
    MatchRole,
    MatchRun,
    MatchState,
    Move,
    Rationale,
    Unmatched,
)
from copilot.domain.members import Member
from copilot.errors import BadInput
from copilot.services.matching.verbs.bulk import Batch, Result
from copilot.services.matching.verbs.declines import DeclineCount, Declines
from copilot.services.matching.verbs.forcing import WhatIf
from copilot.services.matching.verbs.history import Happening
from copilot.services.members.service import Introduction
from ui.web.bulk_pane import at_least, batch_told, selection
from ui.web.decision_bar import approving, batch_of, because_of, decided
from ui.web.people import People, ids_in
from ui.web.tabs import TABS, address, in_tab, tab_choices, tab_of
from ui.web.views.comparing import side_by_side
from ui.web.views.matches import PARTS, quoted, score_bars
from ui.web.views.review import CATEGORIES, approved_first, first_review, match_detail, told_history
from ui.web.views.runs import consequences, declines_counted, left_out, no_matches, outcome

NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
NAMES = {"m1": "Amara Okafor", "m2": "Ingrid Solheim", "m3": "Tomás Figueiredo", "m9": "Kofi Mensah"}
PEOPLE = People({member: Introduction(name=name, headline="") for member, name in NAMES.items()})


def _member(member: str, **said: object) -> Member:
    return Member.model_validate({"id": member, "name": NAMES[member], "roles": {"mentee"}, "profile": said})


SEEKER = _member(
    "m1", goals=("Present to the board without notes", "Sleep"), level=3, time_zone="Europe/Lisbon"
)
PARTNER = _member(
    "m2", experience=("Trained forty speakers", "Ran the fair", "Wrote a book", "Sold bread", "Sang"),
    skills=("presenting", "budgets"), level=7, working_style="Slow mornings", headline="Trains speakers",
)  # fmt: skip


def _cited(n: int, member: str, field: str, quote: str) -> ProfileCitation:
    return ProfileCitation(n=n, member=member, field=field, quote=quote)


def _match(state: str = "proposed", score: float = 0.62, **more: object) -> Match:
    rationale = Rationale(
        for_=(
            Claim(claim="The mentor brings “Sang”, which speaks to the mentee's goal.", evidence=(1, 2)),
            *(Claim(claim=f"Reason {n}.") for n in range(5)),
        ),
        against=(Claim(claim="The mentee has said “the mentor is far”.", evidence=(3,)),),
        benefit=Benefit(seeker="Somebody to learn from.", partner="A view into Data."),
        citations=(
            _cited(1, "m2", "experience[4]", "Sang"), _cited(2, "m1", "goals[0]", "without notes"),
            _cited(3, "m1", "headline", "words she has since taken out"),
        ),
        alternatives=(Alternative(member="m9", score=0.6, why_not="full"),),
        would_change=("One more place with m9 would raise this score from 0.62 to 0.70.",),
        confidence="good fit",
    )  # fmt: skip
    return Match.model_validate(
        {"id": "x1", "seeker": "m1", "partner": "m2", "role": "mentor", "state": state, "score": score,
         "parts": {"areas": 0.5, "hours": 1.0}, "rationale": rationale, "created": NOW, **more}
    )  # fmt: skip


def _text(markup: Markup | str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(markup))).split())


def test_a_quotation_is_marked_where_it_stands_with_its_number() -> None:
    table, placed = side_by_side(SEEKER, PARTNER, _match().rationale.citations)
    assert '<mark>without notes</mark><sup class="number">2</sup>' in table
    assert 'id="said-1"' in table
    assert placed == {1, 2}


def test_words_that_are_no_longer_in_the_profile_are_marked_nowhere_and_shown_with_their_claim() -> None:
    html = str(match_detail(_match(), SEEKER, PARTNER, PEOPLE))
    assert 'id="said-3"' not in html
    assert "words she has since taken out" in html
    assert 'href="#said-2"' in html
    assert 'href="#said-3"' not in html


def test_a_quoted_text_is_in_sight_however_long_its_list_is() -> None:
    table, _ = side_by_side(SEEKER, PARTNER, _match().rationale.citations)
    seen = re.sub(r"<details>.*?</details>", "", str(table), flags=re.DOTALL)
    assert "Sang" in seen
    assert "Sold bread" not in seen
    assert "Sold bread" in table


def test_a_quoted_field_that_has_no_row_gets_one() -> None:
    style = [_cited(1, "m2", "working_style", "Slow mornings")]
    assert "Way of working" not in side_by_side(SEEKER, PARTNER)[0]
    table, placed = side_by_side(SEEKER, PARTNER, style)
    assert "Way of working" in table
    assert placed == {1}


def test_between_peers_goals_stand_beside_goals() -> None:
    table, _ = side_by_side(SEEKER, PARTNER, alike=True)
    assert '<th scope="row">Goals</th>' in table
    assert '<th scope="row">Experience</th>' in table


def test_quotations_that_overlap_keep_every_word_once() -> None:
    both = [
        _cited(1, "m1", "goals[0]", "Present to the board"),
        _cited(2, "m1", "goals[0]", "the board without"),
    ]
    table, placed = side_by_side(SEEKER, PARTNER, both)
    assert "Present to the board 1 without 2 notes" in _text(table)
    assert placed == {1, 2}


@given(st.text("ab <&", min_size=1), st.lists(st.text("ab <&"), max_size=4))
def test_marking_changes_no_word(text: str, quotes: list[str]) -> None:
    seeker = _member("m1", function=text.strip() or "x")
    cited = [_cited(n, "m1", "function", quote) for n, quote in enumerate(quotes, 1)]
    table, _ = side_by_side(seeker, PARTNER, cited)
    row = re.search(r'<th scope="row">Function</th><td>(.*?)</td>', str(table), re.DOTALL)
    assert row
    plain = re.sub(r"<[^>]+>", "", re.sub(r"<sup.*?</sup>", "", row[1]))
    assert unescape(plain) == seeker.profile.function


def test_a_sentence_names_members_and_leaves_quotations_and_plain_numbers_alone() -> None:
    said = "One more place with m9 would do; m9 wrote “ask m1”, and 3 of 10 did."
    assert (
        PEOPLE.told(said)
        == "One more place with Kofi Mensah would do; Kofi Mensah wrote “ask m1”, and 3 of 10 did."
    )
    assert ids_in(said) == {"m9"}


def test_reasons_speak_of_the_two_by_name_but_not_inside_quotations() -> None:
    text = _text(match_detail(_match(), SEEKER, PARTNER, PEOPLE))
    assert "Ingrid brings “Sang”, which speaks to Amara's goal." in text
    assert "Amara has said “the mentor is far”." in text


def test_the_strongest_reasons_come_first_and_all_that_speaks_against() -> None:
    html = str(match_detail(_match(), SEEKER, PARTNER, PEOPLE))
    seen = _text(re.sub(r"<details>.*?</details>", "", html, flags=re.DOTALL))
    assert "Reason 2." in seen
    assert "Reason 4." not in seen
    assert "2 more" in html


def test_what_would_change_it_names_the_partner() -> None:
    html = str(match_detail(_match(), SEEKER, PARTNER, PEOPLE))
    assert "One more place with Kofi Mensah" in html
    assert "Kofi Mensah" in html.split("Who else")[1]
    assert "What Amara gets" in html


def test_every_part_of_a_score_has_a_name_of_its_own() -> None:
    from copilot.services.matching.scores.weights import CHOICE, READING
    from copilot.services.matching.scores.weights import PARTS as SCORED

    assert {*SCORED, CHOICE, READING} == set(PARTS)
    assert {"areas of mentoring", "the mentee’s own choice", "a chat model’s reading"} <= set(PARTS.values())


def test_the_heaviest_part_stands_first_with_its_share_of_the_known_ones() -> None:
    table = _text(score_bars({"hours": 1.0, "areas": 0.5}, {"areas": 0.48, "hours": 0.12, "style": 0.4}))
    assert "areas of mentoring 50 80% hours in common 100 20%" in table
    assert "%" not in _text(score_bars({"hours": 1.0}))


def test_a_ranking_is_quoted_by_name() -> None:
    ranked = RecordCitation(n=1, kind="choice", record="c1", field="ranked[0]", quote="m2")
    assert "Ingrid Solheim" in quoted(ranked, PEOPLE)


def _history() -> list[Happening]:
    return [
        Happening(at=NOW, by="m3", verb="propose", reason="by run7", after="proposed"),
        Happening(at=NOW, by="m3", verb="approve", before="proposed", after="second_review", batch="b1"),
    ]


def test_a_second_reviewer_reads_who_approved_first_and_who_may_go_on() -> None:
    match = _match("second_review", role="sponsor")
    html = _text(
        match_detail(match, SEEKER, PARTNER, PEOPLE, history=_history(), waiting="Ask m9 to review it.")
    )
    assert "Tomás Figueiredo approved it first, on 3 November 2026. Ask Kofi Mensah to review it." in html
    assert approving(match) == "Approve as second reviewer"
    assert approving(_match(role="sponsor")) == "Approve as first reviewer"
    assert approving(_match()) == "Approve"


def test_without_a_first_approval_nobody_is_named() -> None:
    assert first_review(_history()[:1]) is None
    assert approved_first([], PEOPLE) == ""


def test_a_history_says_who_did_what_in_words() -> None:
    text = _text(told_history(_history(), PEOPLE))
    assert "What happened so far: 2 entries" in text
    assert "approved it as the first of two, together with others" in text
    assert "run7" not in text


def test_a_declined_match_says_why_and_of_which_kind() -> None:
    match = _match("declined", reason="They share a manager", because="conflict-of-interest")
    assert "Declined, a conflict of interest: “They share a manager”" in _text(
        match_detail(match, SEEKER, PARTNER, PEOPLE)
    )


def test_every_kind_of_decline_can_be_chosen() -> None:
    assert set(CATEGORIES) == set(DeclineCategory)
    assert because_of("") is None
    assert because_of("wrong-level") is DeclineCategory.WRONG_LEVEL


def test_the_batch_of_the_last_decision_can_be_taken_back_once() -> None:
    assert batch_of(_history()) == "b1"
    undone = Happening(at=NOW, by="m3", verb="undo", after="proposed", batch="b1")
    assert batch_of([*_history(), undone]) == ""
    assert batch_of([]) == ""


@pytest.mark.parametrize("state", ["proposed", "second_review", "approved", "declined", "expired"])
def test_what_was_decided_is_said_in_a_sentence(state: str) -> None:
    assert decided(_match(state), PEOPLE).startswith("Amara Okafor with Ingrid Solheim: ")
    assert "_" not in decided(_match(state), PEOPLE)


def test_those_left_out_for_one_reason_stand_together() -> None:
    full = [Unmatched(member="m1", reason="All are full.", cure="One more place with m9 would do.")] * 12
    text = _text(left_out([Unmatched(member="m3", reason="Too thin.", cure="A goal."), *full], PEOPLE))
    assert "Without a match: 13" in text
    assert text.count("All are full.") == 1
    assert "and 4 more" in text
    assert "One more place with Kofi Mensah would do." in text
    assert text.index("All are full.") < text.index("Too thin.")


def _run(**more: object) -> MatchRun:
    return MatchRun.model_validate(
        {"id": "run1", "role": "mentor", "total_score": 3.1, "gap": 0.0, "seed": 0, "by": "m3", "created": NOW,
         "proposed": ("x1",), **more}
    )  # fmt: skip


def test_a_run_says_what_it_warns_of_and_who_moved() -> None:
    moved = (Move(member="m1", before="m2", after="", why="The place went to somebody else."),)
    text = _text(outcome(_run(warnings=("The chat model was out of reach.",), moved=moved), PEOPLE))
    assert "1 match proposed, 0 people without one, and no better total is possible." in text
    assert "The chat model was out of reach." in text
    assert "1 person has another partner than before" in text
    assert "Amara Okafor : Ingrid Solheim → nobody" in text
    assert "0.30 % from the best" in _text(outcome(_run(gap=0.003), PEOPLE))


def _what_if(**more: object) -> WhatIf:
    return WhatIf.model_validate(
        {"seeker": "m1", "partner": "m9", "score": 0.7, "total_before": 10.0, "total_after": 9.9, "cost": 0.1, **more}
    )  # fmt: skip


def test_another_partner_has_a_price_and_moves_others() -> None:
    moved = (
        Move(member="m1", before="m2", after="m9", why=""), Move(member="m3", before="m9", after="m2", why=""),
    )  # fmt: skip
    text = _text(consequences(_what_if(moved=moved), 0.62, PEOPLE))
    assert "With Kofi Mensah, Amara would have a match of 70 instead of 62." in text
    assert "fall from 10.00 to 9.90 (1.0%)" in text
    assert (
        "1 other person would move at the next run: Tomás Figueiredo : Kofi Mensah → Ingrid Solheim" in text
    )


def test_what_costs_nothing_says_so() -> None:
    text = _text(consequences(_what_if(cost=0.0, total_after=10.0), 0.62, PEOPLE))
    assert "stay at 10.00" in text
    assert "Nobody else would have to move." in text


def test_declines_are_counted_by_kind_with_what_to_do() -> None:
    row = DeclineCount(
        role=MatchRole.MENTOR,
        because=DeclineCategory.WRONG_LEVEL,
        count=3,
        of=4,
        advice="Look at the levels.",
    )
    text = _text(
        declines_counted(Declines(total=4, declines=(row,), suggestions=("3 of 4 say wrong level.",)))
    )
    assert "3 × the wrong level Look at the levels." in text
    assert "3 of 4 say wrong level." in text
    assert not declines_counted(Declines(total=0))


def test_many_are_chosen_by_the_score_that_is_shown() -> None:
    """0.595 is shown as 60, and so it is one of those at 60 or more."""
    matches = [_match(score=0.71, id="x1"), _match(score=0.595, id="x2"), _match(score=0.594, id="x3")]
    assert selection(matches, 60).ids == ("x1", "x2")
    assert at_least(matches, 100) == []
    with pytest.raises(BadInput, match="No match reaches"):
        selection(matches, 90)


def test_a_batch_is_told_by_what_it_did() -> None:
    result = Result(match="x1", before=MatchState.PROPOSED, after=MatchState.APPROVED)
    batch = Batch(id="b1", verb="approve", results=(result, result), matches=())
    assert "All of them are asked now" in batch_told(batch, MatchRole.MENTOR)
    assert "second, different person" in batch_told(batch, MatchRole.SPONSOR)
    assert "taken back" in batch_told(batch.model_copy(update={"verb": "undo"}), MatchRole.MENTOR)


def test_only_sponsors_have_a_second_review() -> None:
    assert tab_of("second_review", "sponsor") == "second_review"
    assert tab_of("second_review", "mentor") == "proposed"
    assert tab_of("no such tab", "mentor") == "proposed"
    names = [name for _, name in tab_choices([], "mentor")]
    assert "second_review" not in names
    assert ("to decide (1)", "proposed") in tab_choices([_match()], "sponsor")


def test_every_state_stands_in_one_tab_and_every_tab_says_when_it_is_empty() -> None:
    states = [state for _, states in TABS.values() for state in states]
    assert sorted(states) == sorted(MatchState)
    assert in_tab([_match("expired"), _match()], "expired")[0].state == "expired"
    assert all(no_matches(name) for name in TABS)
    assert address("p&1", "mentor", "proposed").startswith("/matches?programme=p%261&")
