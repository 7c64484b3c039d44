"""A real PostgreSQL in a temporary folder, for the tests that ask for one."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text

HOW_TO_GET_IT = "PostgreSQL's programs are missing: run `apt-get install postgresql`"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, newest version first; None where there is none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    for folder in reversed(debian):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _owner() -> list[str]:
    # PostgreSQL refuses to run as root.
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Start a server with its data in `folder`; the URL to reach it by. It listens on loopback only."""
    found = programs()
    assert found, HOW_TO_GET_IT
    data, port = folder / "data", free_port()
    if _owner():
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    subprocess.run(
        [*_owner(), found / "initdb", "-D", data, "-A", "trust", "-U", "mentoring", "-E", "UTF8", "--no-sync"],
        check=True, capture_output=True, cwd="/",
    )  # fmt: skip
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    _control(folder, "-o", options, "-w", "-l", folder / "log", "start")
    try:
        yield f"postgresql+psycopg://mentoring@127.0.0.1:{port}/postgres"
    finally:
        _control(folder, "-m", "immediate", "stop")


class Template:
    """A database that is made once and copied for each test.

    Args:
        server: the address of a database of a running server.
    """

    def __init__(self, server: str) -> None:
        self._server = server
        self._numbers = count()
        self.url = self._created("made")

    @contextmanager
    def copied(self) -> Iterator[str]:
        """The address of a copy, which is dropped afterwards; nobody may be connected with the template then."""
        name = f"copy_{next(self._numbers)}"
        yield self._created(name, "TEMPLATE made STRATEGY FILE_COPY")
        self._tell(f"DROP DATABASE {name} WITH (FORCE)")

    def _created(self, name: str, like: str = "") -> str:
        self._tell(f"CREATE DATABASE {name} {like}")
        return f"{self._server.rpartition('/')[0]}/{name}"

    def _tell(self, words: str) -> None:
        engine = create_engine(self._server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(words))


def restart(folder: Path) -> None:
    """Stop the server there as a power cut would, and start it again as it was; connections are lost."""
    _control(folder, "-m", "immediate", "-w", "-l", folder / "log", "restart")


def _control(folder: Path, *words: str | Path) -> None:
    found = programs()
    assert found, HOW_TO_GET_IT
    command = [*_owner(), found / "pg_ctl", "-D", folder / "data", *words]
    subprocess.run(command, check=True, capture_output=True, cwd="/")
