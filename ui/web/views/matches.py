"""Matches and suggestions: why, why not, and the people side by side."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from markupsafe import Markup

from copilot.domain.citations import Citation, ProfileCitation
from copilot.domain.matches import Claim, Match, Rationale, Suggestion, Unmatched
from copilot.domain.members import Member
from ui.web.people import People
from ui.web.views.pieces import NOTHING, badge, empty, face, listed, notice, piece, together

PARTS = {
    "need_offer": "what one seeks and the other brings",
    "lexical": "the same words",
    "wishes": "wishes met",
    "hours": "hours in common",
    "style": "ways of working",
    "level_fit": "step in experience",
}
STATES = {"proposed": "care", "approved": "good", "active": "good", "accepted": "good"}


def members_named(suggestions: Sequence[Suggestion]) -> set[str]:
    """Everybody whose name the cards show."""
    own = {suggestion.member for suggestion in suggestions}
    return own | {other.member for suggestion in suggestions for other in suggestion.rationale.alternatives}


def suggestion_cards(suggestions: Sequence[Suggestion], people: People) -> Markup:
    """Partners who may suit, best first."""
    return piece(
        '<div class="suggestions">{}</div>', together([_suggestion(each, people) for each in suggestions])
    )


def _suggestion(suggestion: Suggestion, people: People) -> Markup:
    return piece(
        '<article class="card suggestion"><div class="row"><h3>{}</h3>{}</div>{}{}{}</article>',
        face(people.name(suggestion.member), people.headline(suggestion.member)),
        badge(suggestion.rationale.confidence or _percent(suggestion.score), "good"),
        reasons(suggestion.rationale, people), _how_scored(suggestion.parts, suggestion.score),
        _would_change(suggestion.rationale),
    )  # fmt: skip


def own_match_cards(matches: Sequence[Match], me: str, people: People) -> Markup:
    """Matches that a manager approved, for the two whom they are about."""
    return piece(
        '<div class="suggestions">{}</div>', together([_own(match, me, people) for match in matches])
    )


def _own(match: Match, me: str, people: People) -> Markup:
    partner = match.partner if match.seeker == me else match.seeker
    standing = "you said yes; they haven’t answered yet" if me in match.accepted_by else "waits for your yes"
    return piece(
        '<article class="card suggestion"><div class="row"><h3>{}</h3>{}</div>{}</article>',
        face(people.name(partner), people.headline(partner)), badge(standing, "care"), reasons(match.rationale, people),
    )  # fmt: skip


def reasons(rationale: Rationale, people: People, *, folded: bool = True) -> Markup:
    """Claims for and against, each with the words it rests on; `folded` keeps those behind a click."""
    quotes = {citation.n: citation for citation in rationale.citations}
    against = _claims(rationale.against, quotes, people, folded) or piece(
        "<p>Nothing was found that speaks against it.</p>"
    )
    return piece(
        '<div class="reasons"><section class="for"><h4>For</h4>{}</section>'
        '<section class="against"><h4>Against</h4>{}</section></div>',
        _claims(rationale.for_, quotes, people, folded), against,
    )  # fmt: skip


def _claims(claims: Sequence[Claim], quotes: Mapping[int, Citation], people: People, folded: bool) -> Markup:
    lines = [piece("<p>{}</p>{}", claim.claim, _evidence(claim, quotes, people, folded)) for claim in claims]
    return listed(lines, "claims")


def _evidence(claim: Claim, quotes: Mapping[int, Citation], people: People, folded: bool) -> Markup:
    found = [quotes[n] for n in claim.evidence if n in quotes]
    if not found:
        return NOTHING
    words = together([piece("<li><q>{}</q> {}</li>", each.quote, _origin(each, people)) for each in found])
    shown = piece('<ul class="quotes">{}</ul>', words)
    return (
        piece('<details class="evidence"><summary>Evidence</summary>{}</details>', shown) if folded else shown
    )


def _origin(citation: Citation, people: People) -> Markup:
    if not isinstance(citation, ProfileCitation):
        return NOTHING
    field = citation.field.partition("[")[0].replace("_", " ")
    return piece('<span class="small">{}, {}</span>', people.first(citation.member), field)


def _how_scored(parts: Mapping[str, float], score: float) -> Markup:
    return piece(
        "<details><summary>How the score of {} came about</summary>{}</details>",
        _percent(score),
        score_bars(parts),
    )


def score_bars(parts: Mapping[str, float]) -> Markup:
    """Each part of a score as a horizontal bar; a table, so that it can be read out."""
    known = [name for name in PARTS if name in parts] + sorted(name for name in parts if name not in PARTS)
    rows = together([_bar(PARTS.get(name, name), parts[name]) for name in known])
    return piece(
        '<table class="bars"><caption>Parts of the score, each from 0 to 100</caption><tbody>{}</tbody></table>',
        rows,
    )


def _bar(name: str, value: float) -> Markup:
    percent = max(0, min(100, round(100 * value)))
    return piece(
        '<tr><th scope="row">{}</th><td class="track"><span style="width:{}%"></span></td><td>{}</td></tr>',
        name, percent, percent,
    )  # fmt: skip


def _would_change(rationale: Rationale) -> Markup:
    if not rationale.would_change:
        return NOTHING
    changes = listed([piece("{}", change) for change in rationale.would_change])
    return piece("<details><summary>What would change this</summary>{}</details>", changes)


def queue(matches: Sequence[Match], chosen: str, people: People, address: str) -> Markup:
    """Matches one below the other; each opens at its side. `address` ends where the match's id begins."""
    rows = [_row(match, match.id == chosen, people, address) for match in matches]
    return piece('<nav class="queue" aria-label="Matches"><ol>{}</ol></nav>', together(rows))


def _row(match: Match, is_chosen: bool, people: People, address: str) -> Markup:
    current = Markup(' aria-current="true"') if is_chosen else NOTHING
    return piece(
        '<li><a href="{}{}"{}><span class="name">{}</span><span class="under">with {}</span>'
        '<span class="score">{}{}</span></a></li>',
        address, match.id, current, people.name(match.seeker), people.name(match.partner), _percent(match.score),
        badge("locked", "quiet") if match.locked else NOTHING,
    )  # fmt: skip


def match_detail(match: Match, seeker: Member, partner: Member, people: People) -> Markup:
    """One match with everything a manager decides by."""
    return piece(
        '<article class="match"><div class="row"><h2>{seeker} <span class="small">with</span> {partner}</h2>{state}'
        '</div><p class="under">{confidence}{reason}</p>{reasons}{pair}<section class="card">'
        "<h3>How the score of {score} came about</h3>{bars}</section>{others}</article>",
        seeker=seeker.name, partner=partner.name, state=_state(match), confidence=match.rationale.confidence,
        reason=piece(" · {}", match.reason) if match.reason else NOTHING, pair=side_by_side(seeker, partner),
        reasons=reasons(match.rationale, people, folded=False), score=_percent(match.score),
        bars=score_bars(match.parts), others=_others(match, people),
    )  # fmt: skip


def _state(match: Match) -> Markup:
    words = f"{match.state.value}{', locked' if match.locked else ''}"
    return badge(words, STATES.get(match.state.value, "quiet"))


def side_by_side(seeker: Member, partner: Member) -> Markup:
    """Both profiles in their own words."""
    return piece('<div class="two">{}{}</div>', _profile(seeker, "seeks", 0), _profile(partner, "offers", 1))


def _profile(member: Member, side: str, tone: int) -> Markup:
    profile = member.profile
    level = f"level {profile.level}" if profile.level else ""
    place = " · ".join(part for part in (profile.function, level, profile.location) if part)
    groups = (
        ("Goals", profile.goals), ("Experience", profile.experience), ("Skills", profile.skills),
        ("Wishes", profile.wishes), ("Languages", profile.languages),
    )  # fmt: skip
    told = together([_group(name, texts) for name, texts in groups if texts])
    return piece(
        '<section class="card profile {}">{}<p class="under">{}</p>{}</section>',
        side, face(member.name, profile.headline, tone), place, told,
    )  # fmt: skip


def _group(name: str, texts: Sequence[str]) -> Markup:
    if name in ("Skills", "Languages"):
        return piece(
            '<h4>{}</h4><p class="badges">{}</p>', name, together([badge(text) for text in texts], " ")
        )
    return piece("<h4>{}</h4>{}", name, listed([piece("{}", text) for text in texts]))


def _others(match: Match, people: People) -> Markup:
    rationale = match.rationale
    alternatives = [
        piece(
            '{} <span class="small">{} · {}</span>',
            people.name(other.member),
            _percent(other.score),
            other.why_not,
        )
        for other in rationale.alternatives
    ]
    changes = [piece("{}", change) for change in rationale.would_change]
    return piece(
        '<div class="two"><section class="card"><h3>Who else</h3>{}</section>'
        '<section class="card"><h3>What would change this</h3>{}</section></div>',
        listed(alternatives) or piece("<p>Nobody else came close.</p>"),
        listed(changes) or piece("<p>Nothing small would.</p>"),
    )  # fmt: skip


def left_out(unmatched: Collection[Unmatched], people: People) -> Markup:
    """Who has nobody, why, and what would help."""
    if not unmatched:
        return NOTHING
    rows = [
        piece('<div class="left"><span class="name">{}</span><p>{}</p><p class="cure">{}</p></div>',
              people.name(each.member), each.reason, each.cure)
        for each in unmatched
    ]  # fmt: skip
    return piece(
        '<section class="section"><h2>Without a match: {}</h2>{}</section>',
        len(unmatched),
        listed(rows, "plain"),
    )


def progress_of_run(done: int, of: int, what: str) -> Markup:
    """How far a run is."""
    words = what or "working"
    return piece(
        '<div class="notice plain" role="status"><p>Matching: {}</p>'
        '<progress max="{}" value="{}">{} of {}</progress></div>',
        words, max(of, 1), done, done, of,
    )  # fmt: skip


def outcome(proposed: int, left: int, gap: float) -> Markup:
    """What a run came to."""
    best = (
        "and no better total is possible"
        if gap == 0
        else f"at most {100 * gap:.2f} % from the best total possible"
    )
    return notice(
        f"{proposed} matches proposed, {left} people without one, {best}. Nothing happens until you approve."
    )


def no_matches(state: str) -> Markup:
    """What an empty queue says."""
    if state == "proposed":
        return empty(
            "Nothing waits for you.",
            "Run matching above: it proposes the best pairs for the whole programme at once.",
        )
    return empty(f"No match is {state}.", "Decisions you make under “proposed” appear here.")


def _percent(score: float) -> str:
    return f"{round(100 * score)}"
