"""Guides in, passages and answers out, as the contract shapes them."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.ui.cli.conftest import Calling

SBI = """---
title: Feedback that lands
---

# Feedback that lands

## Situation

Name the situation first, so that both of you see the same meeting in your minds.

## Impact

Say what the behaviour led to, and stop there. The impact is yours to tell, because you felt it.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "guides"
    (folder / "feedback").mkdir(parents=True)
    (folder / "feedback" / "sbi.md").write_text(SBI)
    return folder


def test_a_folder_is_added_and_added_again_without_work(call: Calling, folder: Path) -> None:
    code, added = call("guides", "add", str(folder))
    assert (code, added["added"], added["failed"]) == (0, 1, [])
    assert added["passages"] >= 2
    code, again = call("guides", "add", str(folder))
    assert (again["added"], again["unchanged"], again["encoded"]) == (0, 1, 0)
    (folder / "feedback" / "sbi.md").unlink()
    assert call("guides", "add", str(folder))[1]["removed"] == 1


def test_offsets_of_passages_and_citations_point_into_the_extracted_text(call: Calling, folder: Path) -> None:
    call("guides", "add", str(folder))
    text = call("guides", "text", "feedback/sbi.md")[1]["text"]
    code, found = call("guides", "search", "what did the behaviour lead to", "-k", "1")
    (passage,) = found["passages"]
    assert (code, found["id"], passage["section"]) == (0, None, "Impact")
    assert text[passage["start"] : passage["end"]] == passage["text"]
    code, answer = call("ask", "Say what the behaviour led to: whose is the impact to tell?")
    assert set(answer) >= {"id", "answer", "citations", "abstained", "confidence", "writer"}
    for citation in answer["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert set(citation) == {"n", "kind", "path", "section", "start", "end", "quote"}


def test_many_questions_come_back_as_lines_with_their_ids(
    call: Calling, folder: Path, tmp_path: Path
) -> None:
    call("guides", "add", str(folder))
    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        '{"id": "q1", "text": "impact of behaviour"}\n\n{"id": "q2", "text": "the capital of Mongolia"}\n'
    )
    code, answers = call("ask", "--questions", str(questions))
    assert (code, [answer["id"] for answer in answers]) == (0, ["q1", "q2"])
    code, found = call("guides", "search", "--queries", str(questions), "-k", "2")
    assert [len(line["passages"]) <= 2 for line in found] == [True, True]
    for wrong in ("nonsense\n", "[" * 100_000, '["text"]', '{"id": "q1"}'):
        questions.write_text(wrong)
        for verb in (("ask", "--questions"), ("guides", "search", "--queries")):
            code, error = call(*verb, str(questions))
            assert (code, error["error"]["place"]) == (2, f"{questions} line 1")


@pytest.mark.parametrize("question", ["", "   ", "🙂🙂🙂", "word " * 10_000])
def test_a_strange_question_gets_an_honest_no(call: Calling, folder: Path, question: str) -> None:
    call("guides", "add", str(folder))
    code, answer = call("ask", question)
    assert code in {0, 1}
    assert answer["abstained"] == (code == 1)
    assert answer["answer"]


def test_asking_a_home_without_guides_says_so_and_makes_no_home(call: Calling, home: Path) -> None:
    shutil.rmtree(home)
    code, answer = call("ask", "how do I begin?")
    assert (code, answer["abstained"], home.exists()) == (1, True, False)


def test_guides_that_cannot_be_read_are_named_and_the_others_are_added(call: Calling, folder: Path) -> None:
    (folder / "empty.md").write_text("")
    (folder / "binary.md").write_bytes(bytes(range(256)) * 50)
    (folder / "huge.md").write_text("word " * 4_200_000)
    (folder / "loop").symlink_to(folder)
    code, added = call("guides", "add", str(folder))
    assert (code, added["added"]) == (0, 1)
    assert {failed["path"] for failed in added["failed"]} == {"empty.md", "binary.md", "huge.md"}
    assert all(failed["error"] for failed in added["failed"])
    code, error = call("guides", "add", str(folder / "nowhere"))
    assert (code, error["error"]["code"]) == (2, "bad_input")


def test_only_the_operator_and_admins_add_guides(call: Calling, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("id,name,roles\nm1,Ada,mentee\nm4,Di,admin\n")
    call("members", "import", str(tmp_path / "roster.csv"))
    assert call("guides", "add", str(folder), "--as", "m1")[1]["error"]["code"] == "not_allowed"
    assert call("guides", "add", str(folder), "--as", "m4")[0] == 0


def test_rebuilding_gives_the_same_index(call: Calling, folder: Path) -> None:
    passages = call("guides", "add", str(folder))[1]["passages"]
    assert call("guides", "rebuild") == (0, {"passages": passages})
    _, report = call("doctor")
    checks = {check["name"]: check["ok"] for check in report["checks"]}
    assert checks["guides index"], json.dumps(report)


def test_links_that_lead_out_and_pipes_are_left_alone(call: Calling, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# Secret\n\nNobody is to read this sentence.\n")
    (folder / "leak.md").symlink_to(tmp_path / "secret.md")
    os.mkfifo(folder / "pipe.md")
    code, added = call("guides", "add", str(folder))
    assert (code, added["added"], added["failed"]) == (0, 1, [])


def test_where_not_one_file_could_be_read_the_answer_is_bad_input(call: Calling, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("")
    code, added = call("guides", "add", str(tmp_path / "empty.md"))
    assert (code, len(added["failed"])) == (2, 1)
