"""Recognition by commands alone: a moment seen, written up, agreed to, said aloud, taken back; the board; equity."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from copilot.app import open_copilot
from copilot.domain.relationships import Moment
from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

ROWS = "id,name,roles,function\n" + "".join(
    f"m{n},{name},peer,Design\n"
    for n, name in enumerate(
        ("Ada Moreau", "Ben Ito", "Cleo Park", "Dan Osei", "Eve Novak", "Fay Lund", "Gus Reyes", "Hana Berg"),
        1,
    )
)


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    everybody = [part for n in range(1, 9) for part in ("--member", f"m{n}")]
    dates = ("--starts", "2026-01-01", "--ends", "2099-01-01")
    assert call("programmes", "add", "p1", "--name", "Pilot", *dates)[0] == 0
    code, said = call("programmes", "enrol", "p1", *everybody[1::2])
    assert code == 0, said
    return call


def saw(community: Calling, who: str, whom: str) -> str:
    code, kept = community(
        "recognise", "add", whom, "--situation", "In the review on Tuesday",
        "--behaviour", "asked the one question that nobody had asked and wrote the answer down for everybody",
        "--impact", "We left the old form behind and saved a week", "--as", who,
    )  # fmt: skip
    assert code == 0, kept
    return str(kept["moment"])


def keep_moments(home: Path, told: list[tuple[str, str]]) -> None:
    copilot = open_copilot(home)
    today = copilot.clock.now().date()
    with copilot.units() as unit:
        unit.moments.add(
            *(
                Moment(
                    id=f"o{n}",
                    by=by,
                    member=member,
                    on=today,
                    situation="Today",
                    behaviour="helped",
                    public=True,
                )
                for n, (by, member) in enumerate(told)
            )
        )
        for each in unit.enrolments.all():
            unit.enrolments.save(each.changed(at=copilot.clock.now() - timedelta(days=60)))
        unit.commit()
    copilot.close()


def test_a_moment_becomes_a_shout_out_and_is_taken_back(
    community: Calling, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    def done(*arguments: str) -> dict[str, object]:
        code, document = community("recognise", *arguments)
        assert code == 0, document
        return document

    moment = saw(community, "m2", "m1")
    assert done("show", moment, "--as", "m1")["behaviour"]
    code, draft = community("draft", "recognition", "--for", "m1", "--as", "m2")
    assert code == 0, draft
    name = str(draft["draft"])
    refused = community("recognise", "shout-out", name, "--community", "--as", "m2")
    assert refused[0] != 0, "nobody has agreed to it"
    assert community("draft", "approve", name, "--as", "m2")[0] == 0
    waiting = done("list", "--as", "m1")["waiting"]
    assert [each["draft"] for each in waiting] == [name]  # type: ignore[attr-defined]  # a list
    assert community("recognise", "shout-out", name, "--community", "--as", "m2")[0] != 0
    code, answer = community("draft", "approve", name, "--version", "1", "--as", "m1")
    assert "changed since you read" in answer["error"]["message"], "she read another version than there is"
    assert community("draft", "approve", name, "--version", "0", "--as", "m1")[0] == 0
    assert community("draft", "edit", name, "--as", "m2")[0] != 0, "what she agreed to stays as it is"

    post = str(done("shout-out", name, "--community", "--as", "m2")["post"])
    assert [each["post"] for each in done("shout-outs", "--as", "m8")["shout_outs"]] == [post]  # type: ignore[attr-defined]
    done("take-back", post, "--as", "m1")
    assert done("shout-outs", "--as", "m8")["shout_outs"] == []
    assert community("spaces", "search", "question", "--as", "m8")[1]["total"] == 0
    assert [each["post"] for each in done("shout-outs", "--as", "m1")["taken_back"]] == [post]  # type: ignore[attr-defined]
    assert community("spaces", "agree", post, "--as", "m1")[0] == 0
    assert done("shout-outs", "--as", "m8")["shout_outs"]

    assert run_command(["recognise", "shout-outs", "--as", "m8", "--home", str(home)]) == 0
    said = capsys.readouterr().out
    assert "Ada Moreau" in said
    assert "Ben Ito" in said


def test_praise_for_oneself_is_refused(community: Calling) -> None:
    code, said = community(
        "recognise", "add", "m1", "--situation", "On Monday", "--behaviour", "was brilliant", "--as", "m1"
    )
    assert code == 2
    assert "of her own" in said["error"]["message"]
    saw(community, "m2", "m1")
    draft = community("draft", "recognition", "--for", "m1", "--as", "m1")[1]["draft"]
    assert community("draft", "approve", draft, "--as", "m1")[0] == 0
    code, said = community("recognise", "shout-out", draft, "--community", "--as", "m1")
    assert code == 2
    assert "about herself" in said["error"]["message"]
    code, said = community("recognise", "shout-out", draft, "--as", "m1")
    assert "where" in said["error"]["message"]


def test_the_board_is_chosen_shown_and_left(
    community: Calling, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    three = [(who, whom) for who in ("m2", "m3", "m4") for whom in ("m1", "m8")]
    keep_moments(home, three + [("m5", "m6"), ("m6", "m5")] * 100)
    board = community("recognise", "board", "show", "--as", "m1")[1]
    assert board["persons"] == []
    assert (board["mine"]["points"], board["mine"]["stands"]) == (3.0, "no")
    for who in ("m1", "m5", "m6"):
        assert community("recognise", "board", "join", "--as", who)[0] == 0
    for who in ("m2", "m3", "m4", "m7", "m8"):
        assert community("recognise", "board", "join", "--team-only", "--as", who)[0] == 0
    board = community("recognise", "board", "show", "--as", "m7")[1]
    assert [(each["rank"], each["member"], each["points"]) for each in board["persons"]] == [
        (1, "m1", 3.0), (2, "m5", 0.68), (2, "m6", 0.68)
    ]  # fmt: skip
    assert [each["team"] for each in board["teams"]] == ["Design"]
    assert run_command(["recognise", "board", "show", "--as", "m1", "--home", str(home)]) == 0
    said = capsys.readouterr().out
    assert "For you alone: 3.0 points from 3 people, rank 1" in said
    assert "What counts" in said
    assert community("recognise", "board", "leave", "--as", "m1")[1]["stands"] == "no"
    assert [each["member"] for each in community("recognise", "board", "show")[1]["persons"]] == ["m5", "m6"]
    assert community("recognise", "board", "show", "--quarter", "soon")[0] == 2


def test_the_equity_view_says_what_it_needs(
    community: Calling, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    code, report = community("recognise", "equity")
    assert code == 0
    assert report["rows"] == []
    assert community("recognise", "equity", "--as", "m1")[1]["error"]["code"] == "not_allowed"
    assert run_command(["recognise", "equity", "--home", str(home)]) == 0
    assert "declared a group" in capsys.readouterr().out
