"""For every purpose of a consent, the verb of the place that takes it back: the ledger itself changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.domain.asking import Asker
from copilot.domain.consents import Purpose
from copilot.domain.rosters import RawRow
from copilot.ports import UnitsOfWork
from copilot.services.auditing.declaring import DeclaringService
from copilot.services.badges.service import BadgesService
from copilot.services.consents.service import WaysBack
from copilot.services.drafting.service import DraftingService
from copilot.services.events.service import EventsService
from copilot.services.members.service import MembersService
from copilot.services.moments import MomentsService
from copilot.services.nudges.service import NudgesService
from copilot.services.playbook.service import PlaybookService
from copilot.services.recognition.boards import LeaderboardService
from copilot.services.spaces.stories import StoriesService
from copilot.services.sponsorship.service import SponsorshipService
from copilot.services.surveys.service import SurveysService

TAKEN_BACK = "Consent was taken back."
"""Why words of recognition are put away then."""


@dataclass(frozen=True)
class Places:
    """The services in which members agree to something."""

    units: UnitsOfWork
    declaring: DeclaringService
    members: MembersService
    sponsorship: SponsorshipService
    drafting: DraftingService
    moments: MomentsService
    stories: StoriesService
    events: EventsService
    leaderboard: LeaderboardService
    badges: BadgesService
    playbook: PlaybookService
    surveys: SurveysService
    nudges: NudgesService

    def ways_back(self) -> WaysBack:
        """Purpose → the verb."""
        return {
            Purpose.DECLARED_GROUPS: lambda asker, _: self._no_groups(asker),
            Purpose.WISHES: lambda asker, _: self.members.update(asker, asker.member, {"wishes": []}),
            Purpose.SPEAKING: self._no_more_said,
            Purpose.WRITE_UP: lambda asker, what: self.drafting.discard(asker, what, TAKEN_BACK),
            Purpose.MOMENT: lambda asker, what: self.moments.agree(asker, what, public=False),
            Purpose.SHOUT_OUT: lambda asker, what: self.stories.agree(asker, what, agrees=False),
            Purpose.STORY: lambda asker, what: self.stories.agree(asker, what, agrees=False),
            Purpose.SPOTLIGHT: lambda asker, what: self.events.speak(asker, what, yes=False),
            Purpose.LEADERBOARD: lambda asker, _: self.leaderboard.leave(asker, asker.member),
            Purpose.BADGE: lambda asker, what: self.badges.publish(asker, what, public=False),
            Purpose.PLAYBOOK: lambda asker, what: self.playbook.take_back(asker, what),
            Purpose.SURVEY_WORDS: self._no_survey,
            Purpose.WEBHOOK: lambda asker, _: self.nudges.choose(asker, webhook=""),
        }

    def _no_groups(self, asker: Asker) -> None:
        with self.units.reading() as unit:
            declared = [one.attribute for one in unit.declared_groups.all(member=asker.member)]
        rows = [
            RawRow(row=n, cells={"member": asker.member, "attribute": each, "value": "", "consent": "no"})
            for n, each in enumerate(declared, 1)
        ]
        self.declaring.declare(asker, rows)

    def _no_more_said(self, asker: Asker, what: str) -> None:
        with self.units.reading() as unit:
            given = unit.speaking_consents.get(what)
        self.sponsorship.withdraw(asker, given.relationship, given.sponsor)

    def _no_survey(self, asker: Asker, what: str) -> None:
        with self.units.reading() as unit:
            answer = unit.survey_answers.get(what)
        self.surveys.withdraw(asker, answer.relationship, answer.point)
