"""What a cell of somebody else's roster means, by the rule of its column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from copilot.domain.roster_mappings import ColumnRule

LISTS = frozenset({"experience", "skills", "goals", "interests", "languages", "wishes", "roles", "vetoes"})
_BRACKETS = re.compile(r"^(?P<before>.*)[(\[](?P<inside>[^()\[\]]*)[)\]]\s*$", re.DOTALL)
_NUMBER = re.compile(r"-?\d[\d'’  ]*(?:[.,]\d+)?")


class Unclear(ValueError):
    """A cell that the rule of its column has no answer for."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def read_cell(cell: Any, rule: ColumnRule | None, column: str, field: str) -> Any:
    """What stands there in our words: a text, or a list where several belong in the field.

    Raises Unclear where the rule has no answer and says to reject.
    """
    if rule is None:
        return cell
    pieces = texts_of(cell) if not rule.split else _split(texts_of(cell), rule.split)
    if field in LISTS and not rule.split and not isinstance(cell, list):
        pieces = [part for piece in pieces for part in piece.split(";")]
    read = [_meant(piece.strip(), rule, column, field) for piece in pieces if piece.strip()]
    several = field in LISTS or rule.split
    return [piece for piece in read if piece] if several else "".join(read)


def of_a_join(field: str, pieces: Sequence[Any], between: str) -> Any:
    """Several columns as one value; what is empty is left out."""
    texts = [text.strip() for piece in pieces for text in texts_of(piece) if text.strip()]
    return texts if field in LISTS else between.join(texts)


def texts_of(cell: Any) -> list[str]:
    """A cell as texts: JSON may hold a list."""
    return [str(part) for part in cell] if isinstance(cell, list) else ["" if cell is None else str(cell)]


def _split(texts: Sequence[str], characters: str) -> list[str]:
    return [part for text in texts for part in re.split(f"[{re.escape(characters)}]", text)]


def _meant(piece: str, rule: ColumnRule, column: str, field: str) -> str:
    taken = _taken(piece, rule)
    if taken is None:
        return _otherwise(piece, rule, field, f"“{piece[:60]}” in “{column}”: {_LACKS[rule.take]}")
    if not rule.values:
        return taken
    known = {name.strip().casefold(): value for name, value in rule.values.items()}
    if taken.casefold() in known:
        return known[taken.casefold()].strip()
    why = f"“{taken[:60]}” in “{column}” is not among the mapping's values; add it there"
    return _otherwise(taken, rule, field, why)


def _otherwise(piece: str, rule: ColumnRule, field: str, why: str) -> str:
    if rule.otherwise == "reject":
        raise Unclear(field, f"{why}, or say with `otherwise` what becomes of it")
    return piece if rule.otherwise == "keep" else ""


_LACKS = {"in_brackets": "nothing stands in brackets; mend it", "number": "there is no number in it; mend it"}


def _taken(piece: str, rule: ColumnRule) -> str | None:
    """The part that is meant; None where there is no such part."""
    if rule.take == "last_first":
        return _turned_round(piece)
    if rule.take == "number":
        found = _NUMBER.search(piece)
        return re.sub(r"['’  ]", "", found[0]) if found else None
    brackets = _BRACKETS.match(piece)
    if rule.take == "in_brackets":
        return brackets["inside"].strip() if brackets and brackets["inside"].strip() else None
    if rule.take == "before_brackets":
        return brackets["before"].strip() if brackets else piece
    return piece


def _turned_round(name: str) -> str:
    """“Okoye, Ada” is Ada Okoye; with no comma, or with several, nobody can say."""
    last, comma, first = name.partition(",")
    plain = bool(comma and first.strip() and "," not in first)
    return f"{first.strip()} {last.strip()}" if plain else name
