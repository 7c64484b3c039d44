"""The link that stops nudges: opened by people, by scanners, by mail programs, and by who guesses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from markupsafe import escape
from starlette.testclient import TestClient

from copilot.app import Copilot
from copilot.domain.nudges import NudgeKind, NudgeSettings, OutgoingNudge
from copilot.services.accounts.tokens import kept_of, new_token
from copilot.services.nudges.telling import WHAT
from ui.web.calendar_feed import MOST_GUESSES
from ui.web.views.nudge_stops import asking, stopped

OURS = {"origin": "http://127.0.0.1:7860"}


@pytest.fixture
def path(community: Copilot) -> Iterator[str]:
    """The link in a nudge that went to m1; nudge and wishes are taken away afterwards."""
    secret, now = new_token(), datetime.now(UTC)
    with community.units() as unit:
        unit.outgoing_nudges.add(
            OutgoingNudge(
                id="session-soon:m1:stop",
                member="m1",
                kind=NudgeKind.SESSION_SOON,
                due=now,
                until=now + timedelta(days=1),
                state="sent",
                next_try=now,
                settled=now,
                stop_hash=kept_of(secret),
            )
        )
        unit.commit()
    yield f"/nudges/stop/{secret}"
    with community.units() as unit:
        unit.outgoing_nudges.remove("session-soon:m1:stop")
        if unit.nudge_settings.find("m1"):
            unit.nudge_settings.remove("m1")
        unit.commit()


def wishes(community: Copilot) -> NudgeSettings | None:
    with community.units.reading() as unit:
        return unit.nudge_settings.find("m1")


def test_opening_the_link_asks_and_stops_nothing(community: Copilot, browser: TestClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200
    assert str(escape(WHAT[NudgeKind.SESSION_SOON])) in answer.text
    assert "Nothing has changed yet" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "unsafe-inline" not in answer.headers["content-security-policy"].partition("script-src")[2]
    assert browser.head(path).status_code == 200
    assert wishes(community) is None


def test_a_mail_program_stops_the_kind_with_one_click(
    community: Copilot, browser: TestClient, path: str
) -> None:
    for _ in range(2):
        answer = browser.post(path, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "Done" in answer.text
    own = wishes(community)
    assert own is not None
    assert own.stopped == {NudgeKind.SESSION_SOON}
    assert not own.off


def test_the_buttons_of_the_page_stop_the_kind_or_all(
    community: Copilot, browser: TestClient, path: str
) -> None:
    assert "no more nudges of this kind" in browser.post(path, data={"what": "kind"}, headers=OURS).text
    assert "no nudges any more" in browser.post(path, data={"what": "all"}, headers=OURS).text
    own = wishes(community)
    assert own is not None
    assert own.off


def test_a_page_of_another_site_stops_nothing(community: Copilot, browser: TestClient, path: str) -> None:
    assert browser.post(path, headers={"origin": "https://evil.example"}).status_code == 403
    assert wishes(community) is None


def test_a_wrong_link_says_the_same_whichever_it_is_and_guessers_wait(
    community: Copilot, browser: TestClient, path: str
) -> None:
    answers = set()
    for secret in ("x", "é", "a" * 3_000, "%00", new_token()):
        answers |= {(each.status_code, each.text) for each in (
            browser.get(f"/nudges/stop/{secret}"), browser.post(f"/nudges/stop/{secret}"),
        )}  # fmt: skip
    [(status, words)] = answers
    assert status == 404
    assert "stops nothing any more" in words
    for _ in range(MOST_GUESSES):
        browser.get(f"/nudges/stop/{new_token()}")
    assert browser.get(f"/nudges/stop/{new_token()}").status_code == 429
    # A whole office may stand behind one address: the right link works all the same.
    assert browser.get(path).status_code == 200


def test_a_form_that_is_too_large_is_refused(browser: TestClient, path: str) -> None:
    assert browser.post(path, content=b"a" * 200_000).status_code == 413


def test_every_kind_has_its_words_on_the_page() -> None:
    for kind in NudgeKind:
        assert '<form method="post">' in asking(kind)
        assert "no nudges any more" in stopped(kind, everything=True)
