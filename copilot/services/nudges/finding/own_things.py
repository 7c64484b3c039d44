"""What somebody has to do herself: action items, milestones, surveys; and the week of a programme that she manages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from copilot.domain.nudges import NudgeKind
from copilot.services.nudges.finding.scene import Due, Scene
from copilot.services.surveys.due import every_open_survey, open_surveys

DAYS_AHEAD = 2
DAYS_OVERDUE = 7
BETWEEN = timedelta(days=3)
"""Action items of several days are told together: nothing more about them for so long."""
SURVEY_NEWS = timedelta(weeks=2)
"""So long a survey that has opened is news, if it stays open."""
DIGEST_UNTIL = timedelta(days=3)


def actions_due(scene: Scene) -> Iterator[Due]:
    """One nudge for all that is due of hers, once for each item: nobody is told twice of one."""
    items: dict[str, list[tuple[date, str]]] = defaultdict(list)
    rows = scene.unit.actions.values("id", "owner", "due", "relationship", done=False, **scene.of("owner"))
    for item, owner, due, relationship in rows:
        here = owner in scene.zones and relationship in scene.active
        if here and due and is_near(due, scene.today(owner)):
            items[owner].append((due, item))
    told, lately = _told_of(scene)
    for member, near in items.items():
        untold = sorted(item for _, item in near if item not in told[member])
        if untold and member not in lately:
            yield Due(
                member=member,
                kind=NudgeKind.ACTION_DUE,
                about=",".join(untold),
                due=scene.midnight(member, min(due for due, _ in near) - timedelta(days=DAYS_AHEAD)),
                until=scene.midnight(member, max(due for due, _ in near) + timedelta(days=DAYS_OVERDUE + 1)),
            )


def is_near(due: date, today: date) -> bool:
    """Due within two days, or overdue by no more than seven."""
    return -DAYS_AHEAD <= (today - due).days <= DAYS_OVERDUE


def _told_of(scene: Scene) -> tuple[dict[str, set[str]], set[str]]:
    """Items that each was told of, and who was told of any within three days of now."""
    told: dict[str, set[str]] = defaultdict(set)
    lately: set[str] = set()
    for each in scene.outbox:
        if each.kind == NudgeKind.ACTION_DUE:
            told[each.member].update(each.about.split(","))
            lately |= {each.member} if each.is_near(scene.now, BETWEEN) else set()
    return told, lately


def milestones_due(scene: Scene) -> Iterator[Due]:
    """One nudge for all milestones of hers that are due on one day, two days before it."""
    days = {
        (member, date.fromisoformat(milestone["due"]))
        for member, milestones in scene.unit.goals.values(
            "member", "milestones", state="open", **scene.of("member")
        )
        for milestone in milestones
        if milestone.get("due") and not milestone.get("done") and member in scene.zones
    }
    for member, day in sorted(days):
        yield Due(
            member=member,
            kind=NudgeKind.MILESTONE_DUE,
            about=day.isoformat(),
            due=scene.midnight(member, day - timedelta(days=DAYS_AHEAD)),
            until=scene.midnight(member, day + timedelta(days=DAYS_AHEAD)),
        )


def surveys_due(scene: Scene) -> Iterator[Due]:
    """For each survey that is open for her and that she has not answered."""
    today = scene.now.date()
    mine = {scene.only: open_surveys(scene.unit, scene.only, today)} if scene.only else None
    for surveys in (every_open_survey(scene.unit, today) if mine is None else mine).values():
        for each in surveys:
            if not each.answered and each.member in scene.zones:
                yield Due(
                    member=each.member,
                    kind=NudgeKind.SURVEY_DUE,
                    about=f"{each.relationship}:{each.point.value}",
                    step=each.opens.isoformat(),
                    due=scene.midnight(each.member, each.opens),
                    until=scene.midnight(each.member, min(each.until, each.opens + SURVEY_NEWS)),
                )


def digests(scene: Scene) -> Iterator[Due]:
    """For who asked for it and manages a programme that is open: on Monday, one for all of them."""
    asked = {each.id for each in scene.unit.nudge_settings.all(digest=True)} & scene.zones.keys()
    if not asked:
        return
    programmes = [each for each in scene.unit.programmes.all() if each.closed is None]
    managers = {manager for each in programmes for manager in each.managers}
    for member in sorted(asked & managers):
        today = scene.today(member)
        monday = today - timedelta(days=today.weekday())
        due = scene.midnight(member, monday)
        yield Due(member=member, kind=NudgeKind.DIGEST, about=str(monday), due=due, until=due + DIGEST_UNTIL)
