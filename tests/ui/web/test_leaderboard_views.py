"""The page of recognition and the view of its equity: what is shown, to whom, and that nothing from data is live."""

from __future__ import annotations

from datetime import UTC, date, datetime

from copilot.domain.spaces import Post, PostKind
from copilot.services.auditing.equity_rows import EquityReport, EquityRow
from copilot.services.auditing.verdicts import Verdict
from copilot.services.members.service import Introduction
from copilot.services.recognition.boards import Board, OnTheBoard, Standing, TeamOnTheBoard
from copilot.services.recognition.explained import RULES
from copilot.services.recognition.scoring import Help
from copilot.services.recognition.shout_outs import ShoutOutsShown
from ui.web.people import People
from ui.web.views.leaderboard import board, shout_outs, standing, what_counts
from ui.web.views.recognition_equity import recognition_equity
from ui.web.views.spaces import Reader

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PEOPLE = People(
    {
        "m1": Introduction(name="Ada Moreau", headline=""),
        "m2": Introduction(name="Ben Ito", headline=""),
        "m3": Introduction(name="<b>Cleo</b> Park", headline=""),
    }
)


def reader(me: str) -> Reader:
    return Reader(me, PEOPLE, NOW)


def said(**fields: object) -> Post:
    usual = {
        "id": "so-1", "author": "m2", "kind": PostKind.SHOUT_OUT, "title": "What Ada did", "text": "She found it.",
        "about": {"m1"}, "agreed": {"m1"}, "public": True, "at": NOW,
    }  # fmt: skip
    return Post(**{**usual, **fields})  # type: ignore[arg-type]  # pydantic checks


def shown(*posts: Post, back: tuple[Post, ...] = ()) -> ShoutOutsShown:
    return ShoutOutsShown(shout_outs=posts, taken_back=back)


def test_each_may_do_with_a_shout_out_what_is_hers_to_do() -> None:
    def ways(me: str, *, keeps: bool = False) -> str:
        return str(shout_outs(shown(said()), reader(me), keeps=keeps))

    assert "Take it back" in ways("m1")
    assert "Remove" in ways("m2")
    assert "data-do" not in ways("m3")
    assert "Take it down" in ways("m3", keeps=True)
    hidden = str(shout_outs(shown(back=(said(agreed=set()),)), reader("m1"), keeps=False))
    assert "Show it again" in hidden
    assert "only you and Ben read it now" in hidden


def test_nothing_from_data_is_live() -> None:
    page = str(
        shout_outs(
            shown(said(text="<script>x</script>", about={"m3"}, agreed={"m3"})), reader("m1"), keeps=False
        )
    )
    assert "<script" not in page
    assert "<b>Cleo" not in page


def test_where_nothing_is_there_it_says_what_to_do() -> None:
    assert "once she agrees" in str(shout_outs(shown(), reader("m1"), keeps=False))
    empty = Board(
        quarter="2026-Q4", starts=date(2026, 10, 1), ends=date(2026, 12, 31), persons=(), teams=(), mine=None
    )
    assert "Only who chooses it does" in str(board(empty, PEOPLE, "m1"))
    assert "says nothing of how much you help" in str(standing(Standing(stands="no"), empty))


def test_the_board_has_ranks_people_and_teams_and_says_which_is_she() -> None:
    found = Board(
        quarter="2026-Q4", starts=date(2026, 10, 1), ends=date(2026, 12, 31),
        persons=(
            OnTheBoard(rank=1, member="m1", points=3.36, people=3),
            OnTheBoard(rank=1, member="m2", points=3.36, people=1),
        ),
        teams=(TeamOnTheBoard(rank=1, team="Design", points=0.5),),
        mine=Standing(stands="alone", points=3.36, rank=1, people=3, circular=1, only_her=2, kinds={Help.MOMENT: 2}),
    )  # fmt: skip
    page = str(board(found, PEOPLE, "m1"))
    for words in ("Ada Moreau (you)", "Ben Ito", "3 people said so", "1 person said so", "Design", "3.4"):
        assert words in page
    assert found.mine is not None
    mine = str(standing(found.mine, found))
    for words in ("From moments.", "way back", "2 confirmed nobody else", "31 December 2026"):
        assert words in mine


def test_below_the_tenth_rank_her_place_is_hers_to_know_and_the_list_says_where_it_ends() -> None:
    found = Board(
        quarter="2026-Q4", starts=date(2026, 10, 1), ends=date(2026, 12, 31), persons=(), teams=(),
        mine=Standing(stands="alone", points=1.0, rank=13, people=1),
    )  # fmt: skip
    assert found.mine is not None
    mine = str(standing(found.mine, found))
    assert "The list ends at rank 10, so nobody else sees yours." in mine
    assert "<dt>point</dt><dd>1.0</dd>" in mine


def test_every_rule_is_there_with_its_reason() -> None:
    page = str(what_counts(RULES))
    for rule in RULES:
        assert str(rule.name).split()[0] in page
    assert page.count('class="why"') == len(RULES)


def row(**fields: object) -> EquityRow:
    usual = {
        "measure": "words", "attribute": "gender", "group": "woman", "people": 30, "value": 14.0, "others": 21.0,
        "difference": -7.0, "interval": (-10.0, -4.0), "p": 0.01, "better": True, "unit": "words",
        "verdict": Verdict.LOOK, "sentence": "14 words at a time, of the others 21.",
    }  # fmt: skip
    return EquityRow(**{**usual, **fields})  # type: ignore[arg-type]  # pydantic checks


def report(*rows: EquityRow) -> EquityReport:
    return EquityReport(
        on=date(2026, 11, 23), since=date(2025, 11, 23), by="m1", programme="", members=60, texts=90,
        measures={"words": "how many words are said of somebody at a time", "recognised": "how many were"},
        rows=rows, hidden=(), notes=("Nobody has declared a group.",),
    )  # fmt: skip


def test_what_deserves_a_look_comes_first_and_what_is_hidden_stays_hidden() -> None:
    hidden = row(
        measure="recognised", group="man", value=None, others=None, difference=None, interval=None, unit="",
        verdict=Verdict.TOO_FEW, sentence="",
    )  # fmt: skip
    page = str(recognition_equity(report(row(), hidden), ""))
    assert page.index("of the others 21") < page.index("rate-chart")
    assert "hidden: fewer than 5" in page
    assert "14 words, others 21 words" in page


def test_without_groups_the_equity_says_why() -> None:
    assert "Nobody has declared a group." in str(recognition_equity(report(), ""))
    calm = str(recognition_equity(report(row(verdict=Verdict.PASS)), "Bridges"))
    assert "Nothing here is more than chance" in calm
    assert "Bridges" in calm


def test_a_measure_of_nothing_is_a_sentence_and_no_chart() -> None:
    page = str(recognition_equity(report(row(value=0.0, others=0.0, verdict=Verdict.PASS)), ""))
    assert "hardly any text" in page
    assert "rate-chart" not in page
