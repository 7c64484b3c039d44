"""A programme's standing: counts and dates, never what anybody said. What is small, the service has hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from markupsafe import Markup

from copilot.domain.matches import MatchRole
from copilot.services.auditing.disclosure import Share
from copilot.services.matching.reasons.role_words import listed as listed_names
from copilot.services.programme_health import QUIET_FOR, Cadence, Health, Month, RoleReach, Waiting
from copilot.services.relationships import RelationshipStatus
from ui.web.people import People
from ui.web.tabs import ROLES
from ui.web.views.pieces import NOTHING, badge, counted, day, days_from, empty, piece, section, together

FEW_ROWS = 12
"""So many relationships are in sight; the rest is behind a click."""
LOOKED_FOR = {MatchRole(role): words for words, role in ROLES}
STAGES = {
    "initiation": "getting to know each other",
    "cultivation": "in full swing",
    "separation": "coming to an end",
    "redefinition": "finding a new form",
}
STANDINGS = {"active": "under way", "paused": "paused", "closed": "ended"}
_STEPS = (
    ("to_decide", "proposed", "to decide"),
    ("second_review", "second_review", "in second review"),
    ("answers", "approved", "approved, and one of them hasn’t answered"),
)


def no_programme() -> Markup:
    """What the page says to who may see none."""
    return empty(
        "You manage no programme.",
        "Whoever runs this installation begins one and says who manages it, with “mentoring programmes add”.",
    )


def health(found: Health, people: People, *, decides: bool = False) -> Markup:
    """One programme: what waits, how its relationships stand, whether people meet, and whom it reaches.

    Args:
        decides: whether who looks at it decides on matches, so that what waits leads there.
    """
    parts = (
        _title(found, people),
        _waiting(found.waiting, found.programme.id, decides),
        _relationships(found),
        _meetings(found.cadence),
        _promises(found),
        _reach(found.reach),
    )
    return piece('<article class="health">{}</article>', together(parts))


def _title(found: Health, people: People) -> Markup:
    programme = found.programme
    managers = listed_names(sorted(people.name(each) for each in programme.managers) or ["nobody"])
    return piece(
        '<section class="card"><h2>{}</h2><p class="under">{} to {}. Managed by {}.</p>{}</section>',
        programme.name, day(programme.starts), day(programme.ends), managers,
        piece("<p>{}</p>", programme.purpose) if programme.purpose else NOTHING,
    )  # fmt: skip


def _waiting(waiting: Sequence[Waiting], programme: str, decides: bool) -> Markup:
    """What waits for a decision; for who decides, each a way into the queue."""
    cards = [
        piece("<li>{}</li>", _door(each, words, count, programme if decides else "", state))
        for name, state, words in _STEPS
        for each in waiting
        if (count := getattr(each, name))
    ]
    hidden = any(getattr(each, name) is None for name, _, _ in _STEPS for each in waiting)
    few = piece('<p class="small">{}</p>', _FEW_WAIT) if hidden else NOTHING
    if not cards and hidden:
        return section("Waiting for a decision", few)
    if not cards:
        return section("Waiting for a decision", empty("Nothing waits.", "Matches to decide on stand here."))
    return section("Waiting for a decision", piece('<ul class="plain waits">{}</ul>', together(cards)), few)


_FEW_WAIT = "Where no number stands, fewer than five wait, or none."


def _door(waiting: Waiting, words: str, count: int, programme: str, state: str) -> Markup:
    number = f"{count:,}" if programme else f"about {count:,}"
    told = piece("<b>{}</b> <span>{} {}</span>", number, LOOKED_FOR[waiting.role], words)
    where = urlencode({"programme": programme, "role": waiting.role.value, "state": state})
    if not programme:
        return piece('<div class="card wait">{}</div>', told)
    return piece('<a class="card wait" href="/matches?{}">{}</a>', where, told)


def _relationships(found: Health) -> Markup:
    if not found.states:
        nothing = empty(
            "Too few relationships to be counted.",
            "Run matching and approve what convinces you; both people accept, then it begins.",
        )
        return section("Relationships", nothing)
    states = {STANDINGS[state]: share for state, share in found.states.items()}
    stages = {STAGES[stage]: share for stage, share in found.stages.items()}
    return section(
        "Relationships",
        piece(
            '<div class="two">{}{}</div>',
            _card("Of all that ever began", shares("Relationships by standing", states)),
            _card("Of those under way", shares("Relationships by stage", stages)),
        ),
    )


def _card(title: str, *parts: Markup) -> Markup:
    return piece('<section class="card"><h3>{}</h3>{}</section>', title, together(parts))


def _meetings(cadence: Cadence) -> Markup:
    rows = {
        "keep the rhythm they agreed on": cadence.keeping_it,
        "have no next meeting planned": cadence.next_missing,
        "quiet for six weeks": cadence.quiet,
    }
    return section(
        "Meetings",
        piece(
            '<div class="two">{}{}</div>',
            _card(
                "Of those under way", shares("How people meet", rows, care=_WORTH_A_LOOK), _rhythm(cadence)
            ),
            _card(
                "Sessions held, month by month",
                columns(cadence.months),
                piece('<p class="small">{}</p>', _ONGOING),
            ),
        ),
    )


_ONGOING = "In fives; “few” is of fewer than five relationships, or of none. The last month is not over yet."
_WORTH_A_LOOK = ("have no next meeting planned", "quiet for six weeks")


def _rhythm(cadence: Cadence) -> Markup:
    """Held against expected, since both signed."""
    if cadence.held is None or not cadence.expected:
        words = "An agreement that says “we meet every two weeks” lets you see here whether they do."
        return piece('<p class="small">{}</p>', words)
    return piece(
        '<p class="small">Since they signed, about {} were held of about {} that their agreements make by now '
        "({:.0%}); one behind still counts as kept.</p>",
        counted(cadence.held, "meeting"), f"{cadence.expected:,}", cadence.held / cadence.expected,
    )  # fmt: skip


def _promises(found: Health) -> Markup:
    goals, agreements = (
        found.goals,
        {"signed by everybody": found.signed, "waiting for a signature": found.offered},
    )
    reached = {"have set a goal": goals.with_a_goal, "of these, reached one": goals.reached_one}
    many = (
        piece('<p class="small">About {} goals set, about {} reached. Their words stay with their owners.</p>',
              goals.set, goals.reached)
        if goals.set and goals.reached is not None
        else NOTHING
    )  # fmt: skip
    return section(
        "Agreements and goals",
        piece(
            '<div class="two">{}{}</div>',
            _card("Agreements of those under way", shares("Agreements", agreements)),
            _card("Goals of those in a relationship", shares("Goals", reached), many),
        ),
    )


def _reach(reach: Sequence[RoleReach]) -> Markup:
    cards = [
        _card(
            f"With {LOOKED_FOR[each.role]}",
            shares(
                f"Reach with {LOOKED_FOR[each.role]}",
                {"were ever asked": each.asked, "had an approved match": each.matched},
            ),
        )
        for each in reach
    ]
    about = piece(
        '<p class="small">Of those who could have one. Who is never asked gains most from being asked.</p>'
    )
    return section("Whom it reaches", about, piece('<div class="two">{}</div>', together(cards)))


def shares(caption: str, found: Mapping[str, Share | None], care: Sequence[str] = ()) -> Markup:
    """A bar for each share with its words; a veil over all that a hidden one may be.

    Args:
        caption: what it is, for those who hear the page.
        care: the names of those that are the better the smaller they are.
    """
    rows = [_share(name, share, name in care) for name, share in found.items()]
    return piece(
        '<table class="shares"><caption class="for-readers">{}</caption><tbody>{}</tbody></table>',
        caption, together(rows),
    )  # fmt: skip


def _share(name: str, share: Share | None, is_care: bool) -> Markup:
    told = share.told if share else "too few to say"
    return piece(
        '<tr><th scope="row">{}</th><td class="told">{}</td><td class="track"><span class="rail" aria-hidden="true">{}'
        "</span></td></tr>",
        name, told, _drawn(share, "care" if is_care else "") if share else NOTHING,
    )  # fmt: skip


def _drawn(share: Share, tone: str) -> Markup:
    if share.rate is None:
        low, high = 100 * share.rate_from, 100 * share.rate_to
        return piece('<i class="veil" style="left:{:.1f}%;width:{:.1f}%"></i>', low, high - low)
    return piece('<i class="fill {}" style="width:{:.1f}%"></i>', tone, 100 * share.rate)


def columns(months: Sequence[Month]) -> Markup:
    """A column for each month; a list, so that it can be read out."""
    most = max((each.held or 0 for each in months), default=0)
    bars = [
        piece(
            '<li><span class="value">{}</span><span class="column" aria-hidden="true">{}</span>'
            '<span class="month">{}</span></li>',
            "few" if each.held is None else each.held, _column(each.held, most), f"{each.first:%b}",
        )
        for each in months
    ]  # fmt: skip
    return piece('<ol class="columns" aria-label="Sessions held">{}</ol>', together(bars))


def _column(held: int | None, most: int) -> Markup:
    if held is None:
        return piece('<i class="veil"></i>')
    return piece('<i class="fill" style="height:{:.0f}%"></i>', 100 * held / most if most else 0)


def is_quiet(status: RelationshipStatus, today: date) -> bool:
    """Active, nothing planned, and nobody met for six weeks."""
    since = status.last_held or status.started
    if status.state != "active" or since is None or (status.next_planned and status.next_planned >= today):
        return False
    return today - since > QUIET_FOR


def one_by_one(statuses: Sequence[RelationshipStatus], people: People, today: date) -> Markup:
    """Every relationship with its dates, the quiet ones first."""
    if not statuses:
        return NOTHING
    ordered = sorted(statuses, key=lambda status: (not is_quiet(status, today), *_oldest_first(status)))
    rest = ordered[FEW_ROWS:]
    more = piece(
        "<details><summary>{} more</summary>{}</details>",
        counted(len(rest), "relationship"), _table("More relationships", rest, people, today),
    )  # fmt: skip
    first = _table("Relationships", ordered[:FEW_ROWS], people, today)
    about = piece(
        '<p class="small">Who may want a word from you stands first. Dates only: what they say is theirs.</p>'
    )
    return section("One by one", about, first, more if rest else NOTHING)


def _oldest_first(status: RelationshipStatus) -> tuple[bool, date]:
    return status.state != "active", status.last_held or date.min


def _table(called: str, statuses: Iterable[RelationshipStatus], people: People, today: date) -> Markup:
    return piece(
        '<div class="wide" role="region" aria-label="{}" tabindex="0"><table class="plain-table dated"><thead><tr>'
        '<th scope="col">Relationship</th><th scope="col">Standing</th><th scope="col">Sessions</th>'
        '<th scope="col">Last</th><th scope="col">Next</th></tr></thead><tbody>{}</tbody></table></div>',
        called, together([_row(status, people, today) for status in statuses]),
    )  # fmt: skip


def _row(status: RelationshipStatus, people: People, today: date) -> Markup:
    names = " and ".join(people.name(member) for member in status.members)
    words = STAGES[status.stage.value] if status.state == "active" else STANDINGS[status.state]
    tone = "care" if is_quiet(status, today) else "quiet"
    return piece(
        '<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>',
        names, badge("quiet for six weeks" if tone == "care" else words, tone), status.held,
        days_from(today, status.last_held) or "never", days_from(today, status.next_planned) or "not planned",
    )  # fmt: skip
