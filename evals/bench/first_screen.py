"""How soon the web app shows something, and what it weighs: `python -m evals.bench.first_screen`.

For each visit the app is started anew over the home that is given, or over a sample community made once, in a process
of its own; a browser with an empty cache signs in as a mentee or as a manager as soon as it is up. Measured is from the
button of the sign-in page until the first page's heading and navigation can be seen. The page weight is what went over
the wire, compressed as it was.

Needs chromium and playwright; says so where one is missing.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from copilot.errors import Unavailable
from evals.bench.timing import Line, show

LIMIT = 2.0
ROUNDS = 3
UP_WITHIN = 300.0
WHO = {"a mentee": "m1", "a programme's manager": "m3"}
"""Who is measured → the id of one of the sample community's people."""


class Visit(NamedTuple):
    """One first visit: seconds until the screen can be read, requests, bytes by kind of file."""

    seconds: float
    requests: int
    weight: Counter[str]


def measure(home: Path | None = None) -> list[Line]:
    """Median seconds to the first screen, requests and bytes, for each of them."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise Unavailable("chromium is missing.", place="PATH", cure="On Debian: apt-get install chromium")
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    visits: dict[str, list[Visit]] = {who: [] for who in WHO}
    ups: list[float] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        over = home or Path(folder) / "home"
        with _served(over):
            pass  # the first start makes the community, which nobody's visit should wait for
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        for who, member in [*WHO.items()] * ROUNDS:
            with _served(over) as (address, up_after):
                visits[who].append(_visit(browser, address, member))
                ups.append(up_after)
        browser.close()
    started = Line("server up after", f"{statistics.median(ups):.1f} s")
    return [started, *(line for who in WHO for line in _told(who, visits[who]))]


def _told(who: str, visits: list[Visit]) -> list[Line]:
    seconds = statistics.median(visit.seconds for visit in visits)
    verdict = "kept" if seconds < LIMIT else "NOT kept"
    first = visits[0]
    by_kind = ", ".join(f"{kind} {size / 1024:,.0f} kB" for kind, size in first.weight.most_common())
    return [
        Line(
            f"first screen of {who}",
            f"{seconds:.2f} s (limit {LIMIT} s: {verdict}); each of {len(visits)} visits: "
            + ", ".join(f"{visit.seconds:.2f} s" for visit in visits),
        ),
        Line(
            f"weight for {who}",
            f"{first.weight.total() / 1024:,.0f} kB in {first.requests} requests: {by_kind}",
        ),
    ]


def _visit(browser: Any, address: str, member: str) -> Visit:
    """A new context has an empty cache; the sign-in page has no script, so it warms nothing up."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    kinds: dict[str, str] = {}
    weight: Counter[str] = Counter()
    devtools.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"]}))
    devtools.on(
        "Network.loadingFinished",
        lambda told: weight.update({kinds.get(told["requestId"], "Other"): round(told["encodedDataLength"])}),
    )
    began = time.perf_counter()
    page.locator(f"button.door[value={member}]").click()
    page.get_by_role("navigation", name="Main").wait_for()
    page.get_by_role("heading", level=1).wait_for()
    seconds = time.perf_counter() - began
    page.wait_for_timeout(1000)  # what still trickles in belongs to the weight
    context.close()
    return Visit(seconds, len(kinds), weight)


@contextmanager
def _served(home: Path) -> Iterator[tuple[str, float]]:
    """The demo on a free port: its address, and how long it took to be up."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [sys.executable, "-c", "from ui.cli.main import main; main()", "demo", "--port", str(port)]
        began = time.perf_counter()
        server = subprocess.Popen([*command, "--home", str(home)], stderr=subprocess.DEVNULL)  # noqa: S603 - our own words
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address)
            yield address, time.perf_counter() - began
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(address: str) -> None:
    until = time.monotonic() + UP_WITHIN
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/sign-in", timeout=5):  # noqa: S310 - loopback
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise Unavailable("The demo did not come up.", place=address, cure="Run `mentoring demo` to see why.")


if __name__ == "__main__":
    show(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
