"""The registry: every module of this package that has a `PAGE` is a page. Adding one touches nothing else."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable

from ui.web.page import Page


def every_page() -> tuple[Page, ...]:
    """All pages in their order. The first page, at the root, comes first."""
    modules = (
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    )
    return in_order(module.PAGE for module in modules if hasattr(module, "PAGE"))


def in_order(pages: Iterable[Page]) -> tuple[Page, ...]:
    """Sorted, and refused where two pages have one address."""
    ordered = tuple(sorted(pages, key=lambda page: (page.path != "", page.order, page.path)))
    paths = [page.path for page in ordered]
    twice = {path for path in paths if paths.count(path) > 1}
    if twice:
        raise ValueError(f"two pages at one address: {', '.join(sorted(twice))}")
    return ordered
