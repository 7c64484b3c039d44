"""What the reader is worth, on two mentees whose answer is known."""

import json
from pathlib import Path

import numpy as np
import pytest

from copilot.domain.verdicts import Verdict
from copilot.services.matching.scores.weights import MatchingWeights
from evals.reader_figures import (
    Recorded,
    columns_of,
    pairs_of,
    parts_of,
    read_all,
    report,
    ways,
)
from evals.tasks import Case
from tests.fakes import WordReader
from tests.services.matching.community import mentee, mentor, pool_of

OFFERS = ("Painted walls of a stage", "Trained directors to speak on a stage", "Sold insurance")
CASES = [
    Case(
        id=case,
        input={"goals": [goal]},
        expected={
            "partners": [
                {"id": f"p{n}", "profile": {"experience": [offer]}, "rating": rating}
                for n, (offer, rating) in enumerate(zip(OFFERS, (1, 4, 0), strict=True))
            ]
        },
        why="known",
        kind="judged",
    )
    for case, goal in (("a", "Speak on a stage before directors"), ("b", "Talk to directors on stages"))
]
PAIRS = pairs_of(CASES)


def pool():
    mentees = [mentee(case.id, *case.input["goals"]) for case in CASES]
    mentors = [mentor(partner, OFFERS[int(partner[-1])]) for _, partner in PAIRS]
    return pool_of([*mentees, *mentors], weights=MatchingWeights(floor=0))


def quiet(_: str) -> None:
    """Nobody listens."""


def test_answers_are_written_as_they_come_and_a_stopped_reading_goes_on(tmp_path: Path) -> None:
    file, reader, told = tmp_path / "some" / "answers.jsonl", WordReader(answers=2), list[str]()
    reads = read_all(pool(), PAIRS, Recorded(file, reader), told.append)
    assert (reads.pairs, reads.answered) == (6, 2)
    assert "go on" in told[-1]
    assert len(file.read_text("utf-8").splitlines()) == 2
    again = WordReader()
    assert read_all(pool(), PAIRS, Recorded(file, again), quiet).answered == 6
    # The offers of the two mentees are the same; their needs are not.
    assert len(again.asked) == 4


def test_recorded_answers_are_played_back_without_a_model(tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    live = read_all(pool(), PAIRS, Recorded(file, WordReader()), quiet)
    played = Recorded(file, None)
    assert read_all(pool(), PAIRS, played, quiet).verdicts == live.verdicts
    assert played.version == WordReader.version


def test_nothing_recorded_and_no_model_reads_nothing(tmp_path: Path) -> None:
    reads = read_all(pool(), PAIRS, Recorded(tmp_path / "none.jsonl", None), quiet)
    assert (reads.answered, reads.verdicts) == (0, {})
    assert not (tmp_path / "none.jsonl").exists()
    assert "6 pairs: 0 answered" in report(pool(), CASES, reads)


def test_words_that_do_not_stand_are_recorded_and_do_not_count(tmp_path: Path) -> None:
    class Inventing(WordReader):
        def read(self, needs, offers, role_words):
            return Verdict(fit=4, words=("made of thin air",))

    file = tmp_path / "answers.jsonl"
    reads = read_all(pool(), PAIRS, Recorded(file, Inventing()), quiet)
    assert (reads.answered, reads.verdicts) == (6, {})
    assert json.loads(file.read_text("utf-8").splitlines()[0])["words"] == ["made of thin air"]


def test_a_perfect_reader_ranks_perfectly_and_helps_the_score() -> None:
    perfect = {
        (case.id, f"{case.id}-{each['id']}"): Verdict(fit=each["rating"], words=("x",))
        for case in CASES
        for each in case.expected["partners"]
    }
    compared = ways(pool(), PAIRS, perfect)
    figures = {name: columns_of(CASES, scores)["nDCG@3"].mean() for name, scores in compared.items()}
    assert figures["reader alone"] == pytest.approx(1)
    assert figures["reader, equal ratings by embeddings"] == pytest.approx(1)
    assert figures["score with the reading (weight 0.3)"] >= figures["embeddings"]


def test_what_was_not_read_is_no_achievement_of_the_reader() -> None:
    compared = ways(pool(), PAIRS, {})
    alone, plain = (columns_of(CASES, compared[name]) for name in ("reader alone", "embeddings"))
    assert np.allclose(alone["pairwise accuracy"], 0.5)
    assert np.allclose(
        columns_of(CASES, compared["reader, equal ratings by embeddings"])["nDCG@3"], plain["nDCG@3"]
    )


def test_held_out_mentees_are_told_apart_where_the_cases_say_so() -> None:
    assert [name for name, _ in parts_of(CASES)] == ["all"]
    held = [
        CASES[0],
        Case(CASES[1].id, CASES[1].input, {**CASES[1].expected, "held_out": True}, "known", "judged"),
    ]
    assert [(name, len(part)) for name, part in parts_of(held)] == [("development", 1), ("held out", 1)]
