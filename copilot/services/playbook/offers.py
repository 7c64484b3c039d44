"""What members offer to the playbook: an insight or a story, with or without a name, theirs to take back."""

from __future__ import annotations

from datetime import datetime

from copilot.domain.asking import Asker
from copilot.domain.playbook import PlaybookOffer
from copilot.domain.records import new_id
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.drafting.checks.private import names_of_others
from copilot.services.drafting.checks.safe import what_is_unsafe
from copilot.services.drafting.markdown import plain
from copilot.services.drafting.verbs.making import names_in
from copilot.services.making import made
from copilot.services.playbook.comparisons import RULES
from copilot.services.playbook.keeping import Keeping
from copilot.services.playbook.pages import ChapterShown
from copilot.services.playbook.practices import rule_of
from copilot.services.playbook.texts import OF_NUMBERS, key_of, with_section_line
from copilot.services.policy import Action

MOST_WAITING = 10
"""Offers of one member that wait at once."""


class Offers(Keeping):
    """Offered, taken in or declined with a reason, taken back."""

    def offer(
        self, asker: Asker, chapter: str, text: str, *, kind: str = "insight", named: bool = False
    ) -> PlaybookOffer:
        """Offer an insight or a story to a chapter. One that names somebody else is refused: it needs her consent."""
        self._policy.require(asker, Action.PLAYBOOK_OFFER)
        if kind not in ("insight", "story"):
            raise BadInput(f"“{kind}” can’t be offered.", place="--kind", cure="Offer an insight or a story.")
        new = made(
            PlaybookOffer, id=new_id("w"), chapter=key_of(chapter), kind=kind, text=text.strip(), by=asker.member,
            named=named, at=self._clock.now(),
        )  # fmt: skip
        with self._units() as unit:
            _require_fit(new, names_in(unit))
            _require_few(unit, asker)
            unit.playbook_offers.add(new)
            unit.commit()
        return new

    def offers(self, asker: Asker) -> list[PlaybookOffer]:
        """What was offered, the newest first: to editors all of it, to a member her own.

        Of an offer without a name not even an editor is told whose it is.
        """
        self._policy.require(asker, Action.PLAYBOOK_READ)
        with self._units.reading() as unit:
            every = unit.playbook_offers.all()
        seen = [each for each in every if self._sees(asker, each)]
        return [
            _as_seen(each, asker) for each in sorted(seen, key=lambda one: (one.at, one.id), reverse=True)
        ]

    def take(self, asker: Asker, offer: str) -> ChapterShown:
        """Take an offer in: the chapter has it from its next version on."""
        self._policy.require(asker, Action.PLAYBOOK_WRITE)
        with self._units() as unit:
            found = self._offered(unit, asker, offer)
            _require_state(found, "offered")
            unit.playbook_offers.save(found.changed(state="taken", reason="", answered=self._clock.now()))
            self._kept(unit, found.chapter, asker, source=f"offer {offer}", **_with(unit, found))
            self._log(unit, asker, "take", offer, {"chapter": found.chapter})
            unit.commit()
            return self._shown(unit, found.chapter, asker)

    def decline(self, asker: Asker, offer: str, reason: str) -> PlaybookOffer:
        """Say no with a reason that its author reads. One that was taken in leaves the chapter."""
        self._policy.require(asker, Action.PLAYBOOK_WRITE)
        if not reason.strip():
            raise BadInput(
                "An offer is declined with a reason.", place="--reason",
                cure="Say in a sentence why; whoever offered it will read it.",
            )  # fmt: skip
        with self._units() as unit:
            found = self._offered(unit, asker, offer)
            _require_state(found, "offered", *(("taken",) if found.kind != "revision" else ()))
            kept = unit.playbook_offers.save(_declined(found, reason.strip(), self._clock.now()))
            self._without(unit, asker, found)
            self._log(unit, asker, "decline", offer, {"chapter": found.chapter})
            unit.commit()
        return _as_seen(kept, asker)

    def take_back(self, asker: Asker, offer: str) -> None:
        """Take one's own offer back: it is deleted, and gone from every version of the chapter."""
        self._policy.require(asker, Action.PLAYBOOK_OFFER)
        with self._units() as unit:
            found = self._offered(unit, asker, offer)
            if found.by != asker.member:
                raise _hidden(offer)
            unit.playbook_offers.remove(offer)
            self._without(unit, asker, found)
            unit.commit()

    def _without(self, unit: UnitOfWork, asker: Asker, offer: PlaybookOffer) -> None:
        """The next version of a chapter that had it; who took it back is not told there."""
        chapter = unit.chapters.find(offer.chapter)
        if chapter and offer.id in chapter.taken:
            left = tuple(each for each in chapter.taken if each != offer.id)
            by = asker.name_in_log if self._edits(asker) else chapter.by
            unit.chapters.save(chapter.rewritten(by, self._clock.now(), taken=left, source="an offer left"))

    def _offered(self, unit: UnitOfWork, asker: Asker, offer: str) -> PlaybookOffer:
        found = unit.playbook_offers.find(offer)
        if found is None or not self._sees(asker, found):
            raise _hidden(offer)
        return found

    def _sees(self, asker: Asker, offer: PlaybookOffer) -> bool:
        return self._edits(asker) or (bool(asker.member) and offer.by == asker.member)


def _with(unit: UnitOfWork, offer: PlaybookOffer) -> dict[str, object]:
    """What of a chapter changes: a member's words stand apart, a sentence from the numbers goes into the text."""
    chapter = unit.chapters.find(offer.chapter)
    if offer.kind != "revision":
        return {"taken": (*(chapter.taken if chapter else ()), offer.id)}
    text = chapter.text if chapter else rule_of(offer.chapter).opening.strip()
    line = plain(f"{offer.text} ({offer.evidence})")
    return {"text": with_section_line(text, OF_NUMBERS, line, instead_of=_said_before(offer))}


def _said_before(offer: PlaybookOffer) -> tuple[str, ...]:
    """How a sentence of the same rule begins, whichever way round it was."""
    same = [rule for rule in RULES if offer.compared and rule.name == offer.compared.rule]
    return tuple(plain(said.rstrip(".")) for rule in same for said in (rule.more, rule.less))


def _declined(offer: PlaybookOffer, reason: str, at: datetime) -> PlaybookOffer:
    return made(PlaybookOffer, **{**dict(offer), "state": "declined", "reason": reason, "answered": at})


def _require_fit(offer: PlaybookOffer, names: dict[str, str]) -> None:
    named = next(names_of_others([offer.text], names, {offer.by}, ()), "")
    if named:
        raise BadInput(
            f"{named} Nobody stands in the playbook unasked.", place="text",
            cure="Say it without the name, or tell it as a story in a space, where each who is named is asked first.",
        )  # fmt: skip
    if not offer.named and next(names_of_others([offer.text], names, frozenset(), ()), ""):
        raise BadInput(
            "Your own name stands in it, and you offer it without your name.", place="text",
            cure="Take the name out, or offer it with your name.",
        )  # fmt: skip
    if what := what_is_unsafe(offer.text):
        raise BadInput(
            f"It contains {what}.", place="text", cure="Say it in words of your own, without that."
        )


def _require_few(unit: UnitOfWork, asker: Asker) -> None:
    if unit.playbook_offers.count(by=asker.member, state="offered") >= MOST_WAITING:
        raise Conflict(
            f"{MOST_WAITING} offers of yours wait already.", place="offers",
            cure="Wait until an editor has read them, or take one back.",
        )  # fmt: skip


def _require_state(offer: PlaybookOffer, *states: str) -> None:
    if offer.state not in states:
        raise Conflict(
            f"This offer is {offer.state} already.",
            place=f"offer {offer.id}",
            cure="Look at the others with `offers`.",
        )


def _as_seen(offer: PlaybookOffer, asker: Asker) -> PlaybookOffer:
    known = offer.named or offer.kind == "revision" or (asker.member and offer.by == asker.member)
    return offer if known else offer.changed(by="")


def _hidden(offer: str) -> NotFound:
    return NotFound(
        f"There is no offer {offer} that you may see.",
        place=f"offer {offer}",
        cure="`playbook offers` lists them.",
    )
