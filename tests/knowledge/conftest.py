"""A library over a fresh database, and guides to put into it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from knowledge import records
from knowledge.library import Library
from tests.fakes import WordEncoder

FEEDBACK = """---
title: Giving feedback
audience: [mentor, mentee]
topics: [feedback]
language: en
reviewed: 2026-03-01
---

# Giving feedback

## Asking before giving feedback

Ask whether the person wants feedback now. Choose a quiet room for the feedback, and keep it short.
Never give feedback in front of others.

## Steps of SBI feedback

SBI feedback has three steps:

1. Name the situation in which it happened.
2. Describe the behaviour that you saw.
3. Say which impact the behaviour had.
"""

ENDINGS = """# Ending a mentorship

Say goodbye in a closing session. Thank each other for what was learnt.

## When the pair is stuck

Tell the programme manager that the pair is stuck, and ask for a new match.
"""


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'guides.db'}")
    records.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def opened(tmp_path: Path, engine: Engine, encoder: WordEncoder) -> Iterator[Callable[[], Library]]:
    """Opens the library; again for what a new process would see."""
    made: list[Library] = []

    def open_library() -> Library:
        for library in made:
            library.close()
        made.append(Library(engine, encoder, tmp_path / "index"))
        return made[-1]

    yield open_library
    for library in made:
        library.close()


@pytest.fixture
def library(opened: Callable[[], Library]) -> Library:
    return opened()


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    folder = tmp_path / "handbook"
    (folder / "people").mkdir(parents=True)
    (folder / "feedback.md").write_text(FEEDBACK, encoding="utf-8")
    (folder / "people" / "endings.md").write_text(ENDINGS, encoding="utf-8")
    return folder
