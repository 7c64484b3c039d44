"""Facts for a goal plan: her goals and profile in her words, the time there is, and what the guides say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from copilot.domain.asking import Asker
from copilot.domain.briefs import Brief, GoalTold, Source
from copilot.domain.members import Member
from copilot.domain.objectives import Objective
from copilot.domain.relationships import Goal
from copilot.domain.wording import stems
from copilot.ports import Encoder, Library, UnitOfWork
from copilot.services.drafting.facts.numbering import Numbering
from copilot.services.drafting.facts.reading import Reading
from copilot.services.drafting.facts.time_frame import current_programme, hours_a_month, time_frame
from copilot.services.drafting.material import Gathered
from copilot.services.objectives.judging import THRESHOLD, Nearness, Thing
from copilot.services.objectives.things import GOAL
from copilot.services.policy import Action, Policy
from copilot.services.signposting import HEAVY, Signposts

MOST_GOALS = 3
MOST_EXPERIENCES = 6
SAME_GOAL = 0.6

NO_STEPS = "One goal speaks of something heavy, and steps with dates are not the help it deserves."

QUESTIONS = (
    "What would you like to be able to do by the end of the programme that you can't do today?",
    "When did you last notice that you were missing it, and what happened?",
    "Who would notice first that you had got there, and by what?",
    "How many hours a month can you give it?",
)


class GoalPlanFacts:
    """Gathers what a goal plan may be made from.

    A goal that speaks of crisis, harassment or illness gets its signpost and no milestones.
    """

    def __init__(
        self,
        library: Library,
        policy: Policy,
        encoder: Encoder | None = None,
        signposts: Signposts | None = None,
    ) -> None:
        self._reading = Reading(library, encoder)
        self._nearness = Nearness(encoder) if encoder else None
        self._policy = policy
        self._signposts = signposts or Signposts()

    def gather(
        self, unit: UnitOfWork, asker: Asker, member: Member, today: date, objectives: Sequence[str] = ()
    ) -> Gathered:
        """A brief with up to three goals and no passages yet; goal records only where the asker may read them."""
        numbering = Numbering()
        every = self._goals(unit, asker, member, numbering)
        heavy = [self._signposts.for_text(_read(goal), HEAVY) for goal in every]
        words = "\n\n".join(dict.fromkeys(f"{NO_STEPS} {post.text}" for post in heavy if post))
        goals = [goal for goal, post in zip(every, heavy, strict=True) if post is None][:MOST_GOALS]
        programme = current_programme(unit, member.id, today)
        starts, ends = time_frame(programme, today)
        brief = Brief(
            about=member.name, today=today, starts=starts, ends=ends,
            hours_per_month=hours_a_month(member.profile.hours_per_month),
            profile=_profile(member, numbering), goals=tuple(goals), objectives=tuple(objectives),
        )  # fmt: skip
        inputs = {"programme": programme.id} if programme else {}
        questions = () if goals else (words,) if every else QUESTIONS
        remark = words if goals else ""
        return Gathered(
            brief, numbering.citations, numbering.texts, questions=questions, inputs=inputs, remark=remark
        )

    def with_passages(self, gathered: Gathered) -> Gathered:
        """The same with a passage for each goal. It searches the guides, so no unit of work may be open."""
        numbering = Numbering.after(gathered)
        read = [self._with_reading(goal, numbering) for goal in gathered.brief.goals]
        passages = tuple(passage for _, passages in read for passage in passages)
        brief = gathered.brief.model_copy(
            update={"goals": tuple(goal for goal, _ in read), "passages": passages}
        )
        return replace(gathered, brief=brief, citations=numbering.citations, texts=numbering.texts)

    def with_objectives(self, gathered: Gathered, objectives: Sequence[Objective]) -> Gathered:
        """The same with the objective that each goal most probably serves, where one fits. It asks the encoder."""
        if self._nearness is None or not objectives:
            return gathered
        goals = tuple(self._fitted(goal, objectives) for goal in gathered.brief.goals)
        return replace(gathered, brief=gathered.brief.model_copy(update={"goals": goals}))

    def _fitted(self, goal: GoalTold, objectives: Sequence[Objective]) -> GoalTold:
        assert self._nearness is not None  # noqa: S101 - with_objectives asks before
        left = [each for each in objectives if each.title not in goal.refused]
        why = goal.why.text if goal.why else ""
        thing = Thing(kind=GOAL, record=str(goal.words.n), title=goal.words.text, more=why)
        nearest = self._nearness.nearest([thing], left)[0]
        sure = nearest is not None and self._nearness.judge.confidence(nearest) >= THRESHOLD
        titles = {each.id: each.title for each in left}
        return goal.model_copy(update={"fits": titles[nearest.objective] if nearest and sure else ""})

    def _goals(self, unit: UnitOfWork, asker: Asker, member: Member, numbering: Numbering) -> list[GoalTold]:
        records: list[Goal] = []
        if self._policy.allows(asker, Action.GOALS_READ, owners={member.id}):
            records = unit.goals.all(member=member.id, state="open")
        titles = {each.id: each.title for each in unit.objectives.all()}
        told = [_told(goal, numbering, titles) for goal in records]
        known = [goal.title for goal in records]
        for n, text in enumerate(member.profile.goals):
            if not any(_same(text, title) for title in known):
                words = numbering.profile(member.id, f"goals[{n}]", text)
                told.append(GoalTold(words=words) if words else None)
        return [goal for goal in told if goal is not None]

    def _with_reading(self, goal: GoalTold, numbering: Numbering) -> tuple[GoalTold, list[Source]]:
        passages = self._reading.passages(goal.words.text, numbering)
        return goal.model_copy(update={"reading": tuple(passage.n for passage in passages)}), passages


def _read(goal: GoalTold) -> str:
    return f"{goal.words.text} {goal.why.text}" if goal.why else goal.words.text


def _told(goal: Goal, numbering: Numbering, titles: Mapping[str, str]) -> GoalTold | None:
    """In its own words; of the objective it serves, the title. Words that stand there from before stay words."""
    words = numbering.record("goal", goal.id, "title", goal.title, "goal")
    if words is None:
        return None
    why = numbering.record("goal", goal.id, "why", goal.why, "why it matters") if goal.why else None
    measure = numbering.record("goal", goal.id, "measure", goal.measure, "measure") if goal.measure else None
    refused = tuple(titles[each] for each in goal.refused_objectives if each in titles)
    objective = titles.get(goal.objective, goal.objective)
    return GoalTold(words=words, why=why, measure=measure, due=goal.due, objective=objective, refused=refused)


def _profile(member: Member, numbering: Numbering) -> tuple[Source, ...]:
    profile = member.profile
    fields = [("headline", profile.headline)] if profile.headline else []
    fields += [(f"experience[{n}]", text) for n, text in enumerate(profile.experience[:MOST_EXPERIENCES])]
    sources = [numbering.profile(member.id, field, text) for field, text in fields]
    return tuple(source for source in sources if source is not None)


def _same(one: str, other: str) -> bool:
    first, second = stems(one), stems(other)
    return bool(first) and len(first & second) / len(first | second) >= SAME_GOAL
