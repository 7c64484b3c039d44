"""What an utterance says beside the job, in the many ways people say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.services.chat.slots import charter_role_in, minutes_in, notes_in, role_in, tone_in, topic_in

WAYS = (
    "{n} minutes", "{n} min", "{n} mins please", "a {n}-minute agenda", "we have {n}m", "agenda with Ana, {n}'",
    "make it {n} min.",
)  # fmt: skip
HOURS_AND_MINUTES = ("{h}h{m:02}", "{h} h {m}", "{h} hours and {m} minutes", "{h}h {m}m", "{h} hrs, {m} mins")


@given(n=st.integers(1, 480), way=st.sampled_from(WAYS))
def test_minutes_come_back_however_they_are_written(n: int, way: str) -> None:
    assert minutes_in(f"Plan the next session, {way.format(n=n)}") == n


@given(h=st.integers(1, 8), m=st.integers(1, 59), way=st.sampled_from(HOURS_AND_MINUTES))
def test_hours_and_minutes_add_up(h: int, m: int, way: str) -> None:
    assert minutes_in(f"agenda for {way.format(h=h, m=m)}") == 60 * h + m


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("half an hour", 30), ("a half-hour", 30), ("an hour", 60), ("one hour", 60), ("an hour and a half", 90),
        ("one and a half hours", 90), ("1.5 hours", 90), ("1,5 h", 90), ("three quarters of an hour", 45),
        ("a quarter of an hour", 15), ("an hour and a quarter", 75), ("forty-five minutes", 45),
        ("thirty five min", 35),
        ("two hours", 120), ("20-30 minutes", 30), ("NINETY MINUTES", 90), ("an hour and 15 minutes", 75),
    ],
)  # fmt: skip
def test_lengths_in_words(said: str, minutes: int) -> None:
    assert minutes_in(f"draft an agenda, {said}, with Tomás") == minutes


@pytest.mark.parametrize(
    "said", ["plan the session", "for 3 people", "on the 14th of March", "in 2 months", "20 m²"]
)
def test_no_length_is_read_where_none_is_said(said: str) -> None:
    assert minutes_in(said) is None


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("who could be my mentor", "mentor"), ("someone to teach me SQL", "mentor"),
        ("I need a sponsor", "sponsor"), ("who would put in a word for me", "sponsor"),
        ("find me a peer", "peer"), ("a buddy at my level", "peer"), ("someone in the same boat", "peer"),
        ("a reverse mentor", "reverse"), ("is there a support group", "circle"), ("which group could I join", "circle"),
        ("any mentoring circles about parents", "circle"), ("find somebody", None),
    ],
)  # fmt: skip
def test_the_role_somebody_is_sought_in(said: str, role: str | None) -> None:
    assert role_in(said) == role


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("what does a mentee do", "mentee"), ("charter for sponsors", "sponsor"), ("programme managers", "manager"),
        ("the mentor’s part, seen by a mentee", "mentor"), ("a charter", None),
    ],
)  # fmt: skip
def test_the_role_of_a_charter_is_the_one_named_first(said: str, role: str | None) -> None:
    assert charter_role_in(said) == role


@pytest.mark.parametrize(
    ("said", "tone"),
    [
        ("a shout-out for her", "shout-out"), ("shoutout!", "shout-out"), ("kudos to Ana", "shout-out"),
        ("a piece for the newsletter", "newsletter"), ("nominate him for mentor of the year", "nomination"),
        ("put her forward for the award", "nomination"), ("say something nice", None),
    ],
)  # fmt: skip
def test_the_tone_of_recognition(said: str, tone: str | None) -> None:
    assert tone_in(said) == tone


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("agenda with Jonas about delegation", "delegation"),
        ("Session plan on salary negotiation, please", "salary negotiation"),
        ("agenda w/ Jonas, half an hour, feedback", "feedback"),
        ("agenda, thursday, 45 min, saying no", "saying no"),
        ("Plan it for 45 min. Main thing is presenting to the board.", "presenting to the board"),
        ("topic: my promotion", "my promotion"),
        ("an hour and a half, and she wants to go over her promotion case", "her promotion case"),
        ("plan the session around delegation for 30 minutes", "delegation"),
        ("agenda for Wednesday pls", ""), ("what should we cover? make me an outline", ""),
        ("agenda on Tuesday", ""), ("prepare the points that we will discuss, we have 90 minutes", ""),
        ("agenda with Jonas, half an hour, please", ""),
    ],
)  # fmt: skip
def test_the_topic_of_a_session(said: str, topic: str) -> None:
    assert topic_in(said) == topic


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("who could teach me to present", "to present"), ("I want to learn how to negotiate", "to negotiate"),
        ("help me present better", "to present better"), ("help me with pricing", "pricing"),
        ("who knows about data strategy", "data strategy"),
        ("need a peer to practise negotiation with", "negotiation with"),
        ("a sponsor with some weight in finance", "finance"), ("somebody good at saying no", "saying no"),
        ("who has made the jump from engineering into product management", "product management"),
        ("I feel alone with this new team lead thing", "team lead"),
        ("a circle on returning from leave", "returning from leave"),
        ("suggest mentors", ""), ("who could I learn from", ""), ("who could help me?", ""),
    ],
)  # fmt: skip
def test_the_topic_that_somebody_wants_to_learn(said: str, topic: str) -> None:
    assert topic_in(said, to_learn=True) == topic


def test_notes_are_what_follows_a_colon_or_the_first_line() -> None:
    notes = "Ana sends the slide by Friday.\nTomás asks a director."
    assert notes_in(f"action items from this: {notes}") == notes
    assert notes_in(f"make action items\n{notes}") == notes
    assert notes_in("make action items of my notes") == "make action items of my notes"


@given(st.text(max_size=400))
def test_no_text_breaks_a_reader(text: str) -> None:
    for read in (minutes_in, role_in, charter_role_in, tone_in, topic_in, notes_in):
        read(text)
    topic_in(text, to_learn=True)
