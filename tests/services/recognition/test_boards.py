"""The board: only who chose it, only what others confirmed, and nothing that tells of who left."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.events import Event, EventFeedback, EventKind
from copilot.domain.help_requests import HelpRequest
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Profile, Role
from copilot.domain.programmes import Enrolment
from copilot.domain.relationships import Moment, Relationship, Session
from copilot.domain.sponsorship import Advocacy, AdvocacyKind
from copilot.errors import BadInput, NotAllowed
from copilot.services.policy import Policy
from copilot.services.recognition.acts import Quarter, bonds, confirmations, settled
from copilot.services.recognition.boards import Board, LeaderboardService, Standing
from copilot.services.recognition.scoring import Help
from tests.fakes import FixedClock, MemoryUnitsOfWork

TODAY = FixedClock().now().date()
START = Quarter.of(TODAY).starts


class Place:
    """A community and its board."""

    def __init__(self, people: int = 40) -> None:
        self.units = MemoryUnitsOfWork()
        self.service = LeaderboardService(self.units, Policy(), FixedClock())
        self._n = 0
        self.add("members", *(self.member(f"m{n}") for n in range(people)))
        self.take_part(*(f"m{n}" for n in range(people)))

    def take_part(self, *members: str, at: datetime | None = None, **fields: object) -> None:
        self.add(
            "enrolments",
            *(Enrolment(id=f"p:{each}", programme="p", member=each, at=at, **fields) for each in members),  # type: ignore[arg-type]  # pydantic checks
        )

    def member(self, name: str, team: str = "Design", **fields: object) -> Member:
        return Member(
            id=name, name=name, roles=frozenset({Role.PEER}), profile=Profile(function=team), **fields
        )  # type: ignore[arg-type]  # pydantic checks

    def add(self, kind: str, *records: object) -> None:
        with self.units() as unit:
            getattr(unit, kind).add(*records)
            unit.commit()

    def moment(
        self, by: str, member: str, on: date = START, at: datetime | None = None, *, public: bool = True
    ) -> None:
        self._n += 1
        told = {"by": by, "member": member, "on": on, "at": at, "situation": "x", "behaviour": "y"}
        self.add("moments", Moment(id=f"o{self._n}", public=public, **told))

    def helped(self, member: str, people: int) -> None:
        """By so many who confirm somebody else, too."""
        for n in range(20, 20 + people):
            self.moment(f"m{n}", member, START + timedelta(days=7 * (int(member[1:]) % 8)))
            self.moment(f"m{n}", "m19", START + timedelta(days=5))

    def joins(self, *members: str, alone: bool = True) -> None:
        for each in members:
            self.service.join(Asker(member=each), each, alone=alone)

    def seen_by(self, who: str) -> Board:
        return self.service.board(Asker(member=who))

    def names(self, who: str = "m39") -> list[str]:
        return [each.member for each in self.seen_by(who).persons]


def told(place: Place) -> list[tuple[str, str, Help]]:
    with place.units.reading() as unit:
        found = confirmations(unit, Quarter.of(TODAY), TODAY, bonds(unit))
    return sorted((each.confirmer, each.helper, each.kind) for each in found)


def test_nobody_stands_on_the_board_who_has_not_chosen_it() -> None:
    place = Place()
    place.helped("m1", 5)
    place.helped("m2", 3)
    assert place.names() == []
    place.joins("m2")
    assert place.names() == ["m2"]
    assert place.seen_by("m1").mine.points > 4, "she sees her own all the same"  # type: ignore[union-attr]  # a member


def test_who_leaves_is_gone_at_once_and_the_board_says_nothing_of_it() -> None:
    place = Place()
    place.helped("m1", 5)
    place.helped("m2", 3)
    never = place.seen_by("m39").model_dump()
    place.joins("m1", "m2")
    for each in ("m1", "m2"):
        place.service.leave(Asker(member=each), each)
    place.service.leave(Asker(member="m1"), "m1")
    assert place.seen_by("m39").model_dump() == never
    with place.units.reading() as unit:
        assert not unit.leaderboard_choices.count()
        assert not unit.audit_log.count(), "a private doing"


def test_equals_share_a_rank_and_only_ten_places_are_shown() -> None:
    place = Place()
    for n in range(1, 15):
        place.helped(f"m{n}", 14 - n // 2 if n < 13 else 2)
    place.joins(*(f"m{n}" for n in range(1, 15)))
    ranks = [each.rank for each in place.seen_by("m39").persons]
    assert ranks == sorted(ranks)
    assert max(ranks) <= 10
    assert len(set(ranks)) < len(ranks)
    last = place.seen_by("m14")
    assert "m14" not in [each.member for each in last.persons]
    assert last.mine is not None
    assert last.mine.rank is not None
    assert last.mine.rank > 10, "she sees her own rank, nobody else does"


def test_nobody_is_shown_with_nothing() -> None:
    place = Place()
    place.joins("m1", "m2")
    assert place.names() == []
    assert place.seen_by("m1").mine.rank is None  # type: ignore[union-attr]  # a member


def test_a_team_is_shown_from_five_who_chose_it_and_names_nobody() -> None:
    place = Place()
    place.add(
        "members", *(place.member(f"t{n}", team=" field  Work" if n else "Field work") for n in range(6))
    )
    place.helped("t1", 10)
    place.joins("t0", "t1", "t2", "t3", alone=False)
    assert place.seen_by("m39").teams == ()
    place.joins("t4", alone=False)
    (team,) = place.seen_by("m39").teams
    assert (team.rank, team.team, team.points) == (1, "Field work", 2.0)
    assert place.names() == []
    assert "t1" not in place.seen_by("m39").model_dump_json()
    place.service.leave(Asker(member="t4"), "t4")
    assert place.seen_by("m39").teams == ()


def test_points_a_head_come_in_halves_so_that_one_persons_help_cannot_be_read_from_them() -> None:
    place = Place()
    place.joins(*(f"m{n}" for n in range(1, 8)), alone=False)
    place.helped("m1", 3)
    assert [each.points for each in place.seen_by("m39").teams] == [0.5]


def test_what_counts_is_what_the_other_side_confirmed() -> None:
    place = Place()
    place.moment("m1", "m2")
    at = datetime.combine(START, datetime.min.time(), UTC) + timedelta(hours=9)
    asked = {"member": "m3", "text": "A hand?", "by": START, "asked": at}
    place.add(
        "help_requests",
        HelpRequest(id="h1", state="done", helper="m4", thanks="Thank you", closed=at, **asked),
        HelpRequest(id="h2", state="done", helper="m4", closed=at, **asked),
        HelpRequest(id="h3", state="taken", helper="m4", **asked),
    )  # fmt: skip
    acts = {"relationship": "r", "sponsor": "m5", "member": "m6", "kind": AdvocacyKind.NOMINATED, "on": START}
    place.add(
        "advocacy",
        Advocacy(id="a1", room="The round", confirmed=True, at=at, **acts),
        Advocacy(id="a2", room="The round", confirmed=False, at=at, **acts),
        Advocacy(id="a3", room="The round", at=at, **acts),
    )
    assert told(place) == [
        ("m1", "m2", Help.MOMENT), ("m3", "m4", Help.REQUEST), ("m6", "m5", Help.ADVOCACY)
    ]  # fmt: skip


def test_a_session_counts_once_a_month_where_both_rated_it_however_they_did() -> None:
    place = Place()
    place.add(
        "relationships",
        Relationship(id="r1", role=MatchRole.MENTOR, members=("m1", "m2"), started=START),
        Relationship(id="r2", role=MatchRole.PEER, members=("m3", "m4"), started=START),
        Relationship(id="r3", role=MatchRole.CIRCLE, members=("m5", "m6", "m7"), started=START),
    )
    at = datetime.combine(START, datetime.min.time(), UTC)
    month = 31 * timedelta(days=1)
    both, one = {"m1": 1, "m2": 1}, {"m1": 5}
    for n, (relationship, ratings) in enumerate(
        [
            ("r1", one),
            ("r1", both),
            ("r1", both),
            ("r2", {"m3": 4, "m4": 5}),
            ("r3", {"m5": 5, "m6": 5, "m7": 5}),
        ]
    ):
        place.add(
            "sessions",
            Session(id=f"s{n}", relationship=relationship, at=at + timedelta(hours=n), state="held", ratings=ratings),
        )  # fmt: skip
    place.add("sessions", Session(id="alone", relationship="r1", at=at + month, state="held", ratings=one))
    assert told(place) == [("m1", "m2", Help.SESSION), ("m3", "m4", Help.SESSION), ("m4", "m3", Help.SESSION)]


def test_feedback_on_an_event_counts_in_whole_batches_of_five() -> None:
    place = Place()
    at = datetime.combine(START, datetime.min.time(), UTC)
    place.add(
        "events",
        Event(
            id="e1", kind=EventKind.AMA, title="Ask", at=at.replace(tzinfo=None), time_zone="UTC",
            hosts=frozenset({"m1"}), created=at, updated=at,
        ),
    )  # fmt: skip
    for n in range(2, 9):
        place.add(
            "event_feedback", EventFeedback(id=f"e1:m{n}", event="e1", by=f"m{n}", rating=n % 5 + 1, at=at)
        )
        assert len(told(place)) == (5 if n >= 6 else 0)


def test_what_hosts_say_of_their_own_event_fills_no_batch() -> None:
    place, at = Place(), datetime.combine(START, datetime.min.time(), UTC)
    place.add(
        "events",
        Event(
            id="e1", kind=EventKind.AMA, title="Ask", at=at.replace(tzinfo=None), time_zone="UTC",
            hosts=frozenset({"m1", "m2"}), created=at, updated=at,
        ),
    )  # fmt: skip
    for n in range(1, 7):
        place.add("event_feedback", EventFeedback(id=f"e1:m{n}", event="e1", by=f"m{n}", rating=5, at=at))
    assert told(place) == [], "four guests and two hosts"
    place.add("event_feedback", EventFeedback(id="e1:m7", event="e1", by="m7", rating=5, at=at))
    assert {who for who, _, _ in told(place)} == {"m3", "m4", "m5", "m6", "m7"}


def whose_word_counts(place: Place, quarter: Quarter | None = None) -> frozenset[str]:
    with place.units.reading() as unit:
        return settled(unit, quarter or Quarter.of(TODAY), TODAY, bonds(unit))


def test_a_newcomers_word_counts_once_she_took_part_for_a_month_and_not_by_joining_alone() -> None:
    place, now = Place(0), FixedClock().now()
    place.take_part("old", at=now - timedelta(days=30))
    place.take_part("long ago")
    place.take_part("new", at=now - timedelta(days=29))
    place.take_part("waits", at=now - timedelta(days=40), state="waiting")
    place.add(
        "relationships", Relationship(id="r", role=MatchRole.MENTOR, members=("pair", "also"), started=TODAY)
    )
    assert whose_word_counts(place) == {"old", "long ago", "pair", "also"}
    assert whose_word_counts(place, Quarter.of(START - timedelta(days=1))) == {"long ago"}


def test_who_changes_her_profile_takes_no_points_from_anybody() -> None:
    place = Place()
    place.moment("m2", "m1")
    with place.units() as unit:
        unit.members.save(unit.members.get("m2").changed(updated=FixedClock().now()))
        unit.commit()
    assert mine(place, "m1").points == 1


def mine(place: Place, who: str) -> Standing:
    found = place.seen_by(who).mine
    assert found is not None
    return found


def test_limits_go_by_when_a_moment_was_written_whatever_day_it_claims() -> None:
    place, now = Place(), FixedClock().now()
    for n in range(1, 8):
        place.moment("m20", f"m{n}", TODAY - timedelta(days=n), at=now + timedelta(minutes=n))
    assert [n for n in range(1, 8) if mine(place, f"m{n}").points] == [1, 2, 3], "the first three she wrote"


def test_a_moment_counts_only_where_it_was_both_written_and_dated_in_the_quarter() -> None:
    place, now = Place(), FixedClock().now()
    before = Quarter.of(START - timedelta(days=1))
    place.moment("m2", "m1", before.ends, at=now)
    for quarter in ("", str(before)):
        found = place.service.board(Asker(member="m1"), quarter).mine
        assert found is not None
        assert found.points == 0


def test_what_fits_within_a_day_is_not_chosen_by_the_alphabet() -> None:
    place = Place()
    for n in range(10, 20):
        place.moment("m20", f"m{n}")
    counted = [n for n in range(10, 20) if mine(place, f"m{n}").points]
    assert len(counted) == 3
    assert counted != [10, 11, 12]


def test_a_moment_counts_once_she_whom_it_praises_made_it_public() -> None:
    place = Place()
    place.moment("m2", "m1", public=False)
    assert mine(place, "m1").points == 0
    place.moment("m2", "m1")
    assert mine(place, "m1").points == 1


def test_her_own_line_does_not_tell_of_others_private_doings() -> None:
    """m1 could praise m3 to see whether m3 and m2 rate their sessions."""
    place = Place()
    place.moment("m2", "m1")
    place.moment("m1", "m3")
    before = mine(place, "m1")
    at = datetime.combine(START, datetime.min.time(), UTC)
    place.add(
        "relationships", Relationship(id="r", role=MatchRole.MENTOR, members=("m3", "m2"), started=START)
    )
    place.add("sessions", Session(id="s", relationship="r", at=at, state="held", ratings={"m3": 2, "m2": 3}))
    place.moment("m3", "m2", public=False)
    assert mine(place, "m1") == before
    place.moment("m3", "m2")
    assert mine(place, "m1").points == 0.5, "that one everybody may read"


def test_how_many_go_round_or_are_there_for_her_alone_is_told_from_five_people() -> None:
    place = Place()
    for n in range(2, 6):
        place.moment(f"m{n}", "m1")
    place.moment("m1", "m2")
    assert (mine(place, "m1").circular, mine(place, "m1").only_her) == (0, 0)
    place.moment("m6", "m1")
    assert (mine(place, "m1").circular, mine(place, "m1").only_her) == (1, 5)


def test_a_team_is_not_shown_where_taking_the_named_ones_from_it_tells_of_a_few() -> None:
    place = Place()
    place.helped("m1", 9)
    place.joins("m1", "m2", "m3", "m4", "m5")
    assert place.seen_by("m39").teams, "all of them show their own points"
    for n in range(6, 11):
        assert bool(place.seen_by("m39").teams) == (n == 6)
        place.joins(f"m{n}", alone=False)
    assert place.seen_by("m39").teams, "five are lost among each other"


def test_nobody_chooses_for_somebody_else() -> None:
    place = Place()
    for asker in (Asker(member="m2"), Asker(member="m3", roles=frozenset({Role.ADMIN})), OPERATOR, Asker()):
        with pytest.raises(NotAllowed):
            place.service.join(asker, "m1")
        with pytest.raises(NotAllowed):
            place.service.leave(asker, "m1")
    with pytest.raises(NotAllowed):
        place.service.board(Asker())
    assert place.service.board(OPERATOR).mine is None


def test_each_quarter_has_its_board() -> None:
    place = Place()
    place.joins("m1")
    before = Quarter.of(START - timedelta(days=1))
    place.moment("m20", "m1", before.ends)
    assert place.names() == []
    assert [each.member for each in place.service.board(OPERATOR, str(before)).persons] == ["m1"]


@pytest.mark.parametrize(
    "text", ["2026", "2026-Q5", "2026-Q0", "26-Q1", "2031-Q1", "1899-Q1", "Q1-2026", "²026-Q1"]
)
def test_what_is_no_quarter_is_said(text: str) -> None:
    with pytest.raises(BadInput):
        Place().service.board(OPERATOR, text)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_quarters_follow_each_other_day_by_day(number: int) -> None:
    quarter = Quarter(2028, number)
    assert quarter.starts in quarter
    assert Quarter.of(quarter.ends) == quarter
    assert Quarter.of(quarter.ends + timedelta(days=1)) == Quarter(2028 + (number == 4), number % 4 + 1)
