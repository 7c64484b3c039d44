"""From a roster to an approved match, a relationship, an agenda and a goal plan, by commands alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.cli.conftest import Calling

HEADER = "id,name,roles,level,headline,experience,goals,capacity,languages,line_manager_id\n"
ADA = (
    "m1,Ada Moreau,mentee,2,Nurse turned analyst,,I want to speak in front of directors,,French;English,m9\n"
)
BO = (
    "m2,Bo Lindqvist,mentor,7,Speaks for a living,Trained directors to speak in front of crowds,,1,English,\n"
)
CY = "m3,Cy Okafor,mentor,6,Counts things,Built budgets for hospitals,,1,English,\n"
DEE = "m9,Dee Kim,mentor,8,Leads the ward,Taught nurses to speak in front of directors,,3,English,\n"
EVE = "m8,Eve Novak,manager,5,Runs the programme,,,,English,\n"


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(HEADER + ADA + BO + CY + DEE + EVE)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    assert call("programmes", "add", "p1", "--name", "Pilot", "--starts", "2026-01-01", "--ends", "2099-01-01",
                "--manager", "m8")[0] == 0  # fmt: skip
    assert call("programmes", "enrol", "p1")[1]["enrolled"] == 5
    return call


def proposed(call: Calling) -> str:
    code, run = call("match", "run", "--role", "mentor", "--programme", "p1", "--as", "m8")
    assert code == 0
    assert set(run) >= {"run", "proposed", "unmatched", "total_score", "gap", "seed", "moved"}
    (match,) = run["proposed"]
    assert (match["seeker"], match["partner"], match["state"], run["gap"]) == ("m1", "m2", "proposed", 0.0)
    assert isinstance(match["match"], str)
    return str(match["match"])


def test_a_suggestion_shows_its_parts_and_quotes_the_words_it_rests_on(community: Calling) -> None:
    code, answer = community("match", "suggest", "--for", "m1", "--role", "mentor", "-k", "2", "--as", "m1")
    best = answer["suggestions"][0]
    assert (code, best["member"]) == (0, "m2")
    assert all(0 <= part <= 1 for part in (best["score"], *best["parts"].values()))
    rationale = best["rationale"]
    assert {"for", "benefit", "against", "alternatives", "would_change", "confidence", "citations"} <= set(
        rationale
    )
    quotes = {citation["n"]: citation for citation in rationale["citations"]}
    assert all(n in quotes for claim in rationale["for"] for n in claim["evidence"])
    assert "m9" not in {suggestion["member"] for suggestion in answer["suggestions"]}, "her line manager"


def test_a_manager_names_her_programme_and_may_ask_for_more(community: Calling) -> None:
    many = ("match", "suggest", "--for", "m1", "-k")
    assert community(*many, "50", "--as", "m8")[1]["error"]["code"] == "not_allowed"
    code, answer = community(*many, "50", "--as", "m8", "--programme", "p1")
    assert (code, answer["suggestions"][0]["member"]) == (0, "m2")
    for k, asker in (("51", ("--as", "m8", "--programme", "p1")), ("51", ()), ("11", ("--as", "m1"))):
        code, answer = community(*many, k, *asker)
        assert (code, answer["error"]["code"]) == (2, "bad_input")


def test_from_a_run_to_a_relationship(community: Calling) -> None:
    match = proposed(community)
    assert community("match", "show", match, "--as", "m1")[1]["error"]["code"] == "not_found", (
        "proposed is hidden"
    )
    assert community("match", "approve", match, "--as", "m1")[0] == 2
    assert community("match", "approve", match, "--as", "m8")[1]["matches"][0]["state"] == "approved"
    assert community("match", "show", match, "--as", "m1")[1]["state"] == "approved"
    known = community("members", "show", "m2", "--as", "m1")[1]
    assert (known["name"], known["profile"]["goals"], known["email"]) == ("Bo Lindqvist", [], "")
    assert community("members", "show", "m3", "--as", "m1")[1]["error"]["code"] == "not_found"
    community("match", "accept", match, "--as", "m1")
    assert community("match", "accept", match, "--as", "m2")[1]["matches"][0]["state"] == "active"
    status = community("relationships", "list", "--as", "m2")[1]["relationships"][0]
    relationship = status["relationship"]
    session = community("sessions", "add", relationship, "--at", "2026-01-05T10:00+01:00", "--as", "m1")[1]
    assert session["state"] == "held"
    community("sessions", "notes", session["session"], "I said too little again.", "--as", "m1")
    community("sessions", "notes", session["session"], "We practised the opening.", "--shared", "--as", "m1")
    community(
        "sessions", "actions", session["session"], "Record the opening", "--as", "m1", "--due", "2026-02-01"
    )
    seen = {
        asker: [
            note["text"]
            for note in community("relationships", "show", relationship, "--as", asker)[1]["notes"]
        ]
        for asker in ("m1", "m2")
    }
    assert sorted(seen["m1"]) == ["I said too little again.", "We practised the opening."]
    assert seen["m2"] == ["We practised the opening."]
    for asker, held in (
        ("m8", 1),
        ("", None),
    ):  # the manager reads dates and counts, the operator the status alone
        shown = community("relationships", "show", relationship, *(["--as", asker] if asker else []))[1]
        assert "notes" not in shown
        assert (shown["state"], shown["held"]) == ("active", held)
    code, agenda = community(
        "draft", "agenda", "--relationship", relationship, "--minutes", "45", "--as", "m2"
    )
    assert code == 0, agenda["reasons"]
    assert sum(box["minutes"] for box in agenda["body"]["boxes"]) == 45
    assert "Record the opening" in agenda["markdown"]
    assert "I said too little" not in agenda["markdown"]
    assert all(check["passed"] for check in agenda["checks"])


def test_a_declined_pair_is_not_proposed_again_and_undo_takes_it_back(community: Calling) -> None:
    match = proposed(community)
    assert community("match", "decline", match, "--reason", "They fell out", "--as", "m8")[0] == 0
    code, run = community("match", "run", "--programme", "p1", "--as", "m8")
    assert ("m1", "m2") not in {(m["seeker"], m["partner"]) for m in run["proposed"]}
    code, _ = community("match", "undo", match, "--as", "m8")
    assert code in {0, 2}


def test_a_goal_plan_is_drafted_edited_approved_and_exported(community: Calling, tmp_path: Path) -> None:
    code, draft = community("draft", "goal-plan", "--for", "m1", "--as", "m1")
    assert code == 0, draft
    assert set(draft) >= {
        "draft",
        "kind",
        "state",
        "writer",
        "facts",
        "proposals",
        "body",
        "markdown",
        "citations",
        "checks",
    }
    assert "in front of directors" in draft["markdown"]
    assert all(check["passed"] for check in draft["checks"])
    assert community("draft", "show", draft["draft"], "--as", "m2")[1]["error"]["code"] == "not_found"
    assert exported(community, tmp_path, draft["draft"], "ics").startswith(b"BEGIN:VCALENDAR")
    (tmp_path / "mine.md").write_text("# My own words\n")
    edited = community("draft", "edit", draft["draft"], str(tmp_path / "mine.md"), "--as", "m1")[1]
    assert edited["state"] == "edited"
    assert community("draft", "approve", draft["draft"], "--as", "m1")[1]["state"] == "approved"
    assert exported(community, tmp_path, draft["draft"], "md").startswith(b"# My own words")
    assert exported(community, tmp_path, draft["draft"], "docx").startswith(b"PK")
    assert exported(community, tmp_path, draft["draft"], "json").startswith(b"{")


def exported(community: Calling, folder: Path, draft: str, kind: str) -> bytes:
    file = folder / f"plan.{kind}"
    assert community("draft", "export", draft, "--format", kind, "--out", str(file), "--as", "m1")[0] == 0
    return file.read_bytes()


def test_what_cannot_be_drafted_becomes_questions_and_exit_1(community: Calling) -> None:
    code, answer = community("draft", "recognition", "--for", "m1")
    assert (code, answer["draft"]) == (1, None)
    assert answer["body"]["questions"]
    seen = (
        "--situation",
        "At the review on Monday",
        "--behaviour",
        "Ada asked the question everybody avoided",
    )
    community("moments", "add", "--for", "m1", *seen, "--impact", "the team settled it", "--as", "m2")
    code, draft = community("draft", "recognition", "--for", "m1", "--as", "m2")
    assert (code, draft["kind"]) == (0, "recognition"), draft
    assert "the question everybody avoided" in draft["markdown"]


def test_two_rosters_are_scored_without_a_home(community: Calling, tmp_path: Path, home: Path) -> None:
    (tmp_path / "seekers.csv").write_text(HEADER + ADA)
    (tmp_path / "partners.csv").write_text(HEADER + BO + CY)
    code, pairs = community(
        "match",
        "score",
        "--seekers",
        str(tmp_path / "seekers.csv"),
        "--partners",
        str(tmp_path / "partners.csv"),
    )
    assert (code, [pair["partner"] for pair in pairs]) == (0, ["m2", "m3"])
    assert pairs[0]["score"] > pairs[1]["score"]


def test_goals_are_their_owners(community: Calling) -> None:
    _, goal = community("goals", "add", "Give one talk", "--as", "m1")
    assert (
        community("goals", "update", goal["goal"], "--progress", "100", "--as", "m1")[1]["state"] == "reached"
    )
    assert community("goals", "list", "--for", "m1", "--as", "m2")[1]["error"]["code"] == "not_allowed"
    assert community("goals", "update", goal["goal"], "--progress", "101", "--as", "m1")[0] == 2


def test_a_partner_whom_the_manager_chose_stays_through_the_next_run(community: Calling) -> None:
    match = proposed(community)
    _, touched = community("match", "replace", match, "--with", "m3", "--as", "m8")
    chosen = next(each for each in touched["matches"] if each["partner"] == "m3")
    assert chosen["locked"]
    community("match", "run", "--programme", "p1", "--as", "m8")
    assert community("match", "show", chosen["match"], "--as", "m8")[1]["state"] == "proposed"


def test_a_goal_that_needs_a_person_gets_no_plan(community: Calling, tmp_path: Path) -> None:
    row = "m5,Flo Berg,mentee,2,,,After the accident in March I keep replaying it,,English,\n"
    (tmp_path / "more.csv").write_text(HEADER + row)
    community("members", "import", str(tmp_path / "more.csv"))
    code, answer = community("draft", "goal-plan", "--for", "m5", "--as", "m5")
    assert (code, answer["draft"]) == (1, None)
    assert "Here you can turn to" in answer["markdown"]
    community("goals", "add", "Give one short talk", "--as", "m5")
    code, draft = community("draft", "goal-plan", "--for", "m5", "--as", "m5")
    assert code == 0
    assert "accident" not in draft["markdown"]
    assert "Here you can turn to" in draft["remark"]


def test_a_charter_and_a_sponsorship_brief_are_drafted(community: Calling) -> None:
    code, charter = community("draft", "charter", "--role", "sponsor", "--programme", "p1", "--as", "m2")
    assert (code, charter["kind"]) == (0, "charter"), charter
    assert "“Pilot” runs from 1 January 2026" in charter["markdown"]
    code, brief = community(
        "draft", "brief", "--for", "m2", "--aim", "Open the spring conference", "--as", "m2"
    )
    assert (code, brief["kind"]) == (0, "brief"), brief
    assert "Bo trained directors to speak in front of crowds." in brief["markdown"]
    assert brief["inputs"]["consent"] == "asked"
    assert community("draft", "brief", "--for", "m2", "--as", "m3")[1]["error"]["code"] == "not_found"
    approved = community("draft", "approve", brief["draft"], "--as", "m2")[1]
    assert (approved["state"], approved["inputs"]["consent"]) == ("approved", "given")
