"""Somebody who leaves, taken out of what stays: her id becomes an opaque one, her name “a former member”."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from copilot.domain.chat import Turn
from copilot.domain.consents import Consent
from copilot.domain.matches import AuditEntry
from copilot.domain.members import Member
from copilot.domain.records import Record
from copilot.domain.spaces import Webhook
from copilot.services.pseudonyms import Roster

R = TypeVar("R", bound=Record)

FORMER = "a former member"
GONE = "What stood here spoke of somebody who has left. It was deleted with the profile it came from."
_NO_TEXT = frozenset(
    """id revision role state kind verb visibility because programme relationship match session run agenda draft
    objective record key prompt writer reader path cohort matching roles next_step event series audience rule
    time_zone space parent post webhook channel kinds offer chapter refused_objectives credential""".split()
)
"""Fields that hold a fixed word or name another kind of record: one of these may happen to be called as she is."""
_BY_MEMBER = "ratings"
"""The one field whose keys are members."""
_OF_MEMBERS = frozenset({"member", "account", "choice", "nomination"})
"""Kinds of the audit log whose record may be a member."""
_SHORTEST_NUMBER = 5


class Mask:
    """Takes one member out of what others keep.

    Args:
        member: who leaves.
        stand_in: the opaque id that stands for hers from now on.
        names: id → name of everybody, herself among them: a first name that several bear is nobody's in particular.
        records: ids of her records that are gone; what rests on them goes too.
    """

    def __init__(
        self, member: Member, stand_in: str, names: Mapping[str, str], records: Collection[str] = ()
    ) -> None:
        self._member = member
        self._stand_in = stand_in
        self._roster = Roster(names)
        self._records = frozenset(records)
        self._id = re.compile(rf"(?<!\w){re.escape(member.id)}(?!\w)") if _is_like_an_id(member.id) else None
        anywhere = "|".join(_alone(word) for word in sorted(self.words, key=len, reverse=True))
        self._anywhere = re.compile(anywhere, re.IGNORECASE)
        self._name = re.compile(_alone(member.name))
        self._email = re.compile(re.escape(member.email), re.IGNORECASE) if member.email else None

    @property
    def words(self) -> frozenset[str]:
        """What has to stand in a record for it to be looked at."""
        member = self._member
        parts = [part for part in re.split(r"[\s,.]+", member.name) if len(part) > 1]
        plain = [_plain(part) for part in parts]
        return frozenset(filter(None, (member.id, member.email, member.name, *parts, *plain)))

    def text(self, said: str) -> str:
        """One text without her."""
        if said == self._member.id:
            return self._stand_in
        if self._email:
            said = self._email.sub(FORMER, said)
        said = self._without_name(self._name.sub(FORMER, said))
        if self._id and self._id.search(said):
            said = self._id.sub(FORMER if " " in said else self._stand_in, said)
        return said

    def record(self, record: R) -> R:
        """A record without her; the very same where she isn't in it."""
        if not self._anywhere.search(json.dumps(record.model_dump(mode="json"), ensure_ascii=False)):
            return record
        before = record.model_dump()
        after = self._value(before, "")
        if isinstance(record, AuditEntry) and record.kind in _OF_MEMBERS:
            after["record"] = self.text(record.record)
        if isinstance(record, Consent):
            # A record's id, in a list that is somebody else's.
            after["what"] = record.what
        if isinstance(record, Webhook):
            # A secret that another system made: a letter of it changed, and it leads nowhere.
            after["address"] = record.address
        return type(record).model_validate(after) if after != before else record

    def turn(self, said: Turn) -> Turn:
        """A turn of somebody's conversation: what the copilot told of her goes, what was typed loses the name."""
        if said.by == "copilot" and self._tells_of_her(said):
            return Turn(by="copilot", text=GONE, at=said.at, tools=said.tools, writer=said.writer)
        return Turn.model_validate({**self._value(said.model_dump(), ""), "by": said.by})

    def rests_on_her(self, citations: Collection[Any]) -> bool:
        """Whether one of these citations quotes her profile or a record of hers."""
        return any(
            getattr(each, "member", "") == self._member.id or getattr(each, "record", "") in self._records
            for each in citations
        )

    def _tells_of_her(self, said: Turn) -> bool:
        dumped = said.model_dump(exclude={"by"})
        return (
            self.rests_on_her(said.citations)
            or bool(self._records.intersection(said.offers))
            or self._value(dumped, "") != dumped
        )

    def _value(self, value: Any, name: str) -> Any:
        # Words of an enumeration are strings too, but never hers.
        if type(value) is str:
            return value if name in _NO_TEXT else self.text(value)
        if isinstance(value, (list, tuple, frozenset)):
            return type(value)(self._value(each, name) for each in value)
        if isinstance(value, dict):
            keyed = self.text if name == _BY_MEMBER else str
            return {keyed(key): self._value(each, key) for key, each in value.items()}
        return value

    def _without_name(self, said: str) -> str:
        for mention in reversed(self._roster.mentions(said)):
            if mention.member == self._member.id:
                said = said[: mention.start] + FORMER + said[mention.end :]
        return said


def _is_like_an_id(id_: str) -> bool:
    """Whether an id can be told from a word or a number in a sentence."""
    if id_.isdigit():
        return len(id_) >= _SHORTEST_NUMBER
    return any(letter.isdigit() for letter in id_) or not id_.isalpha()


def _alone(word: str) -> str:
    """A pattern of the word where it is no part of a longer one; in scripts that don't part words, anywhere."""
    parted = word.isascii() or word.lower() != word.upper()
    return rf"(?<!\w){re.escape(word)}(?!\w)" if parted else re.escape(word)


def _plain(word: str) -> str:
    marks = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in marks if not unicodedata.combining(letter))
