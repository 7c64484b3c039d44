"""A plan speaks to the one it is for, and an agreement is what two people say together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.domain.drafts import AgreementText, GoalPlan
from copilot.domain.wording import first_name, sentences, shortened
from copilot.services.drafting.checks.words import without_quotations
from copilot.services.drafting.material import Material
from copilot.services.drafting.parts import own_words

_FROM_OUTSIDE = re.compile(r"\b(?:the|a|his|her|their) mentees?\b|\bthe (?:mentor|seeker)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|he|herself|himself)\b", re.IGNORECASE)
_ANYBODY = re.compile(
    r"\b(?:who|somebody|someone|person|colleague|manager|boss|listener|friend|customer|another|other|partner|one|\w+[eo]r)"
    r"\b",
    re.IGNORECASE,
)


def spoken_of(material: Material) -> Iterator[str]:
    """A sentence for each part that speaks about somebody it should speak to."""
    form = material.form
    if isinstance(form, GoalPlan):
        yield from _of_the_mentee(form, material.brief.about)
    if isinstance(form, AgreementText):
        yield from _from_outside(form)


def _of_the_mentee(form: GoalPlan, about: str) -> Iterator[str]:
    own = re.compile(rf"\b{re.escape(first_name(about))}\b") if about else _FROM_OUTSIDE
    to_the_mentor = {goal.mentor_can for goal in form.goals}
    for text in (without_quotations(each) for each in own_words(form) if each not in to_the_mentor):
        if own.search(text) or re.search(r"\bthe mentee\b", text, re.IGNORECASE):
            yield f"“{shortened(text)}” speaks about {first_name(about)}; a plan speaks to its reader: you."
            continue
        for sentence in sentences(text):
            if _SHE.search(sentence) and not _ANYBODY.search(sentence):
                yield f"“{shortened(sentence)}” speaks about somebody; a plan speaks to its reader: you."


def _from_outside(form: AgreementText) -> Iterator[str]:
    for point in form.points:
        text = without_quotations(point.proposed)
        together = re.search(r"\b(?:we|us|our|each of us)\b", text, re.IGNORECASE)
        if not together and (_FROM_OUTSIDE.search(text) or _SHE.search(text)):
            yield f"“{shortened(text)}” speaks from outside; an agreement says what we do."
