"""What people type about an objective: ids, dates, and key results in one line each."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date

from copilot.domain.objectives import KeyResult
from copilot.errors import BadInput
from copilot.services.making import made

MOST_KEY_RESULTS = 10
HOW = "Write it as “New maintainers: 2 -> 8 people”: what is counted, from where, to where, in what."
_ID = re.compile(r"[\w.-]{1,200}")
_LINE = re.compile(
    r"^\s*(?P<text>\S.*?)\s*:\s*(?P<start>\S+)\s*(?:->|→)\s*(?P<target>\S+)(?:\s+(?P<unit>.*?))?\s*$"
)


def read_key_result(line: str) -> KeyResult:
    """A key result such as “New maintainers: 2 -> 8 people”; it stands where it starts. Raises BadInput."""
    found = _LINE.match(line)
    if found is None:
        raise BadInput(f"“{line.strip()[:80]}” is no key result.", place="key result", cure=HOW)
    start, target = (number(found[name], "key result") for name in ("start", "target"))
    if start == target:
        raise BadInput(
            f"“{found['text'][:80]}” has its target where it starts.",
            place="key result",
            cure="Give a target that is still to be reached.",
        )
    return made(
        KeyResult, text=found["text"], start=start, target=target, now=start, unit=found["unit"] or ""
    )


def read_key_results(lines: Sequence[str], known: Sequence[KeyResult] = ()) -> tuple[KeyResult, ...]:
    """Several, each named once; one that is known by its words keeps where it stands.

    Where it was never measured it stands where it starts, so a new start moves it along.
    """
    read = [read_key_result(line) for line in lines if line.strip()]
    names = [each.text.casefold() for each in read]
    if len(read) > MOST_KEY_RESULTS:
        raise BadInput(
            f"{len(read)} key results are too many.",
            place="key result",
            cure=f"Keep the {MOST_KEY_RESULTS} that tell most.",
        )
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise BadInput(f"“{twice}” stands there twice.", place="key result", cure="Name each once.")
    stands = {each.text.casefold(): each.now for each in known if each.now != each.start}
    return tuple(each.model_copy(update={"now": stands.get(each.text.casefold(), each.now)}) for each in read)


def number(given: str | float, place: str) -> float:
    """A number that can be counted with. Raises BadInput for words, “nan” and “inf”."""
    try:
        value = float(str(given).replace("_", "x"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadInput(f"“{given}” is not a number.", place=place, cure="Write it as 12 or 12.5.")
    return value


def check_id(objective: str) -> None:
    """Raise BadInput where it can't be an id."""
    if not _ID.fullmatch(objective):
        raise BadInput(
            f"“{objective[:80]}” can't be an id.",
            place="id",
            cure="Use letters, digits, dots and hyphens, such as more-speakers.",
        )


def check_dates(starts: date | None, ends: date | None) -> None:
    """Raise BadInput where it would end before it starts."""
    if starts and ends and ends <= starts:
        raise BadInput("The objective ends before it starts.", place="ends", cure="Choose a later last day.")
