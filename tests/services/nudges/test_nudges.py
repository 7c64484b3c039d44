"""How somebody is nudged is hers to say; what would be sent is shown before; what nobody answers is closed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import Match, MatchRole, MatchState
from copilot.domain.members import Role
from copilot.domain.messages import Message, Sent
from copilot.domain.nudges import NudgeKind, OutgoingNudge
from copilot.domain.relationships import Session
from copilot.domain.spaces import Channel
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.matching.service import MatchingService
from copilot.services.nudges.service import NO_MAIL, NudgesService
from copilot.services.nudges.settings import Community
from copilot.services.policy import Policy
from copilot.services.trials import MOST_TESTS
from tests.fakes import FixedClock
from tests.services.matching.community import EXPERIENCE, GOALS, enrolled, homed, mentee, mentor

ADA, MANAGER = Asker(member="e0"), Asker(member="m2", manages=frozenset({"spring"}))
ADMIN = Asker(member="e1", roles=frozenset({Role.ADMIN}))
HOOK = "https://hooks.slack.com/services/T0/B0/secret"
DAY = timedelta(days=1)


class Nowhere:
    """Webhooks that say what they were given, and refuse one address."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def check(self, address: str) -> None:
        if not address.startswith("https://"):
            raise BadInput("This is no webhook's address.", place="address")

    def send(self, address: str, channel: Channel, message: Message) -> Sent:
        self.sent.append(f"{channel} {address}: {message.text}")
        return Sent(outcome="sent")


class Home:
    """Two who seek and three who accompany, in a programme whose manager is one of them."""

    def __init__(self) -> None:
        seekers = [mentee(f"e{n}", GOALS[n]).changed(email=f"e{n}@example.org") for n in range(2)]
        partners = [mentor(f"m{n}", EXPERIENCE[n]).changed(email=f"m{n}@example.org") for n in range(3)]
        self.matching, self.units = homed([*seekers, *partners])
        enrolled(self.units, "spring", ["e0", "e1", "m0", "m1"], ["m2"])
        self.clock, self.webhooks = FixedClock(), Nowhere()
        self.matching._clock = self.clock  # the one of `homed` stands still for everybody
        self.nudges = NudgesService(
            self.units, Policy(), self.clock, Community(), lambda: self.webhooks, lambda: self.matching
        )

    def approved(self) -> list[Match]:
        self.matching.run(MANAGER, MatchRole.MENTOR, "spring")
        proposed = self.matching.list_matches(MANAGER, states=[MatchState.PROPOSED])
        return [self.matching.approve(MANAGER, each.id) for each in proposed]

    def state(self, match: Match) -> MatchState:
        with self.units.reading() as unit:
            return unit.matches.get(match.id).state


@pytest.fixture
def home() -> Home:
    return Home()


def begin(matching: MatchingService, match: Match) -> str:
    matching.accept(Asker(member=match.seeker), match.id)
    matching.accept(Asker(member=match.partner), match.id)
    return match.id


def test_who_chose_nothing_has_what_the_community_has(home: Home) -> None:
    told = home.nudges.settings(ADA)
    assert (told.a_week, told.quiet_from, told.quiet_until, told.weekends, told.way) == (
        2,
        20,
        8,
        False,
        "e-mail",
    )
    assert NudgeKind.DIGEST not in {each.kind for each in told.kinds}
    assert all(each.gets for each in told.kinds)


def test_her_own_choice_holds_and_the_community_s_again_when_she_says_so(home: Home) -> None:
    told = home.nudges.choose(ADA, a_week=1, quiet_from=22, quiet_until=6, weekends=True)
    assert (told.a_week, told.quiet_from, told.quiet_until, told.weekends) == (1, 22, 6, True)
    again = home.nudges.choose(ADA, a_week="community")
    assert (again.a_week, again.own_a_week, again.quiet_from) == (2, None, 22)


def test_a_kind_is_stopped_and_wanted_again_and_all_of_them_at_once(home: Home) -> None:
    stopped = home.nudges.stop(ADA, NudgeKind.ACTION_DUE)
    assert [each.kind for each in stopped.kinds if not each.gets] == [NudgeKind.ACTION_DUE]
    assert all(each.gets for each in home.nudges.want(ADA, NudgeKind.ACTION_DUE).kinds)
    home.nudges.stop(ADA, NudgeKind.ACTION_DUE)
    off = home.nudges.stop(ADA)
    assert off.off
    assert not any(each.gets for each in off.kinds)
    back = home.nudges.choose(ADA, off=False)
    assert [each.kind for each in back.kinds if not each.gets] == [NudgeKind.ACTION_DUE], (
        "that she stopped it stays"
    )


@pytest.mark.parametrize(
    ("choice", "place"),
    [
        ({"quiet_from": 24}, "quiet_from"),
        ({"quiet_until": -1}, "quiet_until"),
        ({"a_week": 15}, "most_a_week"),
        ({"digest": True}, "digest"),
        ({"webhook": HOOK}, "channel"),
        ({"webhook": "file:///etc/passwd", "channel": Channel.SLACK}, "address"),
        ({"webhook": "https://x" + "y" * 2_000, "channel": Channel.SLACK}, "webhook"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    home: Home, choice: dict[str, object], place: str
) -> None:
    before = home.nudges.settings(ADA)
    with pytest.raises(BadInput) as fault:
        home.nudges.choose(ADA, **choice)  # type: ignore[arg-type]  # wrong on purpose
    assert fault.value.place == place
    assert home.nudges.settings(ADA) == before


def test_who_manages_may_ask_for_the_digest(home: Home) -> None:
    told = home.nudges.want(MANAGER, NudgeKind.DIGEST)
    assert told.digest
    assert home.nudges.stop(MANAGER, NudgeKind.DIGEST).kinds[-1].stopped


def test_a_webhook_of_her_own_is_tried_and_its_address_never_told_again(home: Home) -> None:
    with pytest.raises(NotFound):
        home.nudges.test(ADA)
    told = home.nudges.choose(ADA, channel=Channel.SLACK, webhook=HOOK)
    assert (told.way, told.channel) == ("webhook", Channel.SLACK)
    assert HOOK not in told.model_dump_json()
    assert home.nudges.test(ADA).outcome == "sent"
    assert home.webhooks.sent == [f"slack {HOOK}: This is a test. Your nudges will come here from now on."]
    for _ in range(MOST_TESTS - 1):
        home.nudges.test(ADA)
    with pytest.raises(Conflict):
        home.nudges.test(ADA)
    gone = home.nudges.choose(ADA, webhook="")
    assert (gone.way, gone.channel) == ("e-mail", None)


def test_she_reads_what_she_got_and_what_is_due_for_her_and_nobody_else_s(home: Home) -> None:
    match = next(each for each in home.approved() if each.seeker == "e0")
    begin(home.matching, match)
    now = home.clock.now()
    with home.units() as unit:
        relationship = next(each for each in unit.relationships.all() if each.match == match.id)
        unit.sessions.add(Session(id="s1", relationship=relationship.id, at=now + timedelta(hours=25)))
        unit.outgoing_nudges.add(
            OutgoingNudge(
                id="n1", member="e0", kind=NudgeKind.ACTION_DUE, due=now - 9 * DAY, until=now - 8 * DAY, state="sent",
                next_try=now, settled=now - 8 * DAY,
            ),
            OutgoingNudge(
                id="n2", member="m0", kind=NudgeKind.ACTION_DUE, due=now - DAY, until=now, state="sent", next_try=now,
            ),
        )  # fmt: skip
        unit.commit()
    mine = home.nudges.mine(ADA)
    assert [each.id for each in mine.got] == ["n1"]
    assert [(each.kind, each.says) for each in mine.coming] == [(NudgeKind.SESSION_SOON, "now")]
    assert mine.coming[0].why == "a session of yours is planned."


def test_a_dry_run_tells_what_would_go_and_what_not_and_why_and_changes_nothing(home: Home) -> None:
    for match in home.approved():
        begin(home.matching, match)
    now = home.clock.now()
    with home.units() as unit:
        for n, relationship in enumerate(unit.relationships.all()):
            unit.sessions.add(Session(id=f"s{n}", relationship=relationship.id, at=now + timedelta(hours=25)))
        unit.commit()
    home.nudges.stop(ADA, NudgeKind.SESSION_SOON)
    before = {name: dict(rows) for name, rows in home.units.tables.items()}
    preview = home.nudges.preview(OPERATOR)
    assert home.units.tables == before
    said = {each.member: (each.says, each.reason) for each in preview.nudges}
    assert said["e0"] == ("never", "She stopped nudges of this kind.")
    assert said["e1"] == ("now", "")
    words = next(each for each in preview.nudges if each.member == "e1")
    assert "Why you get this: a session of yours is planned." in words.text
    to_admins = home.nudges.preview(ADMIN).nudges
    assert [(each.id, each.says, each.reason) for each in to_admins] == [
        (each.id, each.says, each.reason) for each in preview.nudges
    ]
    assert {each.subject + each.short + each.text for each in to_admins} == {""}
    for each in (ADA, MANAGER):
        with pytest.raises(NotAllowed):
            home.nudges.preview(each)


def test_where_e_mail_is_not_set_up_a_dry_run_promises_none(home: Home) -> None:
    for match in home.approved():
        begin(home.matching, match)
    with home.units() as unit:
        relationship = unit.relationships.all()[0]
        unit.sessions.add(
            Session(id="s1", relationship=relationship.id, at=home.clock.now() + timedelta(hours=25))
        )
        unit.commit()
    nudges = NudgesService(
        home.units, Policy(), home.clock, Community(mails=False), lambda: home.webhooks, lambda: home.matching
    )
    found = nudges.preview(OPERATOR).nudges
    assert {(each.says, each.reason) for each in found} == {("later", NO_MAIL.reason)}
    assert {each.says for each in home.nudges.preview(OPERATOR).nudges} == {"now"}


def test_after_21_days_without_an_answer_a_match_is_closed_and_its_place_is_free(home: Home) -> None:
    first, second = home.approved()
    home.matching.accept(Asker(member=first.seeker), first.id)
    begin(home.matching, second)
    home.clock.move(20 * DAY)
    assert home.nudges.close_unanswered(OPERATOR) == ()
    home.clock.move(DAY)
    assert home.nudges.preview(OPERATOR).to_close == (first.id,)
    assert home.nudges.close_unanswered(OPERATOR) == (first.id,)
    assert (home.state(first), home.state(second)) == (MatchState.EXPIRED, MatchState.ACTIVE)
    with home.units.reading() as unit:
        entry = max(unit.audit_log.all(record=first.id), key=lambda each: each.id)
    assert (entry.verb, entry.by, entry.reason) == ("expire", "operator", "nobody answered for 21 days")
    assert home.nudges.close_unanswered(OPERATOR) == ()
    assert [each.kind for each in home.nudges.mine(Asker(member=first.seeker)).coming] == [
        NudgeKind.REQUEST_CLOSED
    ]


def test_a_locked_match_waits_on_and_one_that_came_back_waits_anew(home: Home) -> None:
    first, second = home.approved()
    home.matching.lock(MANAGER, first.id)
    home.clock.move(22 * DAY)
    assert home.nudges.close_unanswered(ADMIN) == (second.id,)
    home.matching.undo(MANAGER, second.id)
    assert home.state(second) is MatchState.APPROVED
    assert home.nudges.close_unanswered(ADMIN) == ()
    home.clock.move(21 * DAY)
    assert home.nudges.close_unanswered(MANAGER) == (second.id,)


def test_nobody_else_closes_matches(home: Home) -> None:
    home.approved()
    home.clock.move(30 * DAY)
    with pytest.raises(NotAllowed):
        home.nudges.close_unanswered(ADA)
    assert home.nudges.close_unanswered(Asker(member="e1", manages=frozenset({"autumn"}))) == ()
