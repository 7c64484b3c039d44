"""Badges: offered, taken, shown, carried away, checked, revoked."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.recognition import Badge
from copilot.services.badges.giving import Giving
from copilot.services.badges.keeping import Keeping
from copilot.services.badges.owning import Owning
from copilot.services.badges.records import in_order
from copilot.services.policy import Action


class BadgesService(Giving, Owning, Keeping):
    """Badges that anyone can check. A badge is signed once whom it is for has said yes, and shown if she says so."""

    def every(self, asker: Asker, member_id: str = "") -> list[Badge]:
        """The asker's own, and those she may give; of one member where she is named. What waits comes first."""
        self._policy.require(asker, Action.BADGES_READ)
        with self._units.reading() as unit:
            if self._policy.allows(asker, Action.BADGES_GIVE):
                found = unit.badges.all(**({"member": member_id} if member_id else {}))
            else:
                own = unit.badges.all(member=asker.member)
                managed = unit.badges.all(programme=asker.manages) if asker.manages else []
                found = list({badge.id: badge for badge in (*own, *managed)}.values())
        mine = [each for each in found if not member_id or each.member == member_id]
        return in_order(self._as_seen(asker, each) for each in mine if self._may_see(asker, each))

    def shown(self, asker: Asker, member_id: str = "") -> list[Badge]:
        """Those that members show to everybody, as everybody may see them."""
        self._policy.require(asker, Action.BADGES_READ)
        wanted = {"member": member_id} if member_id else {}
        with self._units.reading() as unit:
            found = unit.badges.all(public=True, state="taken", **wanted)
        return in_order(self._as_seen(asker, each) for each in found)

    def show(self, asker: Asker, badge_id: str) -> Badge:
        """One badge."""
        with self._units.reading() as unit:
            return self._as_seen(asker, self._found(unit, asker, badge_id))
