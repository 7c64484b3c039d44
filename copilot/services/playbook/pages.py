"""How a chapter reads: the editors' text, then what members gave to it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from copilot.domain.playbook import Chapter, ChapterKey, ChapterVersion, PlaybookOffer
from copilot.domain.records import Value
from copilot.services.drafting.markdown import plain
from copilot.services.playbook.practices import number_of, rule_of, title_of

TITLE = "The playbook of our community"
FROM_MEMBERS = "From members"
FORMER = "a former member"


class ChapterShown(Value):
    """A chapter as it is read. `text` is the whole, `words` the editors' part; `by` is for editors alone."""

    n: int
    chapter: ChapterKey
    title: str
    written: bool
    text: str = ""
    words: str = ""
    version: int = 0
    on: datetime | None = None
    by: str = ""


def whole(text: str, given: Sequence[PlaybookOffer], names: Mapping[str, str]) -> str:
    """The editors' text with the members' section at its end. `given` are offers that stand in it."""
    if not given:
        return text.strip() + "\n"
    return "\n".join([text.strip(), "", f"### {FROM_MEMBERS}", "", *_quotations(given, names)]).strip() + "\n"


def _quotations(given: Sequence[PlaybookOffer], names: Mapping[str, str]) -> Iterator[str]:
    for offer in given:
        for paragraph in filter(None, (each.strip() for each in re.split(r"\n\s*\n", offer.text))):
            yield from (f"> {plain(paragraph)}", ">")
        who = names.get(offer.by, FORMER) if offer.named else "a member"
        yield from (f"> *{plain(who[:1].upper() + who[1:])}, {offer.at:%B %Y}*", "")


def shown(
    key: ChapterKey,
    chapter: Chapter | None,
    given: Sequence[PlaybookOffer],
    names: Mapping[str, str],
    *,
    by: bool,
) -> ChapterShown:
    """A chapter for a reader; of one that nobody has written yet, how the practice is meant."""
    n, title = number_of(key), title_of(key)
    if chapter is None:
        return ChapterShown(n=n, chapter=key, title=title, written=False)
    return ChapterShown(
        n=n, chapter=key, title=title, written=True, text=whole(chapter.text, given, names), words=chapter.text,
        version=chapter.version, on=chapter.at, by=chapter.by if by else "",
    )  # fmt: skip


def as_book(chapters: Sequence[ChapterShown]) -> str:
    """The whole as Markdown, the chapters not written yet among it."""
    lines = [f"# {TITLE}", ""]
    for each in chapters:
        lines += [f"## {each.n}. {each.title}", "", each.text.strip() or _unwritten(each.chapter), ""]
    return "\n".join(lines).strip() + "\n"


def _unwritten(key: ChapterKey) -> str:
    return f"{rule_of(key).opening}\n\n*Nobody has written yet how this is done here.*"


def difference(one: ChapterVersion, other: ChapterVersion, texts: tuple[str, str]) -> str:
    """What changed from one version to another, line by line (unified diff); empty where nothing did."""
    names = [f"version {each.version}, {each.at:%Y-%m-%d}" for each in (one, other)]
    lines = difflib.unified_diff(
        texts[0].splitlines(), texts[1].splitlines(), names[0], names[1], lineterm="", n=2
    )
    return "\n".join(lines)


def given_to(ids: Collection[str], offers: Mapping[str, PlaybookOffer]) -> list[PlaybookOffer]:
    """The offers of a version that still stand: what somebody took back is in none."""
    return [offers[each] for each in ids if each in offers and offers[each].state == "taken"]
