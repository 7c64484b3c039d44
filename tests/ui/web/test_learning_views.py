"""Learning as it is shown: steps seen and heard, reasons and quotations, her words as she wrote them, nothing live."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from copilot.domain.citations import GuideCitation
from copilot.domain.learning import PracticeAnswer
from copilot.services.learning.told import (
    AnswerTold,
    AreaTold,
    AreaWords,
    Because,
    Checked,
    GuideStanding,
    GuideTold,
    Moved,
    NextTold,
    OptionTold,
    PointTold,
    Practised,
    Rated,
    ReadinessTold,
    ScenarioTold,
    StepTold,
    Suggested,
    TrackStanding,
    TrackTold,
)
from ui.web.look import STATIC
from ui.web.views.learning import (
    address,
    guide_opened,
    onward,
    readiness_doors,
    track_cards,
    track_opened,
    upcoming,
)
from ui.web.views.practising import (
    areas,
    checked,
    earlier_answers,
    practised,
    ratings_kept,
    readiness_opened,
    scenario,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LIVE = "<script>alert(1)</script> <img src=x onerror=alert(1)>"
CITED = GuideCitation(
    n=1, path="feedback/sbi.md", section="Impact", start=8, end=40, quote="say what it led to"
)
READ = GuideStanding(guide="feedback/sbi.md", read=NOW)
DONE = GuideStanding(guide="feedback/receiving.md", read=NOW, understood=NOW, done=True)


def step(n: int, guide: str, title: str, mine: GuideStanding | None = None) -> StepTold:
    return StepTold(
        n=n,
        guide=guide,
        title=title,
        why="Because.",
        minutes=5,
        try_this="Write it.",
        questions=True,
        mine=mine,
    )


def track(role: str = "mentor", state: str = "begun", **more: object) -> TrackTold:
    steps = (
        step(1, "feedback/receiving.md", "Hearing it", DONE),
        step(2, "feedback/sbi.md", "Giving it", READ),
        step(3, "feedback/upward.md", f"Upward {LIVE}"),
    )
    standing = TrackStanding.model_validate({"state": state, "done": 1, "of": 3, **more})
    return TrackTold(
        id="giving-feedback", title="Feedback", role=role, why="It helps.", minutes=15, version="v", steps=steps,
        mine=standing,
    )  # fmt: skip


def test_the_steps_done_are_seen_as_beads_and_heard_as_a_number() -> None:
    card = str(track_cards([track()], frozenset({"mentor"})))
    assert '<i class="done"></i><i class="begun"></i><i class=""></i>' in card
    assert 'aria-label="1 of 3 steps done"' in card
    assert "1 of 3 steps done</span>" in card


def test_tracks_for_other_roles_are_folded_away_unless_she_began_them() -> None:
    untouched = str(track_cards([track("sponsor", "open", done=0)], frozenset({"mentee"})))
    assert "No track is made for your roles yet." in untouched
    assert "<summary>Tracks made for other roles</summary>" in untouched
    assert "<summary>" not in str(track_cards([track("sponsor")], frozenset({"mentee"})))


def test_an_opened_track_tells_of_each_step_what_is_done_and_what_is_not_yet() -> None:
    opened = str(track_opened(track()))
    assert opened.count("not yet </span>") == 6
    assert 'href="/learning?track=giving-feedback&amp;guide=feedback%2Fsbi.md"' in opened
    assert "<script" not in opened


def test_a_track_that_changed_after_it_was_finished_stays_finished_and_says_so() -> None:
    opened = str(track_opened(track(state="finished", finished=NOW, changed=True)))
    assert "Finished stays finished." in opened


def test_what_comes_next_has_its_reasons_and_how_it_was_chosen() -> None:
    because = Because(
        kind="goal", record="g1", title="Talk", words=f"Your goal “{LIVE}” is near.", citation=CITED
    )
    suggested = Suggested(guide="feedback/sbi.md", title="SBI", minutes=5, do="questions", because=(because,))
    told = str(
        upcoming(NextTold(suggestions=(suggested,), order="The nearest first.", signpost="Talk to Mira."))
    )
    assert told.index("Talk to Mira.") < told.index("What to learn next")
    assert "Answer its questions, 5 minutes" in told
    assert "<q>say what it led to</q>" in told
    assert "The nearest first." in told
    assert "<script" not in told


def test_where_nothing_is_due_it_says_what_to_do() -> None:
    assert "write down a goal" in str(upcoming(NextTold(suggestions=(), order="")))


def test_a_guide_opens_beside_the_page_and_leads_back_to_its_track() -> None:
    guide = GuideTold(guide="feedback/sbi.md", title="SBI", minutes=5, text="…", questions="v", mine=READ)
    opened = str(guide_opened(guide, track()))
    assert '<a href="/guide/feedback/sbi.md" data-guide>Read the guide</a>' in opened
    assert 'href="/learning?track=giving-feedback"' in opened


def test_after_a_guide_the_next_one_of_its_track_is_offered() -> None:
    assert "feedback%2Fupward.md" in str(onward(track(), "feedback/sbi.md"))
    assert "feedback%2Fsbi.md" in str(onward(track(), "feedback/upward.md"))
    assert str(onward(None, "feedback/sbi.md")) == ""


def answer(*, right: bool) -> Checked:
    wrong, good = (
        OptionTold(n=1, say="“You are late.”", why="A verdict."),
        OptionTold(n=2, say="On Monday", why="Seen."),
    )
    told = AnswerTold(
        id="q", ask="What first?", right=right, chosen=good if right else wrong, answer=good, citation=CITED
    )
    return Checked(
        guide="feedback/sbi.md", title="SBI", version="v", understood=right, right=int(right), of=1, answers=(told,),
        moved=Moved(mine=READ),
    )  # fmt: skip


def test_a_wrong_answer_gets_its_reason_the_better_one_and_the_guides_words() -> None:
    told = str(checked(answer(right=False)))
    assert all(words in told for words in ("A verdict.", "Rather:", "Seen.", "<q>say what it led to</q>"))
    assert "/guide/feedback/sbi.md?start=8&amp;end=40" in told
    assert "0 of 1 as the guide has it" in told


def test_a_right_answer_gets_its_reason_and_no_other_option() -> None:
    told = str(checked(answer(right=True)))
    assert "Rather:" not in told
    assert "you have understood this guide" in told


def practice(**more: object) -> Practised:
    fields = {
        "id": "a1", "guide": "feedback/sbi.md", "title": "SBI", "judged": True, "told": "It reads words, not tone.",
        "moved": Moved(mine=READ), **more,
    }  # fmt: skip
    return Practised.model_validate(fields)


def test_each_state_of_a_point_is_heard_as_well_as_seen() -> None:
    points = (
        PointTold(id="a", point="names the moment", state="met", words=f"On Monday {LIVE}", say="You do this."),
        PointTold(id="b", point="says what followed", state="perhaps", words="It hurt.", say="I am not sure.",
                  hint="Say what followed.", citation=CITED),
        PointTold(id="c", point="asks", state="missing", say="I did not find this in your words.", hint="Ask her."),
    )  # fmt: skip
    told = str(practised(practice(points=points)))
    assert all(f'readers">{words}: </span>' in told for words in ("found", "perhaps", "not found"))
    assert "<q>It hurt.</q>" in told
    assert "I am not sure." in told
    assert "Ask her." in told
    assert "It reads words, not tone." in told
    assert "<script" not in told


def test_what_cannot_be_judged_is_told_and_a_signpost_comes_first() -> None:
    told = str(practised(practice(judged=False, told="Too little.", signpost="Call the helpline.")))
    assert told.index("Call the helpline.") < told.index("Too little.")
    assert "What your words do" not in told


@pytest.mark.parametrize("shown", [scenario, None])
def test_scenarios_and_answers_are_text_and_never_live(shown: object) -> None:
    moment = ScenarioTold(guide="g", title="t", scenario="s", version="v", situation=LIVE, task="?")
    kept = PracticeAnswer(id="a", member="m", guide="g", scenario="s", text=LIVE, at=NOW)
    markup = str(scenario(moment) if shown else earlier_answers([kept]))
    assert "<script" not in markup
    assert "&lt;script&gt;" in markup


def test_the_areas_are_bars_with_their_numbers_and_say_that_nobody_else_sees_them() -> None:
    told = Rated(
        id="r", role="mentor", at=NOW,
        areas=(AreaTold(id="a", title="Listening", mean=4.0), AreaTold(id="b", title="Goals", mean=None)),
        strongest=(AreaWords(id="a", title="Listening", words="You listen."),),
        note="Nobody sees it but you.",
    )  # fmt: skip
    markup = str(areas(told))
    assert 'aria-label="Listening: 4 of 7"' in markup
    assert "width:50%" in markup
    assert "not rated" in markup
    assert "Nobody sees it but you." in markup


def readiness(history: tuple[Rated, ...] = ()) -> ReadinessTold:
    return ReadinessTold(
        role="mentor", about="Six areas.", note="Nobody sees it but you.", scale={1: "not yet", 7: "at ease"},
        questions=(), history=history,
    )  # fmt: skip


def test_that_it_is_no_test_is_said_once_on_a_page() -> None:
    last = Rated(id="r", role="mentor", at=NOW, areas=(), note="Nobody sees it but you.")
    again = str(areas(last)) + str(readiness_opened(readiness((last,))))
    for markup in (again, str(readiness_opened(readiness()))):
        assert markup.count("Nobody sees it but you.") == 1
        assert markup.count("Way back") == 1


def test_when_she_last_looked_at_herself_is_one_sentence_with_its_full_stop() -> None:
    last = Rated(id="r", role="mentor", at=NOW, areas=(), note="…")
    door = str(readiness_doors({"mentor": last}))
    assert re.search(r"<span>You looked at yourself <time [^>]+>23 November 2026</time>\.</span>", door)


def test_the_cards_of_what_comes_next_stand_level() -> None:
    """`.card + .card` would move every one but the first; this rule is as weighty and stands later."""
    css = (STATIC / "look.css").read_text("utf-8")
    assert css.index(".slot .card + .card") < css.index(".slot .next-guides > .card { margin: 0; }")


def test_kept_ratings_are_told_beside_the_button() -> None:
    assert 'role="status"><p>Kept.' in str(ratings_kept())


def test_the_readiness_check_is_offered_for_both_roles() -> None:
    doors = str(readiness_doors({"mentee": None, "mentor": None}))
    assert address(ready="mentor") in doors
    assert "Ready to be a mentee?" in doors
