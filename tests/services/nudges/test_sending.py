"""Nudges on their way: each at most once, and none to who does not want it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from copilot.domain.accounts import Account
from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import Member, Role
from copilot.domain.messages import Letter, Posted, Sent
from copilot.domain.nudges import NudgeKind, NudgeSettings, OutgoingNudge
from copilot.domain.spaces import Channel
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.ports import UnitOfWork, UnitsOfWork
from copilot.services.accounts.tokens import kept_of
from copilot.services.nudges.carrying import FAILED_BEFORE, Carrier, message_id_of
from copilot.services.nudges.claiming import Claimed
from copilot.services.nudges.due import Due
from copilot.services.nudges.outbox import KEPT, LONGEST_TO_SEND, WAITS
from copilot.services.nudges.round_told import NudgeRound
from copilot.services.nudges.sending import NudgeSendingService
from copilot.services.nudges.settings import Community as Common
from copilot.services.nudges.stopping import NudgeStoppingService
from copilot.services.nudges.words import Words
from copilot.services.policy import Policy
from copilot.services.trials import MOST_TESTS
from copilot.stores.home import Home
from copilot.stores.unit_of_work import SqlUnitsOfWork
from tests.fakes import FixedClock
from tests.fakes.post import HeardPost
from tests.fakes.records import MemoryUnitsOfWork
from tests.fakes.webhooks import HeardWebhooks

ADDRESS = "https://mentoring.example.org"
HOOK = "https://hooks.example.org/services/wordofsecrecy"
ADMIN = Asker(member="adm", roles=frozenset({Role.ADMIN}))
LATER = Posted(outcome="later", fault="The server refused to go on (421).")
REFUSED = Posted(outcome="refused", fault="The server refused her address (550).")
UNSURE = Posted(outcome="unsure", fault="It may have arrived.")
MINUTE = timedelta(minutes=1)


class Community:
    """Ada, Ben and Cleo, a post and webhooks that hear everything, and what is due as a test says."""

    def __init__(self, units: UnitsOfWork) -> None:
        self.units = units
        self.clock = FixedClock()
        self.post = HeardPost()
        self.hooks = HeardWebhooks()
        self.found: list[Due] = []
        self.untrue: set[str] = set()
        self.sending = self.service()
        self.stopping = NudgeStoppingService(units)
        with units() as unit:
            for name in ("ada", "ben", "cleo"):
                unit.members.add(
                    Member(
                        id=name, name=name.title(), roles=frozenset({Role.PEER}), email=f"{name}@example.org"
                    )
                )
            unit.commit()

    def service(self, seconds: Callable[[], float] = lambda: 0.0) -> NudgeSendingService:
        return NudgeSendingService(
            self.units,
            Policy(),
            self.clock,
            Common(address=ADDRESS),
            self.due,
            self.words,
            lambda: self.post,
            lambda: self.hooks,
            seconds=seconds,
        )

    def due(self, unit: UnitOfWork, now: datetime) -> list[Due]:
        return self.found

    def words(self, unit: UnitOfWork, nudge: OutgoingNudge, now: datetime, stop: str) -> Words | None:
        if nudge.about in self.untrue:
            return None
        said = f"{nudge.about} is due."
        return Words(subject=said, short=said, text=f"{said}\n{stop}\n", html=f"<p>{said}</p>", why="so.")

    def is_due(
        self, member: str, about: str = "s1", kind: NudgeKind = NudgeKind.SESSION_SOON, **more: Any
    ) -> Due:
        now = self.clock.now()
        due = Due(member=member, kind=kind, about=about, due=now, until=now + timedelta(days=1), **more)
        self.found.append(due)
        return due

    def wishes(self, member: str, **chosen: Any) -> None:
        with self.units() as unit:
            unit.nudge_settings.add(NudgeSettings(id=member, **chosen))
            unit.commit()

    def send(self) -> NudgeRound:
        return self.sending.send(OPERATOR)

    def row(self, due: Due) -> OutgoingNudge:
        with self.units.reading() as unit:
            return unit.outgoing_nudges.get(due.key)

    def change(self, due: Due, **fields: Any) -> None:
        with self.units() as unit:
            unit.outgoing_nudges.save(unit.outgoing_nudges.get(due.key).changed(**fields))
            unit.commit()

    def delete(self, member: str) -> None:
        with self.units() as unit:
            for each in unit.outgoing_nudges.all(member=member):
                unit.outgoing_nudges.remove(each.id)
            unit.members.remove(member)
            unit.commit()

    def rows(self) -> int:
        with self.units.reading() as unit:
            return unit.outgoing_nudges.count()


@pytest.fixture(params=["memory", "sqlite"])
def community(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    if request.param == "memory":
        yield Community(MemoryUnitsOfWork())
        return
    home = Home(tmp_path / "home")
    yield Community(SqlUnitsOfWork(home.engine))
    home.close()


# Sent once


def test_what_is_due_is_sent_once_however_many_rounds_there_are(community: Community) -> None:
    due = community.is_due("ada")
    told = community.send()
    assert (told.new, told.sent, told.waiting) == (1, 1, 0)
    assert [(each.nudge, each.member, each.state) for each in told.nudges] == [(due.key, "ada", "sent")]
    assert community.send() == NudgeRound()
    [letter] = community.post.arrived
    assert letter.to == "ada@example.org"
    assert letter.subject == "s1 is due."
    assert letter.message_id == message_id_of(due.key)
    assert "ada" not in letter.message_id
    row = community.row(due)
    assert (row.state, row.settled, row.fault) == ("sent", community.clock.now(), "")


def test_it_is_claimed_and_committed_before_a_word_leaves(community: Community) -> None:
    due = community.is_due("ada")
    seen: list[str] = []

    def at_the_server(letter: Letter) -> Posted:
        seen.append(community.row(due).state)
        # Another process comes by at this very moment.
        assert community.service().send(OPERATOR).sent == 0
        return Posted(outcome="sent")

    community.post.answers.append(at_the_server)
    assert community.send().sent == 1
    assert seen == ["sending"]
    assert len(community.post.arrived) == 1


def test_two_that_keep_the_same_nudge_at_once_keep_it_once(community: Community) -> None:
    community.is_due("ada")
    community.is_due("ben")
    first = community.due
    found = list(community.found)

    def late(unit: UnitOfWork, now: datetime) -> list[Due]:
        return found

    assert community.send().sent == 2
    community.found = []
    again = NudgeSendingService(
        community.units, Policy(), community.clock, Common(), late, community.words,
        lambda: community.post, lambda: community.hooks,
    )  # fmt: skip
    assert again.send(OPERATOR) == NudgeRound()
    assert first is not late
    assert community.rows() == 2


def test_what_may_have_arrived_is_unsure_and_not_sent_again(community: Community) -> None:
    due = community.is_due("ada")
    community.post.answers.append(UNSURE)
    assert community.send().unsure == 1
    community.clock.move(timedelta(hours=5))
    assert community.send() == NudgeRound()
    assert community.row(due).fault == "It may have arrived."
    assert len(community.post.arrived) == 1


def test_what_surely_did_not_arrive_goes_again_later_with_the_same_id(community: Community) -> None:
    due = community.is_due("ada")
    community.post.answers.append(LATER)
    told = community.send()
    assert (told.sent, told.put_off, told.waiting) == (0, 1, 1)
    assert community.send().sent == 0
    community.clock.move(WAITS[0])
    assert community.send().sent == 1
    assert community.post.ids == [message_id_of(due.key)]
    assert community.row(due).tries == 2


def test_what_never_will_arrive_has_failed(community: Community) -> None:
    due = community.is_due("ada")
    community.post.answers.append(REFUSED)
    assert community.send().failed == 1
    community.clock.move(timedelta(hours=5))
    assert community.send() == NudgeRound()
    row = community.row(due)
    assert (row.state, row.fault) == ("failed", REFUSED.fault)


def test_what_would_go_again_only_when_it_is_of_no_use_has_failed(community: Community) -> None:
    due = community.is_due("ada")
    community.found = [due.model_copy(update={"until": community.clock.now() + MINUTE})]
    community.post.answers.append(LATER)
    assert community.send().failed == 1


def test_something_that_breaks_here_is_no_reason_to_send_it_again(community: Community) -> None:
    due = community.is_due("ada")

    def breaks(letter: Letter) -> Posted:
        raise RecursionError("ada@example.org")

    community.post.answers.append(breaks)
    community.is_due("ben", "s2")
    told = community.send()
    assert told.unsure == 1
    assert community.row(due).state == "unsure"
    assert "@" not in community.row(due).fault


def test_a_fault_while_its_words_are_found_loses_nothing_and_holds_nobody_up(community: Community) -> None:
    first, second = community.is_due("ada"), community.is_due("ben", "s2")
    good = community.is_due("cleo", "s3")
    broken = {"s1", "s2"}
    found = community.words

    def words(unit: UnitOfWork, nudge: OutgoingNudge, now: datetime, stop: str) -> Words | None:
        if nudge.about in broken:
            raise RecursionError("ada@example.org")
        return found(unit, nudge, now, stop)

    community.words = words  # type: ignore[method-assign] # a fault in finding words
    community.sending = community.service()
    told = community.send()
    assert (told.unsure, told.put_off, told.sent) == (0, 2, 1)
    assert {community.row(each).state for each in (first, second)} == {"waiting"}
    assert community.row(first).fault == FAILED_BEFORE
    assert community.row(good).state == "sent"
    broken.clear()
    community.clock.move(WAITS[0])
    assert community.send().sent == 2


@pytest.mark.parametrize("chosen", [{"off": True}, {"stopped": frozenset({NudgeKind.SESSION_SOON})}])
def test_what_she_stops_once_it_is_claimed_is_not_sent(community: Community, chosen: dict[str, Any]) -> None:
    due = community.is_due("ada")
    community.post.answers.append(LATER)
    community.send()
    carrier = Carrier(
        community.units, community.clock, community.words, lambda: community.post, lambda: community.hooks
    )
    claimed = Claimed(nudge=community.row(due), way="e-mail", stop="")
    community.wishes("ada", **chosen)
    assert carrier.carry(claimed) is None
    assert community.post.arrived == []


# A killed process, and the clock


def test_a_claim_that_a_killed_process_left_becomes_unsure(community: Community) -> None:
    due = community.is_due("ada")
    community.post.answers.append(LATER)
    community.send()
    community.change(due, state="sending", claimed=community.clock.now())
    assert community.send() == NudgeRound()
    assert community.row(due).state == "sending"
    community.clock.move(LONGEST_TO_SEND + MINUTE)
    assert community.send().dropped == 0
    assert community.row(due).state == "unsure"
    community.clock.move(timedelta(hours=5))
    assert community.send() == NudgeRound()
    assert community.post.arrived == []


def test_a_claim_from_the_future_becomes_unsure_too(community: Community) -> None:
    due = community.is_due("ada")
    community.post.answers.append(LATER)
    community.send()
    community.change(due, state="sending", claimed=community.clock.now())
    community.clock.move(-timedelta(minutes=5))
    community.send()
    assert community.row(due).state == "sending"
    community.clock.move(-timedelta(hours=2))
    community.send()
    assert community.row(due).state == "unsure"
    assert community.post.arrived == []


@pytest.mark.parametrize("by", [-timedelta(days=400), timedelta(days=400)])
def test_a_clock_that_jumps_between_claim_and_settling_sends_nothing_twice(
    community: Community, by: timedelta
) -> None:
    due = community.is_due("ada")

    def jumps(letter: Letter) -> Posted:
        community.clock.move(by)
        return Posted(outcome="sent")

    community.post.answers.append(jumps)
    assert community.send().sent == 1
    assert community.row(due).state == "sent"
    assert community.send() == NudgeRound()
    community.clock.move(-by)
    community.send()
    assert len(community.post.arrived) == 1


def test_a_slow_process_that_another_gave_up_leaves_it_unsure(community: Community) -> None:
    due = community.is_due("ada")

    def sleeps(letter: Letter) -> Posted:
        community.clock.move(LONGEST_TO_SEND + MINUTE)
        community.service().send(OPERATOR)
        return Posted(outcome="sent")

    community.post.answers.append(sleeps)
    community.send()
    assert community.row(due).state == "unsure"
    assert len(community.post.arrived) == 1


# Looked at again


def test_what_is_no_longer_true_is_not_sent(community: Community) -> None:
    due = community.is_due("ada")
    community.untrue = {"s1"}
    told = community.send()
    assert (told.sent, told.dropped) == (0, 1)
    assert community.row(due).state == "dropped"
    assert community.post.arrived == []


def test_a_member_who_was_deleted_while_it_was_sent_leaves_nothing_behind(community: Community) -> None:
    community.is_due("ada")

    def deleted(letter: Letter) -> Posted:
        community.delete("ada")
        return Posted(outcome="sent")

    community.post.answers.append(deleted)
    assert community.send().sent == 1
    assert community.rows() == 0
    community.send()
    assert community.rows() == 0


def test_a_member_who_left_before_is_forgotten(community: Community) -> None:
    community.is_due("ada")
    community.post.answers.append(LATER)
    community.send()
    with community.units() as unit:
        unit.members.remove("ada")
        unit.commit()
    community.clock.move(WAITS[0])
    community.send()
    assert community.rows() == 0
    assert community.post.arrived == []


def test_who_stopped_it_in_the_meantime_gets_nothing(community: Community) -> None:
    due = community.is_due("ada")
    community.post.answers.append(LATER)
    community.send()
    community.wishes("ada", stopped=frozenset({NudgeKind.SESSION_SOON}))
    community.clock.move(WAITS[0])
    community.send()
    assert community.row(due).state == "dropped"
    assert community.post.arrived == []


def test_who_is_kept_out_gets_nothing(community: Community) -> None:
    due = community.is_due("ada")
    with community.units() as unit:
        unit.accounts.add(Account(id="ada", locked=True, created=community.clock.now()))
        unit.commit()
    community.send()
    assert community.row(due).state == "dropped"
    assert community.post.arrived == []


def test_nobody_gets_more_in_a_week_than_she_wants(community: Community) -> None:
    for number in range(5):
        community.is_due("ada", f"s{number}")
    assert community.send().sent == 2
    community.clock.move(timedelta(hours=2))
    assert community.send().sent == 0
    assert len(community.post.arrived) == 2


def test_in_quiet_hours_it_waits(community: Community) -> None:
    community.wishes("ada", quiet_from=8, quiet_until=12)
    due = community.is_due("ada")
    told = community.send()
    assert (told.sent, told.waiting) == (0, 1)
    assert community.row(due).next_try == community.clock.now().replace(hour=12)
    community.clock.move(timedelta(hours=3))
    assert community.send().sent == 1


def test_what_nobody_can_send_or_wants_is_not_kept(community: Community) -> None:
    community.wishes("ada", off=True)
    community.is_due("ada")
    community.is_due("gone")
    community.post = HeardPost(is_set_up=False)
    community.is_due("ben")
    assert community.send() == NudgeRound(by_mail=False)
    assert community.rows() == 0


def test_what_comes_too_late_is_dropped_and_what_was_tried_in_vain_has_failed(community: Community) -> None:
    tried, late = community.is_due("ada"), community.is_due("ben", "s2")
    community.post.answers += [LATER, LATER]
    community.send()
    community.change(late, tries=0)
    community.clock.move(timedelta(days=2))
    community.found = []
    community.send()
    assert (community.row(tried).state, community.row(late).state) == ("failed", "dropped")


def test_what_was_settled_long_ago_is_forgotten(community: Community) -> None:
    due = community.is_due("ada")
    community.send()
    community.found = []
    community.clock.move(KEPT - timedelta(days=1))
    community.send()
    assert community.row(due).state == "sent"
    community.clock.move(timedelta(days=2))
    community.send()
    assert community.rows() == 0


# By her own webhook


def test_who_has_a_webhook_of_her_own_gets_it_there_and_not_by_mail(community: Community) -> None:
    community.wishes("ada", channel=Channel.SLACK, webhook=HOOK)
    community.is_due("ada")
    community.post = HeardPost(is_set_up=False)
    assert community.send().sent == 1
    [(address, channel, message)] = community.hooks.heard
    assert (address, channel) == (HOOK, Channel.SLACK)
    assert message.text.startswith("s1 is due.")
    assert "Why you get this: so." in message.text
    assert f"{ADDRESS}/nudges/stop/" in message.text
    assert community.post.arrived == []


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        (Sent(outcome="later", fault="It asked us to come later (429)."), "waiting"),
        (Sent(outcome="later", fault="It broke off.", may_have_arrived=True), "unsure"),
        (Sent(outcome="refused", fault="It is gone (410)."), "failed"),
    ],
)
def test_what_may_have_arrived_at_a_webhook_is_not_sent_again(
    community: Community, sent: Sent, state: str
) -> None:
    community.wishes("ada", channel=Channel.SLACK, webhook=HOOK)
    due = community.is_due("ada")
    community.hooks.answers.append(sent)
    community.send()
    assert community.row(due).state == state
    assert community.row(due).fault == sent.fault


# Who is broken holds nobody up


def test_after_two_letters_in_vain_no_third_is_tried_in_this_round_and_webhooks_go_on(
    community: Community,
) -> None:
    with community.units() as unit:
        for number in range(10):
            unit.members.add(
                Member(
                    id=f"m{number}", name="M", roles=frozenset({Role.PEER}), email=f"m{number}@example.org"
                )
            )
        unit.commit()
    for number in range(10):
        community.is_due(f"m{number}")
    community.wishes("cleo", channel=Channel.SLACK, webhook=HOOK)
    community.is_due("cleo", "s9", NudgeKind.CIRCLE_TURN)
    community.post.answers += [LATER] * 10
    told = community.send()
    assert (told.put_off, told.sent) == (2, 1)
    assert len(community.post.answers) == 8
    community.post.answers = []
    # Those that were never tried come before those that failed.
    assert community.send().sent == 8


def test_a_server_that_takes_letters_and_says_nothing_gets_one_a_round(community: Community) -> None:
    community.is_due("ada")
    community.is_due("ben", "s2")
    community.post.answers += [UNSURE, UNSURE]
    assert community.send().unsure == 1


def test_a_round_begins_nothing_after_its_time_and_stops_when_told(community: Community) -> None:
    for name in ("ada", "ben", "cleo"):
        community.is_due(name)
    ticking = iter(range(0, 10_000, 20))
    slow = community.service(seconds=lambda: float(next(ticking)))
    assert slow.send(OPERATOR, seconds=50).sent == 1
    assert community.sending.send(OPERATOR, going_on=lambda: False).sent == 0
    assert community.send().sent == 2


# Tests and permissions


def test_a_test_letter_goes_at_once_and_only_so_often(community: Community) -> None:
    assert community.sending.test(ADMIN, "postmaster@example.org") == Posted(outcome="sent")
    assert "test" in community.post.arrived[0].text
    for _ in range(MOST_TESTS - 1):
        community.sending.test(ADMIN, "postmaster@example.org")
    with pytest.raises(Conflict, match="within an hour"):
        community.sending.test(ADMIN, "postmaster@example.org")
    with community.units.reading() as unit:
        assert "postmaster" not in str(unit.audit_log.all())


def test_only_who_runs_the_installation_sends(community: Community) -> None:
    for verb in (
        lambda: community.sending.send(Asker(member="ada")),
        lambda: community.sending.test(Asker(member="ada"), "ada@example.org"),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_a_round_begins_by_closing_what_nobody_answered(community: Community) -> None:
    asked: list[Asker] = []
    closing = NudgeSendingService(
        community.units, Policy(), community.clock, Common(), community.due, community.words,
        lambda: community.post, lambda: community.hooks, asked.append,
    )  # fmt: skip
    closing.send(ADMIN)
    assert asked == [ADMIN]


def test_half_of_the_settings_ends_a_round_before_it_begins(community: Community) -> None:
    community.is_due("ada")

    def half() -> HeardPost:
        raise BadInput("E-mail is half set up.", place="MENTORING_SMTP_FROM")

    broken = NudgeSendingService(
        community.units, Policy(), community.clock, Common(), community.due, community.words,
        half, lambda: community.hooks,
    )  # fmt: skip
    with pytest.raises(BadInput):
        broken.send(OPERATOR)
    assert community.rows() == 0


# Stopped by a link


def secret_of(community: Community) -> str:
    return community.post.arrived[-1].stop.removeprefix(f"{ADDRESS}/nudges/stop/")


def test_the_link_in_a_letter_stops_its_kind(community: Community) -> None:
    community.is_due("ada")
    community.send()
    secret = secret_of(community)
    assert secret in community.post.arrived[0].text
    assert community.stopping.kind(secret) is NudgeKind.SESSION_SOON
    with community.units.reading() as unit:
        assert unit.nudge_settings.find("ada") is None
        assert secret not in str(unit.outgoing_nudges.all())
    for _ in range(2):
        assert community.stopping.stop(secret) is NudgeKind.SESSION_SOON
    with community.units.reading() as unit:
        assert unit.nudge_settings.get("ada").stopped == {NudgeKind.SESSION_SOON}
    community.is_due("ada", "s2")
    assert community.send() == NudgeRound()


def test_it_can_stop_all_of_them_and_leaves_what_else_she_chose(community: Community) -> None:
    community.wishes("ada", weekends=True)
    community.is_due("ada")
    community.send()
    community.stopping.stop(secret_of(community), everything=True)
    with community.units.reading() as unit:
        own = unit.nudge_settings.get("ada")
    assert own.off
    assert own.weekends
    assert own.stopped == frozenset()


def test_a_link_that_never_was_and_one_whose_member_left_are_not_told_apart(community: Community) -> None:
    community.is_due("ada")
    community.send()
    secret = secret_of(community)
    community.delete("ada")
    words = set()
    for wrong in (secret, "", "x" * 43, "a" * 100_000, kept_of(secret), "\x00"):
        with pytest.raises(NotFound) as told:
            community.stopping.stop(wrong)
        words.add(str(told.value))
        with pytest.raises(NotFound):
            community.stopping.kind(wrong)
    assert len(words) == 1
