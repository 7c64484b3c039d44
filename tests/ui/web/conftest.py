from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from copilot.app import Copilot
from tests.ui.web.community import PERSONAS, open_community

LOOPBACK = ("127.0.0.1", 50000)
ADDRESS = "http://127.0.0.1:7860"


@pytest.fixture(scope="session")
def community(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    """A home that these tests read and don't change."""
    copilot = open_community(tmp_path_factory.mktemp("web") / "home")
    yield copilot
    copilot.close()


@pytest.fixture(scope="session")
def app(community: Copilot) -> FastAPI:
    """The web app over it."""
    from ui.web.serve import create_app

    return create_app(community, PERSONAS)


@pytest.fixture
def browser(app: FastAPI) -> TestClient:
    """Somebody on this machine, not signed in."""
    return TestClient(
        app, base_url=ADDRESS, client=LOOPBACK, follow_redirects=False, headers={"accept": "text/html"}
    )


@pytest.fixture
def home_folder(tmp_path: Path) -> Path:
    """An empty folder to be a home."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder
