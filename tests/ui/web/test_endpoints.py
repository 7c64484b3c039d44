"""Every address and every endpoint of the app, as its own lists have them: a new one is covered without a word here."""

from __future__ import annotations

import json
import logging
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from starlette.routing import Mount, Route

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.relationships import Goal, Note, Session
from copilot.stores.home import DATABASE
from tests.fakes.encoder import WordEncoder
from tests.ui.web.calling import Caller
from tests.ui.web.community import NOW, PERSONAS, SECRET, open_community
from tests.ui.web.visiting import served
from ui.web.doors import FOR_ALL, OF_GRADIO
from ui.web.pages import every_page

pytestmark = [
    pytest.mark.slow,
    # The server runs in this process; Gradio 6.31 uses two things that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]
KEY = "sk-planted-key-0123456789"
OTHERS_WORDS = "Words that Priya keeps to herself"
OTHERS_IDS = ("m7", "r2", "g7", "d7", "s7", "n7")
"""Of Priya (m7): herself, her relationship, her goal, her draft, her session, her note."""
HERS = {
    "members": "id", "goals": "member", "drafts": "about", "notes": "relationship", "sessions": "relationship",
    "actions": "relationship", "moments": "member", "choices": "member", "nominations": "member",
}  # fmt: skip
"""Table → the column by which a row is Priya's."""
READ_BY_ALL = re.compile(r"/(?:sign-in|sign-out|invitation|look(?:/|$)|credentials/(?:issuer|keys)$)")
"""Who signs badges, and with which public keys, is for whoever checks one; a badge itself only where it is shown."""
TURNED_AWAY = {303, 307, 400, 401, 403, 404, 405, 413, 422, 429}
LIVE = re.compile(r"<(?:img|script|iframe|link|video|a)\b[^>]*(?:https?:)?//evil", re.IGNORECASE)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    """The community; Priya has one of everything. A key is set, so that it could be told."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", KEY)
        copilot = open_community(tmp_path_factory.mktemp("endpoints") / "home")
    vars(copilot).update(encoder=WordEncoder(), chat_client=None)
    with copilot.units() as unit:
        unit.goals.add(Goal(id="g7", member="m7", title=OTHERS_WORDS))
        unit.sessions.add(
            Session(id="s7", relationship="r2", at=NOW - timedelta(days=3), topic=OTHERS_WORDS, state="held")
        )
        unit.notes.add(Note(id="n7", session="s7", relationship="r2", author="m7", text=OTHERS_WORDS, at=NOW))
        unit.drafts.add(_draft())
        unit.commit()
    yield copilot
    copilot.close()


def _draft() -> Draft:
    return Draft(
        id="d7", kind=DraftKind.GOAL_PLAN, writer="embedded", about="m7", owners=frozenset({"m7"}), made_by="m7",
        markdown=OTHERS_WORDS, created=NOW,
    )  # fmt: skip


@pytest.fixture(scope="module")
def app(home: Copilot) -> FastAPI:
    """The web app; to build it takes longest, so that it is built once."""
    from ui.web.serve import create_app

    return create_app(home, PERSONAS)


@pytest.fixture(scope="module")
def address(home: Copilot, app: FastAPI) -> Iterator[str]:
    """The same, really served."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ui.web.serve.create_app", lambda *_: app)
        with served(home) as address:
            yield address


Call = Callable[..., Caller]


@pytest.fixture
def call(address: str) -> Iterator[Call]:
    """Makes callers, signed in as a member or nobody, and hangs up for them."""
    made: list[Caller] = []

    def somebody(member: str = "") -> Caller:
        made.append(Caller(address, member))
        return made[-1]

    yield somebody
    for each in made:
        each.http.close()


def _routes_of(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Every method and path, those of Gradio among them, with something in the place of parameters."""
    for route in app.routes:
        if isinstance(route, Mount) and isinstance(route.app, FastAPI):
            yield from _routes_of(route.app)
        elif isinstance(route, Route):
            path = re.sub(
                r"\{(\w+)(?::\w+)?\}", lambda found: "3" if found[1].endswith("_id") else "m7", route.path
            )
            yield from ((method, path) for method in route.methods or ())


def _gradios(app: FastAPI) -> list[tuple[str, str]]:
    below = [route.app for route in app.routes if isinstance(route, Mount) and isinstance(route.app, FastAPI)]
    return sorted({found for each in below for found in _routes_of(each)})


def test_a_stranger_gets_nothing_from_any_address(call: Call, app: FastAPI) -> None:
    stranger = call()
    told = []
    for method, path in sorted(set(_routes_of(app))):
        if READ_BY_ALL.match(path) or FOR_ALL.match(path):
            continue
        answer = stranger.http.request(method, path, json={} if method == "POST" else None)
        if answer.status_code not in TURNED_AWAY:
            told.append(f"{method} {path}: {answer.status_code} {answer.text[:80]}")
    assert told == []


def test_what_pages_do_not_need_of_gradio_is_not_there(call: Call, app: FastAPI) -> None:
    pages = {f"/{page.path}" for page in every_page()}
    member = call("m1")
    there = []
    for method, path in _gradios(app):
        if path.rstrip("/") in pages | {""} or FOR_ALL.match(path) or OF_GRADIO.match(path):
            continue
        answer = member.http.request(method, path, json={} if method == "POST" else None)
        if answer.status_code not in (403, 404, 405):
            there.append(f"{method} {path}: {answer.status_code}")
    assert there == []


@pytest.mark.parametrize("told", ["/etc/passwd", "{home}/mentoring.sqlite3", "../../../../etc/passwd"])
@pytest.mark.parametrize(
    "way",
    ["/gradio_api/file={}", "/gradio_api/file/{}", "/file={}", "/static/{}", "/assets/{}", "/look/{}", "/guide/{}"],
)  # fmt: skip
def test_no_file_outside_the_program_is_served(call: Call, home: Copilot, way: str, told: str) -> None:
    path = told.format(home=home.home.folder)
    member = call("m4")
    for written in (
        path,
        quote(path, safe=""),
        quote(path.replace("/", "%2f"), safe="%"),
        f"/{path}",
        f"..%2f{path}",
    ):
        answer = member.http.get(way.format(written))
        assert answer.status_code in (303, 400, 403, 404), (written, answer.status_code)
        assert b"root:" not in answer.content
        assert b"SQLite format" not in answer.content


def test_a_link_from_the_uploads_to_a_file_outside_is_not_followed(call: Call, home: Copilot) -> None:
    uploads = home.home.folder / "uploads"
    uploads.mkdir(exist_ok=True)
    link = uploads / "roster.csv"
    link.symlink_to(home.home.folder / DATABASE)
    member = call("m4")
    assert member.http.get(f"/gradio_api/file={link}").status_code == 404
    assert member.join(0, [{"path": str(link)}], "links").status_code == 400


@pytest.mark.parametrize(
    "path",
    ["http://127.0.0.1:9/x.csv", "http://evil.example/x.csv", "/etc/passwd", "file:///etc/passwd", "../x"],
)
def test_nothing_is_fetched_or_read_for_a_file_input(call: Call, path: str) -> None:
    """A server that fetches what it is told is a way into the network behind it (SSRF)."""
    member = call("m4")
    file = {"path": path, "url": path, "meta": {"_type": "gradio.FileData"}}
    assert member.join(0, [[file]], "fetch").status_code == 400
    assert member.http.get(f"/gradio_api/proxy={path}").status_code == 404
    assert member.http.get(f"/gradio_api/file={path}").status_code == 404


def test_browsers_keep_the_program_and_nothing_that_is_somebodys(call: Call) -> None:
    member = call("m1")
    page = member.http.get("/")
    [asset, *_] = re.findall(r'(?:src|href)="\.?(/assets/[^"]+)"', page.text)
    assert "immutable" in member.http.get(asset).headers["cache-control"]
    assert page.headers["cache-control"] == "no-store"


def test_a_session_answers_only_to_the_member_who_opened_it(call: Call) -> None:
    one, other = call("m1"), call("m2")
    assert one.join(0, [], "of-m1").status_code == 200
    assert other.join(0, [], "of-m1").status_code == 403
    for path in ("/gradio_api/queue/data?session_hash=of-m1", "/gradio_api/heartbeat/of-m1"):
        assert other.http.get(path).status_code == 403
    body = {"session_hash": "of-m1", "fn_index": 0, "event_id": "x"}
    assert other.http.post("/gradio_api/cancel", json=body).status_code == 403
    assert call().http.get("/gradio_api/heartbeat/of-m1").status_code == 401


@pytest.mark.parametrize(("member", "ids"), [("m1", OTHERS_IDS), ("m3", ("r2",)), ("m4", ("r2",))])
def test_no_endpoint_tells_or_changes_what_is_somebody_elses(
    call: Call, home: Copilot, member: str, ids: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    [invited] = home.accounts.invite(OPERATOR, ["m8"])
    caller = call(member)
    before = _of_priya(home)
    secrets = (KEY, invited.token, caller.http.cookies["mentoring"])
    private = (OTHERS_WORDS, SECRET)
    heard: list[str] = [caller.http.get(f"/{page.path}").text for page in every_page()]
    heard.append(caller.http.get("/config").text)
    config = caller.config()
    for n, id_ in enumerate(ids):
        heard += caller.answers(_calls(config, id_, first=n == 0), f"{member}-{n}")
    said = "\n".join(heard)
    assert [words for words in private if words in said] == []
    # The caller's own client logs what it sends; that is no log of ours.
    logged = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith("http"))
    assert [words for words in secrets if words in said or words in logged] == []
    assert "Traceback" not in said
    assert [live for markup in _markup_in(heard) for live in LIVE.findall(markup)] == []
    assert _of_priya(home) == before


def _markup_in(heard: list[str]) -> Iterator[str]:
    """What a page would render: the text of slots and whole pages. A choice of a list is text, however it looks."""
    for said in heard:
        if not said.startswith("data:"):
            yield said
            continue
        for value in _texts_in(json.loads(said[5:])):
            if "<div" in value:
                yield value


def _texts_in(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    for one in said.values() if isinstance(said, dict) else said if isinstance(said, list) else ():
        yield from _texts_in(one)


def _calls(config: dict[str, Any], id_: str, *, first: bool) -> Iterator[tuple[int, list[Any]]]:
    """Each endpoint with an id of Priya's in every input; those without inputs once."""
    kinds = {each["id"]: each["type"] for each in config["components"]}
    for dependency in config["dependencies"]:
        inputs = [_hostile(kinds[each], id_) for each in dependency["inputs"]]
        if dependency["backend_fn"] and (first or id_ in inputs or [id_] in inputs):
            yield dependency["id"], inputs


def _hostile(kind: str, id_: str) -> Any:
    values: dict[str, Any] = {
        "textbox": id_, "dropdown": id_, "radio": id_, "checkboxgroup": [id_], "checkbox": True, "number": 1,
        "slider": 1,
    }  # fmt: skip
    return values.get(kind)


def _of_priya(home: Copilot) -> dict[str, list[Any]]:
    """Every row that is hers, as it stands in the database."""
    with sqlite3.connect(home.home.folder / DATABASE) as file:
        return {
            table: sorted(file.execute(f"SELECT * FROM {table} WHERE {column} IN ('m7', 'r2')"), key=str)
            for table, column in HERS.items()
        }


def test_who_has_no_page_for_files_uploads_none(call: Call) -> None:
    files = {"files": ("notes.txt", b"hello", "text/plain")}
    assert call("m1").http.post("/gradio_api/upload", files=files).status_code == 403
    assert call("m4").http.post("/gradio_api/upload", files=files).status_code == 200
