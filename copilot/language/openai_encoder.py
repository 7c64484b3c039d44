"""Words into vectors at OpenAI, or at any server with its embeddings: texts leave this machine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from copilot.language.model_faults import as_model_unavailable, client_faults, not_readable
from copilot.ports import Progress, Vectors

if TYPE_CHECKING:
    from openai import OpenAI

OPENAI = "openai"
"""Before the colon of the setting: `openai:text-embedding-3-small`."""
WHO = "encoder"
BATCH = 256
"""Texts of one request; OpenAI takes 2,048."""
LONGEST = 8_191
"""Tokens that OpenAI's models for embeddings read."""
BYTES_A_TOKEN = 3
"""Fewer than it is in English, so that no text is taken for shorter than it is."""


class OpenAIEncoder:
    """Fills the Encoder port by requests.

    Args:
        model: the model's name, as its server knows it.
        base_url: the address of an OpenAI-compatible server; empty for OpenAI itself.
        api_key: the key; a server on one's own machine often needs none.
        timeout: seconds one request may take.
        retries: how often a request that failed in passing is sent again.
    """

    def __init__(
        self, model: str, base_url: str = "", api_key: str = "", *, timeout: float = 30.0, retries: int = 2
    ) -> None:
        self._model, self._base_url, self._api_key = model, base_url, api_key
        self._timeout, self._retries = timeout, retries

    @property
    def name(self) -> str:
        """The model, and where it is asked: vectors of two servers may differ."""
        return f"{OPENAI}:{self._model}" + (f"@{self._base_url}" if self._base_url else "")

    @cached_property
    def dimensions(self) -> int:
        """How many numbers a vector has; asks for one."""
        return int(self._asked(["A mentor listens."]).shape[1])

    @property
    def longest(self) -> int:
        """How many tokens it reads."""
        return LONGEST

    def word_pieces(self, texts: Sequence[str]) -> list[int]:
        """About how many tokens each text has, rather more than fewer."""
        return [len(text.encode()) // BYTES_A_TOKEN + 2 for text in texts]

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of shape (len(texts), dimensions), each of length 1.

        Raises ModelUnavailable where the server can't be used.
        """
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        batches = []
        for start in range(0, len(texts), BATCH):
            batches.append(self._asked(texts[start : start + BATCH]))
            if progress:
                progress(min(start + BATCH, len(texts)), len(texts), "reading texts")
        return np.concatenate(batches)

    def _asked(self, texts: Sequence[str]) -> Vectors:
        try:
            # An empty text is refused; a space says as little.
            answer = self._client.embeddings.create(
                model=self._model, input=[text or " " for text in texts], encoding_format="float"
            )
            raw = np.asarray(
                [one.embedding for one in sorted(answer.data, key=lambda one: one.index)], dtype=np.float32
            )
        except client_faults() as error:
            raise as_model_unavailable(error, self._model, self._base_url, WHO) from error
        if raw.ndim != 2 or len(raw) != len(texts):
            raise not_readable(self._model, WHO)
        unit: Vectors = raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-12)
        return unit

    @cached_property
    def _client(self) -> OpenAI:
        from openai import OpenAI

        return OpenAI(
            base_url=self._base_url or None,
            api_key=self._api_key or "none",
            timeout=self._timeout,
            max_retries=self._retries,
        )
