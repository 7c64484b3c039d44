"""Tools about other people: who could suit, what became of a match, and what the guides say."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, Field

from copilot.domain.chat import NextStep, ToolResult
from copilot.domain.citations import Citation
from copilot.domain.matches import Claim, Match, MatchRole, MatchState, Suggestion
from copilot.domain.wording import first_name, listed_in_words
from copilot.services.chat.jobs import Job
from copilot.services.chat.tools.asking import Asking, step
from copilot.services.chat.tools.telling import as_need, speaks_to_it, told

HOW_MANY = 3
WITH_TOPIC = 10
"""As many as a member may be offered; of these, those whose profile speaks to what she asked for."""
MOST_MATCHES = 8
CLAIMS_SHOWN = 2

_STANDS: dict[MatchState, str] = {
    MatchState.APPROVED: "approved by the programme; both of you still have to accept",
    MatchState.ACCEPTED: "accepted by one of you, waiting for the other",
    MatchState.ACTIVE: "active",
    MatchState.PAUSED: "paused",
    MatchState.CLOSED: "closed",
    MatchState.DECLINED: "declined",
    MatchState.EXPIRED: "expired without an answer",
    MatchState.WITHDRAWN: "withdrawn",
    MatchState.REPLACED: "replaced by another",
    MatchState.PROPOSED: "proposed",
    MatchState.SECOND_REVIEW: "in second review",
}


class AskedGuides(BaseModel):
    """A question to the guides."""

    question: str = Field(min_length=1, description="the question, in the person's own words")


class Wanted(BaseModel):
    """Whom she is looking for."""

    role: Literal["mentor", "sponsor", "peer", "reverse", "circle"] = Field(
        "mentor", description="mentor teaches, sponsor speaks up for her, peer is at her level"
    )
    topic: str = Field("", max_length=300, description="what she wants to learn, empty for her own goals")


class WithWhom(BaseModel):
    """Whose match."""

    person: str = Field("", description="the other person's name, empty for all of them")


def guides(asking: Asking, slots: AskedGuides) -> ToolResult:
    """What the training guides say, each sentence with its quotation."""
    answer = asking.services.guides.ask(asking.asker, slots.question, asking.earlier)
    text = " ".join(filter(None, (answer.answer, answer.remark)))
    return ToolResult(text=text, citations=answer.citations, failed=answer.abstained)


def find(asking: Asking, slots: Wanted) -> ToolResult:
    """Who could suit the asker, with what speaks for and against each."""
    if slots.role == "circle":
        return ToolResult(
            text="Circles are put together for a whole programme, so that each has a theme and a good mix. "
            "Ask your programme’s manager for the next one, or look for a peer now.",
            steps=(NextStep(label="Find a peer", text="Who could be my peer?"),),
        )
    role, topic = MatchRole(slots.role), slots.topic.strip()
    found = asking.services.matching.suggest(
        asking.asker, asking.asker.member, role, WITH_TOPIC if topic else HOW_MANY,
        wanted=as_need(topic) if topic else "",
    )  # fmt: skip
    if topic and not (found := [one for one in found if speaks_to_it(one, asking.asker.member)]):
        return _nobody_on(topic, role)
    if not found:
        return ToolResult(
            text=f"Nobody suits as a {role.value} just now: everybody who fits may be full, or your goals say too "
            "little. Say more in your profile, or ask your programme’s manager.",
            steps=(step(Job.PROFILE),),
            failed=True,
        )
    return _suggested(asking, found[:HOW_MANY], role, topic)


def matches(asking: Asking, slots: WithWhom) -> ToolResult:
    """Her own matches, and where each stands."""
    own = asking.services.matching.list_matches(asking.asker, member=asking.asker.member)
    people = asking.services.members.introduced(asking.asker, {id_ for match in own for id_ in match.people})
    names = {id_: person.name for id_, person in people.items()}
    wanted = [match for match in own if _concerns(asking, match, names, slots.person)]
    if own and not wanted:
        return ToolResult(text=f"You have no match with {slots.person.strip()} here.", failed=True)
    if not wanted:
        return ToolResult(
            text="There is no match of yours yet that a manager has approved. You will be asked as soon as there is.",
            steps=(step(Job.FIND),),
        )
    lines = [f"- {_match_line(asking, match, names)}" for match in wanted[:MOST_MATCHES]]
    return ToolResult(
        text="\n".join(["Your matches:", "", *lines]), steps=(step(Job.SESSIONS), step(Job.AGENDA))
    )


def _nobody_on(topic: str, role: MatchRole) -> ToolResult:
    """People who have nothing to do with what was asked would only look like an answer."""
    about = re.sub(r"^to ", "how to ", topic)
    return ToolResult(
        text=f"Nobody’s profile here speaks of “{topic}” just now. The guides may say something about it, or you look "
        "at people for the goals in your profile.",
        steps=(
            NextStep(label="Look it up in the guides", text=f"What do the guides say about {about}?"),
            NextStep(label="People for my goals", text=f"Who could be my {role.value}?"),
        ),
    )


def _suggested(asking: Asking, found: list[Suggestion], role: MatchRole, topic: str) -> ToolResult:
    people = asking.services.members.introduced(asking.asker, {one.member for one in found})
    about = f" for “{topic}”" if topic else " for the goals in your profile"
    lines = [f"Who could be your {role.value}{about}. Nobody is asked until you say so.", ""]
    citations: list[Citation] = []
    for suggestion in found:
        person = people.get(suggestion.member)
        name = person.name if person else suggestion.member
        headline = f", {person.headline}" if person and person.headline else ""
        lines.append(f"**{name}**{headline}")
        lines += _claims(suggestion, citations, role, topic)
        lines.append("")
    return ToolResult(
        text="\n".join(lines).strip(),
        citations=tuple(citations),
        steps=(step(Job.MATCHES), step(Job.PROFILE)),
    )


def _claims(suggestion: Suggestion, citations: list[Citation], role: MatchRole, topic: str) -> list[str]:
    """What speaks for and against her, the words she wrote quoted; what the asker wrote needs no quotation."""
    rationale = suggestion.rationale
    sources = {one.n: one for one in rationale.citations}
    lines = []
    sides = [(claim, "for") for claim in rationale.for_[:CLAIMS_SHOWN]]
    for claim, side in [*sides, *((claim, "against") for claim in rationale.against[:1])]:
        cited = [sources[n] for n in claim.evidence if n in sources and _is_of(sources[n], suggestion.member)]
        marks = "".join(f"[{_numbered(one, citations)}]" for one in cited)
        lines.append(
            f"- {'against: ' if side == 'against' else ''}{_said(claim, role, topic)}{f' {marks}' if marks else ''}"
        )
    return lines


def _said(claim: Claim, role: MatchRole, topic: str) -> str:
    """The claim as the seeker hears it; what she asked for just now is no goal in her profile."""
    words = told(claim.claim, role)
    need = re.escape(f"goal “{as_need(topic)}”") if topic else ""
    return re.sub(rf"(?:your|the) {need}", "what you ask for", words) if topic else words


def _is_of(citation: Citation, member: str) -> bool:
    return citation.kind == "profile" and citation.member == member


def _numbered(citation: Citation, citations: list[Citation]) -> int:
    """The number of a citation among those of the whole reply."""
    for known in citations:
        if known.model_copy(update={"n": citation.n}) == citation:
            return known.n
    citations.append(citation.model_copy(update={"n": len(citations) + 1}))
    return len(citations)


def _concerns(asking: Asking, match: Match, names: dict[str, str], said: str) -> bool:
    if not said.strip():
        return True
    other = names.get(_other(asking, match), "")
    words = {word.casefold() for word in said.split()}
    return bool(words & {word.casefold() for word in other.split()}) or said == _other(asking, match)


def _other(asking: Asking, match: Match) -> str:
    return match.partner if match.seeker == asking.asker.member else match.seeker


def _match_line(asking: Asking, match: Match, names: dict[str, str]) -> str:
    if match.role is MatchRole.CIRCLE:
        others = sorted(
            names.get(each, "a former member") for each in match.people if each != asking.asker.member
        )
        return f"**Your circle** with {listed_in_words(others)}: {_STANDS[match.state]}"
    other = names.get(_other(asking, match), "a former member")
    seeks = match.seeker == asking.asker.member
    what = f"your {match.role.value}" if seeks else f"you are the {match.role.value} of {first_name(other)}"
    return f"**{other}**, {what}: {_STANDS[match.state]}"
