"""What to learn next: from the tracks she began, from her open goals, from where she would like to grow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from copilot.domain.asking import Asker
from copilot.domain.citations import GuideCitation
from copilot.domain.learning import Readiness
from copilot.domain.members import Role
from copilot.domain.relationships import Goal
from copilot.errors import Unavailable
from copilot.ports import UnitOfWork
from copilot.services.drafting.facts.quoting import best_quotation
from copilot.services.learning.feeling import advice, weakest
from copilot.services.learning.rating import Rating
from copilot.services.learning.shelf import Shelf
from copilot.services.learning.standing import Guides, guides_of, is_done, open_steps, tracks_of
from copilot.services.learning.told import Because, NextTold, Suggested
from copilot.services.signposting import HEAVY
from knowledge.words import Found

MOST = 6
MOST_GOALS = 5
GUIDES_A_GOAL = 2
SEARCHED = 12  # passages looked at for a goal
OVERDUE = (
    "goals/when-goals-change.md",
    "A stalled goal is usually unwanted, too large, blocked by somebody's missing yes, or crowded out",
)
VAGUE = (
    "goals/smart-goals.md",
    "Three questions do most of the work on a vague wish: for whom, shown by what, and by when?",
)
"""What is read for a goal by how it stands: guide and passage."""
ORDER = (
    "What more than one thing speaks for comes first; then the next guide of the track you took up last, then what "
    "your open goals need, the nearest date first, then the areas where you would like to grow."
)
AT_FIRST = "Nothing is known yet of what you would like to learn, so these are the first guides of the tracks for you."

Reasons = Iterator[tuple[str, Because]]


class Advising(Rating):
    """The verb of who asks what next."""

    def next_for(self, asker: Asker) -> NextTold:
        """Up to six guides she hasn't finished, each with why. A goal speaks through a passage of its guide.

        Where the index or the encoder can't be used, goals are left out, and `remark` says so.
        """
        member, shelf = self._member(asker), self._shelf()
        with self._units.reading() as unit:
            guides = guides_of(unit, member)
            began = _begun(unit, shelf, member, guides)
            goals = _open_goals(unit, member)
            ready = _latest_ratings(unit, member)
        post, plain = self._without_heavy(goals)
        found, remark = self._for_goals(plain, shelf, guides, asker.roles)
        reasons = [*began, *found, *_for_areas(shelf, ready)]
        order = ORDER
        open_ones = [each for each in reasons if not _done(shelf, guides, each[0])]
        if not open_ones:
            order, open_ones = AT_FIRST, list(_first_steps(shelf, guides, asker.roles))
        return NextTold(
            suggestions=_ranked(shelf, guides, open_ones), order=order, remark=remark, signpost=post
        )  # fmt: skip

    def _for_goals(
        self, goals: Sequence[Goal], shelf: Shelf, guides: Guides, roles: frozenset[Role]
    ) -> tuple[list[tuple[str, Because]], str]:
        reasons, far = list[tuple[str, Because]](), list[str]()
        try:
            for goal in goals[:MOST_GOALS]:
                found = list(self._for_goal(goal, shelf, guides, roles))
                reasons += found or _for_its_state(goal, shelf, self._clock.now().date())
                far += [] if found else [f"“{goal.title}”"]
        except Unavailable as fault:
            return [], f"Your goals could not be looked up in the guides. {fault.message}"
        return reasons, f"The guides say nothing near to {' or '.join(far)}." if far else ""

    def _for_goal(self, goal: Goal, shelf: Shelf, guides: Guides, roles: frozenset[Role]) -> Reasons:
        found = [
            hit
            for hit in self._library().search(goal.title, SEARCHED)
            if _is_for(shelf, hit, roles) and not _done(shelf, guides, hit.passage.path)
        ]
        for passage, start, end in best_quotation(goal.title, found, self._encoder)[:GUIDES_A_GOAL]:
            quote = passage.text[start - passage.start : end - passage.start]
            citation = GuideCitation(
                n=1, path=passage.path, section=passage.section, start=start, end=end, quote=quote
            )
            words = f"Your goal “{goal.title}” is near to what it says."
            yield (
                passage.path,
                Because(kind="goal", record=goal.id, title=goal.title, words=words, citation=citation),
            )

    def _without_heavy(self, goals: Sequence[Goal]) -> tuple[str, list[Goal]]:
        """The signpost of the first goal that speaks of something heavy, and the goals that don't."""
        posts = [(goal, self._goal_signposts().for_text(goal.title, HEAVY)) for goal in goals]
        first = next((post.text for _, post in posts if post), "")
        return first, [goal for goal, post in posts if post is None]


def _for_its_state(goal: Goal, shelf: Shelf, today: date) -> list[tuple[str, Because]]:
    """Where the guides say nothing near to its words: what helps a goal that is overdue or has no date."""
    overdue = goal.due is not None and goal.due < today
    if not overdue and (goal.due or goal.milestones):
        return []
    guide, passage = OVERDUE if overdue else VAGUE
    words = f"Your goal “{goal.title}” {'is past its date' if overdue else 'has neither date nor steps yet'}."
    citation = shelf.guide(guide).cite(passage)
    return [(guide, Because(kind="goal", record=goal.id, title=goal.title, words=words, citation=citation))]


def _begun(unit: UnitOfWork, shelf: Shelf, member: str, guides: Guides) -> list[tuple[str, Because]]:
    """The next step of each track she began, the one she began last first."""
    kept = tracks_of(unit, member)
    mine = [track for track in shelf.tracks if track.id in kept and not kept[track.id].finished]
    found = []
    for track in sorted(mine, key=lambda track: kept[track.id].started, reverse=True):
        for step in track.steps:
            if step.guide in open_steps(shelf, track, guides)[:1]:
                words = f"The next step of “{track.title}”. {step.why}"
                found.append(
                    (step.guide, Because(kind="track", record=track.id, title=track.title, words=words))
                )
    return found


def _open_goals(unit: UnitOfWork, member: str) -> list[Goal]:
    """Those with the nearest date first, those without a date last."""
    goals = [goal for goal in unit.goals.all(member=member) if goal.state == "open"]
    return sorted(goals, key=lambda goal: (goal.due or date.max, goal.id))


def _latest_ratings(unit: UnitOfWork, member: str) -> list[Readiness]:
    """Her newest rating for each role."""
    kept = sorted(unit.readiness.all(member=member), key=lambda each: (each.role, each.at, each.id))
    return [list(each)[-1] for _, each in groupby(kept, key=lambda each: each.role)]


def _for_areas(shelf: Shelf, ready: Sequence[Readiness]) -> Reasons:
    for rating in ready:
        asked = shelf.questionnaire(rating.role)
        for area in weakest(asked, rating.ratings):
            for each in advice(shelf, [area]):
                words = f"You would like to grow in “{area.title}”."
                yield (
                    each.guide,
                    Because(
                        kind="readiness",
                        record=area.id,
                        title=area.title,
                        words=words,
                        citation=each.citation,
                    ),
                )


def _first_steps(shelf: Shelf, guides: Guides, roles: frozenset[Role]) -> Reasons:
    """The first open guide of each track for her roles; of every track where there is none for them."""
    known = {role.value for role in roles}
    fitting = [track for track in shelf.tracks if track.role in known] or list(shelf.tracks)
    for track in fitting:
        for guide in open_steps(shelf, track, guides)[:1]:
            yield guide, Because(
                kind="role", record=track.id, title=track.title, words=f"“{track.title}” goes on with it."
                if any(step.guide in guides for step in track.steps) else f"“{track.title}” begins with it.",
            )  # fmt: skip


def _ranked(shelf: Shelf, guides: Guides, reasons: Sequence[tuple[str, Because]]) -> tuple[Suggested, ...]:
    """Each guide once with all its reasons: those with more kinds of reasons first, else as the reasons came."""
    by_guide: dict[str, list[Because]] = {}
    for guide, because in reasons:
        by_guide.setdefault(guide, []).append(because)
    ranked = sorted(by_guide, key=lambda guide: -len({each.record for each in by_guide[guide]}))
    return tuple(
        Suggested(
            guide=guide,
            title=shelf.guides[guide].title,
            minutes=shelf.minutes[guide],
            do="questions" if guide in guides and guides[guide].read else "read",
            because=tuple(by_guide[guide]),
        )
        for guide in ranked[:MOST]
    )


def _done(shelf: Shelf, guides: Guides, guide: str) -> bool:
    return is_done(guides.get(guide), questions=shelf.exercise_of(guide) is not None)


def _is_for(shelf: Shelf, hit: Found, roles: frozenset[Role]) -> bool:
    """A guide that ships, written for one of her roles or for peers, as everybody is one to somebody."""
    guide = shelf.guides.get(hit.passage.path)
    return guide is not None and bool(set(guide.audience) & {"peer", *(role.value for role in roles)})
