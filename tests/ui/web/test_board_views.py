"""The words and the markup of the board and of webhooks."""

from __future__ import annotations

import threading
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest

from copilot.app import Copilot
from copilot.domain.spaces import Channel, Delivery, PostKind
from copilot.errors import HomeUnusable
from copilot.services.members.service import Introduction
from copilot.services.opportunities_told import Opportunity, Pointed
from copilot.services.outbox import Round
from copilot.services.webhooks_told import LeadingOut, WebhookTold
from ui.web.delivering import Rounds
from ui.web.people import People
from ui.web.views import board as views
from ui.web.views import webhooks as webhook_views

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EVIL = "<img src=x onerror=alert(1)>"


def people(**names: str) -> People:
    return People({member: Introduction(name=name, headline="") for member, name in names.items()})


PEOPLE = people(ada="Ada Moreau", ben="Ben Osei", sara="Sara Lind")


def offered(**fields: Any) -> Opportunity:
    usual = {"id": "po1", "author": "ben", "offer": "talk", "title": "Open stage", "text": "Ten **minutes**.",
             "posted": TODAY - timedelta(days=2), "open": True}  # fmt: skip
    return Opportunity.model_validate({**usual, **fields})


def pointed(**fields: Any) -> Pointed:
    usual = {"id": "pt1", "member": "ada", "by": "sara", "words": "You can.", "state": "pointed",
             "on": TODAY - timedelta(days=1), "opportunity": offered()}  # fmt: skip
    return Pointed.model_validate({**usual, **fields})


def test_an_empty_board_says_what_to_do() -> None:
    assert "The board is empty." in views.board([], PEOPLE, "ada", TODAY)
    assert "No talks are offered" in views.board([], PEOPLE, "ada", TODAY, "talk")


def test_what_others_offer_can_be_pointed_to_and_ones_own_changed() -> None:
    theirs = views.board([offered()], PEOPLE, "ada", TODAY)
    assert 'data-do="point po1"' in theirs
    assert "<strong>minutes</strong>" in theirs
    assert 'data-do="edit' not in theirs
    mine = views.board([offered(interested=("ada",))], PEOPLE, "ben", TODAY)
    assert 'data-do="edit po1"' in mine
    assert 'data-do="close po1"' in mine
    assert "<b>Ada Moreau</b> said yes" in mine
    assert "Ada Moreau" not in theirs


def test_a_last_day_that_is_near_stands_out() -> None:
    near = views.board([offered(closes=TODAY + timedelta(days=3))], PEOPLE, "ada", TODAY)
    assert "badge care" in near
    assert "in 3 days" in near
    assert "badge care" not in views.board([offered(closes=TODAY + timedelta(days=30))], PEOPLE, "ada", TODAY)


def test_she_reads_who_thought_of_her_and_who_will_hear_of_her_answer() -> None:
    shown = views.for_her([pointed()], PEOPLE, TODAY)
    assert "<q>You can.</q>" in shown
    assert "Ben and Sara hear of it. “Not now” is told to nobody." in shown
    assert 'data-do="interested pt1"' in shown
    by_its_author = views.for_her([pointed(by="ben")], PEOPLE, TODAY)
    assert "Ben hears of it." in by_its_author
    said = views.for_her([pointed(state="interested")], PEOPLE, TODAY)
    assert "You are interested." in said
    assert 'data-do="interested' not in said
    assert views.for_her([], PEOPLE, TODAY) == ""


def test_what_is_behind_her_is_folded() -> None:
    shown = views.behind([pointed()], [offered(open=False)], PEOPLE, "sara", TODAY)
    assert "You pointed others to 1 opportunity" in shown
    assert "1 opportunity of yours is over" in shown
    assert views.behind([], [], PEOPLE, "sara", TODAY) == ""


def test_words_of_others_are_never_markup() -> None:
    evil = offered(title=EVIL, text=f"{EVIL} [x](javascript:alert(1))", link="https://example.org/")
    shown = views.board([evil], people(ben=EVIL), "ada", TODAY)
    shown += views.for_her([pointed(words=EVIL, opportunity=evil)], people(sara=EVIL), TODAY)
    shown += views.behind([pointed(words=EVIL, opportunity=evil)], [evil], PEOPLE, "sara", TODAY)
    shown += webhook_views.webhooks([told(name=EVIL, fault=EVIL)], {"s": EVIL})
    shown += webhook_views.asks_before(told(name=EVIL))
    assert "<img" not in shown
    assert "javascript:" not in "".join(part for part in shown.split('"') if part.startswith("javascript"))


def told(**fields: Any) -> WebhookTold:
    usual = {"id": "w1", "space": "s", "channel": Channel.SLACK, "name": "#speaking", "active": True, "by": "ada",
             "address": "https://hooks.example.org/…abcd", "created": NOW,
             "kinds": (PostKind.POST, PostKind.RESOURCE)}  # fmt: skip
    return WebhookTold.model_validate({**usual, **fields})


def test_a_webhook_says_how_it_is() -> None:
    names = {"s": "Speaking in public"}
    fine = webhook_views.webhooks([told(sent=1)], names)
    assert "in order" in fine
    assert "1 post arrived" in fine
    assert "Posts and resources of <b>Speaking in public</b>" in fine
    assert 'data-do="pause w1"' in fine
    assert "trying again" in webhook_views.webhooks(
        [told(fault="It could not be reached.", waiting=2)], names
    )
    assert "2 waiting" in webhook_views.webhooks([told(waiting=2)], names)
    stopped = webhook_views.webhooks([told(active=False, fault="It refused us (403).")], names)
    assert "stopped" in stopped
    assert 'data-do="resume w1"' in stopped
    assert "Nothing is sent anywhere." in webhook_views.webhooks([], names)


def test_what_went_out_is_told_with_what_went_wrong() -> None:
    deliveries = [
        Delivery(
            id="w1:po1", webhook="w1", post="po1", state="failed", tries=5, next_try=NOW, fault="It refused."
        ),
        Delivery(id="w1:po2", webhook="w1", post="po2", state="sent", tries=1, next_try=NOW),
    ]
    shown = webhook_views.what_went_out(told(), deliveries)
    assert "given up" in shown
    assert "It refused." in shown
    assert "arrived" in shown
    assert "Nothing went to #speaking yet." in webhook_views.what_went_out(told(), [])


@pytest.mark.parametrize("channel", Channel)
def test_each_channel_says_where_it_shows_its_address(channel: Channel) -> None:
    assert webhook_views.CHANNELS[channel] in webhook_views.where_to_find(channel)


class _Delivering:
    """A copilot of which the rounds see the webhooks alone; its first round fails."""

    def __init__(self) -> None:
        self.webhooks = self
        self.rounds = 0
        self.third = threading.Event()

    def deliver(self, asker: object) -> Round:
        self.rounds += 1
        if self.rounds == 1:
            raise HomeUnusable("The home is locked by another process.")
        if self.rounds == 3:
            self.third.set()
        return Round()


def test_rounds_go_on_after_a_fault_and_end_with_the_app() -> None:
    copilot = _Delivering()
    rounds = Rounds(cast("Copilot", copilot), seconds=0.01)
    rounds.start()
    assert copilot.third.wait(5)
    rounds.stop()
    ended = copilot.rounds
    time.sleep(0.05)
    assert copilot.rounds == ended


def test_what_a_keeper_took_off_says_why_and_is_not_offered_to_be_opened_again() -> None:
    gone = offered(open=False, reason=f"No selling {EVIL}")
    words = str(views.behind([], [gone], PEOPLE, "ben", TODAY))
    assert "Taken off the board: No selling &lt;img" in words
    assert "Open it again" not in words
    assert "Open it again" in str(views.behind([], [offered(open=False)], PEOPLE, "ben", TODAY))


def test_a_space_says_where_its_posts_go_and_its_keeper_finds_the_way() -> None:
    leading = [LeadingOut(channel=Channel.SLACK, name=EVIL, kinds=(PostKind.POST, PostKind.RESOURCE))]
    words = str(webhook_views.going_out("sp 1", leading, keeps=False))
    assert "also go to &lt;img src=x onerror=alert(1)&gt; in Slack." in words
    assert "/webhooks" not in words
    assert 'href="/webhooks?space=sp+1"' in str(webhook_views.going_out("sp 1", [], keeps=True))
