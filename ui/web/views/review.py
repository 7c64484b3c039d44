"""One match as a manager decides on it: for and against, both profiles, who else, what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import shorten

from markupsafe import Markup

from copilot.domain.citations import Citation
from copilot.domain.matches import Claim, DeclineCategory, Match, MatchRole, MatchState
from copilot.domain.members import Member
from copilot.domain.wording import day_in_words
from copilot.services.matching.reasons.role_words import listed as listed_names
from copilot.services.matching.verbs.history import Happening
from ui.web.people import People
from ui.web.views.comparing import side_by_side
from ui.web.views.matches import for_and_against, percent, quoted, score_bars
from ui.web.views.pieces import NOTHING, badge, counted, day, listed, notice, piece, together
from ui.web.views.roles_named import Named
from ui.web.views.roles_named import named as named_by

TONES = {
    "proposed": "care",
    "second_review": "care",
    "approved": "good",
    "active": "good",
    "accepted": "good",
}
STATES = {"second_review": "in second review", "active": "begun"}
CATEGORIES: dict[DeclineCategory, str] = {
    DeclineCategory.KNOW_EACH_OTHER: "they know each other already",
    DeclineCategory.CONFLICT_OF_INTEREST: "a conflict of interest",
    DeclineCategory.WRONG_LEVEL: "the wrong level",
    DeclineCategory.NEED_NOT_MET: "the need is not met",
    DeclineCategory.TOO_LITTLE_OVERLAP: "too little overlap in hours",
    DeclineCategory.CAPACITY: "no room for it just now",
    DeclineCategory.ONE_OF_THEM_ASKED: "one of the two asked for it",
    DeclineCategory.OTHER: "something else",
}
SHORT_THEME = 64
FIRST_REASONS = 4
"""So many reasons for a match are in sight, those that carry most; all that speaks against it always is."""


def queue(matches: Sequence[Match], chosen: str, people: People, address: str) -> Markup:
    """Matches one below the other; each opens at its side. `address` ends where the match's id begins."""
    rows = [_row(match, match.id == chosen, people, address) for match in matches]
    return piece('<nav class="queue" aria-label="Matches"><ol>{}</ol></nav>', together(rows))


def _row(match: Match, is_chosen: bool, people: People, address: str) -> Markup:
    current = Markup(' aria-current="true"') if is_chosen else NOTHING
    name, under = _theme_and_people(match, people) if match.role is MatchRole.CIRCLE else _pair(match, people)
    return piece(
        '<li><a href="{}{}"{}><span class="name">{}</span><span class="under">{}{}</span>'
        '<span class="score">{}</span></a></li>',
        address, match.id, current, name, under,
        piece(" · locked") if match.locked else NOTHING, percent(match.score),
    )  # fmt: skip


def _pair(match: Match, people: People) -> tuple[str, str]:
    return people.name(match.seeker), f"with {people.name(match.partner)}"


def _theme_and_people(match: Match, people: People) -> tuple[str, str]:
    """The words nearest to the theme, and who sits around it."""
    theme = next((getattr(each, "quote", "") for each in match.rationale.citations), "")
    called = f"“{shorten(theme, SHORT_THEME, placeholder='…')}”" if theme else "A circle"
    return called, listed_names([people.first(each) for each in match.people])


def whom(match: Match, people: People) -> str:
    """Whom a match brings together, in words."""
    if match.role is MatchRole.CIRCLE:
        return f"The circle of {listed_names([people.name(each) for each in match.people])}"
    return f"{people.name(match.seeker)} with {people.name(match.partner)}"


def match_detail(
    match: Match,
    seeker: Member,
    partner: Member,
    people: People,
    *,
    weights: Mapping[str, float] | None = None,
    history: Sequence[Happening] = (),
    waiting: str = "",
) -> Markup:
    """One match with everything a manager decides by, the shortest first.

    Args:
        weights: how much each part of the score weighs, where that is to be shown.
        history: what happened to it so far, oldest first.
        waiting: in second review, who may do it.
    """
    pair, placed = side_by_side(
        seeker, partner, match.rationale.citations, alike=match.role is MatchRole.PEER
    )
    parts = (
        _title(match, seeker, partner),
        how_it_stands(match, history, waiting, people),
        reasons(match, placed, people),
        _benefit(match, people),
        pair,
        _scored(match, weights),
        _others(match, people),
        told_history(history, people),
    )
    return piece('<article class="match">{}</article>', together(parts))


def _title(match: Match, seeker: Member, partner: Member) -> Markup:
    return piece(
        '<div class="row"><h2>{} <span class="small">with</span> {}</h2>{}</div>'
        '<p class="under">{}, score {}</p>',
        seeker.name, partner.name, state_badge(match),
        match.rationale.confidence or "a pairing by hand", percent(match.score),
    )  # fmt: skip


def state_badge(match: Match) -> Markup:
    """Its state, and whether it is locked."""
    state = STATES.get(match.state.value, match.state.value)
    words = f"{state}, locked" if match.locked else state
    return badge(words, TONES.get(match.state.value, "quiet"))


def how_it_stands(match: Match, history: Sequence[Happening], waiting: str, people: People) -> Markup:
    """Who decided so far, and what is still to do."""
    if match.state is MatchState.SECOND_REVIEW:
        said = [approved_first(history, people), people.told(waiting)]
        return notice(" ".join(filter(None, said)), "plain")
    if match.state is MatchState.DECLINED:
        because = CATEGORIES[match.because] if match.because else ""
        return notice(f"Declined{f', {because}' if because else ''}: “{match.reason}”", "care")
    if match.state is MatchState.APPROVED and match.accepted_by:
        names = " and ".join(people.name(each) for each in sorted(match.accepted_by))
        return notice(f"{names} said yes already.", "plain")
    return NOTHING


def first_review(history: Sequence[Happening]) -> Happening | None:
    """The approval that put a match into its second review."""
    review = MatchState.SECOND_REVIEW.value
    return next((each for each in reversed(history) if each.after == review and each.verb == "approve"), None)


def approved_first(history: Sequence[Happening], people: People) -> str:
    """A sentence about who approved it first."""
    first = first_review(history)
    if first is None:
        return ""
    return f"{_who(first.by, people)} approved it first, on {day_in_words(first.at.date())}."


def _who(by: str, people: People) -> str:
    return "The operator" if by == "operator" else people.name(by)


def reasons(match: Match, placed: frozenset[int], people: People) -> Markup:
    """Each reason with the numbers of the words it rests on, which are marked in the two profiles below."""
    quotes = {citation.n: citation for citation in match.rationale.citations}
    named = _names_for_roles(match, people)

    def line(claim: Claim) -> Markup:
        cited = [n for n in claim.evidence if n in quotes]
        sources = [_source(quotes[n], n in placed, people) for n in cited]
        words, _, last = named(claim.claim).rpartition(" ")
        # The numbers stay with the last word: alone in a line they say nothing.
        kind = "bound" if cited and placed.issuperset(cited) else ""
        return piece('<p>{} <span class="{}">{}{}</span></p>', words, kind, last, together(sources))

    speaks_for = [line(claim) for claim in match.rationale.for_]
    more = speaks_for[FIRST_REASONS:]
    folded = piece("<details><summary>{} more</summary>{}</details>", len(more), listed(more, "claims"))
    return for_and_against(
        listed(speaks_for[:FIRST_REASONS], "claims") + (folded if more else NOTHING),
        listed([line(claim) for claim in match.rationale.against], "claims"),
    )


def _source(citation: Citation, is_placed: bool, people: People) -> Markup:
    """A number that leads to the words; the words themselves where they are not in the profiles as they are now."""
    if is_placed:
        label = f"Source {citation.n}: {citation.quote}"
        return piece(
            '<sup class="mark"><a href="#said-{}" aria-label="{}" title="{}">{}</a></sup>',
            citation.n, label, citation.quote, citation.n,
        )  # fmt: skip
    return piece(' <span class="small">{}</span>', quoted(citation, people))


def _names_for_roles(match: Match, people: People) -> Named:
    return named_by(match.role, match.seeker, match.partner, people)


def _benefit(match: Match, people: People) -> Markup:
    benefit, named = match.rationale.benefit, _names_for_roles(match, people)
    sides = ((match.seeker, benefit.seeker), (match.partner, benefit.partner))
    return piece(
        '<dl class="benefit">{}</dl>',
        together(
            [
                piece("<div><dt>What {} gets</dt><dd>{}</dd></div>", people.first(member), named(words))
                for member, words in sides
                if words
            ]
        ),
    )


def _scored(match: Match, weights: Mapping[str, float] | None) -> Markup:
    if not match.parts:
        return NOTHING
    return piece(
        '<section class="card"><h3>How the score of {} came about</h3>{}</section>',
        percent(match.score), score_bars(match.parts, weights),
    )  # fmt: skip


def _others(match: Match, people: People) -> Markup:
    rationale, named = match.rationale, _names_for_roles(match, people)
    alternatives = [
        piece(
            '{} <span class="small">{} · {}</span>',
            people.name(other.member), percent(other.score), other.why_not,
        )
        for other in rationale.alternatives
    ]  # fmt: skip
    changes = [piece("{}", named(people.told(change))) for change in rationale.would_change]
    return piece(
        '<div class="two"><section class="card"><h3>Who else</h3>{}</section>'
        '<section class="card"><h3>What would change this</h3>{}</section></div>',
        listed(alternatives) or piece("<p>Nobody else came close.</p>"),
        listed(changes) or piece("<p>Nothing small would.</p>"),
    )  # fmt: skip


def told_history(history: Sequence[Happening], people: People) -> Markup:
    """When, who and why, oldest first."""
    if not history:
        return NOTHING
    lines = [
        piece("{} <b>{}</b> {}{}", day(each.at), _who(each.by, people), _done(each), _reason(each))
        for each in history
    ]
    return piece(
        '<details class="history"><summary>What happened so far: {}</summary>{}</details>',
        counted(len(lines), "entry", "entries"), listed(lines, "plain"),
    )  # fmt: skip


def _done(each: Happening) -> str:
    if each.verb == "approve" and each.after == MatchState.SECOND_REVIEW.value:
        words = "approved it as the first of two"
    else:
        words = _VERBS.get(each.verb, each.verb)
    return f"{words}, together with others" if each.batch else words


_VERBS = {
    "propose": "proposed it", "approve": "approved it", "decline": "declined it", "lock": "locked it",
    "unlock": "unlocked it", "replace": "chose another partner", "replaced": "ran matching, which chose another pair",
    "undo": "took the last decision back", "expire": "let it expire", "withdraw": "withdrew it",
    "accept": "said yes", "begin": "said yes too, and it began",
}  # fmt: skip


def _reason(each: Happening) -> Markup:
    """What a person said; that a run did it is said by the verb."""
    by_itself = each.verb in ("propose", "replaced", "withdraw")
    return piece(" <q>{}</q>", each.reason) if each.reason and not by_itself else NOTHING
