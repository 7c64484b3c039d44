"""A role charter from authored patterns, in the frame of its programme."""

from __future__ import annotations

from typing import Any

from copilot.domain.briefs import Brief
from copilot.domain.drafts import RoleCharter
from copilot.errors import NothingToSay
from copilot.language.embedded.areas import pattern_file
from copilot.language.told import frame, passage

FEWEST_MEETINGS = 2
MOST_MEETINGS = 24


def charter(brief: Brief, attempt: int = 0) -> RoleCharter:
    """The charter of `brief.role`. A second `attempt` leaves out the programme's purpose, which others worded."""
    patterns = pattern_file("charters")
    if brief.role not in patterns:
        raise NothingToSay(
            "There is no charter for this role.", place=f"role {brief.role}", cure="Name another role."
        )
    words: dict[str, Any] = patterns[brief.role]
    open_questions = [*words["to_settle"], *([] if brief.programme else words["without_programme"])]
    return RoleCharter.model_validate(
        {
            "role": brief.role,
            "frame": frame(brief)[: 1 if attempt else None],
            "time": _time(words, brief),
            "to_settle": open_questions,
            "reading": tuple(map(passage, brief.passages)),
            **{part: words[part] for part in ("purpose", "does", "leaves", "may_expect", "first_month")},
        }
    )


def _time(words: dict[str, Any], brief: Brief) -> str:
    meetings = round(brief.months())
    if not brief.programme or not FEWEST_MEETINGS <= meetings <= MOST_MEETINGS or "meetings" not in words:
        return str(words["time"])
    return f"{words['time']} {words['meetings'].format(meetings=meetings)}"
