"""Which job an utterance asks for, without a chat model.

Two views of the words, the encoder's vector and TF-IDF of words, word pairs and runs of letters, go side by side into
multinomial logistic regression, fitted on the example utterances when first asked (a second on one core). The vector
knows what is alike in meaning, the words what people in a programme call things. Which views, their weight and the
strength of the regression were chosen on a development set; `mentoring eval chat` has the figures, on others too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from copilot.ports import Encoder, Vectors
from copilot.services.chat.jobs import Job, utterances

WORDS_WEIGH = 0.7
"""The weight of the TF-IDF rows, each of length one, beside the encoder's vectors of length one."""
STRENGTH = 30.0
"""The inverse of the regularisation (C)."""
SURE = 0.34
"""Below this probability of the likeliest job the copilot asks back."""
WORTH_OFFERING = 0.08
MOST_OFFERED = 3
LONGEST = 600
"""Characters of an utterance that are read: what people want stands at its beginning or its end."""


class Routed(NamedTuple):
    """The likeliest job of an utterance with its probability, and all jobs, the likeliest first."""

    job: Job
    probability: float
    ranked: tuple[tuple[Job, float], ...]

    @property
    def sure(self) -> bool:
        """Whether to act on it; otherwise ask."""
        return self.probability >= SURE and self.job is not Job.UNCLEAR

    def offered(self) -> tuple[Job, ...]:
        """The jobs worth asking about where it isn't sure."""
        likely = [job for job, share in self.ranked if share >= WORTH_OFFERING and job is not Job.UNCLEAR]
        return tuple(likely[:MOST_OFFERED])


class Router:
    """Recognises jobs. Names in what it reads should be replaced by `somebody` first: who is meant tells no job.

    Args:
        encoder: words into vectors of length one; it keeps nothing of what people type.
        keeping: the same encoder with its vectors kept, for the examples; the first where there is none.
        examples: utterances of each job; those that ship where none are given.
    """

    def __init__(
        self,
        encoder: Encoder,
        keeping: Encoder | None = None,
        examples: Mapping[Job, Sequence[str]] | None = None,
    ) -> None:
        self._encoder = encoder
        self._keeping = keeping or encoder
        self._examples = examples or utterances()

    def route(self, text: str) -> Routed:
        """The job behind one utterance."""
        return self.route_all([text])[0]

    def route_all(self, texts: Sequence[str]) -> list[Routed]:
        """The jobs behind many utterances, at once."""
        read = [read_part(text) for text in texts]
        jobs = [Job(name) for name in self._model.classes_]  # fits the words too, where they aren't yet
        shares: Vectors = self._model.predict_proba(self._features(read, self._encoder))
        return [_routed(jobs, row) for row in shares]

    @cached_property
    def _model(self) -> Any:
        from sklearn.linear_model import LogisticRegression

        texts = [text for said in self._examples.values() for text in said]
        jobs = [job.value for job, said in self._examples.items() for _ in said]
        self._words.fit(texts)
        model = LogisticRegression(C=STRENGTH, max_iter=2_000, class_weight="balanced")
        return model.fit(self._features(texts, self._keeping), jobs)

    @cached_property
    def _words(self) -> Any:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_union

        return make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\b\w+\b"),  # noqa: S106
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True),
        )

    def _features(self, texts: Sequence[str], encoder: Encoder) -> Any:
        from scipy.sparse import csr_matrix, hstack

        vectors = csr_matrix(encoder.encode(list(texts)).astype(np.float64))
        return hstack([vectors, WORDS_WEIGH * self._words.transform(texts)]).tocsr()


def read_part(text: str) -> str:
    """What of an utterance is read: the whole, or the beginning and the end of a long one."""
    said = " ".join(text.split())
    return said if len(said) <= LONGEST else f"{said[: LONGEST // 2]} … {said[-LONGEST // 2 :]}"


def _routed(jobs: Sequence[Job], shares: Vectors) -> Routed:
    order = np.argsort(-shares, kind="stable")
    ranked = tuple((jobs[n], float(shares[n])) for n in order)
    return Routed(*ranked[0], ranked)
