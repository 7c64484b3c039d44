"""The calendar at a secret address, as calendar programs ask for it, and as somebody who guesses would."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ical.calendar_stream import IcsCalendarStream
from starlette.testclient import TestClient

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from ui.web.calendar_feed import FORGOTTEN_AFTER, MOST_GUESSES, Guesses

PROGRAM = {"accept": "text/calendar, */*"}


@pytest.fixture
def path(community: Copilot) -> Iterator[str]:
    """Amara's address; it is taken away afterwards."""
    amara = community.askers.identify("m1")
    yield f"/calendar/{community.calendar_feeds.renew(amara, 'm1')}.ics"
    community.calendar_feeds.forget(amara, "m1")


def test_a_program_reads_it_without_signing_in(browser: TestClient, path: str) -> None:
    answer = browser.get(path, headers=PROGRAM)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["last-modified"].endswith("GMT")
    assert answer.headers["x-content-type-options"] == "nosniff"
    [calendar] = IcsCalendarStream.from_ics(answer.text).calendars
    assert [one.summary for one in calendar.events] == ["Session", "Session"]
    assert "Dry run" not in answer.text
    assert "Ingrid" not in answer.text


def test_a_browser_is_not_sent_to_the_sign_in_page(browser: TestClient, path: str) -> None:
    assert browser.get(path).status_code == 200


@pytest.mark.parametrize("said", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_it_as_it_is_gets_nothing_new(browser: TestClient, path: str, said: str) -> None:
    tag = browser.get(path).headers["etag"]
    answer = browser.get(path, headers={"if-none-match": said.format(tag)})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)


def test_who_has_another_one_gets_it_whole(browser: TestClient, path: str) -> None:
    assert browser.get(path, headers={"if-none-match": '"other"'}).status_code == 200
    # Only the tag counts: something may have been taken out since, and that leaves no date behind.
    late = {"if-modified-since": "Sat, 01 Jan 2050 00:00:00 GMT"}
    assert browser.get(path, headers=late).status_code == 200


def test_its_head_alone_can_be_asked_for_and_nothing_can_be_sent(browser: TestClient, path: str) -> None:
    whole, head = browser.get(path), browser.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))
    assert head.headers["etag"] == whole.headers["etag"]
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert browser.request(method, path).status_code in (404, 405)


@pytest.mark.parametrize("secret", ["m1", "x", "..%2F..%2Fetc%2Fpasswd", "%00", "é", "a" * 3_000])
def test_a_wrong_address_is_no_page_and_says_nothing_else(
    browser: TestClient, path: str, secret: str
) -> None:
    answer = browser.get(f"/calendar/{secret}.ics", headers=PROGRAM)
    assert answer.status_code == 404
    assert "calendar" not in answer.text.lower()


def test_a_renewed_address_a_forgotten_one_and_that_of_one_kept_out_are_gone(
    community: Copilot, browser: TestClient, path: str
) -> None:
    amara = community.askers.identify("m1")
    again = f"/calendar/{community.calendar_feeds.renew(amara, 'm1')}.ics"
    assert [browser.get(each).status_code for each in (path, again)] == [404, 200]
    community.accounts.invite(OPERATOR, ["m1"])
    community.accounts.lock(OPERATOR, "m1")
    assert browser.get(again).status_code == 404
    community.accounts.unlock(OPERATOR, "m1")
    assert browser.get(again).status_code == 200
    community.calendar_feeds.forget(amara, "m1")
    assert browser.get(again).status_code == 404


def test_files_are_for_who_is_signed_in(browser: TestClient) -> None:
    assert browser.get("/me/calendar.ics").headers["location"] == "/sign-in"
    assert browser.get("/event/e1.ics").headers["location"] == "/sign-in"
    assert browser.post("/sign-in", data={"member": "m1"}, headers={"origin": "http://127.0.0.1:7860"})
    mine = browser.get("/me/calendar.ics")
    assert mine.headers["content-disposition"] == 'attachment; filename="calendar.ics"'
    assert mine.headers["cache-control"] == "no-store"
    assert browser.get("/event/e1.ics").status_code == 404
    assert browser.get("/series/s1.ics").status_code == 404


# Guessing


class Ticking:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_who_tries_many_addresses_has_to_wait() -> None:
    clock = Ticking()
    guesses = Guesses(clock)
    for n in range(MOST_GUESSES + 1):
        assert not guesses.too_many("192.0.2.1")
        guesses.count("192.0.2.1", f"guess {n}")
    assert guesses.too_many("192.0.2.1")
    assert not guesses.too_many("192.0.2.2")
    clock.now = FORGOTTEN_AFTER + 1
    assert not guesses.too_many("192.0.2.1")


def test_a_program_that_goes_on_asking_at_a_renewed_address_shuts_nobody_out() -> None:
    guesses = Guesses(Ticking())
    for _ in range(1_000):
        guesses.count("192.0.2.1", "the old one")
    assert not guesses.too_many("192.0.2.1")


def test_a_right_address_is_handed_out_whoever_guesses_from_the_same_place(
    browser: TestClient, path: str
) -> None:
    for n in range(MOST_GUESSES + 10):
        wrong = browser.get(f"/calendar/wrong-{n}.ics", headers=PROGRAM)
    assert wrong.status_code == 429
    assert browser.get(path, headers=PROGRAM).status_code == 200


def test_too_many_guesses_are_told_so(browser: TestClient, path: str) -> None:
    for n in range(MOST_GUESSES + 10):
        answer = browser.get(f"/calendar/guess-{n}.ics", headers=PROGRAM)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "900")
