"""What a badge of each kind is called and given for: words that outsiders read, and that name nobody."""

from __future__ import annotations

from copilot.domain.recognition import BadgeKind

NAMES = {
    BadgeKind.TENTH_SESSION: "Ten sessions together",
    BadgeKind.GOAL_REACHED: "A goal reached",
    BadgeKind.FIRST_ADVOCACY: "Spoke up for somebody",
    BadgeKind.RETURNING_MENTOR: "Came back as a mentor",
    BadgeKind.CIRCLE_CHAIR: "Chaired a circle",
}
CRITERIA = {
    BadgeKind.TRACK: "Every guide of the learning track was read, and its questions were answered rightly.",
    BadgeKind.TENTH_SESSION: "Ten sessions of one mentoring relationship or circle were held.",
    BadgeKind.GOAL_REACHED: "A goal that was set in the programme was worked towards and reached.",
    BadgeKind.FIRST_ADVOCACY: "As a sponsor, spoke for somebody in a room where it counted; the person spoken for "
    "confirmed it.",
    BadgeKind.RETURNING_MENTOR: "Mentored somebody to a good end, or in one programme, and took on somebody again.",
    BadgeKind.CIRCLE_CHAIR: "Chaired a meeting of a mentoring circle that was held.",
    BadgeKind.MOMENT: "Given by the people who run the programme for something that somebody saw.",
}
EVIDENCE = {
    BadgeKind.TRACK: "The track was finished on {day}.",
    BadgeKind.TENTH_SESSION: "The tenth session was held on {day}.",
    BadgeKind.GOAL_REACHED: "",
    BadgeKind.FIRST_ADVOCACY: "It was on {day}.",
    BadgeKind.RETURNING_MENTOR: "The second relationship began on {day}.",
    BadgeKind.CIRCLE_CHAIR: "The meeting was on {day}.",
}
NOTICED = {
    BadgeKind.TENTH_SESSION: "The tenth session was held.",
    BadgeKind.GOAL_REACHED: "A goal was reached.",
    BadgeKind.FIRST_ADVOCACY: "A sponsor's first advocacy was confirmed.",
    BadgeKind.RETURNING_MENTOR: "A mentor came back for another.",
    BadgeKind.CIRCLE_CHAIR: "Somebody chaired a circle for the first time.",
    BadgeKind.TRACK: "A learning track was finished.",
}
"""What the records show, in a sentence without names."""
NOTICED_OF = {
    BadgeKind.TENTH_SESSION: "You and {name} have held ten sessions.",
    BadgeKind.GOAL_REACHED: "{name} reached a goal.",
    BadgeKind.FIRST_ADVOCACY: "{name} spoke up for you, her first time as a sponsor.",
    BadgeKind.RETURNING_MENTOR: "{name} came back as a mentor for another.",
    BadgeKind.CIRCLE_CHAIR: "{name} chaired a circle for the first time.",
    BadgeKind.TRACK: "{name} finished a learning track.",
}
"""The same of somebody by her name, told to one who was in it."""
NOTICED_BY_MANAGERS = {**NOTICED_OF, BadgeKind.TENTH_SESSION: "{name} has held ten sessions."}
"""The same, told to those who see only that it was."""
NOTICED_OF_HER = {
    BadgeKind.TENTH_SESSION: "You held your tenth session together.",
    BadgeKind.GOAL_REACHED: "You reached a goal.",
    BadgeKind.FIRST_ADVOCACY: "Your first advocacy was confirmed.",
    BadgeKind.RETURNING_MENTOR: "You came back as a mentor for another.",
    BadgeKind.CIRCLE_CHAIR: "You chaired a circle for the first time.",
    BadgeKind.TRACK: "You finished a learning track.",
}
"""The same, told to her whom it is about."""
