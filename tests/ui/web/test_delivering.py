"""The web app's rounds: they go on, whatever one of them came upon."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from copilot.app import Copilot
from copilot.domain.asking import Asker
from copilot.errors import Conflict
from ui.web.delivering import Rounds


def test_a_round_that_fails_is_followed_by_the_next(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    faults: list[Exception] = [RecursionError("secretsecret"), Conflict("The home is busy.")]
    went_on = threading.Event()

    def deliver(asker: Asker) -> Any:
        if faults:
            raise faults.pop(0)
        went_on.set()

    rounds = Rounds(
        cast("Copilot", SimpleNamespace(webhooks=SimpleNamespace(deliver=deliver))), seconds=0.001
    )
    rounds.start()
    assert went_on.wait(5)
    rounds.stop()
    assert "RecursionError" in caplog.text
    assert "The home is busy." in caplog.text
    assert "secretsecret" not in caplog.text


class _Sending:
    """A copilot of which the rounds see what is sent alone; nudges go to a server that hangs."""

    def __init__(self) -> None:
        self.webhooks = self.nudge_sending = self
        self.delivered = 0
        self.began = 0
        self.third, self.hangs, self.let_go = threading.Event(), threading.Event(), threading.Event()
        self.told_to_end = False

    def deliver(self, asker: Asker) -> Any:
        self.delivered += 1
        if self.delivered == 3:
            self.third.set()

    def send(self, asker: Asker, going_on: Callable[[], bool]) -> Any:
        self.began += 1
        self.hangs.set()
        while going_on() and not self.let_go.wait(0.005):
            pass
        self.told_to_end = not going_on()


def test_a_round_of_nudges_that_hangs_holds_up_no_webhook_and_is_the_only_one() -> None:
    copilot = _Sending()
    rounds = Rounds(cast("Copilot", copilot), seconds=0.005, nudges=True)
    rounds.start()
    assert copilot.hangs.wait(5)
    copilot.delivered = 0
    assert copilot.third.wait(5)
    assert copilot.began == 1
    rounds.stop()
    assert copilot.told_to_end


def test_without_the_setting_no_nudge_is_sent_by_itself() -> None:
    copilot = _Sending()
    rounds = Rounds(cast("Copilot", copilot), seconds=0.002)
    rounds.start()
    assert copilot.third.wait(5)
    rounds.stop()
    assert copilot.began == 0


def test_the_app_ends_though_a_round_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.web.delivering.LAST_ROUND", 0.05)
    going, let_go = threading.Event(), threading.Event()

    def deliver(asker: Asker) -> Any:
        going.set()
        let_go.wait(10)

    rounds = Rounds(
        cast("Copilot", SimpleNamespace(webhooks=SimpleNamespace(deliver=deliver))), seconds=0.002
    )
    rounds.start()
    assert going.wait(5)
    began = time.monotonic()
    rounds.stop()
    assert time.monotonic() - began < 5
    let_go.set()
