"""What is due for whom, found from the records; the keys are the same whoever looks, and whenever."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from copilot.domain.circles import Circle
from copilot.domain.events import Event, EventKind, Registration
from copilot.domain.matches import AuditEntry, Benefit, Match, MatchRole, MatchState, Rationale
from copilot.domain.members import Member, Profile, Role
from copilot.domain.nudges import NudgeKind, NudgeSettings, OutgoingNudge
from copilot.domain.programmes import Programme
from copilot.domain.records import Record
from copilot.domain.relationships import (
    ActionItem,
    Agreement,
    Goal,
    Milestone,
    Relationship,
    Session,
    Signature,
)
from copilot.domain.surveys import SurveyAnswer, SurveyPoint, survey_id
from copilot.services.nudges.due import LONGEST_KEY, Due, due_now
from copilot.services.nudges.settings import Community
from copilot.services.nudges.words import DigestWords, Words, words_of
from tests.fakes import MemoryUnitsOfWork

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)  # a Wednesday
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SECRET = "Tell nobody that I want to leave"
HOUSE = Community(address="https://mentoring.example.org")


class Home:
    """Ada is mentored by Ben; whatever a test adds is there, too."""

    def __init__(self) -> None:
        self.units = MemoryUnitsOfWork()
        for each, name in (("ada", "Ada Moreau"), ("ben", "Ben Ito"), ("cy", "Cy Park"), ("dee", "Dee Kim")):
            member = Member(id=each, name=name, email=f"{each}@example.org", roles=frozenset({Role.PEER}))
            self.add(members=member)
        self.add(
            relationships=Relationship(
                id="r1", role=MatchRole.MENTOR, members=("ada", "ben"), started=date(2026, 2, 20)
            )
        )

    def add(self, **records: Record) -> None:
        with self.units() as unit:
            for table, record in records.items():
                getattr(unit, table).add(record)
            unit.commit()

    def due(self, now: datetime = NOW, *, only: str = "") -> list[Due]:
        with self.units.reading() as unit:
            return due_now(unit, now, HOUSE, only=only)

    def kinds(self, now: datetime = NOW) -> list[tuple[str, str]]:
        return sorted((each.member, each.kind.value) for each in self.due(now))

    def words(self, nudge: Due, now: datetime = NOW, stop: str = "") -> Words:
        with self.units.reading() as unit:
            found = words_of(unit, nudge, now, HOUSE, stop=stop)
        assert found
        return found

    def keep(self, nudge: Due, state: str = "sent", at: datetime = NOW) -> None:
        known = nudge.model_dump(exclude={"step"}) | {"state": state, "next_try": nudge.due}
        settled = at if state == "sent" else None
        self.add(outgoing_nudges=OutgoingNudge.model_validate({**known, "id": nudge.key, "settled": settled}))


@pytest.fixture
def home() -> Home:
    return Home()


def match(state: MatchState, *yes: str, role: MatchRole = MatchRole.MENTOR, **fields: object) -> Match:
    return Match(
        id="x1", seeker="ada", partner="cy", role=role, state=state, score=0.5, accepted_by=frozenset(yes),
        rationale=Rationale(benefit=Benefit(seeker="", partner="")), created=NOW - 60 * DAY, programme="p1",
    ).changed(**fields)  # fmt: skip


def logged(verb: str, days_ago: int, before: MatchState, after: MatchState) -> AuditEntry:
    detail = {"before": before.value, "after": after.value}
    return AuditEntry(
        id=f"l-{verb}", at=NOW - days_ago * DAY, by="dee", verb=verb, kind="match", record="x1", detail=detail
    )


def test_both_hear_of_a_session_tomorrow_and_nobody_of_one_next_week(home: Home) -> None:
    home.add(sessions=Session(id="s1", relationship="r1", at=NOW + 26 * HOUR, topic=SECRET))
    assert home.kinds() == [("ada", "session-soon"), ("ben", "session-soon")]
    words = home.words(home.due()[0], stop="https://mentoring.example.org/stop/abc")
    assert words.subject == "Your session tomorrow, Thursday, 5 March, at 11:00 (UTC)"
    assert "You meet Ben tomorrow" in words.text
    assert "with one click: https://mentoring.example.org/stop/abc" in words.text
    assert '<a href="https://mentoring.example.org/stop/abc">' in words.html
    assert home.kinds(NOW - 6 * DAY) == []


@pytest.mark.parametrize(
    "name", ["[Renew](https://evil.example/login)", "https://evil.example", "www.evil.example", "<b>Ben</b>"]
)
def test_a_partner_whose_name_is_a_link_is_not_named(home: Home, name: str) -> None:
    with home.units() as unit:
        unit.members.save(unit.members.get("ben").changed(name=name))
        unit.commit()
    home.add(sessions=Session(id="s1", relationship="r1", at=NOW + 26 * HOUR))
    words = home.words(home.due(only="ada")[0])
    assert "You meet your partner tomorrow" in words.text
    assert "evil" not in words.text + words.html


def test_times_are_told_by_her_own_clock(home: Home) -> None:
    with home.units() as unit:
        unit.members.save(unit.members.get("ada").changed(profile=Profile(time_zone="Asia/Tokyo")))
        unit.commit()
    home.add(sessions=Session(id="s1", relationship="r1", at=NOW + 26 * HOUR))
    assert "at 20:00 (Asia/Tokyo)" in home.words(home.due(only="ada")[0]).subject


def test_a_session_that_was_put_off_or_cancelled_has_no_words_any_more(home: Home) -> None:
    home.add(sessions=Session(id="s1", relationship="r1", at=NOW + 26 * HOUR))
    nudge = home.due()[0]
    for change in ({"at": NOW + 9 * DAY}, {"state": "cancelled"}):
        with home.units() as unit:
            unit.sessions.save(unit.sessions.get("s1").changed(**change))
            assert words_of(unit, nudge, NOW, HOUSE) is None


def test_an_event_reminds_who_registered_at_the_hours_its_hosts_chose(home: Home) -> None:
    event = Event(
        id="e1", kind=EventKind.AMA, title=SECRET, at=(NOW + 23 * HOUR).replace(tzinfo=None), time_zone="UTC",
        hosts=frozenset({"dee"}), reminders=(24, 1), created=NOW, updated=NOW,
    )  # fmt: skip
    home.add(events=event)
    home.add(registrations=Registration(id="g1", event="e1", member="ada", state="registered", at=NOW - DAY))
    home.add(registrations=Registration(id="g2", event="e1", member="ben", state="waiting", at=NOW - DAY))
    home.add(registrations=Registration(id="g3", event="e1", member="cy", state="registered", at=NOW))
    day_before, hour_before = home.due(), home.due(NOW + 22 * HOUR + HOUR / 2)
    assert [each.member for each in day_before] == ["ada"], "who registered just now knows of it"
    assert [each.member for each in hour_before] == ["ada", "cy"]
    assert {each.key for each in day_before}.isdisjoint({each.key for each in hour_before})
    assert "question-and-answer hour" in home.words(day_before[0]).subject


def test_after_seven_and_after_fourteen_days_who_has_not_answered_is_asked(home: Home) -> None:
    home.add(matches=match(MatchState.APPROVED, "ada"))
    home.add(audit_log=logged("approve", 8, MatchState.PROPOSED, MatchState.APPROVED))
    seventh = home.due()
    assert [(each.member, each.kind.value) for each in seventh] == [("cy", "answer-waiting")]
    assert home.words(seventh[0]).subject == "Ada waits for your answer"
    home.keep(seventh[0])
    assert home.due() == []
    assert len(home.due(NOW + 7 * DAY)) == 1
    assert home.due(NOW + 13 * DAY) == []


def test_a_circle_of_several_asks_each_who_has_not_said_yes(home: Home) -> None:
    invited = match(MatchState.APPROVED, "ada", role=MatchRole.CIRCLE, members=("ada", "cy", "ben", "dee"))
    home.add(matches=invited.changed(created=NOW - 8 * DAY))
    assert [each.member for each in home.due()] == ["ben", "cy", "dee"]
    assert "circle of 4" in home.words(home.due()[0]).short


def test_who_asked_is_helped_on_when_nobody_answered(home: Home) -> None:
    home.add(matches=match(MatchState.EXPIRED, "ada"))
    home.add(audit_log=logged("expire", 1, MatchState.APPROVED, MatchState.EXPIRED))
    closed = home.due()
    assert [(each.member, each.kind.value) for each in closed] == [("ada", "request-closed")]
    assert "ask your programme's manager" in home.words(closed[0]).short
    home.add(
        programmes=Programme(
            id="p1", name="Pilot", starts=date(2026, 1, 1), ends=date(2026, 9, 1), matching="self"
        )
    )
    assert "“Find a mentor”" in home.words(closed[0]).short
    assert home.words(closed[0]).link == "https://mentoring.example.org/partners"


def test_of_a_match_that_was_never_shown_to_her_she_learns_nothing(home: Home) -> None:
    home.add(matches=match(MatchState.EXPIRED))
    home.add(audit_log=logged("expire", 1, MatchState.PROPOSED, MatchState.EXPIRED))
    assert home.due() == []


def test_several_action_items_are_one_nudge_and_none_is_told_twice(home: Home) -> None:
    for n, days in enumerate((-3, 1, 2)):
        day = NOW.date() + days * DAY
        home.add(actions=ActionItem(id=f"a{n}", relationship="r1", owner="ada", text=SECRET, due=day))
    one = home.due()
    assert [(each.member, each.about) for each in one] == [("ada", "a0,a1,a2")]
    assert home.words(one[0]).subject == "3 action items of yours are due or soon will be"
    home.keep(one[0])
    home.add(actions=ActionItem(id="a9", relationship="r1", owner="ada", text="x", due=NOW.date() + DAY))
    assert home.due() == [], "not three days after the last"
    assert [each.about for each in home.due(NOW + 4 * DAY)] == ["a9"]


def test_an_item_that_is_done_old_or_of_a_relationship_that_is_over_nudges_nobody(home: Home) -> None:
    over = Relationship(
        id="r2", role=MatchRole.PEER, members=("cy", "dee"), state="closed", started=NOW.date()
    )
    home.add(relationships=over)
    for n, (relationship, owner, days, done) in enumerate(
        [("r1", "ada", 1, True), ("r1", "ada", -8, False), ("r1", "ada", 3, False), ("r2", "cy", 1, False)]
    ):
        day = NOW.date() + days * DAY
        home.add(
            actions=ActionItem(
                id=f"a{n}", relationship=relationship, owner=owner, text="x", due=day, done=done
            )
        )
    assert home.due() == []


def test_milestones_of_one_day_are_one_nudge(home: Home) -> None:
    steps = (Milestone(text=SECRET, due=date(2026, 3, 5)), Milestone(text="b", due=date(2026, 3, 5)))
    home.add(goals=Goal(id="g1", member="ada", title=SECRET, milestones=steps))
    found = home.due()
    assert [(each.member, each.about) for each in found] == [("ada", "2026-03-05")]
    assert home.words(found[0]).subject == "2 milestones of yours are due tomorrow"


@pytest.mark.parametrize(("agreed", "weeks"), [("", 6), ("We meet every two weeks.", 2)])
def test_a_pair_past_its_rhythm_with_nothing_planned_is_reminded_every_four_weeks(
    home: Home, agreed: str, weeks: int
) -> None:
    held = NOW - timedelta(weeks=weeks) - DAY
    with home.units() as unit:
        signed = tuple(Signature(member=each, at=NOW - 90 * DAY) for each in ("ada", "ben"))
        agreement = Agreement(text=agreed, signatures=signed) if agreed else None
        unit.relationships.save(unit.relationships.get("r1").changed(agreement=agreement))
        unit.commit()
    home.add(sessions=Session(id="s1", relationship="r1", at=held, state="held"))
    assert home.kinds() == [("ada", "next-session"), ("ben", "next-session")]
    assert home.due(NOW - 3 * DAY) == []
    told = home.due()
    for each in told:
        home.keep(each)

    def reminded(days: int) -> list[str]:
        later = home.due(NOW + days * DAY)
        return [each.member for each in later if each.kind is NudgeKind.NEXT_SESSION]

    assert reminded(27) == []
    assert reminded(29) == ["ada", "ben"]
    home.add(sessions=Session(id="s2", relationship="r1", at=NOW + 9 * DAY))
    with home.units.reading() as unit:
        assert words_of(unit, told[0], NOW, HOUSE) is None


def test_a_survey_that_opens_is_told_once_and_not_to_who_has_answered(home: Home) -> None:
    opened = [each for each in home.due(NOW + 18 * DAY) if each.kind is NudgeKind.SURVEY_DUE]
    assert [(each.member, each.about) for each in opened] == [("ada", "r1:start"), ("ben", "r1:start")]
    assert "How is it going with Ben?" in home.words(opened[0], NOW + 18 * DAY).short
    answer = SurveyAnswer(
        id=survey_id("r1", SurveyPoint.START, "ada"), relationship="r1", member="ada", side="seeker",
        point=SurveyPoint.START, on=NOW.date(), ratings={},
    )  # fmt: skip
    home.add(survey_answers=answer)
    assert "ada" not in {member for member, kind in home.kinds(NOW + 18 * DAY) if kind == "survey-due"}
    with home.units.reading() as unit:
        assert words_of(unit, opened[0], NOW + 18 * DAY, HOUSE) is None


def test_only_whose_turn_it_is_hears_that_she_chairs(home: Home) -> None:
    home.add(
        relationships=Relationship(
            id="c1", role=MatchRole.CIRCLE, members=("ada", "ben", "cy", "dee"), started=NOW.date()
        )
    )
    home.add(circles=Circle(id="c1", theme=SECRET, created=NOW))
    home.add(sessions=Session(id="s1", relationship="c1", at=NOW + 5 * DAY))
    found = [each for each in home.due() if each.kind is NudgeKind.CIRCLE_TURN]
    assert len(found) == 1
    assert "your turn to chair" in home.words(found[0]).subject


def test_the_digest_is_due_on_monday_for_managers_who_asked(home: Home) -> None:
    home.add(
        programmes=Programme(
            id="p1",
            name="Pilot",
            starts=date(2026, 1, 1),
            ends=date(2026, 9, 1),
            managers=frozenset({"dee", "cy"}),
        )
    )
    home.add(nudge_settings=NudgeSettings(id="dee", digest=True))
    home.add(nudge_settings=NudgeSettings(id="ada", digest=True))
    monday = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    found = home.due(monday)
    assert [(each.member, each.kind) for each in found] == [("dee", NudgeKind.DIGEST)]
    with home.units.reading() as unit:
        assert words_of(unit, found[0], monday, HOUSE) is None
        digest = DigestWords(subject="The week", text="12 met.", html="<p>12 met.</p>")
        words = words_of(unit, found[0], monday, HOUSE, digest=lambda member, now: digest)
    assert words is not None
    assert words.text.startswith("12 met.")


def test_who_left_is_nudged_no_more(home: Home) -> None:
    home.add(sessions=Session(id="s1", relationship="r1", at=NOW + 26 * HOUR))
    nudge = home.due(only="ada")[0]
    with home.units() as unit:
        unit.members.remove("ada")
        unit.commit()
    assert home.kinds() == [("ben", "session-soon")]
    with home.units.reading() as unit:
        assert words_of(unit, nudge, NOW, HOUSE) is None


def test_looking_for_one_finds_what_looking_for_all_finds_of_her(home: Home) -> None:
    test_several_action_items_are_one_nudge_and_none_is_told_twice(home)
    home.add(sessions=Session(id="s1", relationship="r1", at=NOW + 26 * HOUR))
    home.add(matches=match(MatchState.APPROVED, "cy", created=NOW - 8 * DAY))
    everybody = home.due()
    for member in ("ada", "ben", "cy"):
        assert home.due(only=member) == [each for each in everybody if each.member == member]


def test_keys_are_the_same_whenever_somebody_looks_and_never_too_long(home: Home) -> None:
    home.add(sessions=Session(id="s1", relationship="r1", at=NOW + 26 * HOUR))
    assert [each.key for each in home.due()] == [each.key for each in home.due(NOW + HOUR)]
    long = Due(member="m" * 200, kind=NudgeKind.ACTION_DUE, about="a" * 900, due=NOW, until=NOW + DAY)
    assert len(long.key) <= LONGEST_KEY
    assert long.key != long.model_copy(update={"about": "a" * 901}).key


def test_no_nudge_says_what_somebody_wrote(home: Home) -> None:
    test_several_action_items_are_one_nudge_and_none_is_told_twice(home)
    test_milestones_of_one_day_are_one_nudge(Home())
    home.add(goals=Goal(id="g1", member="ada", title=SECRET, why=SECRET, due=NOW.date(),
                        milestones=(Milestone(text=SECRET, due=date(2026, 3, 5)),)))  # fmt: skip
    home.add(sessions=Session(id="s1", relationship="r1", at=NOW + 26 * HOUR, topic=SECRET, agenda=SECRET))
    home.add(matches=match(MatchState.APPROVED, "cy", created=NOW - 8 * DAY, reason=SECRET))
    found = home.due()
    assert len(found) >= 4
    for each in found:
        assert SECRET not in home.words(each).model_dump_json()
