"""The words of a nudge, found from what is true when it is sent.

They hold kinds, dates and first names of partners, and never what somebody wrote: e-mail and webhooks are weak places.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape

from copilot.domain.events import clock_of
from copilot.domain.members import Member
from copilot.domain.nudges import NudgeKind, OutgoingNudge
from copilot.domain.records import Value
from copilot.domain.wording import first_name
from copilot.ports import UnitOfWork
from copilot.services.nudges.finding.scene import Due
from copilot.services.nudges.settings import Community, zone_of

PAGE = "nudges"
"""The page of the web app on which somebody says how she is nudged."""

YOUR_PARTNER = "your partner"
_NOT_IN_A_NAME = ("://", "www.", "[", "]", "<", ">", "(", "=?", "@", "`")


class Words(Value):
    """A nudge in words. `text` and `html` are whole letters: greeting, what it is, link, why, how to stop.

    Args:
        subject: one line.
        short: what it is in a sentence or two, for a chat; without greeting and why.
        why: why she gets it.
        link: where she can do something about it; empty where the installation has no address.
    """

    subject: str
    short: str
    text: str
    html: str
    why: str
    link: str = ""


class DigestWords(Value):
    """The week of the programmes somebody manages: the same as plain text and as HTML."""

    subject: str
    text: str
    html: str


DigestOf = Callable[[str, datetime], DigestWords | None]
"""A manager's id and the present → her digest; None where there is nothing to tell."""


@dataclass(frozen=True)
class Said:
    """What a kind of nudge says: a subject, a sentence or more, why, and the page where something can be done."""

    subject: str
    short: str
    why: str
    page: str = ""


@dataclass(frozen=True)
class Told:
    """What the words of a kind are found from."""

    unit: UnitOfWork
    nudge: Due | OutgoingNudge
    member: Member
    now: datetime
    community: Community

    def when(self, at: datetime) -> str:
        """A day and an hour by the clock on her wall, “today” and “tomorrow” among them."""
        zone = zone_of(self.member, self.community)
        local, today = at.astimezone(clock_of(zone)), self.now.astimezone(clock_of(zone)).date()
        days = {0: "today", 1: "tomorrow"}.get((local.date() - today).days)
        named = f"{local:%A}, {local.day} {local:%B}"
        return f"{f'{days}, {named},' if days else f'on {named},'} at {local:%H:%M} ({zone})"

    def first_names(self, ids: tuple[str, ...]) -> list[str]:
        """First names of those who are still here, she herself left out."""
        others = [self.unit.members.find(each) for each in ids if each != self.member.id]
        return [_said_of(first_name(each.name)) for each in others if each]


def _said_of(name: str) -> str:
    """A first name; where it is none but an address or a mark of some format, which chats and mail programs would make
    a link of, nobody is named."""
    return YOUR_PARTNER if any(sign in name.lower() for sign in _NOT_IN_A_NAME) else name


def words_of(
    unit: UnitOfWork,
    nudge: Due | OutgoingNudge,
    now: datetime,
    community: Community,
    *,
    stop: str = "",
    digest: DigestOf | None = None,
) -> Words | None:
    """The words of a nudge; None where what it is about is no longer true, or its member is gone.

    Args:
        unit: what is true now.
        nudge: what is due, or waits in the outbox.
        now: the present, in UTC.
        community: the address of the web app, and the time zone of who gave none.
        stop: an https address that stops this kind with one click; empty for none.
        digest: finds the digest of a manager; without it there is none.
    """
    from copilot.services.nudges.saying import SAYINGS

    member = unit.members.find(nudge.member)
    if member is None:
        return None
    if nudge.kind is NudgeKind.DIGEST:
        found = digest(member.id, now) if digest else None
        return _digest(found, member, community, stop) if found else None
    said = SAYINGS[nudge.kind](Told(unit, nudge, member, now, community))
    return _letter(said, nudge.kind, member, community, stop) if said else None


def _letter(said: Said, kind: NudgeKind, member: Member, community: Community, stop: str) -> Words:
    link = f"{community.address}/{said.page}".rstrip("/") if community.address else ""
    parts = [f"Hello {first_name(member.name)},", said.short, link]
    small = [f"Why you get this: {said.why}", how_to_stop(kind, community, stop)]
    paragraphs = "".join(f"<p>{_linked(each)}</p>" for each in parts if each)
    return Words(
        subject=said.subject,
        short=said.short,
        text="\n\n".join(each for each in [*parts, "-- ", *small] if each) + "\n",
        html=_page(paragraphs, small),
        why=said.why,
        link=link,
    )


def _digest(found: DigestWords, member: Member, community: Community, stop: str) -> Words:
    why = "You manage a programme, and asked for its week in numbers."
    small = [f"Why you get this: {why}", how_to_stop(NudgeKind.DIGEST, community, stop)]
    return Words(
        subject=found.subject,
        short="The week of the programmes you manage is ready to read.",
        text="\n\n".join([found.text.rstrip(), "-- ", *small]) + "\n",
        html=_page(found.html, small),
        why=why,
        link=f"{community.address}/analytics" if community.address else "",
    )


def how_to_stop(kind: NudgeKind, community: Community, stop: str) -> str:
    """How she stops nudges of this kind, in a sentence."""
    if stop:
        return f"Stop nudges of this kind with one click: {stop}"
    if community.address:
        return f"Stop this kind, or choose when nudges come: {community.address}/{PAGE}"
    return f"To stop this kind: the page “Nudges”, or `mentoring nudge stop {kind.value}`."


def _page(inner: str, small: list[str]) -> str:
    """Plain HTML: no picture, no colour that a dark screen would hide, nothing that is fetched."""
    below = "".join(f"<p>{_linked(each)}</p>" for each in small)
    return (
        '<div style="font-family:sans-serif;font-size:16px;line-height:1.5;max-width:36em">'
        f'{inner}<hr><div style="font-size:13px">{below}</div></div>'
    )


def _linked(words: str) -> str:
    """Escaped, with an https address at the end made a link."""
    before, _, last = words.rpartition(" ")
    if not last.startswith("https://"):
        return escape(words)
    address = escape(last)
    return f'{escape(before)} <a href="{address}">{address}</a>'.strip()
