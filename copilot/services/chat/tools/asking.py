"""What every tool is given: who asks, the services, and the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property

from copilot.domain.asking import Asker
from copilot.domain.chat import NextStep
from copilot.domain.wording import day_in_words
from copilot.services.chat.acquaintances import Acquaintances
from copilot.services.chat.jobs import WORDS, Job
from copilot.services.drafting.service import DraftingService
from copilot.services.events.service import EventsService
from copilot.services.goals import GoalsService
from copilot.services.guides import GuidesService
from copilot.services.matching.service import MatchingService
from copilot.services.members.service import MembersService
from copilot.services.moments import MomentsService
from copilot.services.programmes.service import ProgrammesService
from copilot.services.relationships import RelationshipsService

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Services:
    """What the tools reach. Each of these asks the policy for itself; the chat adds no permission."""

    members: MembersService
    goals: GoalsService
    relationships: RelationshipsService
    programmes: ProgrammesService
    events: EventsService
    moments: MomentsService
    matching: MatchingService
    drafting: DraftingService
    guides: GuidesService


@dataclass(frozen=True)
class Asking:
    """One turn: the asker, what she can reach, the questions she asked before, and the present in UTC."""

    asker: Asker
    services: Services
    acquaintances: Acquaintances
    now: datetime
    earlier: tuple[str, ...] = ()

    @cached_property
    def zone(self) -> tzinfo:
        """The asker's time zone, UTC where she gave none."""
        return self.services.members.show(self.asker, self.asker.member).profile.zone or UTC

    @property
    def today(self) -> date:
        """The day where she is."""
        return self.now.astimezone(self.zone).date()

    def day(self, at: datetime) -> date:
        """The day of a moment where she is."""
        return at.astimezone(self.zone).date()

    def told(self, at: datetime) -> str:
        """A moment as her calendar has it: `Thursday 5 March 2026 at 11:00 (Europe/Lisbon)`."""
        local = at.astimezone(self.zone)
        where = "UTC" if self.zone is UTC else str(self.zone)
        return f"{_WEEKDAYS[local.weekday()]} {day_in_words(local.date())} at {local:%H:%M} ({where})"


def step(job: Job) -> NextStep:
    """The button for a job."""
    label, text = WORDS[job]
    return NextStep(label=label, text=text)
