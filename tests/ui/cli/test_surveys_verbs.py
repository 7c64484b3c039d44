"""The life of a survey by commands alone: open, answered, answered again, taken back, counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from copilot.app import open_copilot
from copilot.domain.matches import MatchRole
from copilot.domain.relationships import Relationship
from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

PAIRS = range(1, 7)
ROWS = "id,name,roles\nm8,Eve Novak,manager\nm9,Dee Kim,admin\n" + "".join(
    f"s{n},Seeker {n},mentee\nt{n},Mentor {n},mentor\n" for n in PAIRS
)
ALL_FIVE = ("expectations", "my-say", "prepared", "safe", "good-start")


@pytest.fixture
def community(call: Calling, tmp_path: Path, home: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    dates = ("--starts", "2026-01-01", "--ends", "2099-01-01")
    assert call("programmes", "add", "p1", "--name", "Pilot", *dates, "--manager", "m8")[0] == 0
    began = datetime.now(UTC).date() - timedelta(days=30)
    copilot = open_copilot(home)
    with copilot.units() as unit:
        unit.relationships.add(
            *(
                Relationship(
                    id=f"r{n}",
                    role=MatchRole.MENTOR,
                    members=(f"s{n}", f"t{n}"),
                    programme="p1",
                    started=began,
                )
                for n in PAIRS
            )
        )
        unit.commit()
    copilot.close()
    return call


def rated(rating: int, *questions: str) -> list[str]:
    return [part for each in questions for part in ("--rate", f"{each}={rating}")]


def yesterday(home: Path) -> None:
    """As if everything had been answered a day ago: what is of today is not counted yet."""
    copilot = open_copilot(home)
    with copilot.units() as unit:
        for each in unit.survey_answers.all():
            unit.survey_answers.save(each.changed(on=each.on - timedelta(days=1)))
        unit.commit()
    copilot.close()


def test_a_survey_lives_from_open_to_counted(
    community: Calling, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def done(*arguments: str) -> Any:
        code, document = community("surveys", *arguments)
        assert code == 0, document
        return document

    (open_,) = done("list", "--as", "s1")["open"]
    assert (open_["relationship"], open_["point"], open_["side"], open_["answered"]) == (
        "r1",
        "start",
        "seeker",
        False,
    )
    assert [each["question"] for each in open_["questions"]] == list(ALL_FIVE)
    assert "members" not in open_

    kept = done("answer", "r1", "start", *rated(2, "safe"), "--words", "We have just met.", "--as", "s1")
    assert (kept["ratings"], kept["for_managers"]) == ({"safe": 2}, False)
    kept = done(
        "answer",
        "r1",
        "start",
        *rated(4, *ALL_FIVE),
        "--words",
        "It goes well.",
        "--for-managers",
        "--as",
        "s1",
    )
    assert done("show", "r1", "start", "--as", "s1")["answer"] == kept
    (own,) = done("list", "--as", "s1")["answers"]
    assert own["answer"]["ratings"]["safe"] == 4, "the second answer has taken the first one's place"

    for n in PAIRS:
        done(
            "answer",
            f"r{n}",
            "start",
            *rated(4, *ALL_FIVE),
            "--words",
            f"Thanks {n}",
            "--for-managers",
            "--as",
            f"s{n}",
        )
    yesterday(home)
    found = done("results", "p1", "--as", "m8")
    seekers, partners = found["points"]
    assert (seekers["counted"], partners["counted"], partners["questions"]) == (5, 0, [])
    assert seekers["questions"][0]["agree"] is None, "that all of five agree would tell what each said"
    assert len(found["words"]["start"]) == 5
    for other in ((), ("--as", "m9")):
        assert done("results", "p1", *other)["words"] == {}

    assert done("withdraw", "r2", "start", "--as", "s2")["ratings"]["safe"] == 4
    assert done("list", "--as", "s2")["answers"] == []
    assert run_command(["surveys", "results", "p1", "--as", "m8", "--home", str(home)]) == 0
    told = capsys.readouterr().out
    assert "start, seeker: answered: all but fewer than 5" in told
    assert "We have told each other" in told
    assert "fewer than 10 rated it" in told
    assert "start, partner: answered: 0 of 6 (0%)" in told
    assert "Fewer than 5 had answered until yesterday" in told
    assert "“Thanks 3”" in told


def test_a_person_reads_what_is_asked(
    community: Calling, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def read(*arguments: str) -> str:
        assert run_command(["surveys", *arguments, "--home", str(home), "--as", "t1"]) == 0
        return capsys.readouterr().out

    assert "5 statements to rate" in read("list")
    asked = read("show", "r1", "start")
    assert "1 is not at all, 5 is entirely" in asked
    assert "offer-fits: What I can offer is what is wanted here." in asked
    said = read("answer", "r1", "start", "--rate", "offer-fits=5", "--words", "Glad to be here.")
    assert said == "Kept: 1 rated. Nobody sees your answer; it is counted with others.\n"
    assert "You: 5." in read("show", "r1", "start")
    assert "for you alone: Glad to be here." in read("show", "r1", "start")
    assert "answered, may be changed" in read("list")
    assert read("withdraw", "r1", "start") == "Taken back: your answer is forgotten.\n"
    assert run_command(["surveys", "list", "--home", str(home), "--as", "m8"]) == 0
    assert capsys.readouterr().out == "No survey is open for you just now.\n"


@pytest.mark.parametrize(
    ("arguments", "error", "place"),
    [
        (("answer", "r1", "start", "--rate", "safe=6"), "bad_input", "safe"),
        (("answer", "r1", "start", "--rate", "safe=-1"), "bad_input", "safe"),
        (("answer", "r1", "start", "--rate", "safe"), "bad_input", "--rate"),
        (("answer", "r1", "start", "--rate", "safe=good"), "bad_input", "--rate"),
        (("answer", "r1", "start", "--rate", "safe=4", "--rate", "safe=5"), "bad_input", "--rate"),
        (("answer", "r1", "start", "--rate", "kindness=4"), "bad_input", "kindness"),
        (("answer", "r1", "start"), "bad_input", "expectations"),
        (("answer", "r1", "often", "--rate", "safe=4"), "bad_input", "survey"),
        (("answer", "r1", "middle", "--rate", "safe=4"), "conflict", "r1"),
        (("answer", "r2", "start", "--rate", "safe=4"), "not_found", "r2"),
        (("show", "r2", "start"), "not_found", "r2"),
        (("withdraw", "r1", "start"), "not_found", "r1"),
        (("results", "p1"), "not_allowed", "--as"),
    ],
)
def test_what_cannot_be_is_a_sentence(
    community: Calling, arguments: tuple[str, ...], error: str, place: str
) -> None:
    code, document = community("surveys", *arguments, "--as", "s1")
    assert (code, document["error"]["code"], document["error"]["place"]) == (2, error, place)
    assert document["error"]["message"]
    assert document["error"]["cure"]


def test_a_programme_without_relationships_has_no_figures(community: Calling) -> None:
    dates = ("--starts", "2026-01-01", "--ends", "2099-01-01")
    assert community("programmes", "add", "p2", "--name", "Next", *dates)[0] == 0
    assert community("surveys", "results", "p2")[1]["points"] == []
    assert community("surveys", "results", "p9")[1]["error"]["code"] == "not_found"
