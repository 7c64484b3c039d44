"""A conversation with the copilot: what was said, what was used for it, what is quoted, which drafts are offered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from urllib.parse import urlencode

from markupsafe import Markup

from copilot.domain.chat import Called, Turn
from copilot.domain.citations import GuideCitation
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.wording import day_in_words
from copilot.services.chat.service import ChatEvent
from ui.web.decisions import OPEN, Decision
from ui.web.people import People
from ui.web.views.citations import marked, quotations
from ui.web.views.drafts import called, title_of
from ui.web.views.pieces import NOTHING, badge, busy, counted, empty, listed, piece, together
from ui.web.views.tools import DRAFTING, doing, done

LONG = 700
"""Characters: what is longer, such as pasted notes, is folded."""
_STATES = {
    "offered": "a draft",
    "edited": "a draft in your words",
    "approved": "approved",
    "discarded": "discarded",
}
_TONES = {"offered": "care", "edited": "care", "approved": "good", "discarded": "quiet"}
_WHERE = {
    DraftKind.GOAL_PLAN: ("/goals", "See your goals"),
    DraftKind.ACTIONS: ("/sessions", "See your sessions"),
}
_ASKED_FOR = {"approve": "to read and approve", "agree": "to agree to", "sign": "to sign"}


@dataclass(frozen=True)
class Growing:
    """A reply that is being written: what she said, the tool in use, those used before, the words so far."""

    asked: str
    using: Called | None = None
    used: tuple[str, ...] = ()
    said: str = ""

    def after(self, events: Iterable[ChatEvent]) -> Growing:
        """The same after these events; what was said before a tool was used was thinking aloud."""
        grown = self
        for event in events:
            if isinstance(event, Called):
                used = tuple(dict.fromkeys((*grown.used, event.tool)))
                grown = replace(grown, using=event, used=used, said="")
            elif isinstance(event, str):
                grown = replace(grown, said=grown.said + event)
        return grown


@dataclass(frozen=True)
class Talk:
    """A conversation as it is shown: its name, its turns, the drafts they offer, the people they quote.

    `open` is the draft that is shown below it; `fresh` says that its last turn has just come.
    """

    thread: str = ""
    turns: tuple[Turn, ...] = ()
    drafts: Mapping[str, Draft] | None = None
    people: People = field(default_factory=People)
    open: str = ""
    fresh: bool = False


def conversation(talk: Talk, growing: Growing | None = None) -> Markup:
    """All turns, the newest last; what is being written after them."""
    last = len(talk.turns) - 1
    turns = [
        _asked(turn.text) if turn.by == "person" else _answered(talk, turn, fresh=talk.fresh and n == last)
        for n, turn in enumerate(talk.turns)
    ]
    exchanges = [
        piece('<article class="turn">{}</article>', together(pair)) for pair in _in_pairs(talk, turns)
    ]
    if growing:
        exchanges.append(
            piece('<article class="turn">{}{}</article>', _asked(growing.asked), _written(growing))
        )
    return piece('<div class="conversation">{}</div>', together(exchanges))


def nothing_yet() -> Markup:
    """What an empty conversation says."""
    return empty(
        "What is on your mind?",
        "Ask about mentoring, look up what is yours, find people, or have a plan, an agenda or an agreement drafted. "
        "What you write here is yours alone, and nothing is sent or published until a person says so.",
    )


def _in_pairs(talk: Talk, shown: Sequence[Markup]) -> list[list[Markup]]:
    """An utterance and its reply go together."""
    pairs: list[list[Markup]] = []
    for turn, markup in zip(talk.turns, shown, strict=True):
        if turn.by == "person" or not pairs:
            pairs.append([])
        pairs[-1].append(markup)
    return pairs


def _asked(text: str) -> Markup:
    words = _lines(text) if len(text) <= LONG else _folded(text)
    return piece('<div class="asked"><h2 class="for-readers">You said</h2>{}</div>', words)


def _lines(text: str) -> Markup:
    return piece("<p>{}</p>", together([piece("{}", line) for line in text.splitlines()], "<br>"))


def _folded(text: str) -> Markup:
    beginning = " ".join(text[: LONG // 3].split()).rpartition(" ")[0]
    return piece(
        '<div class="pasted"><p>{} …</p><details><summary>All {} characters</summary>{}</details></div>',
        beginning, f"{len(text):,}", _lines(text),
    )  # fmt: skip


def _written(growing: Growing) -> Markup:
    """The reply while it is being written: what it is doing stays in sight until its first words come."""
    used = growing.used[:-1] if growing.using else growing.used
    if growing.said:
        words = piece('<div class="prose answer">{}</div>', marked(growing.said, {}))
        return _reply(_used(growing.used) + words, busy=True)
    now = doing(growing.using.tool, growing.using.about) if growing.using else "Thinking…"
    return _reply(_used(used) + busy(now), busy=True)


def _answered(talk: Talk, turn: Turn, *, fresh: bool) -> Markup:
    drafts = [draft for offer in turn.offers if (draft := (talk.drafts or {}).get(offer))]
    citations = {citation.n: citation for citation in turn.citations}
    text = _beside_drafts(turn.text) if drafts else turn.text
    words = piece('<div class="prose answer">{}</div>', marked(text, citations, below=2))
    cards = together([_offer(talk, draft) for draft in drafts])
    below = NOTHING if drafts else _quoted(turn, talk.people)
    return _reply(
        _used(turn.tools, drafted=bool(turn.offers)) + words + cards + below + _by(turn), fresh=fresh
    )


def _reply(inside: Markup, *, busy: bool = False, fresh: bool = False) -> Markup:
    return piece(
        '<div class="answered{}" aria-busy="{}"><h2 class="for-readers">The copilot replied</h2>{}</div>',
        " fresh" if fresh else "", "true" if busy else "false", inside,
    )  # fmt: skip


def _used(tools: Sequence[str], *, drafted: bool = True) -> Markup:
    """What was looked at stays in sight: a reply that can't be retraced can't be trusted."""
    steps = [done(tool) for tool in dict.fromkeys(tools) if drafted or tool not in DRAFTING]
    if not steps:
        return NOTHING
    return piece('<p class="searched small"><span aria-hidden="true">✓ </span>{}</p>', "; ".join(steps))


def _beside_drafts(text: str) -> str:
    """A draft's words begin with its title; they are shown where they can be read and changed, and not twice."""
    return text.partition("\n# ")[0].strip()


def _offer(talk: Talk, draft: Draft) -> Markup:
    way = (
        piece('<span class="small">It is open below.</span>')
        if draft.id == talk.open
        else piece('<a class="button" href="{}">{}</a>', draft_address(draft.id, talk.thread), _way_in(draft))
    )
    return piece(
        '<div class="card offer"><p class="row"><span class="small">{kind}</span>{state}</p><p class="name">{title}</p>'
        '<p class="ways">{way} {page}</p></div>',
        kind=called(draft.kind).capitalize(), state=badge(_STATES[draft.state], _TONES[draft.state]),
        title=title_of(draft), way=way, page=_page(draft),
    )  # fmt: skip


def _way_in(draft: Draft) -> str:
    return "Read, change, approve" if draft.state in OPEN else "Read it"


def _page(draft: Draft) -> Markup:
    """Where what became of it is kept."""
    if draft.state != "approved" or draft.kind not in _WHERE:
        return NOTHING
    return piece('<a class="button" href="{}">{}</a>', *_WHERE[draft.kind])


def draft_address(draft: str, thread: str = "") -> str:
    """Where a draft of any kind is read, changed, approved, agreed to or signed."""
    return f"/chat?{urlencode({'talk': thread, 'draft': draft} if thread else {'draft': draft})}"


def _quoted(turn: Turn, people: People) -> Markup:
    if not turn.citations:
        return NOTHING
    guides = {one.path for one in turn.citations if isinstance(one, GuideCitation)}
    words = counted(len(turn.citations), "quotation")
    source = f" from {counted(len(guides), 'guide')}" if guides else ""
    return piece(
        '<details class="made-from"><summary>{}{}, word for word</summary>{}</details>',
        words, source, quotations(turn.citations, people),
    )  # fmt: skip


def _by(turn: Turn) -> Markup:
    by = f"Written by {turn.writer}." if turn.writer not in ("", "embedded") else ""
    told = " ".join(filter(None, (by, turn.remark)))
    return piece('<p class="small by">{}</p>', told) if told else NOTHING


def when(at: datetime, now: datetime, zone: tzinfo | None) -> str:
    """`14:05` today, `yesterday`, else the day."""
    then, today = at.astimezone(zone), now.astimezone(zone).date()
    apart = (today - then.date()).days
    if apart == 0:
        return f"{then:%H:%M}"
    return "yesterday" if apart == 1 else _short_day(then.date(), today)


def _short_day(day: date, today: date) -> str:
    words = day_in_words(day)
    return words.rpartition(" ")[0] if day.year == today.year else words


def waiting(drafts: Sequence[tuple[Draft, Decision]], now: datetime, zone: tzinfo | None) -> Markup:
    """Drafts that wait for her, wherever they were made; nothing where none does."""
    if not drafts:
        return NOTHING
    lines = [
        piece(
            '<a href="{}">{}</a> <span class="small">{}, {}</span>',
            draft_address(draft.id), title_of(draft), _ASKED_FOR.get(decision, ""), when(draft.created, now, zone),
        )
        for draft, decision in drafts
    ]  # fmt: skip
    return piece(
        '<section class="waiting-drafts"><h2>Waiting for you</h2>{}</section>', listed(lines, "plain")
    )
