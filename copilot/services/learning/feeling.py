"""What a rating of oneself says, in kind words: means, where she is strong, where she could grow, what to read."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import mean

from copilot.domain.learning import Readiness
from copilot.services.learning.shelf import Shelf
from copilot.services.learning.told import Advice, AreaTold, AreaWords, Rated
from knowledge.readiness import Area, Questionnaire

NOTE = (
    "This is not a test, and nobody sees it but you. It helps you to choose what to read, and chooses nobody."
)
ALIKE = (
    "You rated yourself alike in every area, so nothing stands out. Think of one person and one occasion, and rate "
    "yourself again if you like."
)
NAMED = 2  # areas on either side


def rated(shelf: Shelf, asked: Questionnaire, kept: Readiness) -> Rated:
    """A rating in words. Of a sentence that is asked no more nothing is counted."""
    means = area_means(asked, kept.ratings)
    strong, weak = _ends(asked, means)
    return Rated(
        id=kept.id,
        role=kept.role,
        at=kept.at,
        areas=tuple(
            AreaTold(id=area.id, title=area.title, mean=_rounded(means.get(area.id))) for area in asked.areas
        ),
        strongest=tuple(AreaWords(id=area.id, title=area.title, words=area.strong) for area in strong),
        weakest=tuple(AreaWords(id=area.id, title=area.title, words=area.grow) for area in weak),
        read=advice(shelf, weak),
        note=NOTE if weak else f"{ALIKE} {NOTE}",
    )


def area_means(asked: Questionnaire, ratings: Mapping[str, int]) -> dict[str, float]:
    """The mean rating of each area of which something was rated, 1 to 7."""
    given = {
        area.id: [ratings[each.key] for each in area.questions if each.key in ratings] for area in asked.areas
    }
    return {area: mean(numbers) for area, numbers in given.items() if numbers}


def weakest(asked: Questionnaire, ratings: Mapping[str, int]) -> list[Area]:
    """The two areas in which she would like to grow most, the first of them first; none where all are alike."""
    return _ends(asked, area_means(asked, ratings))[1]


def advice(shelf: Shelf, areas: list[Area]) -> tuple[Advice, ...]:
    """The guides for these areas, each once, with the words that say why."""
    found: dict[str, Advice] = {}
    for area in areas:
        for reading in area.guides:
            guide = shelf.guide(reading.guide)
            found.setdefault(
                reading.guide,
                Advice(
                    guide=reading.guide,
                    title=guide.title,
                    minutes=shelf.minutes[reading.guide],
                    area=area.title,
                    citation=guide.cite(reading.passage, len(found) + 1),
                ),
            )
    return tuple(found.values())


def _ends(asked: Questionnaire, means: Mapping[str, float]) -> tuple[list[Area], list[Area]]:
    """The two strongest and the two weakest; of equal ones those that were asked first."""
    told = [area for area in asked.areas if area.id in means]
    if len({means[area.id] for area in told}) < 2:
        return [], []
    highest = sorted(told, key=lambda area: -means[area.id])[:NAMED]
    middle = mean(means[area.id] for area in told)
    strong = [area for area in highest if means[area.id] > middle]
    weak = sorted((area for area in told if means[area.id] < middle), key=lambda area: means[area.id])
    return strong, weak[:NAMED]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
