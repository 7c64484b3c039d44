"""The services that need nothing but the records, the policy and the clock."""

from __future__ import annotations

from copilot.ports import Clock, UnitsOfWork
from copilot.services.accounts.service import AccountsService
from copilot.services.agreements import AgreementsService
from copilot.services.analytics.at_risk_service import AtRiskService
from copilot.services.analytics.digest import DigestService
from copilot.services.analytics.network_service import NetworkService
from copilot.services.analytics.service import AnalyticsService
from copilot.services.auditing.declaring import DeclaringService
from copilot.services.auditing.recognition import RecognitionEquityService
from copilot.services.calendar_feeds import CalendarFeedsService
from copilot.services.events.calendars import CalendarsService
from copilot.services.events.feedback import EventFeedbackService
from copilot.services.events.recurring import RecurringService
from copilot.services.events.registering import RegistrationsService
from copilot.services.events.service import EventsService
from copilot.services.goals import GoalsService
from copilot.services.log_chain import LogChainService
from copilot.services.members.service import MembersService
from copilot.services.moments import MomentsService
from copilot.services.moods import MoodsService
from copilot.services.opportunities import OpportunitiesService
from copilot.services.pausing import PausingService
from copilot.services.policy import Policy
from copilot.services.programme_health import ProgrammeHealthService
from copilot.services.programmes.service import ProgrammesService
from copilot.services.recognition.boards import LeaderboardService
from copilot.services.recognition.shout_outs import ShoutOutsService
from copilot.services.relationships import RelationshipsService
from copilot.services.research.service import ResearchService
from copilot.services.roles import RolesService
from copilot.services.spaces.posting import PostingService
from copilot.services.spaces.searching import SpaceSearchService
from copilot.services.spaces.service import SpacesService
from copilot.services.spaces.stories import StoriesService
from copilot.services.sponsorship.service import SponsorshipService
from copilot.services.surveys.service import SurveysService
from copilot.services.tokens.entering import TokenEntry
from copilot.services.tokens.service import TokensService


class OverRecords:
    """They are light and made at once; what needs a model, an index or a door out is made by those above."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self.units, self.policy, self.clock = units, policy, clock
        self.accounts = AccountsService(units, policy, clock)
        self.members = MembersService(units, policy, clock)
        self.programmes = ProgrammesService(units, policy, clock)
        self.programme_health = ProgrammeHealthService(units, policy, clock)
        self.at_risk = AtRiskService(units, policy, clock)
        self.digest = DigestService(units, policy, clock, self.at_risk)
        self.network = NetworkService(units, policy, clock)
        self.relationships = RelationshipsService(units, policy, clock)
        self.agreements = AgreementsService(units, policy, clock)
        self.goals = GoalsService(units, policy, clock)
        self.analytics = AnalyticsService(units, policy, clock)
        self.moments = MomentsService(units, policy, clock)
        self.events = EventsService(units, policy, clock)
        self.sponsorship = SponsorshipService(units, policy, clock)
        self.registrations = RegistrationsService(units, policy, clock)
        self.recurring = RecurringService(units, policy, clock)
        self.event_feedback = EventFeedbackService(units, policy, clock)
        self.moods = MoodsService(units, policy, clock)
        self.pausing = PausingService(units, policy, clock)
        self.calendars = CalendarsService(units, policy, clock)
        self.calendar_feeds = CalendarFeedsService(units, policy, clock)
        self.opportunities = OpportunitiesService(units, policy, clock)
        self.declaring = DeclaringService(units, policy, clock)
        self.roles = RolesService(units, policy, clock)
        self.research = ResearchService(units, policy, clock)
        self.spaces = SpacesService(units, policy, clock)
        self.posting = PostingService(units, policy, clock)
        self.stories = StoriesService(units, policy, clock)
        self.space_search = SpaceSearchService(units, policy, clock)
        self.shout_outs = ShoutOutsService(units, policy, clock)
        self.leaderboard = LeaderboardService(units, policy, clock)
        self.recognition_equity = RecognitionEquityService(units, policy, clock)
        self.surveys = SurveysService(units, policy, clock)
        self.log_chain = LogChainService(units, policy, clock)
        self.tokens = TokensService(units, policy, clock)
        self.token_entry = TokenEntry(units, clock)
