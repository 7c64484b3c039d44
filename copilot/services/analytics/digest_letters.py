"""The digest as a letter to a manager who asked for it: the week of every programme she manages, in one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from copilot.domain.asking import Asker
from copilot.domain.events import clock_of
from copilot.domain.wording import day_in_words
from copilot.ports import UnitsOfWork
from copilot.services.analytics.digest import DigestService
from copilot.services.analytics.digest_html import as_part
from copilot.services.analytics.digest_text import as_text, title_of
from copilot.services.analytics.digest_told import Digest
from copilot.services.askers import asker_behind
from copilot.services.nudges.settings import Community, zone_of
from copilot.services.nudges.words import DigestWords

WORTH_A_LETTER = ("told", "quiet")
FOR_HER_EYES = (
    "The week of the programmes she manages. Its numbers are for her to read, so they are found when it is sent and "
    "shown nowhere else."
)


class DigestLetters:
    """Finds letters for nudges; who asks for the digest is the manager herself, with what she may at that moment."""

    def __init__(self, units: UnitsOfWork, digest: DigestService, community: Community) -> None:
        self._units = units
        self._digest = digest
        self._community = community

    def letter(self, member: str, now: datetime) -> DigestWords | None:
        """Her letter of the week before; None where none of her programmes has a week to tell of."""
        asker, programmes, day = self._who(member, now)
        if asker is None or not programmes:
            return None
        year, week, _ = (day - timedelta(days=7)).isocalendar()
        found = [self._digest.week(asker, each, f"{year}-W{week:02}").without_names for each in programmes]
        told = [each for each in found if each.state in WORTH_A_LETTER]
        return self._written(told) if told else None

    def announced(self, member: str, now: datetime) -> DigestWords | None:
        """What a dry run may show of it: that it would be sent. Who sends nudges may not read what a manager may."""
        asker, programmes, _ = self._who(member, now)
        if asker is None or not programmes:
            return None
        return DigestWords(
            subject="The week of your programmes", text=FOR_HER_EYES, html=f"<p>{FOR_HER_EYES}</p>"
        )

    def _who(self, member: str, now: datetime) -> tuple[Asker | None, list[str], date]:
        """Who she is, the programmes she manages that are open, and which day it is where she lives."""
        with self._units.reading() as unit:
            asker, found = asker_behind(unit, member), unit.members.find(member)
            zone = zone_of(found, self._community) if found else "UTC"
            day = now.astimezone(clock_of(zone)).date()
            hers = [
                each
                for each in unit.programmes.all()
                if asker
                and each.id in asker.manages
                and each.closed is None
                and each.starts <= day <= each.ends
            ]
        return asker, [each.id for each in sorted(hers, key=lambda one: (one.name, one.id))], day

    def _written(self, told: list[Digest]) -> DigestWords:
        address, first = self._community.address, told[0]
        subject = f"Your programmes: the week of {day_in_words(first.week.first)}"
        return DigestWords(
            subject=title_of(first) if len(told) == 1 else subject,
            text="\n\n".join(as_text(each, address) for each in told),
            html="\n<hr>\n".join(as_part(each, address) for each in told),
        )
