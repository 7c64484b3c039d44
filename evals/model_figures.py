"""What real chat models are worth as writers and talkers: `python -m evals.model_figures [drafts|chat|safety] [MOST]`.

With a chat model configured (`MENTORING_OPENAI_BASE_URL`, `MENTORING_CHAT_MODEL`) it is heard on what it hasn't been
heard on yet, at most MOST cases of each part; then the figures of every model in the recordings are printed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from copilot.choosing import SystemClock, chat_client_of, read_settings, talker_over
from copilot.domain.drafts import DraftKind
from copilot.errors import NothingToSay
from copilot.language.chat_model import ChatModelWriter
from copilot.language.embedded.writer import EmbeddedWriter
from copilot.ports import Encoder, Talker, Writer
from copilot.services.chat.jobs import WITHOUT_A_TOOL, Job
from copilot.services.drafting.checks import check
from copilot.services.drafting.composing import Composed, Composer
from copilot.services.pseudonyms import Pseudonyms
from evals.kept_briefs import KeptBrief, community_names, kept_briefs
from evals.real_models import RECORDED, HeardTalker, HeardWriter, PlayedTalker, PlayedWriter, Recordings
from evals.suites.chat import cases as utterances
from evals.suites.homes import empty_home
from evals.suites.safety import attacks
from evals.suites.safety.looking import got_through
from evals.suites.safety.stage import Shown, Stage
from evals.tables import table
from evals.tasks import Case

EVERY = 10_000
NOTHING_FORBIDDEN: dict[str, list[str]] = {
    "planted": [],
    "must_not_show": [],
    "must_not_link": [],
    "must_not_say": [],
    "must_not_tool": [],
}


@dataclass(frozen=True)
class Drafted:
    """One draft: whether the model's first try and its repair passed, and who wrote what was handed out."""

    kind: DraftKind
    first: bool
    repaired: bool
    handed_out_by: str
    tokens: int


def drafts(encoder: Encoder, writer: Writer | None, most: int) -> str:
    """Pass rates by kind and model."""
    recordings = Recordings(RECORDED / "models-drafts.jsonl")
    if writer:
        _hear_drafts(recordings, writer, encoder, most)
    rows = []
    for model in recordings.models():
        played = [
            _played(recordings, model, kept_briefs()[case], encoder) for case in recordings.cases(model)
        ]
        for kind in DraftKind:
            rows += [_draft_row(model, kind.value, [one for one in played if one.kind is kind])]
        rows += [_draft_row(model, "all", played)]
    head = [
        "model",
        "kind",
        "n",
        "first try passes",
        "with one repair",
        "handed out by the embedded writer",
        "tokens",
    ]
    return table(head, [row for row in rows if row])


def _hear_drafts(recordings: Recordings, writer: Writer, encoder: Encoder, most: int) -> None:
    known = set(recordings.cases(writer.name))
    for brief in _evenly(list(kept_briefs().values()), most):
        if brief.id in known:
            continue
        heard, began = HeardWriter(writer), time.monotonic()
        composed = _composed(heard, brief, encoder)
        recordings.keep(writer.name, brief.id, heard.steps)
        said = composed.writer if composed else "nobody"
        _say(f"{brief.id}: handed out by {said}, {time.monotonic() - began:.0f} s")


def _evenly(briefs: Sequence[KeptBrief], most: int) -> Iterator[KeptBrief]:
    """Some of each kind in turn, so that a run which is stopped has seen all kinds."""
    by_kind: dict[DraftKind, list[KeptBrief]] = {}
    for brief in briefs:
        by_kind.setdefault(brief.kind, []).append(brief)
    rounds = max(map(len, by_kind.values()))
    turns = [own[n] for n in range(rounds) for own in by_kind.values() if n < len(own)]
    yield from turns[:most]


def _composed(writer: Writer, brief: KeptBrief, encoder: Encoder) -> Composed | None:
    composer = Composer(writer, EmbeddedWriter(encoder))
    try:
        return composer.compose(brief.kind, brief.gathered, community_names(), brief.mentioned, brief.id)
    except NothingToSay:
        return None


def _played(recordings: Recordings, model: str, brief: KeptBrief, encoder: Encoder) -> Drafted:
    steps = recordings.steps(model, brief.id) or []
    composed = _composed(PlayedWriter(model, steps), brief, encoder)
    tried = [_passes(brief, step) for step in steps]
    tokens = sum(sum(step.get("tokens", (0, 0))) for step in steps)
    writer = composed.writer if composed else "nobody"
    return Drafted(brief.kind, tried[:1] == [True], any(tried), writer, tokens)


def _passes(brief: KeptBrief, step: dict[str, object]) -> bool:
    if "form" not in step:
        return False
    pseudonyms = Pseudonyms(community_names())
    pseudonyms.hide(brief.gathered.brief)
    form = pseudonyms.restore(brief.form(step["form"]))  # type: ignore[arg-type]  # JSON as it was recorded
    return all(one.passed for one in check(brief.material(form)))


def _draft_row(model: str, kind: str, drafted: Sequence[Drafted]) -> list[str]:
    if not drafted:
        return []
    n = len(drafted)
    embedded = sum(one.handed_out_by == "embedded" for one in drafted)
    return [
        model, kind, str(n), _share(sum(one.first for one in drafted), n),
        _share(sum(one.repaired for one in drafted), n), _share(embedded, n),
        f"{sum(one.tokens for one in drafted) / n:,.0f}",
    ]  # fmt: skip


def chat(stage: Stage, talker: Talker | None, most: int) -> str:
    """Which tool a model takes for what people type, and whether its words were handed out."""
    wanted = [case for case in utterances() if case.expected["held_out"]]
    chosen = [_conversation(case) for n, case in enumerate(wanted) if n % 5 == 0]
    recordings = Recordings(RECORDED / "models-chat.jsonl")
    if talker:
        _hear_talk(recordings, talker, stage, chosen[:most])
    rows = []
    for model, shown in _each_played(recordings, stage, chosen):
        right = sum(_right_tool(case, one) for case, one in shown)
        own = sum(one.turns[-1].writer == model for _, one in shown if one.turns)
        rows.append([model, str(len(shown)), _share(right, len(shown)), _share(own, len(shown))])
    return table(["model", "utterances", "first tool is right", "its own words handed out"], rows)


def safety(stage: Stage, talker: Talker | None, most: int) -> str:
    """How many attacks are stopped with each model."""
    cases = list(attacks())
    chosen = [case for n, case in enumerate(cases) if n % 4 == 0]
    recordings = Recordings(RECORDED / "models-safety.jsonl")
    if talker:
        _hear_talk(recordings, talker, stage, chosen[:most])
    rows = []
    for model, shown in _each_played(recordings, stage, cases):
        found = [got_through(case, one) for case, one in shown]
        stopped = sum(not any(each[name] for name in ("secrets", "links", "said", "tools")) for each in found)
        leaks, links = (sum(bool(each[name]) for each in found) for name in ("secrets", "links"))
        own = sum(turn.writer == model for _, one in shown for turn in one.turns)
        turns = sum(len(one.turns) for _, one in shown)
        rows.append(
            [model, str(len(shown)), _share(stopped, len(shown)), str(leaks), str(links), f"{own} of {turns}"]
        )
    head = ["model", "attacks", "stopped", "secrets out", "live links", "turns in its own words"]
    return table(head, rows)


def _conversation(case: Case) -> Case:
    """An utterance as the stage plays conversations, typed by a mentee."""
    expected = {**NOTHING_FORBIDDEN, **case.expected, "asker": "m1"}
    return Case(case.id, [case.input], expected, case.why, case.kind)


def _hear_talk(recordings: Recordings, talker: Talker, stage: Stage, cases: Sequence[Case]) -> None:
    known = set(recordings.cases(talker.name))
    for case in cases:
        if case.id in known:
            continue
        heard, began = HeardTalker(talker), time.monotonic()
        stage.played(stage.chat(heard), case)
        recordings.keep(talker.name, case.id, heard.steps)
        _say(f"{case.id}: {time.monotonic() - began:.0f} s")


def _each_played(
    recordings: Recordings, stage: Stage, cases: Sequence[Case]
) -> Iterator[tuple[str, list[tuple[Case, Shown]]]]:
    for model in recordings.models():
        played = PlayedTalker(model)
        service = stage.chat(played)
        shown = []
        for case in cases:
            steps = recordings.steps(model, case.id)
            if steps is not None:
                played.plays(steps)
                shown.append((case, stage.played(service, case)))
        yield model, shown


def _right_tool(case: Case, shown: Shown) -> bool:
    """Whether the first tool used is one of the right ones; none, where none is needed."""
    right = {case.kind, *case.expected["also"]}
    used = shown.turns[-1].tools[:1] if shown.turns else ()
    if not used:
        return bool(right & {job.value for job in WITHOUT_A_TOOL})
    return used[0] in right or (used[0] == Job.GUIDES.value and Job.OUTSIDE.value in right)


def _share(part: int, of: int) -> str:
    """A share with its 95 % interval (Wilson 1927)."""
    from scipy.stats import binomtest

    low, high = binomtest(part, of).proportion_ci(method="wilson")
    return f"{part / of:.2f} ({low:.2f} to {high:.2f})"


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")


def main(parts: Sequence[str], most: int) -> None:
    """Hear what is missing, and print the figures of the parts."""
    settings = read_settings()
    client = chat_client_of(settings)
    talker = talker_over(client, SystemClock()) if client else None
    with empty_home() as copilot:
        writer = ChatModelWriter(client, copilot.embedded) if client else None
        stage = Stage(copilot, copilot.home.folder / "own-guides")
        made: dict[str, Callable[[], str]] = {
            "drafts": lambda: drafts(copilot.encoder, writer, most),
            "chat": lambda: chat(stage, talker, most),
            "safety": lambda: safety(stage, talker, most),
        }
        for part in parts or made:
            print(f"## {part}\n\n{made[part]()}\n")


if __name__ == "__main__":
    given = sys.argv[1:]
    numbers = [int(one) for one in given if one.isdigit()]
    main([one for one in given if not one.isdigit()], numbers[0] if numbers else EVERY)
