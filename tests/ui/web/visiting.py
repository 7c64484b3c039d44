"""Visits of the web app in a real browser: it is really served, and every visit is watched."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from copilot.app import Copilot
from tests.conftest import missing
from tests.ui.web.community import PERSONAS

HOW_TO_GET_IT = "chromium is missing; on Debian: apt-get install chromium"
PATIENT = 60_000  # milliseconds; the machine may be busy
UP_WITHIN = 60.0


@contextmanager
def served(home: Copilot) -> Iterator[str]:
    """The web app over this home; gives its address."""
    from ui.web.serve import create_app

    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(create_app(home, PERSONAS), log_level="warning", proxy_headers=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        _wait_for(server)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(UP_WITHIN)


def _wait_for(server: uvicorn.Server) -> None:
    until = time.monotonic() + UP_WITHIN
    while not server.started and time.monotonic() < until:
        threading.Event().wait(0.05)
    assert server.started


@contextmanager
def systems_chromium() -> Iterator[Browser]:
    """To be started after the app: playwright keeps an event loop running, and the app is built in its own."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        missing(HOW_TO_GET_IT)
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


class Visit:
    """Somebody's visit: her page, every address it asked for, every complaint of the browser."""

    def __init__(self, browser: Browser, address: str, *, width: int = 1280) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 860}, reduced_motion="reduce")
        self.context.set_default_timeout(PATIENT)
        self.page: Page = self.context.new_page()
        self.address = address
        self.asked_for: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked_for.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda told: self._hear(told.text) if told.type == "error" else None)

    def _hear(self, complaint: str) -> None:
        # Leaving a page while it still receives something is no fault.
        if (
            "Aborted" not in complaint
            and "AbortError" not in complaint
            and "Connection errored" not in complaint
        ):
            self.complaints.append(complaint)

    def sign_in(self, name: str) -> None:
        self.page.goto(self.address)
        self.page.get_by_role("button", name=name).click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(name.split()[0])

    def go(self, link: str) -> None:
        bar = self.page.get_by_role("navigation", name="Main")
        way = bar.get_by_role("link", name=link, exact=True, include_hidden=True)
        way.wait_for(state="attached")
        if not way.is_visible():  # its workspace is folded
            bar.locator("details", has=self.page.get_by_text(link, exact=True)).locator("summary").click()
        way.click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(link)
        if link == "Matches":  # what is chosen before the page is filled would be lost
            expect(self.page.get_by_role("button", name="Run matching")).to_be_enabled()


@contextmanager
def watched(browser: Browser, address: str) -> Iterator[Visit]:
    """A visit that never leaves this machine, and of which the browser has nothing to complain about."""
    expect.set_options(timeout=PATIENT)
    somebody = Visit(browser, address)
    yield somebody
    somebody.context.close()
    outside = [url for url in somebody.asked_for if not url.startswith((address, "data:", "blob:"))]
    assert outside == []
    assert somebody.complaints == []
