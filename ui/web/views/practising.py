"""A guide's exercise in words: answers with their reasons, comments on practice, how she rated herself."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from copilot.domain.citations import GuideCitation
from copilot.domain.learning import PracticeAnswer
from copilot.services.learning.told import (
    AnswerTold,
    AreaTold,
    Checked,
    PointTold,
    Practised,
    Rated,
    ReadinessTold,
    ScenarioTold,
)
from ui.web.views.guides import guide_link
from ui.web.views.learning import address, crumbs
from ui.web.views.pieces import NOTHING, badge, counted, day, listed, notice, piece, subheading, together

EASE = 7
_SIGNS = {"met": "full", "perhaps": "half", "missing": "none"}
_SPOKEN = {"met": "found", "perhaps": "perhaps", "missing": "not found"}


def questions_heading() -> Markup:
    """Above the questions."""
    return subheading(
        "Check your understanding", "Three questions. Each answer has its reason, the wrong ones too."
    )


def checked(told: Checked) -> Markup:
    """What became of each answer: its reason, the right one where it is another, and the guide's words."""
    summary = (
        "All right: you have understood this guide."
        if told.understood
        else f"{told.right} of {told.of} as the guide has it. Read the reasons, then try again whenever you like."
    )
    tone = "good" if told.understood else "plain"
    rows = [_answer(n, each) for n, each in enumerate(told.answers, start=1)]
    return piece(
        '<div class="replies">{}<ol class="plain-list">{}</ol></div>', notice(summary, tone), together(rows)
    )


def _answer(n: int, each: AnswerTold) -> Markup:
    mark = badge("right", "good") if each.right else badge("not quite", "care")
    return piece(
        '<li><p class="asked-of">{}. {}</p><p class="chosen">{} <span>{}</span></p><p>{}</p>{}{}</li>',
        n, each.ask, mark, each.chosen.say, each.chosen.why, _rather(each), quotation(each.citation),
    )  # fmt: skip


def _rather(each: AnswerTold) -> Markup:
    if each.right:
        return NOTHING
    return piece('<p class="rather"><b>Rather:</b> {}<br>{}</p>', each.answer.say, each.answer.why)


def quotation(cited: GuideCitation) -> Markup:
    """The guide's words, with the way to them."""
    link = guide_link(
        "in the guide", cited.path, cited.start, cited.end, label="Read this sentence in the guide"
    )
    return piece('<p class="from-guide"><q>{}</q> <span class="small">{}</span></p>', cited.quote, link)


def scenario(told: ScenarioTold) -> Markup:
    """The moment to answer."""
    return piece(
        '<div class="section"><h2>Practise</h2><p class="under">A moment, and what you would say. Nobody but you sees '
        'it; there is no grade.</p></div><div class="situation card"><p>{}</p></div>',
        told.situation,
    )  # fmt: skip


def practised(told: Practised) -> Markup:
    """What was found in her answer, what perhaps, and what not; and who says so."""
    signpost = notice(told.signpost, "care")
    if not told.judged:
        return together([signpost, notice(told.told, "plain")])
    rows = [_point(each) for each in told.points]
    return piece(
        '{}<div class="commentary" role="status"><h3>What your words do</h3><ul class="plain">{}</ul>'
        '<p class="small who-says">{}</p></div>',
        signpost, together(rows), told.told,
    )  # fmt: skip


def _point(each: PointTold) -> Markup:
    said = NOTHING if each.state == "met" else piece('<p class="under">{}</p>', each.say)
    hers = piece('<p class="hers"><q>{}</q></p>', each.words) if each.words else NOTHING
    hint = piece('<p class="hint">{}</p>', each.hint) if each.hint else NOTHING
    cited = quotation(each.citation) if each.citation else NOTHING
    parts = [hers, said, hint, cited] if each.words else [said, hint, cited]
    return piece(
        '<li class="{}"><i class="sign {}" aria-hidden="true"></i>'
        '<div><h4><span class="for-readers">{}: </span>{}</h4>{}</div></li>',
        each.state, _SIGNS[each.state], _SPOKEN[each.state], _first_up(each.point), together(parts),
    )  # fmt: skip


def _first_up(words: str) -> str:
    return words[:1].upper() + words[1:]


def readiness_opened(told: ReadinessTold) -> Markup:
    """Above the sentences: what they are, and what the numbers mean."""
    if told.history:  # what she rated last stands above, with the way back and the note
        return piece('<div class="opened"><h2>Look again</h2><p class="under">{}</p></div>', told.about)
    return piece(
        '<div class="opened">{}<h2>Ready to be a {}?</h2><p class="under">{}</p><p class="small">{}</p></div>',
        crumbs(), told.role, told.about, told.note,
    )  # fmt: skip


def ratings_kept() -> Markup:
    """Beside the button, once they are kept and the scales are empty again."""
    return notice(
        "Kept. How you rated yourself stands above, and this page is empty for another time.", "good"
    )


def earlier_answers(kept: Sequence[PracticeAnswer]) -> Markup:
    """What she wrote to one scenario, the newest first, as she wrote it."""
    rows = [
        piece('<p class="small">{}</p><p class="as-written">{}</p>', day(each.at), each.text) for each in kept
    ]
    return listed(rows, "plain wrote")


def areas(told: Rated) -> Markup:
    """The areas as bars of her own ratings, kind words about two of them, and guides for where she is least sure."""
    bars = [_area(each) for each in told.areas]
    words = [piece("<p>{}</p>", each.words) for each in (*told.strongest, *told.weakest)]
    reads = [
        piece(
            '{}<span class="small">, {}</span>{}',
            piece('<a href="{}">{}</a>', address(guide=each.guide), each.title), counted(each.minutes, "minute"),
            quotation(each.citation),
        )
        for each in told.read
    ]  # fmt: skip
    reading = piece("<h3>A good place to begin</h3>{}", listed(reads, "plain reads")) if reads else NOTHING
    return piece(
        '{}<div class="areas card" role="status"><h3>How you rated yourself, {}</h3><ul class="plain">{}</ul>{}{}'
        '<p class="small">{}</p></div>',
        crumbs(),
        day(told.at), together(bars), together(words), reading, told.note,
    )  # fmt: skip


def _area(each: AreaTold) -> Markup:
    if each.mean is None:
        return piece('<li><span class="area">{}</span><span class="small">not rated</span></li>', each.title)
    return piece(
        '<li><span class="area">{}</span><div class="bar-row">{}<span class="number">{:g}</span></div></li>',
        each.title, _scale(each), each.mean,
    )  # fmt: skip


def _scale(each: AreaTold) -> Markup:
    width = round(100 * ((each.mean or 1) - 1) / (EASE - 1))
    return piece(
        '<div class="meter" role="img" aria-label="{}: {:g} of {}"><span style="width:{}%"></span></div>',
        each.title, each.mean, EASE, width,
    )  # fmt: skip
