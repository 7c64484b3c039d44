"""The chat page: what is said and comes back, what is kept, and whose it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from copilot.domain.asking import Asker
from copilot.domain.chat import Called
from copilot.domain.members import Role
from copilot.errors import BadInput, HomeUnusable, NotFound
from tests.fakes import ScriptedTalker
from tests.services.chat.community import Talk
from tests.services.drafting.community import ANA, MANAGER, TOMAS
from tests.ui.web.talks import talking
from ui.web.examples import HOW_MANY, examples_for
from ui.web.talking import Scene, Talking
from ui.web.views.chat import conversation

DELEGATE = "How do I delegate work to my team?"


@pytest.fixture
def page() -> tuple[Talk, Talking]:
    made, desk = talking()
    return made, Talking(desk)


def say(talks: Talking, text: str, thread: str = "", asker: Asker = ANA) -> list[Scene]:
    return list(talks.said(asker, "visit", thread, text))


def test_what_is_said_is_answered_kept_and_there_when_the_page_is_opened_again(
    page: tuple[Talk, Talking],
) -> None:
    _, talks = page
    last = say(talks, DELEGATE)[-1]
    assert [turn.by for turn in last.talk.turns] == ["person", "copilot"]
    assert last.talk.fresh
    again = talks.latest(ANA)
    assert (again.talk.thread, again.talk.turns) == (last.talk.thread, last.talk.turns)
    assert [one.title for one in talks.every(ANA)] == [DELEGATE]


def test_the_box_is_emptied_at_once_and_her_words_are_shown(page: tuple[Talk, Talking]) -> None:
    first = say(page[1], DELEGATE)[0]
    assert first.typed == ""
    assert first.growing is not None
    assert DELEGATE in conversation(first.talk, first.growing)


def test_a_conversation_goes_on_where_it_was(page: tuple[Talk, Talking]) -> None:
    _, talks = page
    asked = say(talks, "Draft a role charter")[-1]
    assert [step.text for step in asked.steps][:2] == ["mentor", "mentee"]
    answered = say(talks, "mentor", asked.talk.thread)[-1]
    assert len(answered.talk.turns) == 4
    assert answered.talk.open == answered.talk.turns[-1].offers[0]


def test_nothing_said_is_a_sentence_with_its_cure(page: tuple[Talk, Talking]) -> None:
    with pytest.raises(BadInput, match="nothing to answer"):
        say(page[1], "  \n ")


def test_the_words_she_typed_come_back_when_the_reply_fails(
    page: tuple[Talk, Talking], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, talks = page

    def fail(*_: object) -> None:
        raise HomeUnusable("The disk is full.", place="home", cure="Make room.")

    monkeypatch.setattr(made.kept, "add", fail)
    scenes: list[Scene] = []
    with pytest.raises(HomeUnusable):
        scenes.extend(talks.said(ANA, "visit", "", DELEGATE))
    assert scenes[-1].typed == DELEGATE
    assert scenes[-1].growing is None
    assert talks.every(ANA) == []
    monkeypatch.undo()
    assert say(talks, DELEGATE)[-1].talk.turns


def test_a_stopped_reply_leaves_nothing_and_her_words_are_in_the_box_again(
    page: tuple[Talk, Talking],
) -> None:
    made, talks = page
    scenes = talks.said(ANA, "visit", "", "Draft my goal plan")
    next(scenes)
    talks.stop(ANA, "visit")
    last = list(scenes)[-1]
    assert (last.typed, last.talk.turns) == ("Draft my goal plan", ())
    assert "Nothing of it was kept" in last.told
    assert [draft for draft in made.services.drafting.list(ANA) if draft.state != "discarded"] == []
    assert talks.every(ANA) == []


def test_a_draft_of_a_stopped_reply_is_put_away() -> None:
    made, _ = talking()
    events = list(made.chat.stream(ANA, "Draft my goal plan", "main", lambda: False))
    assert [type(event) for event in events] == [Called]
    assert [draft.state for draft in made.services.drafting.list(ANA)] == ["discarded"]
    assert made.chat.every(ANA) == []


def test_a_models_words_are_shown_as_they_come() -> None:
    _, desk = talking(ScriptedTalker("Hello ", "and welcome."))
    scenes = say(Talking(desk), "hello")
    assert any(scene.growing and scene.growing.said.startswith("Hello") for scene in scenes)
    assert scenes[-1].talk.turns[-1].text == "Hello and welcome."


def test_another_members_conversation_and_draft_are_not_there(page: tuple[Talk, Talking]) -> None:
    made, talks = page
    scene = say(talks, "Draft my goal plan")[-1]
    thread, draft = scene.talk.thread, scene.talk.open
    hers = talks.opened(TOMAS, thread, draft)
    assert (hers.talk.turns, hers.talk.open) == ((), "")
    assert "no such draft" in hers.told
    with pytest.raises(NotFound):
        talks.forgotten(TOMAS, thread)
    assert made.chat.turns(ANA, thread)


def test_a_deleted_conversation_is_gone_and_the_one_before_is_shown(page: tuple[Talk, Talking]) -> None:
    made, talks = page
    first = say(talks, DELEGATE)[-1]
    made.clock.move(timedelta(minutes=1))
    second = say(talks, "What are my goals?")[-1]
    left = talks.forgotten(ANA, second.talk.thread)
    assert left.talk.thread == first.talk.thread
    assert "Deleted" in left.told
    assert talks.forgotten(ANA, first.talk.thread).talk.turns == ()


def test_an_approved_draft_says_so_on_its_card(page: tuple[Talk, Talking]) -> None:
    made, talks = page
    scene = say(talks, "Draft my goal plan")[-1]
    made.services.drafting.approve(ANA, scene.talk.open)
    again = talks.opened(ANA, scene.talk.thread)
    assert "See your goals" in conversation(again.talk)


SPONSOR = Asker(member="will", roles=frozenset({Role.SPONSOR}))
ADMIN = Asker(member="adam", roles=frozenset({Role.ADMIN}))
BOTH = Asker(member="bea", roles=frozenset({Role.MENTEE, Role.MENTOR}))


@pytest.mark.parametrize("asker", [ANA, TOMAS, MANAGER, SPONSOR, ADMIN, BOTH], ids=lambda asker: asker.member)
def test_everybody_is_offered_four_examples_to_begin_with(asker: Asker) -> None:
    steps = examples_for(asker)
    assert len({step.text for step in steps}) == HOW_MANY


def test_the_examples_fit_the_role() -> None:
    assert "Draft my goal plan" in {step.text for step in examples_for(ANA)}
    assert "Draft the agenda of the next session" in {step.text for step in examples_for(TOMAS)}
    of_both = {step.text for step in examples_for(BOTH)}
    assert {"Draft my goal plan", "Draft the agenda of the next session"} <= of_both


def test_an_empty_conversation_offers_the_examples(page: tuple[Talk, Talking]) -> None:
    assert page[1].latest(ANA).steps == examples_for(ANA)
