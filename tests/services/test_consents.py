"""The ledger of consents: what is given and taken back anywhere stands in it, and nobody else reads it."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.consents import TERMS, Purpose, standing, words_marked, words_of
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.events import Event
from copilot.domain.members import DeclaredGroup, Member, Role
from copilot.domain.nudges import NudgeSettings
from copilot.domain.playbook import PlaybookOffer
from copilot.domain.recognition import Badge, BadgeKind, LeaderboardChoice
from copilot.domain.relationships import Moment
from copilot.domain.spaces import Post, PostKind
from copilot.domain.sponsorship import MaySay, SpeakingConsent
from copilot.domain.surveys import SurveyAnswer, SurveyPoint
from copilot.errors import BadInput, CopilotError, NotAllowed, NotFound
from copilot.over_records import OverRecords
from copilot.services.consents.service import ConsentsService
from copilot.services.consents.ways_back import Places
from copilot.services.policy import Policy
from copilot.stores.home import Home
from copilot.stores.unit_of_work import SqlUnitsOfWork
from tests.fakes import FixedClock
from tests.fakes.records import MemoryUnitsOfWork

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
DAY = date(2027, 3, 1)
HER = Asker(member="m1", roles=frozenset({Role.MENTEE}))
ADMIN = Asker(member="m9", roles=frozenset({Role.ADMIN}))

CONSENTING: dict[Purpose, tuple[str, Any, dict[str, Any]]] = {}
"""Purpose → the repository, a record in which she agrees, and what changes where she takes it back (empty: it goes)."""


def _agreeing(purpose: Purpose, where: str, record: Any, **taken_back: Any) -> None:
    CONSENTING[purpose] = where, record, taken_back


_agreeing(
    Purpose.DECLARED_GROUPS, "declared_groups",
    DeclaredGroup(id="m1:age", member="m1", attribute="age", value="50+", consent=True),
)  # fmt: skip
_agreeing(
    Purpose.SPEAKING, "speaking_consents",
    SpeakingConsent(
        id="sc1", relationship="r1", member="m1", sponsor="m2", may_say=(MaySay(text="She leads."),), rooms=("board",),
        until=DAY, given=NOW,
    ), withdrawn=NOW,
)  # fmt: skip
_agreeing(
    Purpose.WRITE_UP, "drafts",
    Draft(
        id="d1", kind=DraftKind.RECOGNITION, writer="embedded", about="m1", made_by="m2",
        owners=frozenset({"m1", "m2"}), inputs={"consent": "given"}, created=NOW, markdown="# Thanks", state="approved",
    ), state="discarded",
)  # fmt: skip
_agreeing(
    Purpose.MOMENT, "moments",
    Moment(id="o1", member="m1", by="m2", on=DAY, at=NOW, situation="s", behaviour="b", public=True), public=False,
)  # fmt: skip
for _purpose, _kind in ((Purpose.STORY, PostKind.STORY), (Purpose.SHOUT_OUT, PostKind.SHOUT_OUT)):
    _agreeing(
        _purpose, "posts",
        Post(
            id=f"po-{_kind}", author="m2", kind=_kind, text="t", about=frozenset({"m1"}), agreed=frozenset({"m1"}),
            at=NOW,
        ), agreed=frozenset(),
    )  # fmt: skip
_agreeing(
    Purpose.SPOTLIGHT, "events",
    Event(
        id="e1", kind="spotlight", title="t", at=NOW.replace(tzinfo=None), time_zone="UTC",
        hosts=frozenset({"m2"}), speakers=("m1",), agreed=frozenset({"m1"}), created=NOW, updated=NOW,
    ), agreed=frozenset(),
)  # fmt: skip
_agreeing(Purpose.LEADERBOARD, "leaderboard_choices", LeaderboardChoice(id="m1", alone=True, since=NOW))
_agreeing(
    Purpose.BADGE, "badges",
    Badge(
        id="b1", member="m1", kind=BadgeKind.MOMENT, name="n", criteria="c", by="m2", on=DAY, at=NOW, state="taken",
        public=True,
    ), public=False,
)  # fmt: skip
_agreeing(
    Purpose.PLAYBOOK, "playbook_offers",
    PlaybookOffer(id="w1", chapter="roles", kind="insight", text="t", by="m1", at=NOW),
)  # fmt: skip
_agreeing(
    Purpose.SURVEY_WORDS, "survey_answers",
    SurveyAnswer(
        id="r1:start:m1", relationship="r1", programme="p1", member="m1", side="seeker", point=SurveyPoint.START,
        on=DAY, ratings={"q": 3}, words="w", for_managers=True,
    ), for_managers=False,
)  # fmt: skip
_agreeing(Purpose.WEBHOOK, "nudge_settings", NudgeSettings(id="m1", webhook="https://x.test/1"), webhook="")
_agreeing(Purpose.WISHES, "members", Member(id="m1", name="Ada", roles=frozenset({Role.MENTEE})))


def _member(**profile: Any) -> Member:
    return Member(id="m1", name="Ada", roles=frozenset({Role.MENTEE}), profile=profile)


CONSENTING[Purpose.WISHES] = "members", _member(wishes=("a change of career",)), {"profile": {}}


@pytest.fixture(params=["memory", "sqlite"])
def units(request: pytest.FixtureRequest) -> Any:
    if request.param == "memory":
        return MemoryUnitsOfWork()
    home: Home = request.getfixturevalue("sqlite_home")
    return SqlUnitsOfWork(home.engine)


def service(units: Any, ways_back: Any = None) -> ConsentsService:
    return ConsentsService(units, Policy(), lambda: ways_back or {})


def test_every_purpose_has_a_record_that_gives_and_takes_back_words_and_a_place() -> None:
    assert set(CONSENTING) == set(TERMS) == set(Purpose)
    for purpose, terms in TERMS.items():
        assert all(terms.words)
        assert all((terms.visible_to, terms.gives, terms.takes_back)), purpose
        assert words_marked(purpose, words_of(purpose)) == terms.words[-1]
    assert words_marked(Purpose.STORY, "9:0") == ""


@pytest.mark.parametrize("purpose", Purpose)
def test_what_is_given_and_taken_back_stands_in_the_ledger(units: Any, purpose: Purpose) -> None:
    where, record, taken_back = CONSENTING[purpose]
    with units() as unit:
        getattr(unit, where).add(record)
        unit.commit()
    (line,) = service(units).mine(HER)
    assert (line.purpose, line.withdrawn_at) == (purpose, None)
    assert line.given_at is not None
    assert line.words == TERMS[purpose].words[-1]
    with units() as unit:
        repository = getattr(unit, where)
        if taken_back:
            repository.save(repository.get(record.id).changed(**taken_back))
        else:
            repository.remove(record.id)
        unit.commit()
    (line,) = service(units).mine(HER)
    assert line.withdrawn_at is not None
    assert line.withdrawn_at >= line.given_at  # type: ignore[operator]
    assert line.take_back == ""


@pytest.mark.parametrize("purpose", Purpose)
def test_what_is_rolled_back_is_in_no_ledger(units: Any, purpose: Purpose) -> None:
    where, record, _ = CONSENTING[purpose]
    with units() as unit:
        getattr(unit, where).add(record)
    assert service(units).mine(HER) == []


def test_given_taken_back_and_given_again_are_two_lines(units: Any) -> None:
    with units() as unit:
        unit.leaderboard_choices.add(LeaderboardChoice(id="m1", alone=True, since=NOW))
        unit.leaderboard_choices.save(unit.leaderboard_choices.get("m1").changed(alone=False))
        unit.leaderboard_choices.remove("m1")
        unit.leaderboard_choices.add(LeaderboardChoice(id="m1", alone=True, since=NOW))
        unit.commit()
    assert [bool(line.withdrawn_at) for line in service(units).mine(HER)] == [False, True]


def test_of_several_groups_the_ledger_says_only_that_some_are_declared(units: Any) -> None:
    with units() as unit:
        for attribute in ("age", "gender"):
            unit.declared_groups.add(
                DeclaredGroup(id=f"m1:{attribute}", member="m1", attribute=attribute, value="x", consent=True)
            )
        unit.declared_groups.remove("m1:age")
        unit.commit()
    (line,) = service(units).mine(HER)
    assert (line.what, line.withdrawn_at) == ("", None)
    with units() as unit:
        unit.declared_groups.remove("m1:gender")
        unit.commit()
    (line,) = service(units).mine(HER)
    assert line.withdrawn_at is not None


def test_whoever_left_agrees_to_nothing() -> None:
    event = CONSENTING[Purpose.SPOTLIGHT][1].changed(speakers=("former-1",), agreed=frozenset({"former-1"}))
    assert standing(event) == frozenset()
    assert standing(None) == frozenset()


def test_nobody_reads_another_s_ledger_not_even_at_the_machine(units: Any) -> None:
    with units() as unit:
        unit.leaderboard_choices.add(LeaderboardChoice(id="m1", alone=True, since=NOW))
        unit.commit()
    assert service(units).mine(ADMIN) == []
    for asker in (OPERATOR, Asker()):
        with pytest.raises(NotAllowed):
            service(units).mine(asker)
        with pytest.raises(NotAllowed):
            service(units).withdraw(asker, "leaderboard")


def test_fewer_than_five_are_told_of_nowhere(units: Any) -> None:
    def counted() -> int | None:
        return {each.purpose: each.members for each in service(units).how_many(ADMIN)}[Purpose.LEADERBOARD]

    with units() as unit:
        unit.leaderboard_choices.add(
            *(LeaderboardChoice(id=f"m{n}", alone=True, since=NOW) for n in range(5))
        )
        unit.commit()
    assert counted() == 5
    with units() as unit:
        unit.leaderboard_choices.remove("m3")
        unit.commit()
    assert counted() is None
    with pytest.raises(NotAllowed):
        service(units).how_many(HER)
    with pytest.raises(NotAllowed):
        service(units).how_many(Asker(member="m5", manages=frozenset({"p1"})))


def test_taking_back_asks_the_place_and_says_what_is_wrong() -> None:
    units = MemoryUnitsOfWork()
    over = OverRecords(units, Policy(), FixedClock(NOW))
    with units() as unit:
        unit.members.add(_member())
        for n in (1, 2):
            unit.moments.add(CONSENTING[Purpose.MOMENT][1].changed(id=f"o{n}"))
        unit.commit()
    ways = {Purpose.MOMENT: lambda asker, what: over.moments.agree(asker, what, public=False)}
    consents = service(units, ways)
    with pytest.raises(BadInput, match="2 things"):
        consents.withdraw(HER, "moment")
    assert [line.what for line in consents.withdraw(HER, "moment", "o1")] == ["o2"]
    assert consents.withdraw(HER, "moment") == []
    for wrong, error in (("moment", NotFound), ("anything", BadInput), ("story", NotFound)):
        with pytest.raises(error):
            consents.withdraw(HER, wrong)
    with pytest.raises(CopilotError):
        consents.withdraw(HER, "moment", "o1")


def test_every_purpose_has_its_way_back() -> None:
    nowhere: Any = None
    places = Places(*[nowhere] * len(fields(Places)))
    assert set(places.ways_back()) == set(Purpose)
