"""The community's own guides: files that an admin hands over, kept in the home and read into the index."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.records import Value, new_id
from copilot.errors import BadInput, HomeUnusable, NotFound
from copilot.ports import Clock, Library, Progress, UnitsOfWork
from copilot.services.policy import Action, Policy
from knowledge.reading import BUILTIN, Source, read
from knowledge.words import GuideFailed, GuidesAdded

KINDS = (".md", ".pdf", ".docx", ".txt")
LARGEST_MB = 5
MOST_AT_ONCE = 50
LONGEST_NAME = 120
INCOMING = ".incoming"
"""Where a file waits until it was read; folders that begin with a dot are no part of the shelf."""


class HandedOver(Value):
    """A file as somebody handed it over: the name it had, and where it lies for the moment."""

    name: str
    at: Path


class Shelved(Value):
    """One guide of the list. `own` ones lie in the home and can be taken away here."""

    path: str
    title: str
    language: str
    passages: int
    kind: str
    own: bool


class GuideShelf:
    """Puts files on the shelf and takes them off.

    Args:
        units, policy, clock: as for every service.
        library: the guides and their index.
        folder: where the files are kept; made when the first one comes.
    """

    def __init__(
        self, units: UnitsOfWork, library: Library, policy: Policy, clock: Clock, folder: Path
    ) -> None:
        self._units = units
        self._library = library
        self._policy = policy
        self._clock = clock
        self._folder = folder

    def every(self, asker: Asker) -> list[Shelved]:
        """All guides with how many passages each has."""
        self._policy.require(asker, Action.GUIDES_WRITE)
        sizes, own = self._library.sizes(), self._own
        return [
            Shelved(
                path=guide.path, title=guide.title, language=guide.language, passages=sizes.get(guide.path, 0),
                kind="built in" if guide.folder == BUILTIN else "your own" if guide.folder == own else "added",
                own=guide.folder == own,
            )
            for guide in self._library.guides()
        ]  # fmt: skip

    def add_builtin(self, asker: Asker, progress: Progress | None = None) -> GuidesAdded:
        """Read the guides that ship into the index."""
        self._policy.require(asker, Action.GUIDES_WRITE)
        added = self._library.add([], builtin=True, progress=progress)
        self._log(asker, "add", BUILTIN, added)
        return added

    def add(self, asker: Asker, files: Sequence[HandedOver], progress: Progress | None = None) -> GuidesAdded:
        """Keep files in the home and read them into the index; a file of a name that is there takes its place.

        A file that can't be read as a guide is told of in `failed`: it is not kept, and an older one of that name
        stays. What is stopped half-way is kept as far as it came, and read at the next time.
        """
        self._policy.require(asker, Action.GUIDES_WRITE)
        if len(files) > MOST_AT_ONCE:
            raise BadInput(
                f"These are {len(files)} files.", place="files", cure=f"Add up to {MOST_AT_ONCE} at once."
            )
        failed = [fault for fault in map(self._taken_in, files) if fault is not None]
        added = GuidesAdded()
        if len(failed) < len(files):
            added = self._library.add([self._folder], progress=progress)
            self._log(asker, "add", self._folder.name, added)
        return added.model_copy(update={"failed": (*failed, *added.failed)})

    def remove(self, asker: Asker, path: str, progress: Progress | None = None) -> GuidesAdded:
        """Take one of the community's own guides away; NotFound for any other."""
        self._policy.require(asker, Action.GUIDES_WRITE)
        if not any(guide.path == path and guide.own for guide in self.every(asker)):
            raise NotFound(
                f"“{path}” is not among the guides that were uploaded here.",
                place=path,
                cure="Choose one of your own guides.",
            )
        (self._folder / path).unlink(missing_ok=True)
        removed = self._library.add([self._folder], progress=progress)
        self._log(asker, "remove", path, removed)
        return removed

    @property
    def _own(self) -> str:
        return str(self._folder.expanduser().resolve())

    def _taken_in(self, file: HandedOver) -> GuideFailed | None:
        """Put one file on the shelf, or say why not."""
        try:
            name = _safe_name(file.name)
            self._keep(name, _bytes(file.at))
        except BadInput as error:
            return GuideFailed(path=_shown(file.name), error=f"{error.message} {error.cure}".strip())
        return None

    def _keep(self, name: str, data: bytes) -> None:
        waiting = self._folder / INCOMING / name
        try:
            waiting.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            waiting.write_bytes(data)
            read(Source(name, self._own, waiting))
            waiting.replace(self._folder / name)
        except OSError as fault:
            raise HomeUnusable(
                f"It cannot be kept: {fault.strerror}.",
                place=name,
                cure="Make room, or mend the permissions.",
            ) from fault
        finally:
            with suppress(OSError):
                waiting.unlink(missing_ok=True)

    def _log(self, asker: Asker, verb: str, record: str, added: GuidesAdded) -> None:
        counts = {"added": added.added, "updated": added.updated, "removed": added.removed}
        with self._units() as unit:
            unit.audit_log.add(
                AuditEntry(
                    id=new_id("a"), at=self._clock.now(), by=asker.name_in_log, verb=verb, kind="guide",
                    record=record[:200], detail={name: str(count) for name, count in counts.items() if count},
                )
            )  # fmt: skip
            unit.commit()


def _safe_name(name: str) -> str:
    """A file's name without any folder, dots before it or characters that no file should have.

    Raises BadInput where it is of a kind that no guide is read from, or too long.
    """
    last = _shown(name).replace("\\", "/").rsplit("/", 1)[-1].lstrip(". ")
    plain = "".join("-" if letter in '<>:"|?*' else letter for letter in last).strip()
    suffix = Path(plain).suffix.lower()
    if suffix not in KINDS:
        raise BadInput("Files of this kind can't be added here.", cure=f"Take one of {', '.join(KINDS)}.")
    if len(plain.encode()) > LONGEST_NAME or plain.lower() == suffix:
        raise BadInput("Its name is too long, or only an ending.", cure="Rename it.")
    return plain


def _shown(name: str) -> str:
    """A name without characters that can't be seen: they turn words round on a screen."""
    seen = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    return unicodedata.normalize("NFC", " ".join(seen.split()))


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_MB * 1_000_000:
            raise BadInput(f"It is larger than {LARGEST_MB} MB.", cure="Split it into chapters.")
        return file.read_bytes()
    except OSError as fault:
        raise BadInput("It did not arrive.", cure="Upload it again.") from fault
