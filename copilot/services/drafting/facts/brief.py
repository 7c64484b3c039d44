"""Facts for a sponsorship brief: what a member did, in her words and as others saw it; nothing that is hers to tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from copilot.domain.asking import Asker
from copilot.domain.briefs import Brief, GoalTold, MomentTold, Source
from copilot.domain.members import Member
from copilot.domain.relationships import Goal, Moment
from copilot.ports import Encoder, Library, UnitOfWork
from copilot.services.drafting.checks.words import unkind_words
from copilot.services.drafting.facts.fit_for_others import names_somebody, personal_matter
from copilot.services.drafting.facts.numbering import Numbering
from copilot.services.drafting.facts.reading import Reading
from copilot.services.drafting.facts.recognition import moment_told
from copilot.services.drafting.material import Gathered
from copilot.services.policy import Action, Policy
from copilot.services.signposting import HEAVY, Signposts

MOST_EXPERIENCES = 8
MOST_SKILLS = 6
MOST_GOALS = 3
MOST_MOMENTS = 5
LOOKED_UP = {
    "own": "what belongs in a brief for my sponsor: facts, the decision, the doubt",
    "sponsor": "asking consent before raising a name, and speaking in facts",
}
QUESTIONS = (
    "What have you finished that somebody else could confirm? Put two or three things into your experience.",
    "Who saw it, and what did it lead to? A colleague may log it as a moment.",
    "Which decision would you like to be considered in, who takes it, and when?",
)
QUESTIONS_FOR_A_SPONSOR = (
    "Which goals may be shared with this sponsorship? None of those reached has been.",
    "Which moments may be public? Only public ones can be used here.",
    "Or would the person rather have this brief made, and hand it to you?",
)


@dataclass(frozen=True)
class BriefAsked:
    """What a brief was asked for. `relationship` is the sponsorship where the sponsor asks, empty where she does."""

    member: Member
    asked_by: str
    today: date
    aim: str = ""
    relationship: str = ""


@dataclass
class _LeftOut:
    """Which of her own matters were met and left out."""

    names: dict[str, None] = field(default_factory=dict)

    def is_personal(self, text: str) -> bool:
        """Whether a sentence belongs to her alone; what it was about is remembered."""
        what = personal_matter(text)
        if what:
            self.names[what] = None
        return bool(what)

    def remark(self) -> str:
        """What the reader should know of it, without saying what it was."""
        return f"Left out was what speaks of {' and '.join(self.names)}." if self.names else ""


class BriefFacts:
    """Gathers what a sponsorship brief may be made from.

    Her sponsor sees public moments and the goals shared with the sponsorship; she herself her profile and goals too.
    """

    def __init__(
        self,
        library: Library,
        policy: Policy,
        encoder: Encoder | None = None,
        signposts: Signposts | None = None,
    ) -> None:
        self._reading = Reading(library, encoder)
        self._policy = policy
        self._signposts = signposts or Signposts()

    def gather(self, unit: UnitOfWork, asker: Asker, asked: BriefAsked) -> Gathered:
        """A brief without passages yet; sentences that name others or are personal are left out."""
        left_out, member = _LeftOut(), asked.member
        numbering = Numbering(_refusal(unit, member, left_out))
        goals = self._goals(unit, asker, asked)
        brief = Brief(
            about=member.name, people=(asked.asked_by,), today=asked.today, starts=asked.today,
            ends=asked.today + timedelta(days=1), topic=asked.aim,
            profile=self._profile(asker, asked, numbering),
            goals=tuple(self._aims(asker, asked, goals, numbering)),
            reached=tuple(_quoted(goals, "reached", "reached goal", numbering)[:MOST_GOALS]),
            moments=tuple(self._moments(unit, asker, asked, numbering)),
        )  # fmt: skip
        known = brief.moments or brief.reached or any(not _is_skill(one) for one in brief.profile)
        questions = () if known else QUESTIONS_FOR_A_SPONSOR if asked.relationship else QUESTIONS
        # What she leaves out a sponsor doesn't learn, not even of which kind it was.
        remark = "" if asked.relationship else left_out.remark()
        return Gathered(
            brief, numbering.citations, numbering.texts, questions=questions, remark=remark,
            inputs={"aim": asked.aim} if asked.aim else {},
        )  # fmt: skip

    def with_passages(self, gathered: Gathered) -> Gathered:
        """The same with a passage. It searches the guides, so no unit of work may be open."""
        numbering = Numbering.after(gathered)
        own = gathered.brief.people == (gathered.brief.about,)
        found = self._reading.passages(LOOKED_UP["own" if own else "sponsor"], numbering)
        brief = gathered.brief.model_copy(update={"passages": tuple(found)})
        return replace(gathered, brief=brief, citations=numbering.citations, texts=numbering.texts)

    def _profile(self, asker: Asker, asked: BriefAsked, numbering: Numbering) -> tuple[Source, ...]:
        if asked.relationship or not self._policy.allows(
            asker, Action.PROFILE_READ, owners={asked.member.id}
        ):
            return ()
        profile = asked.member.profile
        fields = [(f"experience[{n}]", text) for n, text in enumerate(profile.experience[:MOST_EXPERIENCES])]
        fields += [(f"skills[{n}]", text) for n, text in enumerate(profile.skills[:MOST_SKILLS])]
        told = [numbering.profile(asked.member.id, place, text) for place, text in fields]
        return tuple(source for source in told if source is not None)

    def _goals(self, unit: UnitOfWork, asker: Asker, asked: BriefAsked) -> list[Goal]:
        every = unit.goals.all(member=asked.member.id)
        if asked.relationship:
            return [goal for goal in every if goal.relationship == asked.relationship]
        return every if self._policy.allows(asker, Action.GOALS_READ, owners={asked.member.id}) else []

    def _aims(
        self, asker: Asker, asked: BriefAsked, goals: Sequence[Goal], numbering: Numbering
    ) -> list[GoalTold]:
        """What she works towards; nothing heavy, which is no matter for a sponsor."""
        told = _quoted(
            [goal for goal in goals if self._is_light(f"{goal.title} {goal.why}")], "open", "goal", numbering
        )
        if self._may_read_profile(asker, asked):
            texts = [(n, text) for n, text in enumerate(asked.member.profile.goals) if self._is_light(text)]
            of_profile = [numbering.profile(asked.member.id, f"goals[{n}]", text) for n, text in texts]
            told += [source for source in of_profile if source is not None]
        return [GoalTold(words=words) for words in told[:MOST_GOALS]]

    def _is_light(self, text: str) -> bool:
        return self._signposts.for_text(text, HEAVY) is None

    def _may_read_profile(self, asker: Asker, asked: BriefAsked) -> bool:
        return not asked.relationship and self._policy.allows(
            asker, Action.PROFILE_READ, owners={asked.member.id}
        )

    def _moments(
        self, unit: UnitOfWork, asker: Asker, asked: BriefAsked, numbering: Numbering
    ) -> list[MomentTold]:
        about = unit.moments.all(member=asked.member.id)
        seen = sorted(
            (one for one in about if self._may_use(asker, asked, one)), key=lambda one: (one.on, one.id)
        )
        told = [moment_told(one, numbering) for one in reversed(seen)]
        return [one for one in told if one is not None][:MOST_MOMENTS]

    def _may_use(self, asker: Asker, asked: BriefAsked, moment: Moment) -> bool:
        if moment.public or asked.relationship:
            return moment.public
        return self._policy.allows(asker, Action.MOMENTS_READ, owners={moment.member, moment.by})


def _quoted(goals: Sequence[Goal], state: str, label: str, numbering: Numbering) -> list[Source]:
    read = [
        numbering.record("goal", goal.id, "title", goal.title, label) for goal in goals if goal.state == state
    ]
    return [source for source in read if source is not None]


def _refusal(unit: UnitOfWork, member: Member, left_out: _LeftOut) -> Callable[[str], bool]:
    named = names_somebody({one.id: one.name for one in unit.members.all()}, but=member.id)

    def refused(sentence: str) -> bool:
        unkind = next(unkind_words(sentence, "recognition"), "")
        return named(sentence) or bool(unkind) or left_out.is_personal(sentence)

    return refused


def _is_skill(source: Source) -> bool:
    return source.label.startswith("skills")
