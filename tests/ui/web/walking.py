"""Walking through a page: waiting until it is filled, asking axe-core, going through it with the keyboard alone."""

from __future__ import annotations

import json
import time
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page, Request, expect

MOST_STOPS = 400
ANSWERED_WITHIN = 4.0
GRAVE = ("serious", "critical")
CONTROLS = (
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'], [role=button]"
)

_STILL = """() => new Promise(done => {
  let quiet = setTimeout(done, 120);
  const watching = new MutationObserver(() => { clearTimeout(quiet); quiet = setTimeout(done, 120); });
  watching.observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
  setTimeout(done, 5000);
})"""
_UNFOLDED = """() => {
  document.querySelectorAll('details:not([open])').forEach(one => { one.open = true; });
  document.querySelectorAll('button.label-wrap:not(.open)').forEach(one => one.click());
}"""
_FOUND = """async ([options]) => (await axe.run(document, options)).violations.map(one => ({
  id: one.id, impact: one.impact, help: one.help,
  where: one.nodes.slice(0, 4).map(node => node.target.join(' ') + ' ' + node.html.slice(0, 160)),
}))"""
_SEEN = """
const seen = one => {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  if (!box.width || !box.height || style.visibility === 'hidden') return false;
  if (one.closest('[inert], [aria-hidden=true]')) return false;
  return one.checkVisibility({checkOpacity: false, checkVisibilityCSS: true});
};
const told = one => {
  const words = one.innerText || one.getAttribute('aria-label') || '';
  return one.outerHTML.slice(0, 90) + ' «' + words.slice(0, 40) + '»';
};
"""
_SMALL = (
    """selector => {"""
    + _SEEN
    + """
  const inSentence = one => one.matches('a, summary') && getComputedStyle(one).display.startsWith('inline');
  return [...document.querySelectorAll(selector)].filter(seen).filter(one => !inSentence(one)).filter(one => {
    const label = one.matches('input') ? one.closest('label') : null;
    const box = (label || one).getBoundingClientRect();
    return box.width < 24 || box.height < 24;
  }).map(one => told(one) + ' ' + JSON.stringify(one.getBoundingClientRect()).slice(0, 80));
}"""
)
_NUMBERED = (
    """selector => {"""
    + _SEEN
    + """
  const all = [...document.querySelectorAll(selector)].filter(seen)
    .filter(one => !one.disabled && one.tabIndex >= 0 && !one.closest('fieldset:disabled'));
  all.forEach((one, n) => { one.dataset.stop = n; });
  document.activeElement.blur();
  window.getSelection().removeAllRanges();
  // Of the radio buttons of one name the tab key stops at one; the arrow keys reach the others.
  const first = {};
  return all.map((one, n) => {
    const group = one.type === 'radio' ? one.name : '';
    if (group && group in first) return [n, first[group], told(one)];
    if (group) first[group] = n;
    return [n, n, told(one)];
  });
}"""
)
_STOP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const shows = each => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  };
  const near = [one, one.closest('label'), one.parentElement].filter(Boolean);
  return [Number(one.dataset.stop ?? -1), near.some(shows)];
}"""


class Filling:
    """Knows when a page has been filled: everything it asked of the queue has been answered."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._answers: set[Request] = set()
        page.on("request", self._begun)
        page.on("requestfinished", lambda request: self._answers.discard(request))
        page.on("requestfailed", lambda request: self._answers.discard(request))

    def _begun(self, request: Request) -> None:
        if request.is_navigation_request():
            self._answers.clear()  # the page before this one is gone
        elif "/queue/data" in request.url:
            self._answers.add(request)

    def wait(self) -> None:
        """Wait for the navigation, for all answers, and until nothing moves any more."""
        expect(self._page.get_by_role("navigation", name="Main")).to_be_visible()
        self._page.evaluate(_STILL)
        until = time.monotonic() + ANSWERED_WITHIN
        while self._answers and time.monotonic() < until:
            self._page.evaluate(_STILL)


def unfold(page: Page) -> None:
    """Open everything that can be opened in place: what is folded away has to be right as well."""
    page.evaluate(_UNFOLDED)
    page.evaluate(_STILL)


def grave_findings(page: Page, *, only: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds of serious or critical impact; of these rules only, where some are named."""
    if not page.evaluate("() => 'axe' in window"):
        # Not as a script element: the page's own policy would refuse it, as it should.
        page.evaluate(_axe())
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if only:
        options["runOnly"] = {"type": "rule", "values": list(only)}
    found = page.evaluate(_FOUND, [options])
    return [json.dumps(one, ensure_ascii=False) for one in found if one["impact"] in GRAVE]


def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def small_controls(page: Page) -> list[str]:
    """Controls under 24 by 24 CSS pixels (WCAG 2.2, 2.5.8); links within a sentence are excepted there."""
    found: list[str] = page.evaluate(_SMALL, CONTROLS)
    return found


def keyboard_faults(page: Page) -> list[str]:
    """Controls that the tab key doesn't reach, and those on which nothing shows that they have the focus."""
    stops = page.evaluate(_NUMBERED, CONTROLS)
    words = {number: said for number, _, said in stops}
    groups = {number: first for number, first, _ in stops}
    reached: set[int] = set()
    unseen: set[int] = set()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None or (stop[0] in reached and len(reached) >= len(stops)):
            break
        number, shows = stop
        if number in reached and number == min(reached):
            break  # once around
        reached.add(groups.get(number, number))
        reached.add(number)
        if not shows and number in words:
            unseen.add(number)
    missed = [f"not reached: {said}" for number, first, said in stops if first not in reached]
    return missed + [f"focus not seen: {words[number]}" for number in sorted(unseen)]
