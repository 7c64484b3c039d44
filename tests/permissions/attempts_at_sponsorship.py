"""How the verbs of sponsorship are tried: on the owner's own (`sp:`), and on whom the owner sponsors (`for:`)."""

from __future__ import annotations

from copilot.domain.sponsorship import AdvocacyKind
from copilot.services.sponsorship.service import SponsorshipService
from tests.permissions.attempts import At, look_for
from tests.permissions.community import DAY, NOW
from tests.permissions.given_sponsorship import PROTEGEE

SOON = NOW.date() + 20 * DAY


def _service(at: At) -> SponsorshipService:
    return at.copilot.sponsorship


def sponsorship_every(at: At) -> None:
    look_for(at.id("sp"), {one.id for one in _service(at).every(at.asker)})


def sponsorship_show(at: At) -> None:
    _service(at).show(at.asker, at.id("sp"))


def sponsorship_show__sponsoring(at: At) -> None:
    _service(at).show(at.asker, at.id("for"))


def sponsorship_pledge(at: At) -> None:
    _service(at).pledge(at.asker, at.id("for"), "Say her name", SOON)


def sponsorship_pledge__sponsored(at: At) -> None:
    _service(at).pledge(at.asker, at.id("sp"), "Say her name", SOON)


def sponsorship_update(at: At) -> None:
    _service(at).update(at.asker, at.id("pledge-for"), what="Say it aloud")


def sponsorship_keep(at: At) -> None:
    _service(at).keep(at.asker, at.id("pledge-for"))


def sponsorship_keep__sponsored(at: At) -> None:
    _service(at).keep(at.asker, at.id("pledge-sp"))


def sponsorship_give_up(at: At) -> None:
    _service(at).give_up(at.asker, at.id("pledge-for"), "The post is gone")


def sponsorship_log(at: At) -> None:
    _service(at).log(at.asker, at.id("for"), AdvocacyKind.NOMINATED, room="the round")


def sponsorship_log__sponsored(at: At) -> None:
    _service(at).log(at.asker, at.id("sp"), AdvocacyKind.NOMINATED, room="the round")


def sponsorship_take_back(at: At) -> None:
    _service(at).take_back(at.asker, at.id("act-for"))


def sponsorship_take_back__sponsored(at: At) -> None:
    _service(at).take_back(at.asker, at.id("act-sp"))


def sponsorship_outcome(at: At) -> None:
    _service(at).outcome(at.asker, at.id("act-for"), "door opened")


def sponsorship_outcome__sponsored(at: At) -> None:
    _service(at).outcome(at.asker, at.id("act-sp"), "not this time")


def sponsorship_confirm(at: At) -> None:
    _service(at).confirm(at.asker, at.id("act-sp"), yes=True)


def sponsorship_confirm__sponsoring(at: At) -> None:
    _service(at).confirm(at.asker, at.id("act-for"), yes=True)


def sponsorship_citable(at: At) -> None:
    _service(at).citable(at.asker, at.id("for"))


def sponsorship_offered(at: At) -> None:
    _service(at).offered(at.asker, at.id("sp"))


def sponsorship_offered__sponsoring(at: At) -> None:
    _service(at).offered(at.asker, at.id("for"))


def sponsorship_consent(at: At) -> None:
    _service(at).consent(at.asker, at.id("sp"), rooms=("the round",), until=SOON, own=("I led it.",))


def sponsorship_consent__sponsoring(at: At) -> None:
    _service(at).consent(at.asker, at.id("for"), rooms=("the round",), until=SOON, own=("She led it.",))


def sponsorship_withdraw(at: At) -> None:
    _service(at).withdraw(at.asker, at.id("sp"))


def sponsorship_withdraw__sponsoring(at: At) -> None:
    _service(at).withdraw(at.asker, at.id("for"))


def sponsorship_brief(at: At) -> None:
    _service(at).brief(at.asker, at.id("sp"))


def sponsorship_brief__sponsoring(at: At) -> None:
    _service(at).brief(at.asker, at.id("for"))


def sponsorship_spotlight(at: At) -> None:
    """Whoever sponsors nobody here, and whoever doesn't host the stage, is refused alike."""
    _service(at).spotlight(at.asker, at.id("stage"), PROTEGEE)


def sponsorship_status(at: At) -> None:
    _service(at).status(at.asker, at.programme)
