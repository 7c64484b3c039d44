"""Which parts of a web page are its text, and which are menus, banners and forms around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache

NEVER = frozenset(
    "script style noscript template svg math button select textarea iframe object embed canvas audio video dialog "
    "datalist progress meter map".split()
)
AROUND = frozenset("nav footer menu".split())
AROUND_UNLESS_INSIDE = frozenset("header aside".split())  # an article's own header and asides belong to it
ROLES_AROUND = frozenset(
    "navigation banner contentinfo search menu menubar toolbar dialog alertdialog complementary tablist".split()
)
WHOLE = frozenset("html body main article".split())  # their classes tell of the layout, not of themselves
NAMED_MAIN = re.compile(
    r"(?:main|page|post|article|entry|body|wiki)[-_]?(?:content|body|text)|content[-_]?(?:main|body)|mw-content-text"
    r"|markdown-body|rst-content|theme-doc-markdown|md-content",
    re.IGNORECASE,
)
NAMED_AROUND = re.compile(
    r"(?!has-|with-|without-|no-|not-)(?:[\w-]*[-_])?(?:nav|navbar|navigation|menu|sidebar|breadcrumbs?|footer|cookies?|consent|gdpr|share|sharing|social"
    r"|related|comments|pagination|pager|skip|skiplink|toc|advert|ads|newsletter|headerlink|copyright|popup|modal|promo"
    r"|subscribe|tagcloud|masthead|topbar|toolbar|editlink|screen-reader-text|sr-only|visually-hidden)(?:[-_](?:link|links"
    r"|bar|box|list|menu|notice|banner|content|container|wrapper|wrap|section|area|inner|overlay|message|text|modal|popup"
    r"|widget|left|right|primary|secondary|top|bottom|mobile|desktop|items?|buttons?|icons?|posts|articles|form))*",
    re.IGNORECASE,
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Region(IntEnum):
    """How surely what stands here is the page's text; the greater, the surer."""

    NEVER = 0  # code, controls, what nobody sees
    AROUND = 1  # by its element or role: a menu, a banner
    LIKELY_AROUND = 2  # by its class or id only
    TEXT = 3
    ARTICLE = 4
    MAIN = 5


def region_of(tag: str, attributes: Mapping[str, str], outer: Region) -> Region:
    """The region that an element opens within another."""
    if outer is Region.NEVER or tag in NEVER or _hidden(tag, attributes):
        return Region.NEVER
    if outer <= Region.LIKELY_AROUND:
        return outer
    role = attributes.get("role", "").lower()
    if tag in AROUND or role in ROLES_AROUND or (tag in AROUND_UNLESS_INSIDE and outer < Region.ARTICLE):
        return Region.AROUND
    return _by_name(tag, role, attributes, outer)


def _by_name(tag: str, role: str, attributes: Mapping[str, str], outer: Region) -> Region:
    if tag == "main" or role == "main":
        return Region.MAIN
    names = [*attributes.get("class", "").split()[:20], attributes.get("id", "")]
    if tag not in WHOLE and any(_named_around(name[:60]) for name in names):
        return Region.LIKELY_AROUND
    if tag == "article" or role == "article" or any(NAMED_MAIN.fullmatch(name[:60]) for name in names):
        return max(outer, Region.ARTICLE)
    return outer


@lru_cache(maxsize=10_000)
def _named_around(name: str) -> bool:
    return NAMED_AROUND.fullmatch(name) is not None


def _hidden(tag: str, attributes: Mapping[str, str]) -> bool:
    # What a tab hides is text all the same, and a page saved while a banner stood over it isn't hidden at all.
    if tag in WHOLE or attributes.get("role") == "tabpanel":
        return False
    return (
        attributes.get("hidden", "until-found") != "until-found"
        or attributes.get("aria-hidden", "").lower() == "true"
        or bool(HIDDEN.search(attributes.get("style", "")[:500]))
    )
