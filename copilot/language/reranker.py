"""An optional cross-encoder: it reads question and passage together, at the cost of one model run a passage."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from copilot.language.encoder import only_local_files
from copilot.language.models import checked_weights
from knowledge.ports import Vectors

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class CrossEncoderReranker:
    """Fills the Reranker port with a sentence-transformers cross-encoder, loaded at its first use.

    Args:
        folder: of a model saved as safetensors, for instance cross-encoder/ms-marco-MiniLM-L6-v2. Its first use raises
            ModelUnavailable where it holds none.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _model(self) -> CrossEncoder:
        checked_weights(self._folder, known_only=False)
        only_local_files()
        from sentence_transformers import CrossEncoder

        return CrossEncoder(str(self._folder), device="cpu", local_files_only=True, trust_remote_code=False)

    def relevance(self, question: str, passages: Sequence[str]) -> Vectors:
        """How well each passage answers, shape (len(passages),), as the model's own score."""
        if not passages:
            return np.zeros(0, dtype=np.float32)
        pairs = [(question, passage) for passage in passages]
        read = self._model.predict(pairs, show_progress_bar=False, convert_to_numpy=True)
        scores: Vectors = np.asarray(read, dtype=np.float32).reshape(len(passages), -1)[:, -1]
        return scores
