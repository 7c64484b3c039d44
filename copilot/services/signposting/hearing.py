"""Whether a text speaks of a matter for a signpost, and of which.

Two ways of hearing, either is enough. A pattern (`patterns/KIND.yaml`) is sure of itself: idioms ("this deadline is
killing me") are taken out of the text before it is read. The encoder hears what no pattern foresees: a kind's nearness
is the cosine similarity to its example utterances, half the best and half the mean of the best three, and its lead is
that nearness less the nearness of look-alikes, questions of the same sound that the guides answer. A kind is heard
where both are high; less is asked of words that have one of the kind's hints, and least where a hint is weighty (a
rope, a threat). The encoder reads the text as a whole and each of its sentences, since distress is often one sentence
among questions about the agenda; a sentence says less by itself, so more is asked of it.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import yaml

from copilot.errors import ModelUnavailable
from copilot.ports import Encoder, Vectors
from copilot.services.signposting.posts import Kind

NEAR, LEAD = 0.42, 0.15
NEAR_WITH_A_HINT, LEAD_WITH_A_HINT = 0.38, 0.04
NEAR_WITH_WEIGHT, LEAD_WITH_WEIGHT = 0.34, 0.0
LEAD_OF_A_SENTENCE = 0.06
"""Chosen on the development questions of `evals/cases/signposts.jsonl` and `signposts-blind.jsonl` and on twelve
hundred questions that the guides answer, with all-MiniLM-L6-v2. An encoder whose cosines lie closer together passes
them less often: then the patterns hear alone."""
BEGINNING, END = 6_000, 2_000
"""How many characters of a long text are read; distress stands at its beginning or its end."""
SENTENCES, WORDS = 24, 4
"""How many sentences of a text are read by themselves, half of them its last, and how many words each has at least."""

Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class Signs:
    """What one kind is heard by."""

    patterns: Patterns
    hints: Patterns
    weighty: Patterns
    examples: tuple[str, ...]


class Hearing:
    """Tells the kind of a text; without an encoder, or with one whose weights are missing, by patterns alone.

    Args:
        encoder: reads what people ask; it keeps nothing.
        remembering: the same encoder with a memory, for the examples, which never change; without it they are
            encoded once in each process.
    """

    def __init__(self, encoder: Encoder | None = None, remembering: Encoder | None = None) -> None:
        self._encoder = encoder
        self._remembering = remembering or encoder

    def kind_of(self, text: str, kinds: Iterable[Kind] = Kind) -> Kind | None:
        """The kind of these that a text speaks of, crisis before all others; None where it speaks of none."""
        wanted = [kind for kind in Kind if kind in set(kinds)]
        read = _read(text)
        if not re.search(r"\w", read):
            return None
        plain = without_idioms(read)
        sure = [kind for kind in wanted if _any(all_signs()[kind].patterns, plain)]
        return sure[0] if sure else self._by_nearness(read, wanted)

    def nearness(self, text: str) -> dict[Kind, tuple[float, float]]:
        """Each kind's nearness and lead, both cosines; empty without an encoder."""
        if self._encoder is None:
            return {}
        return self._nearness(self._encoder.encode([text])[0])

    def _nearness(self, vector: Vectors) -> dict[Kind, tuple[float, float]]:
        rows, vectors = self._examples
        cosines = vectors @ vector
        near = {kind: _near(cosines[at]) for kind, at in rows.items()}
        return {kind: (near[kind], near[kind] - near[None]) for kind in Kind}

    def _by_nearness(self, text: str, wanted: list[Kind]) -> Kind | None:
        if self._encoder is None:
            return None
        sentences = _sentences(text)
        parts = [text, *sentences]
        try:
            # The whole by itself: others read it too, and the encoder remembers its last calls.
            vectors = [*self._encoder.encode([text]), *(self._encoder.encode(sentences) if sentences else ())]
            heard = [
                (lead, kind)
                for number, (part, vector) in enumerate(zip(parts, vectors, strict=True))
                for kind, (near, lead) in self._nearness(vector).items()
                if kind in wanted and _is_heard(kind, part, near, lead - LEAD_OF_A_SENTENCE * (number > 0))
            ]
        except ModelUnavailable:
            return None
        return max(heard, default=(0.0, None))[1]

    @functools.cached_property
    def _examples(self) -> tuple[dict[Kind | None, slice], Vectors]:
        """Of each kind, and of the look-alikes (None), which rows are its examples; and the rows."""
        pairs: list[tuple[Kind | None, str]] = [
            (kind, example) for kind, signs in all_signs().items() for example in signs.examples
        ]
        pairs += [(None, example) for example in _lookalikes()["examples"]]
        if self._remembering is None:
            raise ModelUnavailable("There is no encoder to read examples with.")
        kinds = [kind for kind, _ in pairs]
        firsts = {kind: kinds.index(kind) for kind in dict.fromkeys(kinds)}
        rows = {kind: slice(first, first + kinds.count(kind)) for kind, first in firsts.items()}
        return rows, self._remembering.encode([example for _, example in pairs])


@functools.cache
def all_signs() -> dict[Kind, Signs]:
    """The signs of every kind."""
    return {kind: _signs(_pattern_file(kind)) for kind in Kind}


def without_idioms(text: str) -> str:
    """The text with its idioms left out."""
    for idiom in _idioms():
        text = idiom.sub(" … ", text)
    return text


def _is_heard(kind: Kind, text: str, near: float, lead: float) -> bool:
    if near >= NEAR and lead >= LEAD:
        return True
    signs, plain = all_signs()[kind], without_idioms(text)
    hinted = near >= NEAR_WITH_A_HINT and lead >= LEAD_WITH_A_HINT and _any(signs.hints, plain)
    return hinted or (near >= NEAR_WITH_WEIGHT and lead >= LEAD_WITH_WEIGHT and _any(signs.weighty, plain))


def _sentences(text: str) -> list[str]:
    """Each sentence of a text that has several; short ones (“Any advice?”) say nothing by themselves."""
    sentences = [one.strip() for one in re.split(r"(?<=[.?!…])\s+|\n+", text.strip())]
    telling = [one for one in sentences if len(one.split()) >= WORDS]
    if len(sentences) == 1:
        return []
    if len(telling) <= SENTENCES:
        return telling
    return telling[: SENTENCES // 2] + telling[-SENTENCES // 2 :]


def _near(cosines: Vectors) -> float:
    best = np.sort(cosines)[::-1][:3]
    return float(0.5 * best[0] + 0.5 * best.mean())


def _read(text: str) -> str:
    if len(text) > BEGINNING + END:
        text = f"{text[:BEGINNING]} … {text[-END:]}"
    return unicodedata.normalize("NFKC", text).replace("’", "'")


def _any(patterns: Patterns, text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


@functools.cache
def _idioms() -> Patterns:
    return _compiled(_lookalikes()["idioms"])


@functools.cache
def _lookalikes() -> dict[str, Any]:
    return _pattern_file("lookalikes")


def _pattern_file(name: str) -> dict[str, Any]:
    text = (files("copilot.services.signposting") / "patterns" / f"{name}.yaml").read_text("utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def _signs(read: dict[str, Any]) -> Signs:
    return Signs(
        patterns=_compiled(read["patterns"]),
        hints=_compiled(read["hints"]),
        weighty=_compiled(read.get("weighty", ())),
        examples=tuple(read["examples"]),
    )


def _compiled(patterns: Iterable[str]) -> Patterns:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
