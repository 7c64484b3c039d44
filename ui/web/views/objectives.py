"""Objectives of the community: how far each is, what serves it, and what one's own goals serve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from copilot.domain.relationships import Goal
from copilot.services.objectives.serving import Named, Report, ResultStanding, ServedBy
from copilot.services.objectives.suggesting import Suggestion
from ui.web.people import People
from ui.web.views.pieces import (
    NOTHING,
    badge,
    counted,
    day,
    empty,
    listed,
    meter,
    piece,
    section,
    shortened,
    together,
)

LONGEST_CHOICE = 90
FEW = "goals of fewer than 5 people, or none"
_STANDING = {"reached": ("reached", "good"), "dropped": ("set aside", "quiet")}


def overview(report: Report, people: People, *, writes: bool) -> Markup:
    """The open objectives as cards; below them what is settled, and what serves none.

    Args:
        writes: whether who looks may add one.
    """
    open_ = [each for each in report.objectives if each.state == "open"]
    settled = [each for each in report.objectives if each.state != "open"]
    if not report.objectives:
        return empty(
            "The community has no objectives yet.",
            "Add the first below: what you want to reach together, and by what you would notice."
            if writes
            else "Once an admin has set some, you see here how far they are and what serves them.",
        )
    cards = together([_card(each, people) for each in open_])
    none = empty("No objective is open.", "Those that were reached or set aside stand below.")
    grid = piece('<div class="objectives">{}</div>', cards) if open_ else none
    return piece("{}{}", grid, _settled(settled))


def _card(objective: ServedBy, people: People) -> Markup:
    why = piece('<p class="why">{}</p>', objective.why) if objective.why else NOTHING
    return piece(
        '<article class="card objective"><header><h2>{}</h2>{}</header>{}<p class="small">{}</p>{}{}</article>',
        objective.title, _how_far(objective), why, _whose(objective, people), _results(objective.key_results),
        _serves(objective),
    )  # fmt: skip


def _how_far(objective: ServedBy) -> Markup:
    """The whole in one number; nothing where nothing is measured."""
    if objective.progress is None:
        return NOTHING
    return piece('<p class="far"><b>{:.0%}</b> <span>of the way</span></p>', objective.progress)


def _whose(objective: ServedBy, people: People) -> Markup:
    who = (
        piece("{} sees to it", people.name(objective.owner))
        if objective.owner
        else piece("Nobody sees to it yet")
    )
    until = piece(", until {}", day(objective.ends)) if objective.ends else NOTHING
    late = piece(" {}", badge("overdue", "care")) if objective.overdue else NOTHING
    return piece("{}{}.{}", who, until, late)


def _results(results: Sequence[ResultStanding]) -> Markup:
    if not results:
        return piece('<p class="small">It has no key results: nothing says by what you would notice.</p>')
    return piece('<ul class="plain results">{}</ul>', together([_result(each) for each in results]))


def _result(result: ResultStanding) -> Markup:
    """Its words and where it stands, a bar, and what the bar's ends mean; all of it in text as well."""
    return piece(
        '<li><p class="row"><span>{}</span>'
        '<span class="stands"><span class="for-readers">now </span><b>{}</b> {}</span></p>'
        '{}<p class="ends"><span><span class="for-readers">from </span>{}</span>'
        '<span><span class="for-readers">to </span>{}</span></p></li>',
        result.text, number(result.now), result.unit, meter(result.progress * 100, f"{result.text}, of the way"),
        number(result.start), number(result.target),
    )  # fmt: skip


def number(value: float) -> str:
    """`1,200` or `4.5`."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.10g}"


def _serves(objective: ServedBy) -> Markup:
    """What serves it: names where all may know them, numbers where they lead to nobody."""
    named = [piece("<li>{} {}</li>", badge("programme"), each.title) for each in objective.programmes]
    named += [
        piece('<li>{} <a href="/events?event={}">{}</a></li>', badge("event"), each.record, each.title)
        for each in objective.events
    ]
    counts = "; ".join([*_matches(objective), _goals(objective)])
    head = piece("<h3>What serves it</h3>")
    if not objective.served:
        head = piece("<h3>What serves it {}</h3>", badge("nobody yet", "care"))
        words = f"No programme, no event; {FEW}."
        return piece(
            '<section class="serves">{}<p class="small">{}</p>{}</section>', head, words, _before(objective)
        )
    names = piece('<ul class="plain named">{}</ul>', together(named)) if named else NOTHING
    return piece(
        '<section class="serves">{}{}<p class="small">{}{}.</p>{}</section>',
        head, names, "And " if named else "", counts if named else counts[:1].upper() + counts[1:],
        _before(objective),
    )  # fmt: skip


def _before(objective: ServedBy) -> Markup:
    """What served it and is over; nothing where there is none."""
    titles = [each.title for each in (*objective.programmes_before, *objective.events_before)]
    return piece('<p class="small under">Before: {}.</p>', ", ".join(titles)) if titles else NOTHING


def _matches(objective: ServedBy) -> list[str]:
    if objective.matches is None:
        return ["1 to 4 matches"]
    return [counted(objective.matches, "match", "matches")] if objective.matches else []


def _goals(objective: ServedBy) -> str:
    told = f"about {objective.goals} goals of members" if objective.goals else FEW
    shared = objective.matches_by_goals
    return f"{told}; about {shared} pairs share one" if shared else told


def _settled(objectives: Sequence[ServedBy]) -> Markup:
    if not objectives:
        return NOTHING
    lines = [
        piece('<span class="row"><span>{}</span>{}</span>', each.title, badge(*_STANDING[each.state]))
        for each in objectives
    ]
    return section("Reached and set aside", listed(lines, "plain settled"))


def serving_none(report: Report) -> Markup:
    """Programmes and coming events that serve no objective; nothing where each serves one, or there is none."""
    if not any(each.state == "open" for each in report.objectives):
        return NOTHING
    lists = [
        _named("Programmes", report.programmes_serving_none, ""),
        _named("Coming events", report.events_serving_none, "/events?event="),
    ]
    if not any(lists):
        return NOTHING
    lead = piece('<p class="under">{}</p>', "That may be right: not all that is good serves an objective.")
    return section("What serves none of them", lead, piece('<div class="two">{}</div>', together(lists)))


def _named(title: str, records: Sequence[Named], address: str) -> Markup:
    if not records:
        return NOTHING
    lines = [
        piece('<a href="{}{}">{}</a>', address, each.record, each.title)
        if address
        else piece("{}", each.title)
        for each in records
    ]
    return piece('<section class="card"><h3>{}</h3>{}</section>', title, listed(lines))


def own_goals(goals: Sequence[Goal], titles: Mapping[str, str]) -> Markup:
    """Her open goals with the objective each serves; words that stand there from before are shown as they are."""
    if not goals:
        return empty(
            "You have no open goal.",
            "A goal of yours may serve what all want to reach; only you say so.",
            piece('<p><a href="/goals">Add a goal</a></p>'),
        )
    lines = [
        piece(
            '<li class="aim"><span class="what">{}</span><span class="serves-what">{}</span></li>',
            shortened(goal.title, 160),
            piece("serves “{}”", titles.get(goal.objective, goal.objective))
            if goal.objective
            else piece('<span class="under">{}</span>', "serves none, as far as you have said"),
        )
        for goal in goals
    ]
    return piece('<ul class="plain aims card">{}</ul>', together(lines))


def choice(suggestion: Suggestion) -> str:
    """A suggestion in a line: what, which objective, how sure in words and per cent."""
    what = shortened(suggestion.title, LONGEST_CHOICE)
    objective = shortened(suggestion.objective_title, LONGEST_CHOICE)
    kind = "" if suggestion.kind == "goal" else f"{suggestion.kind.capitalize()} "
    return f"{kind}“{what}” serves “{objective}”: {suggestion.in_words}, {suggestion.confidence:.0%}"
