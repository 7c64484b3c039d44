"""The guides: asked, searched, listed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from knowledge.words import Guide, Within
from ui.api.asking import Asking
from ui.api.shapes import AnswerTold, GuideLine, Named, Page, Paged, PassageFound, Passages, Question

router = APIRouter(tags=["guides"])


@router.post("/ask")
def ask(by: Asking, asked: Question) -> AnswerTold:
    """Ask the guides. Each `[n]` of the answer stands for a citation; `abstained` where they don't say."""
    answer = by.copilot.guides.ask(by.asker, asked.question, asked.earlier)
    return AnswerTold(**dict(answer))


@router.get("/guides")
def guides(by: Asking, part: Paged) -> Page[GuideLine]:
    """The guides there are."""
    return Page[GuideLine].of([_line(each) for each in by.copilot.guides.every(by.asker)], part)


@router.get("/guides/search")
def search(
    by: Asking,
    text: Annotated[str, Query(min_length=1, max_length=2_000)],
    k: Annotated[int, Query(ge=1, le=50)] = 5,
    audience: Named = "",
    topic: Named = "",
    language: Named = "",
) -> Passages:
    """The k passages that are nearest to a text."""
    found = by.copilot.guides.search(
        by.asker, text, k, Within(audience=audience, topic=topic, language=language)
    )
    named = {"path", "title", "section", "start", "end", "text"}
    return Passages(
        passages=[PassageFound(**each.passage.model_dump(include=named), score=each.score) for each in found]
    )


def _line(guide: Guide) -> GuideLine:
    return GuideLine(
        path=guide.path, title=guide.title, audience=list(guide.audience), topics=list(guide.topics),
        reviewed=guide.reviewed,
    )  # fmt: skip
