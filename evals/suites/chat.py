"""Does the chat without a model know what people want, ask back where it can't, and read the slots they say?

Two authors wrote the cases, and a third the examples that the router learns from; none saw another's. Half of the cases
are held out: how the router reads was chosen on the others. A case with several right jobs names them in `also`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from copilot.services.chat.jobs import Job
from copilot.services.chat.naming import person_in, without_names
from copilot.services.chat.routing import Routed, Router
from copilot.services.chat.slots import charter_role_in, minutes_in, notes_in, role_in, tone_in, topic_in
from copilot.services.pseudonyms import Roster
from evals.metrics import mean_of, ratio_of
from evals.suites.homes import empty_home
from evals.tasks import Case, Task, read_cases
from knowledge.ports import Progress

PEOPLE = (
    "Inês Carvalho", "Grace Achieng Odhiambo", "Maarten de Wit", "Priya Raman", "Jonas Lindqvist", "Ama Boateng",
    "Tomás Ferreira", "Yuki Tanaka",
)  # fmt: skip
"""The roster of the community that the authors wrote for."""
SLOTS_OF = {
    Job.AGENDA: ("person", "minutes", "topic"),
    Job.FIND: ("role", "topic"),
    Job.RECOGNITION: ("person", "tone"),
    Job.CHARTER: ("role",),
    Job.NOTES: ("person", "text"),
    **dict.fromkeys((Job.MATCHES, Job.AGREEMENT, Job.BRIEF, Job.SESSIONS, Job.ACTIONS), ("person",)),
}
"""The slots that a job's tool has."""

METRICS = {
    "job": mean_of("job"),
    "job, held out": mean_of("job, held out"),
    "acts": mean_of("acts"),
    "job where it acts": ratio_of("acts rightly", "acts"),
    "job where it acts, held out": ratio_of("acts rightly, held out", "acts, held out"),
    "wrong act": mean_of("spared a wrong act"),
    "unclear asked back": mean_of("unclear asked back"),
    "slots": ratio_of("slots found", "slots said"),
    "slots, held out": ratio_of("slots found, held out", "slots said, held out"),
}


class Read(NamedTuple):
    """What was understood of one utterance."""

    routed: Routed
    slots: Mapping[str, str]


@contextmanager
def suite(progress: Progress) -> Iterator[Task[Read]]:
    """Utterances, routed and read."""
    roster = Roster({str(n): name for n, name in enumerate(PEOPLE)})
    with empty_home() as copilot:
        router = Router(copilot.encoder)

        def read(case: Case) -> Read:
            routed = router.route(without_names(case.input, roster))
            return Read(routed, slots_of(Job(case.kind), case.input, roster))

        yield Task("chat", cases(), read, score, METRICS)


def cases() -> tuple[Case, ...]:
    """440 labelled utterances."""
    return read_cases("utterances.jsonl", given="text")


def slots_of(job: Job, text: str, roster: Roster) -> dict[str, str]:
    """What the readers find for each slot of the right job."""
    read = {
        "person": person_in(text, roster, anywhere=job not in {Job.AGENDA, Job.NOTES}),
        "minutes": str(minutes_in(text) or ""),
        "role": (charter_role_in(text) if job is Job.CHARTER else role_in(text)) or "",
        "tone": tone_in(text) or "",
        "topic": topic_in(text, to_learn=job is Job.FIND),
        "text": notes_in(text),
    }
    return {slot: read[slot] for slot in SLOTS_OF.get(job, ())}


def score(case: Case, read: Read) -> Mapping[str, float]:
    """Whether the job is right, whether it would act, and the slots that were found."""
    right = {Job(case.kind), *(Job(each) for each in case.expected["also"])}
    hit, acts = read.routed.job in right, read.routed.sure
    numbers: dict[str, float] = {"job": hit, "acts": acts, "acts rightly": hit and acts}
    numbers["spared a wrong act"] = hit or not acts
    if case.kind == Job.UNCLEAR.value:
        numbers["unclear asked back"] = not acts
    said = {slot: words for slot, words in case.expected["slots"].items() if slot in read.slots}
    if said:
        numbers["slots said"] = len(said)
        numbers["slots found"] = sum(_same(words, read.slots[slot]) for slot, words in said.items())
    if case.expected["held_out"]:
        numbers |= {f"{name}, held out": number for name, number in numbers.items()}
    return numbers


def _same(one: str, other: str) -> bool:
    """Whether two readings of a slot are alike, but for a word of a name or of its surroundings."""
    first, second = one.casefold().strip(" .?!,"), other.casefold().strip(" .?!,")
    if not first or not second:
        return False
    shorter, longer = sorted((first, second), key=len)
    return first == second or (shorter in longer and len(shorter) >= 0.4 * len(longer))
