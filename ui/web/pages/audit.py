"""The audit of the matches, run when somebody who may read it asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.errors import CopilotError
from copilot.services.auditing.report import AuditReport
from copilot.services.policy import Action, Policy
from ui.web.desk import Desk
from ui.web.long_work import LongWork
from ui.web.page import Page, Room
from ui.web.views.audit import audit_report, no_audit
from ui.web.views.pieces import failure, shown, under_way

EVERYBODY = "the whole community"


def may_read_an_audit(asker: Asker) -> bool:
    """Whoever manages a programme, and admins; of which programme, the service asks again."""
    policy = Policy()
    return any(
        policy.allows(asker, Action.AUDIT_READ, programme=programme) for programme in ("", *asker.manages)
    )


def build(room: Room) -> None:
    """What to audit above, the report below."""
    desk = room.desk
    with gr.Row(elem_classes="form run-row"):
        programme = gr.Dropdown([], label="Programme", scale=2, filterable=False)
        swaps = gr.Checkbox(
            label="Also match it under other names, ages, schools and places",
            info="Takes a minute or more.",
            scale=3,
            min_width=260,
        )
        run = gr.Button("Run the audit", variant="primary", scale=1, min_width=150, interactive=False)
    report = room.slot()

    def look(request: gr.Request) -> dict[Any, Any]:
        names = _to_audit(desk, desk.asker(request))
        return {
            programme: gr.update(choices=names, value=names[0][1]),
            run: gr.update(interactive=True),
            report: shown(no_audit()),
        }

    def audit(which: str, with_names: bool, request: gr.Request) -> Iterator[dict[Any, Any]]:
        asker, auditing = desk.asker(request), desk.copilot.auditing
        work: LongWork[AuditReport] = LongWork(
            lambda tell: auditing.audit(asker, which, name_swaps=with_names, progress=tell)
        )
        yield {
            report: shown(under_way("Auditing", 0, 1, "reading matches")),
            run: gr.update(interactive=False),
        }
        try:
            for done, of, what in work:
                yield {report: shown(under_way("Auditing", done, of, what))}
            found = shown(_told(desk, asker, work.result(), which))
        except CopilotError as error:
            found = shown(failure(error))
        yield {report: found, run: gr.update(interactive=True)}

    room.on_open(look, [programme, run, report])
    room.wire(run.click, audit, [programme, swaps], [report, run])


def _to_audit(desk: Desk, asker: Asker) -> list[tuple[str, str]]:
    """The programmes whose audit the asker may read; for an admin first the whole community."""
    policy = Policy()
    every = [(each.name, each.id) for each in desk.copilot.programmes.every(asker)]
    return [
        (name, programme)
        for name, programme in ((EVERYBODY.capitalize(), ""), *every)
        if policy.allows(asker, Action.AUDIT_READ, programme=programme)
    ]


def _told(desk: Desk, asker: Asker, found: AuditReport, programme: str) -> Any:
    name = desk.copilot.programmes.show(asker, programme).name if programme else ""
    return audit_report(found, desk.people(asker, {found.header.by}), name)


PAGE = Page(
    "audit",
    "Audit",
    "Oversight",
    45,
    may_read_an_audit,
    build,
    "Whether anybody is favoured: by groups that members declared themselves.",
)
