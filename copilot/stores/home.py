"""The home: one folder with the database and the indexes of an installation."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, select

from copilot.errors import HomeUnusable
from copilot.stores.backups import placing
from copilot.stores.database import WRITING, open_engine
from copilot.stores.encryption_schema import encryption_keys
from copilot.stores.keyring import NO_KEYS, Keyring, missing

DATABASE = "mentoring.sqlite3"
IN_MEMORY = "sqlite://"


class Home:
    """Where an installation keeps its things.

    Args:
        folder: the home's folder; made on the first write.
        database_url: PostgreSQL instead of the SQLite file in the folder.
        for_writing: make the folder where it is missing. Reading a home that isn't there is reading an empty one.
        keyring: what confidential words are sealed with. KeyMissing where words here need a key that isn't on it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str = "",
        for_writing: bool = True,
        keyring: Keyring = NO_KEYS,
    ) -> None:
        self.folder = folder
        if for_writing:
            self._make_folder()
        if folder.exists() and not folder.is_dir():
            raise HomeUnusable(
                "This is a file, not a home.", place=str(folder), cure="Name a folder with --home."
            )
        exists = bool(database_url) or (folder / DATABASE).exists() or for_writing
        self.url = database_url or (f"sqlite:///{folder / DATABASE}" if exists else IN_MEMORY)
        self.engine: Engine = open_engine(self.url, str(folder), keyring)
        self._migrate()
        placing.finish(folder, self.engine)
        self._require(keyring)

    @property
    def guides_index(self) -> Path:
        """The folder of the guides' vectors."""
        return self.folder / "index" / "guides"

    @property
    def members_index(self) -> Path:
        """The folder of the profiles' vectors."""
        return self.folder / "index" / "members"

    @property
    def uploads(self) -> Path:
        """The folder into which the web app takes files, until they are read."""
        return self.folder / "uploads"

    @property
    def encoder_dtype(self) -> Path:
        """The file that keeps which precision was fastest on this machine."""
        return self.folder / "encoder-dtype"

    def close(self) -> None:
        """Give the database connections back."""
        self.engine.dispose()

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as fault:
            raise HomeUnusable(
                f"The home's folder cannot be made: {fault.strerror}.",
                place=str(self.folder),
                cure="Choose another with --home or MENTORING_HOME, or change its permissions.",
            ) from fault

    def _migrate(self) -> None:
        script = ScriptDirectory.from_config(migrations())
        with self.engine.connect() as connection:
            if self._revision(connection, script) == script.get_current_head():
                return
        # Two processes may open a new home at once: the second waits, and finds the work done.
        with self.engine.execution_options(**WRITING).begin() as connection:
            if self._revision(connection, script) != script.get_current_head():
                config = migrations()
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

    def _require(self, keyring: Keyring) -> None:
        """That no key is missing, before anybody writes beside words that can't be read."""
        with self.engine.connect() as connection:
            needed = set(connection.execute(select(encryption_keys.c.id)).scalars())
        if lost := needed.difference(keyring.ids):
            self.close()
            raise missing(lost, str(self.folder))

    def _revision(self, connection: Connection, script: ScriptDirectory) -> str | None:
        current = MigrationContext.configure(connection).get_current_revision()
        if current and current not in {step.revision for step in script.walk_revisions()}:
            raise HomeUnusable(
                "This home was made by a newer version of Mentoring Copilot.",
                place=str(self.folder),
                cure="Upgrade this installation, or use another home.",
            )
        return current


def migrations() -> Config:
    """Alembic's configuration; the scripts are part of the package."""
    config = Config()
    config.set_main_option("script_location", "copilot.stores:migrations")
    config.set_main_option("path_separator", "os")
    return config
