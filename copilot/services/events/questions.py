"""Questions gathered before an event, grouped by likeness; who asks is told to nobody unless she says so."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.domain.asking import Asker
from copilot.domain.events import EventQuestion
from copilot.domain.records import Value, new_id
from copilot.errors import BadInput, NotFound
from copilot.ports import Clock, Encoder, UnitsOfWork
from copilot.services.events.checking import check_before
from copilot.services.events.likeness import alike
from copilot.services.events.seeing import Sight
from copilot.services.making import made
from copilot.services.policy import Action, Policy

MOST_QUESTIONS = 10
"""One member's at one event."""


class Asked(Value):
    """A question as the asker of the list may read it; `by` is empty unless it is her own or named."""

    question: str
    text: str
    by: str = ""
    mine: bool = False
    answered: bool = False


class AskedAlike(Value):
    """Questions that ask much the same: the one that stands for them first.

    `askers` is how often it is asked: it counts questions, not people. Else the count would tell whether who is named
    asked one of those without a name too.
    """

    leads: Asked
    others: tuple[Asked, ...] = ()
    askers: int = 1

    @property
    def answered(self) -> bool:
        """Whether all of them are."""
        return all(each.answered for each in (self.leads, *self.others))


class EventQuestionsService:
    """What people would like to have answered."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock, encoder: Encoder) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock
        self._encoder = encoder

    def ask(self, asker: Asker, member_id: str, event_id: str, text: str, *, named: bool = False) -> Asked:
        """Ask before it begins. Nobody is told who asks, hosts included, unless `named`."""
        self._policy.require(asker, Action.EVENT_TAKE_PART, owners={member_id})
        said = " ".join(text.split())
        if not said:
            raise BadInput("The question is empty.", place="text", cure="Ask it in a sentence.")
        now = self._clock.now()
        with self._units() as unit:
            event = Sight(unit, self._policy, asker).get(event_id)
            check_before(event, now, "questions were gathered before")
            own = unit.event_questions.all(event=event_id, by=member_id)
            _check_new(said, own)
            question = made(
                EventQuestion, id=new_id("q"), event=event_id, by=member_id, text=said, at=now, named=named
            )
            unit.event_questions.add(question)
            unit.commit()
        return _told(question, asker)

    def take_back(self, asker: Asker, question_id: str) -> None:
        """Delete one of one's own questions; NotFound for everybody else's."""
        with self._units() as unit:
            question = unit.event_questions.find(question_id)
            if question is None or not self._policy.allows(
                asker, Action.EVENT_TAKE_PART, owners={question.by}
            ):
                raise _no_such(question_id)
            unit.event_questions.remove(question_id)
            unit.commit()

    def every(self, asker: Asker, event_id: str) -> list[AskedAlike]:
        """The questions of an event the asker may see, in groups: what is asked most often comes first."""
        with self._units.reading() as unit:
            event = Sight(unit, self._policy, asker).get(event_id)
            questions = unit.event_questions.all(event=event.id)
        groups = alike([each.text for each in questions], self._encoder, event.title)
        found = [_group([questions[n] for n in group], asker) for group in groups]
        return sorted(found, key=lambda group: (-group.askers, -len(group.others), group.leads.text))

    def answer(self, asker: Asker, question_ids: Sequence[str], *, answered: bool = True) -> list[Asked]:
        """Tick questions off, or take the tick back; for those who run the event or speak there."""
        with self._units() as unit:
            sight = Sight(unit, self._policy, asker)
            found = []
            for each in dict.fromkeys(question_ids):
                question = unit.event_questions.find(each)
                if question is None or not sight.sees(event := unit.events.get(question.event)):
                    raise _no_such(each)
                owners = event.hosts | event.asked
                self._policy.require(asker, Action.EVENT_RUN, owners=owners, programme=event.programme)
                found.append(unit.event_questions.save(question.changed(answered=answered)))
            unit.commit()
        return [_told(each, asker) for each in found]


def _check_new(text: str, own: Sequence[EventQuestion]) -> None:
    if len(own) >= MOST_QUESTIONS:
        raise BadInput(
            f"You have asked {MOST_QUESTIONS} questions.", place="text", cure="Take one back to ask another."
        )
    if any(each.text.casefold() == text.casefold() for each in own):
        raise BadInput("You have asked that already.", place="text", cure="Once is enough.")


def _group(questions: Sequence[EventQuestion], asker: Asker) -> AskedAlike:
    told = [_told(each, asker) for each in questions]
    return AskedAlike(leads=told[0], others=tuple(told[1:]), askers=len(questions))


def _told(question: EventQuestion, asker: Asker) -> Asked:
    mine = bool(asker.member) and question.by == asker.member
    return Asked(
        question=question.id,
        text=question.text,
        by=question.by if mine or question.named else "",
        mine=mine,
        answered=question.answered,
    )


def _no_such(question_id: str) -> NotFound:
    return NotFound(
        "There is no such question that you may change.",
        place=question_id,
        cure="`events questions` shows those of an event.",
    )
