"""The equity of recognition: what is unfair is seen, what is fair is left in peace, and nobody is told from numbers."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Literal

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import DeclaredGroup, Member, Role
from copilot.domain.programmes import Enrolment
from copilot.domain.relationships import Moment
from copilot.domain.spaces import Post, PostKind
from copilot.errors import NotAllowed, NotFound
from copilot.services.auditing.differences import holm, of_means, of_shares
from copilot.services.auditing.equity_rows import RECOGNISED, EquityReport, Row, judged_together
from copilot.services.auditing.praise import IMPACT, LENGTH, praise
from copilot.services.auditing.recognition import RecognitionEquityService
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.services.matching.community import enrolled

DEEDS = (
    "rewrote the rota so that nobody works six nights",
    "asked the carrier for the numbers and put them on one page",
    "stayed on the line until the last ticket was sold",
    "drew the map that the new colleagues go by",
)
IMPACTS = ("Since then the desk closes on time.", "We saved a week in March.", "")


class Town:
    """Women and men, of whom moments are told by chance; a test makes them unfair."""

    def __init__(self, seed: int, people: int = 120) -> None:
        self.chance = random.Random(seed)
        self.units = MemoryUnitsOfWork()
        self.n = 0
        self.people = [f"s{n}" for n in range(people)]
        with self.units() as unit:
            for n, each in enumerate(self.people):
                unit.members.add(Member(id=each, name=each, roles=frozenset({Role.PEER})))
                if n % 20 == 19:
                    continue
                unit.declared_groups.add(
                    DeclaredGroup(
                        id=f"{each}:gender",
                        member=each,
                        attribute="gender",
                        value=self.group(each),
                        consent=True,
                    )
                )
            unit.commit()

    def group(self, member: str) -> str:
        return "man" if int(member[1:]) % 2 else "woman"

    def tell(self, member: str, behaviour: str = "", impact: str | None = None) -> None:
        self.n += 1
        with self.units() as unit:
            unit.moments.add(
                Moment(
                    id=f"o{self.n}", member=member, by=self.chance.choice([p for p in self.people if p != member]),
                    on=FixedClock().now().date() - timedelta(days=self.chance.randint(0, 300)), situation="On Monday",
                    behaviour=behaviour or self.chance.choice(DEEDS),
                    impact=self.chance.choice(IMPACTS) if impact is None else impact,
                )
            )  # fmt: skip
            unit.commit()

    def fairly(self) -> None:
        for each in self.people:
            for _ in range(self.chance.choice((0, 0, 1, 1, 2, 3))):
                self.tell(each)

    def seen(self, asker: Asker = OPERATOR, programme: str = "") -> EquityReport:
        return RecognitionEquityService(self.units, Policy(), FixedClock()).equity(asker, programme)


def looks(report: EquityReport) -> set[tuple[str, str]]:
    return {(each.measure, each.group) for each in report.looks}


def test_a_fair_town_is_left_in_peace() -> None:
    alarms = 0
    for seed in range(20):
        town = Town(seed, people=80)
        town.fairly()
        alarms += bool(town.seen().looks)
    assert alarms <= 1


def test_who_is_recognised_half_as_often_is_seen() -> None:
    town = Town(1)
    for each in town.people:
        if town.chance.random() < (0.35 if town.group(each) == "woman" else 0.75):
            town.tell(each)
    assert (RECOGNISED, "woman") in looks(town.seen())


def test_who_is_praised_in_fewer_words_and_without_what_came_of_it_is_seen() -> None:
    town = Town(2)
    for each in town.people:
        woman = town.group(each) == "woman"
        deed = DEEDS[0] if woman else f"{DEEDS[0]}, {DEEDS[1]} and {DEEDS[2]}"
        town.tell(each, deed, "" if woman and town.chance.random() < 0.6 else IMPACTS[0])
    assert {(LENGTH, "woman"), (IMPACT, "woman")} <= looks(town.seen())


def test_who_is_praised_for_trying_while_others_shine_is_seen() -> None:
    town = Town(3)
    for each in town.people:
        woman = town.group(each) == "woman"
        word = "worked hard on it and" if woman else "did an outstanding job and"
        town.tell(each, f"{word if town.chance.random() < 0.7 else ''} {DEEDS[1]}")
    found = looks(town.seen())
    assert {("grindstone words", "woman"), ("standout words", "woman")} <= found
    assert ("doubt raisers", "woman") not in found


def test_a_group_of_fewer_than_ten_is_in_no_number() -> None:
    town = Town(4)
    with town.units() as unit:
        for each in town.people[:9]:
            known = unit.declared_groups.find(f"{each}:gender")
            if known:
                unit.declared_groups.save(known.changed(value="non-binary"))
        unit.commit()
    town.fairly()
    report = town.seen()
    assert {each.group for each in report.rows} == {"woman", "man"}
    assert report.hidden[0].hidden == 1
    before = [each for each in report.rows if each.measure == LENGTH]
    for each in town.people[:9]:
        town.tell(each, "very long " * 200)
    after = [each for each in town.seen().rows if each.measure == LENGTH]
    assert [each.value for each in before] == [each.value for each in after], "not even among the others"


def test_numbers_of_people_come_in_fives_and_chances_in_steps() -> None:
    town = Town(5)
    town.fairly()
    report = town.seen()
    assert report.rows
    assert all(each.people % 5 == 0 for each in report.rows)
    assert {each.p for each in report.rows} <= {0.001, 0.01, 0.05, 0.2, 1.0}
    assert report.members % 5 == report.texts % 5 == 0


def test_what_was_declared_without_consent_is_not_read() -> None:
    town = Town(6)
    town.fairly()
    with town.units() as unit:
        for each in unit.declared_groups.all():
            unit.declared_groups.save(each.changed(consent=False))
        unit.commit()
    report = town.seen()
    assert not report.rows
    assert report.notes


def test_shout_outs_count_while_she_lets_them_be_read_and_her_own_words_never() -> None:
    town = Town(7)
    about = {"about": frozenset({"s0"}), "kind": PostKind.SHOUT_OUT, "author": "s1", "at": FixedClock().now()}
    with town.units() as unit:
        unit.posts.add(
            Post(id="told", text="Thank you", agreed=frozenset({"s0"}), **about),
            Post(id="back", text="Thank you", **about),
        )
        unit.moments.add(
            Moment(id="own", member="s2", by="s2", on=FixedClock().now().date(), situation="x", behaviour="y")
        )
        unit.commit()
    with town.units.reading() as unit:
        assert [each.member for each in praise(unit, FixedClock().now())] == ["s0"]


def test_twelve_months_count_and_neither_what_is_older_nor_what_was_removed() -> None:
    town, now = Town(11), FixedClock().now()
    said = {"text": "Thank you", "kind": PostKind.SHOUT_OUT, "author": "s9"}
    with town.units() as unit:
        for member, days in (("s1", 364), ("s2", 365), ("s3", -1)):
            on = now.date() - timedelta(days=days)
            unit.moments.add(Moment(id=member, member=member, by="s9", on=on, situation="x", behaviour="y"))
        for member, days, removed in (("s4", 364, False), ("s5", 366, False), ("s6", 1, True)):
            hers = {"id": member, "about": frozenset({member}), "agreed": frozenset({member})}
            unit.posts.add(Post(at=now - timedelta(days=days), removed=removed, **hers, **said))
        unit.commit()
    with town.units.reading() as unit:
        assert [each.member for each in praise(unit, now)] == ["s1", "s4"]


@pytest.mark.parametrize(
    ("asker", "programme", "may"),
    [
        (OPERATOR, "", True),
        (Asker(member="s0", roles=frozenset({Role.ADMIN})), "", True),
        (Asker(member="s0", manages=frozenset({"spring"})), "spring", True),
        (Asker(member="s0", manages=frozenset({"spring"})), "", False),
        (Asker(member="s0", manages=frozenset({"autumn"})), "spring", False),
        (Asker(member="s0", roles=frozenset({Role.MENTOR})), "", False),
        (Asker(), "", False),
    ],
)
def test_who_may_see_it(asker: Asker, programme: str, may: bool) -> None:
    town = Town(8, people=30)
    enrolled(town.units, "spring", town.people[:20], managers=["s0"])
    if may:
        assert town.seen(asker, programme).members == (20 if programme else 30)
        with town.units.reading() as unit:
            assert unit.audit_log.count(verb="equity") == 1
    else:
        with pytest.raises(NotAllowed):
            town.seen(asker, programme)


def test_a_manager_who_names_no_programme_is_told_which_she_may() -> None:
    town = Town(8, people=30)
    manager = Asker(member="s0", manages=frozenset({"spring", "autumn"}))
    with pytest.raises(NotAllowed, match="Name a programme that you manage: autumn, spring"):
        town.seen(manager, "")


def test_a_programme_that_is_not_there_is_said() -> None:
    with pytest.raises(NotFound):
        Town(9, people=5).seen(OPERATOR, "nowhere")


@pytest.mark.parametrize("state", ["waiting", "paused", "left", "completed"])
def test_of_a_programme_only_those_enrolled_are_counted(
    state: Literal["waiting", "paused", "left", "completed"],
) -> None:
    town = Town(10, people=30)
    enrolled(town.units, "spring", town.people[:20])
    with town.units() as unit:
        unit.enrolments.add(
            *(Enrolment(id=each, programme="spring", member=each, state=state) for each in town.people[20:])
        )
        unit.commit()
    for each in town.people[20:]:
        town.tell(each)
    report = town.seen(OPERATOR, "spring")
    assert (report.members, report.texts) == (20, 0)


def row(measure: str, group: str, p: float) -> Row:
    return Row(measure, "gender", group, 20, 0.5, 0.5, (0.0, 0.0), p, 1.0, True, "", "")


def test_of_two_groups_the_less_sure_p_counts_for_both_and_they_are_one_test() -> None:
    two = [row(LENGTH, "woman", 0.01), row(LENGTH, "man", 0.04)]
    assert judged_together(two) == pytest.approx([0.04, 0.04])
    assert judged_together(two[::-1]) == pytest.approx([0.04, 0.04])
    assert judged_together([*two, row(IMPACT, "woman", 0.02), row(IMPACT, "man", 0.02)]) == pytest.approx(
        [0.04] * 4
    )


def test_three_groups_are_three_tests() -> None:
    three = [row(LENGTH, group, p) for group, p in (("woman", 0.01), ("man", 0.03), ("non-binary", 0.5))]
    assert judged_together(three) == pytest.approx([0.03, 0.06, 0.5])


def test_holms_p_values() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([]) == []
    assert holm([0.9, 0.8]) == [1.0, 1.0]


def test_newcombes_interval_of_a_difference() -> None:
    """His example: 56 of 70 against 48 of 80, method 10."""
    assert of_shares(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=1e-4)


def test_one_group_alone_is_compared_with_nobody() -> None:
    assert of_means({"woman": [1.0, 2.0]}, 0) == {}
