"""`mentoring surveys`: statements to rate at the start, in the middle and at the end, and what is read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from copilot.errors import BadInput
from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.services.surveys.figures import PointFigures, QuestionFigures
    from copilot.services.surveys.service import OwnAnswer, Results, SurveyToAnswer

app = typer.Typer(
    help="Short surveys of relationships: list, show, answer, withdraw, results.", no_args_is_help=True
)

RelationshipId = Annotated[str, typer.Argument(help="The relationship's id.")]
PointWord = Annotated[str, typer.Argument(help="start, middle or end.")]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="surveys")


@verb(app, "list")
def list_(call: Call) -> None:
    """List the surveys that are open for you, and what you answered."""
    found = call.copilot.surveys.open_for(call.asker)
    mine = call.copilot.surveys.mine(call.asker)
    document = {"open": [_document(each) for each in found], "answers": mine}
    call.give(document, lambda screen: _show_list(screen, found, mine))


@verb(app, "show")
def show(call: Call, relationship: RelationshipId, survey: PointWord) -> None:
    """Show what an open survey asks, and what you have answered so far."""
    found = call.copilot.surveys.show(call.asker, relationship, survey)
    call.give(_document(found), lambda screen: _show(screen, found))


@verb(app, "answer", writes=True, negative=True)
def answer(
    call: Call,
    relationship: RelationshipId,
    survey: PointWord,
    rate: Annotated[
        list[str] | None,
        typer.Option("--rate", help="Such as safe=4, from 1 to 5; repeated for each question."),
    ] = None,
    words: Annotated[str, typer.Option(help="In your own words; for you alone without --for-managers.")] = "",
    for_managers: Annotated[
        bool,
        typer.Option(
            "--for-managers", help="The programme's managers may read the words, without your name."
        ),
    ] = False,
) -> None:
    """Answer a survey; to do it again while it is open replaces the first answer."""
    kept = call.copilot.surveys.answer(
        call.asker, relationship, survey, _ratings(rate or []), words=words, for_managers=for_managers
    )
    who = "The managers of the programme may read your words, without your name." if kept.for_managers else ""
    said = f"Kept: {len(kept.ratings)} rated. Nobody sees your answer; it is counted with others. {who}"
    call.give(kept, lambda screen: typer.echo(said.strip()))


@verb(app, "withdraw", writes=True)
def withdraw(call: Call, relationship: RelationshipId, survey: PointWord) -> None:
    """Take your answer back: it is forgotten, and counted no more."""
    gone = call.copilot.surveys.withdraw(call.asker, relationship, survey)
    call.give(gone, lambda screen: typer.echo("Taken back: your answer is forgotten."))


@verb(app, "results")
def results(
    call: Call, programme: Annotated[str, typer.Argument(help="The programme's id; '' for outside any.")]
) -> None:
    """Count what the two sides of a programme said; nothing of fewer than five."""
    found = call.copilot.surveys.results(call.asker, programme)
    call.give(found, lambda screen: _show_results(screen, found))


def _ratings(given: list[str]) -> dict[str, int]:
    """`safe=4` … into ratings; BadInput where one is said twice or isn't of this form."""
    ratings: dict[str, int] = {}
    for each in given:
        question, _, rating = each.partition("=")
        question = question.strip()
        if question in ratings:
            raise BadInput(f"“{question}” is rated twice.", place="--rate", cure="Rate each question once.")
        try:
            ratings[question] = int(rating)
        except ValueError as fault:
            raise BadInput(
                f"“{each[:60]}” is no rating.", place="--rate", cure="Write it as safe=4, from 1 to 5."
            ) from fault
    return ratings


def _document(found: SurveyToAnswer) -> dict[str, object]:
    return {
        **found.survey.model_dump(mode="json", by_alias=True, exclude={"member", "members"}),
        "questions": [each.model_dump(mode="json", by_alias=True) for each in found.questions],
        "answer": found.answer,
    }


def _show_list(screen: Console, found: list[SurveyToAnswer], mine: list[OwnAnswer]) -> None:
    from ui.cli.tables import show_table

    rows = [
        (
            each.survey.relationship,
            each.survey.point.value,
            each.survey.role.value,
            each.survey.until.isoformat(),
            "answered, may be changed" if each.answer else f"{len(each.questions)} statements to rate",
        )
        for each in found
    ]
    if rows:
        show_table(screen, ("relationship", "survey", "role", "open until", "state"), rows)
    else:
        screen.print("No survey is open for you just now.")
    for own in mine:
        if own.open_until is None:
            one = own.answer
            screen.print(
                f"{one.on.isoformat()}: {one.relationship}, {one.point.value}, {len(one.ratings)} rated.",
                markup=False,
            )


def _show(screen: Console, found: SurveyToAnswer) -> None:
    from copilot.services.surveys.questions import HIGH, HIGHEST, LOW, LOWEST

    survey = found.survey
    screen.print(f"{survey.point.value.capitalize()} of {survey.relationship}", style="bold", markup=False)
    screen.print(f"  open until {survey.until.isoformat()}; {LOWEST} is {LOW}, {HIGHEST} is {HIGH}")
    for each in found.questions:
        rating = found.answer.ratings.get(each.id) if found.answer else None
        screen.print(f"  {each.id}: {each.text}{f' You: {rating}.' if rating else ''}", markup=False)
    if found.answer and found.answer.words:
        whose = "for the managers" if found.answer.for_managers else "for you alone"
        screen.print(f"  Your words, {whose}: {found.answer.words}", markup=False)


def _show_results(screen: Console, found: Results) -> None:
    if not found.points:
        screen.print("Nobody has been asked here yet: the first survey opens four weeks after a start.")
    for each in found.points:
        _show_figures(screen, each)
    for point, words in found.words.items():
        screen.print(f"{point.value}, in words given to you:", style="bold", markup=False)
        for one in words:
            screen.print(f"  “{one}”", markup=False)


def _show_figures(screen: Console, figures: PointFigures) -> None:
    from ui.cli.tables import show_table

    response = f"answered: {figures.response.told}" if figures.response else "fewer than 5 were asked"
    screen.print(f"{figures.point.value}, {figures.side}: {response}", style="bold", markup=False)
    if figures.remark:
        screen.print(f"  {figures.remark}", markup=False)
    else:
        rows = [(each.text, *_in_numbers(each)) for each in figures.questions]
        show_table(screen, ("statement", "median", "4 or 5", "95 % interval"), rows)


def _in_numbers(question: QuestionFigures) -> tuple[str, str, str]:
    if question.agree is None or question.median is None:
        return "–", "fewer than 10 rated it", ""
    low, high = question.interval or (None, None)
    interval = "" if low is None or high is None else f"{low:.0%} to {high:.0%}"
    return f"{question.median:g}", question.agree.told, interval
