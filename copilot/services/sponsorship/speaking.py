"""What may be said of her: she says what, where and until when, and takes it back when she likes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.records import new_id
from copilot.domain.relationships import Relationship
from copilot.domain.sponsorship import MaySay, SpeakingConsent
from copilot.domain.wording import day_in_words
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.making import made
from copilot.services.policy import Action
from copilot.services.sponsorship.at_work import AtWork, check_at_work, check_until, chosen_sponsor
from copilot.services.sponsorship.brief_sentences import own_sentences, sentences_of
from copilot.services.sponsorship.reporting import check_not_in_one_line, in_one_line
from copilot.services.sponsorship.shapes import Offered, SpokenBrief


class Speaking(AtWork):
    """Consent, and the sponsor's brief that is made of it."""

    def offered(self, asker: Asker, relationship_id: str) -> list[Offered]:
        """The sentences of the briefs that she approved, the newest first, for her to choose from."""
        with self._units.reading() as unit:
            self._as_sponsored(unit, asker, relationship_id)
            own = [one for one in unit.drafts.all(kind=DraftKind.BRIEF, about=asker.member) if _agreed(one)]
        newest = sorted(own, key=lambda one: (one.created, one.id), reverse=True)
        told = [Offered(draft=one.id, sentences=sentences_of(one)) for one in newest]
        return [one for one in told if one.sentences]

    def consent(
        self,
        asker: Asker,
        relationship_id: str,
        *,
        rooms: Sequence[str],
        until: date,
        draft: str = "",
        ticked: Sequence[str] | None = None,
        own: Sequence[str] = (),
        sponsor: str = "",
    ) -> SpeakingConsent:
        """Say what one sponsor may say, in place of what she might have said before.

        Args:
            asker: the sponsored, who alone may.
            relationship_id: the sponsorship.
            rooms: where: meetings, committees, people. Nothing may be said anywhere else.
            until: the last day on which it holds, within two years.
            draft: a brief that she approved.
            ticked: which sentences of it, word for word; None for all.
            own: sentences of her own.
            sponsor: which sponsor, where there are several.
        """
        with self._units() as unit:
            relationship = self._as_sponsored(unit, asker, relationship_id)
            check_at_work(relationship)
            to = chosen_sponsor(relationship, sponsor)
            check_not_in_one_line(unit, relationship, to)
            check_until(until, self._today(unit, asker))
            chosen = self._ticked(unit, asker, draft, ticked)
            new = made(
                SpeakingConsent,
                id=new_id("sc"),
                relationship=relationship_id,
                member=asker.member,
                sponsor=to,
                draft=draft,
                may_say=_something((*chosen, *own_sentences(own))),
                rooms=_somewhere(rooms),
                until=until,
                given=self._clock.now(),
            )
            self._end(unit, relationship_id, to)
            unit.speaking_consents.add(new)
            unit.commit()
        return new

    def withdraw(self, asker: Asker, relationship_id: str, sponsor: str = "") -> SpeakingConsent:
        """Take it back, at any time: from now on nothing may be said. What was said until now stays in the record."""
        with self._units() as unit:
            relationship = self._as_sponsored(unit, asker, relationship_id)
            ended = self._end(unit, relationship_id, chosen_sponsor(relationship, sponsor))
            if ended is None:
                raise Conflict(
                    "There is no consent to take back: nothing may be said as it is.",
                    place=f"relationship {relationship_id}",
                    cure="`sponsor consent` gives it.",
                )
            unit.commit()
        return ended

    def brief(self, asker: Asker, relationship_id: str, sponsor: str = "") -> SpokenBrief:
        """What may be said today, to read on the way to a meeting; for a sponsor hers, for the sponsored any."""
        with self._units.reading() as unit:
            relationship = self._ours(unit, asker, relationship_id)
            own = "" if asker.member == relationship.seeker else asker.member
            to = own or chosen_sponsor(relationship, sponsor)
            given = unit.speaking_consents.all(relationship=relationship_id, sponsor=to)
            latest = max(given, key=lambda one: (one.withdrawn is None, one.given), default=None)
            empty = self._why_empty(unit, relationship, to, latest, self._today(unit, asker))
        told = {"relationship": relationship_id, "member": relationship.seeker, "sponsor": to}
        if empty or latest is None:
            return SpokenBrief(**told, why_empty=empty)
        return SpokenBrief(**told, may_say=latest.may_say, rooms=latest.rooms, until=latest.until)

    def _why_empty(
        self,
        unit: UnitOfWork,
        relationship: Relationship,
        sponsor: str,
        latest: SpeakingConsent | None,
        today: date,
    ) -> str:
        if relationship.state != "active":
            return "Nothing may be said: this sponsorship is not at work at the moment."
        if in_one_line(unit, relationship.seeker, sponsor):
            return "Nothing may be said as a sponsor: the two stand in one reporting line now."
        if latest is None:
            return "Nothing may be said yet: there is no consent. It is asked for in person, and given here."
        if latest.withdrawn is not None:
            return (
                f"Nothing may be said: the consent was taken back on {day_in_words(latest.withdrawn.date())}."
            )
        if latest.until < today:
            return f"Nothing may be said: the consent held until {day_in_words(latest.until)}."
        return ""

    def _ticked(
        self, unit: UnitOfWork, asker: Asker, draft_id: str, ticked: Sequence[str] | None
    ) -> tuple[MaySay, ...]:
        if not draft_id:
            if ticked:
                raise BadInput("Sentences of which brief?", place="--draft", cure="Name the brief.")
            return ()
        draft = unit.drafts.find(draft_id)
        about_her = draft is not None and draft.kind is DraftKind.BRIEF and draft.about == asker.member
        if draft is None or not about_her or not self._policy.allows(
            asker, Action.DRAFT_READ, owners=draft.owners
        ):  # fmt: skip
            raise NotFound(
                "There is no such brief about you.", place=draft_id, cure="`draft list` shows your drafts."
            )
        if not _agreed(draft):
            raise Conflict(
                "You haven't approved this brief yet.",
                place=f"draft {draft_id}",
                cure="Read it, change what doesn't fit, and approve it; then choose from it.",
            )
        return _chosen(sentences_of(draft), ticked, draft_id)

    def _end(self, unit: UnitOfWork, relationship_id: str, sponsor: str) -> SpeakingConsent | None:
        """Whatever she had said before holds no more."""
        standing = [
            one
            for one in unit.speaking_consents.all(relationship=relationship_id, sponsor=sponsor)
            if one.withdrawn is None
        ]
        ended = [unit.speaking_consents.save(one.changed(withdrawn=self._clock.now())) for one in standing]
        return max(ended, key=lambda one: one.given, default=None)


def live_consents(
    unit: UnitOfWork, relationship: Relationship, sponsors: Sequence[str], today: date
) -> list[SpeakingConsent]:
    """Those that hold today for these sponsors; none where it is not at work, or they stand in one reporting line."""
    if relationship.state != "active":
        return []
    free = {each for each in sponsors if not in_one_line(unit, relationship.seeker, each)}
    given = unit.speaking_consents.all(relationship=relationship.id, sponsor=free)
    return [one for one in given if one.withdrawn is None and one.until >= today]


def _agreed(draft: Draft) -> bool:
    return draft.publishable and draft.consent == "given"


def _chosen(sentences: Sequence[MaySay], ticked: Sequence[str] | None, draft_id: str) -> tuple[MaySay, ...]:
    if ticked is None:
        return tuple(sentences)
    unknown = [each for each in ticked if each not in {one.text for one in sentences}]
    if unknown:
        raise BadInput(
            "A sentence that was chosen doesn't stand in the brief.",
            place=f"draft {draft_id}",
            cure="Choose from those it has, or give it as one of your own.",
        )
    return tuple(one for one in sentences if one.text in set(ticked))


def _something(sentences: tuple[MaySay, ...]) -> tuple[MaySay, ...]:
    if not sentences:
        raise BadInput(
            "No sentence may be said so far.",
            place="--own",
            cure="Choose one from a brief you approved, or write one of your own.",
        )
    return tuple({each.text: each for each in sentences}.values())


def _somewhere(rooms: Sequence[str]) -> tuple[str, ...]:
    plain = (" ".join(room.split()) for room in rooms)
    found = tuple({room.casefold(): room for room in plain if room}.values())
    if not found:
        raise BadInput(
            "It isn't said where.", place="--room", cure="Name the meetings or the people, one room each."
        )
    if any(len(room) > 300 for room in found):
        raise BadInput("A room's name is too long.", place="--room", cure="Use at most 300 characters.")
    return found
