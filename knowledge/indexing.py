"""Guides into the records and the indexes over them; whatever was interrupted is made good at the next opening."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine

from copilot.errors import BadInput
from knowledge import records
from knowledge.languages import ENGLISH, guide_warning
from knowledge.lexical import Entry, Lexical
from knowledge.ports import Encoder, Progress, Vectors
from knowledge.reading import BUILTIN, Source, builtin_sources, hash_of, read, sources
from knowledge.sentences import sentences
from knowledge.splitting import SPLITTING, embedded, split
from knowledge.vectors import PassageVectors
from knowledge.words import Guide, GuideFailed, GuidesAdded, Passage

BATCH = 64  # passages encoded and kept together: what a killed run can lose


@dataclass
class _Tally:
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    encoded: int = 0
    failed: list[GuideFailed] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    moved: list[Source] = field(default_factory=list)


@dataclass(frozen=True)
class _Ready:
    """A guide that is read and split, and not yet kept."""

    guide: Guide
    file: str
    passages: list[Passage]


class Index:
    """The guides' records with their lexical and vector indexes; one change at a time, searches meanwhile."""

    def __init__(
        self,
        engine: Engine,
        encoder: Encoder,
        lexical: Lexical,
        vectors: PassageVectors,
        languages: frozenset[str] = ENGLISH,
    ) -> None:
        self._engine = engine
        self._languages = languages
        # Writers queue from the start of their transaction, where the engine knows this option.
        self._writer = engine.execution_options(writing=True)
        self._encoder = encoder
        self._lexical = lexical
        self._vectors = vectors
        self._changing = threading.RLock()
        self._opened = False

    @property
    def _made_by(self) -> str:
        """What passages and vectors depend on beside the guide's text."""
        return f"{self._encoder.name} {SPLITTING}"

    def open(self, progress: Progress | None = None) -> None:
        """Open, and heal where a run was killed, the vectors were lost, or the encoder changed."""
        if self._opened:
            return
        with self._changing:
            if not self._opened:
                self._connect()
                self._split_again(progress)
                self._sync(progress)
                self._opened = True

    def close(self) -> None:
        """Let go of the vectors' folder, so that another process may own it."""
        with self._changing:
            self._vectors.close()
            self._opened = False

    def add(self, paths: Sequence[Path], builtin: bool, name: str, progress: Progress | None) -> GuidesAdded:
        """Read, keep and index what is new or changed; forget what vanished from a folder added again."""
        with self._changing, self._made_whole(), ExitStack() as stack:
            found = sources(paths, name) + (builtin_sources(stack) if builtin else [])
            self._connect()
            tally = _Tally(warnings=[] if found else ["No guides were found there."])
            for batch in _batches(self._changed(found, tally, progress)):
                tally.encoded += self._keep(batch)
            tally.removed = self._drop_vanished(
                _folders(paths, builtin), {source.path for source in found}, _below(tally.failed)
            )
            self._take_over(tally.moved)
            tally.encoded += self._split_again(progress)
            passages = self._sync(progress)
            self._opened = True
        return GuidesAdded(
            added=tally.added, updated=tally.updated, unchanged=tally.unchanged, removed=tally.removed,
            failed=tuple(tally.failed), passages=passages, encoded=tally.encoded, warnings=tuple(tally.warnings),
        )  # fmt: skip

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make both indexes again from the records; how many passages they hold."""
        with self._changing, self._made_whole():
            self._connect()
            self._vectors.clear()
            with self._writer.begin() as connection:
                self._lexical.clear(connection)
                for guide_path in sorted(records.known(connection)):
                    numbers, parts = records.passages_of(connection, guide_path)
                    self._lexical.add(connection, entries_of(numbers, parts))
            self._split_again(progress)
            self._opened = True
            return self._sync(progress)

    @contextmanager
    def _made_whole(self) -> Iterator[None]:
        """What was stopped half-way, by a fault or by a person, is made good when somebody searches next."""
        try:
            yield
        except BaseException:
            self._opened = False
            raise

    def agrees(self) -> tuple[bool, str]:
        """Whether the indexes hold what the records say, and a sentence about it."""
        with self._changing:
            self._connect()
            with self._engine.connect() as connection:
                ids, lexical = records.passage_ids(connection), self._lexical.count(connection)
                stale = len(self._stale(connection))
            apart = len(self._vectors.ids().symmetric_difference(ids)) + abs(lexical - len(ids))
        if stale:
            return False, f"{stale} guides were indexed with another encoder: rebuild the index."
        if apart:
            return False, f"The index and the records differ in {apart} passages: rebuild the index."
        return True, f"The index holds all {len(ids)} passages."

    def _connect(self) -> None:
        # Words first: they are searched even where the vectors can't be reached.
        with self._writer.begin() as connection:
            self._lexical.prepare(connection)
        self._vectors.open()

    def _changed(self, found: Sequence[Source], tally: _Tally, progress: Progress | None) -> Iterator[_Ready]:
        with self._engine.connect() as connection:
            known = records.known(connection)
        for done, source in enumerate(found, 1):
            try:
                ready = self._read(source, known, tally)
            except BadInput as error:
                tally.failed.append(
                    GuideFailed(path=source.path, error=f"{error.message} {error.cure}".strip())
                )
                ready = None
            if ready is not None:
                yield ready
            if progress:
                progress(done, len(found), source.path)

    def _read(self, source: Source, known: dict[str, records.Kept], tally: _Tally) -> _Ready | None:
        digest = hash_of(source)
        kept = known.get(source.path)
        if kept is not None and kept.content_hash == digest:
            tally.unchanged += 1
            if kept.folder != source.folder and not _stands_apart(source, kept):
                tally.moved.append(source)
            return None
        if kept is not None:
            _refuse_collision(source, kept)
        guide, warnings = read(source)
        foreign = guide_warning(guide.language, self._languages) if self._languages else ""
        said = [*warnings, foreign] if foreign else warnings
        tally.warnings += [f"{source.path}: {warning}" for warning in said]
        tally.updated += kept is not None
        tally.added += kept is None
        # A second file of this path in the same call must meet the first.
        known[source.path] = records.Kept(source.folder, source.kept_as, digest, self._made_by)
        return _Ready(guide, source.kept_as, split(guide, self._encoder))

    def _keep(self, batch: Sequence[_Ready]) -> int:
        """Encode outside the transaction, then replace the guides within one; how many texts were encoded."""
        rows = self._encode(batch)
        left = iter(rows)
        with self._writer.begin() as connection:
            for ready in batch:
                self._forget(connection, [ready.guide.path])
                own = [next(left) for _ in ready.passages]
                numbers = records.keep(
                    connection, ready.guide, ready.file, self._made_by, ready.passages, own
                )
                self._lexical.add(connection, entries_of(numbers, ready.passages))
        return sum(len(row) for row, _ in rows)

    def _encode(self, batch: Sequence[_Ready]) -> list[tuple[Vectors, int]]:
        """For each passage of these guides its rows, and how many of them are questions."""
        texts = [_texts(ready.guide, part, self._encoder) for ready in batch for part in ready.passages]
        # The heading and the questions of a section are the same for all its passages.
        different = list(dict.fromkeys(text for own, _ in texts for text in own))
        if not different:
            return []
        vectors = self._encoder.encode(different)
        at = {text: row for row, text in enumerate(different)}
        return [(vectors[[at[text] for text in own]], asked) for own, asked in texts]

    def _forget(self, connection: Connection, paths: Iterable[str]) -> None:
        self._lexical.forget(connection, records.forget(connection, paths))

    def _take_over(self, moved: Sequence[Source]) -> None:
        """Guides added before by another folder, or by themselves, now belong to the folder they were added with."""
        with self._writer.begin() as connection:
            for source in moved:
                records.belongs_to(connection, source.path, source.folder, source.kept_as)

    def _drop_vanished(self, folders: set[str], present: set[str], locked: tuple[str, ...]) -> int:
        with self._writer.begin() as connection:
            known = records.known(connection).items()
            gone = [
                path
                for path, kept in known
                if kept.folder in folders and path not in present and not path.startswith(locked)
            ]
            self._forget(connection, gone)
        return len(gone)

    def _stale(self, connection: Connection) -> list[tuple[str, str]]:
        """Path and file of guides that another encoder, or another way of splitting, has indexed."""
        known = records.known(connection)
        return [(path, kept.file) for path, kept in sorted(known.items()) if kept.made_by != self._made_by]

    def _split_again(self, progress: Progress | None) -> int:
        with self._engine.connect() as connection:
            stale = self._stale(connection)
        return sum(self._keep(batch) for batch in _batches(self._from_records(stale, progress)))

    def _from_records(self, stale: Sequence[tuple[str, str]], progress: Progress | None) -> Iterator[_Ready]:
        for done, (path, file) in enumerate(stale, 1):
            with self._engine.connect() as connection:
                guide = records.one_guide(connection, path)
            yield _Ready(guide, file, split(guide, self._encoder))
            if progress:
                progress(done, len(stale), path)

    def _sync(self, progress: Progress | None) -> int:
        """Bring Chroma to what the records hold; how many passages that is."""
        with self._engine.connect() as connection:
            ids = records.passage_ids(connection)
        stamp = hashlib.blake2b("\n".join(ids).encode(), digest_size=16).hexdigest()
        if not self._vectors.agrees(stamp, len(ids)):
            self._vectors.sync(ids, self._passage_vectors, stamp, progress)
        return len(ids)

    def _passage_vectors(self, ids: Sequence[str]) -> list[Vectors]:
        with self._engine.connect() as connection:
            found = records.candidates(connection, ids, (), self._encoder.dimensions)
        kept = {key: found.vectors[start] for key, start in zip(found.ids, found.starts[:-1], strict=True)}
        return [kept[key] for key in ids]


def _texts(guide: Guide, part: Passage, encoder: Encoder) -> tuple[list[str], int]:
    """What is encoded of a passage, in the order of `records.Candidates`, and how many of the texts are questions."""
    asked = [
        question for heading, questions in guide.asked if heading == part.section for question in questions
    ]
    said = (part.text[one.start : one.end] for one in sentences(part.text))
    return [embedded(part, encoder), part.section, *asked, *said], len(asked)


def _stands_apart(source: Source, kept: records.Kept) -> bool:
    """Whether the guide kept under this path came from another file, and that one is still there."""
    return kept.file != source.kept_as and (kept.folder == BUILTIN or Path(kept.file).exists())


def _refuse_collision(source: Source, kept: records.Kept) -> None:
    """Of two files with one path the first keeps it, as long as it is there."""
    if _stands_apart(source, kept):
        raise BadInput(
            "Another folder has already given a guide of this path.",
            cure="Add this folder with a name of its own (--name) to keep both.",
        )


def _below(failed: Sequence[GuideFailed]) -> tuple[str, ...]:
    """What the paths of guides begin with that lie in a folder which couldn't be listed; `.` is the one added."""
    return tuple(f"{one.path}/".removesuffix("./") for one in failed)


def _folders(paths: Sequence[Path], builtin: bool) -> set[str]:
    return {str(path.expanduser().resolve()) for path in paths} | ({BUILTIN} if builtin else set())


def entries_of(numbers: Sequence[int], parts: Sequence[Passage]) -> list[Entry]:
    """Passages as the lexical index takes them."""
    return [Entry(n, " ".join(part.headings), part.text) for n, part in zip(numbers, parts, strict=True)]


def _batches(ready: Iterable[_Ready]) -> Iterator[list[_Ready]]:
    batch: list[_Ready] = []
    for one in ready:
        batch.append(one)
        if sum(len(other.passages) for other in batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
