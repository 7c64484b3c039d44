"""What a chat model that reads candidates is worth: `python -m evals.reader_figures [ANSWERS.jsonl]`.

The model at MENTORING_OPENAI_BASE_URL (its name in MENTORING_CHAT_MODEL) reads every mentee that was judged twice
with each of her candidates, as a run of matching would. Each answer goes into the file as soon as it is there, so that
a slow model can be stopped and started again; without an address the answers in the file are played back, and nothing
is asked.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from copilot.app import Copilot
from copilot.choosing import chat_client_of, read_settings
from copilot.domain.matches import MatchRole
from copilot.domain.verdicts import Verdict
from copilot.errors import ModelUnavailable
from copilot.language.match_reader import ChatModelReader
from copilot.ports import MatchReader
from copilot.services.matching.scores.affinity import Affinity
from copilot.services.matching.scores.readings import Readings
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.solving.pool import Gathering, Pool
from copilot.services.matching.verbs.given_texts import GivenTexts
from copilot.services.matching.verbs.reading import Question, question_of, standing
from evals.intervals import interval, value
from evals.metrics import Columns, mean_of
from evals.suites.homes import empty_home
from evals.suites.matching import judged_cases, partner_id, partners_of, ranking_of, score, seekers_of
from evals.tables import table
from evals.tasks import Case

ANSWERS = Path(__file__).parent / "recorded" / "match-verdicts.jsonl"
METRICS = ("nDCG@3", "pairwise accuracy")
WEIGHTS = (0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2.0)
"""Weights of the reading that are compared on the mentees that aren't held out."""
MOST_FAILURES_IN_A_ROW = 3
UNREAD = -1.0
"""Below every rating: what was not read is no achievement of the reader."""

Pair = tuple[str, str]
Scores = Mapping[Pair, float]


class Recorded:
    """Answers in a file, and a reader for those that are not there yet.

    Args:
        file: a line of JSON an answer.
        reader: None to play back what is there, in the version that was recorded last.
    """

    def __init__(self, file: Path, reader: MatchReader | None) -> None:
        self._file, self._reader = file, reader
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        told = [json.loads(line) for line in lines if line.strip()]
        self._known = {each["key"]: each for each in told}
        recorded = told[-1]["version"] if told else ""
        self.version = reader.version if reader else recorded
        self._seekers = Counter(each["seeker"] for each in told)

    def verdict(self, question: Question) -> Verdict | None:
        """What the reader says, None where it says nothing that can be used. Raises ModelUnavailable as it does."""
        key = question.key(self.version)
        if key not in self._known and self._reader:
            said = self._reader.read(question.needs, question.offers, question.role_words)
            self._write(key, question, said)
        told = self._known.get(key)
        return Verdict(fit=told["fit"], words=tuple(told["words"])) if told and told["words"] else None

    def knows(self, question: Question) -> bool:
        """Whether there is an answer."""
        return question.key(self.version) in self._known

    def read_whole(self, case: Case) -> bool:
        """Whether there is an answer about every candidate of a mentee."""
        return self._seekers[case.id] >= len(case.expected["partners"])

    def _write(self, key: str, question: Question, said: Verdict | None) -> None:
        """Words are kept as they were said, whether or not they stand: what counts is decided anew each time."""
        told = {
            "key": key,
            "version": self.version,
            "seeker": question.seeker,
            "partner": question.partner,
            "fit": said.fit if said else 0,
            "words": list(said.words) if said else [],
        }
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
        self._known[key] = told
        self._seekers[question.seeker] += 1


@dataclass(frozen=True)
class Reads:
    """What came of the reading: pairs asked about, pairs with an answer, verdicts that rest on words that stand."""

    pairs: int
    answered: int
    verdicts: Mapping[Pair, Verdict]


def judged_pool(copilot: Copilot, cases: Sequence[Case]) -> Pool:
    """All mentees and all candidates in one pool, as the suite has them."""
    seekers, partners = seekers_of(cases), partners_of(cases)
    gathering = Gathering(
        copilot.profile_encoder,
        copilot.settings.matching,
        copilot.clock.now().date(),
        areas=lambda: copilot.area_vectors,
    )
    return gathering.pool(seekers, partners, MatchRole.MENTOR, roster=[*seekers, *partners])


def pairs_of(cases: Sequence[Case]) -> list[Pair]:
    """Each mentee with each of her own candidates."""
    return [(case.id, partner_id(case, each)) for case in cases for each in case.expected["partners"]]


def read_all(pool: Pool, pairs: Sequence[Pair], recorded: Recorded, say: Callable[[str], None]) -> Reads:
    """Ask about each pair; after some failures in a row the rest stays unread, for the next time."""
    given = GivenTexts((told.member.id, told.member.name) for told in (*pool.seekers, *pool.partners))
    verdicts: dict[Pair, Verdict] = {}
    failures = answered = 0
    for done, (seeker, partner) in enumerate(pairs, start=1):
        question = question_of(pool, pool.row_of(seeker), pool.column_of(partner), given)
        try:
            said = standing(recorded.verdict(question), question.offers) if question else None
            answered += bool(question and recorded.knows(question))
            failures = 0
        except ModelUnavailable as fault:
            said, failures = None, failures + 1
            say(str(fault))
        if said:
            verdicts[seeker, partner] = said
        if failures >= MOST_FAILURES_IN_A_ROW:
            say(f"Stopped at {done} of {len(pairs)}. Start it again to go on.")
            break
        if done % 20 == 0:
            say(f"read: {done} of {len(pairs)}")
    return Reads(len(pairs), answered, verdicts)


def readings_of(pool: Pool, verdicts: Mapping[Pair, Verdict]) -> Readings:
    """The verdicts as a part of the score."""
    seekers, partners = ([told.member.id for told in side] for side in (pool.seekers, pool.partners))
    return Readings(verdicts, seekers, partners)


def affinity_scores(pool: Pool, affinity: Affinity, pairs: Sequence[Pair]) -> Scores:
    """The score of each pair."""
    rows, columns = affinity.everyone
    scores = np.nan_to_num(affinity.scores(affinity.parts(rows, columns)))
    return {pair: float(scores[pool.row_of(pair[0]), pool.column_of(pair[1])]) for pair in pairs}


def weighing(affinity: Affinity, readings: Readings, reading: float) -> Affinity:
    """The affinity with this weight of the reading."""
    weights: MatchingWeights = affinity.weights
    mentor = weights.mentor.model_copy(update={"reading": reading})
    other = affinity.having(readings)
    other.weights = weights.model_copy(update={"mentor": mentor})
    return other


def ways(pool: Pool, pairs: Sequence[Pair], verdicts: Mapping[Pair, Verdict]) -> dict[str, Scores]:
    """Every way of ranking that is compared."""
    plain = affinity_scores(pool, pool.affinity, pairs)
    readings = readings_of(pool, verdicts)
    fit = {pair: verdicts[pair].value if pair in verdicts else UNREAD for pair in pairs}
    # Ratings are quarters apart: a tenth of the score, which is at most 1, only decides between equal ones.
    first = {pair: fit[pair] + plain[pair] / 10 for pair in pairs}
    return {
        "embeddings": plain,
        "reader alone": fit,
        "reader, equal ratings by embeddings": first,
        f"score with the reading (weight {pool.affinity.part_weights.reading:g})": affinity_scores(
            pool, pool.affinity.having(readings), pairs
        ),
    }


def columns_of(cases: Sequence[Case], scores: Scores) -> Columns:
    """The numbers of each case: (cases,) by metric."""
    numbers = [score(case, ranking_of(case, scores)) for case in cases]
    return {name: np.array([each[name] for each in numbers]) for name in METRICS}


def parts_of(cases: Sequence[Case]) -> Iterator[tuple[str, list[Case]]]:
    """Those that were tuned on and those that were not, where the cases tell them apart."""
    held_out = [case for case in cases if case.expected.get("held_out")]
    rest = [case for case in cases if not case.expected.get("held_out")]
    yield from [("development", rest), ("held out", held_out)] if held_out else [("all", rest)]


def report(pool: Pool, cases: Sequence[Case], reads: Reads) -> str:
    """The figures as Markdown."""
    pairs = pairs_of(cases)
    unfounded = reads.answered - len(reads.verdicts)
    blocks = [
        f"{reads.pairs} pairs: {reads.answered} answered, {unfounded} of these rest on no words of the mentor."
    ]
    compared = ways(pool, pairs, reads.verdicts)
    for name, part in parts_of(cases):
        rows = [[way, *_figures(columns_of(part, scores))] for way, scores in compared.items()]
        blocks += [f"**{name}**, {len(part)} mentees", table(["ranked by", *METRICS], rows)]
    _, development = next(parts_of(cases))
    readings = readings_of(pool, reads.verdicts)
    tried = [
        [f"{weight:g}", *_figures(columns_of(development, affinity_scores(pool, affinity, pairs)))]
        for weight in WEIGHTS
        for affinity in [weighing(pool.affinity, readings, weight)]
    ]
    return "\n\n".join([*blocks, "By weight, development only", table(["weight", *METRICS], tried)])


def _figures(columns: Columns) -> list[str]:
    told = []
    for name in METRICS:
        low, high = interval(mean_of(name), columns)
        told.append(f"{value(mean_of(name), columns):.3f} ({low:.3f} to {high:.3f})")
    return told


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def figures(file: Path = ANSWERS) -> str:
    """Read what is not read yet, where a model is configured; the figures of all that was read."""
    settings = read_settings()
    client = chat_client_of(settings)
    reader = ChatModelReader(client) if client else None
    # Held-out mentees first: a slow model may be stopped before the end.
    twice_rated = [case for case in judged_cases() if case.expected["set"] == "indirect"]
    cases = sorted(twice_rated, key=lambda case: not case.expected["held_out"])
    recorded = Recorded(file, reader)
    with empty_home() as copilot:
        pool = judged_pool(copilot, cases)
        read_all(pool, pairs_of(cases), recorded, _say)
        # Unread pairs would rank last, and say more of the clock than of the reader.
        whole = [case for case in cases if recorded.read_whole(case)]
        reads = read_all(pool, pairs_of(whole), recorded, _say)
        return "\n\n".join(
            [
                f"{len(whole)} of {len(cases)} mentees were read with all their candidates.",
                f"Reader: {recorded.version or 'none, and nothing recorded'}; encoder: {copilot.encoder.name}",
                report(pool, whole, reads),
            ]
        )


if __name__ == "__main__":
    print(figures(Path(sys.argv[1]) if sys.argv[1:] else ANSWERS))
