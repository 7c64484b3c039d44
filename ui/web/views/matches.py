"""Suggestions and own matches: why, why not, and how the score came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from copilot.domain.citations import Citation, ProfileCitation
from copilot.domain.matches import Claim, Match, MatchRole, Rationale, Suggestion
from copilot.services.matching.reasons.role_words import listed as listed_names
from ui.web.people import People, ids_in
from ui.web.views.partners import CALLED
from ui.web.views.pieces import NOTHING, badge, face, listed, piece, together
from ui.web.views.roles_named import Named, named

PARTS = {
    "need_offer": "what one seeks and the other brings",
    "areas": "areas of mentoring",
    "reading": "a chat model’s reading",
    "choice": "the mentee’s own choice",
    "lexical": "the same words",
    "wishes": "wishes met",
    "hours": "hours in common",
    "style": "ways of working",
    "level_fit": "step in experience",
}

CIRCLE_PARTS = {"theme": "aims close to one theme", "functions": "different functions"}
"""The parts of a circle's score; nobody in it is scored against anybody else."""


def members_named(suggestions: Sequence[Suggestion]) -> set[str]:
    """Everybody whose name the cards show."""
    own = {suggestion.member for suggestion in suggestions}
    return own.union(*(named_in(suggestion.rationale) for suggestion in suggestions))


def named_in(rationale: Rationale) -> set[str]:
    """Members whom a rationale names by their id, as far as ids can be told from words."""
    ranked = {each.quote for each in rationale.citations if each.kind == "choice"}
    said = ids_in(*rationale.would_change)
    return ranked | said | {other.member for other in rationale.alternatives}


def suggestion_cards(
    suggestions: Sequence[Suggestion], people: People, me: str = "", role: MatchRole = MatchRole.MENTOR
) -> Markup:
    """Partners who may suit, best first, told to the one who seeks."""
    cards = [_suggestion(each, people, named(role, me, each.member, people, me)) for each in suggestions]
    return piece('<div class="suggestions">{}</div>', together(cards))


def _suggestion(suggestion: Suggestion, people: People, say: Named) -> Markup:
    return piece(
        '<article class="card suggestion"><div class="row"><h3>{}</h3>{}</div>{}{}{}</article>',
        face(people.name(suggestion.member), people.headline(suggestion.member)),
        badge(suggestion.rationale.confidence or percent(suggestion.score), "good"),
        reasons(suggestion.rationale, people, say), _how_scored(suggestion.parts, suggestion.score),
        _would_change(suggestion.rationale, people, say),
    )  # fmt: skip


def own_match_cards(matches: Sequence[Match], me: str, people: People) -> Markup:
    """Matches that a manager approved, for the two whom they are about."""
    return piece(
        '<div class="suggestions">{}</div>', together([_own(match, me, people) for match in matches])
    )


def partner_in(match: Match, me: str) -> str:
    """The other side of a pair."""
    return match.partner if match.seeker == me else match.seeker


def asked_of(match: Match, me: str, people: People) -> str:
    """What a match asks of her, in a few words: who seeks is told who it could be, who is sought for whom."""
    if match.role is MatchRole.CIRCLE:
        return f"A circle with {listed_names([people.name(each) for each in match.people if each != me])}"
    partner, called = people.name(partner_in(match, me)), CALLED[match.role]
    return (
        f"{partner} could be {called} for you"
        if match.seeker == me
        else f"You could be {called} for {partner}"
    )


def _own(match: Match, me: str, people: People) -> Markup:
    partner = partner_in(match, me)
    say = named(match.role, match.seeker, match.partner, people, me)
    standing = "you said yes; they haven’t answered yet" if me in match.accepted_by else "waits for your yes"
    return piece(
        '<article class="card suggestion"><div class="row"><h3>{}</h3>{}</div>{}</article>',
        face(people.name(partner), people.headline(partner)), badge(standing, "care"),
        reasons(match.rationale, people, say),
    )  # fmt: skip


def reasons(rationale: Rationale, people: People, say: Named) -> Markup:
    """Claims for and against, each with the words it rests on behind a click."""
    quotes = {citation.n: citation for citation in rationale.citations}
    return for_and_against(
        _claims(rationale.for_, quotes, people, say), _claims(rationale.against, quotes, people, say)
    )


def for_and_against(speaks_for: Markup, against: Markup) -> Markup:
    """The two boxes beside each other."""
    return piece(
        '<div class="reasons"><section class="for"><h4>For</h4>{}</section>'
        '<section class="against"><h4>Against</h4>{}</section></div>',
        speaks_for or piece("<p>Nothing carries much by itself: see how the score came about.</p>"),
        against or piece("<p>Nothing was found that speaks against it.</p>"),
    )  # fmt: skip


def _claims(claims: Sequence[Claim], quotes: Mapping[int, Citation], people: People, say: Named) -> Markup:
    lines = [piece("<p>{}</p>{}", say(claim.claim), _evidence(claim, quotes, people)) for claim in claims]
    return listed(lines, "claims")


def _evidence(claim: Claim, quotes: Mapping[int, Citation], people: People) -> Markup:
    found = [piece("<li>{}</li>", quoted(quotes[n], people)) for n in claim.evidence if n in quotes]
    if not found:
        return NOTHING
    return piece(
        '<details class="evidence"><summary>Evidence</summary><ul class="quotes">{}</ul></details>',
        together(found),
    )


def quoted(citation: Citation, people: People) -> Markup:
    """The words quoted, and where they stand. Of a ranking the words are an id: the name is shown."""
    if isinstance(citation, ProfileCitation):
        field = citation.field.partition("[")[0].replace("_", " ")
        where = f"{people.first(citation.member)}, {field}"
        return piece('<q>{}</q> <span class="small">{}</span>', citation.quote, where)
    if citation.kind == "choice":
        return piece('{} <span class="small">in the ranking</span>', people.name(citation.quote))
    return piece("<q>{}</q>", citation.quote)


def _how_scored(parts: Mapping[str, float], score: float) -> Markup:
    return piece(
        "<details><summary>How the score of {} came about</summary>{}</details>",
        percent(score),
        score_bars(parts),
    )


def score_bars(parts: Mapping[str, float], weights: Mapping[str, float] | None = None) -> Markup:
    """Each part of a score as a horizontal bar; a table, so that it can be read out.

    With `weights` also how much of the score hangs on each part, the heaviest first; a part that is unknown, and so
    is not among `parts`, weighs nothing.
    """
    names = [name for name in PARTS if name in parts] + sorted(name for name in parts if name not in PARTS)
    shares = _shares(names, weights or {})
    names.sort(key=lambda name: -shares.get(name, 0.0))
    head = (
        piece(
            '<thead><tr><th scope="col">Part</th><th scope="col" colspan="2">From 0 to 100</th>'
            '<th scope="col">Weight</th></tr></thead>'
        )
        if shares
        else NOTHING
    )
    return piece(
        '<table class="bars"><caption>Parts of the score, each from 0 to 100{}</caption>{}<tbody>{}</tbody></table>',
        ", and what each weighs" if shares else "", head,
        together([_bar(_called(name), parts[name], shares.get(name)) for name in names]),
    )  # fmt: skip


def _called(name: str) -> str:
    return PARTS.get(name) or CIRCLE_PARTS.get(name, name)


def _shares(names: Sequence[str], weights: Mapping[str, float]) -> dict[str, float]:
    whole = sum(weights.get(name, 0.0) for name in names)
    return {name: weights.get(name, 0.0) / whole for name in names} if whole else {}


def _bar(name: str, value: float, share: float | None) -> Markup:
    width = max(0, min(100, round(100 * value)))
    weighs = NOTHING if share is None else piece('<td class="weighs">{:.0%}</td>', share)
    return piece(
        '<tr><th scope="row">{}</th><td class="track"><span style="width:{}%"></span></td>'
        '<td class="value">{}</td>{}</tr>',
        name, width, width, weighs,
    )  # fmt: skip


def _would_change(rationale: Rationale, people: People, say: Named) -> Markup:
    if not rationale.would_change:
        return NOTHING
    changes = listed([piece("{}", say(people.told(change))) for change in rationale.would_change])
    return piece("<details><summary>What would change this</summary>{}</details>", changes)


def percent(score: float) -> str:
    """A score from 0 to 1 as a number up to 100."""
    return f"{round(100 * score)}"
