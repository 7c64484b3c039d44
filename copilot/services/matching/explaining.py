"""A rationale from a table: claims with the words they rest on, what speaks against, and how sure it is."""

from __future__ import annotations

from copilot.domain.matches import Alternative, Benefit, Rationale
from copilot.ports import Encoder
from copilot.services.matching.account import CLEARLY_CLOSE, FAINTLY_CLOSE, Account, kind_of, short
from copilot.services.matching.contributions import table_of
from copilot.services.matching.pool import Pool
from copilot.services.matching.reasons_against import UNKNOWN, reasons_against
from copilot.services.matching.reasons_for import reasons_for
from copilot.services.matching.role_words import number, sentence

CONFIDENCE = ((0.65, "very good fit"), (0.50, "good fit"), (0.35, "fair fit"), (0.0, "weak fit"))


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
        account = Account(self._pool, self._encoder, table_of(self._pool, row, column))
        speaks_for, against = reasons_for(account), reasons_against(account)
        benefit = Benefit(seeker=_benefit_of_seeker(account), partner=_benefit_of_partner(account))
        return Rationale(
            for_=speaks_for,
            against=against,
            benefit=benefit,
            alternatives=alternatives,
            would_change=would_change,
            confidence=_confidence(account),
            citations=tuple(account.citations),
        )


def _benefit_of_seeker(account: Account) -> str:
    if not account.table.answers or account.table.answers[0].closeness < FAINTLY_CLOSE:
        return f"A conversation with somebody from {account.table.partner.member.profile.function or 'elsewhere'}."
    best = account.table.answers[0]
    return f"Somebody to learn from about “{short(best.need.original)}”."


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
    if account.table.answers:
        return f"The chance to pass on “{short(account.table.answers[0].offer.original)}”."
    return "A conversation outside the usual circle."


def _confidence(account: Account) -> str:
    fit = next(words for least, words in CONFIDENCE if account.table.score >= least)
    unknown = len([part for part in UNKNOWN if part not in account.table.parts])
    return f"{fit}, {number(unknown)} unknown{'' if unknown == 1 else 's'}" if unknown else fit
