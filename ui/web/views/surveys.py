"""Surveys in words and shapes: what is open, what she answered, and what a programme reads of all answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from markupsafe import Markup

from copilot.domain.surveys import SurveyPoint
from copilot.services.surveys.figures import PointFigures, QuestionFigures
from copilot.services.surveys.questions import HIGH, HIGHEST, LOW, LOWEST, QUESTIONS
from copilot.services.surveys.service import OwnAnswer, Results, SurveyToAnswer
from ui.web.views.pieces import (
    NOTHING,
    badge,
    counted,
    day,
    days_from,
    empty,
    listed,
    notice,
    piece,
    section,
    subheading,
    together,
)

CALLED = {SurveyPoint.START: "The beginning", SurveyPoint.MIDDLE: "Halfway", SurveyPoint.END: "The end"}
SIDES = {"seeker": "Who was accompanied", "partner": "Who accompanied", "peer": "Peers"}
NO_LONGER = "somebody you are no longer with"
FOR_MANAGERS = "The programme’s managers may read my words, without my name."
PROMISE = (
    "Your ratings are counted with those of others once five have answered, and are never shown as yours. They may go "
    "into tables for research, coarsely and without anything that tells whose they are. Your words stay with you, "
    "unless you give them to the managers of the programme."
)


def scale() -> list[tuple[str, int]]:
    """The five choices of a statement, the two at the ends in words."""
    ends = {LOWEST: f"{LOWEST} {LOW}", HIGHEST: f"{HIGHEST} {HIGH}"}
    return [(ends.get(n, str(n)), n) for n in range(LOWEST, HIGHEST + 1)]


def address(survey: SurveyToAnswer) -> str:
    """Where this survey is answered."""
    asked = {"relationship": survey.survey.relationship, "survey": survey.survey.point.value}
    return f"/surveys?{urlencode(asked)}"


def open_surveys(
    found: Sequence[SurveyToAnswer], names: Mapping[str, str], today: date, chosen: str = ""
) -> Markup:
    """What waits for her, each a card that opens its form; what to expect where nothing does."""
    if not found:
        return empty(
            "No survey is open for you.",
            "You are asked three times in a relationship: four weeks after it began, halfway, and when it has closed.",
        )
    if len(found) == 1 and found[0].survey.id == chosen:
        return NOTHING  # its form stands right below
    cards = [_card(each, names, today, current=each.survey.id == chosen) for each in found]
    return piece('<nav aria-label="Open surveys"><ul class="cards">{}</ul></nav>', together(cards))


def _card(each: SurveyToAnswer, names: Mapping[str, str], today: date, *, current: bool) -> Markup:
    survey = each.survey
    state = (
        badge("answered", "good") if each.answer else badge(f"closes {_until(survey.until, today)}", "plain")
    )
    return piece(
        '<li class="open-survey"><a href="{}"{}>{}</a><span class="under">with {}</span>{}</li>',
        address(each), Markup(' aria-current="true"') if current else NOTHING, CALLED[survey.point],
        names.get(survey.relationship, NO_LONGER), state,
    )  # fmt: skip


def _until(last: date, today: date) -> str:
    return "today" if last == today else days_from(today, last)


def asked(survey: SurveyToAnswer, names: Mapping[str, str], today: date) -> Markup:
    """Above the statements: of which relationship, how many, until when, and what becomes of the answer."""
    with_whom = names.get(survey.survey.relationship, NO_LONGER)
    changing = "You have answered; until then you may answer again. " if survey.answer else ""
    return together(
        [
            subheading(f"{CALLED[survey.survey.point]}, with {with_whom}"),
            piece(
                '<p class="under">{}, open until {} ({}). {}Leave out what you can’t say.</p>',
                counted(len(survey.questions), "statement"), day(survey.survey.until),
                _until(survey.survey.until, today), changing,
            ),
            notice(PROMISE, "plain"),
        ]
    )  # fmt: skip


def own_answers(mine: Sequence[OwnAnswer], names: Mapping[str, str]) -> Markup:
    """What she answered, the newest first, each folded; nothing where there is none yet."""
    if not mine:
        return NOTHING
    return section("What you answered", listed([_own(each, names) for each in mine], "own-surveys"))


def _own(own: OwnAnswer, names: Mapping[str, str]) -> Markup:
    answer = own.answer
    rows = [
        piece("<span>{}</span> {}", each.text, badge(f"{answer.ratings[each.id]} of {HIGHEST}", "quiet"))
        for each in own.questions
    ]
    whose = (
        "The programme’s managers may read it, without your name."
        if answer.for_managers
        else "Only you read it."
    )
    words = (
        piece('<blockquote>{}</blockquote><p class="small">{}</p>', answer.words, whose)
        if answer.words
        else NOTHING
    )
    return piece(
        '<details class="own-survey"><summary>{} <span class="small">{}</span></summary>{}{}'
        "</details>",
        answer_label(own, names), day(answer.on), listed(rows, "rated"), words,
    )  # fmt: skip


def answer_label(own: OwnAnswer, names: Mapping[str, str]) -> str:
    """An answer in a line: which survey, with whom."""
    return f"{CALLED[own.answer.point]}, with {names.get(own.answer.relationship, NO_LONGER)}"


def results(found: Results) -> Markup:
    """What the two sides of a programme said: shares of 4 and 5 with their intervals, then words given to managers."""
    if not found.points:
        return empty(
            "Nobody has been asked here yet.",
            "The first survey opens four weeks after a relationship begins.",
        )
    parts = [
        _point(point, found) for point in SurveyPoint if any(each.point is point for each in found.points)
    ]
    return together([_legend(), *parts])


def _legend() -> Markup:
    return piece(
        '<p class="legend small"><span><i class="dot"></i> gave 4 or 5</span>'
        '<span><i class="band"></i> 95 % interval (Wilson)</span>'
        '<span><i class="veil"></i> hidden: fewer than five gave it or didn’t, or none</span></p>'
    )


def _point(point: SurveyPoint, found: Results) -> Markup:
    cards = [_side(each) for each in found.points if each.point is point]
    return section(CALLED[point], *cards, _words(found.words.get(point, ())))


def _side(figures: PointFigures) -> Markup:
    shown = [each for each in figures.questions if each.agree is not None]
    hidden = [each for each in figures.questions if each.agree is None]
    chart = piece(
        '<table class="rate-chart surveyed"><caption>{}</caption><tbody>{}</tbody></table>',
        f"Of {figures.counted} answers", together([_row(each) for each in shown]),
    )  # fmt: skip
    few = piece('<p class="small">Fewer than ten rated: {}</p>', " ".join(each.text for each in hidden))
    return piece(
        '<section class="card rates"><h3>{}</h3><p class="under">{}</p>{}{}</section>',
        SIDES[figures.side], _response(figures), chart if shown else NOTHING, few if hidden else NOTHING,
    )  # fmt: skip


def _response(figures: PointFigures) -> str:
    answered = f"Answered: {figures.response.told}." if figures.response else "Fewer than 5 were asked."
    return f"{answered} {figures.remark}".strip()


def _row(each: QuestionFigures) -> Markup:
    share = each.agree
    if share is None or each.median is None:
        return NOTHING
    return piece(
        '<tr><th scope="row">{}</th><td class="scale"><span aria-hidden="true">{}</span></td>'
        '<td>{}<span class="under">median {}{}</span></td></tr>',
        each.text, _drawn(each), share.told, f"{each.median:g}", _interval(each),
    )  # fmt: skip


def _interval(each: QuestionFigures) -> str:
    return f"; {each.interval[0]:.0%} to {each.interval[1]:.0%}" if each.interval else ""


def _drawn(each: QuestionFigures) -> Markup:
    share = each.agree
    if share is None:
        return NOTHING
    if share.rate is None or each.interval is None:
        return _between("veil", share.rate_from, share.rate_to)
    dot = piece('<i class="dot" style="left:{:.1f}%"></i>', 100 * share.rate)
    return _between("band", *each.interval) + dot


def _between(kind: str, low: float, high: float) -> Markup:
    return piece(
        '<i class="{}" style="left:{:.1f}%;width:{:.1f}%"></i>', kind, 100 * low, 100 * max(0.0, high - low)
    )


def _words(words: Sequence[str]) -> Markup:
    """In the order they were handed over, which says nothing of who wrote them."""
    if not words:
        return NOTHING
    said = [piece("<blockquote>{}</blockquote>", each) for each in words]
    return piece(
        '<section class="card"><h3>In words that were given to you</h3><p class="under">Without names. Please don’t '
        "guess whose they are.</p>{}</section>",
        listed(said, "given-words"),
    )


def every_question() -> Markup:
    """All statements with the published idea behind each, folded."""
    rows = [
        piece('<span>{}</span> <span class="small">{}</span>', each.text, each.source)
        for each in QUESTIONS.values()
    ]
    summary = "All statements that are ever asked, and where their ideas are from"
    return piece("<details><summary>{}</summary>{}</details>", summary, listed(rows, "rated"))
