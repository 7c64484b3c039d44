"""`mentoring recognise badges verify`: is this badge right? Asked by anybody, with a home or without."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copilot.errors import BadInput
from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.services.badges.checking import Checked

LARGEST = 1024 * 1024
"""Bytes of a file that are read."""


def add_to(badges: typer.Typer) -> None:
    """Hang this verb under `badges`."""
    verb(badges, "verify")(verify)


def verify(
    call: Call,
    badge: Annotated[str, typer.Argument(help="A badge's file, or the signed text itself.")],
    key: Annotated[
        list[Path] | None,
        typer.Option(
            help="A file with the issuer's public key, PEM or JWK; may be repeated. No home is asked then."
        ),
    ] = None,
    status_list: Annotated[
        Path | None, typer.Option("--status-list", help="The file of the issuer's list of revoked badges.")
    ] = None,
) -> None:
    """Check a badge offline: right, altered, wrong key, revoked or unknown. Exit 0 where it is right, else 1."""
    text = text_in(badge, "badge")
    listed = text_in(str(status_list), "--status-list") if status_list else ""
    found = _checked(call, text, key or [], listed)
    call.give(found, lambda screen: _show(screen, found))
    if found.verdict != "right":
        raise typer.Exit(1)


def text_in(said: str, place: str) -> str:
    """The text of the file of this name; what no file is called, is the text itself."""
    if len(said) > 1024 or "\n" in said:
        return said
    path = Path(said)
    try:
        if not path.is_file():
            return _typed(said, place)
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise BadInput(
                f"{said} is too large for a badge.", place=place, cure="A badge has some thousand characters."
            )
        return content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput(f"{said} cannot be read as text.", place=place, cure="Check its name.") from fault


def _typed(said: str, place: str) -> str:
    if said.count(".") == 2 and len(said) > 100:
        return said
    raise BadInput(f"There is no file {said}.", place=place, cure="Check its name.")


def _checked(call: Call, text: str, keys: list[Path], listed: str) -> Checked:
    if not keys:
        return call.copilot.badges.verify(call.asker, text, status_list=listed)
    from copilot.choosing import badge_checks

    believed = [text_in(str(each), "--key") for each in keys]
    return badge_checks().check(text, keys=believed, status_list=listed)


def _show(screen: Console, found: Checked) -> None:
    from ui.cli.tables import show_fields

    by_its_key = found.issuer_id.startswith("did:")
    named: dict[str, object] = {
        "issuer": "named by its key alone" if by_its_key else f"{found.issuer_id}, as it says of itself",
        "for": found.criteria,
        "what was done": found.evidence,
        "since": found.since,
        "of": found.named,
        "key": found.key,
    }
    show_fields(screen, found.sentence, named)
