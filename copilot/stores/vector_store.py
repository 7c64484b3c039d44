"""Vectors kept by content hash in the database, as 16-bit floats: half the room, cosines true to 0.0005."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
from sqlalchemy import Engine, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from copilot.ports import Vectors
from copilot.stores.schema import vectors as table

BATCH = 500


def _batches(keys: Iterable[bytes]) -> Iterator[list[bytes]]:
    rest = iter(keys)
    while batch := list(islice(rest, BATCH)):
        yield batch


class SqlVectorStore:
    """Fills the VectorStore port."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, keys: Sequence[bytes]) -> Mapping[bytes, Vectors]:
        """Those of the keys that are kept, each as (dimensions,) float32."""
        found: dict[bytes, Vectors] = {}
        with self._engine.connect() as connection:
            for batch in _batches(keys):
                rows = connection.execute(select(table).where(table.c.key.in_(batch)))
                found |= {
                    bytes(key): np.frombuffer(halves, np.float16).astype(np.float32) for key, halves in rows
                }
        return found

    def write(self, vectors: Mapping[bytes, Vectors]) -> None:
        """Keep these; a key that is kept already, perhaps by somebody faster, stays as it is."""
        dialect = {"sqlite": sqlite, "postgresql": postgresql}[self._engine.dialect.name]
        with self._engine.execution_options(derived=True).begin() as connection:
            for batch in _batches(vectors):
                rows = [{"key": key, "halves": vectors[key].astype(np.float16).tobytes()} for key in batch]
                connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)

    def forget(self, keys: Iterable[bytes]) -> None:
        """Delete these where they are kept."""
        with self._engine.begin() as connection:
            for batch in _batches(keys):
                connection.execute(delete(table).where(table.c.key.in_(batch)))

    def keep_only(self, keys: Iterable[bytes]) -> None:
        """Forget all but these."""
        wanted = set(keys)
        with self._engine.connect() as connection:
            kept = [bytes(key) for key in connection.execute(select(table.c.key)).scalars()]
        self.forget(key for key in kept if key not in wanted)

    def count(self) -> int:
        """How many there are."""
        with self._engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
