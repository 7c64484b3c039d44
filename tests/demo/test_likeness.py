"""No two members are the same person twice."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.demo.likeness import near_duplicates, shingles
from tests.demo.rows import Row

words = st.lists(st.sampled_from("we sold tickets on the ferry in rain and sun".split()), max_size=12)


def member(name: str, headline: str) -> Row:
    return {"id": name, "headline": headline}


def test_no_two_biographies_are_near_duplicates(rows: list[Row]) -> None:
    """0.5 is where two would count as near-duplicates; the sample keeps well away from it."""
    assert near_duplicates(rows, threshold=0.3) == []


def test_experience_rarely_repeats_and_goals_not_too_often(rows: list[Row]) -> None:
    for key, distinct, most in (("experience", 0.95, 4), ("goals", 0.6, 9)):
        said = Counter(text for row in rows for text in row[key])
        assert len(said) > distinct * said.total()
        assert max(said.values()) <= most


def test_headlines_are_nearly_all_different(rows: list[Row]) -> None:
    said = [row["headline"] for row in rows if row["headline"]]
    assert len(set(said)) > 0.95 * len(said)


def test_a_copy_with_one_word_changed_is_found() -> None:
    one = member("a", "ran the box office of a small theatre by the sea for nine years")
    other = member("b", "ran the box office of a small theatre by the lake for nine years")
    third = member("c", "repaired trams at night")
    assert [pair[:2] for pair in near_duplicates([one, other, third], threshold=0.5)] == [("a", "b")]


def test_the_similarity_is_shared_shingles_over_all_shingles() -> None:
    found = near_duplicates(
        [member("a", "one two three four"), member("b", "two three four five")], threshold=0.1
    )
    assert found == [("a", "b", 1 / 3)]


def test_those_who_say_nothing_resemble_nobody() -> None:
    assert near_duplicates([member("a", ""), member("b", ""), member("c", "two words")], threshold=0.0) == []


@settings(max_examples=40)
@given(words, words)
def test_likeness_is_symmetric_and_between_none_and_all(one: list[str], other: list[str]) -> None:
    pair = [member("a", " ".join(one)), member("b", " ".join(other))]
    there, back = near_duplicates(pair, 0.0), near_duplicates(pair[::-1], 0.0)
    assert [score for *_, score in there] == [score for *_, score in back]
    assert all(0.0 < score <= 1.0 for *_, score in there)


@settings(max_examples=40)
@given(words.filter(lambda said: len(said) >= 3))
def test_a_text_is_entirely_like_itself(said: list[str]) -> None:
    text = " ".join(said)
    assert near_duplicates([member("a", text), member("b", text)], 1.0) == [("a", "b", 1.0)]
    assert len(shingles(text)) <= len(said) - 2
