"""What a run came to, what another pair would cost, and what many decisions say together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from markupsafe import Markup

from copilot.domain.matches import MatchRole, MatchRun, Move, Unmatched
from copilot.services.matching.verbs.declines import Declines
from copilot.services.matching.verbs.forcing import WhatIf
from ui.web.people import People
from ui.web.views.matches import percent
from ui.web.views.pieces import NOTHING, counted, day, empty, listed, notice, piece, section, together
from ui.web.views.review import CATEGORIES

FEW_NAMES = 8
"""So many names are in sight; the rest is behind a click."""
_NO_MATCHES = {
    "proposed": (
        "Nothing waits for you.",
        "Run matching above: it proposes the best pairs for the whole programme at once.",
    ),
    "second_review": (
        "Nothing waits for a second reviewer.",
        "A sponsor’s match comes here once somebody has approved it; then a second person decides.",
    ),
    "expired": (
        "Nothing was set aside.",
        "Matches come here that expired, or that another pair took the place of.",
    ),
    "active": ("Nothing has begun.", "A relationship begins when both people accept an approved match."),
}


def outcome(run: MatchRun, people: People) -> Markup:
    """What a run came to, what its aim cost, what it warns of, and who has another partner now."""
    many = ("circle", "circles") if run.role is MatchRole.CIRCLE else ("match", "matches")
    told = notice(
        f"{counted(len(run.proposed), *many)} proposed, {counted(len(run.unmatched), 'person', 'people')} "
        f"without one, {_best(run)}. Nothing happens until you approve."
    )
    return told + _in_full(run, people)


def last_run(run: MatchRun, people: People) -> Markup:
    """The same of a run that is over, folded away: when, by whom, and what it came to."""
    by = "the operator" if run.by == "operator" else people.name(run.by)
    best = piece("<p>{}.</p>", _best(run).removeprefix("and ").capitalize())
    return piece(
        '<details><summary>Last run on {} by {}: {}</summary>{}{}</details>',
        day(run.created), by, _sizes(run), best, _in_full(run, people),
    )  # fmt: skip


def _sizes(run: MatchRun) -> str:
    return f"{len(run.proposed):,} proposed, {len(run.unmatched):,} without one"


def _best(run: MatchRun) -> str:
    """How near the run is to the best that there can be: its gap, in words."""
    if run.aims:
        return "as its aim wants it"
    if run.gap == 0:
        return "and no better total is possible"
    return f"at most {100 * run.gap:.2f} % from the best total possible"


def _in_full(run: MatchRun, people: People) -> Markup:
    aims = together([notice(people.told(each), "plain") for each in run.aims])
    warnings = together([notice(people.told(each), "care") for each in run.warnings])
    return _price(run) + aims + warnings + _moved_since(run, people)


def _price(run: MatchRun) -> Markup:
    """The total, and what another aim than the highest total took from it."""
    whole = run.total_score + run.price
    share = f" ({run.price / whole:.1%} of what was possible)" if run.price and whole else ""
    cost = f" The aim costs {run.price:.2f}{share}." if run.aims else ""
    return piece('<p class="small run-price">All scores together: {:.2f}.{}</p>', run.total_score, cost)


def _moved_since(run: MatchRun, people: People) -> Markup:
    if not run.moved:
        return NOTHING
    is_circle = run.role is MatchRole.CIRCLE
    where = "another circle" if is_circle else "another partner"
    return piece(
        '<details class="moved"><summary>{} {} than before</summary>{}</details>',
        counted(len(run.moved), "person has", "people have"), where,
        moves(run.moved, people, why=True, circles=is_circle),
    )  # fmt: skip


def moves(moved: Iterable[Move], people: People, *, why: bool = False, circles: bool = False) -> Markup:
    """A line for everybody who moves: from whom to whom; of circles, whoever stands nearest to the theme."""

    def partner(member: str) -> str:
        whom = people.name(member) if member else "nobody"
        return f"the circle around {whom}" if circles and member else whom

    return listed(
        [
            piece(
                "<b>{}</b>: {} → {}{}",
                people.name(each.member), partner(each.before), partner(each.after),
                piece(' <span class="small">{}</span>', people.told(each.why)) if why else NOTHING,
            )
            for each in moved
        ]
    )  # fmt: skip


def consequences(answer: WhatIf, score_now: float, people: People) -> Markup:
    """What another partner would bring, what that costs the whole programme, and who else would move."""
    seeker, partner = people.first(answer.seeker), people.name(answer.partner)
    others = [each for each in answer.moved if each.member != answer.seeker]
    moving = (
        piece(
            "<p>{} would move at the next run:</p>{}",
            counted(len(others), "other person", "other people"), moves(others, people),
        )
        if others
        else piece("<p>Nobody else would have to move.</p>")
    )  # fmt: skip
    return piece(
        '<div class="notice plain what-if" role="status"><p>With {}, {} would have a match of {} instead of {}. {}'
        "</p>{}"
        '<p class="small">Proposing it locks the pair, so that later runs keep it. Run matching again afterwards: '
        "only then do the others move.</p></div>",
        partner, seeker, percent(answer.score), percent(score_now), _cost(answer), moving,
    )  # fmt: skip


def _cost(answer: WhatIf) -> str:
    whole = "All scores of the programme together"
    if abs(answer.cost) < 0.005:
        return f"{whole} stay at {answer.total_before:.2f}."
    verb = "fall" if answer.cost > 0 else "rise"
    share = abs(answer.cost) / answer.total_before if answer.total_before else 0.0
    return f"{whole} {verb} from {answer.total_before:.2f} to {answer.total_after:.2f} ({share:.1%})."


def left_out(unmatched: Collection[Unmatched], people: People) -> Markup:
    """Who has nobody, why, and what would help; those with one reason and one cure together."""
    if not unmatched:
        return NOTHING
    alike: dict[tuple[str, str], list[str]] = {}
    for each in unmatched:
        alike.setdefault((each.reason, each.cure), []).append(people.name(each.member))
    groups = sorted(alike.items(), key=lambda item: -len(item[1]))
    rows = [
        piece(
            '<div class="left"><p>{}</p><p>{}</p><p class="cure">{}</p></div>',
            _names(names), people.told(reason), people.told(cure),
        )
        for (reason, cure), names in groups
    ]  # fmt: skip
    title = f"Without a match: {len(unmatched)}"
    return section(title, listed(rows[:FEW_NAMES], "plain"), _more(rows[FEW_NAMES:]))


def _names(names: Sequence[str]) -> Markup:
    first = piece('<span class="name">{}</span>', ", ".join(names[:FEW_NAMES]))
    rest = names[FEW_NAMES:]
    if not rest:
        return first
    return first + piece(
        '<details class="others"><summary>and {} more</summary>{}</details>', len(rest), ", ".join(rest)
    )


def _more(rows: Sequence[Markup]) -> Markup:
    if not rows:
        return NOTHING
    summary = piece("<summary>{} more</summary>", counted(len(rows), "reason"))
    return piece("<details>{}{}</details>", summary, listed(rows, "plain"))


def declines_counted(found: Declines) -> Markup:
    """Why matches were declined, the most frequent kind first, and what to do about it."""
    if not found.total:
        return NOTHING
    rows = [
        piece(
            "<b>{} × {}</b> <span>{}</span>",
            each.count, CATEGORIES[each.because], each.advice,
        )
        for each in found.declines
    ]  # fmt: skip
    suggestions = listed([piece("{}", each) for each in found.suggestions])
    return section("What the declines say", suggestions, listed(rows, "plain"))


def no_matches(state: str) -> Markup:
    """What an empty queue says."""
    if state in _NO_MATCHES:
        return empty(*_NO_MATCHES[state])
    return empty(f"No match is {state}.", "Decisions you make under “to decide” appear here.")
