"""What somebody agreed to, as the page “What is known about me” shows it."""

from __future__ import annotations

from datetime import UTC, datetime

from copilot.domain.consents import Purpose
from copilot.services.consents.ledger import LineTold
from ui.web.views.consents import CALLED, choices, ledger

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


def line(purpose: Purpose, what: str = "", *, ended: bool = False, since: datetime | None = NOW) -> LineTold:
    return LineTold(
        purpose=purpose, what=what, given_at=since, withdrawn_at=NOW if ended else None, words="I <b>agree</b>.",
        visible_to="everybody", take_back="" if ended else "“Spaces”",
    )  # fmt: skip


def test_what_stands_can_be_chosen_and_what_is_over_is_folded_away() -> None:
    lines = [line(Purpose.STORY, "po1"), line(Purpose.LEADERBOARD, ended=True)]
    page = str(ledger(lines))
    assert "I &lt;b&gt;agree&lt;/b&gt;." in page
    assert page.index("A story") < page.index("<details>") < page.index("The leaderboard")
    assert choices(lines) == [("A story po1, since 2027-03-01", "story po1")]


def test_who_agreed_to_nothing_is_told_so() -> None:
    assert "Nothing so far." in str(ledger([]))
    assert choices([]) == []


def test_what_stood_before_the_list_was_begun_has_no_day() -> None:
    assert "before this list was begun" in str(ledger([line(Purpose.BADGE, "b1", since=None)]))


def test_the_page_names_pages_and_no_commands() -> None:
    assert "Given at “Spaces”." in str(ledger([line(Purpose.STORY, "po1")]))
    assert not any("`" in str(ledger([line(purpose)])) for purpose in Purpose)


def test_every_purpose_is_called_something() -> None:
    assert set(CALLED) == set(Purpose)
