"""How a circle is, with the passage of the guide that bears on it; for its manager how it meets, for admins no more
than that it is at work."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.records import Value
from copilot.errors import NotFound
from copilot.services.circles.guide_words import GUIDE, QUOTES
from copilot.services.circles.health import Finding, findings
from copilot.services.circles.seeing import Seeing
from copilot.services.policy import Action
from knowledge.words import Citation, Guide


class Health(Value):
    """How a circle is. `findings` are for those who sit in it alone; `standing` is what those outside see."""

    circle: str
    standing: str
    findings: tuple[Finding, ...] = ()


class Telling(Seeing):
    """The verb about a circle's health."""

    def health(self, asker: Asker, circle_id: str) -> Health:
        """How it is: all that is to say to its members, and to managers only how it meets and whether it is small."""
        with self._units.reading() as unit:
            circle = self._seen(unit, asker, circle_id)
        self._policy.require(
            asker,
            Action.RELATIONSHIP_STATUS,
            owners=circle.relationship.members,
            programme=circle.relationship.programme,
        )
        if not self._inside(asker, circle.relationship):
            return Health(circle=circle_id, standing=self._standing(asker, circle))
        found, guide = findings(circle, asker.member), self._guide()
        cited = tuple(each.model_copy(update={"citation": _cited(each, guide)}) for each in found)
        return Health(circle=circle_id, standing=self._standing(asker, circle), findings=cited)

    def _guide(self) -> Guide | None:
        """The guide on facilitating a circle, where it is on the shelf."""
        try:
            return self._library().guide(GUIDE)
        except NotFound:
            return None


def _cited(finding: Finding, guide: Guide | None) -> Citation | None:
    """The passage, where the guide still says it word for word; nothing is cited of what is well."""
    section, quote = QUOTES.get(finding.about, ("", ""))
    start = guide.text.find(quote) if guide and quote and not finding.good else -1
    if guide is None or start < 0:
        return None
    return Citation(n=1, path=GUIDE, section=section, start=start, end=start + len(quote), quote=quote)
