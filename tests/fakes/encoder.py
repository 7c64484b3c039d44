import hashlib
import re
from collections.abc import Sequence

import numpy as np

from knowledge.ports import Progress, Vectors


class WordEncoder:
    """Texts that share words (or their first five letters) are near each other; nothing is random."""

    name = "words-256"
    dimensions = 256
    longest = 256

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def word_pieces(self, texts: Sequence[str]) -> list[int]:
        return [len(re.findall(r"\w+|[^\w\s]", text)) + 2 for text in texts]

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.encoded.extend(texts)
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()) or [""]:
                for part in {word, word[:5]}:
                    digest = hashlib.blake2b(part.encode(), digest_size=4).digest()
                    vectors[row, int.from_bytes(digest[:2]) % self.dimensions] += 1 if digest[2] % 2 else -1
            vectors[row] += 1e-6
            vectors[row] /= np.linalg.norm(vectors[row])
        if progress:
            progress(len(texts), len(texts), "encoding")
        return vectors
