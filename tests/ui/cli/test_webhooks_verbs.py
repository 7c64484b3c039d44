"""The life of a webhook by commands alone, with a real receiver on this machine; and what a person reads."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sending.receiver import Receiver, receiving, status
from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

ROWS = "id,name,roles\nm1,Ada Moreau,mentee\nm2,Ben Osei,mentor\nm8,Eve Novak,manager\nm9,Dee Kim,admin\n"
SPACE = "space-programme-p1"


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with receiving() as running:
        monkeypatch.setenv("MENTORING_WEBHOOK_HOSTS", f"127.0.0.1:{running.port}")
        yield running


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    dates = ("--starts", "2026-01-01", "--ends", "2099-01-01")
    assert call("programmes", "add", "p1", "--name", "Pilot", *dates, "--manager", "m8")[0] == 0
    assert call("programmes", "enrol", "p1", "m1", "m2")[0] == 0
    return call


def said(call: Calling, *arguments: str) -> Any:
    code, document = call(*arguments)
    assert code == 0, document
    return document


def test_the_life_of_a_webhook(
    community: Calling, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{receiver.address}\n"))
    add = ("webhooks", "add", SPACE, "--channel", "slack", "--name", "#pilot", "--address", "-", "--as", "m8")
    kept = said(community, *add)
    webhook = kept["webhook"]
    assert kept["address"] == f"http://127.0.0.1:{receiver.port}/…cret"
    assert kept["kinds"] == ["post", "resource"]

    assert said(community, "webhooks", "test", webhook, "--as", "m8")["outcome"] == "sent"
    assert "This is a test" in json.dumps(receiver.said[0])

    post = said(community, "spaces", "post", SPACE, "Slides are up, @channel!", "--as", "m1")["post"]
    receiver.answers = [status(429, Retry_After="0"), status(200)]
    assert said(community, "webhooks", "deliver", "--as", "m8")["put_off"] == 1
    (waiting,) = said(community, "webhooks", "deliveries", webhook, "--as", "m8")["deliveries"]
    assert (waiting["post"], waiting["state"], waiting["tries"]) == (post, "waiting", 1)
    assert waiting["fault"] == "It asked us to come later (429)."
    for _ in range(20):
        if said(community, "webhooks", "deliver")["sent"]:
            break
    assert "Ada Moreau in Pilot" in json.dumps(receiver.said[-1])
    (sent,) = said(community, "webhooks", "deliveries", webhook, "--state", "sent", "--as", "m8")[
        "deliveries"
    ]
    assert sent["tries"] == 2

    assert said(community, "webhooks", "pause", webhook, "--as", "m8")["active"] is False
    assert said(community, "webhooks", "deliver")["sent"] == 0
    assert said(community, "webhooks", "resume", webhook, "--as", "m8")["active"] is True
    (listed,) = said(community, "webhooks", "list", "--as", "m8")["webhooks"]
    assert (listed["webhook"], listed["sent"], listed["waiting"]) == (webhook, 1, 0)
    assert said(community, "webhooks", "list", "--as", "m1")["webhooks"] == []
    assert community("webhooks", "show", webhook, "--as", "m9")[1]["error"]["code"] == "not_found"
    said(community, "webhooks", "remove", webhook, "--as", "m8")
    assert said(community, "webhooks", "list", "--as", "m8")["webhooks"] == []


def test_what_cannot_be_a_webhook_is_refused_in_a_sentence(community: Calling) -> None:
    add = ("webhooks", "add", SPACE, "--name", "#pilot", "--as", "m8")
    private = ("--channel", "slack", "--address", "http://169.254.169.254/latest")
    assert community(*add, *private)[1]["error"]["code"] == "bad_input"
    code, refused = community(*add, "--channel", "irc", "--address", "https://hooks.example.org/x")
    assert (code, refused["error"]["cure"]) == (2, "Give one of slack, teams, discord, mattermost.")


def test_a_person_reads_words(
    community: Calling, home: Path, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--as", "m8", "--home", str(home)]
    add = ["webhooks", "add", SPACE, "--channel", "teams", "--name", "Pilot", "--address", receiver.address]
    assert run_command([*add, *where]) == 0
    webhook = capsys.readouterr().out.split("Kept as ")[1].split(".")[0]
    receiver.answers = [status(404)]
    assert run_command(["webhooks", "test", webhook, *where]) == 0
    assert "no such webhook (404)" in capsys.readouterr().out
    for verb, words in (
        ("list", "in order"),
        ("show", "…cret"),
        ("deliveries", "Nothing here yet."),
        ("deliver", "0 sent, 0 put off, 0 given up."),
        ("pause", "Pilot is paused."),
        ("resume", "Pilot is sent to again."),
        ("remove", "Pilot is forgotten."),
    ):
        assert run_command(["webhooks", verb, *([] if verb == "list" else [webhook]), *where]) == 0
        out = capsys.readouterr().out
        assert words in out
        assert "secretsecret" not in out
