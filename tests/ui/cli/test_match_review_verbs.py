"""What a manager decides and what a member chooses, by commands alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

HEADER = "id,name,roles,level,headline,experience,goals,capacity,languages\n"
ROWS = (
    "m1,Ada Moreau,mentee,2,Analyst,,I want to speak in front of directors,,English\n"
    "m4,Flo Berg,mentee,2,Analyst,,I want to negotiate prices,,English\n"
    "m5,Gus Lind,peer,2,Analyst,,I want to write documents,,English\n"
    "m2,Bo Lindqvist,mentor;sponsor,8,Speaks,Trained directors to speak in front of crowds,,1,English\n"
    "m3,Cy Okafor,mentor,6,Buys,Negotiated prices with suppliers and told directors,,1,English\n"
    "m8,Eve Novak,manager,5,Runs it,,,,English\n"
    "m9,Dee Kim,manager,5,Runs it too,,,,English\n"
)
AS_EVE, AS_DEE, HERE = ("--as", "m8"), ("--as", "m9"), ("--programme", "p1")


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(HEADER + ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    assert call("programmes", "add", "p1", "--name", "Pilot", "--starts", "2026-01-01", "--ends", "2099-01-01",
                "--manager", "m8", "--manager", "m9")[0] == 0  # fmt: skip
    assert call("programmes", "enrol", "p1", "m1", "m4", "m5", "m2", "m3")[0] == 0
    return call


def proposed(call: Calling, role: str = "mentor", *more: str) -> list[str]:
    code, run = call("match", "run", "--role", role, *HERE, *AS_EVE, *more)
    assert code == 0, run
    return [match["match"] for match in run["proposed"]]


def test_a_sponsor_needs_two_managers(community: Calling) -> None:
    (match, *_) = proposed(community, "sponsor")
    code, first = community("match", "approve", match, *AS_EVE)
    assert (code, first["matches"][0]["state"]) == (0, "second_review")
    assert "Ask m9 or the operator" in first["waiting"][match]
    code, refused = community("match", "approve", match, *AS_EVE)
    assert (code, refused["error"]["code"]) == (2, "conflict")
    assert "m9" in refused["error"]["cure"]
    assert community("match", "show", match, "--as", "m2")[1]["error"]["code"] == "not_found"
    code, second = community("match", "approve", match, *AS_DEE)
    assert second["matches"][0]["state"] == "approved"
    assert "waiting" not in second
    history = community("match", "show", match, *AS_DEE)[1]["history"]
    assert [(each["verb"], each["by"]) for each in history] == [
        ("propose", "m8"), ("approve", "m8"), ("approve", "m9"),
    ]  # fmt: skip
    assert "history" not in community("match", "show", match, "--as", "m2")[1]


def test_a_batch_is_done_and_undone_as_one(community: Calling) -> None:
    ids = proposed(community)
    code, batch = community("match", "bulk", "approve", "--above", "0", "--role", "mentor", *HERE, *AS_EVE)
    assert code == 0
    assert {each["match"]: each["after"] for each in batch["results"]} == dict.fromkeys(ids, "approved")
    code, undone = community("match", "undo", batch["batch"], *AS_DEE)
    assert {match["state"] for match in undone["matches"]} == {"proposed"}
    code, refused = community("match", "bulk", "decline", *ids, *AS_EVE)
    assert (code, refused["error"]["place"]) == (2, "--reason")
    code, batch = community("match", "bulk", "decline", *ids, "--reason", "no time", *AS_EVE)
    assert {match["because"] for match in batch["matches"]} == {"capacity"}
    assert community("match", "bulk", "approve", "--above", "0", *HERE, *AS_EVE)[0] == 1


def test_several_ids_are_approved_together_or_not_at_all(community: Calling) -> None:
    ids = proposed(community)
    community("match", "decline", ids[1], "--reason", "They fell out", *AS_EVE)
    code, refused = community("match", "approve", *ids, *AS_EVE)
    assert (code, refused["error"]["code"]) == (2, "conflict")
    assert refused["results"][0]["match"] == ids[1]
    assert community("match", "show", ids[0], *AS_EVE)[1]["state"] == "proposed"


def test_declines_are_counted_with_what_to_do(community: Calling) -> None:
    ids = proposed(community)
    why = ("--reason", "We looked at the calendar")
    community("match", "decline", ids[0], *why, "--because", "capacity", *AS_EVE)
    community("match", "decline", ids[1], *why, *AS_EVE)
    code, found = community("match", "declines", *HERE, *AS_EVE)
    assert (code, found["total"]) == (0, 2)
    assert found["by_category"] == {"capacity": 1, "too-little-overlap": 1}
    assert all(each["advice"] for each in found["declines"])
    code, refused = community("match", "decline", ids[0], "--reason", "x", "--because", "mood", *AS_EVE)
    assert (code, refused["error"]["place"]) == (2, "--because")


def test_the_list_is_narrowed_by_role_member_and_state(community: Calling) -> None:
    proposed(community)
    proposed(community, "sponsor")
    mentors = community("match", "list", "--role", "mentor", *AS_EVE)[1]["matches"]
    assert {match["role"] for match in mentors} == {"mentor"}
    hers = community("match", "list", "--for", "m1", *AS_EVE)[1]["matches"]
    assert {match["seeker"] for match in hers} == {"m1"}
    assert community("match", "list", "--state", "second_review", *AS_EVE)[1]["matches"] == []
    assert community("match", "list", "--role", "boss", *AS_EVE)[1]["error"]["place"] == "--role"


def test_a_mentee_ranks_withdraws_and_is_matched_as_she_chose(community: Calling) -> None:
    code, kept = community("match", "rank", "--for", "m1", "--role", "mentor", "m3", "m2", "--as", "m1")
    assert (code, kept["choice"]["ranked"]) == (0, ["m3", "m2"])
    assert community("match", "choices", *AS_EVE)[1]["choices"][0]["member"] == "m1"
    assert community("match", "choices", "--as", "m3")[1] == {"choices": [], "nominations": []}
    ids = proposed(community)
    shown = [community("match", "show", match, *AS_EVE)[1] for match in ids]
    hers = next(match for match in shown if match["seeker"] == "m1")
    assert "choice" in hers["parts"]
    assert community("match", "rank", "--for", "m1", "--as", "m1")[1] == {"choice": None}
    code, refused = community("match", "rank", "--for", "m1", "nobody", "--as", "m1")
    assert (code, refused["error"]["place"]) == (2, "nobody")


def test_nominating_opting_out_and_the_report_of_reach(community: Calling) -> None:
    before = community("match", "reach", *HERE, *AS_EVE)[1]
    assert (before["eligible"], before["never_asked"]) == (3, 3)
    assert before["members"]["never_asked"] == ["m1", "m4", "m5"]
    code, new = community("match", "nominate", "--role", "mentor", *HERE, *AS_EVE)
    assert (code, [each["member"] for each in new["nominated"]]) == (0, ["m5"])
    community("match", "opt-out", "--for", "m5", "--role", "mentor", *HERE, "--as", "m5")
    proposed(community, "mentor", "--opt-out")
    after = community("match", "reach", *HERE, *AS_EVE)[1]
    assert (after["opted_out"], after["never_asked"]) == (1, 0)
    assert community("match", "list", "--for", "m5", *AS_EVE)[1]["matches"] == []
    code, back = community("match", "opt-out", "--for", "m5", "--off", *HERE, "--as", "m5")
    assert (code, back["state"]) == (0, "nominated")


def test_nothing_is_old_enough_to_expire_on_the_first_day(community: Calling) -> None:
    proposed(community)
    code, answer = community("match", "expire", "--older-than", "30", *HERE, *AS_EVE)
    assert (code, answer["batch"], answer["matches"]) == (0, None, [])
    assert community("match", "expire", "--older-than", "0", *HERE, *AS_EVE)[0] == 2


def test_at_a_terminal_a_run_tells_who_moved_and_who_has_nobody_and_what_would_help(
    community: Calling, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = proposed(community)
    community("match", "decline", ids[0], "--reason", "They fell out", *AS_EVE)

    def said(*arguments: str) -> str:
        assert run_command([*arguments, "--home", str(home)]) == 0
        return " ".join(capsys.readouterr().out.split())

    ran = said("match", "run", *HERE, *AS_EVE)
    assert "Proposed:" in ran
    assert "Without a partner:" in ran or "Moved:" in ran
    shown = said("match", "show", ids[1], *AS_EVE)
    for words in ("for the seeker:", "for the partner:", "m8 propose"):
        assert words in shown
    assert "what to do" in said("match", "declines", *HERE, *AS_EVE)
    assert "eligible: 3" in said("match", "reach", *HERE, *AS_EVE)
    sponsor = proposed(community, "sponsor")[0]
    assert "A sponsor needs a second reviewer. Ask m9" in said("match", "approve", sponsor, *AS_EVE)
    assert "takes it back" in said("match", "bulk", "decline", sponsor, "--reason", "no time", *AS_EVE)
