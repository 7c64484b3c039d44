"""What is asked: four or five statements at each point, for each side, in words of our own after published ideas.

Each is rated from 1, not at all, to 5, entirely. A statement has one id and one wording wherever it is asked, so that
the same id always counts the same thing; a wording that changes its meaning gets a new id.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from copilot.domain.matches import MatchRole
from copilot.domain.records import Value
from copilot.domain.surveys import SurveyPoint
from copilot.errors import BadInput

Side = Literal["seeker", "partner", "peer"]
SIDES: tuple[Side, ...] = ("seeker", "partner", "peer")

LOWEST, HIGHEST = 1, 5
LOW, HIGH = "not at all", "entirely"
"""The words at the two ends of the scale."""

ALLEN = "Allen, Eby & Lentz 2006, J. Appl. Psychol. 91:567–578"
CHAOSS_MENTORSHIP = "CHAOSS, Mentorship metric"
CHAOSS_SPONSORSHIP = "CHAOSS, Sponsorship metric"
EBY = "Eby et al. 2013, Psychol. Bull. 139:441–476"
EDMONDSON = "Edmondson 1999, Admin. Sci. Q. 44:350–383"
ELEMENTS = "MENTOR, Elements of Effective Practice, 4th ed. 2015"
KRAM = "Kram 1985, Mentoring at Work"
KRAM_PEERS = "Kram & Isabella 1985, Acad. Manage. J. 28:110–132"


class Question(Value):
    """One statement. `source` is where its idea is from; the words are ours."""

    id: str = Field(serialization_alias="question")
    text: str
    source: str


def _kept(*rows: tuple[str, str, str]) -> dict[str, Question]:
    return {id_: Question(id=id_, text=text, source=source) for id_, text, source in rows}


QUESTIONS: dict[str, Question] = _kept(
    ("expectations", "We have told each other what we expect.", ELEMENTS),
    ("my-say", "I had a say in whom I was brought together with.", ALLEN),
    ("prepared", "What I read or learned beforehand helped me to begin.", ALLEN),
    ("safe", "I can say here what I don’t know, and what went wrong.", EDMONDSON),
    ("offer-fits", "What I can offer is what is wanted here.", EBY),
    ("good-start", "This is a beginning that one can build on.", KRAM),
    ("known-aims", "My sponsor knows what I want to be put forward for.", KRAM),
    ("own-word", "I decide what may be said of me, and what may not.", ELEMENTS),
    ("know-her", "I know the work of the person I sponsor well enough to speak for it.", KRAM),
    ("rooms", "I am in rooms where my word for somebody counts.", CHAOSS_SPONSORSHIP),
    ("turns", "Each of us gets time for what matters to her.", KRAM_PEERS),
    ("useful", "Our conversations help me with what I work towards.", KRAM),
    ("closer", "I am closer to my goals than when we began.", KRAM),
    ("rhythm", "We meet as often as we need to.", ALLEN),
    ("right-thing", "It is still right to go on with this.", EBY),
    ("difference", "I can see what my time is good for.", EBY),
    ("rewarding", "Doing this is personally rewarding for me.", CHAOSS_MENTORSHIP),
    ("supported", "I know whom to ask when I don’t know how to go on.", ALLEN),
    ("reputation", "Somebody here puts a reputation on the line for me.", CHAOSS_SPONSORSHIP),
    ("openings", "I came near to things that I would not have come near to alone.", CHAOSS_SPONSORSHIP),
    ("spoke-up", "I have spoken for the person I sponsor where it counted.", CHAOSS_SPONSORSHIP),
    ("different", "The people I speak for are different from me.", CHAOSS_SPONSORSHIP),
    ("came-for", "I got what I came for.", EBY),
    ("can-do", "I can do things now that I could not do before.", KRAM),
    ("recommend", "I would recommend it to others in this community.", CHAOSS_MENTORSHIP),
    ("ended-well", "It ended in a way that was good for me.", ELEMENTS),
    ("again", "I would do it again.", CHAOSS_MENTORSHIP),
)  # fmt: skip

Kind = Literal["mentoring", "sponsorship", "peers"]
KIND_OF: dict[MatchRole, Kind] = {
    MatchRole.MENTOR: "mentoring",
    MatchRole.REVERSE: "mentoring",
    MatchRole.SPONSOR: "sponsorship",
    MatchRole.PEER: "peers",
    MatchRole.CIRCLE: "peers",
}

_ASKED: dict[tuple[SurveyPoint, Kind, Side], str] = {
    (SurveyPoint.START, "mentoring", "seeker"): "expectations my-say prepared safe good-start",
    (SurveyPoint.START, "mentoring", "partner"): "expectations my-say prepared offer-fits good-start",
    (SurveyPoint.START, "sponsorship", "seeker"): "expectations my-say known-aims own-word good-start",
    (SurveyPoint.START, "sponsorship", "partner"): "expectations my-say know-her rooms good-start",
    (SurveyPoint.START, "peers", "peer"): "expectations turns safe good-start",
    (SurveyPoint.MIDDLE, "mentoring", "seeker"): "useful closer safe rhythm right-thing",
    (SurveyPoint.MIDDLE, "mentoring", "partner"): "difference rewarding supported rhythm right-thing",
    (SurveyPoint.MIDDLE, "sponsorship", "seeker"): "reputation openings own-word right-thing",
    (SurveyPoint.MIDDLE, "sponsorship", "partner"): "spoke-up different know-her rewarding right-thing",
    (SurveyPoint.MIDDLE, "peers", "peer"): "useful turns safe rhythm right-thing",
    (SurveyPoint.END, "mentoring", "seeker"): "came-for can-do recommend ended-well again",
    (SurveyPoint.END, "mentoring", "partner"): "difference rewarding recommend ended-well again",
    (SurveyPoint.END, "sponsorship", "seeker"): "came-for reputation openings ended-well",
    (SurveyPoint.END, "sponsorship", "partner"): "spoke-up different rewarding ended-well again",
    (SurveyPoint.END, "peers", "peer"): "came-for turns recommend ended-well again",
}


def side_of(role: MatchRole, members: tuple[str, ...], member: str) -> Side:
    """What she is in it: of peers and in circles everybody is one; else who sought comes first."""
    if KIND_OF[role] == "peers":
        return "peer"
    return "seeker" if members[0] == member else "partner"


def questions_for(role: MatchRole, point: SurveyPoint, side: Side) -> tuple[Question, ...]:
    """What this side is asked there, in its order."""
    return tuple(QUESTIONS[each] for each in _ASKED[point, KIND_OF[role], side].split())


def every_question_of(point: SurveyPoint, side: Side) -> tuple[Question, ...]:
    """What anybody on this side is ever asked at this point, whatever the relationship, each once."""
    named = [ids.split() for (at, _, who), ids in _ASKED.items() if (at, who) == (point, side)]
    return tuple(QUESTIONS[each] for each in dict.fromkeys(id_ for ids in named for id_ in ids))


def point_of(text: str) -> SurveyPoint:
    """The point of that name; BadInput where there is none."""
    try:
        return SurveyPoint(text.strip().lower())
    except ValueError as fault:
        points = ", ".join(SurveyPoint)
        raise BadInput(
            f"There is no survey “{text[:40]}”.", place="survey", cure=f"The surveys are {points}."
        ) from fault
