"""Relationships that seem to fade or to be stuck: for managers with a reason and a step, for those in one, kindly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from markupsafe import Markup

from copilot.services.analytics.at_risk_service import AtRisk, AtRiskList, Kindly
from copilot.services.analytics.told import Own
from ui.web.people import People
from ui.web.views.guides import guide_link
from ui.web.views.pieces import NOTHING, badge, counted, day, empty, listed, piece, subheading, together
from ui.web.views.programme import shares

TITLE = "Relationships that may need a word"
LEAD = "They seem to fade, or to be stuck. Read from dates alone; a few of them are well."
_WORDS = {
    "fading": "seem to fade",
    "stuck": "meet, and nothing moves",
    "fine": "go on as they did",
}


def at_risk(found: AtRiskList, people: People) -> Markup:
    """How many there are; for the manager of the programme which, why, and one step; who was left out, and why."""
    if found.looked_at == 0:
        nothing = empty("Nothing to look at yet.", "A relationship is looked at three weeks after it began.")
        return together([subheading(TITLE), nothing, _left_out(found)])
    return together([subheading(TITLE, LEAD), _counts(found), _which(found, people), _left_out(found)])


def _counts(found: AtRiskList) -> Markup:
    if not found.counts:
        return piece('<p class="small">Too few are looked at to be counted, or none.</p>')
    told = {_WORDS[word]: share for word, share in found.counts.items()}
    care = (_WORDS["fading"], _WORDS["stuck"])
    return piece('<div class="card gone-on">{}</div>', shares("How relationships go on", told, care))


def _which(found: AtRiskList, people: People) -> Markup:
    if not found.at_risk:
        only = "Which ones, and why, the managers of a programme see, and those who are in it."
        return piece('<p class="small">{}</p>', only if found.others else "None of them needs a word now.")
    first = [each for each in found.at_risk if each.call]
    rest = [each for each in found.at_risk if not each.call]
    more = piece(
        '<details class="all-numbers"><summary>{} more</summary>{}</details>',
        counted(len(rest), "relationship"), _table("More of them", rest, people),
    )  # fmt: skip
    return together([_table("Those to begin with", first, people), more if rest else NOTHING])


def _table(caption: str, listed_: Sequence[AtRisk], people: People) -> Markup:
    if not listed_:
        return NOTHING
    return piece(
        '<div class="wide" tabindex="0" role="region" aria-label="{}"><table class="plain-table at-risk">'
        '<caption class="for-readers">{}</caption><thead><tr><th scope="col">Who</th><th scope="col">Why</th>'
        '<th scope="col">One step</th></tr></thead><tbody>{}</tbody></table></div>',
        caption, caption, together(_row(each, people) for each in listed_),
    )  # fmt: skip


def _row(each: AtRisk, people: People) -> Markup:
    names = " and ".join(
        [", ".join(people.name(m) for m in each.members[:-1]), people.name(each.members[-1])]
    )
    where = f"/programme?{urlencode({'programme': each.programme})}" if each.programme else "/programme"
    planned = piece("Planned for {}. ", day(each.next_planned)) if each.next_planned else NOTHING
    return piece(
        '<tr><th scope="row">{}<span class="badges">{}</span></th><td>{}</td><td>{}'
        '<span class="ways">{}{} <a href="{}">{}</a></span></td></tr>',
        names, badge(each.status, "care"), each.reason, each.step, planned,
        guide_link("How to go about it", each.reading.path), where, "Its programme",
    )  # fmt: skip


def _left_out(found: AtRiskList) -> Markup:
    if not found.left_out:
        return NOTHING
    why = Counter(each.why for each in found.left_out)
    rows = [piece("{}: {}", said.removesuffix("."), f"{count:,}") for said, count in why.most_common()]
    return piece(
        '<details class="all-numbers"><summary>Left out, and why</summary>{}</details>', listed(rows)
    )


def kindly(found: Sequence[Kindly], names: Mapping[str, str]) -> Markup:
    """A member's own relationships that could do with a step of hers."""
    if not found:
        return NOTHING
    cards = [
        piece(
            '<article class="card"><h3>With {}</h3><p>{}</p><p>{}</p><p class="take"><a class="button" '
            'href="/sessions?relationship={}">Plan a meeting</a> {}</p></article>',
            names.get(each.relationship, "somebody"), each.reason, each.step, each.relationship,
            guide_link("How others do it", each.reading.path),
        )
        for each in found
    ]  # fmt: skip
    return together([subheading("A step that may help"), *cards])


def own(figures: Own) -> Markup:
    """A member's own figures, exact."""
    told = (
        ("meetings held", figures.meetings),
        ("relationships that met", figures.relationships_met),
        ("goals reached", figures.goals_reached),
        ("events attended", figures.events_attended),
        ("scenarios practised", figures.practised),
        ("days with a trace of yours", figures.days_with_a_trace),
    )
    cells = [piece("<div><dt>{}</dt><dd>{}</dd></div>", name, f"{count:,}") for name, count in told]
    return piece(
        '{}<section class="card"><p class="under">{} to {}</p><dl class="numbers">{}</dl></section>',
        subheading("Yours", "Only you see these; nobody is compared with you."),
        day(figures.period.first), day(figures.period.last), together(cells),
    )  # fmt: skip
