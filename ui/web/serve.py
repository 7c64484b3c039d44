"""Serving the web app on this machine. Importing this is light; Gradio comes when an app is made."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
import threading
import warnings
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from copilot.domain.asking import OPERATOR
from copilot.domain.matches import MatchRole
from copilot.errors import BadInput, CopilotError, NotFound, Unavailable
from ui.web.security import is_loopback

if TYPE_CHECKING:
    from fastapi import FastAPI

    from copilot.app import Copilot
    from ui.web.desk import Desk
    from ui.web.page import Page
    from ui.web.sign_in import SignIn

log = logging.getLogger(__name__)
LARGEST_UPLOAD = "5mb"
WAITING = 128
UNDOCUMENTED: dict[str, Any] = {"openapi_url": None, "docs_url": None, "redoc_url": None}


def serve(
    copilot: Copilot, *, host: str = "127.0.0.1", port: int = 7860, personas: Mapping[str, str] | None = None
) -> None:
    """Serve until somebody stops it.

    Args:
        copilot: the services over one home.
        host: a loopback address; every other is refused.
        port: where to listen.
        personas: whom people can sign in as (member id → what she shows), for the demo only.

    Raises BadInput for an address that others can reach, Unavailable where the port is taken.
    """
    import uvicorn

    _require_loopback(host)
    with _listening(host, port) as listener:
        app = create_app(copilot, personas, warm=True)
        _tell(_where_to_look(host, port, personas))
        # Without this, any program on this machine could claim to speak for another address.
        config = uvicorn.Config(app, log_level="warning", proxy_headers=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listener])


def create_app(copilot: Copilot, personas: Mapping[str, str] | None, *, warm: bool = False) -> FastAPI:
    """The whole web app; with `warm` it loads the encoder once it is up, beside its other work."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from fastapi import FastAPI
    from starlette.middleware.sessions import SessionMiddleware
    from starlette.staticfiles import StaticFiles

    from ui.web import documents
    from ui.web.desk import Desk
    from ui.web.look import STATIC
    from ui.web.pages import every_page
    from ui.web.security import Doorkeeper
    from ui.web.sign_in import SESSION_SECONDS, Gate, SignIn, session_secret

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        if warm:
            threading.Thread(target=_warm_up, args=(copilot,), daemon=True, name="warm-up").start()
        yield

    desk, pages = Desk(copilot), every_page()
    sign_in = SignIn(desk, personas)
    app = FastAPI(lifespan=life, **UNDOCUMENTED)
    sign_in.add_to(app)
    documents.add_to(app, desk, sign_in)
    app.mount("/look", StaticFiles(directory=STATIC), name="look")
    asyncio.run(_mount(app, desk, pages, sign_in))
    app.add_middleware(Gate, sign_in=sign_in, is_theirs=_offered(desk, pages))
    app.add_middleware(
        SessionMiddleware, secret_key=session_secret(copilot.home.folder), session_cookie="mentoring",
        max_age=SESSION_SECONDS, same_site="lax", https_only=False,
    )  # fmt: skip
    app.add_middleware(Doorkeeper)
    return app


async def _mount(app: FastAPI, desk: Desk, pages: tuple[Page, ...], sign_in: SignIn) -> None:
    """Build the pages into the app. Where no event loop runs, Gradio makes its own and leaves them open."""
    import gradio as gr

    from ui.web import frame
    from ui.web.look import HEAD, STATIC, theme

    with warnings.catch_warnings():
        # Gradio warns that pages are not rendered on a Node server, which nobody asked for.
        warnings.filterwarnings("ignore", message="SSR mode is not supported")
        gr.mount_gradio_app(
            app, frame.build(desk, pages), path="/", auth_dependency=sign_in.who, theme=theme(), head=HEAD,
            footer_links=[], run_history=False, show_error=False, ssr_mode=False, enable_monitoring=False,
            mcp_server=False, pwa=False, max_file_size=LARGEST_UPLOAD,
            favicon_path=str(STATIC / "mark.svg"), app_kwargs=dict(UNDOCUMENTED),
        )  # fmt: skip


def _offered(desk: Desk, pages: tuple[Page, ...]) -> Callable[[str, str], bool]:
    by_path = {f"/{page.path}": page for page in pages}

    def is_theirs(member: str, path: str) -> bool:
        page = by_path.get(path)
        try:
            return page is None or page.whom(desk.copilot.askers.identify(member))
        except NotFound:
            return True  # the page will say that she has left

    return is_theirs


def _require_loopback(host: str) -> None:
    if not is_loopback(host):
        raise BadInput(
            f"Until there is sign-in with accounts, the web app serves only the machine it runs on, not “{host}”.",
            place="--host",
            cure="Leave --host out, or give 127.0.0.1.",
        )


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host.strip("[]"), port))
        listener.listen(WAITING)
    except OSError as fault:
        listener.close()
        raise Unavailable(
            f"Port {port} cannot be used: {fault.strerror or fault}.",
            place="--port",
            cure=f"Stop the program that uses it, or choose another, such as --port {_another(port)}.",
        ) from fault
    return listener


def _another(port: int) -> int:
    return port + 1 if port < 65535 else 7860


def _where_to_look(host: str, port: int, personas: Mapping[str, str] | None) -> str:
    shown_host = f"[{host.strip('[]')}]" if ":" in host else host
    lines = [f"Mentoring Copilot is at http://{shown_host}:{port} (Ctrl-C stops it)."]
    if personas:
        lines += ["Sign in there as one of:", *(f"  {member}  {words}" for member, words in personas.items())]
    else:
        lines += [
            "Nobody can sign in yet: accounts are still to come. `mentoring demo` has people to look around as."
        ]
    return "\n".join(lines)


def _tell(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


def _warm_up(copilot: Copilot) -> None:
    """So that the first question and the first look at matches take as long as the tenth."""
    try:
        copilot.guides.search(OPERATOR, "how do I begin", 1)
        copilot.chat.get_ready()
        copilot.matching.get_ready(MatchRole.MENTOR)
    except CopilotError as error:
        log.warning("The first question will take longer: %s", error)
