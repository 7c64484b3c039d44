"""What serves each objective: programmes and events by name, matches and goals as numbers that lead to nobody.

A goal counts where its owner said so. Numbers of goals, and of pairs who share one, are told in fives, and only where
at least five people stand behind them; “fewer than five” may be none. Programmes and events that serve no longer, see
`things.serves_now`, stand apart, and matches that have ended are not told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import Field

from copilot.domain.asking import Asker
from copilot.domain.events import Event
from copilot.domain.objectives import KeyResult, Objective, ObjectiveLink, ObjectiveState, Served
from copilot.domain.programmes import Programme
from copilot.domain.records import Value
from copilot.domain.relationships import Goal
from copilot.ports import UnitOfWork
from copilot.services.auditing.disclosure import FEWEST_IN_A_CELL, in_fives
from copilot.services.events.seeing import Sight
from copilot.services.objectives.suggesting import Suggesting
from copilot.services.objectives.things import coming, is_overdue, objective_in, running, serving_now
from copilot.services.policy import Action

_LAST = date.max
_STATES = ("open", "reached", "dropped")


class ResultStanding(Value):
    """A key result with its number, from 1 on, and how much of the way is behind it, 0 to 1."""

    number: int
    text: str
    start: float
    target: float
    now: float
    unit: str
    progress: float


class Standing(Value):
    """An objective and how far it is.

    `progress` is the mean of its key results, None without any; `overdue` says that it is open past its last day.
    """

    id: str = Field(serialization_alias="objective")
    title: str
    why: str
    owner: str
    starts: date | None
    ends: date | None
    state: ObjectiveState
    progress: float | None
    key_results: tuple[ResultStanding, ...]
    overdue: bool = False


class Named(Value):
    """A programme or an event."""

    record: str
    title: str


class ServedBy(Standing):
    """An objective with what serves it, as the asker may see it.

    Attributes:
        programmes, events: by name; events that the asker may not know of are left out.
        programmes_before, events_before: those that served it and are over.
        matches: active relationships that a manager linked; None for 1 to 4.
        matches_by_goals: pairs with a shared goal that serves it, in fives; None below five pairs, and below five
            people whose goals these are.
        goals: in fives; None where fewer than five people have one.
        served: whether anything stands there; what is hidden doesn't count.
    """

    programmes: tuple[Named, ...]
    events: tuple[Named, ...]
    programmes_before: tuple[Named, ...] = ()
    events_before: tuple[Named, ...] = ()
    matches: int | None
    matches_by_goals: int | None
    goals: int | None
    served: bool


class Report(Value):
    """All of it on one day: open objectives first, those that end first before others; then what serves none."""

    on: date
    objectives: tuple[ServedBy, ...]
    nobody_serves: tuple[str, ...]
    programmes_serving_none: tuple[Named, ...]
    events_serving_none: tuple[Named, ...]


class Serving(Suggesting):
    """Tells what serves what."""

    def serving(self, asker: Asker) -> Report:
        """The report on every objective; `nobody_serves` holds the open ones that nothing serves."""
        self._policy.require(asker, Action.OBJECTIVES_READ)
        now = self._clock.now()
        with self._units.reading() as unit:
            scene = _scene(unit, Sight(unit, self._policy, asker), now)
        told = tuple(_served_by(each, scene, now) for each in in_order(scene.objectives))
        return Report(
            on=now.date(),
            objectives=told,
            nobody_serves=tuple(each.id for each in told if each.state == "open" and not each.served),
            programmes_serving_none=_without(
                running(scene.programmes.values(), now), scene, Served.PROGRAMME
            ),
            events_serving_none=_events_without(scene, now),
        )

    def show(self, asker: Asker, objective_id: str) -> ServedBy:
        """One objective, how far it is, and what serves it. Raises NotFound."""
        self._policy.require(asker, Action.OBJECTIVES_READ)
        now = self._clock.now()
        with self._units.reading() as unit:
            found = objective_in(unit, objective_id)
            return _served_by(found, _scene(unit, Sight(unit, self._policy, asker), now), now)


@dataclass(frozen=True)
class _Scene:
    """What is read: of a goal whose it is, in which relationship it is shared, and what it serves; never its words."""

    objectives: Sequence[Objective]
    links: Sequence[ObjectiveLink]
    serving: frozenset[str]
    """The ids of the links whose thing serves today."""
    programmes: Mapping[str, Programme]
    events: Mapping[str, Event]
    active: Collection[str]
    """The ids of the active relationships."""
    goals: Sequence[Goal]

    def records(self, objective: str, kind: Served, *, now: bool = True) -> set[str]:
        """What serves it now, or what did before."""
        return {
            link.record
            for link in self.links
            if (link.objective, link.kind) == (objective, kind) and (link.id in self.serving) == now
        }

    def serving_something(self, kind: Served) -> set[str]:
        return {link.record for link in self.links if link.kind == kind}


def _scene(unit: UnitOfWork, sight: Sight, now: datetime) -> _Scene:
    objectives, links = unit.objectives.all(), unit.objective_links.all(state="confirmed")
    programmes, relationships = unit.programmes.all(), unit.relationships.all(state="active")
    events = [each for each in unit.events.all(state={"planned", "held"}) if sight.sees(each)]
    serving = serving_now(objectives, links, [*programmes, *events, *relationships], now)
    return _Scene(
        objectives=objectives,
        links=links,
        serving=frozenset(link.id for link in serving),
        programmes={each.id: each for each in programmes},
        events={each.id: each for each in events},
        active={each.id for each in relationships},
        goals=[each for each in unit.goals.all(state={"open", "reached"}) if each.objective],
    )


def standing(objective: Objective, today: date) -> Standing:
    """An objective with its progress, and whether it is overdue."""
    return Standing.model_validate(_standing(objective, today))


def _standing(objective: Objective, today: date) -> dict[str, object]:
    results = [_result(n, each) for n, each in enumerate(objective.key_results, start=1)]
    fields = ("id", "title", "why", "owner", "starts", "ends", "state", "progress")
    return {
        **{name: getattr(objective, name) for name in fields}, "key_results": tuple(results),
        "overdue": is_overdue(objective, today),
    }  # fmt: skip


def _result(number: int, result: KeyResult) -> ResultStanding:
    return ResultStanding(number=number, progress=result.progress, **result.model_dump())


def in_order(objectives: Iterable[Objective]) -> list[Objective]:
    """The open ones first; those that end first before others; then by title and id."""
    return sorted(
        objectives,
        key=lambda each: (_STATES.index(each.state), each.ends or _LAST, each.title.casefold(), each.id),
    )


def _served_by(objective: Objective, scene: _Scene, now: datetime) -> ServedBy:
    programmes, programmes_before = (_programmes(objective, scene, now=each) for each in (True, False))
    events, events_before = (_events(objective, scene, now=each) for each in (True, False))
    matches = len(scene.records(objective.id, Served.MATCH))
    goals = [each for each in scene.goals if each.objective == objective.id]
    goals_told, pairs_told = _in_fives(len(goals), _owners(goals)), _pairs_told(goals, scene)
    return ServedBy(
        **_standing(objective, now.date()),
        programmes=programmes,
        events=events,
        programmes_before=programmes_before,
        events_before=events_before,
        matches=None if 0 < matches < FEWEST_IN_A_CELL else matches,
        matches_by_goals=pairs_told,
        goals=goals_told,
        served=bool(programmes or events or matches or goals_told or pairs_told),
    )


def _programmes(objective: Objective, scene: _Scene, *, now: bool) -> tuple[Named, ...]:
    ids = scene.records(objective.id, Served.PROGRAMME, now=now)
    return tuple(
        _named(each) for each in _by_name(scene.programmes[id_] for id_ in ids & scene.programmes.keys())
    )


def _events(objective: Objective, scene: _Scene, *, now: bool) -> tuple[Named, ...]:
    ids = scene.records(objective.id, Served.EVENT, now=now)
    found = [scene.events[id_] for id_ in ids & scene.events.keys()]
    return tuple(_named(each) for each in sorted(found, key=lambda each: (each.starts, each.id)))


def _pairs_told(goals: Iterable[Goal], scene: _Scene) -> int | None:
    """Active pairs who share one. One person may share hers with many: five people must stand behind them too."""
    shared = [each for each in goals if each.relationship in scene.active]
    pairs = len({each.relationship for each in shared})
    return _in_fives(pairs, min(pairs, _owners(shared)))


def _owners(goals: Iterable[Goal]) -> int:
    return len({each.member for each in goals})


def _in_fives(count: int, people: int) -> int | None:
    """Fives hide who came to it last; below five people stand nobody's numbers, and none looks as few do."""
    return max(FEWEST_IN_A_CELL, in_fives(count)) if people >= FEWEST_IN_A_CELL else None


def _by_name(programmes: Iterable[Programme]) -> list[Programme]:
    return sorted(programmes, key=lambda each: (each.name.casefold(), each.id))


def _named(record: Programme | Event) -> Named:
    return Named(record=record.id, title=record.name if isinstance(record, Programme) else record.title)


def _without(records: Iterable[Programme | Event], scene: _Scene, kind: Served) -> tuple[Named, ...]:
    serving = scene.serving_something(kind)
    return tuple(_named(each) for each in records if each.id not in serving)


def _events_without(scene: _Scene, now: datetime) -> tuple[Named, ...]:
    return _without(coming(scene.events.values(), now), scene, Served.EVENT)
