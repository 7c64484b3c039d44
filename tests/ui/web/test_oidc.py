"""Signing in elsewhere as a browser does it: to a provider over loopback, back again, and out of both."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from copilot.app import Copilot
from copilot.choosing import SystemClock
from copilot.doctor import examine
from copilot.domain.asking import OPERATOR
from copilot.domain.elsewhere import ReturnTrip
from copilot.domain.members import Role
from copilot.errors import BadInput
from copilot.services.accounts.signing_in import SignInService
from copilot.settings import Settings
from copilot.stores.accounts import SqlAddresses
from copilot.stores.password_hashes import Argon2Passwords
from tests.fakes import FixedClock, WordEncoder
from tests.sending.mock_provider import mock_provider
from tests.sending.oidc_server import CLIENT, SECRET, Provider, oidc_server
from tests.ui.web.community import open_community
from tests.ui.web.conftest import ADDRESS, LOOPBACK
from ui.web import oidc
from ui.web.desk import Desk
from ui.web.gate import Gate
from ui.web.reach import THIS_MACHINE, Reach, reach_of
from ui.web.security import Doorkeeper
from ui.web.serve import LARGEST_REQUEST
from ui.web.sign_in import SignIn
from ui.web.sizes import Scales

GOOD = "four grey herons wade"
OUR_NAME = "mentoring.example.org"
ROLES = "mentoring-managers=manager, mentoring-admins=admin"


@pytest.fixture(scope="module")
def members_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    copilot = open_community(tmp_path_factory.mktemp("elsewhere") / "home")
    with copilot.units() as unit:
        for member, email in (
            ("m1", "amara@example.org"),
            ("m7", "desk@example.org"),
            ("m8", "desk@example.org"),
        ):
            unit.members.save(unit.members.get(member).changed(email=email))
        unit.commit()
    yield copilot
    copilot.close()


@pytest.fixture
def home(members_home: Copilot) -> Copilot:
    """The same with nobody signed in and nobody linked, at a time of its own."""
    with members_home.units() as unit:
        for kept in (unit.accounts, unit.invitations, unit.signed_in, unit.tries, unit.identity_links,
                     unit.begun_sign_ins, unit.spent_logouts):  # fmt: skip
            for record in kept.all():
                kept.remove(record.id)
        unit.members.save(unit.members.get("m1").changed(roles=frozenset({Role.MENTEE})))
        unit.commit()
    members_home.clock = FixedClock()  # type: ignore[assignment]
    members_home.accounts._clock = members_home.clock
    return members_home


@pytest.fixture
def server(home: Copilot) -> Iterator[Provider]:
    with oidc_server(home.clock) as server:
        server.claims["s-amara"] = {"email": "amara@example.org", "email_verified": True, "sid": "there-1"}
        yield server


Open = Callable[..., TestClient]


@pytest.fixture
def doors(home: Copilot, server: Provider) -> Open:
    """The doors of the app before one plain page, with this provider."""

    def opened(reach: Reach = THIS_MACHINE, **settings: Any) -> TestClient:
        return browser_at(home, reach, oidc_issuer=server.issuer, **settings)

    return opened


def browser_at(home: Copilot, reach: Reach = THIS_MACHINE, **settings: Any) -> TestClient:
    said = {"oidc_client_id": CLIENT, "oidc_client_secret": SECRET, "oidc_name": "Example Ltd", "oidc_roles": ROLES,
            "oidc_roles_claim": "groups", **settings}  # fmt: skip
    home.settings = Settings(**said)
    vars(home).pop("elsewhere", None)
    quick = Argon2Passwords(memory_kib=8, passes=1)
    home.signing_in = SignInService(
        home.units, SqlAddresses(home.home.engine), quick, home.clock, issuer=home.settings.oidc_issuer
    )
    app = FastAPI()
    desk = Desk(home)
    sign_in = SignIn(desk, None, reach)
    sign_in.add_to(app)
    oidc.add_to(app, desk, sign_in, reach)
    app.add_api_route("/", lambda: PlainTextResponse("inside"), methods=["GET"], response_model=None)
    app.add_middleware(Gate, sign_in=sign_in, is_theirs=lambda member, path: True)
    app.add_middleware(Scales, largest=LARGEST_REQUEST)
    app.add_middleware(Doorkeeper, reach=reach)
    return another(app, reach)


def another(app: Any, reach: Reach = THIS_MACHINE) -> TestClient:
    """Another browser at the same doors."""
    if not reach.beyond:
        client = TestClient(app, base_url=ADDRESS, client=LOOPBACK, follow_redirects=False)
        client.headers["accept"] = "text/html"
        return client
    client = TestClient(app, base_url=f"https://{OUR_NAME}", client=("10.0.0.2", 5), follow_redirects=False)
    client.headers.update({"accept": "text/html", "x-forwarded-proto": "https"})
    return client


def begin(browser: TestClient) -> str:
    answer = browser.get("/oidc/sign-in")
    assert answer.status_code == 303
    return answer.headers["location"]


def come_back(browser: TestClient, trip: ReturnTrip) -> Any:
    return browser.get("/oidc/callback", params={"state": trip.state, "code": trip.code})


def come(browser: TestClient, server: Provider, subject: str = "s-amara") -> Any:
    return come_back(browser, server.consent(begin(browser), subject))


def inside(browser: TestClient) -> bool:
    return browser.get("/").text == "inside"


def alert(answer: Any) -> str:
    found = re.search(r'role="alert">(.*?)</p>', answer.text)
    return html.unescape(found[1]) if found else ""


# The way in


def test_from_the_button_to_the_first_page_and_out_again_with_a_provider_of_another_make(
    home: Copilot,
) -> None:
    """Its clock is the machine's."""
    home.clock = SystemClock()
    claims = {"email": "amara@example.org", "email_verified": True, "groups": ["mentoring-managers"]}
    with mock_provider({"248289": claims}) as server:
        browser = browser_at(home, oidc_issuer=server.issuer)
        page = browser.get("/sign-in").text
        [link] = re.findall(r'href="(/oidc/[^"]+)">Sign in with Example Ltd<', page)
        there = browser.get(link).headers["location"]
        assert there.startswith(server.issuer)
        back = server.consent(there, "248289")
        assert back.startswith(f"{ADDRESS}/oidc/callback?")
        answer = browser.get(back)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert inside(browser)
        assert home.roles.holder(OPERATOR, "m1").roles == (Role.MENTEE, Role.MANAGER)
        out = browser.post("/sign-out")
        assert not inside(browser)
        [onward] = re.findall(r'content="0; url=([^"]+)"', out.text)
        page = httpx2.get(html.unescape(onward), trust_env=False).text
        assert f"{ADDRESS}/sign-in" in page


def test_the_cookies_are_out_of_reach_and_the_one_on_the_way_lasts_ten_minutes(
    doors: Open, server: Provider
) -> None:
    browser = doors()
    begun = browser.get("/oidc/sign-in").headers["set-cookie"].lower()
    assert {"httponly", "samesite=lax", "max-age=600"} <= set(begun.replace(" ", "").split(";"))
    kept = come(browser, server).headers["set-cookie"].lower()
    assert "httponly" in kept
    assert "max-age=604800" in kept


def test_behind_a_proxy_it_comes_back_by_https_to_the_name_the_browser_uses(
    doors: Open, server: Provider
) -> None:
    browser = doors(reach_of(Settings(hosts=f"{OUR_NAME}, other.example.org", behind_proxy="10.0.0.2")))
    answer = browser.get("/oidc/sign-in")
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert asked["redirect_uri"] == [f"https://{OUR_NAME}/oidc/callback"]
    assert answer.headers["set-cookie"].startswith("__Host-mentoring-begun=")
    assert "Secure" in answer.headers["set-cookie"]
    assert come(browser, server).headers["location"] == "/"
    assert inside(browser)


def test_under_a_name_that_is_not_ours_nobody_is_sent_anywhere(doors: Open, server: Provider) -> None:
    answer = doors().get("/oidc/sign-in", headers={"host": "evil.example"})
    assert answer.status_code == 403
    assert "/authorize" not in server.asked


@pytest.mark.parametrize(
    "more", ["next=https://evil.example", "redirect_uri=https://evil.example", "iss=https://evil.example"]
)
def test_whatever_the_address_says_it_leads_to_our_own_pages(
    doors: Open, server: Provider, more: str
) -> None:
    browser = doors()
    trip = server.consent(begin(browser), "s-amara")
    answer = browser.get(f"/oidc/callback?state={trip.state}&code={trip.code}&{more}")
    assert answer.headers.get("location", "/") == "/"
    assert "evil" not in answer.text
    assert "evil" not in begin(doors())


def test_roles_come_with_her(doors: Open, server: Provider, home: Copilot) -> None:
    server.claims["s-amara"]["groups"] = ["mentoring-admins", "operators"]
    come(doors(), server)
    assert home.roles.holder(OPERATOR, "m1").roles == (Role.MENTEE, Role.ADMIN)


# What doesn't let her in


def _refusal(doors: Open, server: Provider, subject: str = "s-amara") -> str:
    browser = doors()
    answer = come(browser, server, subject)
    assert answer.status_code == 403
    assert not inside(browser)
    return alert(answer)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"exp": 1}, "could not be verified"),
        ({"aud": "another"}, "could not be verified"),
        ({"nonce": "another"}, "could not be verified"),
        ({"email_verified": False}, "not confirmed"),
        ({"email": "stranger@example.org"}, "nobody here"),
        ({"email": "desk@example.org"}, "several members"),
    ],
)
def test_each_refusal_is_a_sentence_on_the_sign_in_page_and_makes_nothing(
    doors: Open, server: Provider, home: Copilot, changes: dict[str, Any], why: str
) -> None:
    server.spoil = lambda claims: {**claims, **changes}
    assert why in _refusal(doors, server)
    with home.units.reading() as unit:
        assert (unit.identity_links.count(), unit.signed_in.count()) == (0, 0)


def test_a_state_that_comes_again_lets_nobody_in(doors: Open, server: Provider) -> None:
    browser = doors()
    trip = server.consent(begin(browser), "s-amara")
    assert come_back(browser, trip).status_code == 303
    browser.post("/sign-out")
    again = come_back(browser, trip)
    assert (again.status_code, inside(browser)) == (403, False)
    assert "done already" in alert(again)


def test_a_state_of_another_browser_lets_nobody_in(doors: Open, server: Provider) -> None:
    browser = doors()
    other = another(browser.app)
    trip = server.consent(begin(browser), "s-amara")
    begin(other)
    assert come_back(other, trip).status_code == 403
    assert not inside(other)


def test_a_code_that_comes_again_lets_nobody_in(doors: Open, server: Provider) -> None:
    browser = doors()
    trip = server.consent(begin(browser), "s-amara")
    come_back(browser, trip)
    other = another(browser.app)
    fresh = server.consent(begin(other), "s-amara")
    answer = come_back(other, ReturnTrip(state=fresh.state, code=trip.code))
    assert (answer.status_code, inside(other)) == (403, False)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "state=x",
        "code=y",
        "state=x&code=y",
        "error=access_denied",
        "state=" + "x" * 30_000,
        "state=%00&code=%ff",
    ],
)
def test_nonsense_from_a_browser_is_a_sentence(doors: Open, query: str) -> None:
    answer = doors().get(f"/oidc/callback?{query}")
    assert answer.status_code == 403
    assert alert(answer)


def test_where_she_said_no_there_it_says_so_here(doors: Open, server: Provider) -> None:
    browser = doors()
    trip = server.consent(begin(browser), "s-amara")
    answer = browser.get(
        "/oidc/callback",
        params={"state": trip.state, "error": "access_denied", "error_description": "<script>x</script>"},
    )
    assert "not signed in with Example Ltd" in alert(answer)
    assert "<script" not in answer.text


def test_where_the_provider_is_down_the_page_says_so_and_passwords_work(
    doors: Open, server: Provider, home: Copilot
) -> None:
    server.answers["/.well-known/openid-configuration"] = (503, b"")
    browser = doors()
    token = home.accounts.invite(OPERATOR, ["m1"])[0].token
    home.signing_in.choose_password(token, GOOD)
    answer = browser.get("/oidc/sign-in")
    assert answer.status_code == 503
    assert "can't be reached" in alert(answer)
    assert browser.post("/sign-in", data={"name": "m1", "password": GOOD}).headers["location"] == "/"
    assert inside(browser)


def test_a_deleted_member_is_out_at_once_and_does_not_come_back(
    doors: Open, server: Provider, tmp_path: Path, home: Copilot
) -> None:
    own = open_community(tmp_path / "home")
    with own.units() as unit:
        unit.members.save(unit.members.get("m1").changed(email="amara@example.org"))
        unit.commit()
    own.clock = home.clock
    browser = browser_at(own, oidc_issuer=server.issuer)
    come(browser, server)
    assert inside(browser)
    own.about_me.delete(OPERATOR, "m1")
    assert not inside(browser)
    with own.units.reading() as unit:
        assert (unit.identity_links.count(), unit.signed_in.count()) == (0, 0)
    answer = come(browser, server)
    assert "nobody here" in alert(answer)
    own.close()


# The page


def test_the_button_stands_above_the_form_and_nothing_of_it_without_a_provider(
    doors: Open, home: Copilot
) -> None:
    home.accounts.invite(OPERATOR, ["m1"])
    page = doors(oidc_name='Ex & <b>"Ltd"').get("/sign-in").text
    assert page.index("Ex &amp; &lt;b&gt;") < page.index('name="password"')
    assert "<script" not in page
    without = browser_at(home, oidc_client_id="", oidc_roles="")
    assert "/oidc/" not in without.get("/sign-in").text
    assert without.get("/oidc/sign-in").status_code == 404


def test_where_it_is_the_only_door_no_password_opens_anything(
    doors: Open, server: Provider, home: Copilot
) -> None:
    token = home.accounts.invite(OPERATOR, ["m1"])[0].token
    browser = doors(oidc_only=True)
    page = browser.get("/sign-in").text
    assert "Sign in with Example Ltd" in page
    assert 'name="password"' not in page
    for answer in (
        browser.post("/sign-in", data={"name": "m1", "password": GOOD}),
        browser.get("/invitation", params={"token": token}),
        browser.post("/invitation", data={"token": token, "password": GOOD, "again": GOOD}),
    ):
        assert answer.status_code == 403
        assert alert(answer) == "Here one signs in with Example Ltd alone."
    come(browser, server)
    assert inside(browser)


def test_her_own_account_page_asks_for_no_password_that_she_has_not(doors: Open, server: Provider) -> None:
    browser = doors()
    come(browser, server)
    page = browser.get("/account").text
    assert "you sign in with Example Ltd" in page
    assert "Present" not in page
    assert 'type="password"' not in page
    assert browser.post("/account/sign-out").headers["location"] == "/sign-in?done=out"
    assert not inside(browser)


@pytest.mark.parametrize(
    "half",
    [{"oidc_client_id": ""}, {"oidc_issuer": "", "oidc_only": True}, {"oidc_issuer": ""}],
)
def test_settings_that_are_half_given_stop_the_app_with_a_sentence(
    home: Copilot, server: Provider, half: dict[str, Any]
) -> None:
    with pytest.raises(BadInput, match="sign in elsewhere") as told:
        browser_at(home, **{"oidc_issuer": server.issuer, **half})
    assert told.value.place.startswith("MENTORING_OIDC_")


# Out again


def test_signing_out_goes_on_to_the_provider_by_a_page_and_no_redirect_of_a_form(
    doors: Open, server: Provider
) -> None:
    """Browsers hold a form's answer to `form-action 'self'`, redirects included."""
    browser = doors()
    come(browser, server)
    answer = browser.post("/sign-out")
    assert answer.status_code == 200
    assert "form-action 'self'" in answer.headers["content-security-policy"]
    [onward] = re.findall(r'content="0; url=([^"]+)"', answer.text)
    asked = parse_qs(urlsplit(html.unescape(onward)).query)
    assert html.unescape(onward).startswith(f"{server.issuer}/end?")
    assert asked["post_logout_redirect_uri"] == [f"{ADDRESS}/sign-in"]
    assert asked["client_id"] == [CLIENT]
    assert "id_token_hint" not in asked
    assert not inside(browser)


def test_where_the_provider_offers_none_signing_out_here_is_all(
    doors: Open, server: Provider, home: Copilot
) -> None:
    server.document["end_session_endpoint"] = None
    browser = doors()
    come(browser, server)
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    assert not inside(browser)


def test_a_logout_token_of_the_provider_signs_her_out_once(doors: Open, server: Provider) -> None:
    browser = doors()
    come(browser, server)
    provider = another(browser.app)
    token = server.logout_token(sub="s-amara")
    answer = provider.post("/oidc/logout", data={"logout_token": token})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert not inside(browser)
    come(browser, server)
    again = provider.post("/oidc/logout", data={"logout_token": token})
    assert (again.status_code, again.json()["error"]) == (400, "invalid_request")
    assert inside(browser)


@pytest.mark.parametrize("data", [{}, {"logout_token": ""}, {"logout_token": "x.y.z"}, {"other": "x"}])
def test_what_is_no_logout_token_is_400_and_signs_nobody_out(
    doors: Open, server: Provider, data: dict[str, str]
) -> None:
    browser = doors()
    come(browser, server)
    assert another(browser.app).post("/oidc/logout", data=data).status_code == 400
    assert inside(browser)


def test_another_sites_page_cannot_send_a_logout_token(doors: Open, server: Provider) -> None:
    browser = doors()
    answer = browser.post("/oidc/logout", data={}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403


def test_logout_tokens_are_small(doors: Open) -> None:
    answer = doors().post("/oidc/logout", data={"logout_token": "x" * 1_000_000})
    assert answer.status_code == 413


def test_no_secret_of_a_sign_in_stands_in_the_files_the_pages_or_the_log(
    doors: Open, server: Provider, home: Copilot, caplog: pytest.LogCaptureFixture
) -> None:
    browser = doors()
    caplog.set_level("DEBUG")
    trip = server.consent(begin(browser), "s-amara")
    caplog.clear()
    answer = come_back(browser, trip)
    [(form, _)] = server.tokens_asked
    ours = "\n".join(one.getMessage() for one in caplog.records if one.name.startswith(("copilot", "ui")))
    held = b"".join(file.read_bytes() for file in home.home.folder.rglob("*") if file.is_file())
    secrets = (
        SECRET,
        trip.state,
        trip.code,
        form["code_verifier"],
        *browser.cookies.values(),
        "s-amara",
        "there-1",
    )
    for secret in secrets:
        assert secret not in ours + answer.text
        assert secret.encode() not in held


# Doctor


def test_doctor_says_how_the_provider_is_where_there_is_one(
    doors: Open, server: Provider, home: Copilot
) -> None:
    vars(home).update(encoder=WordEncoder(), chat_client=None)
    doors()
    assert _looked_at(home)[0]
    home.clock.move(timedelta(minutes=20))  # type: ignore[attr-defined]
    server.document["issuer"] = "https://other.example.org"
    ok, told = _looked_at(home)
    assert not ok
    assert "MENTORING_OIDC_ISSUER" in told
    browser_at(home, oidc_client_id="", oidc_roles="")
    assert "sign-in elsewhere" not in {check.name for check in examine(home)}


def _looked_at(home: Copilot) -> tuple[bool, str]:
    [check] = [check for check in examine(home) if check.name == "sign-in elsewhere"]
    return check.ok, check.detail + check.cure


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore:.*no_silent_downcasting", "ignore:The copy keyword is deprecated")
def test_a_real_browser_goes_there_and_back_and_out_of_both(tmp_path: Path) -> None:
    """What `form-action` and the cookies' SameSite forbid, only a browser knows."""
    from tests.ui.web.visiting import served, systems_chromium

    home = open_community(tmp_path / "home")
    with home.units() as unit:
        unit.members.save(unit.members.get("m1").changed(email="amara@example.org"))
        unit.commit()
    with mock_provider({"248289": {"email": "amara@example.org", "email_verified": True}}) as server:
        home.settings = Settings(
            oidc_issuer=server.issuer,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
            oidc_name="Example Ltd",
        )
        home.signing_in._issuer = server.issuer
        with served(home) as address, systems_chromium() as chromium:
            page = chromium.new_page()
            page.set_default_timeout(20_000)
            page.goto(f"{address}/sign-in")
            page.get_by_role("link", name="Sign in with Example Ltd").click()
            page.get_by_role("button", name="248289").click()
            page.wait_for_url(f"{address}/")
            page.get_by_role("heading", level=1).filter(has_text="Amara").wait_for()
            page.get_by_role("button", name="Sign out").first.click()
            page.wait_for_url("**/end_session**")
            page.get_by_role("button", name="End session").click()
            page.wait_for_url(f"{address}/sign-in*")
            page.goto(address)
            page.wait_for_url(f"{address}/sign-in")
    home.close()
