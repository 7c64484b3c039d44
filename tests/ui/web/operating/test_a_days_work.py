"""A day's work over the whole app, with planted words everywhere: none of them comes into the logs or the figures."""

from __future__ import annotations

import json
import logging
import re
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from sqlalchemy import text

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from copilot.domain.relationships import Goal, Note
from tests.fakes.encoder import WordEncoder
from tests.ui.web.calling import Caller
from tests.ui.web.community import NOW, PERSONAS, SECRET, open_community
from ui.web.operating.logs import set_up
from ui.web.serve import create_app, server_config

pytestmark = [
    pytest.mark.slow,
    # The server runs in this process; Gradio 6.31 uses two things that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]
MAIL = "amara.okafor@example.org"
TYPED = f"Zwetschgenkuchen for Amara Okafor, {MAIL}, call +351 912 345 678"
PASSWORD = "Rhabarberkompott-und-Streusel-9"
KEY = "sk-planted-key-0123456789"
TOKEN = "calendar-token-Blaubeerpfannkuchen"
NAMES = ("Amara", "Okafor", "Ingrid", "Solheim", "Priya", "Raman", "Figueiredo", "Kofi", "Mensah", "Wei Ling")
PLANTED = (
    *NAMES,
    MAIL,
    "example.org",
    "Zwetschgenkuchen",
    "912 345",
    PASSWORD,
    KEY,
    TOKEN,
    SECRET,
    "steering group",
)
BAD_ROSTER = f"id,name,email,roles\nm99,Amara Okafor,{MAIL},astronaut\nm98,,{MAIL},mentee\n"


@dataclass(frozen=True)
class Day:
    """What was left behind."""

    logged: str
    printed: str
    figures: str
    cookies: tuple[str, ...]

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.logged.splitlines() if line.startswith("{")]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    folder = tmp_path_factory.mktemp("day")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", KEY)
        copilot = open_community(folder / "home")
    vars(copilot).update(encoder=WordEncoder(), chat_client=None)
    _plant(copilot)
    with _everything_written(folder) as written:
        with _served(copilot) as address:
            cookies = _work(address, copilot)
            figures = httpx.get(f"{address}/metrics").text
        logged, printed = written()
    copilot.close()
    return Day(logged, printed, figures, cookies)


def _plant(copilot: Copilot) -> None:
    with copilot.units() as unit:
        for member in unit.members.all():
            unit.members.save(member.changed(email=MAIL if member.id == "m1" else f"{member.id}@example.org"))
        unit.goals.add(Goal(id="g9", member="m1", title=TYPED))
        unit.notes.add(Note(id="n9", session="s1", relationship="r1", author="m1", text=TYPED, at=NOW))
        unit.commit()


@contextmanager
def _everything_written(folder: Path) -> Iterator[Any]:
    """All that goes to the log, to standard output and to standard error, with debugging on."""
    root, level = logging.getLogger(), logging.getLogger().level
    kept = (
        list(root.handlers),
        sys.excepthook,
        threading.excepthook,
        sys.unraisablehook,
        sys.stdout,
        sys.stderr,
    )
    log, out = (folder / "log").open("w+", encoding="utf-8"), (folder / "out").open("w+", encoding="utf-8")
    sys.stderr = log
    set_up("json", "debug")
    sys.stdout = out

    def written() -> tuple[str, str]:
        log.flush()
        out.flush()
        return (folder / "log").read_text(encoding="utf-8"), (folder / "out").read_text(encoding="utf-8")

    yield written
    root.handlers[:], sys.excepthook, threading.excepthook, sys.unraisablehook, sys.stdout, sys.stderr = kept
    root.setLevel(level)
    logging.captureWarnings(False)
    log.close()
    out.close()


@contextmanager
def _served(copilot: Copilot) -> Iterator[str]:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(server_config(create_app(copilot, PERSONAS)))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        until = time.monotonic() + 60
        while not server.started and time.monotonic() < until:
            threading.Event().wait(0.05)
        assert server.started
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(60)


def _work(address: str, copilot: Copilot) -> tuple[str, ...]:
    """Signing in, every handler of every page with planted words, addresses with tokens, a bad file, real failures."""
    cookies = [_doors(address, copilot)]
    for member in ("m1", "m3", "m4"):
        caller = Caller(address, member)
        cookies.append(caller.http.cookies["mentoring"])
        config = caller.config()
        if member == "m1":
            list(caller.answers(_calls(config, TYPED, on_open=False), "typed"))
            _failing(caller, copilot, config)
        if member == "m4":
            _bad_file(caller, config)
        caller.http.close()
    return tuple(cookies)


def _doors(address: str, copilot: Copilot) -> str:
    """Wrong passwords, secret links, addresses that nobody has."""
    [invited] = copilot.accounts.invite(OPERATOR, ["m1"])
    with httpx.Client(base_url=address, headers={"origin": address}) as somebody:
        for name in (MAIL, "Amara Okafor", "m1"):
            somebody.post("/sign-in", data={"name": name, "password": PASSWORD})
        somebody.get("/invitation", params={"token": invited.token})
        choice = {"token": invited.token, "password": PASSWORD, "again": PASSWORD}
        assert somebody.post("/invitation", data=choice).status_code == 303
        assert somebody.post("/sign-in", data={"name": MAIL, "password": PASSWORD}).status_code == 303
        for path in (
            f"/calendar/{TOKEN}.ics", f"/nudges/stop/{TOKEN}", f"/{MAIL}", "/draft/d7.docx", f"/guide/{TYPED}",
            f"/credentials/badges/{TOKEN}", f"/goals?member=m7&name={MAIL}", "/gradio_api/file=Amara",
        ):  # fmt: skip
            somebody.get(
                path, headers={"x-request-id": MAIL, "user-agent": TYPED, "referer": f"http://x/{TOKEN}"}
            )
        somebody.post("/gradio_api/queue/join", content=TYPED)
        return str(somebody.cookies["mentoring"])


def _calls(config: dict[str, Any], word: str, *, on_open: bool) -> Iterator[tuple[int, list[Any]]]:
    """Each handler with these words in its boxes: those that run when a page is opened, or the others."""
    kinds = {each["id"]: each["type"] for each in config["components"]}
    values = {
        "textbox": word,
        "dropdown": word,
        "radio": word,
        "checkboxgroup": [word],
        "checkbox": True,
        "number": 1,
    }
    for each in config["dependencies"]:
        opens = any(event == "load" for _, event in each["targets"])
        if each["backend_fn"] and opens is on_open:
            yield each["id"], [values.get(kinds[one]) for one in each["inputs"]]


def _bad_file(caller: Caller, config: dict[str, Any]) -> None:
    [path] = caller.http.post(
        "/gradio_api/upload", files={"files": ("amara-okafor.csv", BAD_ROSTER.encode(), "text/csv")}
    ).json()
    kinds = {each["id"]: each["type"] for each in config["components"]}
    file = {"path": path, "orig_name": "amara-okafor.csv", "meta": {"_type": "gradio.FileData"}}
    takers = [
        (each["id"], [file if kinds[one] == "file" else True for one in each["inputs"]])
        for each in config["dependencies"]
        if each["backend_fn"] and any(kinds[one] == "file" for one in each["inputs"])
    ]
    assert takers
    told = "".join(caller.answers(takers, "file"))
    assert "astronaut" in told


def _failing(caller: Caller, copilot: Copilot, config: dict[str, Any]) -> None:
    """Rows that no program wrote: what is said of them quotes what is in them."""
    with copilot.home.engine.begin() as connection:
        kept = connection.execute(text("SELECT id, due FROM goals WHERE id = 'g9'")).one()
        connection.execute(
            text("UPDATE goals SET progress = 4711, due = :due WHERE id = 'g9'"), {"due": TYPED}
        )
    told = list(caller.answers(_calls(config, TYPED, on_open=True), "failing"))
    assert any("Something here failed" in one for one in told)
    caller.http.get("/me/about-me.json")
    with copilot.home.engine.begin() as connection:
        connection.execute(
            text("UPDATE goals SET progress = 0, due = :due WHERE id = 'g9'"), {"due": kept.due}
        )


def test_no_word_of_anybody_is_in_the_logs(day: Day) -> None:
    assert [word for word in (*PLANTED, *day.cookies) if word in day.logged] == []
    assert re.findall(r'"[^"]*\b[mrgnsd][1-9]\b[^"]*"', day.logged) == []


def test_nothing_is_printed_beside_the_log(day: Day) -> None:
    assert day.printed == ""
    assert [line for line in day.logged.splitlines() if not line.startswith("{")] == []


def test_no_word_of_anybody_is_in_the_figures(day: Day) -> None:
    assert [word for word in (*PLANTED, *day.cookies) if word in day.figures] == []
    assert re.findall(r'"[^"]*\b[mrgnsd][1-9]\b[^"]*"', day.figures) == []


def test_the_day_was_told(day: Day) -> None:
    """Else there would be nothing to find."""
    requests = [line for line in day.lines if line["logger"] == "ui.web.requests"]
    assert len(requests) > 300
    assert {line["status"] for line in requests} >= {200, 303, 403, 404, 500}
    assert {"/calendar/{secret}.ics", "/nudges/stop/{secret}", "/sign-in", "/goals"} <= {
        line["route"] for line in requests
    }
    assert all(line["request_id"] and line["duration_ms"] >= 0 for line in requests)


def test_what_failed_is_told_with_its_type_its_place_and_its_request(day: Day) -> None:
    failed = [line for line in day.lines if line["logger"] == "ui.web.page"]
    assert failed
    assert all(line["error"] and line["at"] for line in failed)
    joined = {line["request_id"] for line in day.lines if line.get("route") == "/gradio_api/queue/join"}
    assert {line["request_id"] for line in failed} <= joined


def test_the_day_was_counted(day: Day) -> None:
    def counted(name: str, labels: str = "") -> float:
        found = re.findall(rf"^{name}{re.escape(labels)}[^ ]* ([0-9.e+]+)$", day.figures, re.MULTILINE)
        return sum(map(float, found))

    assert counted("mentoring_sign_ins_total", '{outcome="in",way="persona"}') == 3
    assert counted("mentoring_sign_ins_total", '{outcome="in",way="password"}') == 1
    assert counted("mentoring_sign_ins_total", '{outcome="refused",way="password"}') == 3
    assert counted("mentoring_questions_total") > 0
    assert counted("mentoring_drafts_total") > 0
    assert counted("mentoring_http_requests_total", '{method="POST",route="/sign-in"') == 7
    assert counted("mentoring_http_request_duration_seconds_count") == counted(
        "mentoring_http_requests_total"
    )
    assert counted("mentoring_database_connections_most") > 0
