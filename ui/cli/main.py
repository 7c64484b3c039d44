"""`mentoring`: the verbs put together, and every failure turned into one sentence."""

from __future__ import annotations

import json
import logging
import sys
from typing import TYPE_CHECKING

import typer
from typer.exceptions import Abort, TyperException

from ui.cli import (
    accounts,
    agreements,
    analytics,
    analytics_digest,
    analytics_risk,
    ask,
    backups,
    board,
    calendar,
    chat,
    circles,
    consents,
    draft,
    encryption,
    events,
    examine,
    goals,
    guides,
    learn,
    log,
    match,
    mcp,
    members,
    nudge,
    objectives,
    operate,
    playbook,
    programmes,
    recognise,
    relationships,
    requests,
    retention,
    spaces,
    sponsor,
    surveys,
    tokens,
    webhooks,
)

if TYPE_CHECKING:
    from copilot.errors import CopilotError

ROOMS = (
    members,
    guides,
    ask,
    chat,
    match,
    relationships,
    circles,
    agreements,
    consents,
    goals,
    learn,
    draft,
    programmes,
    board,
    webhooks,
    events,
    requests,
    calendar,
    spaces,
    sponsor,
    surveys,
    playbook,
    objectives,
    analytics,
    analytics_digest,
    analytics_risk,
    nudge,
    recognise,
    accounts,
    tokens,
    mcp,
    examine,
    log,
    retention,
    encryption,
    operate,
    backups,
)

app = typer.Typer(
    name="mentoring",
    help="Mentoring Copilot: matches, guides, drafts, and the people behind them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for room in ROOMS:
    room.add_to(app)


def main() -> None:
    """Run the command line; exit 0 done, 1 the answer is no, 2 bad usage or input, 3 something is unavailable."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; failures become a sentence, or JSON with `--json`."""
    from copilot.errors import CopilotError

    as_json = "--json" in arguments
    logging.captureWarnings(True)
    try:
        return int(app(arguments, standalone_mode=False) or 0)
    except CopilotError as error:
        _tell(error, as_json)
        return error.exit_code
    except TyperException as error:
        _tell(_usage(error), as_json)
        return 2
    except (Abort, KeyboardInterrupt):
        sys.stderr.write("Stopped. What was done before is kept.\n")
        return 130
    except Exception as error:  # noqa: BLE001  the last resort: a person gets a sentence, the log gets the trace
        _tell(_unforeseen(error), as_json)
        return 3


def _usage(error: TyperException) -> CopilotError:
    from copilot.errors import BadInput

    context = getattr(error, "ctx", None)
    command = context.command_path if context else "mentoring"
    return BadInput(error.format_message(), place=command, cure=f"`{command} --help` says how it is called.")


def _unforeseen(error: Exception) -> CopilotError:
    import tempfile
    import traceback

    from copilot.errors import Unavailable

    with tempfile.NamedTemporaryFile("w", prefix="mentoring-error-", suffix=".txt", delete=False) as log:
        log.write("".join(traceback.format_exception(error)))
    return Unavailable(
        f"Something we did not foresee happened ({type(error).__name__}). What was kept is still there.",
        place="mentoring",
        cure=f"Try again; if it comes back, report it with the details in {log.name}.",
    )


def _tell(error: CopilotError, as_json: bool) -> None:
    if not as_json:
        sys.stderr.write(f"{error}\n")
        return
    shape = {"code": error.code, "place": error.place, "message": error.message, "cure": error.cure}
    sys.stdout.write(json.dumps({"error": shape, **error.detail}, ensure_ascii=False) + "\n")
