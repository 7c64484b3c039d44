"""Which questions lean on the ones before them, and what is then searched."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.following import leans, understood

FEEDBACK = "How do I give someone feedback?"


@pytest.mark.parametrize(
    "question",
    [
        "why?", "Why not?", "and then?", "how so?", "go on", "what else?", "and if she is my boss?",
        "what about online?", "ok, and by e-mail?", "How do I tell him?", "does that work in a group too?",
        "can you give me an example?", "tell me more", "What are the exceptions?", "the second one?",
        "how long does each step take?", "is this confidential?", "What do they gain from it?",
    ],
)  # fmt: skip
def test_a_piece_of_a_conversation_leans_on_what_came_before(question: str) -> None:
    assert leans(question)
    assert "feedback" in understood(question, [FEEDBACK])


@pytest.mark.parametrize(
    "question",
    [
        "What is GROW?", "Is it rude to correct my mentee's English?", "How do I say that I want to stop?",
        "My boss ignores me. What should I say to her?", "So how should a mentor prepare for the first meeting?",
        "Thanks! How do I start a session?", "What should I do this week?", "tell me more about sponsorship",
        "What are the four phases of mentoring?", "How long does it take to build trust?",
        "What if my mentee asks me to lend him money?", "", "🎉", "?!",
    ],
)  # fmt: skip
def test_a_question_that_stands_on_its_own_is_left_alone(question: str) -> None:
    assert not leans(question)
    assert understood(question, [FEEDBACK]) == question


def test_the_new_question_weighs_more_than_what_it_inherits() -> None:
    assert understood("and by e-mail?", [FEEDBACK]) == "and by e-mail? give feedback and by e-mail?"


def test_nothing_before_leaves_a_question_as_it_is() -> None:
    assert understood("why?", []) == "why?"


def test_a_chain_reaches_back_to_the_question_it_began_from() -> None:
    earlier = ["What is an OKR?", FEEDBACK, "and if she is my boss?"]
    searched = understood("by e-mail?", earlier)
    assert "feedback" in searched
    assert "boss" in searched
    assert "okr" not in searched.lower()


def test_a_new_topic_hides_the_one_before_it() -> None:
    assert "feedback" not in understood("in writing?", [FEEDBACK, "How do we end our mentoring?"])


@given(st.text(max_size=400), st.lists(st.text(max_size=100), max_size=6))
def test_the_question_itself_is_always_searched(question: str, earlier: list[str]) -> None:
    searched = understood(question, earlier)
    assert searched.startswith(question)
    assert searched == question or searched.endswith(question)


@pytest.mark.parametrize(
    "question", ["x" * 50_000, "and " * 12_500, "that " * 10_000, "a b " * 70, "it is " * 49]
)
def test_a_question_of_any_length_is_judged_at_once(question: str) -> None:
    began = time.monotonic()
    understood(question, [question] * 5)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    "said", ["Thanks, that's all from me. Will is sitting down.", "That’s all, what's that?"]
)
def test_that_in_one_with_the_next_word_breaks_nothing(said):
    assert leans(said) in (True, False)
