"""The sentence-transformers encoder, its weights checked by hash, and the cache that never encodes a text twice."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from copilot.errors import Unavailable
from copilot.language.models import NAMES, RELEASED, checked_weights, model_folder
from copilot.language.reading_together import ReadingTogether
from copilot.ports import Encoder, Progress, Vectors, VectorStore

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 64
REMEMBERED_CALLS, REMEMBERED_TEXTS = 256, 25
"""How many calls are remembered while a process lives, and how many texts one has at most: a question with its
sentences (`services.signposting.hearing`). Three texts a call are 2 MB with mpnet."""
DTYPES = ("float32", "bfloat16")
PROBE = ["A mentor listens first, asks what matters, and then helps to choose one small step to try."] * 24


class SentenceEncoder:
    """Fills the Encoder port with a sentence-transformers model on the CPU."""

    def __init__(self, folder: Path, *, dtype: str = "auto", known_only: bool = False) -> None:
        digest = checked_weights(folder, known_only=known_only)
        self._model = _load(folder)
        self.dtype = fastest_dtype(self._model) if dtype == "auto" else dtype
        self._model.to(dtype=_torch_dtype(self.dtype))
        self._name = f"{NAMES.get(digest, folder.name)}:{digest[:12]}:{self.dtype}"
        self._reading = ReadingTogether(self._encode_batch)

    @property
    def name(self) -> str:
        """Model, first digits of the weights' hash, precision."""
        return self._name

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return int(self._model.get_embedding_dimension() or 0)

    @property
    def longest(self) -> int:
        """How many word pieces it reads."""
        return int(self._model.max_seq_length or 512)

    def word_pieces(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has, marks of beginning and end included."""
        if not texts:
            return []
        encoded = self._model.tokenizer(list(texts), truncation=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of shape (len(texts), dimensions), each of length 1.

        Texts are batched by length, then by content: the same set of texts gives the same batches, and so
        the same numbers, in whichever order they come. Where several threads ask at once, short calls share a
        batch: cosines may then differ by 1e-6, in half precision by as much as it differs from single, 1e-3.
        """
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), texts[i]))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            vectors[rows] = self._reading.vectors([texts[row] for row in rows])
            if progress:
                progress(min(start + BATCH, len(order)), len(order), "reading texts")
        return vectors

    def _encode_batch(self, texts: list[str]) -> Vectors:
        tensors = self._model.encode(
            texts,
            batch_size=BATCH,
            convert_to_tensor=True,
            show_progress_bar=False,
            normalize_embeddings=False,
        )
        raw = tensors.float().cpu().numpy()
        lengths = np.linalg.norm(raw, axis=1, keepdims=True)
        unit: Vectors = (raw / np.maximum(lengths, 1e-12)).astype(np.float32)
        return unit


def only_local_files() -> None:
    """Weights are local files; the hub must not be asked, not even whether there is something newer."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    from transformers.utils import logging

    logging.disable_progress_bar()


def _load(folder: Path) -> SentenceTransformer:
    only_local_files()
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(
        str(folder), device="cpu", local_files_only=True, trust_remote_code=False, backend="torch"
    )


def _torch_dtype(name: str) -> Any:
    import torch

    return {"float32": torch.float32, "bfloat16": torch.bfloat16}[name]


def fastest_dtype(model: SentenceTransformer) -> str:
    """Time both precisions on a small batch: bfloat16 is three times faster on CPUs with AMX, slower on others."""
    seconds = {}
    for dtype in DTYPES:
        model.to(dtype=_torch_dtype(dtype))
        model.encode(PROBE, show_progress_bar=False, convert_to_tensor=True)
        start = time.perf_counter()
        model.encode(PROBE, show_progress_bar=False, convert_to_tensor=True)
        seconds[dtype] = time.perf_counter() - start
    return "bfloat16" if seconds["bfloat16"] < 0.8 * seconds["float32"] else "float32"


@cache
def load_encoder(model: str = "", dtype: str = "auto", remembered: Path | None = None) -> SentenceEncoder:
    """The one instance of this process: `minilm`, `mpnet`, or the model in a folder; empty means the default.

    `remembered` is a file that keeps the precision once it was probed: vectors of two precisions don't mix.
    """
    known = _remembered(remembered) if dtype == "auto" and remembered else {}
    folder = model_folder(model)
    encoder = SentenceEncoder(
        folder, dtype=known.get(str(folder), dtype), known_only=not model or model in RELEASED
    )
    if remembered and remembered.parent.is_dir():
        # Only a memory: where it can't be kept, the next process probes again.
        with suppress(OSError):
            remembered.write_text(json.dumps({**known, str(folder): encoder.dtype}), encoding="utf-8")
    return encoder


def _remembered(file: Path) -> dict[str, str]:
    """Model folder → precision; nothing where the file is missing or says something else."""
    with suppress(OSError, ValueError):
        told = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(told, dict):
            return {str(folder): str(dtype) for folder, dtype in told.items() if dtype in DTYPES}
    return {}


class _EncoderWithin:
    """What an encoder says of itself is what the one inside it says, loaded when it is first asked."""

    def __init__(self, load: Callable[[], Encoder]) -> None:
        self._load = load

    @cached_property
    def _encoder(self) -> Encoder:
        return self._load()

    @property
    def name(self) -> str:
        """Model, first digits of the weights' hash, precision."""
        return self._encoder.name

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return self._encoder.dimensions

    @property
    def longest(self) -> int:
        """How many word pieces it reads."""
        return self._encoder.longest

    def word_pieces(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has."""
        return self._encoder.word_pieces(texts)


class LazyEncoder(_EncoderWithin):
    """An encoder that is loaded at its first use: most commands never need it.

    It remembers the last few short calls, in memory alone: several parts of an answer look at the same question, while
    other people ask theirs.
    """

    def __init__(self, load: Callable[[], Encoder]) -> None:
        super().__init__(load)
        self._lately = lru_cache(maxsize=REMEMBERED_CALLS)(self._vectors)
        self.failed = False
        """Whether the last try at loading it failed; the next use tries again."""

    @property
    def loaded(self) -> bool:
        """Whether it is there already; asking loads nothing."""
        return "_encoder" in vars(self)

    @cached_property
    def _encoder(self) -> Encoder:
        try:
            loaded = self._load()
        except Exception:
            self.failed = True
            raise
        self.failed = False
        return loaded

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of shape (len(texts), dimensions), each of length 1."""
        if len(texts) > REMEMBERED_TEXTS:
            return self._encoder.encode(texts, progress)
        return self._lately(tuple(texts)).copy()

    def _vectors(self, texts: tuple[str, ...]) -> Vectors:
        return self._encoder.encode(texts)


class CachedEncoder(_EncoderWithin):
    """An encoder whose vectors are kept by content hash, so that unchanged text is never encoded twice.

    It is for profiles: what people ask or chat is encoded by an encoder that keeps nothing.
    """

    def __init__(self, encoder: Encoder, store: VectorStore) -> None:
        super().__init__(lambda: encoder)
        self._store = store

    def key(self, text: str) -> bytes:
        """Under what a text's vector is kept."""
        return hashlib.blake2b(f"{self.name}\0{text}".encode(), digest_size=20).digest()

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of shape (len(texts), dimensions): those that are kept, and the others encoded and kept."""
        keys = [self.key(text) for text in texts]
        known = dict(self._store.read(list(dict.fromkeys(keys))))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            fresh = self._encoder.encode(list(missing.values()), progress)
            # Rounded before first use, so that a run on kept vectors gives the very same scores.
            rounded = fresh.astype(np.float16).astype(np.float32)
            new = dict(zip(missing, rounded, strict=True))
            # Only a memory: a home that is locked or full must not keep anybody from an answer.
            with suppress(Unavailable):
                self._store.write(new)
            known |= new
        if not keys:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.stack([known[key] for key in keys])

    def forget(self, texts: Sequence[str]) -> None:
        """Delete the vectors of these texts."""
        self._store.forget([self.key(text) for text in texts])
