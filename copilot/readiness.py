"""Which parts of an installation answer at this moment: for programs that decide whom to send there."""

from __future__ import annotations

import http.client
import shutil
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from copilot.app import Copilot
from copilot.domain.tallies import MODEL_CALLS
from copilot.language.encoder import LazyEncoder
from copilot.stores.writable import is_at_head, takes_records
from knowledge.library import Library

LEAST_ROOM = 200 * 1024 * 1024
"""Bytes free where the home is; below that somebody should make room before the disk is full."""
NO_ANSWER_AFTER = 0.5
"""Seconds that another machine has to take a call."""
LATELY = timedelta(minutes=10)


class State(StrEnum):
    """How a part is."""

    OK = "ok"
    LOADING = "loading"
    NONE = "none"
    """Nothing of the kind is set up."""
    DEGRADED = "degraded"
    """It fails, and something else does its work."""
    DOWN = "down"


@dataclass(frozen=True)
class Part:
    """Something an installation needs or uses.

    Args:
        name: for programs.
        look: tells how it is; what it raises means that it fails.
        fails_as: `down` where nothing stands in for it.
    """

    name: str
    look: Callable[[], State]
    fails_as: State = State.DOWN


def parts_of(copilot: Copilot) -> tuple[Part, ...]:
    """Each part of an installation; none of the looks writes anything, and each may be made at any time."""
    return (
        Part("database", lambda: _if(takes_records(copilot.home))),
        Part("migrations", lambda: _if(is_at_head(copilot.home))),
        Part("encoder", lambda: _encoder(copilot)),
        Part("vectors", lambda: _vectors(copilot), State.DEGRADED),
        Part("chat_model", lambda: _chat_model(copilot), State.DEGRADED),
        Part("room", lambda: _room(copilot.home.folder), State.DEGRADED),
    )


def _if(well: bool) -> State:
    return State.OK if well else State.DOWN


def _encoder(copilot: Copilot) -> State:
    encoder = copilot.encoder
    if not isinstance(encoder, LazyEncoder) or encoder.loaded:
        return State.OK
    return State.DOWN if encoder.failed else State.LOADING


def _vectors(copilot: Copilot) -> State:
    """Without a server's vectors the guides are searched by words alone."""
    url, library = copilot.settings.chroma_url, vars(copilot).get("library")
    if url:
        return State.OK if _heart_beats(url) else State.DEGRADED
    if not (isinstance(library, Library) and library.indexed() is not None):
        return _nobody_elses(copilot.home.guides_index)
    return State.OK


def _nobody_elses(folder: Path) -> State:
    """Whether the folder of the vectors can be taken: one process at a time owns it."""
    if not folder.exists():
        return State.OK  # made at its first use
    lock = FileLock(folder / "index.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return State.DEGRADED
    lock.release()
    return State.OK


def _chat_model(copilot: Copilot) -> State:
    """The last request tells; where the model has an address of its own, whether somebody answers there."""
    settings = copilot.settings
    if not settings.chat_model_wanted:
        return State.NONE
    if settings.local_model:
        return State.OK if Path(settings.local_model).expanduser().is_file() else State.DEGRADED
    if settings.openai_base_url:
        _call(settings.openai_base_url, 80)
    failed = copilot.tally.latest(MODEL_CALLS, "failed")
    answered = copilot.tally.latest(MODEL_CALLS, "answered")
    recent = failed is not None and copilot.clock.now() - failed < LATELY
    return State.DEGRADED if recent and failed and (answered is None or answered < failed) else State.OK


def _room(folder: Path) -> State:
    return State.OK if shutil.disk_usage(folder).free >= LEAST_ROOM else State.DEGRADED


def _heart_beats(url: str) -> bool:
    """Whether Chroma's server answers, and not only takes the call. Raises OSError or HTTPException where it can't."""
    address = urlsplit(url if "//" in url else f"//{url}")
    secure = address.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    port = address.port or (443 if secure else 8000)
    with closing(kind(address.hostname or "localhost", port, timeout=NO_ANSWER_AFTER)) as server:
        server.request("GET", "/api/v2/heartbeat")
        return server.getresponse().status == http.client.OK


def _call(url: str, port: int) -> None:
    """Raises OSError where nobody takes a call there; nothing is said."""
    address = urlsplit(url if "//" in url else f"//{url}")
    usual = 443 if address.scheme == "https" else port
    with socket.create_connection((address.hostname or "localhost", address.port or usual), NO_ANSWER_AFTER):
        pass
