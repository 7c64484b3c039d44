"""Circles as those who bring them together see them: status, what a split or a merger would be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from copilot.services.circles.seeing import CircleStatus
from copilot.services.circles.splitting import Change, NewCircle
from ui.web.people import People
from ui.web.views.circles_at_work import NO_THEME
from ui.web.views.pieces import (
    NOTHING,
    badge,
    counted,
    day,
    days_from,
    empty,
    listed,
    piece,
    shortened,
    together,
)


def named_apart(circles: Sequence[CircleStatus], people: People, most: int = 300) -> dict[str, str]:
    """A name for each circle: its theme, with two first names where another has the same, as halves of a split do."""
    shown = {each.id: shortened(each.theme or NO_THEME, most) for each in circles}
    times = Counter(shown.values())
    return {
        each.id: f"{shown[each.id]}: {_some_of(each, people)}"
        if times[shown[each.id]] > 1
        else shown[each.id]
        for each in circles
    }


def overseen(circles: Sequence[CircleStatus], today: date, people: People | None = None) -> Markup:
    """What managers see: that it is there, when it meets, how that goes. Never who came, who chaired or who passed.

    Admins see that it is there: when it meets is for its manager.
    """
    called = named_apart(circles, people or People())
    if not circles:
        return empty(
            "There are no circles here yet.",
            "Propose some with a run of the matching, or bring one together by hand below.",
            piece('<p><a href="/matches?role=circle">Propose circles</a></p>'),
        )
    rows = [
        piece(
            '<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>',
            called[each.id],
            counted(len(each.members), "member"),
            badge(each.standing, _tone(each)),
            _next(each, today),
        )
        for each in circles
    ]  # fmt: skip
    return piece(
        '<div class="wide" role="region" aria-label="Circles you look after" tabindex="0">'
        '<table class="plain-table circles-kept"><thead><tr><th scope="col">Theme</th><th scope="col">Size</th>'
        '<th scope="col">How it meets</th><th scope="col">Next meeting</th></tr></thead>'
        "<tbody>{}</tbody></table></div>",
        together(rows),
    )  # fmt: skip


def what_if(change: Change, people: People) -> Markup:
    """A split or a merger before it is done: who would sit where, why so, and what it means."""
    halves = together(_new_circle(n, each, people) for n, each in enumerate(change.circles, start=1))
    title = "What would be" if not change.done else "Done"
    return piece(
        '<section class="what-if-circles"><h3>{}</h3><div class="two">{}</div>{}<h4>What it means</h4>{}</section>',
        title, halves, listed([piece("{}", each) for each in change.why]),
        listed([piece("{}", each) for each in change.means]),
    )  # fmt: skip


def _some_of(circle: CircleStatus, people: People) -> str:
    names = [people.first(each) for each in circle.members[:2]]
    return ", ".join(names) + (" …" if len(circle.members) > len(names) else "")


def _new_circle(n: int, circle: NewCircle, people: People) -> Markup:
    names = [piece("{}", people.name(each)) for each in circle.members]
    title = f"Circle {n}: {counted(len(circle.members), 'member')}"
    return piece(
        '<div class="card"><h4>{}</h4><p class="under">{}</p>{}</div>', title, circle.theme, listed(names)
    )


def _next(circle: CircleStatus, today: date) -> Markup:
    if not circle.dated:
        return piece("{}", "for its manager")
    return piece("{} {}", day(circle.next_planned, "not planned"), _days(circle.next_planned, today))


def _tone(circle: CircleStatus) -> str:
    return (
        "good"
        if circle.standing == "meets regularly"
        else "care"
        if "not met" in circle.standing
        else "quiet"
    )


def _days(on: date | None, today: date) -> Markup:
    return piece('<span class="small">{}</span>', days_from(today, on)) if on else NOTHING
