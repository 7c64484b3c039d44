"""How the verbs of programmes are tried: on spring, where the owner takes part there, else on autumn."""

from __future__ import annotations

from copilot.domain.asking import OPERATOR
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.domain.programmes import ClosingReview, Cohort, Enrolment, MatchingMode, NextStep
from copilot.domain.relationships import Stage
from tests.permissions.attempts import At, look_for
from tests.permissions.community import AUTUMN, DAY, NOW, PARTNER, SPRING

WRITERS = tuple(f"writer-{n}" for n in range(5))


def _where(at: At) -> str:
    return at.programme or AUTUMN


def _taking_part(at: At) -> None:
    """The asker is enrolled in autumn; who is no member can't be."""
    if at.asker.member:
        at.copilot.programmes.enrol(OPERATOR, AUTUMN, [at.asker.member])
    at.prepared()


def programmes_update(at: At) -> None:
    at.copilot.programmes.update(at.asker, _where(at), purpose="Meet across teams")


def programmes_add_cohort(at: At) -> None:
    starts = NOW.date()
    at.copilot.programmes.add_cohort(
        at.asker, Cohort(id="c", programme=_where(at), name="North", starts=starts, ends=starts + 9 * DAY)
    )


def programmes_cohorts(at: At) -> None:
    at.copilot.programmes.cohorts(at.asker, SPRING)


def programmes_close(at: At) -> None:
    at.copilot.programmes.close(at.asker, _where(at), early=True)


def programmes_standing(at: At) -> None:
    at.copilot.programmes.standing(at.asker, AUTUMN)


def programmes_join(at: At) -> None:
    at.copilot.programmes.join(at.asker, AUTUMN)


def programmes_pause(at: At) -> None:
    _taking_part(at)
    at.copilot.programmes.pause(at.asker, AUTUMN)


def programmes_come_back(at: At) -> None:
    _taking_part(at)
    at.copilot.programmes.come_back(at.asker, AUTUMN)


def programmes_leave(at: At) -> None:
    _taking_part(at)
    at.copilot.programmes.leave(at.asker, AUTUMN)


def programmes_review(at: At) -> None:
    _taking_part(at)
    at.copilot.programmes.review(at.asker, AUTUMN, NextStep.REST)


def programmes_own_review(at: At) -> None:
    at.copilot.programmes.own_review(at.asker, AUTUMN)


def programmes_reviews(at: At) -> None:
    at.copilot.programmes.reviews(at.asker, _where(at))


def programmes_reviews__words(at: At) -> None:
    """What five wrote, not only how many."""
    with at.copilot.units() as unit:
        for writer in WRITERS:
            unit.members.add(Member(id=writer, name="Writer Nobody", roles=frozenset({Role.MENTEE})))
            unit.enrolments.add(Enrolment(id=f"{_where(at)}:{writer}", programme=_where(at), member=writer))
            unit.closing_reviews.add(
                ClosingReview(
                    id=f"{_where(at)}:{writer}", programme=_where(at), member=writer, on=NOW.date() - DAY,
                    next_step=NextStep.REST, went_well="The openings", for_managers=True,
                )
            )  # fmt: skip
        unit.programmes.save(unit.programmes.get(_where(at)).changed(closed=NOW.date()))
        unit.commit()
    at.prepared()
    told = at.copilot.programmes.reviews(at.asker, _where(at)).told
    look_for("The openings", {each.went_well for each in told})


def programmes_due(at: At) -> None:
    at.copilot.programmes.due(at.asker, at.id("r"))


def programmes_due__which(at: At) -> None:
    """Which things are due, not only how many."""
    found = at.copilot.programmes.due(at.asker, at.id("r"))
    look_for("first session", {each.what for each in getattr(found, "due", ())})


def programmes_move_stage(at: At) -> None:
    at.copilot.programmes.move_stage(at.asker, at.id("r"), Stage.SEPARATION)


def programmes_rematch(at: At) -> None:
    at.copilot.programmes.rematch(at.asker, at.id("r"))


def matching_ask(at: At) -> None:
    at.copilot.programmes.update(OPERATOR, SPRING, matching=MatchingMode.SELF)
    if at.asker.member:
        at.copilot.programmes.enrol(OPERATOR, SPRING, [at.asker.member])
    at.prepared()
    at.copilot.matching.ask(at.asker, PARTNER, MatchRole.MENTOR, SPRING)


def matching_say_no(at: At) -> None:
    at.copilot.matching.say_no(at.asker, at.id("approved"))
