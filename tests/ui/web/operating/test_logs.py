"""What a line of the log says, and what it never does."""

from __future__ import annotations

import ast
import io
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.errors import Conflict
from ui.web.operating.logs import OURS, JsonLines, TextLines, request_line
from ui.web.operating.request_ids import current, request_id_from

ROOT = Path(__file__).parents[4]
LOGGING = {f"log.{level}" for level in ("debug", "info", "warning", "error", "exception", "critical")}
IMPERSONAL = {
    "error", "fault",  # told by their types
    "type(fault).__name__", "where.name", "where.lineno",
    "name", "self.name",  # of a round, of a part
    "webhook.id",  # of nobody
    "request.tool_call['name']", "tool.name", "self.issuer", "self._metadata.issuer", "fault.error",  # of programs
    "in_a_word(what)", "_why(fault)",  # of programs too: what went wrong on the way to a provider
    "unfinished", "fault.description or ''", "said[:200]",  # several words: left out when the line is written
}  # fmt: skip
PLANTED = "Amara Okafor <amara@example.org> m17 sk-secret"
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """What is written as JSON by anybody."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    # As the app is served: a test that serves another way may have left it otherwise.
    monkeypatch.setattr(logging.getLogger("uvicorn"), "propagate", True)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def _failing() -> None:
    raise ValueError(PLANTED)


def test_a_request_is_one_line_with_what_one_searches_for(lines: Lines) -> None:
    mark = current.set("0123456789abcdef")
    request_line(logging.INFO, method="GET", route="/draft/{draft}.{kind}", status=200, seconds=0.0123)
    current.reset(mark)
    [line] = lines()
    assert line["request_id"] == "0123456789abcdef"
    assert (line["method"], line["route"], line["status"]) == ("GET", "/draft/{draft}.{kind}", 200)
    assert line["duration_ms"] == 12.3
    assert line["level"] == "info"
    assert line["process"] > 0
    assert line["time"].endswith("Z")


def test_of_an_error_the_type_and_the_places_are_told_and_no_word(lines: Lines) -> None:
    try:
        _failing()
    except ValueError:
        logging.getLogger("ui.web.page").exception("The work of a page failed")
    [line] = lines()
    assert line["error"] == "ValueError"
    assert line["at"][-1].startswith("tests.ui.web.operating.test_logs:_failing:")
    assert "Amara" not in json.dumps(line)
    assert "sk-secret" not in json.dumps(line)


def test_an_error_among_the_words_is_told_by_its_type(lines: Lines) -> None:
    ours = logging.getLogger("copilot.app")
    ours.warning("It waits: %s", Conflict(PLANTED, place="m17"))
    ours.warning("It waits: %s", KeyError(PLANTED))
    assert [line["message"] for line in lines()] == ["It waits: Conflict (conflict)", "It waits: KeyError"]


def test_of_other_peoples_code_only_the_place_is_told(lines: Lines) -> None:
    for name in ("httpx", "uvicorn.error", "py.warnings", "gradio", "asyncio", ""):
        logging.getLogger(name).warning("GET /calendar/%s", PLANTED)
        logging.getLogger(name).warning(f"GET /calendar/{PLANTED}")
    told = lines()
    assert len(told) == 12
    assert not any("Amara" in json.dumps(line) or "calendar" in json.dumps(line) for line in told)
    assert all("test_logs:test_of_other_peoples_code" in line["message"] for line in told)


def test_a_line_with_faulty_arguments_is_a_line_all_the_same() -> None:
    for words, arguments in (("%s and %s", ("one",)), ("a number: %d", (ValueError(PLANTED),))):
        record = logging.makeLogRecord({"name": "ui.web", "msg": words, "args": arguments})
        assert json.loads(JsonLines().format(record))["message"] == words


def test_of_what_is_put_into_a_message_only_single_words_are_told(lines: Lines) -> None:
    ours = logging.getLogger("copilot.sending")
    ours.warning(
        "At %s: %s %s %d", "https://sso.example.com/realm", "invalid_grant", "user Amara is unknown", 7
    )
    ours.warning("From %s", "amara@example.org")
    assert [line["message"] for line in lines()] == [
        "At https://sso.example.com/realm: invalid_grant … 7",
        "From …",
    ]


def test_a_line_cannot_be_broken_in_two(lines: Lines) -> None:
    logging.getLogger("ui.web").warning('one\n{"level": "%s"}', "forged\nline")
    assert len(lines()) == 1


def test_the_same_for_people(lines: Lines) -> None:
    record = logging.makeLogRecord(
        {"name": "ui.web.requests", "msg": "request", "levelname": "INFO", "told": {"status": 200}}
    )
    told = TextLines().format(record)
    assert told.endswith("INFO - ui.web.requests request status=200")
    assert "\n" not in told


@pytest.mark.parametrize(
    "said",
    ["0f8fad5b-d9cb-469f-a165-70867728950e", "7f3a9c0012345678", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "abc-1234"],
)
def test_the_id_that_a_proxy_gave_is_kept(said: str) -> None:
    assert request_id_from(said) == said


@pytest.mark.parametrize(
    "said",
    [
        "",
        "short1",
        "amara-okafor",
        "amara@example.org1",
        "a1" * 40,
        "1234 5678",
        "12345678\n",
        "1234567ä",
        "<b>12345",
    ],
)
def test_anything_else_is_replaced(said: str) -> None:
    made = request_id_from(said)
    assert made != said
    assert request_id_from(made) == made


@given(st.text(max_size=80))
def test_an_id_is_always_one_word_of_plain_letters(said: str) -> None:
    made = request_id_from(said)
    assert made.replace("-", "").replace("_", "").isalnum()
    assert made.isascii()
    assert 8 <= len(made) <= 64


def _log_calls(package: str) -> Iterator[tuple[str, ast.Call]]:
    for file in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in LOGGING:
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node


@pytest.mark.parametrize("package", OURS)
def test_what_our_own_code_says_holds_nothing_of_anybody(package: str) -> None:
    """Each message is written out in the code, and into it goes nothing but what is listed here."""
    odd = []
    for place, call in _log_calls(package):
        words, *arguments = call.args
        if not (isinstance(words, ast.Constant) and isinstance(words.value, str)):
            odd.append(f"{place}: {ast.unparse(words)}")
        odd += [f"{place}: {told}" for one in arguments if (told := ast.unparse(one)) not in IMPERSONAL]
    assert odd == []


def test_there_are_such_messages() -> None:
    assert sum(1 for package in OURS for _ in _log_calls(package)) > 8


def test_what_nobody_awaited_is_told_without_its_words() -> None:
    """In a process of its own: the places where Python hands such errors in are changed for all of it."""
    code = f"""
import threading, warnings, logging
from ui.web.operating.logs import set_up
set_up("json")
def fail(): raise ValueError({PLANTED!r})
thread = threading.Thread(target=fail); thread.start(); thread.join()
warnings.warn({PLANTED!r})
class Bad:
    def __del__(self): fail()
Bad()
fail()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    told = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line.get("error") for line in told] == ["ValueError", None, "ValueError", "ValueError"]
    assert "Amara" not in done.stderr + done.stdout
    assert "sk-secret" not in done.stderr + done.stdout
