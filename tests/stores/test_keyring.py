"""Sealing and opening: any text comes back, nothing changed or moved is taken, and no key is ever told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.errors import BadInput, KeyMissing, Unreadable
from copilot.stores.keyring import AS_WRITTEN, NO_KEYS, SEALED, Keyring, is_sealed, keys_in, new_key
from tests.stores.encrypted import KEY, OTHER_KEY, RING, TURNED

HERE = "notes:n1:text"
words = st.text(st.characters(exclude_categories=["Cs"]))
looks_sealed = st.builds("".join, st.tuples(st.sampled_from([SEALED, AS_WRITTEN, f'"{SEALED}']), words))
nested = st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


@given(words | looks_sealed | nested)
def test_whatever_was_written_comes_back_with_a_key_and_without(value: Any) -> None:
    for ring in (RING, NO_KEYS):
        assert ring.opened(ring.sealed(value, HERE), HERE) == value


@given(words | looks_sealed)
def test_what_was_written_without_a_key_is_read_with_one(value: str) -> None:
    assert RING.opened(NO_KEYS.sealed(value, HERE), HERE) == value


@given(words.filter(lambda text: len(text) > 3))
def test_nothing_of_the_words_stands_in_what_is_kept(value: str) -> None:
    sealed = RING.sealed(value, HERE)
    assert is_sealed(sealed)
    assert value not in sealed
    assert RING.sealed(value, HERE) != sealed, "the same words twice can't be told to be the same"


def test_the_length_tells_short_words_from_nothing_else() -> None:
    assert len({len(RING.sealed("x" * n, HERE)) for n in range(1, 31)}) == 1


def test_what_an_older_key_sealed_is_opened_and_new_words_get_the_first_key() -> None:
    old = RING.sealed("I am afraid of him", HERE)
    assert TURNED.opened(old, HERE) == "I am afraid of him"
    assert TURNED.ids[0] in TURNED.sealed("x", HERE)
    assert TURNED.first != RING.first
    assert set(RING.ids) < set(TURNED.ids)


@pytest.mark.parametrize("ring", [NO_KEYS, Keyring([OTHER_KEY])])
def test_without_the_key_the_sentence_names_it_by_its_id(ring: Keyring) -> None:
    with pytest.raises(KeyMissing, match=RING.first) as told:
        ring.opened(RING.sealed("x", HERE), HERE)
    assert KEY not in str(told.value)


@given(st.data())
def test_a_changed_character_is_noticed(data: st.DataObject) -> None:
    sealed = RING.sealed("I am afraid of him", HERE)
    at = data.draw(st.integers(len(f"{SEALED}{RING.first}:"), len(sealed) - 1))
    other = data.draw(st.sampled_from("Aa0_-Z.=\u00e9").filter(lambda sign: sign != sealed[at]))
    changed = sealed[:at] + other + sealed[at + 1 :]
    with pytest.raises(Unreadable, match="notes n1:text"):
        RING.opened(changed, HERE)


@pytest.mark.parametrize("elsewhere", ["notes:n2:text", "goals:n1:title", "notes:n1:topic"])
def test_what_was_moved_to_another_place_is_not_opened(elsewhere: str) -> None:
    with pytest.raises(Unreadable):
        RING.opened(RING.sealed("x", HERE), elsewhere)


@pytest.mark.parametrize("cut", ["", "zzzz", f"{RING.first}:", f"{RING.first}:AAAA."])
def test_a_piece_of_a_sealed_text_is_damaged_not_taken_for_words(cut: str) -> None:
    with pytest.raises(Unreadable):
        RING.opened(SEALED + cut, HERE)


@pytest.mark.parametrize("value", ["", [], {}, None])
def test_what_is_empty_stays_empty(value: object) -> None:
    assert RING.sealed(value, HERE) == value


@pytest.mark.parametrize("key", ["secret", KEY[:-4], KEY + KEY, KEY.replace("A", "é", 1), "=" * 44])
def test_what_is_no_key_is_refused_without_being_repeated(key: str) -> None:
    with pytest.raises(BadInput) as refusal:
        Keyring([KEY, key])
    said = f"{refusal.value} {refusal.value.__cause__} {refusal.value.__context__}"
    assert key not in said
    assert "32 bytes" in said


def test_a_keyring_shows_ids_only() -> None:
    assert repr(TURNED) == f"Keyring({TURNED.first}, {RING.first})"
    assert KEY not in f"{TURNED!r} {TURNED!s}"


def test_a_new_key_is_a_key_and_another_each_time() -> None:
    keys = {new_key() for _ in range(50)}
    assert len(Keyring(keys).ids) == 50


def test_a_file_may_hold_comments_and_several_keys(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"# since March\n{OTHER_KEY}  # the one in use\n\n{KEY}\n")
    assert Keyring(keys_in(file).split()).ids == TURNED.ids


@pytest.mark.parametrize("held", [b"", b"# none yet\n", b"\xff\xfe\x00"])
def test_a_file_without_a_key_is_refused_instead_of_writing_in_plain_words(
    tmp_path: Path, held: bytes
) -> None:
    file = tmp_path / "keys"
    file.write_bytes(held)
    with pytest.raises(BadInput) as refusal:
        keys_in(file)
    assert refusal.value.place == str(file)
    with pytest.raises(BadInput):
        keys_in(tmp_path / "nowhere")


def test_the_sealed_text_is_json_for_the_search() -> None:
    assert json.loads(RING.told(RING.sealed({"a": ["é"]}, HERE), HERE)) == {"a": ["é"]}
