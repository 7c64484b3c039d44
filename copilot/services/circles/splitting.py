"""Splitting a circle in two and merging two into one: first shown, then done, in one transaction and with nothing lost.

The old relationships close and stay readable by those who were there: notes, posts, promises stay where they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from copilot.domain.asking import Asker
from copilot.domain.circles import FEWEST, MOST, Circle
from copilot.domain.matches import Match, MatchRole, MatchState
from copilot.domain.members import Member
from copilot.domain.records import Value, new_id
from copilot.domain.relationships import Relationship, Stage
from copilot.errors import BadInput, Conflict
from copilot.ports import UnitOfWork
from copilot.services.circles.dividing import MOST_TO_DIVIDE, Halves, divided, told
from copilot.services.circles.making import LONGEST_THEME, Making, joined_by_hand, read_theme
from copilot.services.circles.records import Kept
from copilot.services.matching.reasons.role_words import number, sentence
from copilot.services.matching.verbs.todays_rules import TodaysRules
from copilot.services.programmes.parting import Parting

SPLIT, MERGED = "split", "merged"
BETWEEN = "; "


class NewCircle(Value):
    """A circle that comes of it; `circle` is empty while it is only shown."""

    circle: str = ""
    theme: str
    members: tuple[str, ...]


class Change(Value):
    """What a split or a merger makes, why it is made so, and what it means; `done` once it is kept."""

    done: bool
    of: tuple[str, ...]
    circles: tuple[NewCircle, ...]
    why: tuple[str, ...]
    means: tuple[str, ...]


class Splitting(Making):
    """The verbs that change which circles there are."""

    def split(self, asker: Asker, circle_id: str, first: Sequence[str] = (), *, yes: bool = False) -> Change:
        """Two balanced circles out of one, or those that `first` says. Shown only, unless `yes`.

        Args:
            asker: who makes circles here.
            circle_id: the circle.
            first: ids of those who sit in the first of the two; all others sit in the second.
            yes: do it.

        BadInput for somebody who is not in it; Conflict where a half would be too small or the circle is over.
        """
        if not yes:
            with self._units.reading() as unit:
                return self._splitting(unit, asker, circle_id, first)
        with self._units() as unit:
            shown = self._splitting(unit, asker, circle_id, first)
            old = self._made_by(unit, asker, circle_id)
            made = [
                self._begin(unit, asker, [old], each.members, each.theme, SPLIT) for each in shown.circles
            ]
            self._end(unit, asker, [old], [each.circle for each in made], SPLIT)
            unit.commit()
        return shown.model_copy(update={"done": True, "circles": tuple(made)})

    def merge(
        self, asker: Asker, one_id: str, other_id: str, theme: str = "", *, yes: bool = False
    ) -> Change:
        """One circle out of two. Shown only, unless `yes`.

        BadInput for a circle with itself; Conflict where they would be too many, sit in two programmes, an agreement
        waits for signatures, or a hard rule forbids it.
        """
        if one_id == other_id:
            raise BadInput("A circle can’t be merged with itself.", place=other_id, cure="Name two circles.")
        said = read_theme(theme) if theme else ""
        if not yes:
            with self._units.reading() as unit:
                return self._merging(unit, asker, one_id, other_id, said)
        with self._units() as unit:
            shown = self._merging(unit, asker, one_id, other_id, said)
            old = [self._made_by(unit, asker, each) for each in (one_id, other_id)]
            merged = shown.circles[0]
            made = self._begin(unit, asker, old, merged.members, merged.theme, MERGED)
            self._end(unit, asker, old, [made.circle], MERGED)
            unit.commit()
        return shown.model_copy(update={"done": True, "circles": (made,)})

    def _splitting(self, unit: UnitOfWork, asker: Asker, circle_id: str, first: Sequence[str]) -> Change:
        circle = self._made_by(unit, asker, circle_id)
        halves = _given(unit, circle, first) if first else _balanced(unit, circle)
        halves_of = (halves.first, halves.second)
        return Change(
            done=False,
            of=(circle.id,),
            circles=tuple(NewCircle(theme=circle.circle.theme, members=half) for half in halves_of),
            why=halves.why,
            means=tuple(_means([circle])),
        )

    def _merging(self, unit: UnitOfWork, asker: Asker, one_id: str, other_id: str, theme: str) -> Change:
        old = [self._made_by(unit, asker, each) for each in (one_id, other_id)]
        members = tuple(dict.fromkeys(member for each in old for member in each.here))
        _check_merge(old, len(members))
        people = [unit.members.get(each) for each in members]
        match = _match(people, old[0].relationship.programme, MERGED, self._clock.now())
        today = TodaysRules.of(unit, self._clock.now().date())
        self._check_broken(asker, today, match, f"{one_id} with {other_id}", "Merge other circles.")
        themes = [self._theme(unit, asker, each) for each in old]
        both = BETWEEN.join(dict.fromkeys(filter(None, (each.circle.theme for each in old))))
        return Change(
            done=False,
            of=(one_id, other_id),
            circles=(NewCircle(theme=theme or both[:LONGEST_THEME], members=members),),
            why=(_counted_together(old, len(members)), *_themes_told(themes, theme)),
            means=tuple(_means(old)),
        )

    def _begin(
        self,
        unit: UnitOfWork,
        asker: Asker,
        old: Sequence[Kept],
        members: Sequence[str],
        theme: str,
        how: str,
    ) -> NewCircle:
        """A new circle at work. Everybody said yes to sitting in one; the match keeps them seated for later runs."""
        now, programme = self._clock.now(), old[0].relationship.programme
        people = [unit.members.get(each) for each in members]
        match = _match(people, programme, how, now)
        relationship = Relationship(
            id=new_id("r"), match=match.id, role=MatchRole.CIRCLE, members=tuple(members), programme=programme,
            stage=_stage(old), started=now.date(),
        )  # fmt: skip
        unit.matches.add(match)
        unit.relationships.add(relationship)
        unit.circles.add(
            Circle(
                id=relationship.id, theme=theme, came_from=tuple(each.id for each in old),
                by=asker.name_in_log, created=now,
            )
        )  # fmt: skip
        self._log(unit, asker, relationship.id, f"begin-{how}")
        return NewCircle(circle=relationship.id, theme=theme, members=tuple(members))

    def _end(
        self, unit: UnitOfWork, asker: Asker, old: Sequence[Kept], became: Sequence[str], how: str
    ) -> None:
        for each in old:
            Parting(unit, self._clock.now(), asker.name_in_log).close(each.relationship, how)
            ended = each.circle.changed(became=tuple(became))
            if unit.circles.find(each.id):
                unit.circles.save(ended)
            else:
                unit.circles.add(ended)
            self._log(unit, asker, each.id, how, became=" ".join(became))


def _balanced(unit: UnitOfWork, circle: Kept) -> Halves:
    _check_can_split(circle)
    if len(circle.here) > MOST_TO_DIVIDE:
        raise Conflict(
            f"A circle of {len(circle.here)} is more than we can divide evenly.",
            place=circle.id,
            cure="Name those of the first half with --first.",
        )
    people = [unit.members.get(each) for each in circle.here]
    return divided(circle.id, people, _managers(unit), _attended(circle))


def _given(unit: UnitOfWork, circle: Kept, first: Sequence[str]) -> Halves:
    """The halves that somebody named. Raises BadInput for who is not in it, Conflict for a half too small."""
    chosen = tuple(dict.fromkeys(first))
    if len(chosen) < len(first):
        raise BadInput("Somebody is named twice.", place="--first", cure="Name everybody once.")
    strange = [each for each in chosen if each not in circle.here]
    if strange:
        raise BadInput(
            f"{', '.join(strange)} does not sit in this circle.",
            place="--first",
            cure=f"Choose of {', '.join(circle.here)}.",
        )
    _check_can_split(circle)
    rest = tuple(each for each in circle.here if each not in chosen)
    if min(len(chosen), len(rest)) < FEWEST:
        raise Conflict(
            f"That would be {number(len(chosen))} and {number(len(rest))}; a circle needs {number(FEWEST)}.",
            place="--first",
            cure=f"Name {_from_to(FEWEST, len(circle.here) - FEWEST)} of them.",
        )
    halves = [[unit.members.get(each) for each in half] for half in (chosen, rest)]
    return told(halves[0], halves[1], _managers(unit))


def _from_to(fewest: int, most: int) -> str:
    return str(fewest) if fewest == most else f"{fewest} to {most}"


def _check_can_split(circle: Kept) -> None:
    if len(circle.here) < 2 * FEWEST:
        raise Conflict(
            f"A circle of {number(len(circle.here))} is too small to split: each half needs {number(FEWEST)}.",
            place=circle.id,
            cure="Leave it as it is, or merge it with another one.",
        )


def _check_merge(old: Sequence[Kept], together: int) -> None:
    if len({each.relationship.programme for each in old}) > 1:
        raise Conflict(
            "The two circles don’t belong to the same programme.",
            place=old[1].id,
            cure="Merge circles of one programme, or two of none.",
        )
    if together > MOST:
        raise Conflict(
            f"Together they would be {number(together)}; a circle has {number(MOST)} at most.",
            place=old[1].id,
            cure="Merge smaller ones, or split one of them instead.",
        )
    for each in old:
        if _unsigned(each):
            raise Conflict(
                "An agreement of one of the two waits for signatures.",
                place=each.id,
                cure="Let everybody sign it or offer none, then merge: agreements end with the circles.",
            )


def _unsigned(circle: Kept) -> bool:
    agreement = circle.relationship.agreement
    return agreement is not None and not set(circle.here) <= {one.member for one in agreement.signatures}


def _means(old: Sequence[Kept]) -> list[str]:
    """What it means for those who sit in them, counted."""
    ahead = sum(
        one.session.state == "planned" and one.session.at > each.now for each in old for one in each.meetings
    )
    said = [
        "Notes, posts and promises stay where they were, readable by those who were there; take over what holds."
    ]
    said += [f"{sentence(_counted(ahead, 'planned meeting'))} will be cancelled; plan anew."] if ahead else []
    if any(each.relationship.agreement for each in old):
        said.append("Agreements end; agree anew at the first meeting.")
    if not all(each.circle.theme for each in old):
        # Words of somebody's profile are not handed on to a circle in which she may not sit.
        said.append("A theme that was found in a profile stays behind; give one with `circles update`.")
    said.append("Nobody starts anew with chairing: turns carry over.")
    return said


def _counted(n: int, what: str) -> str:
    return f"{number(n)} {what}{'' if n == 1 else 's'}"


def _counted_together(old: Sequence[Kept], together: int) -> str:
    one, other = (number(len(each.here)) for each in old)
    return f"{sentence(one)} and {other} make {number(together)}."


def _themes_told(themes: Sequence[str], theme: str) -> list[str]:
    known = list(dict.fromkeys(f"“{each}”" for each in themes if each))
    if not known:
        return []
    shared = "Both are about" if len(known) == 1 and all(themes) else "They are about"
    return [
        f"{shared} {' and '.join(known)}" + (f"; together they will be about “{theme}”." if theme else ".")
    ]


def _attended(circle: Kept) -> dict[str, int]:
    noted = [one for one in circle.held if one.noted.noted]
    return {each: sum(each in one.noted.came for one in noted) for each in circle.here}


def _managers(unit: UnitOfWork) -> dict[str, str]:
    return {each.id: each.line_manager_id for each in unit.members.all()}


def _match(people: Sequence[Member], programme: str, how: str, now: datetime) -> Match:
    ids = tuple(each.id for each in people)
    claim = (
        "It comes from a circle that was split."
        if how == SPLIT
        else "It comes from circles that were merged."
    )
    return Match(
        id=new_id("x"), seeker=ids[0], partner=ids[1], members=ids, role=MatchRole.CIRCLE, state=MatchState.ACTIVE,
        score=0.0, rationale=joined_by_hand(people, claim), programme=programme, accepted_by=frozenset(ids),
        created=now,
    )  # fmt: skip


def _stage(old: Sequence[Kept]) -> Stage:
    """The phase that all of them are in; else it is a beginning."""
    stages = {each.relationship.stage for each in old}
    return stages.pop() if len(stages) == 1 else Stage.INITIATION
