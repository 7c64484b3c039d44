"""The registry: every module of this package that has a `PAGE` is a page. Adding one touches nothing else.

A package of somebody else adds pages in the same way: its modules with a `PAGE` are named in its own pyproject.toml as
entry points of the group `mentoring_copilot.pages`, and stand in the navigation once it is installed.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType

from ui.web.page import Page

GROUP = "mentoring_copilot.pages"


def every_page() -> tuple[Page, ...]:
    """All pages in their order, our own and those of packages beside. The first page, at the root, comes first."""
    modules = (
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    )
    return in_order(module.PAGE for module in (*modules, *from_outside()) if hasattr(module, "PAGE"))


@cache
def from_outside() -> tuple[ModuleType, ...]:
    """The modules that installed packages name; found once, since looking reads every package's description."""
    return tuple(importlib.import_module(point.value) for point in entry_points(group=GROUP))


def in_order(pages: Iterable[Page]) -> tuple[Page, ...]:
    """Sorted, and refused where two pages have one address."""
    ordered = tuple(sorted(pages, key=lambda page: (page.path != "", page.order, page.path)))
    paths = [page.path for page in ordered]
    twice = {path for path in paths if paths.count(path) > 1}
    if twice:
        raise ValueError(f"two pages at one address: {', '.join(sorted(twice))}")
    return ordered
