"""Homes for one run: made in a temporary folder, never the user's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from copilot.language.models import best_installed
from copilot.settings import Settings
from copilot.stores.home import Home
from knowledge.ports import Progress


@contextmanager
def empty_home() -> Iterator[Copilot]:
    """A copilot over a home of its own: SQLite, Chroma on disk, the embedded writer, the real encoder.

    The user's database, vector server and chat model are left out of it, whatever the environment says. The small
    encoder computes in float32 unless the environment asks for something else: which precision is fastest differs
    between machines, and figures should not.
    """
    with TemporaryDirectory(prefix="mentoring-eval-") as folder:
        home = Path(folder) / "home"
        copilot = Copilot(apart(Settings()).model_copy(update={"home": home}), Home(home))
        try:
            yield copilot
        finally:
            copilot.close()


def apart(settings: Settings) -> Settings:
    """The settings without the user's database, vector server and chat model; the small encoder computes in float32."""
    elsewhere = {"database_url": "", "chroma_url": "", "openai_api_key": SecretStr(""), "openai_base_url": ""}
    # The large encoder takes six times as long in float32; its figures may differ in the third digit between machines.
    small = (settings.encoder or best_installed()) == "minilm" and settings.encoder_dtype == "auto"
    exact = {"encoder_dtype": "float32"} if small else {}
    return settings.model_copy(update=elsewhere | exact)


@contextmanager
def guides_home(progress: Progress | None = None) -> Iterator[Copilot]:
    """The same with the guides that ship."""
    with empty_home() as copilot:
        copilot.guides.add(OPERATOR, (), builtin=True, progress=progress)
        yield copilot


@contextmanager
def community_home(progress: Progress | None = None) -> Iterator[Copilot]:
    """The same with the sample community and the guides."""
    # Imported here: the suites about guides don't need the community's texts.
    from copilot.demo.loading import load

    with empty_home() as copilot:
        load(copilot, progress)
        yield copilot
