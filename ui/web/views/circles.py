"""A proposed circle as a manager decides on it: the theme, everybody around it, and who stands apart."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from copilot.domain.matches import Match
from copilot.domain.members import Member
from copilot.services.matching.reasons.role_words import number
from copilot.services.matching.verbs.history import Happening
from ui.web.people import People
from ui.web.views.comparing import around_a_table
from ui.web.views.matches import percent, score_bars
from ui.web.views.pieces import piece, together
from ui.web.views.review import how_it_stands, reasons, state_badge, told_history


def circle_detail(
    match: Match,
    members: Sequence[Member],
    people: People,
    *,
    history: Sequence[Happening] = (),
    waiting: str = "",
) -> Markup:
    """One circle, the shortest first.

    Args:
        members: everybody in it, the one nearest to its theme first.
        history: what happened to it so far, oldest first.
        waiting: in second review, who may do it.
    """
    table, placed = around_a_table(members, match.rationale.citations)
    parts = (
        _title(match),
        how_it_stands(match, history, waiting, people),
        reasons(match, placed, people),
        table,
        _how_close(match),
        told_history(history, people),
    )
    return piece('<article class="match circle">{}</article>', together(parts))


def _title(match: Match) -> Markup:
    return piece(
        '<div class="row"><h2>A circle of {}</h2>{}</div><p class="under">{}, closeness {}</p>',
        number(len(match.people)), state_badge(match), match.rationale.confidence or "one theme", percent(match.score),
    )  # fmt: skip


def _how_close(match: Match) -> Markup:
    return piece(
        '<section class="card"><h3>How close their aims are</h3>{}<p class="small">Nobody leads a circle, and it takes '
        "no mentor’s place. Nobody in it sits with their own line manager, or with somebody who asked not to.</p>"
        "</section>",
        score_bars(match.parts),
    )
