"""Run sheets of events."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.errors import BadInput
from copilot.services.drafting.facts.run_sheet import RunSheetFacts
from copilot.services.drafting.verbs.making import Making, names_in
from copilot.services.events.checking import check_planned
from copilot.services.events.seeing import Sight
from copilot.services.policy import Action

SHORTEST, LONGEST = 15, 480


class RunSheets(Making):
    """Drafts run sheets."""

    def run_sheet(self, asker: Asker, event_id: str) -> Draft:
        """What happens at an event, minute by minute, for its hosts; whoever runs it may have one made.

        Raises NotFound for an event that the asker may not know of, NotAllowed where she may only see it, Conflict
        where it was held or cancelled, BadInput where it is too short or too long for one sheet.
        """
        with self._units.reading() as unit:
            event = Sight(unit, self._policy, asker).to_run(event_id)
            self._policy.require(asker, Action.DRAFT_MAKE, owners=event.hosts | {asker.member})
            check_planned(event)
            questions = unit.event_questions.all(event=event_id, answered=False)
            names = names_in(unit)
        if not SHORTEST <= event.minutes <= LONGEST:
            raise BadInput(
                f"An event of {event.minutes} minutes can't be put on one run sheet.",
                place=f"event {event_id}",
                cure=f"Plan one of {SHORTEST} to {LONGEST} minutes, such as a day of it.",
            )
        today = self._clock.now().date()
        facts = RunSheetFacts(self._library, self._encoder)
        gathered = facts.gather(event, questions, names, today, names.get(asker.member, ""))
        people = {*event.hosts, *(one for one in event.speakers if one not in event.declined)}
        return self._made(
            asker, DraftKind.RUN_SHEET, gathered, names, about=min(event.hosts), people=people,
            owners=set(event.hosts),
        )  # fmt: skip
