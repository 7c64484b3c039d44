"""The audit for those who may read it: what to look at, who has a match, whether a name changes anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from markupsafe import Markup

from copilot.domain.matches import MatchRole
from copilot.services.auditing.access import AccessRow
from copilot.services.auditing.groups import CROSSED
from copilot.services.auditing.rates import LINE
from copilot.services.auditing.report import AuditReport
from copilot.services.auditing.sponsorship import SponsorshipRow
from copilot.services.auditing.tables import Table, hidden_groups, tables
from copilot.services.auditing.verdicts import Line, Verdict
from ui.web.people import People
from ui.web.views.partners import CALLED
from ui.web.views.pieces import NOTHING, badge, counted, day, empty, listed, notice, piece, section, together

ORDER = (Verdict.LOOK, Verdict.TOO_FEW, Verdict.PASS)
TONES = {Verdict.LOOK: "care", Verdict.TOO_FEW: "quiet", Verdict.PASS: "good"}
SAID = {
    Verdict.LOOK: "Worth a look",
    Verdict.TOO_FEW: "Too few people to say",
    Verdict.PASS: "Nothing found",
}
SECTIONS = {
    "access": "Who has a match",
    "quality": "How good the matches are",
    "exposure": "Who is seen in the lists",
    "funnel": "Who gets on from step to step",
    "sponsorship": "For whom sponsorship goes how far",
    "decisions": "What managers decide",
    "constraints": "What the hard rules take away",
    "names": "Names and the like",
}
Findings = dict[tuple[str, str, str], Verdict]
Rate = AccessRow | SponsorshipRow


def no_audit() -> Markup:
    """What the page says before an audit was run."""
    return empty(
        "No audit yet.",
        "Run it: it compares the groups that members declared themselves, with their consent, and keeps none of it.",
    )


def audit_report(report: AuditReport, people: People, programme: str) -> Markup:
    """The whole report, what matters most first. Numbers of fewer than five people are not in it: the service hides
    them.

    Args:
        programme: the name of the programme, empty for the whole community.
    """
    return piece(
        '<article class="audit">{}</article>',
        together(
            (
                _head(report, people, programme),
                _verdicts(report),
                _names(report),
                _rates(report),
                _sponsorship(report),
                _how_to_read(report),
                _tables(tables(report)),
            )
        ),
    )


def _head(report: AuditReport, people: People, programme: str) -> Markup:
    header = report.header
    by = "the operator" if header.by == "operator" else people.name(header.by)
    sentence = piece(
        "{} On {} {} had {} of {} compared.",
        header.statement, day(header.on), by, counted(header.members, "person", "people"),
        programme or "the whole community",
    )  # fmt: skip
    numbers = together(
        [piece("<div><dt>{}</dt><dd>{}</dd></div>", SAID[each].lower(), report.count(each)) for each in ORDER]
    )
    notes = together([notice(each, "plain") for each in report.notes])
    return piece(
        '<section class="card"><p>{}</p><dl class="numbers">{}</dl>{}</section>', sentence, numbers, notes
    )


def _verdicts(report: AuditReport) -> Markup:
    """LOOK in full, the other two behind a click."""
    by_verdict = {each: [line for line in report.verdicts if line.verdict is each] for each in ORDER}
    look = by_verdict[Verdict.LOOK]
    first = (
        listed([_line(each) for each in look], "plain verdicts")
        if look
        else piece(
            "<p>No line lies below {:.2f} of the best-off group by more than chance. That says that nothing was found, "
            "not that all is fair.</p>",
            LINE,
        )
    )
    others = [_folded(each, by_verdict[each]) for each in (Verdict.TOO_FEW, Verdict.PASS)]
    return section(SAID[Verdict.LOOK], first, *others)


def _folded(verdict: Verdict, lines: Sequence[Line]) -> Markup:
    if not lines:
        return NOTHING
    groups = [
        piece(
            "<h4>{}</h4>{}",
            SECTIONS.get(name, name),
            listed([_line(each) for each in same], "plain verdicts"),
        )
        for name, same in groupby(lines, key=lambda line: line.section)
    ]
    return piece(
        "<details><summary>{}: {}</summary>{}</details>",
        SAID[verdict], counted(len(lines), "line"), together(groups),
    )  # fmt: skip


def _line(line: Line) -> Markup:
    about = " · ".join(part for part in (line.role, line.attribute, line.group) if part)
    return piece(
        '<div class="verdict">{}<p><b>{}</b> <span class="small">{}</span><br>{}</p></div>',
        badge(line.verdict.value, TONES[line.verdict]), about, SECTIONS.get(line.section, line.section).lower(),
        line.sentence,
    )  # fmt: skip


def _names(report: AuditReport) -> Markup:
    """What swapping names, ages, schools and places came to."""
    question, rows = "Would another name change a match?", report.name_swaps
    if not rows:
        words = piece(
            "<p>Names were not swapped this time. With the box above ticked, the community is matched again and again "
            "under other names, ages, schools and places; that takes a minute or more.</p>"
        )
        return section(question, words)
    changed, most = sum(row.changed for row in rows), max(row.changed_without for row in rows)
    told = (
        f"Yes: {counted(changed, 'pair')} changed, and none should. This is a defect of matching: please report it."
        if changed
        else f"No. {counted(len(rows), 'swap')} of {counted(rows[0].pairs, 'pair')}, and not one pair changed. "
        f"Had names and the like not been taken out, a swap would have changed up to {most:,}."
    )
    return section(question, notice(told, "care" if changed else "good"))


def _rates(report: AuditReport) -> Markup:
    """The selection rates, a chart an attribute; two attributes crossed are behind a click."""
    found = {
        (line.role, line.attribute, line.group): line.verdict
        for line in report.verdicts
        if line.section == "access"
    }
    roles = [
        _rates_of(role, list(rows), found)
        for role, rows in groupby(report.access, key=lambda row: row.role.value)
    ]
    if not roles:
        return NOTHING
    return section(SECTIONS["access"], _legend(), *roles)


def _legend() -> Markup:
    return piece(
        '<p class="small legend"><span>From 0 to 100 %.</span> '
        '<span><i class="dot"></i> the share who have one, proposed or later</span> '
        '<span><i class="band"></i> where it may lie by chance (95 %)</span> '
        '<span><i class="line"></i> {:.2f} of the best-off group’s</span> '
        '<span><i class="veil"></i> hidden: fewer than five people on one side</span></p>',
        LINE,
    )


def _sponsorship(report: AuditReport) -> Markup:
    """How far sponsorship goes, a chart a step and attribute."""
    found = {
        (line.role, line.attribute, line.group): line.verdict
        for line in report.verdicts
        if line.section == "sponsorship"
    }
    cards = [
        piece(
            '<section class="card rates"><h3>{}</h3>{}</section>',
            step.capitalize(),
            _charts(step, rows, found),
        )
        for step, rows in groupby(report.sponsorship, key=lambda row: row.step)
    ]
    return section(SECTIONS["sponsorship"], *cards) if cards else NOTHING


def _rates_of(role: str, rows: Sequence[AccessRow], found: Findings) -> Markup:
    plain = [row for row in rows if CROSSED not in row.attribute]
    crossed = [row for row in rows if CROSSED in row.attribute]
    more = piece(
        "<details><summary>Two attributes crossed</summary>{}</details>", _charts(role, crossed, found)
    )
    return piece(
        '<section class="card rates"><h3>{}</h3>{}{}</section>',
        CALLED[MatchRole(role)].capitalize(), _charts(role, plain, found), more if crossed else NOTHING,
    )  # fmt: skip


def _charts(role: str, rows: Iterable[Rate], found: Findings) -> Markup:
    return together(
        [
            _chart(role, attribute, list(same), found)
            for attribute, same in groupby(rows, key=lambda row: row.attribute)
        ]
    )


def _chart(role: str, attribute: str, rows: Sequence[Rate], found: Findings) -> Markup:
    line = _line_at(rows)
    bars = [_rate(row, line, found.get((role, attribute, row.group))) for row in rows]
    return piece(
        '<table class="rate-chart"><caption>{}</caption><tbody>{}</tbody></table>', attribute, together(bars)
    )


def _line_at(rows: Sequence[Rate]) -> float | None:
    """Where 0.80 of the best-off group's rate lies; None where that rate is hidden or rounded."""
    best = next((row.share for row in rows if row.group == row.best_off), None)
    return None if best is None or best.rate is None or best.rounded else LINE * best.rate


def _rate(row: Rate, line: float | None, verdict: Verdict | None) -> Markup:
    look = badge(verdict.value, TONES[verdict]) if verdict is Verdict.LOOK else NOTHING
    return piece(
        '<tr><th scope="row">{}</th><td class="scale"><span aria-hidden="true">{}{}</span></td><td>{} {}</td></tr>',
        row.group, _drawn(row), NOTHING if line is None else _at("line", line), row.share.told, look,
    )  # fmt: skip


def _drawn(row: Rate) -> Markup:
    """The share with its interval; where it is hidden, a veil over all that it may be."""
    share = row.share
    if share.rate is None or row.interval is None:
        return _between("veil", share.rate_from, share.rate_to)
    return _between("band", *row.interval) + _at("dot", share.rate)


def _at(kind: str, value: float) -> Markup:
    return piece('<i class="{}" style="left:{:.1f}%"></i>', kind, 100 * value)


def _between(kind: str, low: float, high: float) -> Markup:
    return piece(
        '<i class="{}" style="left:{:.1f}%;width:{:.1f}%"></i>', kind, 100 * low, 100 * max(0.0, high - low)
    )


def _how_to_read(report: AuditReport) -> Markup:
    lines = (*report.header.how_to_read, *hidden_groups(report))
    settings = piece(
        '<p class="small">Report {}, encoder {}, seed {}.</p>',
        report.header.audit, report.header.encoder, report.header.seed,
    )  # fmt: skip
    return section("How to read it", listed([piece("{}", each) for each in lines]), settings)


def _tables(found: Sequence[Table]) -> Markup:
    if not found:
        return NOTHING
    return section("The numbers behind it", *map(_table, found))


def _table(table: Table) -> Markup:
    head = together([piece('<th scope="col">{}</th>', each) for each in table.header])
    rows = together(
        [piece("<tr>{}</tr>", together([piece("<td>{}</td>", cell) for cell in row])) for row in table.rows]
    )
    return piece(
        '<details><summary>{}: {}</summary><p class="small">{}</p><div class="wide" role="region" aria-label="{}" '
        'tabindex="0"><table class="plain-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></details>',
        table.title, counted(len(table.rows), "row"), table.about, table.title, head, rows,
    )  # fmt: skip
