"""What of a draft goes into a calendar: its milestones, its session or event, its day of review."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta

from copilot.domain.calendars import CalendarEntry
from copilot.domain.drafts import ActionItems, Agenda, AgreementText, Draft, DraftKind, GoalPlan, RunSheet


def entries_of(draft: Draft) -> list[CalendarEntry]:
    """An all-day entry for each milestone or promise, one for a session or an event; none for kinds without dates."""
    return list(_ENTRIES[draft.kind](draft)) if draft.kind in _ENTRIES else []


def _of_a_plan(draft: Draft) -> Iterator[CalendarEntry]:
    plan = GoalPlan.model_validate(draft.body)
    for n, goal in enumerate(plan.goals, start=1):
        for m, step in enumerate(goal.milestones, start=1):
            yield _all_day(draft, f"goal{n}-step{m}", step.text, goal.title, step.due)


def _of_an_agenda(draft: Draft) -> Iterator[CalendarEntry]:
    if "session_at" not in draft.inputs:
        return
    agenda = Agenda.model_validate(draft.body)
    told = "\n".join(f"{box.minutes} min: {box.title}" for box in agenda.boxes)
    yield _from_to(draft, "session", agenda.topic, told, "session_at", agenda.minutes)


def _of_a_run_sheet(draft: Draft) -> Iterator[CalendarEntry]:
    sheet = RunSheet.model_validate(draft.body)
    told = "\n".join(f"{box.minutes} min: {box.title}" for box in sheet.boxes)
    yield _from_to(draft, "event", f"Run sheet: {sheet.title}", told, "event_at", sheet.minutes)


def _of_an_agreement(draft: Draft) -> Iterator[CalendarEntry]:
    agreement = AgreementText.model_validate(draft.body)
    yield _all_day(draft, "review", "Look at our agreement again", "", agreement.review)


def _of_actions(draft: Draft) -> Iterator[CalendarEntry]:
    for n, item in enumerate(ActionItems.model_validate(draft.body).items, start=1):
        if item.due:
            yield _all_day(draft, f"action{n}", item.text, item.owner, item.due)


_ENTRIES: Mapping[DraftKind, Callable[[Draft], Iterator[CalendarEntry]]] = {
    DraftKind.GOAL_PLAN: _of_a_plan,
    DraftKind.AGENDA: _of_an_agenda,
    DraftKind.RUN_SHEET: _of_a_run_sheet,
    DraftKind.AGREEMENT: _of_an_agreement,
    DraftKind.ACTIONS: _of_actions,
}


def _all_day(draft: Draft, part: str, title: str, told: str, day: date) -> CalendarEntry:
    return CalendarEntry(
        of=draft.id, what="draft", uid=_uid(draft, part), stamp=draft.created, title=title, told=told, day=day
    )


def _from_to(draft: Draft, part: str, title: str, told: str, begins: str, minutes: int) -> CalendarEntry:
    """From the instant kept in its inputs under the name `begins`, by the clock of their zone where they have one."""
    starts = datetime.fromisoformat(draft.inputs[begins])
    return CalendarEntry(
        of=draft.id, what="draft", uid=_uid(draft, part), stamp=draft.created, title=title, told=told,
        starts=starts, ends=starts + timedelta(minutes=minutes), zone=draft.inputs.get("zone", ""),
    )  # fmt: skip


def _uid(draft: Draft, part: str) -> str:
    return f"{draft.id}-{part}@mentoring-copilot"
