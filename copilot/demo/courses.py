"""What a relationship leaves behind, told from its course: goal, sessions, notes, promises, feedback."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from copilot.demo.content import texts
from copilot.demo.names import call_name
from copilot.demo.pairing import Pairing
from copilot.demo.records import ActionItem, Feedback, Goal, Milestone, Note, Relationship, Session
from copilot.demo.seasons import Season, back_from, spread, weekday
from copilot.demo.wording import fill

RHYTHMS = (14, 21, 21, 28, 28, 35)
MINUTES = (30, 45, 45, 50, 60)
STATES = {"well": "active", "stuck": "active", "closed": "closed", "paused": "paused"}
LEAST, BEFORE_STUCK = 3, (2, 3)
TUESDAY = 1


@dataclass
class Ledger:
    """The records of all relationships, in the order they are written, with ids counted up."""

    programme_id: str
    relationships: list[Relationship] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    actions: list[ActionItem] = field(default_factory=list)
    feedback: list[Feedback] = field(default_factory=list)


class Course:
    """One relationship being told: `ledger` receives its records."""

    def __init__(self, pairing: Pairing, season: Season, ledger: Ledger, rng: random.Random) -> None:
        self.pairing, self.season, self.ledger, self.rng = pairing, season, ledger, rng
        self.id = f"r{len(ledger.relationships) + 1}"
        self.own = not pairing.arc.says and pairing.arc.role == "mentor"
        self.rhythm = 21 if self.own else 14 if pairing.arc.role == "peer" else rng.choice(RHYTHMS)
        self.minutes = 45 if self.own else rng.choice(MINUTES)
        self.word = _words(pairing, rng)
        self.chapters = self._chapters()
        self.days = self._days()

    def tell(self) -> None:
        """Write everything down."""
        self._relationship()
        goal = self._goal()
        self._milestones(goal)
        for number, (chapter, day) in enumerate(zip(self.chapters, self.days, strict=True), 1):
            self._session(number, chapter, day)
        self._afterwards()
        self._feedback()

    def write(self, template: str) -> str:
        """Fill in names and what was chosen for this relationship."""
        return fill(template, self.rng, self.word)

    # how far it went -----------------------------------------------------------------------------------------

    def _chapters(self) -> list[Mapping[str, Any]]:
        """The sessions held: all where it ended well, a beginning and a fading where it is stuck."""
        whole, kind = list(self.pairing.arc.sessions), self.pairing.kind
        if kind == "closed" or self.own:
            return whole
        if kind == "stuck":
            fading = texts("fading")
            already = sum(session.topic in _topics(fading) for session in self.ledger.sessions)
            return [*whole[: self.rng.choice(BEFORE_STUCK)], fading[already % len(fading)]]
        return whole[: self.rng.randint(LEAST, len(whole))]

    def _days(self) -> list[date]:
        earliest = weekday(self.season.starts + timedelta(days=self.rng.randint(9, 30)))
        if self.own:
            return _tuesdays(self.season.today - timedelta(days=4), len(self.chapters), earliest)
        return back_from(self._last(), len(self.chapters), self.rhythm, earliest, self.rng)

    def _last(self) -> date:
        ago = {"well": (3, 20), "stuck": (63, 100), "closed": (30, 120), "paused": (40, 75)}[
            self.pairing.kind
        ]
        return weekday(self.season.today - timedelta(days=self.rng.randint(*ago)))

    @property
    def reached(self) -> int:
        """How many milestones have been reached so far."""
        return max((chapter.get("hit", 0) for chapter in self.chapters), default=0)

    # records -------------------------------------------------------------------------------------------------

    def _relationship(self) -> None:
        pairing, state = self.pairing, STATES[self.pairing.kind]
        ended = weekday(self.days[-1] + timedelta(days=7)) if state == "closed" else None
        reasons = texts("midway").get(state)
        self.ledger.relationships.append(
            Relationship(
                id=self.id,
                programme_id=self.ledger.programme_id,
                role=pairing.arc.role,
                seeker_id=pairing.seeker["id"],
                partner_id=pairing.partner["id"],
                need=pairing.arc.need,
                state=state,
                started_on=weekday(self.days[0] - timedelta(days=5)),
                ended_on=ended,
                reason=self.write(self.rng.choice(reasons)) if reasons else "",
                rhythm_days=self.rhythm,
                minutes=self.minutes,
            )
        )

    def _goal(self) -> Goal:
        due = min(self.season.ends, self.days[0] + timedelta(days=240))
        done = round(100 * self.reached / len(self.pairing.arc.milestones))
        goal = Goal(
            id=f"g{len(self.ledger.goals) + 1}",
            relationship_id=self.id,
            member_id=self.pairing.seeker["id"],
            said=self.pairing.said,
            text=self.write(self.pairing.arc.goal),
            set_on=self.days[0],
            due=max(due, self.days[-1]),
            progress=done,
        )
        self.ledger.goals.append(goal)
        return goal

    def _milestones(self, goal: Goal) -> None:
        steps = self.pairing.arc.milestones
        for position, (text, due) in enumerate(
            zip(steps, spread(goal.set_on, goal.due, len(steps)), strict=True), 1
        ):
            self.ledger.milestones.append(
                Milestone(
                    id=f"{goal.id}.{position}",
                    goal_id=goal.id,
                    position=position,
                    text=self.write(text),
                    due=due,
                    reached_on=self._reached_on(position),
                )
            )

    def _reached_on(self, position: int) -> date | None:
        pairs = zip(self.chapters, self.days, strict=True)
        return next((day for chapter, day in pairs if chapter.get("hit", 0) >= position), None)

    def _session(self, number: int, chapter: Mapping[str, Any], day: date) -> None:
        session = Session(
            id=f"{self.id}.s{number}",
            relationship_id=self.id,
            number=number,
            on=day,
            minutes=self.minutes,
            state="held",
            topic=self.write(chapter["topic"]),
            seeker_rating=self._rating(chapter, 0),
            partner_rating=self._rating(chapter, 1),
        )
        self.ledger.sessions.append(session)
        self._notes(session, chapter)
        self._promises(session, chapter, number)

    def _rating(self, chapter: Mapping[str, Any], side: int) -> int | None:
        if "ratings" in chapter:
            return int(chapter["ratings"][side])
        weights = (45, 40, 5, 10) if self.pairing.kind == "stuck" else (9, 41, 40, 10)
        return self.rng.choices((3, 4, 5, None), weights=weights)[0]

    def _notes(self, session: Session, chapter: Mapping[str, Any]) -> None:
        seeker, partner = self.pairing.seeker["id"], self.pairing.partner["id"]
        kinds = (("s", seeker, True), ("sm", partner, True), ("me", seeker, False), ("mo", partner, False))
        for number, (key, author, shared) in enumerate((kind for kind in kinds if kind[0] in chapter), 1):
            text = self.write(chapter[key])
            self.ledger.notes.append(Note(f"{session.id}.n{number}", session.id, author, shared, text))

    def _promises(self, session: Session, chapter: Mapping[str, Any], number: int) -> None:
        for position, line in enumerate(chapter.get("do", ()), 1):
            who, _, rest = line.partition(" ")
            days, _, text = rest.partition(": ")
            owner = self.pairing.seeker if who == "mentee" else self.pairing.partner
            due = weekday(session.on + timedelta(days=int(days)))
            promise = f"{session.id}.a{position}"
            done = self._done_on(session.on, due, number)
            self.ledger.actions.append(
                ActionItem(promise, session.id, owner["id"], self.write(text), due, done)
            )

    def _done_on(self, promised: date, due: date, number: int) -> date | None:
        """Mostly done before the next meeting; what was promised in the last one is still open, or stayed so."""
        latest = self.days[number] if number < len(self.days) else None
        forgotten = 0.4 if self.pairing.kind == "stuck" else 0.1
        if latest is None and self.pairing.kind == "closed":
            latest = due
        if latest is None or self.rng.random() < forgotten:
            return None
        done = promised + timedelta(days=self.rng.randint(2, max(2, (min(latest, due) - promised).days)))
        return min(done, latest, self.season.today)

    def _afterwards(self) -> None:
        """The next date of those who go on, the dates that fell through for those who are stuck."""
        last, count = self.days[-1], len(self.days)
        if self.pairing.kind == "well":
            ahead = max(last + timedelta(days=self.rhythm), self.season.today + timedelta(days=2))
            self._without(count + 1, _working_day_after(ahead), "planned")
        if self.pairing.kind == "stuck":
            for number in range(1, self.rng.randint(2, 3)):
                self._without(
                    count + number, weekday(last + timedelta(days=self.rhythm * number)), "cancelled"
                )

    def _without(self, number: int, day: date, state: str) -> None:
        session_id, topic = f"{self.id}.s{number}", ""
        self.ledger.sessions.append(
            Session(
                session_id,
                self.id,
                number,
                day,
                self.minutes,
                state,
                topic,
                seeker_rating=None,
                partner_rating=None,
            )
        )

    def _feedback(self) -> None:
        """At the end of a course what belongs to it, half-way something general; not everybody writes."""
        complete = len(self.chapters) == len(self.pairing.arc.sessions) and self.pairing.kind != "stuck"
        sides = (("mentee", self.pairing.seeker), ("mentor", self.pairing.partner))
        for side, author in sides:
            if complete or self.rng.random() < 0.65:
                self._say(side, author["id"], self._opinion(side, complete), complete)

    def _opinion(self, side: str, complete: bool) -> str:
        if complete:
            return self.pairing.arc.feedback[side]
        lines: Sequence[str] = texts("midway")[
            f"{'stuck' if self.pairing.kind == 'stuck' else 'going'}_{side}"
        ]
        return lines[(_position(self.id) * 5 + len(side)) % len(lines)]

    def _say(self, side: str, author: str, text: str, complete: bool) -> None:
        low, high = (2, 3) if self.pairing.kind == "stuck" else (4, 5)
        on = min(self.season.today, self.days[-1] + timedelta(days=3))
        self.ledger.feedback.append(
            Feedback(
                id=f"{self.id}.{side}",
                relationship_id=self.id,
                by_id=author,
                on=on,
                rating=self.rng.randint(low, high),
                text=self.write(text),
            )
        )


def _words(pairing: Pairing, rng: random.Random) -> Callable[[str], str]:
    """What people call the two, and the facts of this relationship; none of them is a name or city of theirs."""
    names = {"mentee": call_name(pairing.seeker["name"]), "mentor": call_name(pairing.partner["name"])}
    own = [*names.values(), *(row["location"].split(",")[0] for row in (pairing.seeker, pairing.partner))]
    facts = {
        name: rng.choice(
            [choice for choice in choices if not any(word in choice for word in own)] or list(choices)
        )
        for name, choices in pairing.arc.facts.items()
    }
    return lambda name: (names | facts)[name]


def _topics(chapters: Sequence[Mapping[str, Any]]) -> set[str]:
    return {chapter["topic"] for chapter in chapters}


def _position(relationship_id: str) -> int:
    return int(relationship_id[1:])


def _tuesdays(latest: date, count: int, earliest: date) -> list[date]:
    """Every third Tuesday, or every second where the programme is too young for that."""
    last = latest - timedelta(days=(latest.weekday() - TUESDAY) % 7)
    weeks = 3 if last - timedelta(weeks=3 * count) >= earliest else 2
    return [last - timedelta(weeks=weeks * (count - 1 - position)) for position in range(count)]


def _working_day_after(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
