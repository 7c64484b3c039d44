"""Files and folders into guides; a file that can't be read is told apart and the others go on."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources
from pathlib import Path

from copilot.errors import BadInput
from knowledge.decoding import seen
from knowledge.extracting import Extract
from knowledge.languages import declared_warning, language_of, normalised
from knowledge.readers import READERS, TEXT, Format
from knowledge.words import Guide

LONGEST_PATH = 1_000  # characters, as the records keep them
LEFT_OUT = frozenset({"node_modules", "__pycache__", "site-packages", "_includes", "_layouts"})
BUILTIN = "builtin"
READING = "2"  # counted up when readers change, so that unchanged files are read again


@dataclass(frozen=True)
class Source:
    """A file to read: its path as a guide, the folder it was added with, and where it lies."""

    path: str
    folder: str
    file: Path

    @property
    def kept_as(self) -> str:
        """The file's name in the records; that of a guide that ships doesn't depend on where it's installed."""
        return f"{BUILTIN}:{self.path}" if self.folder == BUILTIN else str(self.file)


def sources(paths: Sequence[Path], name: str = "") -> list[Source]:
    """The files to read, sorted by guide path, `name/` before it where given.

    Raises BadInput where a path is missing.
    """
    found = [source for path in paths for source in _sources(path, name.strip("/"))]
    return sorted(found, key=lambda source: source.path)


def builtin_sources(stack: ExitStack) -> list[Source]:
    """The guides that ship; the stack keeps them on disk where the package is a zip."""
    folder = stack.enter_context(resources.as_file(resources.files("knowledge") / "guides"))
    return [Source(source.path, BUILTIN, source.file) for source in sources([folder])]


def read(source: Source) -> tuple[Guide, tuple[str, ...]]:
    """The guide and warnings about it; BadInput, in one sentence, where the file can't be one."""
    data = _bytes(source.file)
    extract = _format(source.file).read(data)
    if not any(block.kind != "heading" for block in extract.blocks):
        raise BadInput("It holds no text.", cure="Leave it out, or write under its headings.")
    guide = _guide(source, data, extract)
    doubt = declared_warning(_declared_language(extract), guide.text)
    return guide, (*extract.warnings, *([doubt] if doubt else []))


def content_hash(data: bytes) -> str:
    """What tells whether a file has changed since it was read, or is read differently now."""
    return hashlib.blake2b(data, digest_size=20, person=READING.encode()).hexdigest()


def hash_of(source: Source) -> str:
    """The content hash of a source's file; BadInput where it is missing, empty or too large."""
    return content_hash(_bytes(source.file))


def _sources(path: Path, name: str) -> Iterator[Source]:
    path = path.expanduser()
    if not path.exists():
        raise BadInput("There is no such file or folder.", place=str(path), cure="Check the path.")
    path = path.resolve()
    prefix = f"{name}/" if name else ""
    if path.is_file():
        yield Source(_path(prefix + path.name), str(path), path)
        return
    for file in _files(path):
        yield Source(_path(prefix + file.relative_to(path).as_posix()), str(path), file)


def _path(name: str) -> str:
    """A file may be called anything; a guide's path can be written and read."""
    return " ".join(seen(name).split())[:LONGEST_PATH]


def _files(folder: Path) -> Iterator[Path]:
    seen: set[Path] = set()
    locked: list[OSError] = []
    for here, folders, names in os.walk(folder, followlinks=True, onerror=locked.append):
        # A link back to a folder above would lead round and round.
        if (real := Path(here).resolve()) in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(inner for inner in folders if not inner.startswith(".") and inner not in LEFT_OUT)
        files = (Path(here, name) for name in sorted(names) if not name.startswith("."))
        yield from (file for file in files if file.suffix.lower() in READERS and _is_inside(file, folder))
    # A folder that can't be listed is told of as a file that can't be read: its guides haven't vanished.
    yield from (Path(error.filename) for error in locked)


def _is_inside(file: Path, folder: Path) -> bool:
    """Whether it is a regular file of this folder: a link may lead to somebody's secrets, a pipe nowhere."""
    return file.is_file() and file.resolve().is_relative_to(folder)


def _bytes(file: Path) -> bytes:
    _refuse_name(file)
    kind = READERS.get(file.suffix.lower())
    largest = kind.largest if kind else TEXT
    try:
        if file.stat().st_size > largest:
            raise BadInput(f"It is larger than {largest // 1_000_000} MB.", cure="Split it into chapters.")
        data = file.read_bytes()
    except OSError as error:
        raise BadInput(
            f"It can't be opened ({(error.strerror or 'unreadable').lower()}).",
            cure="Check that you may read it.",
        ) from error
    if not data.strip():
        raise BadInput("It is empty.", cure="Write something in it, or leave it out.")
    return data


def _refuse_name(file: Path) -> None:
    """The records keep the file's name; one in an old encoding can't be written there."""
    try:
        name = str(file).encode()
    except UnicodeEncodeError:
        raise BadInput("Its name is written in an old encoding.", cure="Rename it.") from None
    if len(name) > LONGEST_PATH:
        raise BadInput("Its name, with the folders above it, is too long.", cure="Rename it, or move it up.")


def _format(file: Path) -> Format:
    found = READERS.get(file.suffix.lower())
    if found is None:
        raise BadInput(
            "Files of this kind can't be read.", cure=f"Readable are {', '.join(sorted(READERS))}."
        )
    return found


def _guide(source: Source, data: bytes, extract: Extract) -> Guide:
    matter = extract.matter
    return Guide(
        path=source.path,
        title=_title(source, extract),
        text=extract.text,
        content_hash=content_hash(data),
        folder=source.folder,
        language=_declared_language(extract) or language_of(extract.text),
        audience=_list(matter, "audience"),
        topics=_list(matter, "topics", "tags", "keywords"),
        sources=_list(matter, "sources", "references"),
        reviewed=_date(matter.get("reviewed")),
        asked=_asked(matter.get("asked")),
        blocks=extract.blocks,
    )


def _declared_language(extract: Extract) -> str:
    return normalised(_words(extract.matter, "language", "lang"))


def _asked(value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Heading and questions of each section, from a mapping or a list of mappings; what is neither is passed over."""
    mappings = value if isinstance(value, list) else [value]
    sections = (item for mapping in mappings if isinstance(mapping, Mapping) for item in mapping.items())
    found = ((_clean(heading), _questions(questions)) for heading, questions in sections)
    return tuple((heading, questions) for heading, questions in found if heading and questions)


def _questions(value: object) -> tuple[str, ...]:
    texts = value if isinstance(value, list) else [value]
    return tuple(words for text in texts if isinstance(text, str) and (words := _clean(text)))


def _clean(value: object) -> str:
    return " ".join(seen(str(value)).split())


def _title(source: Source, extract: Extract) -> str:
    return _words(extract.matter, "title") or extract.first_heading() or _from_name(source)


def _from_name(source: Source) -> str:
    file = Path(source.path)
    stem = file.parent.name if file.stem.lower() in ("readme", "index", "_index") else file.stem
    words = " ".join((stem or file.stem).replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:]


def _words(matter: Mapping[str, object], *names: str) -> str:
    found = next((matter[name] for name in names if isinstance(matter.get(name), (str, int, float))), "")
    return _clean(found)


def _list(matter: Mapping[str, object], *names: str) -> tuple[str, ...]:
    found = next((matter[name] for name in names if matter.get(name)), ())
    parts = found.split(",") if isinstance(found, str) else found if isinstance(found, list) else [found]
    return tuple(word for part in parts if (word := _clean(part))) if found else ()


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
