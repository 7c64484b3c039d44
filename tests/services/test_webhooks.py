"""Posts on their way out: which go, to whom, in which order, how often; and who may say so."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.domain.messages import Message, Sent
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.relationships import Relationship
from copilot.domain.spaces import Channel, Post, PostKind, Space, SpaceKind, SpaceMember, Webhook
from copilot.errors import BadInput, Conflict, CopilotError, NotFound
from copilot.ports import UnitsOfWork
from copilot.services.outbox import Outbox
from copilot.services.policy import Policy
from copilot.services.webhooks import WebhooksService
from copilot.services.webhooks_told import WebhookTold
from copilot.stores.home import Home
from copilot.stores.unit_of_work import SqlUnitsOfWork
from tests.fakes import FixedClock
from tests.fakes.records import MemoryUnitsOfWork
from tests.fakes.webhooks import HeardWebhooks

ADDRESS = "https://hooks.example.org/services/T024BE7LH/B0/wordofsecrecy"
KEEPER, READER, STRANGER = Asker(member="ada"), Asker(member="ben"), Asker(member="cleo")
MANAGER = Asker(member="mia", roles=frozenset({Role.MANAGER}), manages=frozenset({"spring"}))
ADMIN = Asker(member="adm", roles=frozenset({Role.ADMIN}))
GROUP, TOPIC, SPRING, PAIR = "group", "topic", "space-programme-spring", "space-r1"
MINUTE = timedelta(minutes=1)
LATER = Sent(outcome="later", fault="It had a fault of its own (500).")
REFUSED = Sent(outcome="refused", fault="It refused us (403): the webhook may have been switched off there.")


class Community:
    def __init__(self, units: UnitsOfWork) -> None:
        self.units = units
        self.clock = FixedClock()
        self.other = HeardWebhooks()
        self.webhooks = WebhooksService(
            units, Policy(), self.clock, self.other, "https://mentoring.example.org"
        )
        now, today = self.clock.now(), self.clock.now().date()
        with units() as unit:
            for member, name, role in (
                ("ada", "Ada Moreau", Role.PEER), ("ben", "Ben Osei", Role.PEER), ("cleo", "Cleo Ruiz", Role.PEER),
                ("mia", "Mia Kim", Role.MANAGER), ("adm", "Ann Dee", Role.ADMIN),
            ):  # fmt: skip
                unit.members.add(Member(id=member, name=name, roles=frozenset({role})))
            unit.programmes.add(
                Programme(
                    id="spring",
                    name="Spring",
                    starts=today,
                    ends=date(2026, 12, 1),
                    managers=frozenset({"mia"}),
                )
            )
            unit.enrolments.add(Enrolment(id="spring:ben", programme="spring", member="ben"))
            unit.relationships.add(
                Relationship(
                    id="r1", role=MatchRole.MENTOR, members=("ada", "ben"), programme="spring", started=today
                )
            )
            unit.spaces.add(
                Space(id=GROUP, kind=SpaceKind.INTEREST, name="Speaking in public", keepers=frozenset({"ada"}),
                      created=now),
                Space(id=TOPIC, kind=SpaceKind.TOPIC, name="Careers", created=now),
            )  # fmt: skip
            for member in ("ada", "ben"):
                unit.space_members.add(
                    SpaceMember(id=f"{GROUP}:{member}", space=GROUP, member=member, since=now)
                )
            unit.commit()

    def add(self, asker: Asker = KEEPER, space: str = GROUP, **more: Any) -> WebhookTold:
        return self.webhooks.add(asker, space, Channel.SLACK, "#speaking", ADDRESS, **more)

    def post(self, text: str, **more: Any) -> str:
        """Somebody posts a second later."""
        self.clock.move(timedelta(seconds=1))
        with self.units() as unit:
            post = {
                "id": f"po{len(unit.posts.all()):03}",
                "space": GROUP,
                "author": "ben",
                "at": self.clock.now(),
            }
            unit.posts.add(Post.model_validate({**post, "text": text, **more}))
            unit.commit()
        return str(post["id"])

    def change(self, post_id: str, **fields: Any) -> None:
        with self.units() as unit:
            unit.posts.save(unit.posts.get(post_id).changed(**fields))
            unit.commit()

    def deliver(self) -> Any:
        return self.webhooks.deliver(OPERATOR)

    def states(self, webhook: str) -> list[str]:
        return sorted(each.state for each in self.webhooks.deliveries(OPERATOR, webhook))


@pytest.fixture
def community() -> Community:
    return Community(MemoryUnitsOfWork())


def test_what_is_posted_from_then_on_is_sent_once_and_in_order(community: Community) -> None:
    community.post("before")
    webhook = community.add()
    community.post("first", title="Rehearsal")
    community.post("second", kind=PostKind.RESOURCE, link="https://example.org")
    assert community.deliver().sent == 2
    assert community.deliver().sent == 0
    assert community.other.texts == ["first", "second"]
    address, channel, message = community.other.heard[0]
    assert (address, channel) == (ADDRESS, Channel.SLACK)
    assert (message.author, message.where, message.title) == ("Ben Osei", "Speaking in public", "Rehearsal")
    assert message.url == f"https://mentoring.example.org/spaces?space={GROUP}"
    told = community.webhooks.show(KEEPER, webhook.id)
    assert (told.sent, told.waiting, told.failed) == (2, 0, 0)


def test_only_what_is_for_all_in_the_space_leaves_it(community: Community) -> None:
    community.add()
    root = community.post("a question")
    community.post("an answer", parent=root)
    community.post("a story nobody chose to send", kind=PostKind.STORY, public=True)
    community.post("removed at once", removed=True)
    community.post("elsewhere", space=TOPIC)
    community.deliver()
    assert community.other.texts == ["a question"]


def test_a_story_leaves_only_when_chosen_when_public_and_with_every_consent(community: Community) -> None:
    community.add(kinds={PostKind.STORY})
    about = frozenset({"ada", "cleo"})
    story = community.post("how we did it", kind=PostKind.STORY, about=about, agreed={"ada"}, public=True)
    community.post("for the group alone", kind=PostKind.STORY)
    community.post("no story")
    community.deliver()
    assert community.other.texts == []
    community.change(story, agreed=about)
    community.deliver()
    assert community.other.texts == ["how we did it"]


def test_a_consent_taken_back_before_it_left_keeps_it_here(community: Community) -> None:
    webhook = community.add(kinds={PostKind.STORY})
    community.other.answers = [LATER]
    story = community.post("how", kind=PostKind.STORY, about={"ada"}, agreed={"ada"}, public=True)
    assert community.deliver().put_off == 1
    community.change(story, agreed=frozenset())
    community.clock.move(2 * MINUTE)
    assert community.deliver().sent == 0
    assert len(community.other.heard) == 1
    assert community.states(webhook.id) == []


@pytest.mark.parametrize("asker", [KEEPER, READER, OPERATOR])
def test_what_two_people_say_to_each_other_is_never_sent(community: Community, asker: Asker) -> None:
    with pytest.raises(BadInput, match="stays between them"):
        community.add(asker, PAIR)


def test_who_is_not_one_of_the_two_does_not_hear_that_there_is_such_a_space(community: Community) -> None:
    for space in (PAIR, "space-r9", "nowhere"):
        with pytest.raises(NotFound, match="no such space"):
            community.add(MANAGER, space)


def test_keepers_managers_admins_and_the_operator_each_have_their_spaces(community: Community) -> None:
    allowed = {
        GROUP: [KEEPER, OPERATOR],
        SPRING: [MANAGER, OPERATOR],
        TOPIC: [ADMIN, OPERATOR],
        "board": [ADMIN, OPERATOR],
    }
    for space, mays in allowed.items():
        for asker in (KEEPER, READER, STRANGER, MANAGER, ADMIN, OPERATOR, Asker()):
            if asker in mays:
                webhook = community.add(asker, space)
                assert webhook in community.webhooks.every(asker)
                assert space in community.webhooks.places(asker)
            else:
                with pytest.raises(NotFound):
                    community.add(asker, space)
                assert space not in {each.space for each in community.webhooks.every(asker)}
                assert space not in community.webhooks.places(asker)


def test_who_keeps_no_space_finds_no_webhook_by_its_id_either(community: Community) -> None:
    webhook = community.add()
    for asker in (READER, STRANGER, MANAGER, ADMIN, Asker()):
        for verb in (
            community.webhooks.show,
            community.webhooks.pause,
            community.webhooks.resume,
            community.webhooks.remove,
            community.webhooks.test,
            community.webhooks.deliver,
            community.webhooks.deliveries,
        ):
            with pytest.raises(NotFound, match="no such webhook"):
                verb(asker, webhook.id)


def test_the_address_is_shown_to_nobody_whole_and_stands_in_no_log(community: Community) -> None:
    webhook = community.add()
    community.other.answers = [LATER]
    community.post("hello")
    community.deliver()
    told = [
        webhook,
        community.webhooks.show(KEEPER, webhook.id),
        *community.webhooks.every(OPERATOR),
        *community.webhooks.deliveries(KEEPER, webhook.id),
        *community.webhooks.leading_out(READER, GROUP),
        community.webhooks.remove(KEEPER, webhook.id),
    ]
    with community.units() as unit:
        told += unit.audit_log.all()
    assert webhook.address == "https://hooks.example.org/…recy"
    assert "wordofsecrecy" not in "".join(f"{each!r}{each.model_dump_json()}" for each in told)


def test_a_short_address_is_masked_whole(community: Community) -> None:
    told = community.webhooks.add(KEEPER, GROUP, Channel.SLACK, "x", "https://hooks.example.org/abcdef")
    assert told.address == "https://hooks.example.org/…"


def test_whoever_writes_in_a_space_may_know_who_else_reads(community: Community) -> None:
    community.add()
    assert [(each.channel, each.name) for each in community.webhooks.leading_out(READER, GROUP)] == [
        (Channel.SLACK, "#speaking")
    ]
    assert community.webhooks.leading_out(STRANGER, GROUP) == []


def test_what_fails_is_tried_again_after_1_5_30_and_120_minutes_and_then_given_up(
    community: Community,
) -> None:
    webhook = community.add()
    community.other.answers = [LATER] * 5
    community.post("hello")
    for wait in (1, 5, 30, 120):
        assert community.deliver().put_off == 1
        (delivery,) = community.webhooks.deliveries(KEEPER, webhook.id)
        assert delivery.next_try == community.clock.now() + wait * MINUTE
        assert delivery.fault == LATER.fault
        community.clock.move(wait * MINUTE - timedelta(seconds=1))
        assert community.deliver().put_off == 0
        community.clock.move(timedelta(seconds=1))
    assert community.deliver().given_up == 1
    assert community.states(webhook.id) == ["failed"]
    assert len(community.other.heard) == 5
    community.clock.move(600 * MINUTE)
    community.deliver()
    assert len(community.other.heard) == 5


def test_who_asks_us_to_come_later_is_left_alone_until_then(community: Community) -> None:
    community.add()
    community.other.answers = [Sent(outcome="later", fault="It asked us to come later (429).", wait=600)]
    community.post("one")
    community.post("two")
    community.deliver()
    community.clock.move(9 * MINUTE)
    community.deliver()
    assert community.other.texts == ["one"], "what waits behind it waits with it"
    community.clock.move(MINUTE)
    assert community.deliver().sent == 2
    assert community.other.texts == ["one", "one", "two"]


def test_a_refused_post_is_given_up_and_the_third_in_a_row_pauses_the_webhook(community: Community) -> None:
    webhook = community.add()
    community.other.answers = [REFUSED, REFUSED, Sent(outcome="sent"), REFUSED, REFUSED, REFUSED]
    for n in range(8):
        community.post(f"post {n}")
    tally = community.deliver()
    assert (tally.sent, tally.given_up, tally.paused) == (1, 5, (webhook.id,))
    told = community.webhooks.show(KEEPER, webhook.id)
    assert (told.active, told.waiting, told.fault) == (False, 2, REFUSED.fault)
    with community.units() as unit:
        (paused,) = [each for each in unit.audit_log.all() if each.verb == "pause"]
    assert (paused.record, paused.by, paused.detail["because"]) == (webhook.id, "operator", "refused")


def test_after_a_pause_what_waited_is_sent_and_what_was_posted_between_is_not(community: Community) -> None:
    webhook = community.add()
    community.other.answers = [LATER]
    community.post("waits")
    community.deliver()
    assert not community.webhooks.pause(KEEPER, webhook.id).active
    community.post("between")
    community.clock.move(10 * MINUTE)
    assert community.deliver().sent == 0
    assert community.webhooks.resume(KEEPER, webhook.id).active
    community.post("after")
    community.deliver()
    assert community.other.texts == ["waits", "waits", "after"]


def test_a_webhook_that_is_removed_while_a_post_is_on_its_way_leaves_nothing(community: Community) -> None:
    webhook = community.add()

    def remove_meanwhile() -> Sent:
        community.webhooks.remove(KEEPER, webhook.id)
        return REFUSED

    community.other.answers = [remove_meanwhile]
    community.post("hello")
    community.deliver()
    with community.units() as unit:
        assert unit.deliveries.all() == unit.webhooks.all() == []


def test_the_home_is_not_held_while_a_message_is_sent(community: Community) -> None:
    community.add()
    community.other.answers = [lambda: community.post("meanwhile") and Sent(outcome="sent")]
    community.post("hello")
    community.deliver()
    community.deliver()
    assert community.other.texts == ["hello", "meanwhile"]


def test_a_killed_process_leaves_a_claim_that_runs_out(community: Community) -> None:
    """At least once: whether it arrived before the end nobody knows, so it is sent once more."""
    community.add()

    def killed() -> Sent:
        raise KeyboardInterrupt

    community.other.answers = [killed]
    community.post("hello")
    with pytest.raises(KeyboardInterrupt):
        community.deliver()
    community.clock.move(MINUTE)
    assert community.deliver().sent == 0, "nobody else takes it up while the claim lasts"
    community.clock.move(MINUTE)
    assert community.deliver().sent == 1
    assert community.other.texts == ["hello", "hello"]


def test_two_that_deliver_at_once_send_nothing_twice(tmp_path: Path) -> None:
    """Two threads with connections of their own over one SQLite file, as two processes have them."""
    home = Home(tmp_path / "home")
    try:
        community = Community(SqlUnitsOfWork(home.engine))
        for n in range(3):
            community.webhooks.add(KEEPER, GROUP, Channel.SLACK, f"#{n}", f"{ADDRESS}{n}")
        for n in range(4):
            community.post(f"post {n}")
        faults: list[BaseException] = []

        def round_after_round() -> None:
            try:
                for _ in range(3):
                    community.deliver()
            except CopilotError as fault:
                faults.append(fault)

        runs = [threading.Thread(target=round_after_round) for _ in range(4)]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        assert faults == []
        sent = [(address, message.text) for address, _, message in community.other.heard]
        assert len(sent) == len(set(sent)) == 12
        assert community.deliver().sent == 0
    finally:
        home.close()


def test_the_board_has_webhooks_of_its_own(community: Community) -> None:
    community.add(ADMIN, "board")
    community.add()
    offer = {"space": "", "kind": PostKind.OPPORTUNITY, "offer": "talk", "title": "Open stage"}
    community.post("Ten minutes on stage", closes=community.clock.now().date(), **offer)
    community.post("Over", closes=community.clock.now().date() - timedelta(days=1), **offer)
    community.deliver()
    ((_, _, message),) = community.other.heard
    assert (message.text, message.where) == ("Ten minutes on stage", "the board of opportunities")
    assert message.what == "Talk, until 2 March 2026"
    assert message.url == "https://mentoring.example.org/board?opportunity=po000"


@pytest.mark.parametrize(
    ("space", "kinds"), [("board", {PostKind.POST}), (GROUP, {PostKind.OPPORTUNITY, PostKind.POST})]
)
def test_opportunities_stand_on_the_board_alone(
    community: Community, space: str, kinds: set[PostKind]
) -> None:
    with pytest.raises(BadInput, match="Opportunities stand on the board"):
        community.add(OPERATOR, space, kinds=kinds)


def test_a_closed_group_sends_nothing_and_takes_no_webhook(community: Community) -> None:
    community.add()
    community.post("late")
    with community.units() as unit:
        unit.spaces.save(unit.spaces.get(GROUP).changed(closed=True))
        unit.commit()
    assert community.deliver().sent == 0
    with pytest.raises(Conflict, match="closed"):
        community.add()


def test_a_space_has_ten_webhooks_at_most(community: Community) -> None:
    for _ in range(10):
        community.add()
    with pytest.raises(Conflict, match="10 webhooks already"):
        community.add()


def test_bad_addresses_and_names_are_refused(community: Community) -> None:
    for name, address in (("x", "ftp://hooks.example.org"), ("", ADDRESS), ("x" * 201, ADDRESS)):
        with pytest.raises(BadInput):
            community.webhooks.add(KEEPER, GROUP, Channel.SLACK, name, address)
    assert community.webhooks.every(KEEPER) == []


def test_a_test_is_sent_at_once_and_says_what_it_is(community: Community) -> None:
    webhook = community.add()
    community.other.answers = [REFUSED]
    assert community.webhooks.test(KEEPER, webhook.id) == REFUSED
    assert community.webhooks.test(KEEPER, webhook.id).outcome == "sent"
    assert "This is a test" in community.other.texts[0]
    assert "Speaking in public" in community.other.texts[0]
    assert community.states(webhook.id) == []


def test_keepers_send_what_waits_in_their_own_spaces_alone(community: Community) -> None:
    community.add()
    community.add(ADMIN, TOPIC)
    community.post("ours")
    community.post("theirs", space=TOPIC)
    assert community.webhooks.deliver(KEEPER).sent == 1
    assert community.other.texts == ["ours"]
    assert community.webhooks.deliver(Asker()).sent == 0


def test_what_nobody_foresaw_is_tried_later_and_ends_nobodys_round(
    community: Community, caplog: pytest.LogCaptureFixture
) -> None:
    webhooks = [community.add(), community.add(ADMIN, TOPIC)]
    community.post("ours")
    community.post("theirs", space=TOPIC)

    def unforeseen() -> Sent:
        raise OverflowError(ADDRESS)

    community.other.answers = [unforeseen]
    tally = community.deliver()
    assert (tally.sent, tally.put_off) == (1, 1)
    assert sorted(community.other.texts) == ["ours", "theirs"]
    (delivery,) = [
        each for one in webhooks for each in community.webhooks.deliveries(OPERATOR, one.id, "waiting")
    ]
    assert delivery.next_try == community.clock.now() + MINUTE
    assert "OverflowError" in caplog.text
    assert "wordofsecrecy" not in caplog.text


def test_who_no_longer_keeps_the_space_reads_no_more_of_it_elsewhere(community: Community) -> None:
    webhook = community.add()
    community.post("while she kept it")
    community.deliver()
    with community.units() as unit:
        unit.spaces.save(unit.spaces.get(GROUP).changed(keepers=frozenset({"ben"})))
        unit.space_members.remove(f"{GROUP}:ada")
        unit.commit()
    community.post("after she left")
    assert community.deliver().paused == (webhook.id,)
    assert community.other.texts == ["while she kept it"]
    told = community.webhooks.show(READER, webhook.id)
    assert (told.active, "may no longer" in told.fault) == (False, True)
    with community.units() as unit:
        (entry,) = [each for each in unit.audit_log.all() if each.verb == "pause"]
    assert entry.detail["because"] == "left"

    again = community.webhooks.resume(READER, webhook.id)
    assert (again.active, again.by, again.fault) == (True, "ben", "")
    community.post("hers now")
    community.deliver()
    assert community.other.texts == ["while she kept it", "hers now"]


@pytest.mark.parametrize("gone", [True, False])
def test_a_manager_who_manages_it_no_more_or_is_gone_is_sent_nothing(
    community: Community, gone: bool
) -> None:
    community.add(MANAGER, SPRING)
    community.add(OPERATOR, SPRING)
    with community.units() as unit:
        unit.programmes.save(unit.programmes.get("spring").changed(managers=frozenset()))
        if gone:
            unit.members.remove("mia")
        unit.commit()
    community.post("for those in it", space=SPRING)
    assert community.deliver().sent == 1, "what the installation itself sends goes on"


def test_slow_receivers_wait_for_their_turns_and_hold_nobody_up(community: Community) -> None:
    slow, quick = (
        community.webhooks.add(KEEPER, GROUP, Channel.SLACK, name, f"{ADDRESS}/{name}")
        for name in ("slow", "quick")
    )
    now = 0.0

    def send(address: str, channel: Channel, message: Message) -> Sent:
        nonlocal now
        now += 3.0 if address.endswith("slow") else 0.01
        community.other.heard.append((address, channel, message))
        return Sent(outcome="sent")

    community.other.send = send  # type: ignore[method-assign]  # one that takes its time
    for n in range(6):
        community.post(f"post {n}")
    outbox = Outbox(community.units, community.clock, community.other, seconds=lambda: now)
    assert outbox.round(OPERATOR, [slow.id, quick.id]).sent == 8
    heard = [address.rpartition("/")[2] for address, _, _ in community.other.heard]
    assert heard == ["slow", "quick", "slow", "quick", "quick", "quick", "quick", "quick"]
    assert outbox.round(OPERATOR, [slow.id, quick.id]).sent == 2, "the others go with the next rounds"


def test_one_member_has_ten_webhooks_that_are_sent_to(community: Community) -> None:
    first, *_ = [community.add(ADMIN, space) for space in ("board", TOPIC) for _ in range(5)]
    with pytest.raises(Conflict, match="10 webhooks of yours"):
        community.add(ADMIN, TOPIC)
    community.webhooks.pause(ADMIN, first.id)
    community.add(ADMIN, TOPIC)
    with pytest.raises(Conflict, match="10 webhooks of yours"):
        community.webhooks.resume(ADMIN, first.id)


def test_five_tests_an_hour_whichever_webhook_it_is(community: Community) -> None:
    for _ in range(5):
        webhook = community.add()
        community.webhooks.test(KEEPER, webhook.id)
        community.webhooks.remove(KEEPER, webhook.id)
    webhook = community.add()
    with pytest.raises(Conflict, match="5 tests within an hour"):
        community.webhooks.test(KEEPER, webhook.id)
    assert len(community.other.heard) == 5
    community.clock.move(61 * MINUTE)
    assert community.webhooks.test(KEEPER, webhook.id).outcome == "sent"


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("https://chat.example.com?token=SECRETSECRET/abcdefgh", "https://chat.example.com/…efgh"),
        ("https://chat.example.com:8443/hooks/SECRETSECRET", "https://chat.example.com:8443/…CRET"),
        ("https://chat.example.com?SECRET", "https://chat.example.com/…"),
    ],
)
def test_of_an_address_its_host_is_shown_and_no_secret_before_a_slash(address: str, masked: str) -> None:
    now = FixedClock().now()
    webhook = Webhook(
        id="w", space="", channel=Channel.SLACK, name="x", address=address, by="ada", created=now
    )
    assert webhook.masked == masked
