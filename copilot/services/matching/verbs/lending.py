"""Who could lend a hand with one thing: the members whose own words come nearest to what somebody asks."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import numpy as np

from copilot.domain.asking import Asker
from copilot.domain.citations import ProfileCitation
from copilot.domain.help_requests import CouldHelp
from copilot.domain.members import Member, Profile, Role
from copilot.errors import BadInput, NotFound
from copilot.ports import Progress, Vectors
from copilot.services.matching.reasons.account import FAINTLY_CLOSE
from copilot.services.matching.scores.evidence import Evidence, Told, quotation
from copilot.services.matching.solving.rules import languages_of, understand
from copilot.services.matching.verbs.seeing import Seen
from copilot.services.matching.verbs.suggesting import Suggesting
from copilot.services.policy import Action

MOST_WHO_COULD_HELP = 5
"""Enough to have somebody in mind; nobody is written to."""
GIVING = frozenset({Role.MENTOR, Role.SPONSOR, Role.PEER})
"""Who said that she takes people on. Of everybody else others read no profile, so none is quoted."""
_ASKING = re.compile(
    r"\b(?:please|could|can|would|will|who|some(?:one|body)|any(?:one|body)|I'd|I|me|love|like|need|do|have"
    r"|help(?: me)?(?: with)?|a hand with|(?:second )?pair of eyes on|look(?:ing)? (?:over|at|through)"
    r"|(?:with|for|to) me|on \w+day|(?:this|next) (?:week|month)|today|tomorrow|tonight)\b",
    re.IGNORECASE,
)
"""What everybody says who asks for a hand; it makes all requests alike."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


class Lending(Suggesting):
    """The verb that finds a hand."""

    def who_could_help(
        self,
        asker: Asker,
        member_id: str,
        text: str,
        *,
        programme: str = "",
        k: int = MOST_WHO_COULD_HELP,
        leaving_out: Collection[str] = (),
        progress: Progress | None = None,
    ) -> list[CouldHelp]:
        """Up to k members who say of themselves what comes near to a text, the nearest first; kept nowhere.

        Only those who take people on: mentors, sponsors and peers who aren't paused and didn't say that they take
        none. Not whom one of the two vetoes, or with whom she has no language in common. The text is read as every
        other: without names.

        Args:
            asker: who asks.
            member_id: who needs a hand.
            text: what she asks.
            programme: only among those who take part in it; the community where it is empty.
            k: how many at most, 1 to 5.
            leaving_out: whom not to name.
            progress: told of profiles that are read for the first time.
        """
        self._policy.require(asker, Action.REQUESTS_WRITE, owners=(member_id,))
        check_how_many(k)
        seen = self._see(programme)
        asking = _asking(seen, member_id, text)
        needs = self._profiles.told(asking).needs
        if not needs:
            return []
        possible = [each for each in _possible(seen, asking) if each.id not in leaving_out]
        told = [self._profiles.told(each) for each in self._near(seen, asking, possible)]
        vectors = self._of_requests([need.neutral for need in needs])
        found = self._nearest_words(vectors, told, progress)
        near = sorted((each for each in found if each[0] >= FAINTLY_CLOSE), key=_best_first)[:k]
        return [_cited(*each) for each in near]

    def _of_requests(self, texts: Sequence[str]) -> Vectors:
        """Halfway between the whole text and its core: a cosine with it is the mean of the two."""
        cores = [_core(text) or text for text in texts]
        halfway: Vectors = (self._encoder.encode(texts) + self._encoder.encode(cores)) * np.float32(0.5)
        return halfway

    def _nearest_words(
        self, needs: Vectors, told: Sequence[Told], progress: Progress | None
    ) -> list[tuple[float, Told, Evidence]]:
        """Of each the words that come nearest to any need, and their cosine."""
        said = [(one, words) for one in told if (words := _words_of(one))]
        if not said:
            return []
        neutral = [each.neutral for _, words in said for each in words]
        nearness = (needs @ self._encoder.encode(neutral, progress).T).max(axis=0)
        ends = np.cumsum([len(words) for _, words in said])
        hers = np.split(nearness, ends[:-1])
        return [
            (float(own.max()), one, words[int(own.argmax())])
            for own, (one, words) in zip(hers, said, strict=True)
        ]


def check_how_many(k: int) -> None:
    """Refuse to name nobody, or more than anybody reads with care."""
    if not 1 <= k <= MOST_WHO_COULD_HELP:
        raise BadInput(f"{k} people can't be named.", place="-k", cure=f"Ask for 1 to {MOST_WHO_COULD_HELP}.")


def _words_of(told: Told) -> tuple[Evidence, ...]:
    """What she offers, each skill by itself: among twenty others the one that is meant would be lost."""
    return (*(offer for offer in told.offers if offer.field != "skills"), *told.skills)


def _cited(closeness: float, told: Told, words: Evidence) -> CouldHelp:
    quote = quotation(words.original)
    citation = ProfileCitation(n=1, member=told.member.id, field=words.field, quote=quote)
    return CouldHelp(member=told.member.id, closeness=round(min(closeness, 1.0), 4), citation=citation)


def _core(text: str) -> str:
    """`Could someone look over my talk on Thursday?` → `my talk`."""
    return " ".join(_ASKING.sub(" ", text).split()).strip(" ?.,!")


def _asking(seen: Seen, member_id: str, text: str) -> Member:
    """The member with what she asks in place of her goals, a sentence each; kept nowhere."""
    member = seen.by_id.get(member_id)
    if member is None:
        raise NotFound("There is no such member.", place=member_id, cure="`members list` shows the ids.")
    languages = member.profile.languages
    return member.changed(profile=Profile(goals=tuple(_SENTENCE_END.split(text)), languages=languages))


def _possible(seen: Seen, asking: Member) -> list[Member]:
    """Who takes part, takes people on, and may meet her."""
    return [
        each
        for each in seen.members
        if each.id in seen.takes_part
        and each.id != asking.id
        and each.roles & GIVING
        and each.places()
        and each.id not in asking.vetoes
        and asking.id not in each.vetoes
        and understand(languages_of(asking), languages_of(each))
    ]


def _best_first(found: tuple[float, Told, Evidence]) -> tuple[float, bytes]:
    """Equal ones by their words, never by name."""
    closeness, told, _ = found
    return -closeness, told.order(0)
