"""The week of a programme, or of everybody, for who sees its analytics: what moved, what deserves a look, what went
well, each with where it is looked up."""

from __future__ import annotations

import shlex
from datetime import date

from copilot.domain.asking import Asker
from copilot.domain.programmes import Programme
from copilot.domain.wording import day_in_words
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.analytics.at_risk_service import AtRiskList, AtRiskService
from copilot.services.analytics.digest_figures import Figures
from copilot.services.analytics.digest_look import at_risk_line, matches_line, surveys_line
from copilot.services.analytics.digest_told import Digest, DigestLine, Week
from copilot.services.analytics.digest_week import is_now, week_of
from copilot.services.analytics.traces import read_traces
from copilot.services.policy import Action, Policy
from copilot.services.surveys.due import every_open_survey


class DigestService:
    """Reads; changes nothing. Managers read names of whom to call, admins and the operator counts alone."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock, at_risk: AtRiskService) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock
        self._at_risk = at_risk

    def week(self, asker: Asker, programme: str = "", week: str = "") -> Digest:
        """The digest of one week.

        Args:
            asker: who reads it.
            programme: its id; empty for the whole community.
            week: such as 2026-W47; the last one that is over for none.

        Raises NotAllowed for who may not see its analytics, NotFound where there is no such programme, BadInput where
        the words name no week, or one that is yet to come.
        """
        self._policy.require(asker, Action.ANALYTICS_READ, programme=programme)
        today = self._clock.now().date()
        asked = week_of(week, today)
        with self._units.reading() as unit:
            found = unit.programmes.get(programme) if programme else None
            bare = _bare(unit, found, asked, today)
        if bare.state != "told":
            return bare
        risks = self._at_risk.every(asker, programme) if is_now(asked, today) else None
        with self._units.reading() as unit:
            return self._told(unit, asker, bare, risks)

    def _told(self, unit: UnitOfWork, asker: Asker, bare: Digest, risks: AtRiskList | None) -> Digest:
        figures = Figures(read_traces(unit, bare.on), bare.week, bare.on, bare.programme)
        moved, well = figures.moved(), figures.well()
        look = self._look(unit, asker, bare, risks) if risks else ()
        if not (look or well or any(each.more or each.fewer for each in moved)):
            return bare.model_copy(update={"state": "quiet", "opening": _quiet(bare)})
        return bare.model_copy(
            update={
                "moved": tuple(each.line for each in moved),
                "look": look,
                "well": tuple(well),
                "notes": tuple(_notes(bare, bool(moved), bool(risks))),
            }
        )

    def _look(
        self, unit: UnitOfWork, asker: Asker, bare: Digest, risks: AtRiskList
    ) -> tuple[DigestLine, ...]:
        programme = bare.programme
        exact = self._policy.allows(asker, Action.MATCHES_READ, programme=programme)
        surveys = (each for hers in every_open_survey(unit, bare.on).values() for each in hers)
        lines = (
            at_risk_line(unit, risks, programme, by_name=programme in asker.manages),
            matches_line(unit, programme, exact=exact),
            surveys_line(programme, surveys),
        )
        return tuple(each for each in lines if each)


def _bare(unit: UnitOfWork, programme: Programme | None, week: Week, today: date) -> Digest:
    """The digest with nothing in it yet; where there is nothing to tell, with why."""
    digest = Digest(
        week=week, on=today, state="told", programme=programme.id if programme else "",
        programme_name=programme.name if programme else "",
    )  # fmt: skip
    if programme and programme.starts > week.last:
        begins = f"{programme.name} begins on {day_in_words(programme.starts)}."
        return _without(digest, "not-begun", begins, "There is nothing to tell of this week.")
    over = (programme.closed or programme.ends) if programme else None
    if over and over < week.first:
        ended = f"{digest.programme_name} was over on {day_in_words(over)}."
        whole = f"mentoring analytics show --programme {shlex.quote(digest.programme)} --period life"
        return _without(digest, "over", ended, f"All of it: {whole}")
    if _is_empty(unit, digest.programme):
        nobody = f"Nobody takes part in {digest.name} yet."
        return _without(digest, "empty", nobody, "There is nothing to count.")
    return digest


def _without(digest: Digest, state: str, *opening: str) -> Digest:
    return digest.model_copy(update={"state": state, "opening": opening})


def _is_empty(unit: UnitOfWork, programme: str) -> bool:
    if not programme:
        return not unit.members.count() or not unit.relationships.count()
    return not unit.relationships.count(programme=programme) and not unit.enrolments.count(
        programme=programme
    )


def _quiet(digest: Digest) -> tuple[str, str]:
    of = f" --programme {shlex.quote(digest.programme)}" if digest.programme else ""
    calm = "nothing moved by more than chance or a few, and nothing calls for you."
    return (
        f"A quiet week in {digest.name}: {calm}",
        f"The figures are there whenever you want them: mentoring analytics show{of}",
    )


def _notes(digest: Digest, counted: bool, now: bool) -> list[str]:
    notes = []
    if digest.week.running:
        notes.append(f"This week runs until {day_in_words(digest.week.last)}: it is not compared yet.")
    if not counted:
        notes.append("Too few met to count a week, or a month, without telling of single people.")
    if not now:
        notes.append("What deserves a look is known of today alone, so it isn't told of a week long over.")
    notes.append("Numbers are in fives; what too few stand behind is not shown.")
    return notes
