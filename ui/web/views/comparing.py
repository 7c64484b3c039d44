"""Two profiles side by side, with the words that a rationale quotes marked where they stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from copilot.domain.citations import Citation, ProfileCitation
from copilot.domain.members import Member
from ui.web.views.pieces import NOTHING, face, listed, piece, together

FEW = 3
"""So many texts of a list are in sight; quoted ones always are."""
_FIELD = re.compile(r"(\w+)(?:\[(\d+)\])?$")
_FACTS = (("Function", "function"), ("Level", "level"), ("Time zone", "time_zone"), ("Place", "location"))
_IF_QUOTED = (
    ("Goals", "goals"), ("Experience", "experience"), ("Skills", "skills"), ("Interests", "interests"),
    ("Way of working", "working_style"),
)  # fmt: skip
_CALLED = dict((*((name, called) for called, name in _IF_QUOTED), ("headline", "Headline")))


@dataclass
class _Quotes:
    """What is quoted of one member, and which of it was found where it is said to stand."""

    member: Member
    citations: Sequence[ProfileCitation]
    placed: set[int] = field(default_factory=set)

    def of(self, name: str, nth: int | None = None) -> list[ProfileCitation]:
        """The citations of a field; of its nth text those that name it, or name the field alone."""
        found = [(each, _FIELD.match(each.field)) for each in self.citations]
        return [
            each
            for each, read in found
            if read and read[1] == name and (nth is None or read[2] is None or int(read[2]) == nth)
        ]

    def marked(self, name: str, text: str, nth: int | None = None) -> Markup:
        """A text of a field with its quotations marked, each with its number."""
        told, at = NOTHING, 0
        spans = sorted((span, each.n) for each in self.of(name, nth) if (span := _span(text, each.quote)))
        for (start, end), n in spans:
            self.placed.add(n)
            words = text[max(start, at) : end]
            told += piece("{}{}", text[at : max(start, at)], _mark(words, n))
            at = max(at, end)
        return piece("{}{}", told, text[at:])


def _span(text: str, quote: str) -> tuple[int, int] | None:
    start = text.find(quote) if quote else -1
    return (start, start + len(quote)) if start >= 0 else None


def _mark(words: str, n: int) -> Markup:
    number = piece('<sup class="number">{}</sup>', n)
    marked = piece("<mark>{}</mark>", words) if words else NOTHING
    return piece('<span id="said-{}" class="said">{}{}</span>', n, marked, number)


def side_by_side(
    seeker: Member, partner: Member, citations: Iterable[Citation] = (), *, alike: bool = False
) -> tuple[Markup, frozenset[int]]:
    """A table of two columns, and the numbers of the citations that are marked in it.

    Args:
        seeker: stands at the left, with what she seeks.
        partner: stands at the right, with what she brings.
        citations: what a rationale quotes of the two.
        alike: whether both seek and bring, as peers do.
    """
    told = [each for each in citations if isinstance(each, ProfileCitation)]
    left, right = (
        _Quotes(member, [each for each in told if each.member == member.id]) for member in (seeker, partner)
    )
    rows = [
        _row("Headline", _plain(left, "headline"), _plain(right, "headline")),
        *_needs_and_offers(left, right, alike),
        *(_row(called, _plain(left, name), _plain(right, name)) for called, name in _FACTS),
        _row("Languages", _in_line(left, "languages"), _in_line(right, "languages")),
        _row("Wishes", _list(left, "wishes"), _list(right, "wishes")),
        *_quoted_besides(left, right, alike),
    ]
    table = piece(
        '<section class="card pair"><table><caption>Side by side{}</caption><thead><tr><td></td>'
        '<th scope="col">{}</th><th scope="col">{}</th></tr></thead><tbody>{}</tbody></table></section>',
        piece("; what the reasons rest on is <mark>marked</mark>") if told else NOTHING,
        face(seeker.name, "", 0), face(partner.name, "", 1), together(rows),
    )  # fmt: skip
    return table, frozenset(left.placed | right.placed)


def around_a_table(
    members: Sequence[Member], citations: Iterable[Citation] = ()
) -> tuple[Markup, frozenset[int]]:
    """Everybody of a circle, a card each, and the numbers of the citations that are marked in them.

    Args:
        members: the one nearest to the theme first.
        citations: what a rationale quotes of them.
    """
    told = [each for each in citations if isinstance(each, ProfileCitation)]
    quotes = [_Quotes(member, [each for each in told if each.member == member.id]) for member in members]
    cards = [piece("<li>{}</li>", _seat(each, n)) for n, each in enumerate(quotes)]
    table = piece(
        '<section class="seats"><p class="small">Around the table{}</p><ul class="plain">{}</ul></section>',
        piece("; what the theme rests on is <mark>marked</mark>") if told else NOTHING, together(cards),
    )  # fmt: skip
    return table, frozenset(n for each in quotes for n in each.placed)


def _seat(quotes: _Quotes, tone: int) -> Markup:
    profile = quotes.member.profile
    level = f"level {profile.level}" if profile.level else ""
    facts = " · ".join(filter(None, (profile.function, level, ", ".join(profile.languages))))
    needs = "goals" if profile.goals else "interests"
    headline = _plain(quotes, "headline")
    return piece(
        '<div class="card seat">{}<p class="small">{}</p>{}{}</div>',
        face(quotes.member.name, "", tone), facts,
        piece("<p>{}</p>", headline) if headline else NOTHING, _list(quotes, needs),
    )  # fmt: skip


def _needs_and_offers(left: _Quotes, right: _Quotes, alike: bool) -> list[Markup]:
    """Goals meet experience; between peers each has both."""
    if alike:
        return [
            _row("Goals", _list(left, "goals"), _list(right, "goals")),
            _row("Experience", _offers(left), _offers(right)),
        ]
    needs = "goals" if left.member.profile.goals else "interests"
    return [_row("Seeks · brings", _titled(left, needs), _titled(right, "experience") + _skills(right))]


def _offers(quotes: _Quotes) -> Markup:
    return _list(quotes, "experience") + _skills(quotes)


def _titled(quotes: _Quotes, name: str) -> Markup:
    texts = _list(quotes, name)
    return piece('<p class="small">{}</p>{}', _CALLED[name], texts) if texts else NOTHING


def _skills(quotes: _Quotes) -> Markup:
    skills = _in_line(quotes, "skills")
    return piece('<p class="small">Skills</p>{}', skills) if skills else NOTHING


def _quoted_besides(left: _Quotes, right: _Quotes, alike: bool) -> list[Markup]:
    """Rows for what is quoted from fields that have none yet: no evidence without its place."""
    rows = []
    for called, name in _IF_QUOTED:
        cells = [
            _any(each, name) if each.of(name) and name not in _has_a_row(n, each, alike) else NOTHING
            for n, each in enumerate((left, right))
        ]
        rows.append(_row(called, *cells, if_empty=""))
    return rows


def _has_a_row(n: int, quotes: _Quotes, alike: bool) -> Collection[str]:
    if alike:
        return ("goals", "experience", "skills")
    return ("experience", "skills") if n else ("goals" if quotes.member.profile.goals else "interests",)


def _any(quotes: _Quotes, name: str) -> Markup:
    if isinstance(getattr(quotes.member.profile, name), tuple):
        return _in_line(quotes, name) if name == "skills" else _list(quotes, name)
    return _plain(quotes, name)


def _row(called: str, left: Markup, right: Markup, *, if_empty: str = "not said") -> Markup:
    if not left and not right:
        return NOTHING
    none = piece('<span class="small">{}</span>', if_empty)
    return piece(
        '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>', called, left or none, right or none
    )


def _plain(quotes: _Quotes, name: str) -> Markup:
    value = getattr(quotes.member.profile, name)
    return NOTHING if value in (None, "") else quotes.marked(name, str(value))


def _in_line(quotes: _Quotes, name: str) -> Markup:
    texts = getattr(quotes.member.profile, name)
    return together([quotes.marked(name, text, n) for n, text in enumerate(texts)], ", ")


def _list(quotes: _Quotes, name: str) -> Markup:
    """The quoted texts and some more; the rest behind a click."""
    texts = [
        (quotes.marked(name, text, n), bool(quotes.of(name, n)))
        for n, text in enumerate(getattr(quotes.member.profile, name))
    ]
    room = max(0, FEW - sum(quoted for _, quoted in texts))
    seen, folded = [], []
    for text, quoted in texts:
        if quoted or room > 0:
            seen.append(text)
            room -= not quoted
        else:
            folded.append(text)
    more = piece("<details><summary>{} more</summary>{}</details>", len(folded), listed(folded))
    return listed(seen) + (more if folded else NOTHING)
