from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.ports import Vectors


class MemoryProfileIndex:
    """Compares with every vector, one after the other."""

    def __init__(self) -> None:
        self.vectors: dict[str, Vectors] = {}
        self.made_of: dict[str, str] = {}

    def replace(self, made_of: Mapping[str, str], vectors: Mapping[str, Vectors]) -> None:
        for member, digest in made_of.items():
            self.vectors.pop(member, None)
            self.made_of.pop(member, None)
            if len(vectors[member]):
                self.vectors[member], self.made_of[member] = vectors[member], digest

    def remove(self, members: Sequence[str]) -> None:
        self.replace(dict.fromkeys(members, ""), {member: np.zeros((0, 1), np.float32) for member in members})

    def members(self) -> Mapping[str, str]:
        return dict(self.made_of)

    def nearest(self, vectors: Vectors, k: int) -> list[tuple[str, float]]:
        if not len(vectors):
            return []
        best = {member: float((vectors @ own.T).max()) for member, own in self.vectors.items()}
        return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
