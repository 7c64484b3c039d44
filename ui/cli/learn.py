"""`mentoring learn`: tracks and guides, questions, practice, readiness, and what to learn next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli import learn_words
from ui.cli.call import Call, verb
from ui.cli.reading import as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    help="Learning: list, show, read, questions, check, practise, answers, forget, progress, next, certificate, "
    "readiness.",
    no_args_is_help=True,
)
LONGEST_ANSWER = 4_001  # one character more than may be: the service tells that it is too long

TrackId = Annotated[str, typer.Argument(help="The track's id, such as new-mentor.")]
GuidePath = Annotated[str, typer.Argument(help="The guide's path, such as feedback/sbi.md.")]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="learn")


@verb(app, "list")
def list_(
    call: Call,
    role: Annotated[str, typer.Option(help="mentee, mentor, sponsor, peer or manager; all without it.")] = "",
) -> None:
    """List the learning tracks, with how far you are."""
    tracks = call.copilot.learning.tracks(call.asker, role)
    call.give({"tracks": tracks}, lambda screen: learn_words.show_tracks(screen, tracks))


@verb(app, "show")
def show(call: Call, track: TrackId) -> None:
    """Show a track: its guides in order, why each, and what to try."""
    found = call.copilot.learning.track(call.asker, track)
    call.give(found, lambda screen: learn_words.show_track(screen, found))


@verb(app, "read", writes=True)
def read(
    call: Call,
    guide: GuidePath,
    track: Annotated[str, typer.Option(help="The track you read it for, which begins with it.")] = "",
) -> None:
    """Print a guide, and mark it as read."""
    moved = call.copilot.learning.read(call.asker, guide, track=track)
    found = call.copilot.learning.guide(call.asker, guide)
    document = {**found.model_dump(mode="json", by_alias=True), "moved": moved}
    call.give(document, lambda screen: learn_words.show_guide(screen, found, moved))


@verb(app, "questions")
def questions(call: Call, guide: GuidePath) -> None:
    """Print a guide's questions, with the version to answer them under."""
    found = call.copilot.learning.questions(call.asker, guide)
    call.give(found, lambda screen: learn_words.show_questions(screen, found))


@verb(app, "check", writes=True)
def check(
    call: Call,
    guide: GuidePath,
    answers: Annotated[str, typer.Option(help="The option you choose for each question, such as 1,3,2.")],
    version: Annotated[
        str,
        typer.Option(
            help="What `questions` printed. Without it, questions that changed are noticed only where you answered "
            "this guide's before."
        ),
    ] = "",
) -> None:
    """Answer a guide's questions: which are right, and why."""
    checked = call.copilot.learning.check(call.asker, guide, version, _numbers(answers, "--answers"))
    call.give(checked, lambda screen: learn_words.show_checked(screen, checked))


@verb(app, "practise", writes=True)
def practise(
    call: Call,
    guide: GuidePath,
    text: Annotated[
        str | None, typer.Option(help="Your answer; without it and --file the scenario is printed.")
    ] = None,
    file: Annotated[str | None, typer.Option(help="A file with your answer; - for standard input.")] = None,
) -> None:
    """Print a guide's scenario; with your answer: what it does, and what it leaves out."""
    if text is not None and file is not None:
        from copilot.errors import BadInput

        raise BadInput("There are two answers.", place="--text, --file", cure="Give one of them.")
    if text is None and file is None:
        scenario = call.copilot.learning.scenario(call.asker, guide)
        return call.give(scenario, lambda screen: learn_words.show_scenario(screen, scenario))
    answer = as_text(file, "--file", LONGEST_ANSWER) if file is not None else text or ""
    practised = call.copilot.learning.practise(call.asker, guide, answer)
    return call.give(practised, lambda screen: learn_words.show_practised(screen, practised))


@verb(app, "answers")
def answers(
    call: Call, guide: Annotated[str, typer.Option(help="Those to one guide's scenario.")] = ""
) -> None:
    """List your answers to scenarios, the newest first; nobody else sees them."""
    kept = call.copilot.learning.answers(call.asker, guide)
    call.give({"answers": kept}, lambda screen: learn_words.show_answers(screen, kept))


@verb(app, "forget", writes=True)
def forget(call: Call, answer: Annotated[str, typer.Argument(help="The answer's id.")]) -> None:
    """Forget one of your answers."""
    gone = call.copilot.learning.forget(call.asker, answer)
    call.give({"forgotten": gone.id}, lambda screen: typer.echo("Forgotten."))


@verb(app, "progress")
def progress(call: Call) -> None:
    """Show how far you are; nobody else sees it."""
    found = call.copilot.learning.progress(call.asker)
    call.give(found, lambda screen: learn_words.show_progress(screen, found))


@verb(app, "next")
def next_(call: Call) -> None:
    """Suggest what to learn next, with the reasons."""
    found = call.copilot.learning.next_for(call.asker)
    call.give(found, lambda screen: learn_words.show_next(screen, found))


@verb(app, "certificate", writes=True)
def certificate(
    call: Call,
    track: TrackId,
    with_name: Annotated[bool, typer.Option("--with-name", help="Let your name stand in it.")] = False,
) -> None:
    """Take the certificate of a track that you have finished: a badge that anyone can check."""
    badge = call.copilot.learning.certificate(call.asker, track, with_name=with_name)
    call.give(badge, lambda screen: learn_words.show_certificate(screen, badge))


@verb(app, "readiness", writes=True)
def readiness(
    call: Call,
    role: Annotated[str, typer.Option(help="mentor or mentee.")] = "mentor",
    rate: Annotated[
        list[str] | None,
        typer.Option(
            help="KEY=5, repeated; or all in order, such as 5,4,6,…, from 1, not yet, to 7, at ease."
        ),
    ] = None,
) -> None:
    """Print the questions of readiness; with --rate: where you are strong, where you could grow, what to read."""
    asked = call.copilot.learning.readiness(call.asker, role)
    if not rate:
        return call.give(asked, lambda screen: learn_words.show_readiness(screen, asked))
    ratings = _ratings(rate, [each.key for each in asked.questions])
    rated = call.copilot.learning.rate(call.asker, role, ratings)
    return call.give(rated, lambda screen: learn_words.show_rated(screen, rated))


def _ratings(given: Sequence[str], keys: Sequence[str]) -> dict[str, int]:
    """`KEY=5` parts, or one list of numbers in the order of the questions."""
    from copilot.errors import BadInput

    parts = [part for each in given for part in each.split(",") if part.strip()]
    if all("=" in part for part in parts):
        pairs = [part.split("=", 1) for part in parts]
        return {key.strip(): _numbers(number, "--rate")[0] for key, number in pairs}
    numbers = _numbers(",".join(parts), "--rate")
    if len(numbers) != len(keys):
        raise BadInput(
            f"There are {len(keys)} sentences, and {len(numbers)} numbers.",
            place="--rate",
            cure="Give one for each in order, or name them: --rate KEY=5.",
        )
    return dict(zip(keys, numbers, strict=True))


def _numbers(text: str, option: str) -> list[int]:
    from copilot.errors import BadInput

    try:
        return [int(part) for part in text.split(",")]
    except ValueError as fault:
        raise BadInput(
            f"“{text[:80]}” are not whole numbers.", place=option, cure="Write them as 1,3,2."
        ) from fault
