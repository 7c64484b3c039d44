"""Programmes as a member sees them: which there are, her part in one, what is due between the two, the look back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup

from copilot.domain.matches import MatchRole
from copilot.domain.programmes import MatchingMode, NextStep, Programme
from copilot.domain.relationships import Stage
from copilot.services.matching.reasons.role_words import listed as listed_names
from copilot.services.programmes.stages import Due, StagesStanding
from copilot.services.programmes.taking_part import Standing
from ui.web.views.pieces import (
    NOTHING,
    badge,
    counted,
    day,
    days_from,
    empty,
    piece,
    section,
    shortened,
    together,
)
from ui.web.views.programme import LOOKED_FOR

MATCHED_BY = {
    MatchingMode.SELF: "You choose whom you would like, and who is chosen says yes or no.",
    MatchingMode.SUGGESTED: "You are shown who could suit and rank them; a manager looks at every match.",
    MatchingMode.POOL: "Everybody is looked at together, so that all have somebody; a manager looks at every match.",
    MatchingMode.NOMINATION: "Who has not asked may be thought of too, until she says no; a manager looks at every "
    "match.",
}
STEPS = {
    Stage.INITIATION: "Getting to know each other",
    Stage.CULTIVATION: "In full swing",
    Stage.SEPARATION: "Coming to an end",
    Stage.REDEFINITION: "Finding a new form",
}
NEXT_STEPS = {
    NextStep.ANOTHER_ROUND: "another round",
    NextStep.GIVE_BACK: "I would like to mentor somebody",
    NextStep.PEERS: "a peer or a circle",
    NextStep.STAY_IN_TOUCH: "we stay in touch informally",
    NextStep.REST: "a rest",
}
LONGEST_PURPOSE = 160
_HERS = {
    "enrolled": ("you take part", "good"),
    "waiting": ("you are on the waiting list", "plain"),
    "paused": ("you are on a pause", "quiet"),
    "completed": ("you have completed it", "good"),
}


def programme_cards(standings: Sequence[Standing], chosen: str, today: date) -> Markup:
    """Which programmes there are; each a way to what one can do in it."""
    if not standings:
        return empty(
            "There is no programme yet.", "Whoever runs this can begin one; until then, ask for a hand."
        )
    cards = [_card(each, each.programme.id == chosen, today) for each in standings]
    return piece('<ul class="cards programmes">{}</ul>', together(cards))


def _card(standing: Standing, is_chosen: bool, today: date) -> Markup:
    programme = standing.programme
    current = Markup(' aria-current="true"') if is_chosen else NOTHING
    purpose = (
        piece('<span class="under">{}</span>', shortened(programme.purpose, LONGEST_PURPOSE))
        if programme.purpose
        else NOTHING
    )
    return piece(
        '<li><a class="pick" href="/programmes?programme={}"{}><span class="name">{}</span>'
        '<span class="under">{} to {}</span>{}<span class="badges">{}{}</span></a></li>',
        programme.id, current, programme.name, day(programme.starts), day(programme.ends), purpose,
        _hers(standing), _when(programme, today),
    )  # fmt: skip


def _hers(standing: Standing) -> Markup:
    state = standing.enrolment.state if standing.enrolment else ""
    return badge(*_HERS[state]) if state in _HERS else NOTHING


def _when(programme: Programme, today: date) -> Markup:
    if programme.closed or programme.ends < today:
        return badge("over", "quiet")
    return (
        badge(f"begins {days_from(today, programme.starts)}", "plain")
        if programme.starts > today
        else NOTHING
    )


def your_part(standing: Standing, cohorts: Mapping[str, str], today: date) -> Markup:
    """How people are matched in one programme, and how she stands to it."""
    programme = standing.programme
    roles = listed_names([LOOKED_FOR[role] for role in MatchRole if role in programme.roles] or ["nobody"])
    return piece(
        '<section class="card"><h2>{}</h2>{}<dl class="facts">{}</dl><p class="standing">{}</p></section>',
        programme.name, piece("<p>{}</p>", programme.purpose) if programme.purpose else NOTHING,
        together(
            [
                _fact("When", piece("{} to {}", day(programme.starts), day(programme.ends))),
                _fact("It looks for", piece("{}", roles)),
                _fact("How people are matched", piece("{}", MATCHED_BY[programme.matching])),
                _fact("Places", piece("{}", _places(standing))),
            ]
        ),
        standing_told(standing, cohorts, today),
    )  # fmt: skip


def _fact(what: str, value: Markup) -> Markup:
    return piece("<div><dt>{}</dt><dd>{}</dd></div>", what, value)


def _places(standing: Standing) -> str:
    if standing.programme.capacity is None:
        return "as many as come"
    free = "all taken; who comes now waits" if standing.full else "some are free"
    return f"{standing.programme.capacity:,}, {free}"


def standing_told(standing: Standing, cohorts: Mapping[str, str], today: date) -> Markup:
    """A sentence about her part in it."""
    enrolment, programme = standing.enrolment, standing.programme
    cohort = f", in {cohorts[enrolment.cohort]}" if enrolment and enrolment.cohort in cohorts else ""
    state = enrolment.state if enrolment else ""
    if state == "enrolled":
        return piece("You take part{}.", cohort)
    if state == "paused" and enrolment:
        back = (
            piece("until {}; then you are back by yourself", day(enrolment.until))
            if enrolment.until
            else None
        )
        return piece(
            "You are on a pause {}. Your place and your relationships stay.", back or "until you say so"
        )
    if state == "waiting" and standing.waits_as:
        return piece(
            "You are number {} on the waiting list{}. When a place is free it is yours, without your doing anything.",
            standing.waits_as, cohort,
        )  # fmt: skip
    if state == "completed":
        return piece("You have completed it. Thank you for having been part of it.")
    if programme.closed or programme.ends < today:
        return piece("It is over.")
    if standing.full:
        return piece(
            "All places are taken. You can wait for one: they go in the order in which people asked."
        )
    return piece("You don’t take part. You may, from today on; and leave again without giving a reason.")


def parting_told(names: Sequence[str]) -> Markup:
    """What leaving means for her relationships, in plain words."""
    if not names:
        return piece(
            '<p class="under">You leave without giving a reason; none is kept. Your place goes to who waits for it.'
            "</p>"
        )
    return piece(
        '<p class="under">You leave without giving a reason; none is kept. You still meet {} here: say what is to '
        "become of that. Nobody reads whose wish it was.</p>",
        listed_names(list(names)),
    )


def checklist(standing: StagesStanding, called: str, today: date) -> Markup:
    """What belongs to each stage of a relationship: the present one open, the others folded; never a reproach."""
    stages = [(stage, [each for each in standing.due if each.stage is stage]) for stage in Stage]
    parts = [_stage(stage, due, standing.stage, today) for stage, due in stages if due]
    said = (
        piece(
            '<p class="notice plain">{} If you both see it so, say below that you have moved on.</p>',
            standing.because,
        )
        if standing.suggested
        else NOTHING
    )
    return piece(
        '<article class="card stages"><h3>With {}</h3><ol class="steps-of">{}</ol>{}{}</article>',
        called, together([_step(stage, standing.stage) for stage in Stage]), said, together(parts),
    )  # fmt: skip


def _step(stage: Stage, now: Stage) -> Markup:
    order = list(Stage)
    kind = "now" if stage is now else "passed" if order.index(stage) < order.index(now) else "ahead"
    current = Markup(' aria-current="step"') if stage is now else NOTHING
    return piece('<li class="{}"{}>{}</li>', kind, current, STEPS[stage])


def _stage(stage: Stage, due: Sequence[Due], now: Stage, today: date) -> Markup:
    items = together([_thing(each, today) for each in due])
    if stage is now:
        return piece('<ul class="plain todos">{}</ul>', items)
    return piece(
        '<details><summary>{}: {}</summary><ul class="plain todos">{}</ul></details>',
        STEPS[stage], _how_many(stage, due, now), items,
    )  # fmt: skip


def _how_many(stage: Stage, due: Sequence[Due], now: Stage) -> str:
    """What lies ahead is not open yet."""
    order, things = list(Stage), counted(len(due), "thing")
    if order.index(stage) > order.index(now):
        return f"{things}, later"
    return f"{sum(each.done for each in due)} of {things} done"


def _thing(each: Due, today: date) -> Markup:
    when = (
        NOTHING if each.done else badge("when you can" if each.late else days_from(today, each.day), "quiet")
    )
    return piece(
        '<li class="tick {}"><span>{}<span class="for-readers">{}</span></span>{}</li>',
        "done" if each.done else "open", each.sentence, " (done)" if each.done else " (open)", when,
    )  # fmt: skip


def nothing_due(takes_part: bool) -> Markup:
    """Said where she has no relationship in the programme."""
    if not takes_part:
        return NOTHING
    return section(
        "What is due",
        empty(
            "Nothing is due.", "Once you are matched here, what belongs to each stage stands here, calmly."
        ),
    )


def starting_again() -> Markup:
    """What it means to be matched anew."""
    return piece(
        '<p class="under">It ends for both without blame; nobody reads whose wish it was. Both of you stay in the '
        "programme and can be matched anew, with somebody else.</p>"
    )


def left_told(kept: int, closed: int, without_her: int = 0, stays_in: int = 0) -> str:
    """What leaving did."""
    said = []
    if kept:
        goes = "goes" if kept == 1 else "go"
        said.append(f"{counted(kept, 'relationship')} of yours {goes} on outside the programme.")
    if closed:
        said.append(f"{counted(closed, 'relationship')} of yours ended in order.")
    if without_her:
        goes = "goes" if without_her == 1 else "go"
        said.append(f"{counted(without_her, 'circle')} {goes} on without you.")
    if stays_in:
        said.append(f"You stay in {counted(stays_in, 'circle')} of it.")
    return " ".join(["You take part no more.", *(said or ["You may come again whenever you like."])])


def matching_choices() -> list[tuple[str, str]]:
    """Every way of matching with its sentence."""
    names = {
        MatchingMode.SELF: "Members choose",
        MatchingMode.SUGGESTED: "Suggested",
        MatchingMode.POOL: "The whole pool",
        MatchingMode.NOMINATION: "Nomination",
    }
    return [(f"{names[mode]}: {MODE_FOR_MANAGERS[mode]}", mode.value) for mode in MatchingMode]


MODE_FOR_MANAGERS = {
    MatchingMode.SELF: "each picks somebody, who says yes or no.",
    MatchingMode.SUGGESTED: "each sees who could suit and ranks them; a run solves with their wishes, you approve.",
    MatchingMode.POOL: "a run over everybody; nobody is shown suggestions before, you approve.",
    MatchingMode.NOMINATION: "as the pool, and who was nominated is thought of until she opts out.",
}


def review_choices() -> list[tuple[str, str]]:
    """What may come next, in her words."""
    return [(words, step.value) for step, words in NEXT_STEPS.items()]
