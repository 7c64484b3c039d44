"""What the database's own faults are called."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import errors
from sqlalchemy.exc import OperationalError

from copilot.stores.database import _sentence


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            psycopg.OperationalError("connection failed: FATAL:  the database system is starting up"),
            "starting",
        ),
        (psycopg.OperationalError("FATAL:  the database system is shutting down"), "starting or stopping"),
        (errors.AdminShutdown("terminating connection due to administrator command"), "starting or stopping"),
        (errors.CrashShutdown("terminating connection because of crash"), "starting or stopping"),
        (
            psycopg.OperationalError('FATAL:  password authentication failed for user "a"'),
            "does not let you in",
        ),
        (psycopg.OperationalError("connection refused"), "does not answer"),
    ],
)
def test_a_server_that_is_not_there_yet_is_told_from_one_that_refuses(fault: Exception, said: str) -> None:
    told = _sentence(OperationalError("SELECT 1", {}, fault), "home")
    assert said in told.message
    assert told.cure
