"""Facts of an event that every writer of a run sheet tells alike: when it is, who hosts and speaks, what was asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copilot.domain.briefs import EventTold, Source
from copilot.domain.drafts import Fact
from copilot.domain.wording import listed_in_words


def known(event: EventTold) -> tuple[Fact, ...]:
    """What is known of it, a sentence each."""
    return tuple(_known(event))


def asked(question: Source) -> Fact:
    """A question in the words of whoever asked it."""
    return Fact(text=f"“{question.text}”", evidence=(question.n,))


def _known(event: EventTold) -> Iterator[Fact]:
    called = f"“{event.title.text}”" if event.title else "It"
    evidence = [source.n for source in (event.title, event.begins, event.zone, event.length) if source]
    yield Fact(
        text=f"{called} {event.begins.label}, in {event.zone.text}, and {event.length.label}.",
        evidence=tuple(evidence),
    )
    yield from _people(event.hosts, "hosts it", "host it")
    yield from _people(event.speakers, "speaks", "speak")


def _people(people: Sequence[Source], one: str, many: str) -> Iterator[Fact]:
    if people:
        names = listed_in_words([source.text for source in people])
        does = one if len(people) == 1 else many
        yield Fact(text=f"{names} {does}.", evidence=tuple(source.n for source in people))
