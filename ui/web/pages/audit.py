"""The audit of the matches, run when somebody who may read it asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.errors import CopilotError, Stopped
from copilot.services.auditing.report import AuditReport
from copilot.services.policy import Action, Policy
from ui.web.desk import Desk
from ui.web.long_work import LongWork, UnderWay
from ui.web.page import Page, Room
from ui.web.views.audit import audit_report, no_audit
from ui.web.views.pieces import failure, notice, shown, subheading, under_way
from ui.web.views.recognition_equity import recognition_equity

EVERYBODY = "the whole community"


def may_read_an_audit(asker: Asker) -> bool:
    """Whoever manages a programme, and admins; of which programme, the service asks again."""
    policy = Policy()
    return any(
        policy.allows(asker, Action.AUDIT_READ, programme=programme) for programme in ("", *asker.manages)
    )


def build(room: Room) -> None:
    """What to audit above, the report below."""
    desk, works = room.desk, UnderWay()
    with gr.Row(elem_classes="form run-row"):
        programme = gr.Dropdown([], label="Programme", scale=2, filterable=False)
        swaps = gr.Checkbox(
            label="Also match it under other names, ages, schools and places",
            info="Takes a minute or more.",
            scale=3,
            min_width=260,
        )
        run = gr.Button("Run the audit", variant="primary", scale=1, min_width=150, interactive=False)
        stop = gr.Button("Stop the audit", variant="stop", scale=1, min_width=150, visible=False)
    report = room.slot()
    room.slot(
        subheading(
            "Recognition", "Who is recognised, how warmly and at what length. For the programme chosen above."
        )
    )
    recognition = gr.Button("Look at recognition", elem_classes="alone")
    praised = room.slot()

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
            run: gr.update(visible=False),
            stop: gr.update(visible=True, interactive=True, value="Stop the audit"),
        }
        try:
            for done, of, what in works.begun(request.session_hash, work):
                yield {report: shown(under_way("Auditing", done, of, what))}
            found = shown(_told(desk, asker, work.result(), which))
        except Stopped:
            found = shown(
                notice("Stopped. An audit changes nothing; run it again when it suits you.", "plain")
            )
        except CopilotError as error:
            found = shown(failure(error))
        yield {report: found, run: gr.update(visible=True), stop: gr.update(visible=False)}

    def stop_it(request: gr.Request) -> Any:
        works.stop(request.session_hash)
        return gr.update(interactive=False, value="Stopping…")

    def look_at_recognition(which: str, request: gr.Request) -> str:
        asker = desk.asker(request)
        name = desk.copilot.programmes.show(asker, which).name if which else ""
        return shown(recognition_equity(desk.copilot.recognition_equity.equity(asker, which or ""), name))

    room.on_open(look, [programme, run, report])
    room.wire(recognition.click, look_at_recognition, programme, praised)
    room.wire(run.click, audit, [programme, swaps], [report, run, stop])
    room.wire(stop.click, stop_it, None, stop)


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
