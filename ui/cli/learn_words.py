"""How learning reads at a terminal: tracks, questions with reasons, comments with the guide's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from copilot.domain.citations import GuideCitation
    from copilot.domain.learning import PracticeAnswer
    from copilot.domain.recognition import Badge
    from copilot.services.learning.told import (
        AnswerTold,
        Checked,
        GuideStanding,
        GuideTold,
        Moved,
        NextTold,
        Practised,
        ProgressTold,
        QuestionsTold,
        Rated,
        ReadinessTold,
        ScenarioTold,
        TrackTold,
    )

STATES = {"met": "You do this", "perhaps": "Perhaps", "missing": "Not found"}


def show_tracks(screen: Console, tracks: Sequence[TrackTold]) -> None:
    """A line a track."""
    from ui.cli.tables import show_table

    rows = [
        (each.id, each.role, f"{each.minutes} min", _how_far(each), each.title) for each in tracks
    ]  # fmt: skip
    show_table(screen, ("id", "for", "reading", "you", "track"), rows)


def show_track(screen: Console, track: TrackTold) -> None:
    """Its guides in order, with what is done."""
    screen.print(track.title, style="bold", markup=False)
    _lines(screen, [track.why, f"{track.minutes} minutes of reading. {_how_far(track)}".strip()])
    if track.mine and track.mine.changed:
        _lines(screen, ["The track has changed since you finished it. Finished it stays."])
    for step in track.steps:
        screen.print(f"{step.n}. {step.title} ({step.guide}, {step.minutes} min)", markup=False)
        _lines(screen, [_standing(step.mine), step.why, f"Try: {step.try_this}"])


def show_guide(screen: Console, guide: GuideTold, moved: Moved) -> None:
    """Its text, then where she is."""
    from ui.cli.tables import show_markdown

    show_markdown(screen, guide.text)
    screen.print("\nMarked as read.", style="bold")
    if guide.questions and not moved.mine.understood:
        screen.print(f"Check what you understood: mentoring learn questions {guide.guide}", markup=False)
    _show_moved(screen, moved)


def show_questions(screen: Console, asked: QuestionsTold) -> None:
    """Each question with its options, numbered; how to answer."""
    screen.print(asked.title, style="bold", markup=False)
    for n, question in enumerate(asked.questions, start=1):
        screen.print(f"\n{n}. {question.ask}", markup=False)
        _lines(screen, [f"{option.n}) {option.say}" for option in question.options])
    screen.print(
        f"\nAnswer: mentoring learn check {asked.guide} --answers 1,1,1 --version {asked.version}",
        markup=False,
    )


def show_checked(screen: Console, checked: Checked) -> None:
    """Of each answer whether it is right, why, and the guide's words."""
    for n, answer in enumerate(checked.answers, start=1):
        screen.print(f"{n}. {answer.ask}", style="bold", markup=False)
        _lines(screen, _answer_lines(answer))
    said = "understood" if checked.understood else "not all yet: try again, as often as you like"
    screen.print(f"\n{checked.right} of {checked.of}: {said}. (Questions {checked.version})", markup=False)
    _show_moved(screen, checked.moved)


def show_scenario(screen: Console, scenario: ScenarioTold) -> None:
    """The moment, and what is asked."""
    screen.print(scenario.title, style="bold", markup=False)
    screen.print(f"{scenario.situation}\n\n{scenario.task}", markup=False)
    screen.print(f'\nAnswer: mentoring learn practise {scenario.guide} --text "…"', markup=False)


def show_practised(screen: Console, practised: Practised) -> None:
    """The signpost first, where there is one; then point by point."""
    if practised.signpost:
        screen.print(f"{practised.signpost}\n", style="bold", markup=False)
    for point in practised.points:
        screen.print(f"{STATES[point.state]}: {point.point}", style="bold", markup=False)
        words = f"Your words: “{point.words}”" if point.words else ""
        _lines(screen, [words, point.hint, _quoted(point.citation)])
    screen.print(f"{practised.told}\nKept for you alone as {practised.id}.", markup=False)


def show_answers(screen: Console, answers: Iterable[PracticeAnswer]) -> None:
    """A line an answer."""
    from ui.cli.tables import show_table

    rows = [(each.id, f"{each.at:%Y-%m-%d}", each.guide, " ".join(each.text.split())) for each in answers]
    show_table(screen, ("id", "on", "guide", "answer"), rows)


def show_progress(screen: Console, progress: ProgressTold) -> None:
    """Counts, then a line a track."""
    screen.print(
        f"Read {progress.read}, understood {progress.understood}, practised {progress.practised}; "
        f"tracks finished: {progress.finished}. Nobody else sees this.",
        markup=False,
    )
    if progress.tracks:
        show_tracks(screen, progress.tracks)


def show_next(screen: Console, found: NextTold) -> None:
    """Each suggestion with its reasons; how they were put in order."""
    if found.signpost:
        screen.print(f"{found.signpost}\n", style="bold", markup=False)
    for n, each in enumerate(found.suggestions, start=1):
        todo = "read" if each.do == "read" else "answer its questions"
        screen.print(
            f"{n}. {each.title} ({each.guide}, {each.minutes} min): {todo}", style="bold", markup=False
        )
        _lines(screen, [line for one in each.because for line in (one.words, _quoted(one.citation))])
    if not found.suggestions:
        screen.print("You have finished all there is for you. Thank you for reading.")
    screen.print(f"\n{found.order} {found.remark}".rstrip(), markup=False)


def show_certificate(screen: Console, badge: Badge) -> None:
    """That it is hers, and how to carry it away."""
    screen.print(f"“{badge.name}” is yours, as badge {badge.id}.", markup=False)
    screen.print(
        "`mentoring recognise badges` shows it, hands it out as a file, and lets you show it to others."
    )


def show_readiness(screen: Console, asked: ReadinessTold) -> None:
    """The sentences by area, each with its key."""
    screen.print(asked.about, markup=False)
    area = ""
    for each in asked.questions:
        if each.area != area:
            area = each.area
            screen.print(f"\n{area}", style="bold", markup=False)
        _lines(screen, [f"{each.key}: {each.say}"])
    scale = ", ".join(f"{n} {words}" for n, words in asked.scale.items())
    screen.print(f"\n{asked.note}\nFrom {scale}: --rate KEY=5 for each, or all in order.", markup=False)
    for rated in asked.history[:3]:
        means = ", ".join(f"{one.title} {one.mean}" for one in rated.areas if one.mean is not None)
        screen.print(f"{rated.at:%Y-%m-%d}: {means}", markup=False)


def show_rated(screen: Console, rated: Rated) -> None:
    """Means, what stands out, and what to read."""
    for area in rated.areas:
        screen.print(f"{area.mean}  {area.title}", markup=False)
    for head, found in (("Strong", rated.strongest), ("To grow", rated.weakest)):
        for words in found:
            screen.print(f"{head}: {words.title}. {words.words}", markup=False)
    for advice in rated.read:
        screen.print(f"Read: {advice.title} ({advice.guide}, {advice.minutes} min)", markup=False)
        _lines(screen, [_quoted(advice.citation)])
    screen.print(rated.note, markup=False)


def _answer_lines(answer: AnswerTold) -> list[str]:
    lines = [f"{'Right' if answer.right else 'Not quite'}: {answer.chosen.say}", answer.chosen.why]
    if not answer.right:
        lines += [f"Better: {answer.answer.say}", answer.answer.why]
    return [*lines, _quoted(answer.citation)]


def _how_far(track: TrackTold) -> str:
    if track.mine is None:
        return ""
    return {"open": "", "begun": f"{track.mine.done} of {track.mine.of}", "finished": "finished"}[
        track.mine.state
    ]


def _standing(mine: GuideStanding | None) -> str:
    if mine is None:
        return ""
    words = [("read", mine.read), ("understood", mine.understood), ("practised", mine.practised)]
    return ", ".join(word for word, when in words if when) or "not read yet"


def _show_moved(screen: Console, moved: Moved) -> None:
    for track in moved.begun:
        screen.print(f"The track {track} has begun.", markup=False)
    for track in moved.finished:
        screen.print(f"You have finished {track}: mentoring learn certificate {track}", markup=False)


def _quoted(citation: GuideCitation | None) -> str:
    return f"“{' '.join(citation.quote.split())}” ({citation.path}, {citation.section})" if citation else ""


def _lines(screen: Console, lines: Iterable[str]) -> None:
    for line in lines:
        if line:
            screen.print(f"   {line}", markup=False)
