"""How a search scores, filters, merges and stays quick."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine

from knowledge import records
from knowledge.lexical import ENOUGH, _telling
from knowledge.library import Library
from knowledge.ports import Vectors
from knowledge.records import Candidates
from knowledge.scoring import WEIGHTS, fused, scored
from knowledge.words import Within
from tests.fakes import WordEncoder

share = st.floats(0, 1)
SIGNALS = st.fixed_dictionaries(dict.fromkeys((*WEIGHTS, "coverage"), share))


@given(SIGNALS, st.sampled_from(sorted(WEIGHTS)), share)
def test_a_score_lies_between_0_and_1_and_no_signal_that_grows_takes_from_it(signals, name, more):
    before = fused(signals)
    assert 0 <= before <= 1 + 1e-9
    if signals["asked"] and name != "lexical":
        assert fused({**signals, name: max(signals[name], more)}) >= before - 1e-9


def test_a_guide_without_questions_of_its_own_loses_nothing_by_it():
    plain = {**dict.fromkeys(WEIGHTS, 0.6), "coverage": 1.0}
    assert fused({**plain, "asked": 0.0}) == pytest.approx(fused(plain))


@pytest.mark.parametrize("name", sorted(WEIGHTS))
def test_each_signal_counts(name: str):
    even = {**dict.fromkeys(WEIGHTS, 0.5), "coverage": 1.0}
    assert fused({**even, name: 0.9}) > fused(even) + 0.01


def test_a_passage_gains_where_its_guide_has_others_on_the_matter():
    question = np.array([1.0, 0.0], dtype=np.float32)
    near, half, far = ([1, 0], [0.8, 0.6], [0, 1])

    rows = [np.array([vector] * 3, dtype=np.float32) for vector in (half, near, half, far)]
    found = scored(
        question,
        Candidates([1, 2, 3, 4], list("1234"), list("aabb"), [0] * 4, [0, 3, 6, 9, 12], np.concatenate(rows)),
        {},
    )
    bound = {one.number: one.bound for one in found}
    assert bound[2] > bound[1] > bound[3] > bound[4]


def test_common_words_are_left_out_where_rarer_ones_bring_enough():
    assert _telling([("zebra", 3), ("feedback", 900), ("meeting", ENOUGH)]) == ["zebra", "feedback"]
    assert _telling([("meeting", 10 * ENOUGH)]) == ["meeting"]
    assert _telling([("unheard", 0)]) == []


@pytest.fixture
def library(tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path / 'guides.db'}")
    records.metadata.create_all(engine)
    made = Library(engine, WordEncoder(), tmp_path / "index")
    yield made
    made.close()
    engine.dispose()


def write(folder: Path, name: str, matter: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"---\n{matter}\n---\n{text}\n", encoding="utf-8")


def test_a_filter_lets_through_guides_for_an_audience_on_a_topic_in_a_language(
    library: Library, tmp_path: Path
):
    folder = tmp_path / "guides"
    write(
        folder,
        "a.md",
        "audience: [mentor]\ntopics: [feedback]\nlanguage: en",
        "# Feedback\n\nGive feedback soon.",
    )
    write(folder, "b.md", "audience: [mentee]\nlanguage: de", "# Feedback\n\nAsk for feedback soon.")
    write(folder, "c.md", "title: Any", "# Feedback\n\nTake feedback slowly, with a friend.")
    library.add([folder])

    def paths(**within: str) -> set[str]:
        return {one.passage.path for one in library.search("feedback", 5, Within(**within))}

    assert paths() == {"a.md", "b.md", "c.md"}
    assert paths(audience="Mentor") == {"a.md", "c.md"}
    assert paths(topic="feedback") == {"a.md"}
    assert paths(language="de") >= {"b.md"}
    assert "a.md" not in paths(language="de")
    assert paths(audience="sponsor", topic="feedback") == set()


def test_a_question_that_a_guide_says_it_answers_finds_its_section(library: Library, tmp_path: Path):
    words = "Breathe out slowly and count the chairs in the hall before you begin."
    other = "The hall has many chairs, and people sit on the chairs slowly."
    asked = 'asked:\n  "Before you speak":\n    - "my knees shake when everybody stares at me"'
    write(
        tmp_path / "guides",
        "nerves.md",
        asked,
        f"# Nerves\n\n## Before you speak\n\n{words}\n\n## After\n\n{other}",
    )
    library.add([tmp_path / "guides"])
    best = library.search("my knees shake when everybody stares")[0]
    assert best.passage.section == "Before you speak"
    assert best.signals["asked"] > 0.8


class Backwards:
    """A reranker that prefers the shortest passage."""

    def relevance(self, question: str, passages: Sequence[str]) -> Vectors:
        return -np.array([len(passage) for passage in passages], dtype=np.float32)


def test_a_reranker_has_the_last_word_on_the_order(tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path / 'guides.db'}")
    records.metadata.create_all(engine)
    reranked = Library(engine, WordEncoder(), tmp_path / "index", reranker=Backwards())
    write(
        tmp_path / "guides",
        "a.md",
        "title: A",
        "# Feedback\n\n" + "Feedback on feedback about feedback. " * 4,
    )
    write(tmp_path / "guides", "b.md", "title: B", "# Bread\n\nFeedback rises.")
    reranked.add([tmp_path / "guides"])
    assert [one.passage.path for one in reranked.search("feedback")] == ["b.md", "a.md"]
    reranked.close()
    engine.dispose()


def test_a_guide_in_a_language_the_encoder_does_not_know_brings_a_warning(library: Library, tmp_path: Path):
    german = "Gute Rückmeldung beschreibt, was jemand getan hat, und nicht, wie jemand ist. " * 4
    write(tmp_path / "guides", "de.md", "title: Rückmeldung", f"# Rückmeldung\n\n{german}")
    assert any("German" in warning for warning in library.add([tmp_path / "guides"]).warnings)
    answer = library.answer("Wie gebe ich meiner Chefin eine ehrliche Rückmeldung zu ihrem Vortrag?")
    assert "German" in answer.remark
    assert not library.answer("How do I give feedback?").remark
