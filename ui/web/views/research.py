"""The anonymised export on a page: how likely somebody could be found, and what it doesn't protect from."""

from __future__ import annotations

from urllib.parse import urlencode

from markupsafe import Markup

from copilot.services.research.anonymity import Anonymised
from copilot.services.research.readme import NOT_PROTECTED
from copilot.services.research.service import Exported
from ui.web.views.pieces import badge, counted, empty, listed, piece, together

NOTHING_YET = empty(
    "Look at the risk first.",
    "Choose for how many people every combination has to stand. Nothing leaves before you download it.",
)


def risk_report(found: Exported) -> Markup:
    """The numbers, table by table, and the way to take it."""
    told = found.members - found.suppressed
    return piece(
        '<section class="card section"><h2>What would leave</h2>'
        '<p class="under">{} of {}; every combination stands for {} people or more.</p>{}{}{}{}</section>',
        f"{told:,}", counted(found.members, "member"), found.k, _numbers(found), _tables(found.tables),
        _not_protected(), _download(found),
    )  # fmt: skip


def _numbers(found: Exported) -> Markup:
    numbers = (
        ("k reached", f"{found.k:,}"),
        ("unique before", f"{found.unique_before:,}"),
        ("unique after", f"{found.unique_after:,}"),
        ("left out", f"{found.suppressed_share:.0%}"),
        ("risk at most", f"{found.risk.max:.1%}"),
        ("on average", f"{found.risk.mean:.1%}"),
    )
    cells = [piece("<div><dt>{}</dt><dd>{}</dd></div>", name, said) for name, said in numbers]
    return piece('<dl class="numbers">{}</dl>', together(cells))


def _tables(tables: tuple[Anonymised, ...]) -> Markup:
    head = together(
        [piece('<th scope="col">{}</th>', one) for one in ("Table", "Rows", "k", "Risk", "l", "Told as")]
    )
    return piece(
        '<div class="wide" tabindex="0" role="region" aria-label="Tables of the export"><table class="plain-table">'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
        head, together([_table(one) for one in tables]),
    )  # fmt: skip


def _table(one: Anonymised) -> Markup:
    if one.risk is None:
        return piece(
            '<tr><th scope="row">{}</th><td colspan="5">{} {}</td></tr>',
            one.name, badge("not written", "care"), one.withheld,
        )  # fmt: skip
    told = "; ".join(f"{name.replace('_', ' ')}: {step}" for name, step in one.told_as.items())
    return piece(
        '<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class="small">{}</td></tr>',
        one.name, f"{one.rows_before - one.suppressed:,}", one.k, f"{one.risk.max:.1%}", one.risk.l or "–", told,
    )  # fmt: skip


def _not_protected() -> Markup:
    parts = [_emphasised(each) for each in NOT_PROTECTED]
    return piece(
        "<details><summary>What it does not protect from</summary>{}</details>"
        '<p class="small">The risk is the chance that somebody who knows all these attributes of a member picks '
        "her row. <i>l</i> is the fewest different outcomes in a class: where it is 1, being in that class tells the "
        "outcome.</p>",
        listed(parts),
    )


def _emphasised(words: str) -> Markup:
    """The README's own words; `**Outcomes.** …`."""
    _, strong, rest = words.split("**", 2)
    return piece("<strong>{}</strong>{}", strong, rest.replace("*", ""))


def _download(found: Exported) -> Markup:
    asked = urlencode({"k": found.asked_k, "programme": found.programme})
    return piece(
        '<p><a class="button" href="/research.zip?{}" download>Download the tables</a> '
        '<span class="small">The log will say that you did. Give out one export, not several.</span></p>',
        asked,
    )
