"""A mentor's relationships at a glance, and what the guides say for the moment each of them is in."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.citations import GuideCitation
from copilot.domain.matches import MatchRole
from copilot.domain.records import Value
from copilot.domain.relationships import Session
from copilot.ports import Clock, Encoder, Library, UnitOfWork, UnitsOfWork
from copilot.services.drafting.facts.quoting import best_quotation
from copilot.services.drafting.facts.standing import (
    Standing,
    is_stuck,
    stage_on,
    where_it_stands,
)
from copilot.services.moods import Mood, MoodsService
from copilot.services.policy import Action, Policy
from copilot.services.relationships import RelationshipsService, SharedThings
from knowledge.words import Within

MOST_PASSAGES = 3
SEARCHED = 5
FOR_MENTORS = Within(audience="mentor")
LOOKED_UP_AT = {
    "first": (
        "a first mentoring meeting: deciding how to work together",
        "a mentoring agreement: how often to meet, and its boundaries",
        "confidentiality: what stays between two people",
    ),
    "middle": (
        "listen before giving advice to a mentee",
        "powerful questions to take along to a session",
        "notes and action items of a session that get done",
    ),
    "stuck": (
        "a repair conversation for a stuck pair",
        "a mentoring relationship goes silent: cancelled sessions and unanswered messages",
        "a mid-point review: looking back and setting out again",
    ),
    "ending": (
        "how to end a mentoring relationship well",
        "a goal that was reached or has changed",
        "a review: looking back on what has changed, and what is next",
    ),
    "circle": (
        "facilitating a mentoring circle: opening round, one case, closing round",
        "confidentiality: what stays between two people",
        "questions that help and questions that only sound like them",
    ),
}
"""What is looked up for each stage, beside what lies open between the two."""


class Glance(Value):
    """One relationship as an asker in it may see it: what it shares, where it stands, how each says it goes."""

    things: SharedThings
    standing: Standing
    moods: tuple[Mood, ...] = ()

    @property
    def id(self) -> str:
        """The relationship's."""
        return self.things.relationship.id

    def coming(self) -> Session | None:
        """The next session that is planned; the things know no clock, so one that was missed counts too."""
        planned = [session for session in self.things.sessions if session.state == "planned"]
        return min(planned, key=lambda session: session.at, default=None)


class GlancesService:
    """Puts together what stands in several places."""

    def __init__(
        self,
        units: UnitsOfWork,
        relationships: RelationshipsService,
        moods: MoodsService,
        library: Library,
        policy: Policy,
        clock: Clock,
        encoder: Encoder | None = None,
    ) -> None:
        self._units = units
        self._relationships = relationships
        self._moods = moods
        self._library = library
        self._policy = policy
        self._clock = clock
        self._encoder = encoder

    def given_by(self, asker: Asker) -> list[Glance]:
        """The asker's relationships in which somebody else sought her, active ones first."""
        own = [each for each in self._relationships.visible_to(asker) if asker.member in each.members]
        given = [each for each in own if each.seeker != asker.member]
        ordered = sorted(given, key=lambda each: (each.state != "active", each.started, each.id))
        return [self.of(asker, each.id) for each in ordered]

    def of(self, asker: Asker, relationship_id: str) -> Glance:
        """One of them; NotFound or NotAllowed for who is not part of it."""
        things = self._relationships.shared(asker, relationship_id)
        with self._units.reading() as unit:
            return Glance(
                things=things,
                standing=self._standing(unit, things),
                moods=self._moods.read(unit, asker, relationship_id),
            )

    def passages(self, asker: Asker, relationship_id: str) -> tuple[GuideCitation, ...]:
        """Two or three sentences of guides for mentors, each of another one: for the open topic, then for the stage.

        Fewer where the guides have nothing near. Each is taken from the guide that the search puts first.
        """
        self._policy.require(asker, Action.GUIDES_READ)
        glance, quoted = self.of(asker, relationship_id), dict[str, GuideCitation]()
        for query in (*open_topics(glance.things), *LOOKED_UP_AT[_stage_of(glance)]):
            citation = self._quoted(query, len(quoted) + 1) if len(quoted) < MOST_PASSAGES else None
            if citation:
                quoted.setdefault(citation.path, citation)
        return tuple(quoted.values())

    def _quoted(self, query: str, n: int) -> GuideCitation | None:
        found = self._library.search(query, SEARCHED, FOR_MENTORS)
        first = [hit for hit in found if hit.passage.path == found[0].passage.path]
        for passage, start, end in best_quotation(query, first, self._encoder):
            quote = self._library.guide(passage.path).text[start:end]
            return GuideCitation(
                n=n, path=passage.path, section=passage.section, start=start, end=end, quote=quote
            )
        return None

    def _standing(self, unit: UnitOfWork, things: SharedThings) -> Standing:
        relationship, today = things.relationship, self._clock.now().date()
        programme = unit.programmes.find(relationship.programme) if relationship.programme else None
        held = [session for session in things.sessions if session.state == "held"]
        open_days = [action.due for action in things.actions if not action.done]
        stage = stage_on(today, relationship.stage, programme)
        return where_it_stands(stage, len(held), is_stuck(open_days, held, today))


def open_topics(things: SharedThings) -> list[str]:
    """What lies open, in the words of the two: the topic of the next session, then the goal they work on."""
    coming = sorted((each for each in things.sessions if each.state == "planned"), key=lambda each: each.at)
    goals = [goal.title for goal in things.goals if goal.state == "open"]
    return [words for words in (*(session.topic for session in coming[:1]), *goals[:1]) if words.strip()]


def _stage_of(glance: Glance) -> str:
    return "circle" if glance.things.relationship.role is MatchRole.CIRCLE else glance.standing
