"""What counts on the leaderboard, said in sentences for whoever reads it."""

from __future__ import annotations

from copilot.domain.records import Value
from copilot.services.recognition.acts import SETTLED_AFTER
from copilot.services.recognition.scoring import BATCH, MOST_A_DAY, MOST_A_WEEK


class Rule(Value):
    """One rule: what it says, and why."""

    name: str
    says: str
    why: str


RULES = (
    Rule(
        name="Others say so",
        says="A hand you lent and were thanked for, a moment somebody logged about you and you let be "
        "read, advocacy she confirmed, a "
        "session you both rated (one a month), an event of yours that people said something about.",
        why="What you say of yourself never counts, and how much you do is not the point: that it helped is.",
    ),
    Rule(
        name="Different people",
        says="The first time that somebody says so counts 1, her second time 1/4, her third 1/9; more adds nothing.",
        why="Three people you helped are worth more than three thanks of one.",
    ),
    Rule(
        name="What goes round counts less",
        says="If you confirmed her too, hers counts half; each third person between you whose public moment of her "
        "you might read takes it down: 1/3, 1/4.",
        why="Two friends, a ring or a clique who praise each other would win every quarter otherwise.",
    ),
    Rule(
        name="People who confirm nobody else",
        says="Of those who confirmed nobody but you, the first counts whole, the second half, the third a third.",
        why="Nobody gets far on voices that are there for her alone.",
    ),
    Rule(
        name="A day, a week",
        says=f"What one person confirms counts {MOST_A_DAY} times a day and {MOST_A_WEEK} a week, for all together: "
        "the first that she wrote, and by when she wrote it.",
        why="Nobody makes a winner by clicking, nor by other dates, nor of a quarter that is over.",
    ),
    Rule(
        name="Newcomers",
        says=f"A word counts once she is in a relationship, or has taken part in a programme for "
        f"{SETTLED_AFTER.days} days.",
        why="So that nobody brings accounts along to be praised by.",
    ),
    Rule(
        name="Events",
        says=f"What people said of an event counts a fifth each, {BATCH} at a time.",
        why="Hosts read feedback without names, and must not be able to count along.",
    ),
    Rule(
        name="Everybody alike",
        says="A line manager’s word counts as anybody’s. Equal points share a rank. Each quarter begins at nothing.",
        why="Praise is no part of the chain of command, and nobody has to defend a lead.",
    ),
)
