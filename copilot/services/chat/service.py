"""Conversations: what a person types, the tools that are used for it, and a reply whose sources are in sight."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

from copilot.domain.asking import Asker
from copilot.domain.chat import Called, Conversation, Tool, ToolResult, Turn
from copilot.domain.records import new_id
from copilot.domain.tallies import MODEL_FALLBACKS
from copilot.errors import BadInput, Conflict, CopilotError, ModelUnavailable, NotFound
from copilot.ports import UNCOUNTED, Clock, Conversations, Talker, Tally, UnitsOfWork
from copilot.services.chat.acquaintances import Acquaintances
from copilot.services.chat.filling import Filling, with_who_was_named
from copilot.services.chat.inert import inert
from copilot.services.chat.jobs import WITHOUT_A_TOOL
from copilot.services.chat.judging import Heard, faults
from copilot.services.chat.masking import Incognito, Released
from copilot.services.chat.routed_talk import RoutedTalk
from copilot.services.chat.routing import Router
from copilot.services.chat.tools.asking import Asking, Services
from copilot.services.chat.tools.toolbox import toolbox
from copilot.services.chat.unasked import with_drafts_asked_for
from copilot.services.policy import Action, Policy
from copilot.services.signposting import HEAVY
from knowledge.decoding import seen
from knowledge.words import Answer

LONGEST_TEXT = 20_000
LONGEST_NAME = 100
MOST_EARLIER = 20
LONGEST_TITLE = 60
LATELY = 3
"""So many of the newest utterances tell which drafts were asked for."""
EMBEDDED = "embedded"

ChatEvent = Called | str | Turn
"""A tool that is used, a piece of the reply as it comes, and at last the whole turn, which replaces the pieces."""


@dataclass(frozen=True)
class _Spoken:
    """One turn before it is kept."""

    asker: Asker
    text: str
    earlier: tuple[Turn, ...]
    tools: dict[str, Tool]

    @property
    def questions(self) -> list[str]:
        """What she typed before."""
        return [turn.text for turn in self.earlier if turn.by == "person"]


class ChatService:
    """Talks with members, each in conversations of her own.

    Args:
        units: units of work, for names alone.
        conversations: where turns are kept.
        services: what the tools reach.
        policy: decides who may.
        clock: what time it is.
        router: tells what an utterance asks for, where no chat model does.
        talker: a chat model, where one is configured; its words are checked, and the embedded way stands in.
        tally: counts how often it does.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        conversations: Conversations,
        services: Services,
        policy: Policy,
        clock: Clock,
        router: Router,
        talker: Talker | None = None,
        tally: Tally = UNCOUNTED,
    ) -> None:
        self._tally = tally
        self._conversations = conversations
        self._services = services
        self._policy = policy
        self._clock = clock
        self._talker = talker
        self._acquaintances = Acquaintances(units, services.relationships)
        self._router = router

    def say(self, asker: Asker, text: str, thread: str = "") -> Turn:
        """The whole reply; `stream` gives it as it comes."""
        for event in self.stream(asker, text, thread):
            if isinstance(event, Turn):
                return event
        raise ValueError("the conversation ended without a reply")

    def stream(
        self, asker: Asker, text: str, thread: str = "", wanted: Callable[[], bool] = lambda: True
    ) -> Iterator[ChatEvent]:
        """Tools as they are used, pieces of the reply, at last the turn, which is kept then and not before.

        `thread` names one of her conversations; a name that she hasn't used begins one. `wanted` is asked once, when
        the turn is complete: where she has stopped it, nothing is kept. Raises NotAllowed for who has none of her
        own, such as the operator; BadInput for a text that is empty or too long.
        """
        self._policy.require(asker, Action.CHAT_READ, owners={asker.member} - {""})
        said = self._readable(text)
        thread = _id_of(asker, _readable_name(thread) or new_id("t"))
        earlier = tuple(self._conversations.turns(thread)[-MOST_EARLIER:])
        asked = Turn(by="person", text=said, at=self._clock.now())
        for event in self._replies(asker, said, earlier):
            if isinstance(event, Turn):
                if not wanted():
                    self._put_away(asker, event.offers)
                    return
                self._keep(asker, thread, asked, event)
            yield event

    def asking(self, asker: Asker, earlier: tuple[str, ...] = ()) -> Asking:
        """What the tools of one turn are given; `earlier` are the questions before it."""
        return Asking(asker, self._services, self._acquaintances, self._clock.now(), earlier)

    def get_ready(self) -> None:
        """Learn the examples now; the first thing somebody says is then understood as quickly as the tenth."""
        self._router.route("hello")

    def every(self, asker: Asker) -> list[Conversation]:
        """Her conversations, the latest first, by the names she gave them."""
        self._policy.require(asker, Action.CHAT_READ, owners={asker.member} - {""})
        found = self._conversations.of(asker.member)
        return [one.model_copy(update={"id": _name_of(one.id)}) for one in found]

    def turns(self, asker: Asker, thread: str) -> list[Turn]:
        """What was said in one of her conversations. NotFound where she has none of that name."""
        return self._conversations.turns(self._own(asker, thread))

    def forget(self, asker: Asker, thread: str) -> None:
        """Delete one of her conversations with everything said in it."""
        self._conversations.forget(self._own(asker, thread))

    def _own(self, asker: Asker, thread: str) -> str:
        self._policy.require(asker, Action.CHAT_READ, owners={asker.member} - {""})
        id_ = _id_of(asker, _readable_name(thread))
        if self._conversations.find(id_) is None:
            raise NotFound(
                f"You have no conversation {thread}.",
                place=thread,
                cure="`mentoring chats list` shows yours.",
            )
        return id_

    def _readable(self, text: str) -> str:
        said = seen(text).strip()
        if not said:
            raise BadInput("There is nothing to answer.", place="text", cure="Write what you would like.")
        if len(said) > LONGEST_TEXT:
            raise BadInput(
                f"The text has {len(said):,} characters.", place="text",
                cure=f"Use at most {LONGEST_TEXT:,}; long notes can go into `mentoring sessions notes`.",
            )  # fmt: skip
        return said

    def _put_away(self, asker: Asker, offers: Sequence[str]) -> None:
        """Drafts of a reply that was stopped: she has never seen them."""
        for draft in offers:
            self._services.drafting.discard(asker, draft, "the reply was stopped")

    def _keep(self, asker: Asker, thread: str, asked: Turn, answered: Turn) -> None:
        """Keep both, in a conversation that begins now where there is none: a reply that failed leaves nothing."""
        begins = self._conversations.find(thread) is None
        if begins:
            title = " ".join(asked.text.split())[:LONGEST_TITLE]
            self._start(
                Conversation(id=thread, owner=asker.member, title=title, started=asked.at, latest=answered.at)
            )
        try:
            self._conversations.add(thread, asked, answered)
        except CopilotError:
            if begins and not self._conversations.turns(thread):
                self._conversations.forget(thread)
            raise

    def _start(self, conversation: Conversation) -> None:
        with suppress(Conflict):  # somebody who talks in two windows has begun it in the other
            self._conversations.start(conversation)

    def _replies(self, asker: Asker, said: str, earlier: tuple[Turn, ...]) -> Iterator[ChatEvent]:
        questions = tuple(turn.text for turn in earlier if turn.by == "person")
        filling = Filling(self._acquaintances, asker)
        routed = RoutedTalk(self._router, filling, self._acquaintances.known(asker))
        post = self._posted(asker, said, questions, does_something=routed.does_something(earlier, said))
        if post is not None:
            yield self._turn(ToolResult(text=post.answer, citations=post.citations), ("guides",))
            return
        tools = toolbox(self.asking(asker, questions))
        spoken = _Spoken(asker, said, earlier, tools)
        remark = ""
        if self._talker is not None:
            remark = yield from self._by_model(self._talker, spoken, routed, filling)
            if not remark:
                return
            self._tally.count(MODEL_FALLBACKS, "chat")
        yield from self._by_router(spoken, routed, remark)

    def _posted(
        self, asker: Asker, said: str, questions: Sequence[str], *, does_something: bool
    ) -> Answer | None:
        """The signpost in place of a reply, if one is due.

        In heavy matters always, also where the words before set it off. A rise in pay or the law is something people
        rightly find a mentor for or plan: there it stands only where nothing else was asked for.
        """
        signpost = self._services.guides.signpost
        heavy = signpost(asker, said, questions, kinds=HEAVY)
        if heavy is not None or does_something:
            return heavy
        return signpost(asker, said)

    def _by_router(self, spoken: _Spoken, routed: RoutedTalk, remark: str) -> Iterator[ChatEvent]:
        used: list[str] = []
        for event in routed.talk(spoken.earlier, spoken.text, spoken.tools):
            if isinstance(event, Called):
                used.append(event.tool)
                yield event
            else:
                yield self._turn(event, used, remark=remark)

    def _by_model(
        self, talker: Talker, spoken: _Spoken, routed: RoutedTalk, filling: Filling
    ) -> Generator[ChatEvent, None, str]:
        """The model's reply as it comes; gives back why not, where its words are not handed out."""
        names = self._acquaintances.names()
        incognito = Incognito(names)
        typed = [*spoken.questions, spoken.text]
        heard = Heard(typed, incognito.results, incognito.citations)
        utterances = [routed.route(text) for text in typed[-LATELY:]]
        job = utterances[-1].job
        tools = [
            incognito.tool(with_who_was_named(tool, filling, spoken.text))
            for tool in with_drafts_asked_for(spoken.tools, utterances)
        ]

        def listening() -> Released:
            # What a model says before it has looked anything up is shown only where nothing need be.
            return Released(incognito, heard.unfit, lambda: bool(incognito.results) or job in WITHOUT_A_TOOL)

        released = listening()
        try:
            earlier = incognito.turns(self._light(spoken))
            for event in talker.talk(earlier, incognito.text(spoken.text), tools):
                if isinstance(event, Called):
                    released = listening()  # what was said before it was thinking aloud
                    yield event.model_copy(update={"about": seen(incognito.restored(event.about))})
                else:
                    yield from released.hear(event)
            yield from released.end()
        except ModelUnavailable as error:
            return f"{talker.name} could not be used. {error.message}"
        why = faults(released.said, heard, names, spoken.asker.member, job)
        if released.unsafe or why:
            return f"{talker.name} said what could not be handed out, so this is the embedded answer."
        yield self._turn(_joined(released.said, incognito), incognito.used, writer=talker.name)
        return ""

    def _light(self, spoken: _Spoken) -> list[Turn]:
        """What was said before without what was answered by a signpost: no chat model reads that afterwards either."""
        heavy = {
            n for n, turn in enumerate(spoken.earlier)
            if turn.by == "person" and self._services.guides.signpost(spoken.asker, turn.text) is not None
        }  # fmt: skip
        return [turn for n, turn in enumerate(spoken.earlier) if not {n, n - 1} & heavy]

    def _turn(
        self, result: ToolResult, used: Sequence[str], *, writer: str = EMBEDDED, remark: str = ""
    ) -> Turn:
        return Turn(
            by="copilot", text=result.text, at=self._clock.now(), citations=result.citations,
            offers=result.offers, tools=tuple(dict.fromkeys(used)), steps=result.steps, pending=result.pending,
            writer=writer, remark=remark,
        )  # fmt: skip


def _joined(said: str, incognito: Incognito) -> ToolResult:
    """The model's words with what its tools gave beside them: sources, drafts, what to do next."""
    results = incognito.results
    marks = {n for n in incognito.citations if f"[{n}]" in said}
    return ToolResult(
        text=inert(said.strip()),
        citations=tuple(incognito.citations[n] for n in sorted(marks)),
        offers=tuple(dict.fromkeys(offer for one in results for offer in one.offers)),
        steps=tuple(dict.fromkeys(step for one in results for step in one.steps))[:4],
        pending=next((one.pending for one in reversed(results) if one.pending), None),
    )


def _readable_name(thread: str) -> str:
    """The name of a conversation without what no reader sees. Raises BadInput where it is too long."""
    name = " ".join(seen(thread).split())
    if len(name) > LONGEST_NAME:
        raise BadInput("The name of the conversation is too long.", place="--thread", cure="Use a short one.")
    return name


def _id_of(asker: Asker, thread: str) -> str:
    """A member's conversations have names of their own, so that nobody learns of another's, or reaches them."""
    return f"{quote(asker.member, safe='')}/{thread}"


def _name_of(id_: str) -> str:
    return id_.partition("/")[2]
