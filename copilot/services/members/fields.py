"""Our fields: what belongs in each, and what others call them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.domain.rosters import ALIASES

NEEDED = ("id", "name", "roles")

FIELDS: dict[str, str] = {
    "id": "what tells people apart, for ever: a staff number, say",
    "name": "as she is called",
    "roles": "mentee, mentor, sponsor, peer, manager, admin",
    "email": "how she is reached; never shown to a chat model",
    "headline": "who she is in a line",
    "experience": "what she has done; several, between semicolons",
    "skills": "what she can do; several, between semicolons",
    "goals": "what she wants; several, between semicolons",
    "interests": "what she likes; several, between semicolons",
    "function": "the part of the organisation she works in",
    "level": "1 to 10, from beginner to the top",
    "location": "where she is",
    "time_zone": "such as Europe/Lisbon",
    "languages": "several, between semicolons",
    "capacity": "how many people she can take on at once",
    "hours_per_month": "the time she has",
    "line_manager_id": "the id of her boss at work",
    "working_style": "how she likes to work",
    "wishes": "what she wishes of a partner",
    "vetoes": "ids of those she is not to be matched with",
}
"""Our fields in the order people are asked for them, each with what belongs in it."""

_ALSO_CALLED: dict[str, str] = {
    "id": "member id, employee id, employee number, employee no, worker id, personalnummer, "
    "employee, person id, staff id, staff number, "
    "personnel number, user id, user name, uid, key",
    "name": "full name, display name, worker name, worker, employee name, member name, person, "
    "preferred name",
    "roles": "role, mentoring role, programme role, program role, participates as, taking part as, kind",
    "email": "e mail, mail, email work, email address, e mail address, work email, business email",
    "headline": "title, business title, job title, stellenbezeichnung, position, job, tagline, about",
    "experience": "experiences, bio, biography, background, career, work history, history, summary",
    "skills": "skill, competencies, competences, expertise, strengths, can help with, offers",
    "goals": "goal, development goals, mentoring goals, aims, learning goals, wants to learn, needs, "
    "looking for",
    "interests": "interest, hobbies, topics",
    "function": "department, abteilung, supervisory organization, cost center name, dept, business unit, "
    "division, team, area, job family, organisation, organization",
    "level": "grade, job grade, pay grade, management level, job level, seniority, career level, band",
    "location": "city, office, standort, site, place, work location, country",
    "time_zone": "timezone, tz, zone",
    "languages": "language, sprachen, language skills, speaks, spoken languages",
    "capacity": "places, max mentees, maximum mentees, number of mentees, mentees",
    "hours_per_month": "hours, hours a month, monthly hours, availability, time available",
    "line_manager_id": "manager id, manager user id, supervisor id, manager employee id, reporting to id, "
    "manager, line manager, supervisor, boss, reports to, reporting to, vorgesetzter",
    "working_style": "style, ways of working, work style",
    "wishes": "wish, preferences, preference, partner preferences",
    "vetoes": "veto, not with, do not match, exclusions, conflicts",
}


def suggested(columns: Sequence[str]) -> dict[str, str]:
    """Column → field for every column whose name says what it is; each field at most once.

    Where two columns could be one field, the name that stands first among those others use wins: “Manager ID” before
    “Manager”.
    """
    found: dict[str, str] = {}
    for column in columns:
        field = _named(column)
        if field in FIELDS and field not in found.values():
            found[column] = field
    for field, names in _ALSO_CALLED.items():
        free = [column for column in columns if column not in found]
        fits = [(names.split(", ").index(_words(c)), c) for c in free if _words(c) in names.split(", ")]
        if fits and field not in found.values():
            found[min(fits, key=lambda fit: fit[0])[1]] = field
    return {column: found[column] for column in columns if column in found}


def cure_of(field: str) -> str:
    """What to do about a row whose field was wrong."""
    if field == "row":
        return "Look at the row in the file: it can't be split into cells."
    meant = FIELDS.get(field)
    return f"Mend it in the file. What belongs there: {meant}." if meant else "Mend it in the file."


def _words(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.findall(r"[^\W_]+", spaced.casefold()))


def _named(column: str) -> str:
    plain = _words(column).replace(" ", "_")
    return ALIASES.get(plain, plain)
