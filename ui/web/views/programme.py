"""A programme's standing: counts and dates, never what anybody said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from markupsafe import Markup

from copilot.domain.programmes import Programme
from copilot.services.relationships import RelationshipStatus
from ui.web.people import People
from ui.web.views.pieces import badge, day, days_from, empty, piece, together
from ui.web.views.relationships import STAGES

QUIET_FOR = timedelta(weeks=6)


def standing(
    programme: Programme, statuses: Sequence[RelationshipStatus], people: People, today: date
) -> Markup:
    """One programme: its dates, its numbers, its relationships by how long they have been quiet."""
    title = piece(
        '<h2>{}</h2><p class="under">{} to {}{}</p>',
        programme.name, day(programme.starts), day(programme.ends),
        f" · {programme.purpose}" if programme.purpose else "",
    )  # fmt: skip
    if not statuses:
        body = empty(
            "No relationship has begun here.",
            "Run matching and approve what convinces you; both people accept, then it begins.",
        )
    else:
        body = _numbers(statuses, today) + _table(statuses, people, today)
    return piece('<section class="card programme">{}{}</section>', title, body)


def _numbers(statuses: Sequence[RelationshipStatus], today: date) -> Markup:
    states = Counter(status.state for status in statuses)
    quiet = sum(is_quiet(status, today) for status in statuses)
    numbers = (
        ("active", states["active"]), ("paused", states["paused"]), ("closed", states["closed"]),
        ("sessions held", sum(status.held for status in statuses)), ("quiet for six weeks", quiet),
    )  # fmt: skip
    return piece(
        '<dl class="numbers">{}</dl>',
        together([piece("<div><dt>{}</dt><dd>{}</dd></div>", name, value) for name, value in numbers]),
    )


def is_quiet(status: RelationshipStatus, today: date) -> bool:
    """Active, nothing planned, and nobody met for six weeks."""
    if status.state != "active" or (status.next_planned and status.next_planned >= today):
        return False
    return today - (status.last_held or status.started) > QUIET_FOR


def _table(statuses: Sequence[RelationshipStatus], people: People, today: date) -> Markup:
    ordered = sorted(statuses, key=lambda status: (not is_quiet(status, today), status.last_held or date.min))
    return piece(
        '<div class="wide" role="region" aria-label="Relationships" tabindex="0"><table class="plain-table"><thead><tr>'
        '<th scope="col">Relationship</th><th scope="col">Standing</th><th scope="col">Sessions</th>'
        '<th scope="col">Last</th><th scope="col">Next</th></tr></thead><tbody>{}</tbody></table></div>',
        together([_row(status, people, today) for status in ordered]),
    )


def _row(status: RelationshipStatus, people: People, today: date) -> Markup:
    names = " and ".join(people.name(member) for member in status.members)
    words = STAGES[status.stage.value] if status.state == "active" else status.state
    tone = "care" if is_quiet(status, today) else "quiet"
    return piece(
        '<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>',
        names, badge("quiet for six weeks" if tone == "care" else words, tone), status.held,
        days_from(today, status.last_held) or "never", days_from(today, status.next_planned) or "not planned",
    )  # fmt: skip
