"""What is read or taken away outside Gradio: a guide at its sentence, a draft as a file."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Literal

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from copilot.domain.asking import Asker
from copilot.errors import CopilotError, NotAllowed, NotFound
from copilot.services.analytics.csv_lines import csv_lines
from copilot.services.log import Wanted, day_asked
from copilot.services.research.packing import zipped
from ui.web.security import FOR_OWN_PAGES
from ui.web.views.about_me import WORD, farewell_page, not_deleted_page
from ui.web.views.guides import guide_page, guide_panel
from ui.web.views.pieces import failure, piece
from ui.web.views.sign_in import document

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ui.web.desk import Desk
    from ui.web.sign_in import SignIn

Format = Literal["md", "docx", "ics", "json"]


def add_to(app: FastAPI, desk: Desk, sign_in: SignIn) -> None:
    """Add the addresses of guides, drafts, CSV files, the playbook, the tables for research, and `/me/…`."""
    reader = _Reader(desk, sign_in)
    settings: dict[str, Any] = {"methods": ["GET"], "include_in_schema": False, "response_model": None}
    app.add_api_route("/guide/{path:path}", reader.guide, **settings)
    app.add_api_route("/draft/{draft}.{kind}", reader.draft, **settings)
    app.add_api_route("/log.csv", reader.log, **settings)
    app.add_api_route("/analytics.csv", reader.analytics, **settings)
    app.add_api_route("/playbook.{kind}", reader.playbook, **settings)
    app.add_api_route("/research.zip", reader.research, **settings)
    app.add_api_route("/me/about-me.json", reader.about_me, **settings)
    app.add_api_route("/me/delete", reader.delete_me, **{**settings, "methods": ["POST"]})


class _Reader:
    def __init__(self, desk: Desk, sign_in: SignIn) -> None:
        self._desk = desk
        self._sign_in = sign_in

    def guide(
        self, request: Request, path: str, start: int = 0, end: int = 0, part: bool = False
    ) -> Response:
        """A guide with the words from `start` to `end` marked: a page, or the part of one that a panel shows."""
        member = self._sign_in.who(request)
        if member is None:
            return RedirectResponse("/sign-in", status_code=303)
        try:
            guide = self._desk.copilot.guides.show(self._asker(member), path)
        except CopilotError as error:
            return _refused(error)
        page = guide_panel(guide, start, end) if part else guide_page(guide, start, end)
        return _page(str(page))

    def draft(self, request: Request, draft: str, kind: Format) -> Response:
        """A draft as a file. It goes straight to the browser: nothing private lies about in temporary folders."""
        member = self._sign_in.who(request)
        if member is None:
            return RedirectResponse("/sign-in", status_code=303)
        try:
            file = self._desk.copilot.drafting.export(self._asker(member), draft, kind)
        except CopilotError as error:
            return _refused(error)
        name = re.sub(r"[^A-Za-z0-9._-]", "", file.name)
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(file.content, 200, headers, file.media_type)

    def log(
        self, request: Request, verb: str = "", by: str = "", since: str = "", until: str = ""
    ) -> Response:
        """The audit log as a spreadsheet."""
        member = self._sign_in.who(request)
        if member is None:
            return RedirectResponse("/sign-in", status_code=303)
        try:
            wanted = Wanted(
                verb=verb, by=by, since=day_asked(since, "since"), until=day_asked(until, "until")
            )
            content = self._desk.copilot.log.as_csv(self._asker(member), wanted)
        except CopilotError as error:
            return _refused(error)
        headers = {"content-disposition": 'attachment; filename="audit-log.csv"'}
        return Response(content, 200, headers, "text/csv; charset=utf-8")

    def analytics(self, request: Request, programme: str = "", period: str = "") -> Response:
        """The figures of a programme or of the community, a figure to a line."""
        member = self._sign_in.who(request)
        if member is None:
            return RedirectResponse("/sign-in", status_code=303)
        try:
            rows = self._desk.copilot.analytics.table(self._asker(member), programme, period=period)
        except CopilotError as error:
            return _refused(error)
        headers = {"content-disposition": 'attachment; filename="analytics.csv"'}
        return Response(csv_lines(rows), 200, headers, "text/csv; charset=utf-8")

    def playbook(self, request: Request, kind: str) -> Response:
        """The whole playbook as a file."""
        member = self._sign_in.who(request)
        if member is None:
            return RedirectResponse("/sign-in", status_code=303)
        try:
            file = self._desk.copilot.playbook.export(self._asker(member), kind)
        except CopilotError as error:
            return _refused(error)
        headers = {"content-disposition": f'attachment; filename="{file.name}"'}
        return Response(file.content, 200, headers, file.media_type)

    def research(self, request: Request, k: int = 5, programme: str = "") -> Response:
        """The anonymised tables. They are made for this answer, and lie nowhere."""
        member = self._sign_in.who(request)
        if member is None:
            return RedirectResponse("/sign-in", status_code=303)
        try:
            found = self._desk.copilot.research.export(self._asker(member), k=k, programme=programme)
        except CopilotError as error:
            return _refused(error)
        headers = {"content-disposition": 'attachment; filename="research.zip"', "cache-control": "no-store"}
        return Response(zipped(found.files), 200, headers, "application/zip")

    def about_me(self, request: Request) -> Response:
        """Everything that is known about whoever asks, as a file."""
        member = self._sign_in.who(request)
        if member is None:
            return RedirectResponse("/sign-in", status_code=303)
        try:
            document = self._desk.copilot.about_me.export(self._asker(member), member)
        except CopilotError as error:
            return _refused(error)
        headers = {"content-disposition": 'attachment; filename="about-me.json"'}
        content = json.dumps(document, ensure_ascii=False, indent=2)
        return Response(content, 200, headers, "application/json; charset=utf-8")

    async def delete_me(self, request: Request) -> Response:
        """Delete whoever asks, where she typed the word, and sign her out."""
        form = await request.form()
        return await run_in_threadpool(self._delete, request, str(form.get("word", "")))

    def _delete(self, request: Request, word: str) -> Response:
        member = self._sign_in.who(request)
        if member is None:
            return RedirectResponse("/sign-in", status_code=303)
        if word.strip().casefold() != WORD:
            why = f"You typed something other than “{WORD}”, so everything is as it was."
            return _page(str(not_deleted_page(why)), 422)
        try:
            done = self._desk.copilot.about_me.delete(self._asker(member), member)
        except CopilotError as error:
            return _refused(error)
        answer = _page(str(farewell_page(done)))
        # Her sign-in went with her; the cookie is of no use to anybody.
        cookie = self._sign_in.cookie
        answer.delete_cookie(cookie, httponly=True, samesite="lax", secure=cookie.startswith("__Host-"))
        return answer

    def _asker(self, member: str) -> Asker:
        return self._desk.copilot.askers.identify(member)


def _page(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status, {"content-security-policy": FOR_OWN_PAGES})


def _refused(error: CopilotError) -> Response:
    status = {NotFound: 404, NotAllowed: 403}.get(type(error), 400)
    body = piece('<main class="welcome slot"><h1>Not here</h1>{}</main>', failure(error))
    return _page(str(document("Not here", body)), status)
