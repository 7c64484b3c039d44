"""What the same somebody has left where many meet: requests, events, spaces, objectives, learning, recognition."""

from __future__ import annotations

from datetime import UTC, date, datetime

from copilot.domain.circles import Circle, CircleMeeting
from copilot.domain.events import (
    CalendarFeed,
    Event,
    EventFeedback,
    EventKind,
    EventQuestion,
    Registration,
    Series,
)
from copilot.domain.help_requests import HelpOffer, HelpRequest
from copilot.domain.learning import GuideProgress, PracticeAnswer, Readiness, TrackProgress
from copilot.domain.nudges import NudgeKind, NudgeSettings, OutgoingNudge
from copilot.domain.objectives import KeyResult, Objective, ObjectiveLink, Served
from copilot.domain.playbook import Chapter, ChapterKey, ChapterVersion, PlaybookOffer
from copilot.domain.programmes import ClosingReview, Cohort, NextStep
from copilot.domain.recognition import Badge, BadgeKind, BadgeStatus, LeaderboardChoice
from copilot.domain.spaces import (
    Channel,
    Delivery,
    Pointer,
    Post,
    PostKind,
    Space,
    SpaceKind,
    SpaceMember,
    Webhook,
)
from copilot.domain.sponsorship import Advocacy, AdvocacyKind, MaySay, Pledge, Proof, SpeakingConsent
from copilot.domain.surveys import SurveyAnswer, SurveyPoint
from copilot.domain.tokens import PersonalToken, TokenScope
from copilot.ports import UnitOfWork

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = NOW.date()


def fill_company(unit: UnitOfWork, her: str, name: str, words: str, kept: str) -> None:
    """Records of each kind, hers and others' that speak of her.

    Args:
        unit: the transaction.
        her, name: who will leave.
        words: stands in what is hers.
        kept: stands in what is others'.
    """
    _programmes(unit, her, name, words, kept)
    _events(unit, her, name, words, kept)
    _spaces(unit, her, name, words, kept)
    _objectives(unit, her, name, words, kept)
    _growth(unit, her, name, words, kept)
    _care(unit, her, name, words, kept)


def _programmes(unit: UnitOfWork, her: str, name: str, words: str, kept: str) -> None:
    unit.cohorts.add(
        Cohort(id="c1", programme="p1", name=f"{name}’s own. {kept}", starts=TODAY, ends=date(2026, 6, 1))
    )
    unit.closing_reviews.add(
        ClosingReview(id=f"p1:{her}", programme="p1", member=her, on=TODAY, went_well=words, next_step=NextStep.REST),
        ClosingReview(id="p1:m2", programme="p1", member="m2", on=TODAY, went_well=f"{name} listens. {kept}",
                      next_step=NextStep.GIVE_BACK),
    )  # fmt: skip
    offers = (
        HelpOffer(member=her, at=NOW, words="I could read it."),
        HelpOffer(member="m2", at=NOW, words=kept),
    )
    unit.help_requests.add(
        HelpRequest(id="h1", member=her, text=f"Who looks at my {words}?", by=TODAY, asked=NOW),
        HelpRequest(id="h2", member="m3", text=f"Who reads my talk? {kept}", by=TODAY, asked=NOW, offers=offers,
                    helper=her, state="taken", thanks=f"Thank you, {name}"),
        HelpRequest(id="h3", member="m3", text=f"Who hears me out? {kept}", by=TODAY, asked=NOW, offers=offers,
                    helper=her, state="done", closed=NOW, thanks=f"Thank you, {name}! {kept}"),
    )  # fmt: skip


def _events(unit: UnitOfWork, her: str, name: str, words: str, kept: str) -> None:
    at = datetime(2026, 4, 1, 15)  # noqa: DTZ001 - the clock on the wall
    more = {"kind": EventKind.AMA, "at": at, "time_zone": "Asia/Karachi", "created": NOW, "updated": NOW}
    unit.events.add(
        Event(
            id="e1",
            title=f"Ask {name}. {kept}",
            hosts=frozenset({her, "m2"}),
            speakers=(her,),
            agreed=frozenset({her}),
            **more,
        ),  # type: ignore[arg-type] # shared by both
        Event(id="e2", title=f"Writing plainly. {kept}", hosts=frozenset({"m2"}), **more),  # type: ignore[arg-type] # as above
        Event(id="e3", title=f"Hers alone. {kept}", hosts=frozenset({her}), **more),  # type: ignore[arg-type] # as above
        Event(id="e4", title=kept, hosts=frozenset({her}), state="cancelled", **more),  # type: ignore[arg-type] # as above
    )
    unit.series.add(Series(id="s1", rule="FREQ=WEEKLY", first=at, time_zone="Asia/Karachi", by=her))
    unit.registrations.add(
        Registration(id=f"e2:{her}", event="e2", member=her, state="registered", at=NOW),
        Registration(id="e2:m3", event="e2", member="m3", state="waiting", at=NOW),
    )
    unit.event_questions.add(
        EventQuestion(id="q1", event="e2", by=her, text=f"Why {words}?", at=NOW),
        EventQuestion(id="q2", event="e2", by="m3", text=f"Is {name} coming? {kept}", at=NOW),
    )
    unit.event_feedback.add(
        EventFeedback(id=f"e2:{her}", event="e2", by=her, rating=5, text=words, at=NOW),
        EventFeedback(id="e2:m3", event="e2", by="m3", rating=4, text=f"{name} asked well. {kept}", at=NOW),
    )
    unit.calendar_feeds.add(CalendarFeed(id="f" * 64, member=her, created=NOW))


def _spaces(unit: UnitOfWork, her: str, name: str, words: str, kept: str) -> None:
    unit.spaces.add(
        Space(id="sp1", kind=SpaceKind.RELATIONSHIP, name=f"With {name}. {kept}", of="r1", created=NOW),
        Space(id="sp2", kind=SpaceKind.INTEREST, name=kept, keepers=frozenset({her, "m2"}), created=NOW),
    )
    unit.space_members.add(SpaceMember(id=f"sp2:{her}", space="sp2", member=her, since=NOW))
    about = frozenset({her})
    unit.posts.add(
        Post(id="po1", space="sp2", author=her, text=f"A {words} in the garden", at=NOW),
        Post(id="po2", space="sp2", author="m2", parent="po1", text=f"Lovely, {name}! {kept}", at=NOW),
        Post(id="po3", space="sp2", author="m2", kind=PostKind.STORY, text=words, about=about, agreed=about, at=NOW),
        Post(id="po4", author="m2", kind=PostKind.OPPORTUNITY, offer="talk", text=kept, at=NOW),
        Post(id="po5", space="sp2", author="m2", text=kept, removed=True, reason=f"{name} minds. {kept}", at=NOW),
    )  # fmt: skip
    unit.pointers.add(
        Pointer(id="pt1", post="po4", member=her, by="m2", words=words, at=NOW),
        Pointer(id="pt2", post="po4", member="m3", by="m2", words=f"As {name} did. {kept}", at=NOW),
    )
    unit.webhooks.add(
        Webhook(id="w1", space="sp2", channel=Channel.SLACK, name=f"{name}’s channel. {kept}",
                address="https://hooks.example.org/1", by="m2", created=NOW),
        Webhook(id="w2", space="sp2", channel=Channel.SLACK, name=words,
                address="https://hooks.example.org/2", by=her, created=NOW),
    )  # fmt: skip
    unit.deliveries.add(
        Delivery(id="w1:po1", webhook="w1", post="po1", next_try=NOW),
        Delivery(id="w1:po2", webhook="w1", post="po2", next_try=NOW, fault=f"{name} was refused. {kept}"),
        Delivery(id="w2:po2", webhook="w2", post="po2", next_try=NOW),
    )


def _objectives(unit: UnitOfWork, her: str, name: str, words: str, kept: str) -> None:
    result = KeyResult(text=f"{name} trains ten speakers. {kept}", target=10)
    unit.objectives.add(Objective(id="ob1", title=kept, owner=her, key_results=(result,)))
    unit.objective_links.add(
        ObjectiveLink(id="ob1:event:e2", objective="ob1", kind=Served.EVENT, record="e2", by=her, at=NOW)
    )
    before = ChapterVersion(version=1, text=f"{name} began it. {kept}", by=her, at=NOW)
    unit.chapters.add(
        Chapter(id="roles", text=f"As {name} says. {kept}", version=2, by=her, at=NOW, versions=(before,))
    )
    unit.playbook_offers.add(
        PlaybookOffer(id="of1", chapter=ChapterKey.ROLES, kind="insight", text=words, by=her, at=NOW),
        PlaybookOffer(id="of2", chapter=ChapterKey.ROLES, kind="story", text=kept, by=her, at=NOW, state="taken",
                      answered=NOW),
        PlaybookOffer(id="of3", chapter=ChapterKey.PEERS, kind="story", text=f"{name} helped. {kept}", by="m2", at=NOW),
    )  # fmt: skip


def _growth(unit: UnitOfWork, her: str, name: str, words: str, kept: str) -> None:
    guide = "feedback/sbi.md"
    unit.guide_progress.add(GuideProgress(id=f"{her}:{guide}", member=her, guide=guide, read=NOW))
    unit.track_progress.add(TrackProgress(id=f"{her}:sponsor", member=her, track="sponsor", started=NOW))
    unit.practice_answers.add(
        PracticeAnswer(id="pa1", member=her, guide=guide, scenario="v1", text=words, at=NOW)
    )
    unit.readiness.add(Readiness(id="rd1", member=her, role="mentor", ratings={"listens": 5}, at=NOW))
    unit.circles.add(Circle(id="r1", theme=f"What {name} began. {kept}", by=her, created=NOW))
    unit.circle_meetings.add(
        CircleMeeting(id="s9", circle="r1", chair=her, passed=frozenset({"m2"}), came=frozenset({her, "m3"}))
    )
    _sponsorships(unit, her, name, words, kept)
    unit.badges.add(
        Badge(id="b1", member=her, kind=BadgeKind.MOMENT, name=words, criteria=words, by="m2", on=TODAY, at=NOW),
        Badge(id="b2", member="m2", kind=BadgeKind.MOMENT, name=kept, criteria=f"With {name}. {kept}", by=her,
              on=TODAY, at=NOW),
    )  # fmt: skip
    unit.badge_statuses.add(BadgeStatus(id="17", at=NOW))
    unit.leaderboard_choices.add(LeaderboardChoice(id=her, alone=True, since=NOW))


def _care(unit: UnitOfWork, her: str, name: str, words: str, kept: str) -> None:
    asked = {"relationship": "r1", "side": "peer", "point": SurveyPoint.START, "on": TODAY}
    unit.survey_answers.add(
        SurveyAnswer(id=f"r1:start:{her}", member=her, words=words, **asked),  # type: ignore[arg-type] # shared by both
        SurveyAnswer(id="r1:start:m2", member="m2", words=f"{name} listens. {kept}", **asked),  # type: ignore[arg-type] # as above
    )
    unit.personal_tokens.add(
        PersonalToken(id="t1", member=her, name=words, scopes=(TokenScope.READ,), secret_hash="0" * 64, made=NOW,
                      expires=NOW)
    )  # fmt: skip
    hers = {"channel": Channel.SLACK, "webhook": f"https://hooks.example.org/{her}"}
    unit.nudge_settings.add(NudgeSettings(id=her, **hers))  # type: ignore[arg-type] # as above
    times = {"due": NOW, "until": NOW, "next_try": NOW}
    unit.outgoing_nudges.add(
        OutgoingNudge(id=f"survey-due:{her}:r1", member=her, kind=NudgeKind.SURVEY_DUE, about="r1", **times),  # type: ignore[arg-type] # as above
        OutgoingNudge(id="survey-due:m2:r1", member="m2", kind=NudgeKind.SURVEY_DUE, about="r1",
                      fault=f"{name} was refused. {kept}", **times),  # type: ignore[arg-type] # as above
    )  # fmt: skip


def _sponsorships(unit: UnitOfWork, her: str, name: str, words: str, kept: str) -> None:
    promised = {"relationship": "r8", "until": TODAY, "made": NOW}
    unit.pledges.add(
        Pledge(id="pl1", sponsor=her, member="m2", what=words, **promised),  # type: ignore[arg-type] # shared by both
        Pledge(id="pl2", sponsor="m2", member=her, what=words, **promised),  # type: ignore[arg-type] # as above
    )
    did = {"relationship": "r8", "kind": AdvocacyKind.NOMINATED, "on": TODAY, "at": NOW}
    told = Proof(kind="moment", record="o1", quote=f"{name} was there. {kept}")
    unit.advocacy.add(
        Advocacy(id="ad1", sponsor="m2", member=her, room=words, **did),  # type: ignore[arg-type] # shared by both
        Advocacy(
            id="ad2",
            sponsor=her,
            member="m2",
            room=kept,
            said=f"As {name} knows. {kept}",
            evidence=(told,),
            **did,
        ),  # type: ignore[arg-type] # as above
    )
    may = {"relationship": "r8", "may_say": (MaySay(text=words),), "until": TODAY, "given": NOW}
    unit.speaking_consents.add(
        SpeakingConsent(id="sc1", sponsor="m2", member=her, **may),  # type: ignore[arg-type] # shared by both
        SpeakingConsent(id="sc2", sponsor=her, member="m2", **may),  # type: ignore[arg-type] # as above
    )
