"""A sponsorship brief: what may be said of somebody and where, from her own words and what others saw."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.domain.briefs import Brief, Source
from copilot.domain.drafts import Fact, SponsorshipBrief
from copilot.domain.wording import first_name, numbers, sentences, shortened
from copilot.errors import NothingToSay
from copilot.language.embedded.areas import Compass, pattern_file
from copilot.language.embedded.choosing import several
from copilot.language.embedded.goal_words import read_goal
from copilot.language.embedded.third_person import in_third_person, seen_by_others
from copilot.language.told import passage

MOST_SAID = 5
MOST_MOMENTS, MOST_EXPERIENCES, MOST_REACHED, MOST_SKILLS = 2, 3, 1, 3
ENOUGH_SAID = 3
"""From so many facts on a list of skills adds nothing."""
OCCASIONS = 2
LONGEST_AIM = 24
FOR_A_NUMBER = 0.12
"""Of experiences that are about as near to the aim, one with a number is easier to repeat and to check."""

_FOR_A_SPONSOR = re.compile(
    r"(?:lead|head|manage|move|transition|switch|present|publish|join|represent|apply|chair|launch|take over)\b|"
    r"(?:run|own)\b(?! (?:an?|the|my|our|your) (?:meeting|hour|day|week))|speak (?:at|on|for)\b|"
    r"become (?:an?|the|head|lead|senior|responsible)\b|be (?:promoted|considered|appointed|chosen)\b|"
    r"get (?:promoted|into|onto|an? (?:role|post|place|seat|job|team|project))\b|bring .{3,60} to (?:the|our|your)\b",
    re.IGNORECASE,
)
"""What somebody with a say can help with; what is still to be learned is for a mentor to hear."""


def brief(told: Brief, compass: Compass, attempt: int = 0) -> SponsorshipBrief:
    """What others saw first, then what she did, nearest to her aim first; another `attempt` picks other occasions."""
    first = first_name(told.about)
    aim = _aim(told)
    wanted = told.topic or (aim.text if aim else "")
    may_say = _may_say(told, first, wanted, compass)
    if not may_say:
        raise NothingToSay(
            "Nothing is known to say.", place="brief", cure="Add what was done to the profile."
        )
    return SponsorshipBrief(
        aim=Fact(text=f"What {first} is working towards: “{aim.text}”", evidence=(aim.n,)) if aim else None,
        may_say=may_say, where=_where(told, first, wanted, compass, attempt), leave_out=what_to_leave_out(first),
        next_step=_next_step(told, first, wanted), reading=tuple(map(passage, told.passages[:1])),
    )  # fmt: skip


def what_to_leave_out(first: str) -> tuple[str, ...]:
    """What no sponsor says, whoever finds the other words."""
    return tuple(each.format(first=first) for each in pattern_file("occasions")["leave_out"])


def _aim(told: Brief) -> Source | None:
    """The first goal that is an opportunity; neither a trouble nor a lesson is handed on."""
    wishes = (goal.words for goal in told.goals if _is_an_aim(goal.words.text))
    return next(wishes, None) if not told.topic else None


def _is_an_aim(text: str) -> bool:
    words = read_goal(text)
    return words.form == "wish" and len(sentences(text)) == 1 and bool(_FOR_A_SPONSOR.match(words.aim))


def _may_say(told: Brief, first: str, wanted: str, compass: Compass) -> tuple[Fact, ...]:
    seen = sorted(told.moments, key=lambda moment: moment.on, reverse=True)[:MOST_MOMENTS]
    experience = [source for source in told.profile if source.label.startswith("experience")]
    skills = [source for source in told.profile if source.label.startswith("skills")]
    facts = [seen_by_others(moment, first) for moment in seen]
    facts += [
        in_third_person(each, first) for each in _nearest(experience, wanted, compass)[:MOST_EXPERIENCES]
    ]
    facts += [_reached(each, first) for each in _nearest(told.reached, wanted, compass)[:MOST_REACHED]]
    if skills and len(facts) < ENOUGH_SAID:
        facts.append(_skilled(_nearest(skills, wanted, compass)[:MOST_SKILLS], first))
    return tuple(facts[:MOST_SAID])


def _nearest(sources: Sequence[Source], wanted: str, compass: Compass) -> list[Source]:
    """The nearest to what she wants first; what is as near keeps her own order."""
    near = compass.similarities(wanted, [each.text for each in sources]) if wanted else [0.0] * len(sources)
    worth = [
        nearness + (FOR_A_NUMBER if numbers(each.text) else 0.0)
        for nearness, each in zip(near, sources, strict=True)
    ]
    return [
        each for _, _, each in sorted(zip([-one for one in worth], range(len(worth)), sources, strict=True))
    ]


def _reached(source: Source, first: str) -> Fact:
    return Fact(text=f"A goal that {first} set and reached: “{source.text}”", evidence=(source.n,))


def _skilled(sources: Sequence[Source], first: str) -> Fact:
    named = ", ".join(f"“{source.text}”" for source in sources)
    return Fact(text=f"Skills that {first} names: {named}", evidence=tuple(source.n for source in sources))


def _where(told: Brief, first: str, wanted: str, compass: Compass, attempt: int) -> tuple[str, ...]:
    patterns = pattern_file("occasions")
    area = compass.area_of(wanted).key if wanted else "other"
    fitted = several(patterns["occasions"][area], OCCASIONS, "where", wanted, str(attempt))
    general = several(patterns["general"], 1, "general", wanted, str(attempt))
    aim = (patterns["aim"].replace("{aim}", _short(wanted)),) if wanted else ()
    return tuple(each.replace("{first}", first) for each in (*aim, *fitted, *general))


def _next_step(told: Brief, first: str, wanted: str) -> str:
    steps = pattern_file("occasions")["next_step"]
    asked_by = "own" if told.people == (told.about,) else "sponsor"
    decision = "" if wanted else f"{steps['no_aim'][asked_by]} "
    return f"{decision}{steps[asked_by]}".replace("{first}", first)


def _short(aim: str) -> str:
    return shortened(aim.strip(" ."), LONGEST_AIM)
