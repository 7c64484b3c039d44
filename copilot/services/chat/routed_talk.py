"""The chat without a chat model: the router finds the job, the slots are filled, the tool answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pydantic import ValidationError

from copilot.domain.chat import Called, NextStep, Pending, Tool, ToolResult, Turn
from copilot.services.chat.filling import Filling, shown
from copilot.services.chat.jobs import WITHOUT_A_TOOL, WORDS, Job
from copilot.services.chat.naming import without_names
from copilot.services.chat.routing import Routed, Router
from copilot.services.pseudonyms import Roster
from knowledge.following import leans

GREETING = (
    "Hello. I look things up in the guides, show what is yours, find people, and draft plans, agendas and "
    "agreements for you to change."
)
WELCOME = "You’re welcome. I’m here when you need the next thing."
HELP = """Here is what I can do for you:

- answer questions from the guides, with each source in sight
- show your profile, goals, sessions, open action items and dates
- find people who could be your mentor, sponsor or peer, with reasons for and against
- draft a goal plan, the agenda of a session, an agreement, a role charter, a brief for your sponsor, words of \
recognition, and action items from notes

Drafts are offers: nothing is sent, signed or published until a person approves it. What you write here is yours \
alone; no manager reads it, and you can delete it."""
OUTSIDE = (
    "That is not something I can do here, or may tell. I know this programme’s guides and what is yours in it: your "
    "goals, sessions, drafts and matches."
)
ASK_BACK = "I am not sure what you would like. Did you mean one of these?"
NO_IDEA = "I did not understand that. What would you like to do?"
FIRST_STEPS = (Job.GUIDES, Job.FIND, Job.GOAL_PLAN, Job.AGENDA)
ALSO_ASK_GUIDES = 0.6
"""Below this probability what seems to be outside is put to the guides first, who say so themselves."""
A_NEW_WISH = 0.6
"""From this probability on, words that could fill a slot are taken for another wish."""
CHANGED_ALONE = {"minutes", "tone"}
"""Slots that somebody names alone when she has a draft before her and wants it otherwise."""
LONGEST_CHANGE = 8
"""Words of such an utterance; a longer one is a wish of its own."""
LONGEST_WISH = 120
"""Characters: what is longer, where notes were asked for, is the notes."""

_TO_THE_GUIDES = re.compile(
    r"^\W*(?:what do(?:es)? (?:the|your) guides? say (?:about|on|to)"
    r"|(?:please )?look (?:it |this |that )?up in the guides|ask the guides)\b[\s:,]*(?P<question>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_THANKS = re.compile(
    r"\b(?:thanks?|thank you|thx|cheers|ta|much appreciated|obrigad[oa]|danke|merci|gracias)\b", re.IGNORECASE
)
_POINTS_BACK = re.compile(r"^\W*(?:this|that|it)?\W*$", re.IGNORECASE)


class RoutedTalk:
    """Answers one utterance by one tool; made anew for each turn."""

    def __init__(self, router: Router, filling: Filling, names: Mapping[str, str]) -> None:
        self._router = router
        self._filling = filling
        self._roster = Roster(names)
        self._routed: dict[str, Routed] = {}

    def route(self, text: str) -> Routed:
        """The job of an utterance, whoever is named in it."""
        if text not in self._routed:
            self._routed[text] = self._router.route(without_names(text, self._roster))
        return self._routed[text]

    def does_something(self, earlier: Sequence[Turn], text: str) -> bool:
        """Whether it surely asks for more than the guides: to find somebody, to draft or to show something."""
        if _TO_THE_GUIDES.match(text):
            return False
        routed = self.route(text)
        if self._waited_for(earlier, text, routed):
            return True
        return routed.sure and routed.job not in {Job.GUIDES, *WITHOUT_A_TOOL}

    def talk(
        self, earlier: Sequence[Turn], text: str, tools: Mapping[str, Tool]
    ) -> Iterator[Called | ToolResult]:
        """The tool that is used, then what came of it."""
        routed = self.route(text)
        waited_for = self._waited_for(earlier, text, routed)
        to_guides = _TO_THE_GUIDES.match(text)
        if to_guides:
            yield from self._asked_of_guides(to_guides["question"], earlier, tools)
        elif waited_for:
            yield from self._used(*waited_for, tools)
        elif _follows_up(earlier, text, routed):
            yield from self._used(Job.GUIDES, {"question": text}, tools)
        elif routed.job in _SAID:
            yield from self._without_tool(routed, text, tools)
        elif routed.sure:
            yield from self._used(routed.job, self._filling.slots(routed.job, text), tools)
        else:
            yield _asked_back(routed)

    def _asked_of_guides(
        self, question: str, earlier: Sequence[Turn], tools: Mapping[str, Tool]
    ) -> Iterator[Called | ToolResult]:
        """The guides are named: what is asked there, or what was said before where it only points back."""
        before = [
            turn.text for turn in earlier if turn.by == "person" and not _TO_THE_GUIDES.match(turn.text)
        ]
        asked = before[-1] if _POINTS_BACK.match(question) and before else question.strip()
        if _POINTS_BACK.match(asked):
            pending = Pending(job=Job.GUIDES.value, missing="question")
            yield ToolResult(text="What would you like to know?", pending=pending)
        else:
            yield from self._used(Job.GUIDES, {"question": asked}, tools)

    def _waited_for(
        self, earlier: Sequence[Turn], text: str, routed: Routed
    ) -> tuple[Job, dict[str, object]] | None:
        pending = earlier[-1].pending if earlier else None
        if pending is not None and not pending.missing:
            return self._once_more(pending, text, routed)
        if pending is None or (
            _is_another_wish(pending, routed, text) and not _is_pressed(earlier[-1], text)
        ):
            return None
        slots = self._filling.answered(pending, text)
        return (Job(pending.job), dict(slots)) if slots else None

    def _once_more(self, pending: Pending, text: str, routed: Routed) -> tuple[Job, dict[str, object]] | None:
        """The same once more with something else about it: “45 minutes”, “make it a newsletter”."""
        told = self._filling.slots(Job(pending.job), text)
        another = _is_another_wish(pending, routed, text) or "person" in told
        if another or len(text.split()) > LONGEST_CHANGE or not CHANGED_ALONE & told.keys():
            return None
        return Job(pending.job), {**pending.slots, **told}

    def _without_tool(
        self, routed: Routed, text: str, tools: Mapping[str, Tool]
    ) -> Iterator[Called | ToolResult]:
        """Greetings and help are answered; what seems outside but is not surely so is put to the guides."""
        if routed.job is Job.UNCLEAR or not routed.sure:
            yield _asked_back(routed)
            return
        if routed.job is Job.OUTSIDE and routed.probability < ALSO_ASK_GUIDES:
            yield Called(tool=Job.GUIDES.value, about=text[:80])
            answer = tools[Job.GUIDES.value].run(_slots(tools[Job.GUIDES.value], {"question": text}))
            if not answer.failed:
                yield answer
                return
        if routed.job is Job.GREETING and _THANKS.search(text):
            yield ToolResult(text=WELCOME)
            return
        yield ToolResult(text=_SAID[routed.job], steps=tuple(map(_step, FIRST_STEPS)))

    def _used(
        self, job: Job, slots: Mapping[str, object], tools: Mapping[str, Tool]
    ) -> Iterator[Called | ToolResult]:
        tool = tools[job.value]
        yield Called(tool=tool.name, about=shown(slots))
        yield tool.run(_slots(tool, slots))


def _follows_up(earlier: Sequence[Turn], text: str, routed: Routed) -> bool:
    """Whether a question goes on where the guides have just answered: “and if she is my boss?”"""
    of_its_own = routed.job is Job.GREETING or (routed.sure and routed.job not in {Job.OUTSIDE, Job.UNCLEAR})
    answered = bool(earlier) and earlier[-1].tools == (Job.GUIDES.value,)
    return answered and not of_its_own and leans(text)


def _is_another_wish(pending: Pending, routed: Routed, text: str) -> bool:
    """Whether somebody who was asked something surely wants something else. Pasted notes may sound like anything."""
    if pending.missing == "text" and (len(text) > LONGEST_WISH or "\n" in text):
        return False
    says_nothing = routed.job in {Job.UNCLEAR, Job.OUTSIDE, Job.GREETING, Job(pending.job)}
    return routed.probability >= A_NEW_WISH and not says_nothing


def _is_pressed(turn: Turn, text: str) -> bool:
    """Whether these are the very words of a button that was offered."""
    return text in {step.text for step in turn.steps}


_SAID = {Job.GREETING: GREETING, Job.HELP: HELP, Job.OUTSIDE: OUTSIDE, Job.UNCLEAR: NO_IDEA}


def _slots(tool: Tool, told: Mapping[str, object]) -> object:
    """The tool's form; a slot that doesn't fit is left to its default."""
    try:
        return tool.slots.model_validate(told)
    except ValidationError as fault:
        wrong = {str(each["loc"][0]) for each in fault.errors() if each["loc"]}
        return tool.slots.model_validate({name: each for name, each in told.items() if name not in wrong})


def _asked_back(routed: Routed) -> ToolResult:
    offered = [job for job in routed.offered() if job in WORDS]
    if len(offered) < 2:
        return ToolResult(text=NO_IDEA, steps=tuple(map(_step, dict.fromkeys([*offered, *FIRST_STEPS]))))
    return ToolResult(text=ASK_BACK, steps=tuple(map(_step, offered)))


def _step(job: Job) -> NextStep:
    label, text = WORDS[job]
    return NextStep(label=label, text=text)
