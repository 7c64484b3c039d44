"""Facts for a role charter: the programme it is for, and what the guides say about the role. Nothing about anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from copilot.domain.briefs import Brief, Source
from copilot.domain.programmes import Programme
from copilot.domain.wording import day_in_words
from copilot.ports import Encoder, Library, UnitOfWork
from copilot.services.drafting.facts.fit_for_others import names_somebody
from copilot.services.drafting.facts.numbering import Numbering
from copilot.services.drafting.facts.reading import Reading
from copilot.services.drafting.facts.time_frame import time_frame
from copilot.services.drafting.material import Gathered

LOOKED_UP = {
    "mentor": (
        "a mentor shares experience and asks before giving advice",
        "what a mentor may not do: confidentiality, boundaries, a request that goes too far",
    ),
    "mentee": (
        "what a mentee prepares and brings to a mentoring session",
        "how a mentee prepares a meeting and decides what to talk about",
    ),
    "sponsor": (
        "what a sponsor does and says, and asking consent before using a name",
        "asking consent before raising a name, and speaking in facts",
    ),
    "peer": (
        "how peer mentoring works when both give and both take",
        "a peer knows what the work is like; a mentor has been there before",
    ),
    "manager": (
        "what the programme manager sees and never sees",
        "contact mentor and mentee in the first month and ask whether they have met",
    ),
}


class CharterFacts:
    """Gathers what a charter may be made from."""

    def __init__(self, library: Library, encoder: Encoder | None = None) -> None:
        self._reading = Reading(library, encoder)

    def gather(
        self, unit: UnitOfWork, role: str, name: str, programme: Programme | None, today: date
    ) -> Gathered:
        """A brief for one role without passages yet; `name` is of the member who asked, empty for the operator."""
        numbering = Numbering(names_somebody({one.id: one.name for one in unit.members.all()}))
        starts, ends = (programme.starts, programme.ends) if programme else time_frame(None, today)
        brief = Brief(
            about=name, people=(name,) if name else (), today=today, starts=starts, ends=ends, role=role,
            programme=frame(programme, numbering) if programme else (),
        )  # fmt: skip
        inputs = {"role": role} | ({"programme": programme.id} if programme else {})
        return Gathered(brief, numbering.citations, numbering.texts, inputs=inputs)

    def with_passages(self, gathered: Gathered) -> Gathered:
        """The same with passages on the role. It searches the guides, so no unit of work may be open."""
        numbering = Numbering.after(gathered)
        queries = LOOKED_UP[gathered.brief.role]
        found = [passage for query in queries for passage in self._reading.passages(query, numbering)]
        different = {passage.text: passage for passage in reversed(found)}
        brief = gathered.brief.model_copy(update={"passages": tuple(reversed(different.values()))})
        return replace(gathered, brief=brief, citations=numbering.citations, texts=numbering.texts)


def frame(programme: Programme, numbering: Numbering) -> tuple[Source, ...]:
    """The programme's name, dates and purpose, each with its citation."""
    fields = [
        ("name", programme.name, "name of the programme"),
        ("starts", programme.starts.isoformat(), f"starts on {day_in_words(programme.starts)}"),
        ("ends", programme.ends.isoformat(), f"ends on {day_in_words(programme.ends)}"),
        ("purpose", programme.purpose, "purpose of the programme"),
    ]
    told = [
        numbering.record("programme", programme.id, field, text, label)
        for field, text, label in fields
        if text
    ]
    return tuple(source for source in told if source is not None)
