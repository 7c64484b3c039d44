"""Who is told that a relationship fades, in which words, and who is left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import knowledge
from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.relationships import ActionItem, Agreement, Note, Relationship, Session, Signature, Stage
from copilot.errors import BadInput, NotAllowed, NotFound
from copilot.services.analytics.at_risk import STEPS
from copilot.services.analytics.at_risk_reading import LeftOut
from copilot.services.analytics.at_risk_service import AtRisk, AtRiskService
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryUnitsOfWork

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)
MANAGER = Asker(member="boss", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))
ADMIN = Asker(member="root", roles=frozenset({Role.ADMIN}))
SECRET = "She wants to leave the company"


def service(home: MemoryUnitsOfWork) -> AtRiskService:
    return AtRiskService(home, Policy(), FixedClock(NOW))


def community() -> MemoryUnitsOfWork:
    home = MemoryUnitsOfWork()
    with home() as unit:
        unit.programmes.add(
            Programme(id="p1", name="One", starts=NOW.date() - 300 * DAY, ends=NOW.date() + 90 * DAY),
            Programme(id="over", name="Over", starts=NOW.date() - 300 * DAY, ends=NOW.date() - DAY),
        )
        unit.commit()
    return home


def pair(
    home: MemoryUnitsOfWork, name: str, held: tuple[int, ...] = (), *, started: int = 200,
    planned: tuple[int, ...] = (), cancelled: tuple[int, ...] = (), programme: str = "p1",
    gone: bool = False, signed: bool = True, people: int = 2,
    role: MatchRole = MatchRole.MENTOR, **more: object,
) -> None:  # fmt: skip
    """`held`, `planned`, `cancelled` are days before today, negative for days to come."""
    members = tuple(f"{name}-{n}" for n in range(people))
    signatures = tuple(Signature(member=each, at=NOW - 100 * DAY) for each in members) if signed else ()
    with home() as unit:
        unit.members.add(
            *(Member(id=m, name="Ana Reis", roles=frozenset({Role.PEER})) for m in members[gone:])
        )
        unit.relationships.add(
            Relationship(
                id=name, role=role, members=members, programme=programme, started=NOW.date() - started * DAY,
                agreement=Agreement(text="We trust each other.", signatures=signatures), **more,  # type: ignore[arg-type]  # fields as they come
            )
        )  # fmt: skip
        for state, days in (("held", held), ("planned", planned), ("cancelled", cancelled)):
            unit.sessions.add(
                *(
                    Session(
                        id=f"{name}{state}{n}", relationship=name, at=NOW - n * DAY, state=state, topic=SECRET
                    )
                    for n in days
                )
            )
        unit.commit()


def only(home: MemoryUnitsOfWork) -> AtRisk:
    (found,) = service(home).every(MANAGER, "p1").at_risk
    return found


def test_a_silence_is_told_with_its_rhythm_its_dates_and_one_step() -> None:
    home = community()
    pair(home, "r", tuple(range(51, 200, 14)))
    found = only(home)
    assert found.reason == (
        "They met every two weeks until 3 October 2026; since then 7 weeks without, and nothing is planned."
    )
    assert found.step.startswith("Ask each of them, apart from the other")
    assert (found.status, found.call, found.next_planned) == ("fading", True, None)
    assert found.reading.section == "For programme managers: silence seen from above"


@pytest.mark.parametrize(
    ("give", "reason"),
    [
        (lambda h: pair(h, "r", started=70),
         "They were brought together on 14 September 2026; 10 weeks later they have not met, and nothing is planned."),
        (lambda h: pair(h, "r", (40, 54, 68, 82, 96), cancelled=(26, 20, 12)),
         ("They met every two weeks until 14 October 2026; since then 5 weeks without: 3 sessions were called off, "
          "and nothing is planned.")),
        (lambda h: pair(h, "r", (61, 75, 89), cancelled=(40,)),
         ("They met about every two weeks until 23 September 2026; since then 8 weeks without: "
          "1 session was called off, and nothing is planned.")),
        (lambda h: pair(h, "r", (40, 47, 54, 61, 68), planned=(33, 26)),
         ("They met every week until 14 October 2026; of 2 sessions planned since nobody has said how it went, "
          "and nothing is planned.")),
        (lambda h: pair(h, "r", (120,)),
         "They met once, on 26 July 2026; since then 17 weeks without, and nothing is planned."),
    ],
)  # fmt: skip
def test_each_reason_is_a_sentence_of_dates(give: Callable[[MemoryUnitsOfWork], None], reason: str) -> None:
    home = community()
    give(home)
    assert only(home).reason == reason


def test_who_kept_making_dates_is_not_asked_whether_to_go_on() -> None:
    home = community()
    pair(home, "r", tuple(range(84, 200, 14)), cancelled=(70, 49))
    found = only(home)
    assert "12 weeks without: 2 sessions were called off" in found.reason
    assert found.step.startswith("Ask what gets in the way of their dates")


def test_those_who_meet_and_do_not_move_are_stuck() -> None:
    home = community()
    pair(home, "r", (3, 30, 60), cancelled=(10, 17, 24, 37, 44), planned=(-9,), signed=False)
    with home() as unit:
        unit.actions.add(
            *(
                ActionItem(id=f"a{n}", relationship="r", owner="r-0", text=SECRET, due=NOW.date() - 20 * DAY)
                for n in range(6)
            )
        )
        unit.commit()
    found = only(home)
    assert found.status == "stuck"
    assert found.reason in {
        "Of their last 8 sessions 5 were called off.",
        "6 of 6 action items are late, and none has been ticked.",
        "They began 28 weeks ago, and not everybody has signed an agreement.",
    }


def test_who_goes_on_is_not_in_the_list() -> None:
    home = community()
    pair(home, "r", tuple(range(6, 200, 14)), planned=(-8,))
    found = service(home).every(MANAGER, "p1")
    assert (found.at_risk, found.left_out) == ((), ())


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"state": "paused"}, LeftOut.PAUSED),
        ({"started": 9}, LeftOut.JUST_BEGUN),
        ({"started": -9}, LeftOut.JUST_BEGUN),
        ({"gone": True}, LeftOut.LEFT),
        ({"stage": Stage.SEPARATION}, LeftOut.ENDING),
        ({"role": MatchRole.SPONSOR}, LeftOut.SPONSORSHIP),
    ],
)
def test_some_are_left_out_and_it_is_said_why(more: dict[str, object], why: LeftOut) -> None:
    home = community()
    pair(home, "r", **more)  # type: ignore[arg-type]  # as above
    found = service(home).every(MANAGER, "p1")
    assert [(each.relationship, each.why) for each in found.left_out] == [("r", why.value)]
    assert found.at_risk == ()


def test_who_pauses_in_the_programme_is_left_alone_and_a_circle_goes_on_without_her() -> None:
    home = community()
    pair(home, "two", (100,))
    pair(home, "circle", (100,), people=4, role=MatchRole.CIRCLE)
    with home() as unit:
        for member in ("two-0", "circle-0"):
            unit.enrolments.add(Enrolment(id=member, programme="p1", member=member, state="paused"))
        unit.commit()
    found = service(home).every(MANAGER, "p1")
    assert [each.relationship for each in found.left_out] == ["two"]
    assert [each.relationship for each in found.at_risk] == ["circle"]
    assert found.at_risk[0].step.startswith("Ask whose turn it is to chair")


def test_a_programme_that_is_over_and_a_closed_relationship_worry_nobody() -> None:
    home = community()
    pair(home, "closed", (100,), state="closed")
    pair(home, "over", (100,), programme="over")
    boss = MANAGER.model_copy(update={"manages": frozenset({"p1", "over"})})
    found = service(home).every(boss)
    assert found.at_risk == ()
    assert [(each.relationship, each.why) for each in found.left_out] == [("over", LeftOut.OVER.value)]


def test_no_session_at_all_in_the_whole_community_is_no_fault() -> None:
    home = community()
    assert service(home).every(MANAGER, "p1").looked_at == 0
    assert service(home).every(OPERATOR).looked_at is None
    assert service(home).every(OPERATOR).counts == {}


def test_a_clock_that_went_backwards_divides_nothing_and_blames_nobody() -> None:
    home = community()
    pair(home, "r", (-30, -16, -2), started=-40)
    pair(home, "s", (-30, -16), started=60)
    found = service(home).every(MANAGER, "p1")
    assert found.at_risk == ()
    assert [each.relationship for each in found.left_out] == ["r"]


@pytest.mark.parametrize("asker", [ADMIN, OPERATOR])
def test_admins_and_the_operator_read_how_many_and_neither_which_nor_a_date(asker: Asker) -> None:
    home = community()
    for n in range(6):
        pair(home, f"silent{n}", (100, 114))
        pair(home, f"fine{n}", (3, 17), planned=(-4,))
    found = service(home).every(asker, "p1")
    assert (found.at_risk, found.left_out) == ((), ())
    assert (found.looked_at, found.others) == (10, True)
    assert {word: share.count for word, share in found.counts.items()} == {
        "fading": 5,
        "stuck": None,
        "fine": 5,
    }
    told = found.model_dump_json(exclude={"on"})
    assert "silent" not in told
    assert not re.search(r"\d{4}-\d\d-\d\d|202\d", told)


@pytest.mark.parametrize("few", range(5))
def test_counts_of_fewer_than_five_are_hidden_and_nobody_reads_as_few_do(few: int) -> None:
    home = community()
    for n in range(11 - few):
        pair(home, f"fine{n}", (3, 17), planned=(-4,))
    for n in range(few):
        pair(home, f"silent{n}", (100, 114))
    counts = service(home).every(ADMIN).counts
    assert counts["fading"].told == counts["stuck"].told == "fewer than 5 of about 10, or none"
    assert counts["fine"].told == "all of about 10, or all but fewer than 5"


def test_a_manager_who_keeps_the_house_too_is_told_which_of_hers_alone() -> None:
    home = community()
    for n in range(10):
        pair(home, f"hers{n}", (100, 114))
        pair(home, f"theirs{n}", (100, 114), programme="p2")
    both = MANAGER.model_copy(update={"roles": frozenset({Role.ADMIN, Role.MANAGER})})
    everywhere, here = service(home).every(both), service(home).every(both, "p1")
    assert {each.relationship[:4] for each in everywhere.at_risk} == {"hers"}
    assert (everywhere.others, everywhere.looked_at) == (True, 20)
    assert "theirs" not in everywhere.model_dump_json()
    assert (here.others, here.counts["fading"].told) == (False, "10 of 10 (100%)")


def test_a_member_reads_of_her_own_kindly_and_without_a_number() -> None:
    home = community()
    pair(home, "r", tuple(range(51, 200, 14)))
    pair(home, "other", (100,))
    (found,) = service(home).mine(Asker(member="r-1"))
    assert found.reason.startswith("You met every two weeks until 3 October 2026")
    assert found.step.startswith("Send two lines and two dates.")
    assert "chance" not in found.model_dump_json()
    with pytest.raises(NotAllowed):
        service(home).every(Asker(member="r-1"), "p1")
    with pytest.raises(NotAllowed):
        service(home).mine(Asker())


def test_no_word_of_anybody_is_read_or_told() -> None:
    home = community()
    pair(home, "r", (60, 74), reason=SECRET)
    before = only(home)
    with home() as unit:
        unit.notes.add(
            Note(
                id="n",
                session="rheld60",
                relationship="r",
                author="r-0",
                text=SECRET,
                visibility="shared",
                at=NOW,
            )
        )
        unit.commit()
    assert only(home) == before
    assert SECRET not in service(home).every(MANAGER).model_dump_json()


def test_those_there_is_time_for_are_marked_the_likeliest_first() -> None:
    home = community()
    for n in range(8):
        pair(home, f"r{n}", (60 + 9 * n, 74 + 9 * n))
    found = service(home).every(MANAGER, "p1", calls=3).at_risk
    assert [each.call for each in found] == [True] * 3 + [False] * 5
    assert [each.chance for each in found] == sorted((each.chance for each in found), reverse=True)


def test_bad_input_is_a_sentence() -> None:
    with pytest.raises(BadInput, match="Nobody calls -1 pairs"):
        service(community()).every(MANAGER, "p1", calls=-1)
    with pytest.raises(NotFound):
        service(community()).every(ADMIN, "p9")


@pytest.mark.parametrize("cause", sorted(STEPS))
def test_every_section_that_is_cited_stands_in_the_guide(cause: str) -> None:
    guides = Path(str(knowledge.__file__)).parent / "guides"
    for reading in (STEPS[cause].for_managers, STEPS[cause].for_members):
        assert f"## {reading.section}\n" in (guides / reading.path).read_text("utf-8")
