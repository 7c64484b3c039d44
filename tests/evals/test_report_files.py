from datetime import UTC, datetime
from pathlib import Path

from evals.report_files import Report


def test_a_report_says_when_and_on_what_it_was_measured_and_leaves_empty_sections_out(tmp_path: Path):
    path = Report("Rivers", handbooks="none").keep(tmp_path, "rivers", ["how to read it", "", "## Length"])
    assert path == tmp_path / f"{datetime.now(UTC):%Y-%m-%d}-rivers.md"
    title, facts, *sections = path.read_text("utf-8").split("\n\n")
    assert title == f"# Rivers, {datetime.now(UTC):%Y-%m-%d}"
    assert {"- commit", "- versions", "- handbooks"} <= {
        line.partition(":")[0] for line in facts.splitlines()
    }
    assert sections == ["how to read it", "## Length\n"]
