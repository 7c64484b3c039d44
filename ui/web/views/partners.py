"""Whom a member ranked, and what in her profile would change her matches most."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from copilot.domain.choices import Choice
from copilot.domain.matches import MatchRole
from copilot.services.matching.verbs.filling import MissingField
from ui.web.people import People
from ui.web.views.pieces import NOTHING, day, empty, listed, piece, together

CALLED = {
    MatchRole.MENTOR: "a mentor",
    MatchRole.SPONSOR: "a sponsor",
    MatchRole.PEER: "a peer",
    MatchRole.REVERSE: "a reverse mentor",
    MatchRole.CIRCLE: "a circle",
}
MEANS = {
    MatchRole.MENTOR: "A mentor talks with you: somebody who has walked part of your way.",
    MatchRole.SPONSOR: "A sponsor talks about you where you are not in the room. Two reviewers look at each match.",
    MatchRole.PEER: "A peer works on something like yours: you help each other.",
    MatchRole.REVERSE: "A reverse mentor is earlier on the way, and knows what you would like to learn.",
}
_SOUGHT_BY = {MatchRole.MENTOR: "mentee", MatchRole.SPONSOR: "mentee", MatchRole.PEER: "peer"}


def kind_told(role: MatchRole, kinds: Sequence[MatchRole]) -> Markup:
    """What this kind of partner is, and which kinds she can't look for yet."""
    closed = [each for each in _SOUGHT_BY if each not in kinds]
    asked = [
        piece(
            '<p class="small">To look for {} too, ask your programme’s manager for the role “{}”.</p>',
            CALLED[each], _SOUGHT_BY[each],
        )
        for each in closed
    ]  # fmt: skip
    return piece('<p class="under">{}</p>{}', MEANS[role], together(asked))


def ranking(choice: Choice | None, people: People) -> Markup:
    """Her ranking as it is kept, and what it does."""
    if choice is None:
        return piece(
            '<p class="under">Whom you rank counts when matches are made: the first most. You can take it back until '
            "then, and a manager still looks at every match. Whom you name is not told that you did.</p>"
        )
    names = together([piece("<li>{}</li>", people.name(member)) for member in choice.ranked])
    return piece(
        '<div class="notice good" role="status"><p>Your ranking, kept on {}. It counts in the next matching.</p>'
        '<ol class="ranked">{}</ol></div>',
        day(choice.at), names,
    )  # fmt: skip


def nobody(role: MatchRole) -> Markup:
    """Said where nobody suits."""
    return empty(
        f"Nobody suits as {CALLED[role]} just now.",
        "Everybody who fits may be full, or your profile says too little to tell. Ask your programme’s manager, too.",
    )


def seeks_nobody() -> Markup:
    """Said to whoever has no role that seeks."""
    return empty(
        "You are not looking for anybody.",
        "If you would like a mentor, a sponsor or a peer, ask your programme’s manager for the role mentee or peer.",
    )


def what_would_help(missing: Sequence[MissingField], profile: str = "") -> Markup:
    """The empty field whose answer would change her matches most; the others behind a click."""
    if not missing:
        return NOTHING
    first, *others = missing
    more = [piece("{}", each.message) for each in others]
    rest = (
        piece("<details><summary>What else is empty</summary>{}</details>", listed(more)) if more else NOTHING
    )
    link = piece(' <a href="/{}">Fill it in</a>', profile) if profile else NOTHING
    return piece(
        '<section class="card helps"><h3>What would change your matches most</h3><p>{}{}</p>{}</section>',
        first.message, link, rest,
    )  # fmt: skip
