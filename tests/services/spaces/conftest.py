from __future__ import annotations

import pytest

from tests.services.spaces.community import Home


@pytest.fixture
def home() -> Home:
    return Home()
