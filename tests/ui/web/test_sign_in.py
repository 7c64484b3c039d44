from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from copilot.errors import NotAllowed
from copilot.services.accounts.signing_in import SignInService
from copilot.settings import Settings
from copilot.stores.accounts import SqlAddresses
from copilot.stores.password_hashes import Argon2Passwords
from tests.fakes import FixedClock
from tests.ui.web.community import PERSONAS, open_community
from tests.ui.web.conftest import ADDRESS, LOOPBACK
from ui.web.desk import Desk
from ui.web.gate import Gate
from ui.web.reach import THIS_MACHINE, Reach, reach_of
from ui.web.security import Doorkeeper
from ui.web.serve import LARGEST_REQUEST
from ui.web.sign_in import SignIn
from ui.web.sizes import Scales

GOOD = "four grey herons wade"
OTHER = "seven loud kettles sing"
OUR_NAME = "mentoring.example.org"
BEHIND_A_PROXY = reach_of(Settings(hosts=OUR_NAME, behind_proxy="10.0.0.2"))


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


def test_the_app_says_nothing_of_its_api(app: FastAPI, browser: TestClient) -> None:
    _signed_in(browser, "m1")
    for path in ("/docs", "/openapi.json", "/redoc"):
        assert browser.get(path).status_code in (303, 404)


# With accounts


@pytest.fixture(scope="module")
def members_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    """A home whose accounts these tests change; its hashes are cheap."""
    copilot = open_community(tmp_path_factory.mktemp("accounts") / "home")
    yield copilot
    copilot.close()


@pytest.fixture
def home_of_members(members_home: Copilot) -> Copilot:
    """The same with no accounts, at a time of its own."""
    with members_home.units() as unit:
        for kept in (unit.accounts, unit.invitations, unit.signed_in, unit.tries):
            for record in kept.all():
                kept.remove(record.id)
        unit.commit()
    clock = FixedClock()
    quick = Argon2Passwords(memory_kib=8, passes=1)
    members_home.clock = clock  # type: ignore[assignment]
    members_home.accounts._clock = clock
    members_home.signing_in = SignInService(
        members_home.units, SqlAddresses(members_home.home.engine), quick, clock
    )
    return members_home


def _doors(
    copilot: Copilot, personas: Mapping[str, str] | None = None, reach: Reach = THIS_MACHINE
) -> TestClient:
    """The doors of the app as `serve` hangs them, before one plain page instead of Gradio's."""
    app = FastAPI()
    sign_in = SignIn(Desk(copilot), personas, reach)
    sign_in.add_to(app)
    app.add_api_route("/", lambda: PlainTextResponse("inside"), methods=["GET"], response_model=None)
    app.add_middleware(Gate, sign_in=sign_in, is_theirs=lambda member, path: True)
    app.add_middleware(Scales, largest=LARGEST_REQUEST)
    app.add_middleware(Doorkeeper, reach=reach)
    client = TestClient(app, base_url=ADDRESS, client=LOOPBACK, follow_redirects=False)
    client.headers["accept"] = "text/html"
    return client


def _proxied(copilot: Copilot) -> TestClient:
    client = _doors(copilot, reach=BEHIND_A_PROXY)
    asgi = client.app
    client = TestClient(asgi, base_url=f"https://{OUR_NAME}", client=("10.0.0.2", 5), follow_redirects=False)
    client.headers.update(
        {"accept": "text/html", "x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.7"}
    )
    return client


def _link(copilot: Copilot, member: str = "m1") -> str:
    return copilot.accounts.invite(OPERATOR, [member])[0].token


def _with_account(copilot: Copilot, member: str = "m1") -> None:
    copilot.signing_in.choose_password(_link(copilot, member), GOOD)


def _enter(doors: TestClient, name: str = "m1", password: str = GOOD) -> Any:
    return doors.post("/sign-in", data={"name": name, "password": password})


def _inside(doors: TestClient) -> bool:
    return doors.get("/").text == "inside"


def _alert(answer: Any) -> str:
    found = re.search(r'role="alert">(.*?)</(?:p|div)>', answer.text)
    return found[1] if found else ""


@pytest.mark.browser
def test_a_member_comes_in_by_her_link_in_a_real_browser_and_leaves_everywhere(tmp_path: Path) -> None:
    from playwright.sync_api import expect

    from tests.ui.web.visiting import served, systems_chromium, watched

    home = open_community(tmp_path / "home")
    token = _link(home)
    with served(home) as address, systems_chromium() as chromium, watched(chromium, address) as visit:
        page = visit.page
        page.goto(f"{address}/invitation?token={token}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Amara Okafor")
        page.get_by_label("New password").fill(GOOD)
        page.get_by_label("The same once more").fill(GOOD)
        page.get_by_role("button", name="Keep this password").click()
        expect(page.get_by_role("status")).to_contain_text("Your password is kept")
        page.get_by_label("Your e-mail or member id").fill("m1")
        page.get_by_label("Your password").fill(GOOD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Amara")
        page.goto(f"{address}/account")
        page.get_by_role("button", name="Sign out everywhere").click()
        expect(page.get_by_role("status")).to_contain_text("signed out everywhere")
    home.close()


def test_where_nobody_has_an_account_the_page_says_how_to_make_one(home_of_members: Copilot) -> None:
    page = _doors(home_of_members).get("/sign-in").text
    assert "mentoring accounts invite" in page
    assert "<form" not in page


def test_from_the_link_to_the_first_page(home_of_members: Copilot) -> None:
    token, doors = _link(home_of_members), _doors(home_of_members)
    page = doors.get("/invitation", params={"token": token})
    assert "Amara Okafor" in page.text
    assert page.text.count("<h1>") == 1
    assert "<script" not in page.text
    chosen = doors.post("/invitation", data={"token": token, "password": GOOD, "again": GOOD})
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/sign-in?done=chosen")
    assert "Your password is kept" in doors.get("/sign-in?done=chosen").text
    assert not _inside(doors)
    assert _enter(doors).headers["location"] == "/"
    assert _inside(doors)


def test_looking_at_a_link_does_not_use_it(home_of_members: Copilot) -> None:
    """Programs that check mail for dangerous links open them first."""
    token, doors = _link(home_of_members), _doors(home_of_members)
    for _ in range(3):
        assert doors.get("/invitation", params={"token": token}).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "../etc", "a" * 5_000, "<script>alert(1)</script>"])
def test_a_link_that_is_none_says_so_and_what_to_do(home_of_members: Copilot, token: str) -> None:
    answer = _doors(home_of_members).get("/invitation", params={"token": token})
    assert answer.status_code == 404
    assert "Ask whoever sent it" in answer.text
    assert not token or token not in answer.text


def test_passwords_that_differ_or_are_poor_leave_the_link_and_are_not_written_back(
    home_of_members: Copilot,
) -> None:
    token, doors = _link(home_of_members), _doors(home_of_members)
    for password, again in ((GOOD, OTHER), ("amaraokafor1", "amaraokafor1"), ("short", "short")):
        answer = doors.post("/invitation", data={"token": token, "password": password, "again": again})
        assert answer.status_code == 422
        assert _alert(answer)
        assert password not in answer.text
    assert (
        doors.post("/invitation", data={"token": token, "password": GOOD, "again": GOOD}).status_code == 303
    )


def test_the_page_asks_for_name_and_password_with_labels_and_for_password_managers(
    home_of_members: Copilot,
) -> None:
    _with_account(home_of_members)
    page = _doors(home_of_members).get("/sign-in").text
    for field in re.findall(r"<input ([^>]*)>", page):
        name = re.search(r'id="(\w+)"', field)
        assert name
        assert f'<label for="{name[1]}">' in page
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "Who would you like to be?" not in page


def test_a_wrong_password_an_unknown_name_and_no_password_look_the_same(home_of_members: Copilot) -> None:
    _with_account(home_of_members)
    doors = _doors(home_of_members)
    answers = [_enter(doors, name, "a wrong password") for name in ("m1", "nobody", "m2")]
    assert [answer.status_code for answer in answers] == [403] * 3
    assert len({_alert(answer) for answer in answers}) == 1
    assert 'value="nobody"' in answers[1].text
    assert all("a wrong password" not in answer.text for answer in answers)
    assert not any("set-cookie" in answer.headers for answer in answers)


def test_what_was_typed_as_a_name_is_shown_as_text(home_of_members: Copilot) -> None:
    _with_account(home_of_members)
    answer = _enter(_doors(home_of_members), '"><script>alert(1)</script>', "x")
    assert "<script>" not in answer.text


def test_who_guesses_is_told_to_wait_and_how_long(home_of_members: Copilot) -> None:
    _with_account(home_of_members)
    doors = _doors(home_of_members)
    for _ in range(5):
        assert _enter(doors, password="a wrong password").status_code == 403
    answer = _enter(doors)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "30")
    assert "30 seconds" in _alert(answer)
    home_of_members.clock.move(timedelta(seconds=30))  # type: ignore[attr-defined]
    assert _enter(doors).status_code == 303


def test_behind_a_proxy_it_is_the_real_client_that_waits(home_of_members: Copilot) -> None:
    _with_account(home_of_members)
    doors = _proxied(home_of_members)
    for n in range(20):
        assert _enter(doors, f"guess{n}").status_code == 403
    assert _enter(doors).status_code == 429
    doors.headers["x-forwarded-for"] = "192.0.2.7, 192.0.2.8"
    assert _enter(doors).status_code == 303


def test_on_plain_loopback_the_cookie_is_for_this_machine_and_out_of_reach_of_scripts(
    home_of_members: Copilot,
) -> None:
    _with_account(home_of_members)
    cookie = _enter(_doors(home_of_members)).headers["set-cookie"].lower()
    assert cookie.startswith("mentoring=")
    assert {"httponly", "samesite=lax", "path=/"} <= set(cookie.split("; "))
    assert "secure" not in cookie


def test_behind_a_proxy_the_cookie_travels_by_https_alone(home_of_members: Copilot) -> None:
    _with_account(home_of_members)
    doors = _proxied(home_of_members)
    cookie = _enter(doors).headers["set-cookie"]
    assert cookie.startswith("__Host-mentoring=")
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= set(cookie.lower().split("; "))
    assert "domain" not in cookie.lower()
    assert _inside(doors)


def test_a_cookie_planted_before_is_not_the_one_after_signing_in(home_of_members: Copilot) -> None:
    """Session fixation."""
    _with_account(home_of_members)
    doors = _doors(home_of_members)
    doors.cookies.set("mentoring", "planted")
    cookie = _enter(doors).headers["set-cookie"]
    assert "planted" not in cookie


def test_signing_in_again_ends_the_sign_in_before(home_of_members: Copilot) -> None:
    _with_account(home_of_members)
    doors = _doors(home_of_members)
    _enter(doors)
    before = doors.cookies["mentoring"]
    _enter(doors)
    assert home_of_members.signing_in.who(before) is None


def test_it_survives_a_restart(home_of_members: Copilot) -> None:
    _with_account(home_of_members)
    doors = _doors(home_of_members)
    _enter(doors)
    again = _doors(home_of_members)
    again.cookies.update(doors.cookies)
    assert _inside(again)


def test_a_persona_of_the_demo_is_nobody_where_the_demo_is_not_served(home_of_members: Copilot) -> None:
    demo = _doors(home_of_members, PERSONAS)
    assert demo.post("/sign-in", data={"member": "m1"}).status_code == 303
    assert _inside(demo)
    served = _doors(home_of_members)
    served.cookies.update(demo.cookies)
    assert not _inside(served)


@pytest.mark.parametrize("member", ["m1", "m3", "operator", ""])
def test_without_personas_nobody_comes_in_without_a_password(home_of_members: Copilot, member: str) -> None:
    _with_account(home_of_members)
    doors = _doors(home_of_members)
    assert doors.post("/sign-in", data={"member": member, "name": "m1", "password": ""}).status_code == 403
    assert not _inside(doors)


def test_a_member_changes_her_password_and_stays_in_here_alone(home_of_members: Copilot) -> None:
    _with_account(home_of_members)
    here, there = _doors(home_of_members), _doors(home_of_members)
    _enter(here)
    _enter(there)
    assert here.get("/account").status_code == 200
    answer = here.post("/account", data={"current": GOOD, "password": OTHER, "again": OTHER})
    assert answer.headers["location"] == "/account?done=changed"
    assert _inside(here)
    assert not _inside(there)
    assert _enter(there, password=GOOD).status_code == 403
    assert _enter(there, password=OTHER).status_code == 303


@pytest.mark.parametrize(
    ("current", "password", "again", "status"),
    [("a wrong password", OTHER, OTHER, 403), (GOOD, OTHER, GOOD, 422), (GOOD, "short", "short", 422)],
)
def test_a_change_that_is_not_right_changes_nothing(
    home_of_members: Copilot, current: str, password: str, again: str, status: int
) -> None:
    _with_account(home_of_members)
    doors = _doors(home_of_members)
    _enter(doors)
    answer = doors.post("/account", data={"current": current, "password": password, "again": again})
    assert answer.status_code == status
    assert _alert(answer)
    assert _inside(doors)
    assert _enter(_doors(home_of_members)).status_code == 303


def test_a_member_signs_out_everywhere(home_of_members: Copilot) -> None:
    _with_account(home_of_members)
    here, there = _doors(home_of_members), _doors(home_of_members)
    _enter(here)
    _enter(there)
    assert here.post("/account/sign-out").headers["location"] == "/sign-in?done=out"
    assert not _inside(here)
    assert not _inside(there)


def test_who_is_locked_is_out_of_the_page_at_once(home_of_members: Copilot) -> None:
    _with_account(home_of_members)
    doors = _doors(home_of_members)
    _enter(doors)
    home_of_members.accounts.lock(OPERATOR, "m1")
    assert not _inside(doors)


def test_a_stranger_has_no_account_to_change(home_of_members: Copilot) -> None:
    doors = _doors(home_of_members)
    assert doors.get("/account").headers["location"] == "/sign-in"
    answer = doors.post("/account", data={"current": "", "password": OTHER, "again": OTHER})
    assert answer.headers["location"] == "/sign-in"
    assert doors.post("/account/sign-out").status_code == 303


def test_a_persona_is_told_that_she_has_no_password(home_of_members: Copilot) -> None:
    doors = _doors(home_of_members, PERSONAS)
    doors.post("/sign-in", data={"member": "m1"})
    page = doors.get("/account").text
    assert "no password to change" in page
    assert "<form" not in page


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/invitation", "/account", "/account/sign-out"])
@pytest.mark.parametrize(
    "said", [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
             {"sec-fetch-site": "same-site"}],
)  # fmt: skip
def test_no_form_is_taken_from_another_site(
    home_of_members: Copilot, path: str, said: dict[str, str]
) -> None:
    """CSRF, also the kind that signs somebody in as another."""
    _with_account(home_of_members)
    token, doors = _link(home_of_members), _doors(home_of_members)
    _enter(doors)
    words = {"name": "m1", "token": token, "current": GOOD, "password": GOOD, "again": GOOD}
    assert doors.post(path, data=words, headers=said).status_code == 403
    assert _inside(doors)


def test_every_form_of_ours_is_sent_with_an_origin_by_browsers(home_of_members: Copilot) -> None:
    """`no-referrer` would make browsers send `Origin: null`, and the form would be refused."""
    token, doors = _link(home_of_members), _doors(home_of_members)
    for path in ("/sign-in", f"/invitation?token={token}"):
        answer = doors.get(path)
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert 'method="get"' not in answer.text


def test_a_form_of_a_megabyte_is_refused_unread(home_of_members: Copilot) -> None:
    assert _enter(_doors(home_of_members), password="x" * 1_000_000).status_code == 413


def test_no_password_or_token_stands_in_the_pages_the_files_or_the_log(
    home_of_members: Copilot, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    token, doors = _link(home_of_members), _doors(home_of_members)
    doors.post("/invitation", data={"token": token, "password": GOOD, "again": GOOD})
    _enter(doors, password="a wrong password")
    _enter(doors)
    pages = "".join(doors.get(path).text for path in ("/", "/account", "/sign-in"))
    told = capfd.readouterr()
    folder: Path = home_of_members.home.folder
    files = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    for secret in (GOOD, token, "a wrong password", doors.cookies["mentoring"], "argon2"):
        assert secret not in pages + caplog.text + told.out + told.err
        assert secret == "argon2" or secret.encode() not in files
