"""The best candidates of each seeker, read by a chat model too."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from copilot.domain.matches import MatchRole
from copilot.domain.verdicts import KeptVerdict, Verdict
from copilot.errors import ModelUnavailable
from copilot.ports import Clock, MatchReader, Progress, UnitsOfWork
from copilot.services.matching.reasons.quoting import span_of
from copilot.services.matching.reasons.role_words import WORDS
from copilot.services.matching.scores.pooling import Rows
from copilot.services.matching.scores.readings import Readings
from copilot.services.matching.solving.candidates import Candidates, Ranked
from copilot.services.matching.solving.pool import Pool
from copilot.services.matching.verbs.given_texts import GivenTexts

MOST_FAILURES_IN_A_ROW = 2
"""A server that failed twice running is not asked again in this run."""


@dataclass(frozen=True)
class Question:
    """What is read of one pair, or of one direction of a pair of peers."""

    seeker: str
    partner: str
    needs: tuple[str, ...]
    offers: tuple[str, ...]
    role_words: tuple[str, str]

    def key(self, version: str) -> str:
        """A hash of all that the verdict depends on; who the two are is no part of it."""
        return _hash(version, self.role_words, self.needs, self.offers)


def _hash(*content: object) -> str:
    told = json.dumps(content, ensure_ascii=False)
    return hashlib.blake2b(told.encode(), digest_size=32).hexdigest()


@dataclass(frozen=True)
class Read:
    """A pool whose affinity knows what was read, and what there is to say about it."""

    pool: Pool
    warnings: tuple[str, ...] = ()


@dataclass
class _Tally:
    """How the asking went. The budget counts what was sent, whether or not an answer came."""

    budget: int
    wanted: int = 0
    open: int = 0
    sent: int = 0
    failures_in_a_row: int = 0
    fault: ModelUnavailable | None = None
    read: int = 0
    unfounded: int = 0

    @property
    def gave_up(self) -> bool:
        return self.failures_in_a_row >= MOST_FAILURES_IN_A_ROW

    @property
    def goes_on(self) -> bool:
        return self.sent < self.budget and not self.gave_up


class Reading:
    """Asks the reader about pairs of a pool, the ones nearest to being chosen first, and keeps what it said.

    Args:
        units: units of work; a verdict is kept as soon as it is there, so that nothing is paid for twice.
        reader: None where no chat model is configured.
        clock: what time it is.
    """

    def __init__(self, units: UnitsOfWork, reader: MatchReader | None, clock: Clock) -> None:
        self._units, self._reader, self._clock = units, reader, clock

    def read(
        self,
        pool: Pool,
        names: Mapping[str, str],
        *,
        budget: int,
        progress: Progress | None = None,
    ) -> Read:
        """The pool with the verdicts on the top candidates of each seeker.

        Args:
            names: member → full name, of everybody on the roster.
            budget: requests that may be sent; with 0 only what was kept counts.
            progress: told of each pair asked about.
        """
        top = pool.affinity.weights.read_top
        if not top:
            return Read(pool)
        if self._reader is None:
            return Read(pool, ("No chat model is configured, so none has read the candidates.",))
        ranked = Candidates(pool.affinity, pool.rules).ranked(progress)
        tally = _Tally(budget)
        book = _Book(self._units, self._reader, self._clock)
        verdicts = _Asking(pool, self._reader, book, tally, progress).verdicts(
            _pairs(pool, ranked, top), GivenTexts(names.items())
        )
        seekers, partners = ([told.member.id for told in side] for side in (pool.seekers, pool.partners))
        readings = Readings(verdicts, seekers, partners, mutual=pool.role is MatchRole.PEER)
        if readings:
            pool = replace(pool, affinity=pool.affinity.having(readings))
        return Read(pool, _warnings(tally) if budget else ())


class _Book:
    """The verdicts that were kept, and those that are."""

    def __init__(self, units: UnitsOfWork, reader: MatchReader, clock: Clock) -> None:
        self._units, self._reader, self._clock = units, reader, clock
        with units.reading() as unit:
            self._kept = {each.id: each for each in unit.verdicts.all()}
        self._by_key = {each.key: each for each in self._kept.values()}

    def has(self, page: str) -> bool:
        """Whether something was kept of this pair, if only of earlier texts of the two."""
        return page in self._kept

    def verdict(self, key: str) -> Verdict | None:
        """What was said of these texts, of whichever pair."""
        kept = self._by_key.get(key)
        return Verdict(fit=kept.fit, words=kept.words) if kept else None

    def keep(self, page: str, key: str, question: Question, verdict: Verdict) -> None:
        """Write it down at once: a run that is stopped has paid for it."""
        before = self._kept.get(page)
        if before and before.key == key:
            return
        kept = KeptVerdict(
            id=page,
            seeker=question.seeker,
            partner=question.partner,
            key=key,
            fit=verdict.fit,
            words=verdict.words,
            reader=self._reader.name,
            at=self._clock.now(),
        )
        with self._units() as unit:
            now = unit.verdicts.find(page)  # another run may have written meanwhile
            if now:
                unit.verdicts.save(kept.changed(revision=now.revision))
            else:
                unit.verdicts.add(kept)
            unit.commit()
        self._kept[page] = self._by_key[key] = kept


@dataclass
class _Asking:
    """One pass over the pairs. Texts are prepared only of pairs that were read before, or may be read now."""

    pool: Pool
    reader: MatchReader
    book: _Book
    tally: _Tally
    progress: Progress | None

    def verdicts(self, pairs: Sequence[tuple[int, int]], given: GivenTexts) -> dict[tuple[str, str], Verdict]:
        """What is known of each pair in the end; one that rests on no word counts for nothing, and is told."""
        self.tally.wanted = len(pairs)
        pages = [self._page(row, column) for row, column in pairs]
        self.tally.open = sum(not self.book.has(page) for page in pages)
        found: dict[tuple[str, str], Verdict] = {}
        for page, (row, column) in zip(pages, pairs, strict=True):
            if not (self.book.has(page) or self.tally.goes_on):
                continue
            question = question_of(self.pool, row, column, given)
            if question is None:
                self.tally.wanted -= 1
                continue
            verdict = self._verdict(page, question)
            if verdict and verdict.words:
                found[question.seeker, question.partner] = verdict
        return found

    def _page(self, row: int, column: int) -> str:
        seeker, partner = self.pool.seekers[row].member.id, self.pool.partners[column].member.id
        return _hash(seeker, partner, self.pool.role.value, self.reader.version)

    def _verdict(self, page: str, question: Question) -> Verdict | None:
        key = question.key(self.reader.version)
        verdict = self.book.verdict(key) or (self._asked(question) if self.tally.goes_on else None)
        if verdict:
            if (
                self.tally.budget
            ):  # without one nothing is asked, and nothing written: the home may be open to read only
                self.book.keep(page, key, question, verdict)
            self.tally.read += bool(verdict.words)
            self.tally.unfounded += not verdict.words
        return verdict

    def _asked(self, question: Question) -> Verdict | None:
        """The verdict with the words that stand; without any where none does. None where the model is out of reach."""
        self.tally.sent += 1
        if self.progress:
            self.progress(
                self.tally.sent, max(self.tally.sent, min(self.tally.open, self.tally.budget)), "reading"
            )
        try:
            said = self.reader.read(question.needs, question.offers, question.role_words)
        except ModelUnavailable as fault:
            self.tally.failures_in_a_row += 1
            self.tally.fault = fault
            return None
        self.tally.failures_in_a_row = 0
        return standing(said, question.offers) or Verdict(fit=0)


def standing(said: Verdict | None, offers: Sequence[str]) -> Verdict | None:
    """The verdict with those of its words that stand in the offers; None where not one does."""
    words = tuple(
        each for each in (said.words if said else ()) if any(span_of(each, text) for text in offers)
    )
    return said.model_copy(update={"words": words}) if said and words else None


def question_of(pool: Pool, row: int, column: int, given: GivenTexts) -> Question | None:
    """What is to be read of a pair; None where one of the two says nothing."""
    needs, offers = given.of(pool.affinity.seekers, row, pool.affinity.partners, column)
    words = WORDS[pool.role]
    if not (needs and offers):
        return None
    seeker, partner = pool.seekers[row].member.id, pool.partners[column].member.id
    return Question(seeker, partner, needs, offers, (words.seeker, words.partner))


def _pairs(pool: Pool, ranked: Ranked, top: int) -> list[tuple[int, int]]:
    """Every seeker's best before anybody's second; within a round the best score first. Nobody without a place."""
    free = np.flatnonzero((ranked.place < top) & (pool.rules.places[ranked.columns] > 0))
    order = free[np.lexsort((ranked.rows[free], -ranked.worth[free], ranked.place[free]))]
    return list(_directions(pool, ranked.rows[order], ranked.columns[order]))


def _directions(pool: Pool, rows: Rows, columns: Rows) -> Iterator[tuple[int, int]]:
    """Between peers both directions of a pair, one after the other, and each once."""
    pairs = zip(map(int, rows), map(int, columns), strict=True)
    if pool.role is not MatchRole.PEER:
        yield from pairs
        return
    both = (direction for row, column in pairs for direction in ((row, column), (column, row)))
    yield from dict.fromkeys(both)


def _warnings(tally: _Tally) -> tuple[str, ...]:
    warnings = []
    missing = tally.wanted - tally.read - tally.unfounded
    so_far = f"{tally.read} of {tally.wanted} candidates were read, the others count without it. A later run reads on."
    if missing and tally.sent >= tally.budget:
        warnings.append(f"The budget of {tally.budget} readings was used up: {so_far}")
    elif missing and tally.fault:
        fault = tally.fault
        what = "The chat model stopped answering" if tally.gave_up else "The chat model failed in passing"
        warnings.append(f"{what}. {fault.message} {fault.cure} {so_far}")
    if tally.unfounded:
        warnings.append(
            f"{tally.unfounded} of the chat model's verdicts count for nothing: they rest on no words of the partner."
        )
    return tuple(warnings)
