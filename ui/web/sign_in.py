"""Signing in: with an account, or in the demo as one of its people; the invitation's page, and one's own account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from copilot.domain.accounts import SIGNED_IN_AT_MOST
from copilot.domain.asking import OPERATOR
from copilot.domain.tallies import SIGN_INS
from copilot.errors import BadInput, CopilotError, NotAllowed, NotFound, Unavailable
from ui.web.reach import THIS_MACHINE, Reach
from ui.web.security import FOR_OWN_PAGES
from ui.web.views import sign_in as views

if TYPE_CHECKING:
    from fastapi import FastAPI
    from markupsafe import Markup

    from ui.web.desk import Desk

OPEN_TO_ALL = (
    "/sign-in", "/oidc/", "/invitation", "/calendar/", "/credentials/", "/nudges/stop/", "/look/", "/assets/",
    "/static/", "/favicon.ico", "/api/v1/", "/mcp",
)  # fmt: skip
STATUS: dict[type[CopilotError], int] = {NotAllowed: 403, NotFound: 404, BadInput: 422, Unavailable: 429}
NOTICES = {
    "chosen": "Your password is kept. Sign in with it now.",
    "changed": "Your password is changed, and every other browser is signed out.",
    "out": "You are signed out everywhere.",
}


class SignIn:
    """Who may come in, and who is in.

    Args:
        desk: where names are looked up and passwords checked.
        personas: what each person shows, by member id: who can be signed in as without a password, in the demo.
        reach: whether the app is served to others; the cookie then travels by https alone.
    """

    def __init__(self, desk: Desk, personas: Mapping[str, str] | None, reach: Reach = THIS_MACHINE) -> None:
        self._desk = desk
        self._door = desk.copilot.signing_in
        self._elsewhere = desk.copilot.elsewhere
        self._personas = dict(personas or {})
        self._secure = reach.beyond

    def add_to(self, app: FastAPI) -> None:
        """Add the pages and their forms."""
        settings: dict[str, Any] = {"include_in_schema": False, "response_model": None}
        for path, shown, taken in (
            ("/sign-in", self.show, self.enter),
            ("/invitation", self.show_invitation, self.choose),
            ("/account", self.show_account, self.change),
        ):
            app.add_api_route(path, shown, methods=["GET"], **settings)
            app.add_api_route(path, taken, methods=["POST"], **settings)
        app.add_api_route("/sign-out", self.leave, methods=["POST"], **settings)
        app.add_api_route("/account/sign-out", self.leave_everywhere, methods=["POST"], **settings)

    @property
    def cookie(self) -> str:
        """The cookie's name. With `__Host-` browsers refuse it from elsewhere; that needs https."""
        return "__Host-mentoring" if self._secure else "mentoring"

    def who(self, request: Request) -> str | None:
        """The member signed in, if she may be."""
        signed_in = self._door.who(self._token(request))
        if signed_in is None or (signed_in.persona and signed_in.member not in self._personas):
            return None
        return signed_in.member

    def show(self, request: Request) -> Response:
        """The page to sign in at."""
        return self.page(notice=NOTICES.get(request.query_params.get("done", ""), ""))

    async def enter(self, request: Request) -> Response:
        """Sign in, by password or as the person of the button."""
        form = await request.form()
        if "member" in form:
            return await run_in_threadpool(self._enter_as, request, _text(form, "member"))
        return await run_in_threadpool(
            self._enter_by_password, request, _text(form, "name"), _text(form, "password")
        )

    async def leave(self, request: Request) -> Response:
        """Sign out."""
        return await run_in_threadpool(self._leave, request)

    def show_invitation(self, request: Request) -> Response:
        """The page to choose a password at; looking at it doesn't use the link."""
        if self._elsewhere.is_the_only_door:
            return self._only_elsewhere()
        return self._invitation_page(request.query_params.get("token", ""))

    async def choose(self, request: Request) -> Response:
        """Use the link."""
        form = await request.form()
        words = [_text(form, name) for name in ("token", "password", "again")]
        return await run_in_threadpool(self._choose, request, *words)

    def show_account(self, request: Request) -> Response:
        """The page of one's own account."""
        return self._account_page(request, notice=NOTICES.get(request.query_params.get("done", ""), ""))

    async def change(self, request: Request) -> Response:
        """Change the password."""
        form = await request.form()
        words = [_text(form, name) for name in ("current", "password", "again")]
        return await run_in_threadpool(self._change, request, *words)

    async def leave_everywhere(self, request: Request) -> Response:
        """Sign out of every browser."""
        return await run_in_threadpool(self._leave_everywhere, request)

    def _leave(self, request: Request) -> Response:
        token = self._token(request)
        onward = self._elsewhere.address_to_sign_out(token, f"{own_address(request)}/sign-in")
        self._door.sign_out(token)
        if onward:
            return self._forgetting(_page(views.signed_out_page(self._elsewhere.name, onward)))
        return self._forgetting(RedirectResponse("/sign-in", status_code=303))

    def _enter_as(self, request: Request, member: str) -> Response:
        if member not in self._personas:
            return self.page("There is nobody by that name to sign in as.", status=403)
        self.count("persona", "in")
        return self.entered(request, self._door.enter_as(member))

    def _enter_by_password(self, request: Request, name: str, password: str) -> Response:
        if self._elsewhere.is_the_only_door:
            return self._only_elsewhere()
        try:
            token = self._door.sign_in(name, password, client_of(request))
        except CopilotError as error:
            return self.refused("password", error, named=name)
        self.count("password", "in")
        return self.entered(request, token)

    def _only_elsewhere(self) -> Response:
        return self.page(f"Here one signs in with {self._elsewhere.name} alone.", status=403)

    def refused(self, way: str, error: CopilotError, *, named: str = "") -> Response:
        """The page to sign in at, which says why somebody is not in."""
        self.count(way, "held_back" if isinstance(error, Unavailable) else "refused")
        answer = self.page(f"{error.message} {error.cure}", named=named, status=_status(error))
        return _with_patience(answer, error)

    def count(self, way: str, outcome: str) -> None:
        """Count somebody who came, or tried to."""
        self._desk.copilot.tally.count(SIGN_INS, way, outcome)

    def entered(self, request: Request, token: str) -> Response:
        """To her first page, with the cookie of this sign-in; who was signed in at this browser before is out."""
        self._door.sign_out(self._token(request))
        return self._keeping(RedirectResponse("/", status_code=303), token)

    def _choose(self, request: Request, token: str, password: str, again: str) -> Response:
        if self._elsewhere.is_the_only_door:
            return self._only_elsewhere()
        if password != again:
            return self._invitation_page(token, "The two passwords are not the same.", 422)
        try:
            self._door.choose_password(token, password, client_of(request))
        except CopilotError as error:
            return self._invitation_page(token, f"{error.message} {error.cure}", _status(error))
        # Whoever was signed in at this browser, the next to sign in is the one who was invited.
        self._door.sign_out(self._token(request))
        return self._forgetting(RedirectResponse("/sign-in?done=chosen", status_code=303))

    def _change(self, request: Request, current: str, password: str, again: str) -> Response:
        if password != again:
            return self._account_page(request, "The two passwords are not the same.", status=422)
        try:
            token = self._door.change_password(self._token(request), current, password, client_of(request))
        except CopilotError as error:
            answer = self._account_page(request, f"{error.message} {error.cure}", status=_status(error))
            return _with_patience(answer, error)
        return self._keeping(RedirectResponse("/account?done=changed", status_code=303), token)

    def _leave_everywhere(self, request: Request) -> Response:
        member = self.who(request)
        if member is not None:
            copilot = self._desk.copilot
            copilot.accounts.sign_out(copilot.askers.identify(member), member)
        return self._forgetting(RedirectResponse("/sign-in?done=out", status_code=303))

    def page(self, fault: str = "", *, notice: str = "", named: str = "", status: int = 200) -> Response:
        """The page to sign in at."""
        from ui.web.people import People

        copilot = self._desk.copilot
        # Nobody has signed in yet: the demo itself says who its people are.
        people = People(copilot.members.introduced(OPERATOR, self._personas.keys()))
        accounts = copilot.accounts.anybody_can_sign_in()
        still_here = {
            member: words for member, words in self._personas.items() if member in people.introduced
        }
        page = views.sign_in_page(
            still_here, people, fault, accounts=accounts, notice=notice, named=named,
            elsewhere=self._elsewhere.name, only=self._elsewhere.is_the_only_door,
        )  # fmt: skip
        return _page(page, status)

    def _invitation_page(self, token: str, fault: str = "", status: int = 200) -> Response:
        try:
            member = self._door.invited(token)
        except NotFound as error:
            return _page(views.spent_invitation_page(error), 404)
        return _page(views.invitation_page(member.name, self._door.names_of(member), token, fault), status)

    def _account_page(
        self, request: Request, fault: str = "", *, notice: str = "", status: int = 200
    ) -> Response:
        signed_in = self._door.who(self._token(request))
        member = self.who(request)
        if signed_in is None or member is None:
            return RedirectResponse("/sign-in", status_code=303)
        if signed_in.persona:
            return _page(views.no_account_page())
        copilot = self._desk.copilot
        asker = copilot.askers.identify(member)
        mine = copilot.members.show(asker, member)
        elsewhere = self._elsewhere.name if signed_in.link else ""
        page = views.account_page(mine.name, self._door.names_of(mine), fault, notice, elsewhere=elsewhere)
        return _page(page, status)

    def _token(self, request: Request) -> str:
        return request.cookies.get(self.cookie, "")

    def _keeping(self, answer: Response, token: str) -> Response:
        lasts = int(SIGNED_IN_AT_MOST.total_seconds())
        answer.set_cookie(
            self.cookie, token, max_age=lasts, httponly=True, samesite="lax", secure=self._secure
        )
        return answer

    def _forgetting(self, answer: Response) -> Response:
        answer.delete_cookie(self.cookie, httponly=True, samesite="lax", secure=self._secure)
        return answer


def _page(page: Markup, status: int = 200) -> Response:
    return HTMLResponse(str(page), status, {"content-security-policy": FOR_OWN_PAGES})


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def own_address(request: Request) -> str:
    """The address by which this browser reaches us, without a slash; the doorkeeper knows its host for ours."""
    return f"{request.url.scheme}://{request.headers['host'].lower()}"


def client_of(request: Request) -> str:
    """The network address that asks; empty where there is none."""
    return request.client.host if request.client else ""


def _status(error: CopilotError) -> int:
    if isinstance(error, Unavailable) and "seconds" not in error.detail:
        return 503
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 409)


def _with_patience(answer: Response, error: CopilotError) -> Response:
    if "seconds" in error.detail:
        answer.headers["retry-after"] = str(error.detail["seconds"])
    return answer
