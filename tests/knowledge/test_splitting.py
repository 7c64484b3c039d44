import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.readers.markdown import read as read_markdown
from knowledge.reading import read, sources
from knowledge.sentences import sentences
from knowledge.splitting import MOST_WORDS, embedded, split
from knowledge.words import Guide
from tests.fakes import WordEncoder


def guide_from(markdown: str, title: str = "T") -> Guide:
    extract = read_markdown(markdown.encode())
    return Guide(path="a.md", title=title, text=extract.text, content_hash="", blocks=extract.blocks)


def prose(words: int, sentence: int = 12) -> str:
    said = [f"Sentence {n} " + "word " * (sentence - 3) + "end." for n in range(words // sentence)]
    return " ".join(said)


class ShortSighted(WordEncoder):
    longest = 40


def test_a_passage_never_crosses_a_section() -> None:
    passages = split(guide_from("# One\n\nalpha\n\n## Two\n\nbeta\n\n# Three\n\ngamma"), WordEncoder())
    assert [(p.headings, p.text) for p in passages] == [
        (("T", "One"), "alpha"),
        (("T", "One", "Two"), "beta"),
        (("T", "Three"), "gamma"),
    ]


def test_the_title_is_not_said_twice() -> None:
    assert split(guide_from("# Giving\n\nwords", title="giving"), WordEncoder())[0].headings == ("Giving",)


def test_long_sections_become_passages_of_about_equal_length() -> None:
    paragraphs = "\n\n".join(prose(60) for _ in range(8))
    lengths = [len(p.text.split()) for p in split(guide_from(paragraphs), WordEncoder())]
    assert sum(lengths) == 8 * 60
    assert all(100 <= length <= 180 for length in lengths)


def test_a_list_stays_with_the_line_that_announces_it() -> None:
    items = "\n".join(f"- point {n} " + "more " * 10 for n in range(8))
    passages = split(guide_from(f"{prose(96)}\n\nBring these things:\n\n{items}"), WordEncoder())
    assert passages[-1].text.startswith("Bring these things:")
    assert passages[-1].text.count("- point") == 8


def test_a_section_of_thousands_of_paragraphs_is_split_in_a_blink() -> None:
    begun = time.perf_counter()
    split(guide_from("\n\n".join([prose(36)] * 3_000)), WordEncoder())
    assert time.perf_counter() - begun < 10


def test_a_line_of_abbreviations_without_an_end_is_read_in_a_blink() -> None:
    begun = time.perf_counter()
    sentences("Use e.g. A or e.g. B " * 20_000 + "." * 100_000 + "x")
    assert time.perf_counter() - begun < 10


def test_a_dialogue_stays_together() -> None:
    talk = "\n\n".join(f'**Person {n}:** "{prose(24)}"' for n in range(6))
    passages = split(guide_from(f"{prose(108)}\n\n{talk}"), WordEncoder())
    assert passages[-1].text.count("Person") == 6


def test_a_list_that_is_too_long_breaks_between_items() -> None:
    items = "\n".join(f"- {prose(48)}" for _ in range(12))
    passages = split(guide_from(items), WordEncoder())
    assert all(p.text.startswith("- ") for p in passages)
    assert all(len(p.text.split()) <= MOST_WORDS for p in passages)


def test_same_words_in_the_same_section_are_told_apart() -> None:
    once = prose(132)
    ids = [p.id for p in split(guide_from(f"{once}\n\n{once}"), WordEncoder())]
    assert len(set(ids)) == len(ids) == 2


def test_an_id_depends_on_words_headings_and_encoder() -> None:
    def first(markdown: str, encoder: WordEncoder) -> str:
        return split(guide_from(markdown), encoder)[0].id

    assert first("# A\n\nx", WordEncoder()) == first("# A\n\nx\n\n# B\n\ny", WordEncoder())
    assert first("# A\n\nx", WordEncoder()) != first("# B\n\nx", WordEncoder())


BLOCKS = st.lists(
    st.one_of(
        st.integers(1, 6).map(lambda n: f"{'#' * n} Heading {n}"),
        st.integers(1, 40).map(lambda n: prose(n * 12)),
        st.integers(1, 300).map(lambda n: "x" * n),
        st.integers(1, 30).map(lambda n: "\n".join(f"{i}. step {i} and more" for i in range(1, n + 1))),
        st.integers(1, 30).map(lambda n: "| a | b |\n|---|---|\n" + "\n".join(f"| {i} | cell |" for i in range(n))),
        st.integers(1, 60).map(lambda n: "```\n" + "\n".join(f"line {i}; # not a heading" for i in range(n)) + "\n```"),
        st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=80),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(BLOCKS, st.sampled_from([WordEncoder(), ShortSighted()]))
def test_offsets_are_exact_nothing_is_lost_and_nothing_is_cut_off_by_the_encoder(
    blocks: list[str], encoder: WordEncoder
) -> None:
    guide = guide_from("\n\n".join(blocks))
    passages = split(guide, encoder)
    assert all(guide.text[p.start : p.end] == p.text for p in passages)
    assert all(one.end <= other.start for one, other in pairwise(passages))
    assert max(encoder.word_pieces([embedded(p, encoder) for p in passages]), default=0) <= encoder.longest
    headings = {at for b in guide.blocks if b.kind == "heading" for at in range(b.start, b.end)}
    covered = {at for p in passages for at in range(p.start, p.end)}
    lost = set(range(len(guide.text))) - headings - covered
    assert not "".join(guide.text[at] for at in sorted(lost)).strip()


@pytest.mark.encoder
def test_the_real_encoder_cuts_no_passage_of_the_guides_that_ship() -> None:
    from copilot.language.encoder import load_encoder

    encoder = load_encoder("minilm")
    folder = Path(__file__).parents[2] / "knowledge" / "guides"
    for source in sources([folder]):
        passages = split(read(source)[0], encoder)
        assert max(encoder.word_pieces([embedded(p, encoder) for p in passages])) <= encoder.longest
