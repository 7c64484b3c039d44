"""A goal plan from patterns: her words as facts, everything else proposed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from copilot.domain.briefs import Brief, GoalTold, Source
from copilot.domain.drafts import Fact, GoalPlan, PlannedGoal, PlannedStep
from copilot.domain.wording import day_in_words
from copilot.errors import NothingToSay
from copilot.language.embedded.areas import Area, Compass, Measure, Step
from copilot.language.embedded.choosing import chosen, several
from copilot.language.embedded.goal_words import GoalWords, read_goal
from copilot.language.embedded.schedule import due_dates
from copilot.language.told import passage, quoted

MOST_GOALS = 3
HOURS_FOR_A_GOAL = 3.0
FEWEST_STEPS = 3
LONGEST_LEAD = 11
"""A title of more words leaves the measure to the line below it."""
RELATED = 0.35
"""A cosine similarity from which an experience or an objective is said to belong to a goal."""


def goal_plan(brief: Brief, compass: Compass, attempt: int = 0) -> GoalPlan:
    """One to three goals, as many as the hours allow. Another `attempt` picks other patterns."""
    if not brief.goals:
        raise NothingToSay(
            "There is no goal to plan from.", place="goals", cure="Add a goal in her own words."
        )
    goals = _planned_now(brief, compass)
    budget = brief.hours_per_month * brief.months() / len(goals)
    planned: list[PlannedGoal] = []
    taken: set[str] = set()
    for n, goal in enumerate(goals):
        start = brief.starts + timedelta(days=round((brief.ends - brief.starts).days * 0.06 * n))
        planner = _Planner(brief, goal, compass, attempt, taken)
        planned.append(planner.plan(start, _end(goal, start, brief.ends), budget))
    return GoalPlan(
        goals=tuple(planned),
        later=tuple(
            Fact(text=f"“{goal.words.text}”", evidence=(goal.words.n,))
            for goal in brief.goals
            if goal not in goals
        ),
        reading=_reading(brief, goals),
        starts=brief.starts,
        ends=brief.ends,
        hours_per_month=brief.hours_per_month,
    )


class _Planner:
    """Plans one goal; `taken` are the patterns that earlier goals of the plan already have, and then its own."""

    def __init__(self, brief: Brief, goal: GoalTold, compass: Compass, attempt: int, taken: set[str]) -> None:
        self._brief, self._goal, self._compass, self._taken = brief, goal, compass, taken
        self._words: GoalWords = read_goal(goal.words.text)
        self._area: Area = compass.area_of(goal.words.text)
        self._key = (goal.words.text, *(source.text for source in brief.profile), str(attempt))

    def plan(self, starts: date, ends: date, budget: float) -> PlannedGoal:
        steps = _affordable(self._area.steps, budget)
        hours = _fitted([step.hours for step in steps], budget)
        dates = due_dates(hours, starts, ends)
        measure = chosen(self._area.measures, "measure", *self._key)
        return PlannedGoal(
            title=self._title(measure, dates[-1]),
            in_her_words=self._goal.words.text,
            evidence=(self._goal.words.n,),
            why=self._why(),
            builds_on=self._builds_on(),
            her_measure=quoted(self._goal.measure),
            measure="" if self._goal.measure else self._filled(measure.full),
            milestones=tuple(
                PlannedStep(text=self._step(n, step), due=due, hours=hour)
                for n, (step, due, hour) in enumerate(zip(steps, dates, hours, strict=True))
            ),
            mentor_can=self._filled(chosen(self._area.mentor, "mentor", *self._key)),
            first_step=self._filled(chosen(self._area.first, "first", *self._key)),
            questions=self._several(self._area.questions, 3, "ask"),
            objective=self._objective(),
        )

    def _title(self, measure: Measure, by: date) -> str:
        lead = {
            "wish": _capital(self._words.aim),
            "when": f"{self._area.cope} {self._words.when}",
            "trouble": f"{self._area.trouble} {self._words.aim}",
            "subject": f"{self._area.subject} {self._words.aim}",
            "statement": f"Find a way forward with {self._words.aim}",
        }[self._words.form]
        long = len(lead.split()) > LONGEST_LEAD
        if self._goal.measure or long:
            return f"{lead}{',' if long else ''} by {day_in_words(by)}"
        return f"{lead}: {self._filled(measure.short, capital=False)} by {day_in_words(by)}"

    def _why(self) -> Fact | None:
        """What she said of it: her own reason, or the clause of her goal that begins with because."""
        if self._goal.why:
            return quoted(self._goal.why)
        return Fact(text=f"“{self._words.why}”", evidence=(self._goal.words.n,)) if self._words.why else None

    def _step(self, n: int, step: Step) -> str:
        """A way to take the step; the first step speaks of the goal in her words where that can be said."""
        speaking = [way for way in step.ways if "{focus}" in way] if n == 0 else []
        return self._chosen([way for way in speaking if way not in self._taken] or step.ways, f"step {n}")

    def _chosen(self, patterns: Sequence[str], what: str) -> str:
        return self._several(patterns, 1, what)[0]

    def _several(self, patterns: Sequence[str], how_many: int, what: str) -> tuple[str, ...]:
        """Patterns filled in, none of which an earlier goal has, as long as some are left."""
        fresh = [pattern for pattern in patterns if pattern not in self._taken] or list(patterns)
        picked = several(fresh, how_many, what, *self._key)
        self._taken.update(picked)
        return tuple(self._filled(pattern) for pattern in picked)

    def _builds_on(self) -> Fact | None:
        nearest = _nearest(self._goal.words.text, self._experiences(), self._compass)
        return quoted(nearest)

    def _experiences(self) -> list[Source]:
        return [
            source for source in self._brief.profile if source.label.startswith(("experience", "headline"))
        ]

    def _objective(self) -> str:
        if self._goal.objective or self._goal.fits is not None:
            return self._goal.objective or self._goal.fits or ""
        similar = self._compass.similarities(self._goal.words.text, list(self._brief.objectives))
        best = max(range(len(similar)), key=lambda n: similar[n], default=-1)
        return self._brief.objectives[best] if best >= 0 and similar[best] >= RELATED else ""

    def _filled(self, pattern: str, capital: bool = True) -> str:
        alone = self._words.people.endswith(("manager", "boss"))
        several_meant = alone and re.search(r"\b(?:of|among) \{people\}", pattern)
        people = self._area.people if several_meant or not self._words.people else self._words.people
        text = pattern.replace("{focus}", self._words.focus).replace("{people}", people)
        return _capital(text) if capital else text


def _planned_now(brief: Brief, compass: Compass) -> list[GoalTold]:
    """As many goals as the hours allow, at most two of one area: a third would only repeat its steps."""
    now: list[GoalTold] = []
    areas: list[str] = []
    for goal in brief.goals:
        area = compass.area_of(goal.words.text).key
        if len(now) < _how_many(brief) and areas.count(area) < 2:
            now.append(goal)
            areas.append(area)
    return now


def _how_many(brief: Brief) -> int:
    affordable = int(brief.hours_per_month * brief.months() / HOURS_FOR_A_GOAL)
    return max(1, min(affordable, MOST_GOALS, len(brief.goals)))


def _end(goal: GoalTold, start: date, ends: date) -> date:
    """Her own date where she set one that leaves three weeks, else the end of the time there is."""
    return goal.due if goal.due and start + timedelta(days=21) <= goal.due <= ends else ends


def _affordable(steps: Sequence[Step], budget: float) -> list[Step]:
    """Steps whose hours fit: extra ones go first, then those in the middle, never the first or the last."""
    kept = list(steps)
    while sum(step.hours for step in kept) > budget and len(kept) > FEWEST_STEPS:
        extras = [n for n, step in enumerate(kept) if step.extra]
        kept.pop(extras[-1] if extras else len(kept) - 2)
    return kept


def _fitted(hours: list[float], budget: float) -> list[float]:
    """The same hours, made smaller to the quarter of an hour where even the shortest plan is too long."""
    if sum(hours) <= budget:
        return hours
    return [max(0.25, int(4 * hour * budget / sum(hours)) / 4) for hour in hours]


def _nearest(text: str, sources: list[Source], compass: Compass) -> Source | None:
    similar = compass.similarities(text, [source.text for source in sources])
    best = max(range(len(similar)), key=lambda n: similar[n], default=-1)
    return sources[best] if best >= 0 and similar[best] >= RELATED else None


def _reading(brief: Brief, goals: Sequence[GoalTold]) -> tuple[Fact, ...]:
    passages = {source.n: source for source in brief.passages}
    first = dict.fromkeys(goal.reading[0] for goal in goals if goal.reading and goal.reading[0] in passages)
    return tuple(passage(passages[n]) for n in first)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
