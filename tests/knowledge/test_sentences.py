from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sentences import sentences


def said(text: str) -> list[str]:
    return [text[one.start : one.end] for one in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Ask e.g. Dr. Okafor or Mr. Lee. Then wait.", ["Ask e.g. Dr. Okafor or Mr. Lee.", "Then wait."]),
        ("It costs 3.5 hours. See no. 4 for more.", ["It costs 3.5 hours.", "See no. 4 for more."]),
        ('Say: "I saw it. It hurt." Then stop.', ['Say: "I saw it. It hurt."', "Then stop."]),
        ("Say “Well done. Truly.” and smile. Go on.", ["Say “Well done. Truly.” and smile.", "Go on."]),
        ("Bring pens, paper, etc. Then begin.", ["Bring pens, paper, etc.", "Then begin."]),
        ("She left (it was late. Very late). Bye.", ["She left (it was late. Very late).", "Bye."]),
        ("- First point. More of it.\n- Second point", ["First point.", "More of it.", "Second point"]),
        ("1. Open up\n2. Close down", ["Open up", "Close down"]),
        ("- item\n  goes on. And on.", ["item", "goes on.", "And on."]),
        ("| a | b |\n|---|---|\n| c | d |", ["a | b", "c | d"]),
        ("## A heading\nWords.", ["A heading", "Words."]),
        ("Wait… Then go.", ["Wait…", "Then go."]),
        ("先听。然后问。", ["先听。", "然后问。"]),
        ("In the U.S. it differs. J. R. Smith wrote so.", ["In the U.S. it differs.", "J. R. Smith wrote so."]),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_would_stop(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_kinds_tell_steps_from_points_and_prose() -> None:
    text = "Words:\n1. step\n- point\n| cell |\n```\ncode\n```"
    assert [one.kind for one in sentences(text)] == ["prose", "step", "item", "row", "code"]


@given(st.text(alphabet=st.sampled_from(list('aB .!?"“”()\n-|`#1e.g')), max_size=200))
def test_sentences_never_overlap_and_keep_every_letter(text: str) -> None:
    found = sentences(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.start < one.end <= len(text) for one in found if text[one.start : one.end].strip())
    if "`" not in text:
        covered = {at for one in found for at in range(one.start, one.end)}
        assert all(at in covered for at, letter in enumerate(text) if letter in "aBeg")
