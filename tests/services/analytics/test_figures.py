"""The figures of communities small enough to be worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from copilot.domain.asking import OPERATOR
from copilot.domain.events import Event, EventKind, Registration
from copilot.domain.learning import TrackProgress
from copilot.domain.matches import MatchRole
from copilot.domain.relationships import ActionItem, Session
from copilot.domain.sponsorship import Advocacy, AdvocacyKind
from copilot.domain.surveys import SurveyAnswer, SurveyPoint, survey_id
from copilot.services.analytics.engagement import WEIGHTS
from tests.services.analytics.community import (
    Q3,
    Q4,
    TODAY,
    add_goal,
    add_members,
    add_pairs,
    add_posts,
    add_programme,
    figure,
    homed,
)


def every(days: int, since: date, until: date) -> list[date]:
    return [since + timedelta(days=n) for n in range(0, (until - since).days + 1, days)]


def test_the_weights_are_a_whole_and_stand_in_the_formula() -> None:
    service, _ = homed()
    told = service.show(OPERATOR).engagement
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    assert {each.figure: each.weight for each in told.weights} == WEIGHTS
    assert [each.key for each in told.figures] == list(WEIGHTS)
    assert all(f"{weight:.2f}" in told.formula for weight in WEIGHTS.values())


def test_of_an_empty_community_every_figure_says_so() -> None:
    service, _ = homed()
    report = service.show(OPERATOR, period="2026-Q3")
    figures = [each for part in report.parts for each in part.figures]
    figures += [each for metric in report.chaoss.metrics for each in metric.figures]
    assert all(each.value is None and each.why for each in [*figures, report.engagement.index])


def test_the_index_is_the_weighted_mean_of_what_is_shown() -> None:
    service, units = homed()
    with units() as unit:
        add_pairs(unit, 20, [Q4])
        add_pairs(unit, 20, named="quiet")
        add_posts(unit, Q4, *(f"{side}{n}" for side in "st" for n in range(10)))
        unit.commit()
    told = service.show(OPERATOR).engagement
    shares = {each.key: each.value for each in told.figures}
    assert shares == {"met": 0.5, "rhythm": None, "breadth": 0.5, "both_sides": 0.25, "follow_through": None}
    used = {each.figure: each.weight for each in told.used}
    assert used.keys() == {"met", "breadth", "both_sides"}
    assert told.index.value == pytest.approx(100 * (0.3 * 0.5 + 0.2 * 0.5 + 0.15 * 0.25) / 0.65, abs=0.1)
    assert (told.index.low or 0) < (told.index.value or 0) < (told.index.high or 0)


def test_an_agreed_rhythm_is_kept_or_not() -> None:
    service, units = homed()
    with units() as unit:
        add_pairs(unit, 15, every(14, Q4, TODAY), agreed=Q3)
        add_pairs(unit, 10, [Q4], agreed=Q3, named="late")
        add_pairs(unit, 10, [Q4], named="unsigned")
        unit.commit()
    report = service.show(OPERATOR)
    kept = figure(report.cadence, "kept")
    assert (kept.value, kept.n) == (0.6, 25)
    assert figure(report.engagement, "rhythm").value == kept.value


def test_action_items_are_counted_by_the_day_they_were_due() -> None:
    service, units = homed()
    with units() as unit:
        add_pairs(unit, 20)
        unit.actions.add(
            *(
                ActionItem(id=f"a{n}", relationship=f"r{n}", owner=f"s{n}", text="x", due=Q4, done=n < 10)
                for n in range(20)
            ),
            *(
                ActionItem(
                    id=f"b{n}", relationship=f"r{n}", owner=f"s{n}", text="x", due=TODAY + timedelta(days=3)
                )
                for n in range(20)
            ),
            *(ActionItem(id=f"c{n}", relationship=f"r{n}", owner=f"s{n}", text="x") for n in range(20)),
        )
        unit.commit()
    told = figure(service.show(OPERATOR).engagement, "follow_through")
    assert (told.value, told.n) == (0.5, 20)


def test_many_items_of_few_pairs_tell_nothing() -> None:
    service, units = homed()
    with units() as unit:
        add_pairs(unit, 4)
        unit.actions.add(
            *(
                ActionItem(id=f"a{n}", relationship=f"r{n % 4}", owner="s0", text="x", due=Q4, done=n < 20)
                for n in range(40)
            )
        )
        unit.commit()
    assert figure(service.show(OPERATOR).engagement, "follow_through").hidden


def test_cadence_counts_meetings_and_the_days_between_them() -> None:
    service, units = homed()
    with units() as unit:
        add_pairs(unit, 20, every(14, Q3 - timedelta(days=14), date(2026, 9, 30)))
        unit.commit()
    told = service.show(OPERATOR, period="2026-Q3").cadence
    assert figure(told, "held").value == 140
    assert figure(told, "gap").value == figure(told, "gap_upper").value == 14
    a_month = figure(told, "a_month")
    assert a_month.value == pytest.approx(140 / 60, abs=0.01)
    assert (a_month.low or 0) < a_month.value < (a_month.high or 0)


def test_a_closed_relationship_counts_up_to_its_last_meeting() -> None:
    service, units = homed()
    with units() as unit:
        add_pairs(unit, 20, [Q3])
        for each in unit.relationships.all():
            unit.relationships.save(each.changed(state="closed"))
        unit.commit()
    assert figure(service.show(OPERATOR, period="2026-Q3").engagement, "met").n == 20
    assert figure(service.show(OPERATOR, period="2026-Q4").engagement, "met").n is None


def test_goals_are_reached_on_a_day_or_nobody_knows_when() -> None:
    service, units = homed()
    with units() as unit:
        add_pairs(unit, 20)
        for n in range(20):
            add_goal(unit, f"s{n}", reached=Q4 if n < 10 else Q3)
        for n in range(10):
            add_goal(unit, f"t{n}", state="reached")
        unit.commit()
    told = service.show(OPERATOR).goals
    assert {key: figure(told, key).value for key in ("set", "reached", "undated", "dropped")} == {
        "set": 30, "reached": 10, "undated": 10, "dropped": None,
    }  # fmt: skip
    assert figure(told, "reached").before == 10
    assert figure(told, "set").before is None
    assert figure(told, "reached_one").value == pytest.approx(1 / 3, abs=0.01)
    assert "secret" not in told.model_dump_json()


def test_both_sides_rate_and_are_never_added_up() -> None:
    service, units = homed()
    with units() as unit:
        add_pairs(unit, 14)
        for n in range(14):
            for member, side, rating in ((f"s{n}", "seeker", 5), (f"t{n}", "partner", 2 if n < 7 else 4)):
                unit.survey_answers.add(
                    SurveyAnswer.model_validate(
                        {"id": survey_id(f"r{n}", SurveyPoint.START, member), "relationship": f"r{n}",
                         "member": member, "side": side, "point": "start", "on": date(2026, 10, 1 + n),
                         "ratings": {"q1": rating, "q2": rating}}
                    )
                )  # fmt: skip
        unit.commit()
    told = service.show(OPERATOR).feedback
    assert (figure(told, "seeker_mean").value, figure(told, "seeker_mean").n) == (5.0, 10)
    assert figure(told, "partner_mean").value == 2.5, "2 and 3.2, told as 2 and 3"
    assert figure(told, "peer_mean").hidden
    assert {each.key.split("_")[0] for each in told.figures} == {"seeker", "partner", "peer"}


def answer(n: int, rating: int, on: date, programme: str = "p") -> SurveyAnswer:
    return SurveyAnswer(
        id=survey_id(f"{programme}r{n}", SurveyPoint.START, f"{programme}s{n}"), relationship=f"{programme}r{n}",
        programme=programme, member=f"{programme}s{n}", side="seeker", point=SurveyPoint.START, on=on,
        ratings={"safe": rating},
    )  # fmt: skip


@pytest.mark.parametrize("hers", [1, 3, 5])
def test_a_quarter_less_its_month_is_not_what_one_person_said(hers: int) -> None:
    service, units = homed()
    with units() as unit:
        add_programme(unit, "p")
        add_pairs(unit, 16, named="p", programme="p")
        unit.survey_answers.add(answer(0, hers, date(2026, 10, 20)))
        unit.survey_answers.add(*(answer(n, 5, date(2026, 11, n)) for n in range(1, 16)))
        unit.commit()
    quarter, month = (service.show(OPERATOR, "p", period=each).feedback for each in ("2026-Q4", "2026-11"))
    assert quarter.figures == month.figures, "hers counts with the four of November, or not at all"
    assert figure(month, "seeker_mean").n == 15
    assert figure(service.show(OPERATOR, "p", period="2026-10").feedback, "seeker_mean").hidden


def test_who_takes_her_answer_back_or_answers_anew_moves_nobody_elses() -> None:
    service, units = homed()
    with units() as unit:
        add_programme(unit, "p")
        add_pairs(unit, 12, named="p", programme="p")
        unit.survey_answers.add(*(answer(n, 5, date(2026, 10, 1 + n)) for n in range(10)))
        unit.survey_answers.add(*(answer(n, 1, date(2026, 10, 20)) for n in (10, 11)))
        unit.commit()
    mean = figure(service.show(OPERATOR, "p").feedback, "seeker_mean")
    assert (mean.value, mean.n) == (5.0, 10)
    with units() as unit:
        mine = unit.survey_answers.get(survey_id("pr3", SurveyPoint.START, "ps3"))
        kept = unit.survey_answers.save(mine.changed(on=date(2026, 11, 2), first_on=mine.on))
        unit.commit()
    assert figure(service.show(OPERATOR, "p").feedback, "seeker_mean") == mean
    with units() as unit:
        unit.survey_answers.save(kept.changed(ratings={}, withdrawn=True))
        unit.commit()
    left = figure(service.show(OPERATOR, "p").feedback, "seeker_mean")
    assert left.value in (None, 5.0), "her group is left out, and nobody moves up"


def test_the_community_less_a_programme_is_not_what_one_person_said() -> None:
    service, units = homed()
    with units() as unit:
        for each, many in (("p", 10), ("q", 1)):
            add_programme(unit, each)
            add_pairs(unit, many, named=each, programme=each)
        unit.survey_answers.add(*(answer(n, 5, date(2026, 10, 6 + n)) for n in range(10)))
        unit.survey_answers.add(answer(0, 1, date(2026, 10, 5), "q"))
        unit.commit()
    told = service.show(OPERATOR).feedback
    assert told.figures == service.show(OPERATOR, "p").feedback.figures
    assert figure(told, "seeker_mean").value == 5.0


def test_retention_sets_the_mentored_beside_the_rest() -> None:
    service, units = homed()
    others = [f"o{n}" for n in range(40)]
    with units() as unit:
        add_pairs(unit, 15, [Q3, Q4])
        add_pairs(unit, 5, [Q3], named="gone")
        add_members(unit, *others)
        add_posts(unit, Q3, *others)
        add_posts(unit, Q4, *others[:10])
        unit.commit()
    told = service.show(OPERATOR).retention
    values = {each.key: each.value for each in told.figures}
    assert (values["mentored"], values["rest"], values["difference"]) == (0.75, 0.25, 0.5)
    assert values["all"] == 0.5
    assert figure(told, "difference").low == pytest.approx(0.285, abs=0.02)
    assert any("choose to be mentored" in sentence for sentence in told.cannot_tell)
    assert figure(told, "alike").hidden, "nobody was there two quarters before"


def test_what_follows_on_a_track_or_an_event_is_a_difference_and_no_effect() -> None:
    service, units = homed()
    at = datetime(2026, 8, 3, 15, tzinfo=UTC)
    with units() as unit:
        add_pairs(unit, 10, [Q3, Q4])
        add_pairs(unit, 30, [Q3], named="quiet")
        unit.events.add(
            Event(
                id="e", kind=EventKind.WORKSHOP, title="W", at=at.replace(tzinfo=None), time_zone="UTC",
                hosts=frozenset({"s0"}), state="held", created=at, updated=at,
            )
        )  # fmt: skip
        for n in range(10):
            unit.track_progress.add(
                TrackProgress(id=f"{n}", member=f"s{n}", track="t", started=at, finished=at),
                TrackProgress(id=f"q{n}", member=f"quiets{n}", track="t", started=at, finished=at),
            )
            unit.registrations.add(
                Registration(
                    id=f"e:{n}", event="e", member=f"s{n}", state="registered", at=at, attended=True
                ),
                Registration(
                    id=f"f:{n}", event="e", member=f"quiets{n}", state="registered", at=at, attended=True
                ),
            )
        unit.commit()
    report = service.show(OPERATOR)
    for part in (report.learning_effect, report.event_effect):
        assert figure(part, "met_did").value == 0.5
        assert figure(part, "met_others").value == pytest.approx(10 / 60, abs=0.01)
        assert figure(part, "met_difference").value == pytest.approx(0.5 - 10 / 60, abs=0.01)
        assert "keener" in part.cannot_tell[0]


def test_chaoss_stands_by_its_names_and_says_what_cannot_be_counted() -> None:
    service, units = homed()
    with units() as unit:
        add_pairs(unit, 20, [Q4], started=Q4)
        add_pairs(unit, 20, [Q4], named="sp", role=MatchRole.SPONSOR)
        unit.advocacy.add(
            *(
                Advocacy(
                    id=f"a{n}", relationship=f"spr{n}", sponsor=f"spt{n}", member=f"sps{n}",
                    kind=AdvocacyKind.INTRODUCED, on=Q4, room="A room", said="secret",
                    outcome="door opened" if n < 5 else "waiting", at=datetime(2026, 10, 1, tzinfo=UTC),
                )
                for n in range(10)
            )
        )  # fmt: skip
        unit.commit()
    mentorship, sponsorship = service.show(OPERATOR).chaoss.metrics
    assert (mentorship.name, sponsorship.name) == ("Mentorship", "Sponsorship")
    assert mentorship.question.startswith("How effective are our mentorship programs")
    told = {each.key: each.value for metric in (mentorship, sponsorship) for each in metric.figures}
    assert (told["mentees_started"], told["mentors"], told["sponsorships"], told["acts"]) == (20, 20, 20, 10)
    assert (told["spoken_for"], told["opened"]) == (0.5, 0.25)
    assert mentorship.not_counted
    assert sponsorship.not_counted


def test_when_the_clock_went_back_what_is_to_come_is_left_out_and_counted() -> None:
    service, units = homed()
    with units() as unit:
        add_pairs(unit, 20, [Q4])
        late = datetime(2026, 12, 24, tzinfo=UTC)
        unit.sessions.add(
            *(Session(id=f"x{n}", relationship=f"r{n}", at=late, state="held") for n in range(7))
        )
        add_posts(unit, date(2027, 3, 1), "s1", "s2")
        unit.commit()
    report = service.show(OPERATOR)
    assert report.in_the_future == 9
    assert any("in the future: 9" in note for note in report.notes)
    assert figure(report.cadence, "held").value == 20


def test_who_left_the_community_is_counted_no_more_and_her_meetings_are() -> None:
    service, units = homed()
    with units() as unit:
        add_pairs(unit, 20, [Q4])
        for n in range(20):
            unit.members.remove(f"t{n}")
        unit.commit()
    told = service.show(OPERATOR).engagement
    assert figure(told, "met").n == 20
    assert figure(told, "breadth").n == 20
