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
from copilot.choosing import SystemClock
from copilot.domain.asking import Asker
from copilot.domain.tallies import DELIVERIES, ROUNDS
from copilot.errors import Conflict
from copilot.ports import UNCOUNTED, Tally
from copilot.services.nudges.round_told import NudgeRound
from copilot.services.outbox import Round
from copilot.services.retention.service import Gone
from copilot.settings import Settings
from copilot.stores.tally import TallyInMemory
from ui.web.delivering import Rounds


def _copilot(deliver: Callable[[Asker], Any], tally: Tally = UNCOUNTED) -> Copilot:
    return cast(
        "Copilot",
        SimpleNamespace(webhooks=SimpleNamespace(deliver=deliver), tally=tally, settings=Settings()),
    )


def test_a_round_that_fails_is_followed_by_the_next(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    faults: list[Exception] = [RecursionError("secretsecret"), Conflict("The home is busy.")]
    went_on = threading.Event()

    def deliver(asker: Asker) -> Any:
        if faults:
            raise faults.pop(0)
        went_on.set()
        return Round(sent=2, put_off=1)

    tally = TallyInMemory(SystemClock())
    rounds = Rounds(_copilot(deliver, tally), seconds=0.001)
    rounds.start()
    assert went_on.wait(5)
    rounds.stop()
    assert "RecursionError" in caplog.text
    assert "The home is busy." in caplog.text
    assert "secretsecret" not in caplog.text
    assert tally.counts(ROUNDS)["webhooks", "failed"] == 2
    assert tally.latest(ROUNDS, "webhooks", "done") is not None
    done = tally.counts(ROUNDS)["webhooks", "done"]
    assert tally.counts(DELIVERIES) == {("sent",): 2 * done, ("put_off",): done}


class _Sending:
    """A copilot of which the rounds see what is sent alone; nudges go to a server that hangs."""

    def __init__(self) -> None:
        self.webhooks = self.nudge_sending = self
        self.delivered = 0
        self.began = 0
        self.third, self.hangs, self.let_go = threading.Event(), threading.Event(), threading.Event()
        self.told_to_end = False
        self.tally = UNCOUNTED
        self.settings = Settings()

    def deliver(self, asker: Asker) -> Any:
        self.delivered += 1
        if self.delivered == 3:
            self.third.set()
        return Round()

    def send(self, asker: Asker, going_on: Callable[[], bool]) -> Any:
        self.began += 1
        self.hangs.set()
        while going_on() and not self.let_go.wait(0.005):
            pass
        self.told_to_end = not going_on()
        return NudgeRound()


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
        return Round()

    rounds = Rounds(_copilot(deliver), seconds=0.002)
    rounds.start()
    assert going.wait(5)
    began = time.monotonic()
    rounds.stop()
    assert time.monotonic() - began < 5
    let_go.set()


def test_what_is_kept_long_enough_goes_in_rounds_of_its_own_where_a_limit_is_set() -> None:
    looked = threading.Event()

    class Keeping(_Sending):
        """One whose rooms are looked through."""

        def daily(self, asker: Asker) -> Any:
            looked.set()
            return Gone(gone={}, unfinished="Somebody is reading.")

    copilot = Keeping()
    copilot.retention = copilot  # type: ignore[attr-defined]
    rounds = Rounds(cast("Copilot", copilot), seconds=0.0005, retention=True)
    rounds.start()
    assert looked.wait(5)
    rounds.stop()
    looked.clear()
    rounds = Rounds(cast("Copilot", copilot), seconds=0.0005)
    rounds.start()
    assert copilot.third.wait(5)
    rounds.stop()
    assert not looked.is_set()
