"""The ledger of consents as its member reads it."""

from __future__ import annotations

from datetime import datetime

from copilot.domain.consents import TERMS, Consent, Purpose, words_marked
from copilot.domain.records import Value
from copilot.ports import UnitOfWork

OLDER_WORDS = "Words of an earlier version; what they were is in its CHANGELOG."


class LineTold(Value):
    """One line. `given_at` is None for what stood already when the ledger was begun; `withdrawn_at` where it stands."""

    purpose: Purpose
    what: str
    given_at: datetime | None
    withdrawn_at: datetime | None
    words: str
    visible_to: str
    take_back: str


def in_ledger(unit: UnitOfWork, member: str) -> list[LineTold]:
    """Her lines: those that stand first, the newest first."""
    lines = sorted(unit.consents.all(member=member), key=_newest, reverse=True)
    standing = [_told(line) for line in lines if line.withdrawn_at is None]
    return standing + [_told(line) for line in lines if line.withdrawn_at is not None]


def _newest(line: Consent) -> tuple[str, str]:
    """What stood before the ledger comes last; nobody knows since when."""
    return line.given_at.isoformat() if line.given_at else "", line.id


def _told(line: Consent) -> LineTold:
    terms = TERMS[line.purpose]
    return LineTold(
        purpose=line.purpose,
        what=line.what,
        given_at=line.given_at,
        withdrawn_at=line.withdrawn_at,
        words=words_marked(line.purpose, line.words) or OLDER_WORDS,
        visible_to=terms.visible_to,
        take_back="" if line.withdrawn_at else terms.takes_back,
    )
