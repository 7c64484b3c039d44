"""What is kept too long goes; what is younger or in use stays; nothing goes that no limit names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.accounts import Invitation, Tries
from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.audit_chain import DELETION_TO_BE_FINISHED, PRUNE, THE_LOG
from copilot.domain.chain_verdicts import Verdict
from copilot.domain.chat import Conversation, Turn
from copilot.domain.citations import RecordCitation
from copilot.domain.drafts import Draft, DraftKind, Fact
from copilot.domain.events import Event, EventQuestion
from copilot.domain.help_requests import HelpRequest
from copilot.domain.matches import AuditEntry, MatchRole
from copilot.domain.members import Member, Role
from copilot.domain.nudges import NudgeKind, OutgoingNudge
from copilot.domain.relationships import Agreement, Note, Relationship, Session
from copilot.domain.retention import LIMITS, Keep, Span, limits_of
from copilot.domain.spaces import Delivery, Post, Webhook
from copilot.domain.surveys import SurveyAnswer, SurveyPoint
from copilot.errors import HomeUnusable, NotAllowed
from copilot.services.log_chain import LogChainService
from copilot.services.policy import Policy
from copilot.services.retention.rules import RULES
from copilot.services.retention.service import Gone, RetentionService
from copilot.stores.home import Home
from copilot.stores.unit_of_work import SqlUnitsOfWork
from tests.fakes import FixedClock
from tests.fakes.records import MemoryUnitsOfWork

NOW = datetime(2027, 3, 31, 9, tzinfo=UTC)
TODAY = NOW.date()
DAYS = 200
OLD, YOUNG = NOW - timedelta(days=DAYS + 1), NOW - timedelta(days=DAYS - 1)
ADMIN = Asker(member="m9", roles=frozenset({Role.ADMIN}))


class Room:
    """What a deletion would give back to the files."""

    def __init__(self) -> None:
        self.vacuumed, self.busy = 0, False

    def vacuum(self) -> None:
        if self.busy:
            raise HomeUnusable("Somebody is reading the home.", cure="Try again in a moment.")
        self.vacuumed += 1


class House:
    """Records in memory, and how long they are kept."""

    def __init__(self, folder: Path, *kinds: Keep) -> None:
        self.units, self.clock, self.room = MemoryUnitsOfWork(), FixedClock(NOW), Room()
        self.uploads = folder / "uploads"
        self.limits = dict.fromkeys(kinds, Span(DAYS, "days"))

    @property
    def service(self) -> RetentionService:
        return RetentionService(
            self.units, self.units.conversations, lambda: self.room, self.uploads,  # type: ignore[arg-type, return-value]
            self.limits, Policy(), self.clock,
        )  # fmt: skip

    def keep(self, where: str, *records: Any) -> None:
        with self.units() as unit:
            getattr(unit, where).add(*records)
            unit.commit()

    def left(self, where: str) -> list[str]:
        return sorted(self.units.tables[where])


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, *Keep)


def log_line(id_: str, at: datetime, **changed: Any) -> AuditEntry:
    given: dict[str, Any] = {"by": "operator", "verb": "import", "kind": "member", "record": "roster"}
    return AuditEntry(id=id_, at=at, **(given | changed))


def relationship(id_: str, state: str = "closed", **more: Any) -> Relationship:
    return Relationship.model_validate(
        {"id": id_, "role": MatchRole.MENTOR, "members": ("m1", "m2"), "started": date(2026, 1, 1)}
        | {"state": state} | more
    )  # fmt: skip


def note(id_: str, of: str, at: datetime = OLD) -> Note:
    return Note(id=id_, session="s1", relationship=of, author="m1", text="words", at=at)


def draft(id_: str, state: str = "discarded", created: datetime = OLD, **more: Any) -> Draft:
    return Draft.model_validate(
        {
            "id": id_, "kind": DraftKind.AGENDA, "state": state, "writer": "embedded", "about": "m1", "made_by": "m1",
            "owners": {"m1"}, "created": created, "markdown": "words",
        } | more
    )  # fmt: skip


# --- each kind


def test_conversations_go_by_their_last_turn(house: House) -> None:
    house.keep("members", Member(id="m1", name="Ada", roles=frozenset({Role.MENTEE})))
    for id_, latest in (("old", OLD), ("young", YOUNG)):
        house.units.conversations.start(Conversation(id=id_, owner="m1", started=OLD, latest=latest))
    gone_on = Conversation(id="gone on", owner="m1", started=OLD, latest=OLD)
    house.units.conversations.start(gone_on)
    house.units.conversations.add("gone on", Turn(by="person", text="and now", at=NOW))
    assert house.service.apply(OPERATOR).gone == {Keep.CHATS: 1}
    assert {one.id for one in house.units.conversations.of("m1")} == {"young", "gone on"}


def test_notes_go_with_the_age_of_the_closing_and_never_while_it_goes_on(house: House) -> None:
    house.keep("relationships", *(relationship(id_) for id_ in ("r-old", "r-young", "r-left", "r-quoted")))
    house.keep("relationships", relationship("r-open", "active"), relationship("r-paused", "paused"))
    house.keep(
        "audit_log",
        log_line("l1", OLD, verb="close", kind="relationship", record="r-old"),
        log_line("l2", YOUNG, verb="close", kind="relationship", record="r-young"),
        log_line("l3", OLD, verb="close", kind="relationship", record="r-open"),
        log_line("l4", OLD, verb="close", kind="relationship", record="r-quoted"),
    )
    house.keep(
        "notes", *(note(f"n-{of}", f"r-{of}") for of in ("old", "young", "left", "open", "paused", "quoted"))
    )
    house.keep("notes", note("n-later", "r-old", YOUNG))
    cited = RecordCitation(n=1, kind="note", record="n-quoted", field="text", quote="words")
    fact = Fact(text="So it was.", evidence=(1,))
    house.keep("drafts", draft("d1", "approved", relationship="r-quoted", citations=(cited,), facts=(fact,)))
    assert house.service.apply(OPERATOR).gone == {Keep.NOTES: 1}
    assert house.left("notes") == ["n-later", "n-left", "n-open", "n-paused", "n-quoted", "n-young"]


def test_requests_go_once_they_are_over_for_long(house: House) -> None:
    def asked(id_: str, state: str, closed: datetime | None, by: date = TODAY) -> HelpRequest:
        return HelpRequest.model_validate(
            {"id": id_, "member": "m1", "text": "t", "by": by, "state": state, "asked": OLD, "closed": closed}
        )

    house.keep(
        "help_requests",
        asked("done-old", "done", OLD), asked("done-young", "done", YOUNG), asked("withdrawn", "withdrawn", OLD),
        asked("taken", "taken", None, OLD.date()), asked("open", "open", None),
        asked("expired", "open", None, OLD.date() - timedelta(days=1)),
    )  # fmt: skip
    assert house.service.apply(OPERATOR).gone == {Keep.REQUESTS: 3}
    assert house.left("help_requests") == ["done-young", "open", "taken"]


def test_drafts_go_only_once_they_were_put_away(house: House) -> None:
    house.keep(
        "drafts", draft("old"), draft("approved", "approved"), draft("offered", "offered"), draft("put-away")
    )
    house.keep("drafts", draft("young", created=YOUNG), draft("agenda"), draft("agreed"))
    house.keep("audit_log", log_line("l1", YOUNG, verb="discard", kind="draft", record="put-away"))
    house.keep("sessions", Session(id="s1", relationship="r1", at=OLD, agenda="agenda"))
    house.keep("relationships", relationship("r1", "active", agreement=Agreement(text="t", draft="agreed")))
    assert house.service.apply(OPERATOR).gone == {Keep.DRAFTS: 1}
    assert house.left("drafts") == ["agenda", "agreed", "approved", "offered", "put-away", "young"]


def test_nudges_go_once_they_could_not_come_again(house: House) -> None:
    def nudge(id_: str, state: str, settled: datetime | None, until: datetime = OLD) -> OutgoingNudge:
        return OutgoingNudge.model_validate(
            {
                "id": id_, "member": "m1", "kind": next(iter(NudgeKind)), "due": OLD, "until": until, "state": state,
                "next_try": OLD, "settled": settled,
            }
        )  # fmt: skip

    house.keep(
        "outgoing_nudges",
        nudge("sent", "sent", OLD), nudge("failed", "failed", OLD), nudge("young", "sent", YOUNG),
        nudge("waiting", "waiting", None), nudge("of use", "sent", OLD, NOW + timedelta(days=1)),
    )  # fmt: skip
    assert house.service.apply(OPERATOR).gone == {Keep.NUDGES: 2}
    assert house.left("outgoing_nudges") == ["of use", "waiting", "young"]


def test_deliveries_go_where_the_post_could_not_be_sent_again(house: House) -> None:
    webhook = Webhook(
        id="w1", space="s", channel="slack", name="n", address="https://x.test/1", by="m1", created=OLD
    )
    post = Post(id="po1", author="m1", text="t", at=OLD)
    house.keep("webhooks", webhook)
    house.keep("posts", post, post.changed(id="po2", removed=True))

    def delivery(
        id_: str, post: str, state: str = "sent", at: datetime = OLD, webhook: str = "w1"
    ) -> Delivery:
        return Delivery.model_validate(
            {"id": id_, "webhook": webhook, "post": post, "state": state, "next_try": at}
        )

    house.keep(
        "deliveries",
        delivery("post is there", "po1"), delivery("post was removed", "po2"),
        delivery("post is gone", "po3", "failed"),
        delivery("webhook is gone", "po1", webhook="w2"), delivery("waits", "po3", "waiting"),
        delivery("young", "po3", at=YOUNG),
    )  # fmt: skip
    assert house.service.apply(OPERATOR).gone == {Keep.DELIVERIES: 3}
    assert house.left("deliveries") == ["post is there", "waits", "young"]


def test_tries_go_unless_somebody_still_waits(house: House) -> None:
    house.keep(
        "tries",
        Tries(id="old", failures=3, latest=OLD), Tries(id="young", failures=3, latest=YOUNG),
        Tries(id="waits", failures=9, latest=OLD, closed_until=NOW + timedelta(minutes=1)),
    )  # fmt: skip
    assert house.service.apply(OPERATOR).gone == {Keep.TRIES: 1}
    assert house.left("tries") == ["waits", "young"]


def test_invitations_go_long_after_they_ran_out(house: House) -> None:
    of = {"old": OLD, "young": YOUNG, "open": NOW + timedelta(days=1)}
    house.keep(
        "invitations",
        *(Invitation(id=f"{id_:x<64}", member="m1", by="operator", expires=at) for id_, at in of.items()),
    )
    assert house.service.apply(OPERATOR).gone == {Keep.INVITATIONS: 1}
    assert [each.rstrip("x") for each in house.left("invitations")] == ["open", "young"]


def test_uploads_go_by_their_age_and_links_are_never_followed(house: House, tmp_path: Path) -> None:
    house.uploads.mkdir()
    elsewhere = tmp_path / "elsewhere.csv"
    for path, at in (
        (house.uploads / "old.csv", OLD),
        (house.uploads / "young.csv", YOUNG),
        (elsewhere, OLD),
    ):
        path.write_text("id\n")
        os.utime(path, (at.timestamp(), at.timestamp()))
    (house.uploads / "link.csv").symlink_to(elsewhere)
    assert house.service.apply(OPERATOR).gone == {Keep.UPLOADS: 1}
    assert sorted(path.name for path in house.uploads.iterdir()) == ["link.csv", "young.csv"]
    assert elsewhere.exists()


def test_words_in_surveys_go_and_ratings_stay(house: House) -> None:
    def answer(id_: str, on: date, words: str = "words") -> SurveyAnswer:
        return SurveyAnswer(
            id=id_, relationship="r1", programme="p1", member="m1", side="seeker", point=SurveyPoint.START, on=on,
            ratings={"q": 4}, words=words, for_managers=True,
        )  # fmt: skip

    house.keep("survey_answers", answer("old", OLD.date()), answer("young", YOUNG.date()))
    assert house.service.apply(OPERATOR).gone == {Keep.SURVEY_WORDS: 1}
    kept = house.units.tables["survey_answers"]
    assert (kept["old"].words, kept["old"].ratings, kept["old"].for_managers) == ("", {"q": 4}, False)
    assert kept["young"].words == "words"


def test_questions_go_after_the_event(house: House) -> None:
    def event(id_: str, at: datetime) -> Event:
        return Event(
            id=id_, kind="webinar", title="t", at=at.replace(tzinfo=None), time_zone="UTC", hosts=frozenset({"m1"}),
            created=OLD, updated=OLD,
        )  # fmt: skip

    days = {"past": OLD, "lately": YOUNG, "ahead": NOW + timedelta(days=3)}
    house.keep("events", *(event(id_, at - timedelta(hours=3)) for id_, at in days.items()))
    house.keep(
        "event_questions", *(EventQuestion(id=id_, event=id_, by="m1", text="t", at=OLD) for id_ in days)
    )
    assert house.service.apply(OPERATOR).gone == {Keep.EVENT_QUESTIONS: 1}
    assert house.left("event_questions") == ["ahead", "lately"]


def test_lines_of_the_log_go_by_a_checkpoint_and_what_is_read_again_stays(
    sqlite_home: Home, tmp_path: Path
) -> None:
    house = House(tmp_path, Keep.LOG)
    house.units = units = SqlUnitsOfWork(sqlite_home.engine)  # type: ignore[assignment]
    units.conversations = None  # type: ignore[attr-defined]
    house.keep(
        "audit_log",
        log_line("old1", OLD), log_line("old2", OLD, kind="goal", verb="add"), log_line("young", YOUNG),
        log_line("match", OLD, kind="match", verb="approve", record="x1"), log_line("deleted", OLD, verb="delete"),
        log_line("closed", OLD, kind="relationship", verb="close", record="r1"),
        log_line("mark", OLD, verb="delete", record=DELETION_TO_BE_FINISHED),
        log_line("signed", OLD, kind="relationship", verb="sign", record="r1"),
    )  # fmt: skip
    assert house.service.apply(OPERATOR).gone == {Keep.LOG: 3}
    with units.reading() as unit:
        left = {entry.id: entry for entry in unit.audit_log.all()}
    assert {"young", "match", "deleted", "closed", "mark"} <= set(left)
    assert not {"old1", "old2", "signed"} & set(left)
    checkpoint = next(entry for entry in left.values() if entry.verb == PRUNE)
    assert (checkpoint.record, checkpoint.detail["count"], checkpoint.detail["lines"]) == (
        THE_LOG,
        "3",
        "1-2,8",
    )
    found: Verdict = LogChainService(units, Policy(), house.clock).verify(OPERATOR)
    assert (found.whole, found.pruned) == (True, 3)
    assert house.service.apply(OPERATOR).gone == {}


# --- all of them


def filled(house: House) -> Iterator[str]:
    """Something old of several kinds; the tables that hold it."""
    house.keep("tries", Tries(id="t", failures=1, latest=OLD))
    house.keep("drafts", draft("d"))
    house.keep("invitations", Invitation(id="i" * 64, member="m1", by="operator", expires=OLD))
    house.keep("audit_log", log_line("l", OLD))
    yield from ("tries", "drafts", "invitations", "audit_log")


def test_what_no_limit_names_is_kept(tmp_path: Path) -> None:
    house = House(tmp_path)
    tables = list(filled(house))
    assert house.service.apply(OPERATOR) == Gone(gone={})
    assert all(house.left(table) for table in tables)
    assert [each.now for each in house.service.show(OPERATOR)] == [None] * len(Keep)


def test_doing_it_twice_does_nothing_more_and_the_log_has_numbers_alone(house: House) -> None:
    list(filled(house))
    gone = house.service.apply(ADMIN).gone
    assert gone == {Keep.DRAFTS: 1, Keep.TRIES: 1, Keep.INVITATIONS: 1, Keep.LOG: 1}
    lines = [entry for entry in house.units.tables["audit_log"].values() if entry.verb == "apply"]
    assert [(line.by, line.detail) for line in lines] == [
        ("m9", {"drafts": "1", "tries": "1", "invitations": "1", "log": "1"})
    ]
    assert house.room.vacuumed == 1
    assert house.service.apply(ADMIN).gone == {}
    assert house.room.vacuumed == 1


def test_showing_says_what_would_go_and_changes_nothing(house: House) -> None:
    tables = list(filled(house))
    would = {each.kind: each.now for each in house.service.show(OPERATOR) if each.now}
    assert all(house.left(table) for table in tables)
    assert would == house.service.apply(OPERATOR).gone


def test_a_clock_that_goes_back_lets_nothing_go_that_would_have_stayed(house: House) -> None:
    house.keep("tries", Tries(id="t", failures=1, latest=OLD))
    house.keep("drafts", draft("d"), draft("of tomorrow", created=NOW + timedelta(days=1)))
    house.clock.move(-timedelta(days=30))
    assert house.service.apply(OPERATOR).gone == {}
    house.clock.move(timedelta(days=30))
    assert house.service.apply(OPERATOR).gone == {Keep.TRIES: 1, Keep.DRAFTS: 1}
    assert house.left("drafts") == ["of tomorrow"]


def test_where_somebody_reads_the_room_is_given_back_later(house: House) -> None:
    list(filled(house))
    house.room.busy = True
    assert "Somebody is reading" in house.service.apply(OPERATOR).unfinished


def test_room_that_waits_is_given_back_at_the_next_look_though_nothing_more_goes(house: House) -> None:
    service = house.service
    list(filled(house))
    house.room.busy = True
    assert service.daily(OPERATOR).unfinished
    assert service.daily(OPERATOR).unfinished
    house.room.busy = False
    assert service.daily(OPERATOR) == Gone(gone={})
    assert house.room.vacuumed == 1
    assert service.daily(OPERATOR) == Gone(gone={})
    assert house.room.vacuumed == 1


def test_what_went_before_it_was_stopped_is_in_the_log_and_its_room_is_given_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(filled(house))
    service = house.service

    def busy(*_: object) -> list[str]:
        raise HomeUnusable("The home is locked by another process.")

    with monkeypatch.context() as meanwhile:
        meanwhile.setitem(RULES, Keep.INVITATIONS, RULES[Keep.INVITATIONS]._replace(old=busy))
        with pytest.raises(HomeUnusable, match="locked"):
            service.daily(OPERATOR)
    [line] = [entry for entry in house.units.tables["audit_log"].values() if entry.verb == "apply"]
    assert line.detail == {"drafts": "1", "tries": "1"}
    assert service.daily(OPERATOR).gone == {Keep.INVITATIONS: 1, Keep.LOG: 1}
    assert house.room.vacuumed == 1


def test_it_goes_once_a_day(house: House) -> None:
    service = house.service
    list(filled(house))
    assert service.daily(OPERATOR).gone
    house.keep("tries", Tries(id="t2", failures=1, latest=OLD))
    assert service.daily(OPERATOR).gone == {}
    house.clock.move(timedelta(days=1))
    assert service.daily(OPERATOR).gone == {Keep.TRIES: 1}


def test_only_those_who_keep_the_house_may_and_everybody_is_told_for_how_long(house: House) -> None:
    for asker in (Asker(), Asker(member="m1"), Asker(member="m2", manages=frozenset({"p1"}))):
        for verb in (house.service.show, house.service.apply, house.service.daily):
            with pytest.raises(NotAllowed):
                verb(asker)
    assert {each.kind: each.kept_for for each in house.service.told()} == dict.fromkeys(Keep, f"{DAYS} days")


# --- the setting


def test_what_is_recommended_can_be_set_as_it_is_printed() -> None:
    printed = ", ".join(f"{keep} {limit.recommended}" for keep, limit in LIMITS.items())
    assert limits_of(printed) == {keep: limit.recommended for keep, limit in LIMITS.items()}
    assert set(LIMITS) == set(Keep)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("chats", "is no limit"), ("chats forever", "is no limit"), ("talks 12 months", "is not kept here"),
        ("log 10 days", "90 days at least"), ("chats 1 day, chats 2 days", "twice"), ("chats 0 days", "at least"),
        ("chats 200 years", "a hundred years"), ("uploads -1 days", "is no limit"),
    ],
)  # fmt: skip
def test_a_limit_that_cannot_be_meant_is_refused(said: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        limits_of(said)


def test_limits_are_read_however_they_are_written() -> None:
    assert limits_of(" Chats: 1 year;\nuploads=7 days ,") == {
        Keep.CHATS: Span(12, "months"), Keep.UPLOADS: Span(7, "days"),
    }  # fmt: skip
    assert limits_of("") == {}


def test_months_are_those_of_the_calendar() -> None:
    assert Span(1, "months").before(NOW).date() == date(2027, 2, 28)
    assert Span(13, "months").before(NOW).date() == date(2026, 2, 28)
    assert (str(Span(1, "months")), str(Span(2, "days"))) == ("1 month", "2 days")


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 hypothesis wants naive bounds
    st.integers(1, 300), st.sampled_from(["days", "months"]),
)  # fmt: skip
def test_a_longer_span_keeps_more(now: datetime, number: int, unit: str) -> None:
    shorter, longer = Span(number, unit).before(now), Span(number + 1, unit).before(now)
    assert longer < shorter < now
