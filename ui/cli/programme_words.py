"""What the verbs of programmes read from the command line: roles, modes, wordings, parts of a session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from copilot.domain.drafts import AgreedTopic
    from copilot.domain.matches import MatchRole
    from copilot.domain.programmes import AgendaPart

MODES = "How matches come about: self, suggested, pool or nomination."
Roles = Annotated[
    list[str] | None,
    typer.Option("--role", help="What partners are here: mentor, sponsor, peer…; may be repeated."),
]
Wordings = Annotated[
    list[str] | None,
    typer.Option(
        help="A wording of agreements here, such as boundaries=“We don’t talk about pay.”; empty takes it out."
    ),
]
Parts = Annotated[
    list[str] | None,
    typer.Option(help="A part of every session, as “TITLE; SHARE; WHAT FOR”; may be repeated, in order."),
]


def roles_of(names: Sequence[str]) -> frozenset[MatchRole]:
    """The roles of these names. Raises BadInput naming those there are."""
    from ui.cli.match_words import role_named

    return frozenset(role for role in map(role_named, names) if role)


def worded(before: Mapping[AgreedTopic, str], wordings: Sequence[str] | None) -> dict[AgreedTopic, str]:
    """The wordings with those that are given, each `TOPIC=TEXT`; an empty text takes one out."""
    after = dict(before)
    for wording in wordings or ():
        name, _, text = wording.partition("=")
        topic = _topic(name.strip())
        after.pop(topic, None)
        if text.strip():
            after[topic] = text.strip()
    return after


def parts_of(given: Sequence[str] | None) -> tuple[AgendaPart, ...]:
    """The parts of a session; a share that is left out is 1."""
    from copilot.domain.programmes import AgendaPart
    from copilot.services.making import made

    parts = []
    for each in given or ():
        title, share, purpose = ([word.strip() for word in each.split(";", 2)] + ["", ""])[:3]
        parts.append(made(AgendaPart, title=title, share=_share(share), purpose=purpose))
    return tuple(parts)


def _share(word: str) -> float:
    from copilot.errors import BadInput

    try:
        return float(word or 1)
    except ValueError as fault:
        raise BadInput(
            f"“{word}” is no share.",
            place="--part",
            cure="Give a number, such as 3 for three times as long as 1.",
        ) from fault


def _topic(name: str) -> AgreedTopic:
    from typing import cast, get_args

    from copilot.domain.drafts import AgreedTopic
    from copilot.errors import BadInput

    topics = get_args(AgreedTopic)
    if name not in topics:
        raise BadInput(
            f"“{name}” is no topic of an agreement.",
            place="--wording",
            cure=f"Choose one of {', '.join(topics)}.",
        )
    return cast("AgreedTopic", name)
