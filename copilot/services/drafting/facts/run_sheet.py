"""Facts for a run sheet: the event's own words, who hosts and speaks, what people asked, and what the guides say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from copilot.domain.briefs import Brief, EventTold, Source
from copilot.domain.events import Event, EventQuestion
from copilot.domain.wording import day_in_words
from copilot.ports import Encoder, Library
from copilot.services.drafting.facts.numbering import Numbering
from copilot.services.drafting.facts.reading import Reading
from copilot.services.drafting.material import Gathered
from copilot.services.events.likeness import alike
from copilot.services.pseudonyms import Roster

MOST_QUESTIONS = 8
"""For fifty minutes, says the guide on Ask Me Anything sessions; the others are answered in writing."""
MINUTES_FOR_A_QUESTION = 5
_LEFT = "More was asked than there is time for: what most people ask is in it. Answer the rest in writing."
LOOKED_UP: Mapping[str, tuple[str, ...]] = {
    "ama": (
        "chairing an AMA: open in under two minutes, start with an easy question and an exact one",
        "interrupt a speech and ask which question they most want answered",
    ),
    "circle": (
        "a round in which each person speaks once and nobody comments",
        "interrupting a talkative member so that the circle shares the turns",
    ),
    "workshop": (
        "let people write for a minute or talk in pairs before they speak in a group",
        "interrupting a talkative member so that the group shares the turns",
    ),
    "webinar": (
        "one person cannot read, listen and keep time: a helper watches the written questions",
        "what to settle about recording and cameras in an online session",
    ),
    "spotlight": (
        "asking consent before raising a name, and speaking in facts",
        "a helper watches the written questions while the chair listens",
    ),
    "office-hours": (
        "start with the question that is most pressing and ask what they have tried",
        "a matter that deserves a private answer, and who can help",
    ),
}


class RunSheetFacts:
    """Gathers what a run sheet may be made from. Nothing of it is private: who may run the event sees it all."""

    def __init__(self, library: Library, encoder: Encoder | None = None) -> None:
        self._reading = Reading(library, encoder)
        self._encoder = encoder

    def gather(
        self,
        event: Event,
        questions: Sequence[EventQuestion],
        names: Mapping[str, str],
        today: date,
        asker: str = "",
    ) -> Gathered:
        """A brief of one event with passages. It groups questions and searches, so no unit of work may be open.

        Args:
            event: planned.
            questions: those that nobody has answered yet.
            names: everybody's in the community, by id.
            today: the day it is made on.
            asker: the name of whoever has it made; empty for the operator.
        """
        people = sorted(event.hosts) + [one for one in event.speakers if one not in event.declined]
        numbering = Numbering(_names_a_stranger(names, people))
        wanted = self._wanted(questions, event.title)
        told = self._told(event, wanted, names, numbering)
        hosts = [names[one] for one in dict.fromkeys(people) if one in names]
        brief = Brief(
            about=asker, today=today, starts=today, ends=max(today, event.at.date()), minutes=event.minutes,
            people=tuple(hosts), event=told, topic="",
        )  # fmt: skip
        found = [
            passage for query in LOOKED_UP[event.kind] for passage in self._reading.passages(query, numbering)
        ]
        different = {passage.text: passage for passage in reversed(found)}
        brief = brief.model_copy(update={"passages": tuple(reversed(different.values()))})
        inputs = {"event": event.id, "event_at": event.starts.isoformat(), "zone": event.time_zone}
        left = _LEFT if len(wanted) > len(told.questions) else ""
        return Gathered(brief, numbering.citations, numbering.texts, inputs=inputs, remark=left)

    def _told(
        self, event: Event, wanted: Sequence[EventQuestion], names: Mapping[str, str], numbering: Numbering
    ) -> EventTold:
        def record(field: str, text: str, label: str) -> Source:
            source = numbering.record("event", event.id, field, text, label)
            if source is None:
                raise ValueError(f"{field} can't be quoted")  # figures and names of zones always can
            return source

        begins = f"begins on {day_in_words(event.at.date())} at {event.at:%H:%M}"
        return EventTold(
            kind=event.kind.value,
            at=event.at,
            title=numbering.record("event", event.id, "title", event.title, "title of the event"),
            begins=record("at", f"{event.at:%Y-%m-%d %H:%M}", begins),
            zone=record("time_zone", event.time_zone, "its time zone"),
            length=record("minutes", str(event.minutes), f"takes {event.minutes} minutes"),
            hosts=_called(sorted(event.hosts), names, numbering, "hosts it"),
            speakers=_called(
                [one for one in event.speakers if one not in event.declined], names, numbering, "speaks"
            ),
            questions=_questions(event, wanted, numbering),
        )

    def _wanted(self, questions: Sequence[EventQuestion], about: str) -> list[EventQuestion]:
        """One question for each thing people want to know, what is asked most often first."""
        ordered = sorted(questions, key=lambda each: each.id)
        texts = [each.text for each in ordered]
        groups = alike(texts, self._encoder, about) if self._encoder else [[n] for n in range(len(texts))]
        groups = sorted(groups, key=lambda group: (-len(group), texts[group[0]]))
        return [ordered[group[0]] for group in groups]


def _questions(event: Event, wanted: Sequence[EventQuestion], numbering: Numbering) -> tuple[Source, ...]:
    """As many as there is time for, in the words of whoever asked, and nobody's name beside them."""
    most = max(1, min(MOST_QUESTIONS, event.minutes // MINUTES_FOR_A_QUESTION))
    found = (
        numbering.record("event", each.id, "question", each.text, "asked before the event") for each in wanted
    )
    return tuple([source for source in found if source is not None][:most])


def _called(
    ids: Collection[str], names: Mapping[str, str], numbering: Numbering, label: str
) -> tuple[Source, ...]:
    """Their names, cited from their profiles: what rests on a profile goes when she goes."""
    found = (numbering.profile(one, "name", names[one], label) for one in ids if one in names)
    return tuple(source for source in found if source is not None)


def _names_a_stranger(names: Mapping[str, str], people: Collection[str]) -> Callable[[str], bool]:
    """Which sentences name a member who neither hosts nor speaks: they are for no sheet that is handed round.

    A first name that others bear too is taken for that of whoever hosts or speaks.
    """
    everybody, own = Roster(names), Roster({one: names[one] for one in people if one in names})

    def names_one(sentence: str) -> bool:
        theirs = {(each.start, each.end) for each in own.mentions(sentence)}
        return any(
            each.member not in people and (each.member or (each.start, each.end) not in theirs)
            for each in everybody.people_in(sentence)
        )

    return names_one
