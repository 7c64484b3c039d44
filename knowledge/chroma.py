"""Opening Chroma: a folder that one process owns, or a server for several."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from copilot.errors import Unavailable
from knowledge.hnsw_files import blank_unused

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK_WAIT = 3.0  # seconds: long enough for a command that is just ending
CONNECTS_WITHIN, ANSWERS_WITHIN = 3.0, 15.0
"""Seconds that a server has. Chroma's own client would wait for ever."""


class Chroma:
    """A client of Chroma, opened at once.

    Args:
        folder: where the files are; locked for this process until `close`.
        url: a server instead of the folder.

    Raises Unavailable where another process owns the folder, or no server answers at the URL.
    """

    def __init__(self, folder: Path | None, url: str = "") -> None:
        self._lock: BaseFileLock | None = None
        self._folder = folder
        self.client: Any = _server(url) if url else self._owned(folder)

    def collection(self, name: str) -> Any:
        """The collection of that name, made where it is missing; near means a high cosine."""
        # Without an embedding function of None, Chroma would fetch a model at its first use.
        return self.client.get_or_create_collection(
            name, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )

    def emptied(self, name: str) -> Any:
        """The collection thrown away and begun anew: deletes alone give no room back."""
        self.client.delete_collection(name)
        return self.collection(name)

    def close(self) -> None:
        """Let go of the folder, so that another process may own it."""
        self.client.close()
        if self._lock is not None and self._folder is not None:
            blank_unused(self._folder)
            self._lock.release()
            self._lock = None

    def _owned(self, folder: Path | None) -> Any:
        if folder is None:
            raise Unavailable(
                "The index has no place.", cure="Give a folder or the address of a Chroma server."
            )
        self._lock = _lock(folder)
        blank_unused(folder)  # a process that was killed had no time to
        import chromadb

        settings = chromadb.config.Settings(anonymized_telemetry=False, allow_reset=False)
        return chromadb.PersistentClient(path=str(folder), settings=settings)


def _lock(folder: Path) -> BaseFileLock:
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "index.lock", timeout=LOCK_WAIT)
        lock.acquire()
    except Timeout as error:
        raise Unavailable(
            "Another process is using the index.",
            place=str(folder),
            cure="Ask in the web app that is running, stop it first, or use a Chroma server for several processes.",
        ) from error
    except OSError as error:
        raise Unavailable(
            f"The folder of the index can't be written ({error.strerror}).",
            place=str(folder),
            cure="Make it writable, or choose another home.",
        ) from error
    return lock


def _server(url: str) -> Any:
    import chromadb

    address = urlsplit(url if "//" in url else f"//{url}")
    secure = address.scheme == "https"
    _require_an_answer(url, address.hostname or "localhost", address.port, secure)
    try:
        client = chromadb.HttpClient(
            host=address.hostname or "localhost",
            port=address.port or (443 if secure else 8000),
            ssl=secure,
            settings=chromadb.config.Settings(anonymized_telemetry=False),
        )
    except ValueError as error:  # what Chroma makes of a refused connection
        raise _silent(url) from error
    # It has no setting for this; without it a server that hangs would hang whoever asks.
    client._server._session.timeout = ANSWERS_WITHIN
    return client


def _require_an_answer(url: str, host: str, port: int | None, secure: bool) -> None:
    """Unavailable where the server hangs: Chroma's client waits without limit while it is made."""
    import httpx2

    authority = f"[{host}]" if ":" in host else host
    try:
        httpx2.get(
            f"{'https' if secure else 'http'}://{authority}:{port or (443 if secure else 8000)}/api/v2/heartbeat",
            timeout=httpx2.Timeout(ANSWERS_WITHIN / 3, connect=CONNECTS_WITHIN),
        )
    except httpx2.HTTPError as error:
        raise _silent(url) from error


def _silent(url: str) -> Unavailable:
    return Unavailable(
        "No Chroma server answers.",
        place=url,
        cure="Start it with `chroma run`, or take its address away.",
    )
