"""The board: what is offered, who is pointed to it, and who hears of that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import Member, Role
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.opportunities import MOST_OPEN, OpportunitiesService
from copilot.services.opportunities_told import Opportunity
from copilot.services.policy import Policy
from tests.fakes import FixedClock
from tests.fakes.records import MemoryUnitsOfWork

SARA, ADA, BEN, CLEO = (Asker(member=each) for each in ("sara", "ada", "ben", "cleo"))
ADMIN = Asker(member="adm", roles=frozenset({Role.ADMIN}))
DAY = timedelta(days=1)
WHY = "You closed the spring review as if you had done it for years."


class Board:
    def __init__(self) -> None:
        self.units = MemoryUnitsOfWork()
        self.clock = FixedClock()
        self.service = OpportunitiesService(self.units, Policy(), self.clock)
        with self.units() as unit:
            for member in ("sara", "ada", "ben", "cleo", "adm"):
                unit.members.add(Member(id=member, name=member.title(), roles=frozenset({Role.PEER})))
            unit.commit()

    @property
    def today(self) -> Any:
        return self.clock.now().date()

    def post(
        self, asker: Asker = BEN, title: str = "Open stage at the autumn meeting", **more: Any
    ) -> Opportunity:
        return self.service.post(asker, "talk", title, "Ten minutes, a friendly room.", **more)

    def change(self, member: str, **fields: Any) -> None:
        with self.units() as unit:
            unit.members.save(unit.members.get(member).changed(**fields))
            unit.commit()


@pytest.fixture
def board() -> Board:
    return Board()


def ids(found: list[Opportunity]) -> list[str]:
    return [each.id for each in found]


def test_what_is_posted_is_seen_by_everybody_until_its_last_day_is_over(board: Board) -> None:
    kept = board.post(closes=board.today, link="https://example.org/stage")
    for asker in (SARA, BEN, ADMIN, OPERATOR):
        assert ids(board.service.every(asker)) == [kept.id]
        assert board.service.show(asker, kept.id).link == "https://example.org/stage"
    board.clock.move(DAY)
    assert board.service.every(SARA) == []
    with pytest.raises(NotFound, match="no such opportunity"):
        board.service.show(SARA, kept.id)
    assert ids(board.service.every(BEN, past=True)) == [kept.id]
    assert not board.service.show(BEN, kept.id).open


def test_what_ends_first_stands_first(board: Board) -> None:
    never, late, soon = (
        board.post(title=f"{days}", closes=board.today + days * DAY if days else None) for days in (0, 9, 2)
    )
    assert ids(board.service.every(SARA)) == [soon.id, late.id, never.id]


def test_only_its_author_edits_it_and_a_later_day_opens_it_again(board: Board) -> None:
    kept = board.post(closes=board.today)
    with pytest.raises(NotFound, match="You posted no such"):
        board.service.edit(SARA, kept.id, title="Mine")
    assert board.service.edit(BEN, kept.id, title="Open stage, twice").title == "Open stage, twice"
    board.service.close(BEN, kept.id)
    with pytest.raises(Conflict, match="is over"):
        board.service.edit(BEN, kept.id, title="Again")
    assert board.service.edit(BEN, kept.id, closes=board.today + 7 * DAY).open


def test_an_admin_may_close_what_does_not_belong_there_and_the_log_says_so(board: Board) -> None:
    mine, theirs = board.post(), board.post(title="Cheap watches")
    with pytest.raises(NotAllowed):
        board.service.close(SARA, theirs.id)
    assert not board.service.close(BEN, mine.id).open
    assert not board.service.close(ADMIN, theirs.id).open
    assert board.service.every(SARA) == []
    with board.units() as unit:
        assert [(each.by, each.verb, each.record) for each in unit.audit_log.all()] == [
            ("adm", "close", theirs.id)
        ]


def test_nobody_without_a_name_posts_or_points(board: Board) -> None:
    kept = board.post()
    for nobody in (OPERATOR, Asker()):
        with pytest.raises(NotAllowed):
            board.post(nobody)
        with pytest.raises(NotAllowed):
            board.service.point(nobody, kept.id, "ada", WHY)
    assert board.service.pointed(OPERATOR) == []


def test_she_sees_who_pointed_her_to_it_and_why_and_nobody_else_does(board: Board) -> None:
    kept = board.post()
    pointer = board.service.point(SARA, kept.id, "ada", WHY)
    (seen,) = board.service.pointed(ADA)
    assert (seen.by, seen.words, seen.state, seen.opportunity.id) == ("sara", WHY, "pointed", kept.id)
    assert [each.id for each in board.service.pointed(SARA)] == [pointer.id]
    for asker in (BEN, CLEO, ADMIN, OPERATOR):
        assert board.service.pointed(asker) == []
        assert board.service.show(asker, kept.id).interested == ()
    for asker in (SARA, BEN, CLEO, ADMIN, OPERATOR):
        with pytest.raises(NotFound, match="no such pointer"):
            board.service.answer(asker, pointer.id, "interested")


def test_its_author_hears_of_her_once_she_is_interested_and_not_why_she_was_pointed(board: Board) -> None:
    kept = board.post()
    pointer = board.service.point(SARA, kept.id, "ada", WHY)
    board.service.answer(ADA, pointer.id, "interested")
    (seen,) = board.service.pointed(BEN)
    assert (seen.member, seen.by, seen.words, seen.state) == ("ada", "sara", "", "interested")
    assert board.service.show(BEN, kept.id).interested == ("ada",)
    assert board.service.pointed(SARA)[0].state == "interested"
    assert board.service.show(CLEO, kept.id).interested == ()


def test_not_now_is_told_to_nobody_and_can_be_taken_back(board: Board) -> None:
    kept = board.post()
    pointer = board.service.point(SARA, kept.id, "ada", WHY)
    assert board.service.answer(ADA, pointer.id, "not now").state == "not now"
    assert board.service.pointed(ADA)[0].state == "not now"
    assert board.service.pointed(SARA)[0].state == "pointed"
    assert board.service.pointed(BEN) == []
    board.service.answer(ADA, pointer.id, "interested")
    assert board.service.pointed(BEN) != []


def test_who_was_pointed_to_it_still_sees_it_when_it_is_over(board: Board) -> None:
    kept = board.post(closes=board.today)
    board.service.point(SARA, kept.id, "ada", WHY)
    board.clock.move(DAY)
    assert not board.service.show(ADA, kept.id).open
    assert not board.service.pointed(ADA)[0].opportunity.open


def test_whom_one_cannot_point(board: Board) -> None:
    kept = board.post()
    for asker, member, fault in ((SARA, "sara", BadInput), (SARA, "ben", BadInput), (SARA, "zoe", NotFound)):
        with pytest.raises(fault):
            board.service.point(asker, kept.id, member, WHY)


def test_whom_she_avoids_cannot_find_out_by_pointing_and_is_not_heard(board: Board) -> None:
    kept = board.post(closes=board.today)
    board.change("ada", vetoes=frozenset({"sara"}))
    pointer = board.service.point(SARA, kept.id, "ada", WHY)
    other = board.service.point(SARA, kept.id, "adm", WHY)
    unlike = {"id", "member"}
    assert pointer.model_dump(exclude=unlike) == other.model_dump(exclude=unlike)
    assert {each.id for each in board.service.pointed(SARA)} == {pointer.id, other.id}
    assert board.service.pointed(ADA) == board.service.pointed(BEN) == []
    with pytest.raises(NotFound, match="no such pointer"):
        board.service.answer(ADA, pointer.id, "interested")
    with pytest.raises(Conflict, match="already"):
        board.service.point(SARA, kept.id, "ada", WHY)
    assert board.service.point(CLEO, kept.id, "ada", WHY).state == "pointed"
    assert [each.by for each in board.service.pointed(ADA)] == ["cleo"]


def test_who_is_paused_is_pointed_to_nothing_until_she_is_back(board: Board) -> None:
    kept, before = board.post(), board.post(title="Before")
    answered = board.service.point(SARA, before.id, "cleo", WHY)
    board.service.answer(CLEO, answered.id, "interested")
    board.change("cleo", paused=True)
    pointer = board.service.point(SARA, kept.id, "cleo", WHY)
    assert [each.id for each in board.service.pointed(CLEO)] == [answered.id]
    board.change("cleo", paused=False)
    assert {each.id for each in board.service.pointed(CLEO)} == {answered.id, pointer.id}


def test_what_a_keeper_took_off_the_board_its_author_reads_why_and_cannot_put_back(board: Board) -> None:
    kept = board.post(title="Cheap watches", closes=board.today)
    pointer = board.service.point(SARA, kept.id, "ada", WHY)
    board.service.close(ADMIN, kept.id, "No selling here.")
    with pytest.raises(Conflict, match="took it off"):
        board.service.edit(BEN, kept.id, closes=board.today + 7 * DAY)
    assert not board.service.close(BEN, kept.id).open
    seen = board.service.show(BEN, kept.id)
    assert (seen.open, seen.reason) == (False, "No selling here.")
    assert ids(board.service.every(BEN, past=True)) == [kept.id]
    for asker in (SARA, ADA, CLEO, ADMIN):
        with pytest.raises(NotFound):
            board.service.show(asker, kept.id)
        assert board.service.every(asker, past=True) == board.service.pointed(asker) == []
    with pytest.raises(NotFound):
        board.service.answer(ADA, pointer.id, "interested")


def test_who_opens_again_what_was_over_has_twenty_open_at_most(board: Board) -> None:
    over = board.post(closes=board.today)
    board.service.close(BEN, over.id)
    for n in range(MOST_OPEN):
        board.post(title=f"Talk {n}")
    with pytest.raises(Conflict, match="are open"):
        board.service.edit(BEN, over.id, closes=board.today + DAY)


def test_sixty_posts_an_hour_count_on_the_board_too(board: Board) -> None:
    for n in range(60):
        board.service.close(BEN, board.post(title=f"Talk {n}").id)
    with pytest.raises(Conflict, match="60 times within an hour"):
        board.post()
    board.clock.move(timedelta(minutes=61))
    assert board.post().open


def test_nobody_points_twice_to_the_same_nor_to_what_is_over(board: Board) -> None:
    kept, over = board.post(), board.post(closes=board.today)
    board.service.point(SARA, kept.id, "ada", WHY)
    with pytest.raises(Conflict, match="already"):
        board.service.point(SARA, kept.id, "ada", WHY)
    assert board.service.point(CLEO, kept.id, "ada", WHY).by == "cleo"
    board.clock.move(DAY)
    with pytest.raises(NotFound):
        board.service.point(SARA, over.id, "ada", WHY)
    with pytest.raises(Conflict, match="over"):
        board.service.point(BEN, over.id, "ada", WHY)


def test_five_pointers_by_one_to_one_a_month_whatever_she_answered(board: Board) -> None:
    posts = [board.post(title=f"Talk {n}") for n in range(7)]
    for post in posts[:5]:
        pointer = board.service.point(SARA, post.id, "ada", WHY)
        board.service.answer(ADA, pointer.id, "not now")
    with pytest.raises(Conflict, match="5 things within a month"):
        board.service.point(SARA, posts[5].id, "ada", WHY)
    assert board.service.point(SARA, posts[5].id, "cleo", WHY).member == "cleo"
    board.clock.move(31 * DAY)
    assert board.service.point(SARA, posts[6].id, "ada", WHY).member == "ada"


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"title": "x" * 201},
        {"text": ""},
        {"text": "x" * 20_001},
        {"link": "http://example.org"},
        {"link": "javascript:alert(1)"},
        {"closes": -1},
        {"closes": 400},
        {"offer": "favour"},
    ],
)
def test_bad_input_is_refused_and_nothing_is_kept(board: Board, wrong: dict[str, Any]) -> None:
    fields: dict[str, Any] = {"offer": "role", "title": "A role", "text": "What it is.", **wrong}
    if "closes" in wrong:
        fields["closes"] = board.today + wrong["closes"] * DAY
    with pytest.raises(BadInput):
        board.service.post(BEN, fields.pop("offer"), fields.pop("title"), fields.pop("text"), **fields)
    assert board.service.every(BEN, past=True) == []


@pytest.mark.parametrize("words", ["", "  \u200b ", "x" * 1_001])
def test_pointing_needs_a_sentence(board: Board, words: str) -> None:
    kept = board.post()
    with pytest.raises(BadInput):
        board.service.point(SARA, kept.id, "ada", words)


def test_an_answer_is_one_of_two(board: Board) -> None:
    pointer = board.service.point(SARA, board.post().id, "ada", WHY)
    with pytest.raises(BadInput, match="is no answer"):
        board.service.answer(ADA, pointer.id, "pointed")  # type: ignore[arg-type]  # as somebody might type it


def test_one_member_has_twenty_open_at_most(board: Board) -> None:
    first, *_ = [board.post(title=f"Talk {n}") for n in range(MOST_OPEN)]
    with pytest.raises(Conflict, match="are open"):
        board.post()
    board.service.close(BEN, first.id)
    assert board.post().open
