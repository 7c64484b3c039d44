"""A rationale from a table: claims with the words they rest on, what speaks against, and how sure it is."""

from __future__ import annotations

import math

from copilot.domain.matches import Alternative, Benefit, Rationale
from copilot.ports import Encoder
from copilot.services.matching.reasons.account import (
    CLEARLY_CLOSE,
    FAINTLY_CLOSE,
    Account,
    Surety,
    kind_of,
    short,
)
from copilot.services.matching.reasons.contributions import Answer, Table, table_of
from copilot.services.matching.reasons.reasons_against import UNKNOWN, reasons_against, unknown_fields
from copilot.services.matching.reasons.reasons_areas import CLEARLY_SHOWN
from copilot.services.matching.reasons.reasons_for import SPEAKS_TO, reasons_for
from copilot.services.matching.reasons.role_words import listed, many, sentence
from copilot.services.matching.solving.pool import Pool

CONFIDENCE = ((0.65, "very good fit"), (0.50, "good fit"), (0.35, "fair fit"), (0.0, "weak fit"))
"""The score from which on each is said."""
HALF_MET = 0.5
FEW_UNKNOWN = 2
NOTICED = 0.01
"""A change of less than a hundredth is not worth a sentence."""
MEETS_NEEDS = ("need_offer", "areas", "reading")
"""The parts that tell whether what is needed is offered; the others only make it easier to work together."""


class Explainer:
    """Writes rationales for the pairs of a pool; says “the mentor” and “the mentee”, never a name or a pronoun."""

    def __init__(self, pool: Pool, encoder: Encoder) -> None:
        self._pool, self._encoder = pool, encoder

    def rationale(
        self,
        row: int,
        column: int,
        alternatives: tuple[Alternative, ...] = (),
        would_change: tuple[str, ...] = (),
    ) -> Rationale:
        """Why this pair, and what speaks against it."""
        return self.told(table_of(self._pool, row, column), alternatives, would_change)

    def told(
        self, table: Table, alternatives: tuple[Alternative, ...] = (), would_change: tuple[str, ...] = ()
    ) -> Rationale:
        """The same of a table that is there already."""
        account = Account(self._pool, self._encoder, table)
        speaks_for, against = reasons_for(account), reasons_against(account)
        benefit = Benefit(seeker=_benefit_of_seeker(account), partner=_benefit_of_partner(account))
        return Rationale(
            for_=speaks_for,
            against=against,
            benefit=benefit,
            alternatives=alternatives,
            would_change=(*would_change, *if_named(account), *if_known(account)),
            confidence=confidence(account),
            citations=tuple(account.citations),
        )


def if_named(account: Account) -> tuple[str, ...]:
    """What would help where only a headline stands for a need."""
    return tuple(
        f"If {account.called(told)} added a goal, it would count in full, and other {account.words.partners} might "
        "suit better."
        for told in account.without_needs
    )


def if_known(account: Account) -> tuple[str, ...]:
    """Between what bounds the score would lie if an empty field were filled in, whatever it said.

    Only where it could change the score by a hundredth or more, and where nothing but the part itself hangs on it.
    """
    told = [_bounds(account, part) for part in UNKNOWN if part not in account.table.parts]
    return tuple(each for each in told if each)


def _bounds(account: Account, part: str) -> str:
    field, called = UNKNOWN[part]
    both = (account.table.seeker, account.table.partner)
    missing = [told for told in both if not getattr(told.member.profile, field)]
    hangs_on_it = any(wish.about == field for told in both for wish in told.read_wishes)
    if not missing or hangs_on_it:
        return ""
    least, most = (
        account.table.score - drop for drop in account.table.leaving_out.part_worth(part, [0.0, 1.0])
    )
    if most - least < NOTICED:
        return ""
    whose = listed([f"{account.called(told)}'s" for told in missing])
    unless = ", unless the levels rule the pair out" if part == "level_fit" else ""
    return (
        f"If {whose} {called} were known, this score would lie between {math.floor(100 * least) / 100:.2f} and "
        f"{math.ceil(100 * most) / 100:.2f}{unless}."
    )


def _benefit_of_seeker(account: Account) -> str:
    """Only of a need that the reasons outright say is met; between peers of her own, not of the other's."""
    best = next((each for each in account.table.answers if not each.back and _is_met(account, each)), None)
    if best is None:
        return f"A conversation with somebody from {account.table.partner.member.profile.function or 'elsewhere'}."
    if best.need.field == "headline":
        return f"Somebody whose work lies near “{short(best.need.original)}”."
    return f"Somebody to learn from about “{short(best.need.original)}”."


def _is_met(account: Account, answer: Answer) -> bool:
    need = answer.need.neutral
    if need in account.shown:
        return account.table.parts.get("areas", 0.0) >= CLEARLY_SHOWN
    return need in account.answered and answer.closeness >= SPEAKS_TO


def _benefit_of_partner(account: Account) -> str:
    returned = account.table.returned
    if returned and returned.closeness >= CLEARLY_CLOSE and returned.need.field != "headline":
        _, words = account.cite_evidence(account.table.seeker, returned.offer, returned.need)
        kind = kind_of(returned.need)
        own = f"{account.words.partner}'s own {kind} “{short(returned.need.original)}”"
        return f"{sentence(account.words.seeker)}'s “{words}” speaks to {own}."
    seeker, partner = account.table.seeker.member.profile, account.table.partner.member.profile
    if seeker.function and seeker.function.casefold() != partner.function.casefold():
        return f"A view into {seeker.function} from the inside."
    if brought := [each for each in account.table.answers if not each.back]:
        return f"The chance to pass on “{short(brought[0].offer.original)}”."
    return "A conversation outside the usual circle."


def confidence(account: Account) -> str:
    """In words: `good fit, two unknowns (level, way of working)`.

    The fit is that of the score (CONFIDENCE). Two things hold it down: “very good” is said only where a reason says
    outright that a need is met, no need goes unanswered and at most two fields are unknown, and “good” only where a
    part that meets needs reaches a half and a reason names at least what comes nearest: a score of many small things is
    no good fit, nor is it one that nobody can give a reason for, or where nobody knows what is needed. The unknowns are
    the fields that would have counted and that one of the two left empty.
    """
    unknown = unknown_fields(account)
    most = _most(account, len(unknown))
    fit = next(words for least, words in CONFIDENCE if min(account.table.score, most) >= least)
    return f"{fit}, {many(len(unknown), 'unknown')} ({listed(unknown)})" if unknown else fit


def _most(account: Account, unknown: int) -> float:
    """The score as which this one counts at most in words."""
    (very_good, _), (good, _), *_ = CONFIDENCE
    met = max(account.table.parts.get(part, 0.0) for part in MEETS_NEEDS)
    if met < HALF_MET or account.without_needs or account.surety is Surety.NONE:
        return good - 0.01
    unanswered = any(closeness < FAINTLY_CLOSE for _, closeness in account.table.nearest)
    doubted = unanswered or unknown > FEW_UNKNOWN or account.surety < Surety.OUTRIGHT
    return very_good - 0.01 if doubted else 1.0
