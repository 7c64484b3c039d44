"""Fragments with choices in them come out as sentences."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.demo.content import arcs, functions, goals
from copilot.demo.names import address
from copilot.demo.wording import Deck, Fragment, Scribe, fill, fragment, fragments, pattern

WORDS = {"town": "Oulu", "venue": "a tram museum"}


def filled(template: str, seed: int = 1) -> str:
    return fill(template, random.Random(seed), WORDS.__getitem__)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("worked in {town}", "Worked in Oulu"),
        ("ran a {aquarium|opera house}", ("Ran an aquarium", "Ran an opera house")),
        ("a {80-80}-seat theatre", "An 80-seat theatre"),
        ("a {university|one-off|European|useful} thing", None),
        ("sold {1500-1500} tickets", "Sold 1,500 tickets"),
        ("{two {towns|cities}|Oulu} each", ("Two towns each", "Two cities each", "Oulu each")),
        ("done. {venue} thanked us", "Done. A tram museum thanked us"),
    ],
)
def test_choices_numbers_and_names_become_a_sentence(
    template: str, text: str | tuple[str, ...] | None
) -> None:
    for seed in range(12):
        found = filled(template, seed)
        assert "{" not in found
        assert not found.startswith("An u") and not found.startswith("An E")  # noqa: PT018  two sides of one rule
        assert text is None or found in (text if isinstance(text, tuple) else (text,))


def test_nobody_visits_the_city_where_she_lives() -> None:
    rng = random.Random(1)
    assert {fill("{Leeds|Lyon}", rng, str, avoid="Leeds") for _ in range(20)} == {"Lyon"}


def test_levels_and_tags_say_whose_text_it_is() -> None:
    card = fragment("(2-4 newcomer) New here")
    assert (card.text, card.lowest, card.highest) == ("New here", 2, 4)
    assert card.fits(3, frozenset({"newcomer", "changer"}))
    assert not card.fits(3)
    assert not card.fits(5, frozenset({"newcomer"}))


def test_every_goal_can_be_traced_to_the_text_it_came_from() -> None:
    for template in [line for arc in arcs() for line in fragments(arc.says)] + list(goals()):
        for seed in range(3):
            text = fill(template.text, random.Random(seed), lambda _: "Polish")
            assert pattern(template.text).fullmatch(text), template.text


@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 40))
def test_a_deck_is_drawn_evenly(seed: int, cards: int, draws: int) -> None:
    deck = Deck([Fragment(str(card)) for card in range(cards)], random.Random(seed))
    drawn = Counter(deck.draw(lambda _: True) for _ in range(draws))
    counts = [drawn[Fragment(str(card))] for card in range(cards)]
    assert max(counts) - min(counts) <= 1


def test_a_deck_in_which_nothing_suits_says_so() -> None:
    assert Deck([Fragment("a")], random.Random(1)).draw(lambda _: False) is None


def test_the_scribe_does_not_repeat_itself_while_there_is_a_choice() -> None:
    scribe = Scribe(random.Random(1))
    assert len({scribe.write("{a|b|c}", str, tries=60) for _ in range(3)}) == 3


def test_each_function_has_enough_to_tell() -> None:
    for function in functions():
        told = len(function.experience) + sum(len(career.before) for career in function.careers)
        assert told >= 30
        assert len(function.careers) >= 5
    assert sum(len(function.experience) for function in functions()) > 420


def test_each_broad_need_has_many_voices() -> None:
    said = Counter(card.need for card in goals())
    said += Counter(arc.need for arc in arcs() for _ in arc.says)
    needs = set(said) - {"giving", "sponsoring", "peering", "technical_depth"}
    assert len(needs) >= 14
    assert min(said[need] for need in needs) >= 20


@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("Łukasz Wójcik", "lukasz.wojcik"),
        ("Niamh Ó Briain", "niamh.o.briain"),
        ("Đức Anh Trần", "duc.anh.tran"),
    ],
)
def test_addresses_are_plain_and_nobody_elses(name: str, local: str) -> None:
    assert address(name, set()) == f"{local}@example.org"
    assert address(name, {f"{local}@example.org"}) == f"{local}1@example.org"
