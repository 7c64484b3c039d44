"""Who asks, her profile and her goals."""

from __future__ import annotations

from fastapi import APIRouter

from copilot.domain.members import Member
from copilot.domain.relationships import Goal, Moment
from copilot.services.learning.told import ProgressTold
from copilot.services.nudges.telling import Mine
from ui.api.asking import Asking, Reading, Writing
from ui.api.shapes import GoalChange, Id, Me, NewGoal, Page, Paged, ProfileChange

router = APIRouter(tags=["yourself"])


@router.get("/me")
def me(by: Asking) -> Me:
    """Who you are here, and what your token is for."""
    name = by.copilot.members.show(by.asker, by.her).name if "read" in by.entered.scopes else ""
    return Me(
        member=by.her, name=name, roles=sorted(by.asker.roles), manages=sorted(by.asker.manages),
        token=by.entered.token, scopes=sorted(by.entered.scopes),
    )  # fmt: skip


@router.get("/profile")
def profile(by: Reading) -> Member:
    """Your profile."""
    return by.copilot.members.show(by.asker, by.her)


@router.patch("/profile")
def change_profile(by: Writing, change: ProfileChange) -> Member:
    """Change what you say of yourself; with `revision`, only if nobody changed it since."""
    return by.copilot.members.update(by.asker, by.her, change.fields(), revision=change.revision)


@router.get("/goals")
def goals(by: Reading, part: Paged) -> Page[Goal]:
    """Your goals."""
    return Page[Goal].of(by.copilot.goals.of(by.asker, by.her), part)


@router.post("/goals", status_code=201)
def add_goal(by: Writing, new: NewGoal) -> Goal:
    """Add a goal."""
    return by.copilot.goals.add(
        by.asker, by.her, new.title, why=new.why, due=new.due, share_in=new.relationship
    )


@router.patch("/goals/{goal}")
def change_goal(by: Writing, goal: Id, change: GoalChange) -> Goal:
    """Say how far you are."""
    return by.copilot.goals.update(by.asker, goal, progress=change.progress)


@router.get("/moments")
def moments(by: Reading, part: Paged) -> Page[Moment]:
    """Moments that others logged of you."""
    return Page[Moment].of(by.copilot.moments.of(by.asker, by.her), part)


@router.get("/learning")
def learning(by: Reading) -> ProgressTold:
    """Your tracks, and every guide that you have touched."""
    return by.copilot.learning.progress(by.asker)


@router.get("/nudges")
def nudges(by: Reading) -> Mine:
    """What you were nudged of, and what is due now."""
    return by.copilot.nudges.mine(by.asker)
