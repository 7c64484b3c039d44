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
from copilot.errors import CopilotError, NotFound, Unavailable
from copilot.services.policy import Action
from ui.web.operating.logs import set_up
from ui.web.reach import THIS_MACHINE, Reach, reach_of, require_safe

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

    from copilot.app import Copilot
    from ui.web.desk import Desk
    from ui.web.page import Page
    from ui.web.sign_in import SignIn

log = logging.getLogger(__name__)
LARGEST_UPLOAD = "5mb"
LARGEST_REQUEST = 6 * 1024 * 1024
WAITING = 128
WARM_UP_AFTER = 3.0
"""Seconds after the server is up."""
NOBODY_YET = (
    "Nobody has an account yet: `mentoring accounts invite MEMBER` makes a link with which they choose a password. "
    "`mentoring demo` has people to look around as."
)
UNDOCUMENTED: dict[str, Any] = {"openapi_url": None, "docs_url": None, "redoc_url": None}


def serve(
    copilot: Copilot, *, host: str = "127.0.0.1", port: int = 7860, personas: Mapping[str, str] | None = None
) -> None:
    """Serve until somebody stops it.

    Args:
        copilot: the services over one home.
        host: where to listen; beyond loopback only behind a proxy with TLS that the settings name.
        port: where to listen.
        personas: whom people can sign in as (member id → what she shows), for the demo only.

    Raises BadInput for what cannot be safe, Unavailable where the port is taken.
    """
    import uvicorn

    reach = reach_of(copilot.settings)
    require_safe(reach, host, personas=bool(personas), demo=bool(personas) and _is_demo(copilot))
    set_up(copilot.settings.log_format, copilot.settings.log_level)
    with _listening(host, port) as listener:
        app = create_app(copilot, personas, warm=True, reach=reach)
        accounts = copilot.accounts.anybody_can_sign_in()
        _tell(_where_to_look(host, port, personas, reach, accounts, elsewhere=copilot.elsewhere.name))
        uvicorn.Server(server_config(app)).run(sockets=[listener])


def server_config(app: FastAPI) -> uvicorn.Config:
    """How the app is served: what uvicorn has to say goes where our own lines go, and in their form."""
    import uvicorn

    # Without proxy_headers=False, any program on this machine could claim to speak for another address.
    return uvicorn.Config(
        app, log_config=None, log_level="warning", access_log=False, proxy_headers=False, server_header=False
    )


def create_app(
    copilot: Copilot,
    personas: Mapping[str, str] | None,
    *,
    warm: bool = False,
    reach: Reach = THIS_MACHINE,
) -> FastAPI:
    """The whole web app; with `warm` it loads the encoder once it is up, and does its rounds."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from fastapi import FastAPI
    from starlette.routing import Route
    from starlette.staticfiles import StaticFiles

    from ui.api.app import ADDRESS, create_api
    from ui.mcp.door import ADDRESS as MCP
    from ui.mcp.door import McpDoor
    from ui.web import badge_addresses, calendar_feed, documents, nudge_stops, oidc
    from ui.web.delivering import Rounds
    from ui.web.desk import Desk
    from ui.web.gate import Gate
    from ui.web.look import STATIC
    from ui.web.operating.installing import put_around
    from ui.web.pages import every_page
    from ui.web.security import Doorkeeper
    from ui.web.sign_in import SignIn
    from ui.web.sizes import Scales

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        if warm:
            # Who opens the app as soon as it is up waits for its first page, and not for an encoder beside it.
            warming = threading.Timer(WARM_UP_AFTER, _warm_up, args=(copilot,))
            warming.daemon = True
            warming.start()
        lets_go = bool(copilot.settings.retention) and not personas
        rounds = Rounds(copilot, nudges=copilot.settings.nudges and not personas, retention=lets_go)
        if warm:
            rounds.start()
        async with mcp.running():
            yield
        if warm:
            rounds.stop()
        end_operating()

    desk, pages = Desk(copilot), every_page()
    sign_in = SignIn(desk, personas, reach)
    app = FastAPI(lifespan=life, **UNDOCUMENTED)
    sign_in.add_to(app)
    oidc.add_to(app, desk, sign_in, reach)
    documents.add_to(app, desk, sign_in)
    calendar_feed.add_to(app, desk, sign_in)
    badge_addresses.add_to(app, desk)
    nudge_stops.add_to(app, desk)
    app.mount("/look", StaticFiles(directory=STATIC), name="look")
    api = create_api(copilot)
    app.mount(ADDRESS, api)
    mcp = McpDoor(copilot, api.state.pace, reach.hosts)
    app.router.routes.append(Route(MCP, mcp, include_in_schema=False))
    asyncio.run(_mount(app, desk, pages, sign_in))
    app.add_middleware(Gate, sign_in=sign_in, is_theirs=_offered(desk, pages))
    app.add_middleware(Scales, largest=LARGEST_REQUEST)
    app.add_middleware(Doorkeeper, reach=reach)
    end_operating = put_around(app, copilot)
    return app


async def _mount(app: FastAPI, desk: Desk, pages: tuple[Page, ...], sign_in: SignIn) -> None:
    """Build the pages into the app. Where no event loop runs, Gradio makes its own and leaves them open."""
    import gradio as gr
    from starlette.middleware import Middleware

    from ui.web import frame
    from ui.web.doors import Doors
    from ui.web.look import HEAD, STATIC, theme
    from ui.web.operating.quiet_gradio import keep_words_out

    keep_words_out()
    # Read when the pages are built: what is uploaded stays in the home, for its owner's eyes.
    uploads = desk.copilot.home.uploads
    os.environ["GRADIO_TEMP_DIR"] = str(uploads)
    doors = Middleware(
        Doors, who=sign_in.who, pages=frozenset(f"/{page.path}" for page in pages), uploads=uploads,
        may_upload=_takes_files_of(desk.copilot),
    )  # fmt: skip

    with warnings.catch_warnings():
        # Gradio warns that pages are not rendered on a Node server, which nobody asked for.
        warnings.filterwarnings("ignore", message="SSR mode is not supported")
        gr.mount_gradio_app(
            app, frame.build(desk, pages), path="/", auth_dependency=sign_in.who, theme=theme(), head=HEAD,
            footer_links=[], run_history=False, show_error=False, ssr_mode=False, enable_monitoring=False,
            mcp_server=False, pwa=False, max_file_size=LARGEST_UPLOAD,
            favicon_path=str(STATIC / "mark.svg"), app_kwargs={**UNDOCUMENTED, "middleware": [doors]},
        )  # fmt: skip


def _takes_files_of(copilot: Copilot) -> Callable[[str], bool]:
    def may_upload(member: str) -> bool:
        asker = copilot.askers.identify(member)
        return any(
            copilot.policy.allows(asker, action) for action in (Action.MEMBERS_WRITE, Action.GUIDES_WRITE)
        )

    return may_upload


def _offered(desk: Desk, pages: tuple[Page, ...]) -> Callable[[str, str], bool]:
    by_path = {f"/{page.path}": page for page in pages}

    def is_theirs(member: str, path: str) -> bool:
        page = by_path.get(path)
        try:
            return page is None or page.whom(desk.copilot.askers.identify(member))
        except NotFound:
            return True  # the page will say that she has left

    return is_theirs


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


def _where_to_look(
    host: str,
    port: int,
    personas: Mapping[str, str] | None,
    reach: Reach,
    accounts: bool,
    *,
    elsewhere: str = "",
) -> str:
    shown_host = f"[{host.strip('[]')}]" if ":" in host else host
    here = f"http://{shown_host}:{port}"
    if reach.beyond:
        lines = [
            f"Mentoring Copilot is at {reach.address}; its proxy reaches it at {here} (Ctrl-C stops it)."
        ]
    else:
        lines = [f"Mentoring Copilot is at {here} (Ctrl-C stops it)."]
    if personas:
        lines += ["Sign in there as one of:", *(f"  {member}  {words}" for member, words in personas.items())]
    elif elsewhere:
        lines += [f"Members sign in there with {elsewhere}; `mentoring doctor` says whether that works."]
    elif accounts:
        lines += [
            "Members sign in there with their e-mail or their id; `mentoring accounts list` shows who can."
        ]
    else:
        lines += [NOBODY_YET]
    return "\n".join(lines)


def _is_demo(copilot: Copilot) -> bool:
    from copilot.demo.loading import is_loaded

    return is_loaded(copilot)


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
