"""Badges of the sample community: some shown, some waiting for a yes, one declined, one taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from copilot.app import Copilot
from copilot.domain.asking import Asker
from copilot.services.badges.notices import NoticingService
from copilot.services.badges.service import BadgesService
from knowledge.tracks import titles

MANAGER, PROGRAMME = "m3", "bridges"
INES, GRACE = "m1", "m2"
MOST_EARNED = 4
Then = Literal["shown", "taken", "waiting", "declined", "revoked"]


@dataclass(frozen=True)
class _Given:
    """One that the manager offers: how many days ago, what for, and what became of it. `to` is empty for anybody."""

    ago: int
    name: str
    done: str
    then: Then
    to: str = ""
    named: bool = False


GIVEN = (
    _Given(
        96, "Drew both plans on one page",
        "When two teams blamed each other for a late launch, drew both plans on one page and asked each team what it "
        "needed from the other. They left with one plan.",
        "shown", named=True,
    ),
    _Given(
        71, "Made room for the quiet ones",
        "In every review of the quarter, asked those who had said nothing yet before anybody spoke twice. Three ideas "
        "that shipped came from them.",
        "shown",
    ),
    _Given(
        54, "Said it first",
        "Told the whole team about an own mistake in a customer's data within the hour, with what it had touched and "
        "what came next. Nobody had to look for it.",
        "shown", named=True,
    ),
    _Given(
        40, "A handover that worked at night",
        "Wrote the handover so that whoever was woken at three could mend the import in ten minutes, and tried it out "
        "with somebody who had never seen it.",
        "taken",
    ),
    _Given(33, "Opened the door twice", "Put two people forward for a talk they had not dared to offer.", "declined"),
    _Given(
        26, "Kept the evening free",
        "Moved the weekly planning so that nobody has to dial in after seven, and wrote to each person before asking "
        "for the new hour.",
        "revoked",
    ),
    _Given(
        12, "Taught it until it stuck",
        "Sat with four newcomers, one by one, until each had run a first query alone; and wrote down where they had "
        "stumbled.",
        "waiting",
    ),
    _Given(
        6, "Wrote it down for the next one",
        "After mending the export by hand for the third time, wrote the steps down. The next person needed ten minutes "
        "instead of an afternoon.",
        "waiting", to=INES,
    ),
)  # fmt: skip


class _ThatDay:
    """A clock that stands on one day."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now


def keep_badges(copilot: Copilot) -> None:
    """Offer, take and show, as people do it: each is really signed. What was there before stays as it is."""
    with copilot.units.reading() as unit:
        if unit.badges.count():
            return
        taking_part = {each.member for each in unit.enrolments.all(programme=PROGRAMME, state="enrolled")}
    others = sorted(taking_part - {INES, GRACE, MANAGER}, key=lambda member: (len(member), member))
    for n, given in enumerate(GIVEN):
        if given.to or others:
            _give(copilot, given, given.to or others[n * 7 % len(others)])
    _earn(copilot)


def _give(copilot: Copilot, given: _Given, member: str) -> None:
    manager, her = copilot.askers.identify(MANAGER), Asker(member=member)
    day = copilot.clock.now() - timedelta(days=given.ago)
    badge = _badges(copilot, day).offer(manager, member, given.name, given.done, programme=PROGRAMME)
    later = _badges(copilot, day + timedelta(days=1))
    if given.then == "declined":
        later.decline(her, badge.id)
    if given.then in ("shown", "taken", "revoked"):
        later.take(her, badge.id, with_name=given.named)
    if given.then == "shown":
        later.publish(her, badge.id, public=True)
    if given.then == "revoked":
        again = _badges(copilot, day + timedelta(days=9))
        again.revoke(
            manager,
            badge.id,
            "It was the work of two, and the other one had been left out. It is offered anew.",
        )


def _earn(copilot: Copilot) -> None:
    """What the records show, taken by a few: Grace's first, and one each of others."""
    noticing = NoticingService(copilot.units, copilot.policy, titles)
    seen = noticing.noticed(copilot.askers.identify(MANAGER))
    members = dict.fromkeys([GRACE, *(each.member for each in seen)])
    for member in [each for each in members if each not in (INES, MANAGER)][:MOST_EARNED]:
        her = Asker(member=member)
        own = [each for each in noticing.noticed(her) if each.member == member][:1]
        for notice in own:
            badges = _badges(copilot, copilot.clock.now() - timedelta(days=3))
            kept = badges.take(her, notice.id, with_name=member == GRACE)
            badges.publish(her, kept.id, public=True)


def _badges(copilot: Copilot, now: datetime) -> BadgesService:
    return BadgesService(
        copilot.units, copilot.policy, _ThatDay(now), copilot.badge_keys, copilot.seals, titles,
        copilot.settings.address, copilot.settings.community.strip(),
    )  # fmt: skip
