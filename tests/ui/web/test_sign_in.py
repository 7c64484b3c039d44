from __future__ import annotations

import stat
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from copilot.app import Copilot
from copilot.errors import HomeUnusable, NotAllowed
from tests.ui.web.community import PERSONAS
from ui.web.desk import Desk
from ui.web.sign_in import SECRET_FILE, session_secret


def _signed_in(browser: TestClient, member: str) -> TestClient:
    assert browser.post("/sign-in", data={"member": member}).status_code == 303
    return browser


def test_the_page_has_a_button_for_each_persona_and_one_heading(browser: TestClient) -> None:
    page = browser.get("/sign-in").text
    assert page.count("<h1>") == 1
    assert all(f'value="{member}"' in page for member in PERSONAS)
    assert "Amara Okafor" in page


def test_it_needs_no_script(browser: TestClient) -> None:
    answer = browser.get("/sign-in")
    assert "<script" not in answer.text
    assert "script-src 'self';" in f"{answer.headers['content-security-policy']};"


@pytest.mark.parametrize("path", ["/", "/ask", "/matches", "/guide/feedback/sbi.md", "/draft/d1.md"])
def test_a_stranger_is_sent_to_the_sign_in_page(browser: TestClient, path: str) -> None:
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize("path", ["/config", "/gradio_api/info"])
def test_a_strangers_program_is_refused(browser: TestClient, path: str) -> None:
    assert browser.get(path, headers={"accept": "application/json"}).status_code == 401


def test_a_strangers_call_of_a_handler_is_refused(browser: TestClient) -> None:
    call = {"data": [], "fn_index": 0, "session_hash": "abc"}
    assert browser.post("/gradio_api/queue/join", json=call).status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: TestClient) -> None:
    cookie = browser.post("/sign-in", data={"member": "m1"}).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


@pytest.mark.parametrize("member", ["m6", "operator", "", "m1 ", "../m1"])
def test_nobody_but_a_persona_can_be_signed_in_as(browser: TestClient, member: str) -> None:
    assert browser.post("/sign-in", data={"member": member}).status_code == 403
    assert browser.get("/").headers["location"] == "/sign-in"


def test_a_cookie_signed_with_another_key_is_worth_nothing(browser: TestClient) -> None:
    browser.cookies.set("mentoring", "eyJtZW1iZXIiOiAibTEifQ==.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert browser.get("/").headers["location"] == "/sign-in"


def test_signing_out_ends_it(browser: TestClient) -> None:
    _signed_in(browser, "m1")
    assert browser.get("/").status_code == 200
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    assert browser.get("/").headers["location"] == "/sign-in"


def test_another_sites_form_signs_nobody_in(browser: TestClient) -> None:
    answer = browser.post("/sign-in", data={"member": "m1"}, headers={"origin": "http://evil.example"})
    assert answer.status_code == 403


def test_a_page_that_is_not_hers_leads_back_to_her_first(browser: TestClient) -> None:
    _signed_in(browser, "m1")
    assert browser.get("/matches").headers["location"] == "/"
    assert browser.get("/goals").status_code == 200


def test_without_personas_nobody_can_sign_in_and_the_page_says_what_to_do(community: Copilot) -> None:
    from tests.ui.web.conftest import ADDRESS, LOOPBACK
    from ui.web.serve import create_app

    alone = TestClient(create_app(community, None), base_url=ADDRESS, client=LOOPBACK)
    assert "mentoring demo" in alone.get("/sign-in").text
    assert alone.post("/sign-in", data={"member": "m1"}).status_code == 403


def test_somebody_elses_draft_and_one_that_is_not_there_look_the_same(browser: TestClient) -> None:
    _signed_in(browser, "m1")
    answer = browser.get("/draft/d404.md")
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


def test_whoever_is_not_signed_in_never_becomes_the_operator(community: Copilot) -> None:
    class Nobody:
        username = None
        query_params: dict[str, str] = {}

    with pytest.raises(NotAllowed, match="signed out"):
        Desk(community).asker(Nobody())


def test_the_key_is_made_once_and_readable_by_its_owner_alone(home_folder: Path) -> None:
    key = session_secret(home_folder)
    assert len(key) >= 48
    assert session_secret(home_folder) == key
    assert stat.S_IMODE((home_folder / SECRET_FILE).stat().st_mode) == 0o600
    assert [file.name for file in home_folder.iterdir()] == [SECRET_FILE]


def test_a_home_where_the_key_cannot_be_kept_is_told_with_a_cure(tmp_path: Path) -> None:
    with pytest.raises(HomeUnusable) as told:
        session_secret(tmp_path / "not there")
    assert told.value.cure


def test_two_homes_have_two_keys(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    assert session_secret(tmp_path / "one") != session_secret(tmp_path / "two")


def test_the_app_says_nothing_of_its_api(app: FastAPI, browser: TestClient) -> None:
    _signed_in(browser, "m1")
    for path in ("/docs", "/openapi.json", "/redoc"):
        assert browser.get(path).status_code in (303, 404)
