"""Conversations: asked and answered, kept whole or not at all, read by their owner alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from copilot.domain.asking import Asker
from copilot.domain.chat import Called, Turn
from copilot.domain.members import Role
from copilot.errors import BadInput, HomeUnusable, ModelUnavailable, NotAllowed, NotFound
from copilot.services.chat.service import LONGEST_TEXT
from tests.fakes import ScriptedTalker, Use
from tests.fakes.records import MemoryRepository
from tests.services.chat.community import Talk, dumped, member, talk, together
from tests.services.drafting.community import ANA, GRACE, MANAGER, TOMAS

OPERATOR = Asker(operator=True)
GONE = ModelUnavailable("The server went away.", place="small-model", cure="Start it again.")
DELEGATE = "How do I delegate work to my team?"


@pytest.fixture
def made() -> Talk:
    return talk()


@pytest.mark.parametrize("text", [DELEGATE, "What are my goals?", "Thank you", "When is my next session?"])
def test_a_turn_never_reads_the_whole_roster(made: Talk, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Once each turn did, for a few names: a hundred who chatted waited for that most of their time."""
    real = MemoryRepository.all
    asked: list[str] = []

    def watched(self: MemoryRepository[Any], **equals: object) -> list[Any]:
        asked.append(self.kind if equals else f"all {self.kind}")
        return real(self, **equals)

    monkeypatch.setattr(MemoryRepository, "all", watched)
    assert made.say(text).text
    assert "members" in asked
    assert "all members" not in asked


# Pending questions


def test_a_pending_question_is_answered_by_the_next_turn(made: Talk) -> None:
    made.add("relationships", together("r2", "ana", "grace"))
    asked = made.say("Draft the agenda of the next session about saying no, 45 minutes")
    assert [step.label for step in asked.steps] == ["Tomás Reyes", "Grace Okafor"]
    answered = made.say("Tomás")
    assert (answered.tools, len(answered.offers)) == (("agenda",), 1)
    assert "45 minutes" in answered.text
    assert "saying no" in answered.text


def test_a_pressed_button_is_the_answer(made: Talk) -> None:
    asked = made.say("Draft a role charter")
    for step in asked.steps:
        thread = f"of a {step.text}"
        made.say("Draft a role charter", thread=thread)
        assert made.say(step.text, thread=thread).tools == ("charter",)


def test_another_wish_is_taken_for_what_it_is(made: Talk) -> None:
    assert made.say("Make action items of my notes").pending is not None
    other = made.say("When is my next session?")
    assert (other.tools, other.pending) == (("sessions",), None)
    made.say("Draft a role charter")
    assert made.say("What are my goals?").tools == ("goals",)


def test_pasted_notes_are_notes_whatever_they_sound_like(made: Talk) -> None:
    made.say("Make action items of my notes")
    turn = made.say(
        "When is the next session? We said Thursday.\nAna sends the first slide to Tomás by Friday."
    )
    assert turn.tools == ("notes",)


def test_a_question_that_is_called_off_is_forgotten(made: Talk) -> None:
    made.say("Write a shout-out")
    turn = made.say("never mind")
    assert "recognition" not in turn.tools
    assert made.say("Grace Okafor").tools != ("recognition",)


def test_unsure_is_asked_back_with_buttons(made: Talk) -> None:
    turn = made.say("hm, the thing")
    assert turn.tools == ()
    assert len(turn.steps) >= 2
    assert made.say(turn.steps[-1].text).tools != ()


def test_a_draft_is_offered_not_approved(made: Talk) -> None:
    turn = made.say("Draft my goal plan")
    (draft,) = turn.offers
    assert made.services.drafting.show(ANA, draft).state == "offered"
    assert "nothing happens until you do" in turn.text


def test_sources_are_in_sight(made: Talk) -> None:
    turn = made.say(DELEGATE)
    assert turn.tools == ("guides",)
    assert all(f"[{one.n}]" in turn.text for one in turn.citations)
    assert turn.citations


# Whose conversations


def test_the_operator_has_no_conversations(made: Talk) -> None:
    calls: tuple[Callable[[], object], ...] = (
        lambda: made.say("hello", OPERATOR), lambda: made.chat.every(OPERATOR),
        lambda: made.chat.turns(OPERATOR, "main"), lambda: made.chat.forget(OPERATOR, "main"),
    )  # fmt: skip
    for call in calls:
        with pytest.raises(NotAllowed):
            call()


def test_conversations_are_listed_resumed_and_deleted_by_their_owner(made: Talk) -> None:
    made.say("hello", thread="first")
    made.say("What are my goals?", thread="second")
    assert {one.id for one in made.chat.every(ANA)} == {"first", "second"}
    assert [turn.text for turn in made.chat.turns(ANA, "first") if turn.by == "person"] == ["hello"]
    made.chat.forget(ANA, "first")
    assert [one.id for one in made.chat.every(ANA)] == ["second"]
    with pytest.raises(NotFound):
        made.chat.turns(ANA, "first")


@pytest.mark.parametrize(
    "other", [TOMAS, GRACE, MANAGER, Asker(member="adam", roles=frozenset({Role.ADMIN}))]
)
def test_nobody_else_reads_or_deletes_them_or_learns_that_they_are_there(made: Talk, other: Asker) -> None:
    made.say("a quiet secret", thread="mine")
    assert made.chat.every(other) == []
    for name in ("mine", "ana/mine", "../ana/mine"):
        for call in (made.chat.turns, made.chat.forget):
            with pytest.raises(NotFound) as fault:
                call(other, name)
            assert str(fault.value).replace(name, "x") == str(_not_there(made, other)).replace("nothing", "x")
    assert len(made.chat.turns(ANA, "mine")) == 2


def _not_there(made: Talk, asker: Asker) -> NotFound:
    with pytest.raises(NotFound) as fault:
        made.chat.turns(asker, "nothing")
    return fault.value


def test_two_members_may_use_the_same_name(made: Talk) -> None:
    made.say("What are my goals?", ANA, "main")
    made.say("When is my next session?", TOMAS, "main")
    assert made.chat.turns(ANA, "main")[0].text == "What are my goals?"
    assert made.chat.turns(TOMAS, "main")[0].text == "When is my next session?"
    made.chat.forget(ANA, "main")
    assert len(made.chat.turns(TOMAS, "main")) == 2


def test_a_name_with_a_slash_leads_into_nobody_elses(made: Talk) -> None:
    made.add("members", member("a", "Ann One"), member("a/b", "Ben Two"))
    first, second = (Asker(member=id_, roles=frozenset({Role.MENTEE})) for id_ in ("a", "a/b"))
    made.say("hello", second, "c")
    with pytest.raises(NotFound):
        made.chat.turns(first, "b/c")
    made.say("hello", first, "b/c")
    assert [one.id for one in made.chat.every(first)] == ["b/c"]
    assert [one.id for one in made.chat.every(second)] == ["c"]


# Text


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00\x01", "\u200b"])
def test_an_empty_text_is_refused_and_begins_nothing(made: Talk, text: str) -> None:
    with pytest.raises(BadInput):
        made.say(text)
    assert made.chat.every(ANA) == []


def test_a_text_of_20001_characters_is_refused_and_one_of_20000_is_read(made: Talk) -> None:
    with pytest.raises(BadInput, match="20,001"):
        made.say("a" * (LONGEST_TEXT + 1))
    assert made.chat.every(ANA) == []
    assert made.say("a " * (LONGEST_TEXT // 2)).text


def test_nul_and_control_characters_are_not_kept(made: Talk) -> None:
    made.say("What are\x00 my\x07 goals?\x1b[31m\u202e", thread="a\x00b\x07 \n c")
    (one,) = made.chat.every(ANA)
    assert one.id == "ab c"
    assert made.chat.turns(ANA, "ab c")[0].text == "What are my goals?[31m"
    assert made.chat.turns(ANA, "a\x00b c")[0].by == "person"


def test_a_name_that_is_too_long_is_refused(made: Talk) -> None:
    with pytest.raises(BadInput):
        made.say("hello", thread="x" * 101)


def test_half_a_character_from_a_command_line_is_no_fault(made: Talk) -> None:
    assert made.say("hello \udcff").text


# Whole or nothing


def test_a_reply_that_is_broken_off_stores_nothing(made: Talk) -> None:
    heard = made.chat.stream(ANA, DELEGATE, "main")
    assert isinstance(next(heard), Called)
    assert isinstance(heard, Iterator)
    heard.close()  # type: ignore[attr-defined]  # as a window that is closed does
    assert made.chat.every(ANA) == []


def test_a_reply_that_fails_stores_nothing(made: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise HomeUnusable("The disk is full.", place="home", cure="Make room.")

    monkeypatch.setattr(made.kept, "add", fail)
    with pytest.raises(HomeUnusable):
        made.say("hello")
    assert made.chat.every(ANA) == []


def test_it_is_kept_before_it_is_shown(made: Talk) -> None:
    for event in made.chat.stream(ANA, "What are my goals?", "main"):
        if isinstance(event, Turn):
            assert made.chat.turns(ANA, "main")[-1] == event


# Signposts


@pytest.mark.parametrize("text", ["I want to kill myself", "My mentor touched me and I said no"])
def test_in_a_crisis_a_person_is_named_before_any_tool_or_model(text: str) -> None:
    talker = ScriptedTalker("Cheer up.")
    made = talk(talker)
    events = list(made.chat.stream(ANA, text, "main"))
    assert len(events) == 1
    assert isinstance(events[0], Turn)
    assert talker.given == []
    assert "Cheer" not in events[0].text
    assert events[0].writer == "embedded"


def test_no_model_reads_afterwards_what_was_said_in_a_crisis() -> None:
    talker = ScriptedTalker(Use("goals"), "Here are your goals.")
    made = talk(talker)
    made.say("hello")
    made.say("I want to kill myself")
    made.say("What are my goals?")
    assert "kill" not in "".join(talker.given)
    assert "hello" in "".join(talker.given)


# A chat model


def by_model(
    *script: object, text: str = DELEGATE, before: tuple[str, ...] = ()
) -> tuple[Turn, ScriptedTalker, str]:
    """The turn, the talker, and all that was shown before it."""
    talker = ScriptedTalker(*script)  # type: ignore[arg-type]  # a script's lines, checked by the tests that use them
    made = talk(talker)
    for each in before:
        made.say(each)
    shown, turn = "", None
    for event in made.chat.stream(ANA, text, "main"):
        if isinstance(event, str):
            shown += event
        elif isinstance(event, Turn):
            turn = event
    assert turn is not None
    assert made.chat.turns(ANA, "main")[-1] == turn
    return turn, talker, shown


ASK = Use("guides", {"question": "delegate work to a team"})
AGREE = "Agree on one date to look at it together [1]."


def test_what_rests_on_its_tools_is_handed_out() -> None:
    turn, talker, shown = by_model("Let me look. ", ASK, AGREE)
    assert (turn.text, turn.writer, turn.tools, turn.remark) == (AGREE, "small-model", ("guides",), "")
    assert [one.n for one in turn.citations] == [1]
    assert shown.endswith(AGREE)
    assert "guides" in talker.offered


def test_what_it_offers_by_tools_is_offered() -> None:
    turn, _, _ = by_model(Use("goal-plan"), "Here is a plan [1].", text="Draft my goal plan")
    assert len(turn.offers) == 1


@pytest.mark.parametrize(
    "reply",
    [
        (ASK, "Agree on a date within 47 days [1]."), (ASK, f"{AGREE} Professor Zimmermann found that."),
        (ASK, f"{AGREE} So says the handbook [9]."), ("Delegating is letting go.",), (ASK, ""),
        (ASK, f"{AGREE} Ask Grace Okafor."), (ASK, "Investors reward quarterly compound dividends abroad [1]."),
        (Use("delete-everything"), "It is done."), (GONE,), (ASK, "Agree on one ", GONE),
    ],
    ids=["number", "name", "source", "no tool", "empty", "another member", "claim", "no such tool", "gone", "midway"],
)  # fmt: skip
def test_anything_else_is_replaced_by_the_embedded_answer_with_a_remark(reply: tuple[object, ...]) -> None:
    turn, _, _ = by_model(*reply)
    assert turn.writer == "embedded"
    assert turn.remark.startswith("small-model")
    assert "delegate" in turn.text
    assert turn.tools == ("guides",)


def test_the_remark_says_why_the_model_could_not_be_used() -> None:
    assert "The server went away." in by_model(GONE)[0].remark


def test_the_model_reads_pseudonyms_everywhere_and_the_names_come_back() -> None:
    turn, talker, _ = by_model(
        Use("sessions", {"person": "Person A"}), Use("actions"),
        "You meet Per", "son ", "A next on 5 March 2026; he asks a director what the board listens for.",
        text="When do I meet Tomás Reyes, and what about Grace or okafor's work?",
        before=("tomas is the mentor of Ana", "Which action items are open?"),
    )  # fmt: skip
    read = "\n".join(talker.given)
    for name in ("Tomás", "tomas", "Reyes", "Ana", "Duarte", "okafor", "Grace"):
        assert name not in read, name
    assert "Person A" in read
    assert turn.writer == "small-model", turn.remark
    assert turn.text.startswith("You meet Tomás next on 5 March 2026")
    assert "Person" not in turn.text


def test_citations_are_numbered_on_over_two_tools() -> None:
    again = Use("guides", {"question": "agree in the first meeting how often you meet"})
    turn, talker, _ = by_model(
        ASK,
        again,
        "Agree on one date to look at it together [1]. In the first meeting agree how often you meet [2].",
    )
    assert "[2]" in talker.given[-1]
    assert [(one.n, getattr(one, "path", "")) for one in turn.citations] == [
        (1, "speaking.md"),
        (2, "meeting.md"),
    ]


@pytest.mark.parametrize(
    "pieces",
    [
        (f"{AGREE} See ", "https://evil", ".example/?q=secret", " for more."),
        (f"{AGREE} ![](", "http://evil.example/a.png)"), (f"{AGREE} [read", " on](https://evil.example)", " and on."),
    ],
)  # fmt: skip
def test_a_link_that_the_model_says_is_never_shown_not_even_half(pieces: tuple[str, ...]) -> None:
    turn, _, shown = by_model(ASK, *pieces)
    assert turn.writer == "embedded"
    for part in ("http", "evil", "[read", "!["):
        assert part not in shown + dumped([turn])


def test_only_what_a_tool_may_do_for_her_is_done_for_the_model() -> None:
    turn, talker, _ = by_model(
        Use("sessions", {"person": "Grace"}), lambda heard: heard[0], text="When is my next session?"
    )
    assert "You have no relationship with" in "".join(talker.given)
    assert "You have no relationship with Grace here." in turn.text or turn.writer == "embedded"


def test_arguments_that_do_not_fit_are_said_and_nothing_breaks() -> None:
    turn, _, _ = by_model(Use("charter", {"role": "king"}), ASK, AGREE)
    assert turn.writer == "small-model"
