"""Badges offered and revoked by those who run a programme or keep the community. Nobody praises herself."""

from __future__ import annotations

import re
import unicodedata

from copilot.domain.asking import Asker
from copilot.domain.members import Member
from copilot.domain.programmes import TAKING_PART
from copilot.domain.recognition import Badge, BadgeKind
from copilot.domain.records import new_id
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.ports import UnitOfWork
from copilot.services.badges.notices import may_give, still_open
from copilot.services.badges.noticing import Seen
from copilot.services.badges.records import BadgeRecords, check_new, not_found
from copilot.services.badges.unconfirmed import mark_revoked
from copilot.services.badges.wording import CRITERIA
from copilot.services.making import made
from copilot.services.policy import Action
from copilot.services.pseudonyms import Roster

ENDED = ("declined", "revoked")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ADDRESS = re.compile(r"\S+@\S+\.\S+")


class Giving(BadgeRecords):
    """The verbs of those who give."""

    def offer(
        self,
        asker: Asker,
        member_id: str,
        name: str,
        because: str,
        *,
        criteria: str = "",
        moment: str = "",
        programme: str = "",
    ) -> Badge:
        """Offer a badge for something that was seen; nothing is signed before she takes it.

        Args:
            asker: a manager of a programme she takes part in, an admin, the operator.
            member_id: who did it; NotFound where she isn't there, or in none of the asker's programmes.
            name: what the badge is called.
            because: what she did; these words are signed and read by outsiders, so they name nobody.
            criteria: what such a badge is given for; the usual words where empty.
            moment: the logged moment it rests on, if any; its words stay where they are.
            programme: in whose name; the asker's first one that she takes part in where empty.
        """
        self._check_gives(asker, member_id)
        _check_plain(name, because, criteria)
        with self._units.reading() as unit:
            _check_nameless(unit, name, because, criteria)
        with self._units() as unit:
            member = self._receiver(unit, asker, member_id)
            self._check_moment(unit, asker, member_id, moment)
            check_new(unit, member_id, BadgeKind.MOMENT, moment)
            badge = made(
                Badge,
                id=new_id("b"),
                member=member.id,
                kind=BadgeKind.MOMENT,
                of=moment,
                name=" ".join(name.split()),
                criteria=criteria.strip() or CRITERIA[BadgeKind.MOMENT],
                evidence=because.strip(),
                programme=self._in_whose_name(unit, asker, member_id, programme),
                by=asker.name_in_log,
                on=self._clock.now().date(),
                at=self._clock.now(),
            )
            self._keep(unit, asker, badge)
        return badge

    def offer_noticed(self, asker: Asker, notice_id: str) -> Badge:
        """Offer a badge for something that the records noticed, and that she is told of."""
        earned = self._earned(asker, notice_id)
        if earned is None:
            raise not_found(notice_id)
        if not may_give(self._policy, asker, earned):
            raise NotAllowed(
                "A badge for this is offered by those who run its programme, and taken by whom it is about.",
                place=notice_id,
                cure="`recognise badges take` takes one for what you did yourself.",
            )
        with self._units() as unit:
            if unit.members.find(earned.member) is None:
                raise not_found(notice_id)
            check_open(unit, earned)
            badge = self._new(earned, asker.name_in_log)
            self._keep(unit, asker, badge)
        return self._as_seen(asker, badge)

    def revoke(self, asker: Asker, badge_id: str, reason: str = "") -> Badge:
        """Take a badge back: by whoever may give it, with a reason that she is told; or by herself, with none."""
        with self._units() as unit:
            badge = self._found(unit, asker, badge_id)
            hers = asker.member == badge.member
            if not hers:
                self._policy.require(asker, Action.BADGES_GIVE, programme=badge.programme)
                _check_reason(reason)
            if badge.state in ENDED:
                raise Conflict(
                    f"This badge is {badge.state} already.",
                    place=badge_id,
                    cure="There is nothing to take back.",
                )
            mark_revoked(unit, badge, self._clock.now())
            kept = unit.badges.save(
                made_so(badge, state="revoked", public=False, reason=" ".join(reason.split()))
            )
            if not hers:
                unit.audit_log.add(self._entry(asker, "revoke", badge_id))
            unit.commit()
        return self._as_seen(asker, kept)

    def _check_gives(self, asker: Asker, member_id: str) -> None:
        if asker.member and asker.member == member_id:
            raise NotAllowed(
                "Nobody offers herself a badge.",
                place="--member",
                cure="Ask somebody who saw it. For what the records show, `recognise noticed` says how to take one.",
            )
        if not asker.manages:
            self._policy.require(asker, Action.BADGES_GIVE)

    def _receiver(self, unit: UnitOfWork, asker: Asker, member_id: str) -> Member:
        member = unit.members.find(member_id)
        if member is None or not self._reaches(unit, asker, member_id):
            raise NotFound(
                f"There is no member “{member_id}” whom you may offer a badge.",
                place="--member",
                cure="`members list` shows who takes part; one who has left can be given nothing any more.",
            )
        return member

    def _reaches(self, unit: UnitOfWork, asker: Asker, member_id: str) -> bool:
        return self._policy.allows(asker, Action.BADGES_GIVE) or bool(_shared(unit, asker, member_id))

    def _in_whose_name(self, unit: UnitOfWork, asker: Asker, member_id: str, programme: str) -> str:
        everywhere = self._policy.allows(asker, Action.BADGES_GIVE)
        if not programme:
            return "" if everywhere else _shared(unit, asker, member_id)[0]
        if programme in _programmes_of(unit, member_id) and (everywhere or programme in asker.manages):
            return programme
        raise NotFound(
            f"There is no programme “{programme}” of yours that this member takes part in.",
            place="--programme",
            cure="Leave it out, or name one that she takes part in.",
        )

    def _check_moment(self, unit: UnitOfWork, asker: Asker, member_id: str, moment_id: str) -> None:
        """Only one that she who gives may read: her own, or one that others may write of."""
        if not moment_id:
            return
        moment = unit.moments.find(moment_id)
        known = moment is not None and (
            moment.public
            or self._policy.allows(asker, Action.MOMENTS_READ, owners={moment.member, moment.by})
        )
        if moment is None or not known or moment.member != member_id:
            raise NotFound(
                "There is no such moment of this member that you may see.",
                place="--moment",
                cure="Leave it out, or log the moment first with `moments add`.",
            )

    def _keep(self, unit: UnitOfWork, asker: Asker, badge: Badge) -> None:
        unit.badges.add(badge)
        unit.audit_log.add(self._entry(asker, "offer", badge.id))
        unit.commit()


def made_so(badge: Badge, **fields: object) -> Badge:
    """The badge with these fields, or BadInput naming the one that is wrong."""
    return made(Badge, **{**dict(badge), **fields})


def check_open(unit: UnitOfWork, earned: Seen) -> None:
    """Conflict where it was recognised already."""
    if not still_open(unit, [earned]):
        raise Conflict(
            "This was recognised already. The same thing is recognised once.",
            place=earned.id,
            cure="`recognise badges list` shows it.",
        )


def _programmes_of(unit: UnitOfWork, member_id: str) -> list[str]:
    enrolments = unit.enrolments.all(member=member_id)
    return [each.programme for each in enrolments if each.state in (*TAKING_PART, "completed")]


def _shared(unit: UnitOfWork, asker: Asker, member_id: str) -> list[str]:
    """The asker's programmes that this member takes part in, or has completed; by id."""
    return sorted(set(_programmes_of(unit, member_id)) & asker.manages)


def _check_plain(*texts: str) -> None:
    """Strangers' terminals and pages print these words: none of them moves a cursor or turns the writing around."""
    if any(unprintable(each) for each in "".join(texts)):
        raise BadInput(
            "A badge's words hold a character that can't be printed, or that turns the writing around.",
            place="--name, --because, --criteria",
            cure="Type them anew instead of copying them.",
        )


def unprintable(character: str) -> bool:
    """A control character but the break of a line, or an override of the writing direction (Unicode UAX #9)."""
    return character in _TURNING or (
        unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\r\t"
    )


def _check_nameless(unit: UnitOfWork, *texts: str) -> None:
    """These words go out into the world: nobody's name goes with them, not even hers, unless she adds it herself."""
    said = "\n".join(texts)
    roster = Roster({member.id: member.name for member in unit.members.all()})
    named = [said[each.start : each.end] for each in roster.people_in(said)]
    named += _ADDRESS.findall(said)
    if named:
        raise BadInput(
            f"A badge's words name nobody, and these name “{named[0]}”.",
            place="--name, --because, --criteria",
            cure="Say what was done, without names. Her own name stands in the badge only if she wants it there.",
        )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise BadInput(
            "A badge is taken back with a reason.",
            place="--reason",
            cure="Say in a sentence why; she whose badge it is reads it.",
        )
