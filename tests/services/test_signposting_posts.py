"""The words of a signpost are the community's where it has set them; a broken file never stops one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from copilot.services.signposting import Kind, Signposts, read_posts, signposts_file


def faults_of(tmp_path: Path, text: str) -> tuple[str, ...]:
    file = tmp_path / "signposts.yaml"
    file.write_text(text, encoding="utf-8")
    posts = read_posts(file)
    assert set(posts.by_kind) == set(Kind)
    assert all(str(file) in fault for fault in posts.faults)
    return tuple(fault.removeprefix(f"{file}: ") for fault in posts.faults)


def test_each_kind_ships_with_two_sentences_and_no_number_to_call() -> None:
    for post in read_posts().by_kind.values():
        assert len(re.findall(r"[.?!](?:\s|$)", post.words)) == 2
        assert not re.search(r"\d", post.text)


def test_a_community_names_its_own_people(tmp_path: Path) -> None:
    file = tmp_path / "signposts.yaml"
    file.write_text(
        "crisis:\n  words: Please talk to Amina now.\n  contact: Amina Diallo, who looks after safeguarding\n"
        "  link: https://example.org/safe\nlegal:\n  contact: the advice centre\n",
        encoding="utf-8",
    )
    signposts = Signposts(read_posts(file))
    crisis = signposts.for_text("I want to die")
    assert crisis is not None
    assert crisis.text == (
        "Please talk to Amina now. Here you can turn to Amina Diallo, who looks after safeguarding: "
        "https://example.org/safe."
    )
    legal = signposts.for_text("Can I sue my employer?")
    assert legal is not None
    assert "a union or staff representative" in legal.text
    assert legal.text.endswith("Here you can turn to the advice centre.")


def test_where_nobody_is_named_the_installations_contact_is() -> None:
    assert read_posts(contact="Maria Lindqvist").by_kind[Kind.PAY].contact == "Maria Lindqvist"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("crisis:\n  link: call me", "crisis.link must be one address that begins with https:// or http://"),
        ("crisis:\n  word: x", "crisis.word isn't known; a kind has words, contact and link"),
        ("crisis:\n  contact: 5", "crisis.contact must be text; put it in quotation marks"),
        (f"pay:\n  words: {'x' * 1001}", "pay.words is longer than 1000 characters"),
        ("crisis: Amina", "crisis must hold words, contact or link"),
        ("money:\n  words: x", "“money” is no kind of signpost; choose from crisis, harassment, medical, legal, pay"),
        ("- crisis", "it must name kinds, such as `crisis:`"),
        ("crisis: [", "line 1 is no YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_and_field(tmp_path: Path, text: str, fault: str) -> None:
    (told,) = faults_of(tmp_path, text)
    assert told.startswith(fault)


def test_one_broken_kind_costs_no_other_its_words(tmp_path: Path) -> None:
    file = tmp_path / "signposts.yaml"
    file.write_text("crisis:\n  contact: Amina Diallo\npay:\n  link: nowhere\n", encoding="utf-8")
    posts = read_posts(file)
    assert posts.by_kind[Kind.CRISIS].contact == "Amina Diallo"
    assert posts.by_kind[Kind.PAY] == read_posts().by_kind[Kind.PAY]
    assert Signposts(posts).faults == posts.faults


@pytest.mark.parametrize("content", [b"\xff\xfe\x00crisis", None])
def test_a_file_that_cannot_be_read_leaves_the_words_that_ship(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "signposts.yaml"
    if content is not None:
        file.write_bytes(content)
    posts = read_posts(file)
    assert posts.by_kind == read_posts().by_kind
    assert len(posts.faults) == 1


def test_an_empty_file_sets_nothing_and_is_no_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "# to be written\n") == ()


def test_the_file_is_the_one_that_is_set_or_the_homes(tmp_path: Path) -> None:
    assert signposts_file("", tmp_path) is None
    (tmp_path / "signposts.yaml").touch()
    assert signposts_file("", tmp_path) == tmp_path / "signposts.yaml"
    assert signposts_file("/elsewhere/posts.yaml", tmp_path) == Path("/elsewhere/posts.yaml")
