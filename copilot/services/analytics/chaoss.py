"""CHAOSS's metrics Mentorship and Sponsorship by their names, as far as they can be counted here.

The questions are those of the metric pages (CHAOSS, Diversity, Equity and Inclusion Working Group, Linux Foundation;
chaoss.community). What they ask people in interviews and surveys can't be counted, and is said to be so.
"""

from __future__ import annotations

import numpy as np

from copilot.services.analytics.disclosed import Cell, Saying, count_of, share_of
from copilot.services.analytics.scene import Scene, size
from copilot.services.analytics.told import Chaoss, ChaossMetric, Figure
from copilot.services.analytics.traces import Flags, Kind

MENTORSHIP = "How effective are our mentorship programs at supporting diversity and inclusion in our project?"
SPONSORSHIP = (
    "How effective are long-time members who sponsor people in supporting diversity and inclusion in a "
    "community?"
)
_MENTORING = ("mentor", "reverse")


def chaoss(scene: Scene, retention: tuple[Figure, ...]) -> Chaoss:
    """Both metrics; `retention` are the figures of the part of that name, since the first metric asks for them."""
    mentorship = ChaossMetric(
        name="Mentorship",
        question=MENTORSHIP,
        figures=(*_mentorship(scene), *(each for each in retention if each.key in ("mentored", "rest"))),
        not_counted=(
            "Number of diverse mentees, geographic distribution: the audit counts what members declared with consent.",
            "Variety of projects in the programme, and paid mentors and mentees: nothing here says so.",
            "Whether mentees became experts, took on responsibility or would recommend mentoring: ask them.",
            "Mentors' training and the channels they use: ask mentors.",
        ),
    )
    sponsorship = ChaossMetric(
        name="Sponsorship",
        question=SPONSORSHIP,
        figures=_sponsorship(scene),
        not_counted=(
            "“I am sponsoring members who are different from me”: the audit of recognition compares declared groups.",
            "“I have a sponsor who puts their reputation on the line for me”: ask; only notes of sponsors are counted.",
            "Whether people perceive less bias, and progress outside the copilot: interviews, and time.",
        ),
    )
    return Chaoss(metrics=(mentorship, sponsorship))


def _mentorship(scene: Scene) -> tuple[Figure, ...]:
    bonds = scene.bonds
    mentoring = scene.inside & np.isin(bonds.role, _MENTORING)
    active = scene.active & mentoring
    began = mentoring & scene.within(bonds.started)
    finished = mentoring & (bonds.state == "closed") & _last_met(scene)
    mentors, mentees = _partners(scene, active), _seekers(scene, active)
    came_back = mentors & _partners(scene, mentoring & _has_an_earlier_one(scene, mentoring))
    own = scene.traced_anywhere(apart_from=Kind.MEETING)
    ever = _seekers(scene, mentoring & (bonds.started <= scene.last)) & scene.people
    return (
        _members(_STARTED, _seekers(scene, began)),
        _members(_FINISHED, _seekers(scene, finished)),
        _members(_MENTORS, mentors),
        share_of(_REPEAT, Cell(size(came_back), size(mentors))),
        share_of(_CONTRIBUTE, Cell(size(mentees & own), size(mentees))),
        share_of(_GIVE_BACK, Cell(size(ever & _partners(scene, mentoring)), size(ever))),
    )


def _sponsorship(scene: Scene) -> tuple[Figure, ...]:
    sponsoring = scene.inside & (scene.bonds.role == "sponsor")
    active, acts = scene.active & sponsoring, scene.traces.advocacy
    here = (acts["bond"] >= 0) & scene.within(acts["day"])
    here &= np.append(sponsoring, False)[acts["bond"]]
    sponsored = _seekers(scene, active)
    spoken_for, opened = (_who(scene, acts["who"][rows]) for rows in (here, here & (acts["opened"] > 0)))
    ever = _seekers(scene, sponsoring & (scene.bonds.started <= scene.last)) & scene.people
    return (
        count_of(_SPONSORSHIPS, size(active), size(active)),
        count_of(_ACTS, size(here), size(spoken_for)),
        share_of(_SPOKEN_FOR, Cell(size(spoken_for & sponsored), size(sponsored))),
        share_of(_OPENED, Cell(size(opened & sponsored), size(sponsored))),
        share_of(_CYCLE, Cell(size(ever & _partners(scene, sponsoring)), size(ever))),
    )


_STARTED = Saying(
    "mentees_started", "Mentees who started", "Number of mentees who started mentorship in the period."
)
_FINISHED = Saying(
    "mentees_finished",
    "Mentees who finished",
    "Number of mentees whose mentorship is closed and met for the last time in the period.",
)
_MENTORS = Saying("mentors", "Mentors in the community", "Number of mentors with an active relationship.")
_REPEAT = Saying(
    "mentors_repeat",
    "Mentors who come back",
    "Of these mentors, those who had a mentee before the present ones.",
)
_CONTRIBUTE = Saying(
    "mentees_contribute",
    "Mentees who contribute",
    "Of the mentees with an active relationship, those who left a trace beside their meetings.",
)
_GIVE_BACK = Saying(
    "mentees_mentor",
    "Mentees who became mentors",
    "Of all who were ever mentored, those who mentor or mentored.",
)
_SPONSORSHIPS = Saying(
    "sponsorships", "Active sponsorships", "Number of active sponsorships.", "relationships"
)
_ACTS = Saying(
    "acts", "Acts of advocacy", "Introductions, nominations and the like that sponsors noted in the period."
)
_SPOKEN_FOR = Saying(
    "spoken_for", "Spoken for", "Of those with an active sponsorship, those for whom something was done."
)
_OPENED = Saying(
    "opened", "A door opened", "Of those with an active sponsorship, those for whom a door opened, as noted."
)
_CYCLE = Saying(
    "sponsees_sponsor",
    "Sponsees who sponsor",
    "Of all who were ever sponsored, those who sponsor or sponsored.",
)


def _members(saying: Saying, who: Flags) -> Figure:
    return count_of(saying, size(who), size(who))


def _who(scene: Scene, members: np.ndarray[tuple[int, ...], np.dtype[np.int32]]) -> Flags:
    found = np.zeros(len(scene.traces.members), dtype=bool)
    found[members[members >= 0]] = True
    return found


def _seekers(scene: Scene, bonds: Flags) -> Flags:
    return _who(scene, scene.bonds.seeker[bonds])


def _partners(scene: Scene, bonds: Flags) -> Flags:
    """Everybody in these relationships but the seekers."""
    first = np.zeros(scene.bonds.sides.size, dtype=bool)
    first[scene.bonds.starts[:-1]] = True
    return _who(scene, scene.bonds.sides[bonds[scene.bonds.of_side] & ~first])


def _last_met(scene: Scene) -> Flags:
    last = np.zeros(len(scene.bonds), dtype=np.int32)
    np.maximum.at(last, scene.traces.bond, scene.traces.met)
    return scene.within(np.where(last > 0, last, scene.bonds.started).astype(np.int32))


def _has_an_earlier_one(scene: Scene, mentoring: Flags) -> Flags:
    """Relationships whose mentor has one that began earlier than the latest of hers."""
    bonds = scene.bonds
    latest = np.zeros(len(scene.traces.members), dtype=np.int32)
    first = np.zeros(bonds.sides.size, dtype=bool)
    first[bonds.starts[:-1]] = True
    rows = (
        mentoring[bonds.of_side] & ~first & (bonds.sides >= 0) & (bonds.started[bonds.of_side] <= scene.last)
    )
    np.maximum.at(latest, bonds.sides[rows], bonds.started[bonds.of_side[rows]])
    earlier = bonds.started[bonds.of_side[rows]] < latest[bonds.sides[rows]]
    found = np.zeros(len(bonds), dtype=bool)
    found[bonds.of_side[rows][earlier]] = True
    return found
