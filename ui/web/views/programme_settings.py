"""What a manager sets in a programme: in words, and as lines that can be typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup

from copilot.domain.drafts import AgreedTopic
from copilot.domain.programmes import AgendaPart, Cohort, Enrolment, Programme
from copilot.errors import BadInput
from copilot.services.drafting.kinds.agreement import TITLES, TOPICS
from copilot.services.making import made
from copilot.services.programmes.closing import Reviews
from ui.web.people import People
from ui.web.views.pieces import NOTHING, badge, counted, day, days_from, empty, listed, piece, together
from ui.web.views.programmes import NEXT_STEPS

BETWEEN = "|"
_STATES = (
    ("enrolled", "take part"),
    ("paused", "on a pause"),
    ("waiting", "waiting"),
    ("completed", "completed"),
)


def settings_title(programme: Programme, today: date) -> Markup:
    """Which programme this is, and how it stands."""
    over = bool(programme.closed) or programme.ends < today
    return piece(
        '<section class="card"><div class="row"><h2>{}</h2>{}</div><p class="under">{} to {}</p>{}</section>',
        programme.name, badge(_standing(programme, today), "quiet" if over else "good"),
        day(programme.starts), day(programme.ends),
        piece("<p>{}</p>", programme.purpose) if programme.purpose else NOTHING,
    )  # fmt: skip


def _standing(programme: Programme, today: date) -> str:
    if programme.closed:
        return "closed"
    if programme.ends < today:
        return "its last day is over"
    return "under way" if programme.starts <= today else f"begins {days_from(today, programme.starts)}"


def agenda_lines(parts: Sequence[AgendaPart]) -> str:
    """The parts of a session as lines: title | share | purpose."""
    return "\n".join(
        f" {BETWEEN} ".join([each.title, f"{each.share:g}", *([each.purpose] if each.purpose else [])])
        for each in parts
    )


def read_agenda(text: str) -> tuple[AgendaPart, ...]:
    """Lines back into parts; a share may be left out and is 1 then. BadInput names the line that can't be read."""
    lines = [line for line in text.splitlines() if line.strip()]
    return tuple(_part(number, line) for number, line in enumerate(lines, 1))


def _part(number: int, line: str) -> AgendaPart:
    title, share, purpose = [*(part.strip() for part in line.split(BETWEEN, 2)), "", ""][:3]
    try:
        weight = float(share.replace(",", ".")) if share else 1.0
    except ValueError:
        raise BadInput(
            f"“{share}” in line {number} is not a number.",
            place=f"agenda, line {number}",
            cure="Write title | share | purpose, such as: Arriving | 1 | How are you, really?",
        ) from None
    return made(AgendaPart, title=title, share=weight, purpose=purpose)


def read_capacity(text: str) -> int | None:
    """How many places; None where nothing was typed, for as many as come."""
    if not text.strip():
        return None
    try:
        return int(text)
    except ValueError:
        raise BadInput(
            f"“{text}” is not a number of places.",
            place="capacity",
            cure="Give a whole number, or leave it empty for as many as come.",
        ) from None


def own_wordings(said: Sequence[str]) -> dict[AgreedTopic, str]:
    """The wordings that were typed, by topic; an empty one stands for the copilot's own."""
    typed = dict(zip(TOPICS, said, strict=True))
    return {topic: words.strip() for topic, words in typed.items() if words.strip()}


def wording_labels() -> list[str]:
    """What each point of an agreement is called."""
    return [TITLES[topic] for topic in TOPICS]


def cohort_list(cohorts: Sequence[Cohort], enrolments: Sequence[Enrolment]) -> Markup:
    """The groups of a programme with their dates and places."""
    if not cohorts:
        return empty(
            "There are no cohorts.",
            "Everybody goes through it together. Add one for a group that starts later.",
        )
    return listed([_cohort(each, enrolments) for each in cohorts], "plain cohorts")


def _cohort(cohort: Cohort, enrolments: Sequence[Enrolment]) -> Markup:
    inside = sum(each.cohort == cohort.id and each.state in ("enrolled", "paused") for each in enrolments)
    of = f" of {cohort.capacity:,}" if cohort.capacity else ""
    return piece(
        '<div class="promise"><span><b>{}</b> <span class="small">{} to {}</span></span><span class="small">'
        "{}{} take part</span></div>",
        cohort.name, day(cohort.starts), day(cohort.ends), f"{inside:,}", of,
    )  # fmt: skip


def who_is_in(
    programme: Programme, enrolments: Sequence[Enrolment], people: People, cohorts: Mapping[str, str]
) -> Markup:
    """How many take part, and who waits in which order."""
    counts = {state: sum(each.state == state for each in enrolments) for state, _ in _STATES}
    facts = [_fact(words, f"{counts[state]:,}") for state, words in _STATES if counts[state]]
    places = "as many as come" if programme.capacity is None else f"{programme.capacity:,}"
    waiting = sorted(
        [each for each in enrolments if each.state == "waiting"],
        key=lambda each: (str(each.at or ""), each.id),
    )
    line = [
        piece(
            '<li>{} <span class="small">{}{}</span></li>',
            people.name(each.member),
            piece("since {}", day(each.at)) if each.at else "",
            f", for {cohorts[each.cohort]}" if each.cohort in cohorts else "",
        )
        for each in waiting
    ]
    first = piece(
        '<p class="small">Who asked first is first; a place that comes free is given by itself.</p>'
    )
    return piece(
        '<dl class="facts">{}{}</dl>{}', _fact("places", places), together(facts),
        piece('<h3>Waiting list</h3>{}<ol class="waiting-list">{}</ol>', first, together(line)) if line else NOTHING,
    )  # fmt: skip


def _fact(what: str, value: str) -> Markup:
    return piece("<div><dt>{}</dt><dd>{}</dd></div>", what, value)


def who_takes_part(enrolments: Sequence[Enrolment], people: People, cohorts: Mapping[str, str]) -> Markup:
    """Everybody with a place, by name; folded."""
    inside = sorted(
        [each for each in enrolments if each.state in ("enrolled", "paused")],
        key=lambda each: people.name(each.member),
    )
    if not inside:
        return empty(
            "Nobody takes part yet.", "Members join on the page Programmes; an admin can enrol them, too."
        )
    rows = [
        piece(
            '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>',
            people.name(each.member),
            badge("on a pause", "quiet") if each.state == "paused" else "takes part",
            cohorts.get(each.cohort, ""),
        )
        for each in inside
    ]
    return piece(
        '<details><summary>{} with a place</summary><div class="wide tall" role="region" aria-label="Who takes part" '
        'tabindex="0"><table class="plain-table"><thead><tr><th scope="col">Name</th><th scope="col">Standing</th>'
        '<th scope="col">Cohort</th></tr></thead><tbody>{}</tbody></table></div></details>',
        counted(len(inside), "person", "people"), together(rows),
    )  # fmt: skip


def reviews_told(reviews: Reviews) -> Markup:
    """What members gave to the managers, without names."""
    if reviews.remark:
        return empty("Nothing to read yet.", reviews.remark)
    steps = [
        _fact(NEXT_STEPS[step], "a few" if count is None else f"{count:,}")
        for step, count in reviews.next_steps.items()
    ]
    told = [_review(each.went_well, each.would_change) for each in reviews.told]
    return piece(
        '<h3>What comes next for them</h3><dl class="facts">{}</dl>{}',
        together(steps), listed([each for each in told if each], "plain reviews"),
    )  # fmt: skip


def _review(went_well: str, would_change: str) -> Markup:
    well = piece('<p><span class="small">Went well:</span> {}</p>', went_well) if went_well else NOTHING
    change = (
        piece('<p><span class="small">Would change:</span> {}</p>', would_change) if would_change else NOTHING
    )
    return well + change


def closing_told(programme: Programme) -> Markup:
    """What closing does, or when it was done and what was learned."""
    if programme.closed is None:
        return piece(
            '<p class="under">Who takes part has completed it, and is asked to look back. Proposals that nobody '
            "answered are withdrawn. Nothing is deleted, and it can’t be opened again.</p>"
        )
    lessons = piece('<p class="said">{}</p>', programme.lessons) if programme.lessons else NOTHING
    return piece('<p class="under">Closed on {}.</p>{}', day(programme.closed), lessons)
