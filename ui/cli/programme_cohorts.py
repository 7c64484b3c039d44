"""`mentoring programmes cohorts`: groups that go through a programme together."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli.call import Call, verb
from ui.cli.reading import as_date

app = typer.Typer(help="Cohorts of a programme: add, list.", no_args_is_help=True)


def add_to(programmes: typer.Typer) -> None:
    """Hang these verbs under `programmes`."""
    programmes.add_typer(app, name="cohorts")


@verb(app, "add", writes=True)
def add(
    call: Call,
    programme: Annotated[str, typer.Argument(help="The programme's id.")],
    cohort: Annotated[str, typer.Argument(help="A short id, such as bridges-north.")],
    name: Annotated[str, typer.Option(help="Its name.")],
    starts: Annotated[str, typer.Option(help="First day, inside the programme's.")],
    ends: Annotated[str, typer.Option(help="Last day, inside the programme's.")],
    capacity: Annotated[int | None, typer.Option(help="How many may be in it; else as many as come.")] = None,
) -> None:
    """Add a cohort."""
    from copilot.domain.programmes import Cohort
    from copilot.errors import BadInput
    from copilot.services.making import made
    from copilot.services.programmes.keeping import check_capacity, check_dates

    first, last = as_date(starts, "--starts"), as_date(ends, "--ends")
    if not first or not last:
        raise BadInput("A cohort has two days.", place="--starts", cure="Give --starts and --ends.")
    check_dates(first, last, "The cohort")
    check_capacity(capacity)
    new = made(Cohort, id=cohort, programme=programme, name=name, starts=first, ends=last, capacity=capacity)
    kept = call.copilot.programmes.add_cohort(call.asker, new)
    call.give(kept, lambda screen: typer.echo(f"{kept.name} is kept as {kept.id}."))


@verb(app, "list")
def list_(call: Call, programme: Annotated[str, typer.Argument(help="The programme's id.")]) -> None:
    """List the cohorts of a programme."""
    from ui.cli.tables import show_table

    found = call.copilot.programmes.cohorts(call.asker, programme)
    rows = [(c.id, c.name, c.starts.isoformat(), c.ends.isoformat(), str(c.capacity or "")) for c in found]
    header = ("id", "name", "starts", "ends", "places")
    call.give({"cohorts": found}, lambda screen: show_table(screen, header, rows))
