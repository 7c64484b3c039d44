"""The members of the sample community as roster rows (the contract's "A roster row")."""

import random
from collections.abc import Mapping
from typing import Any

from copilot.demo.aims import aims, interests, wishes, working_style
from copilot.demo.careers import FACTUAL, VOICES, experience, headline, skills
from copilot.demo.content import Place, arcs, places, texts
from copilot.demo.names import address, name_for
from copilot.demo.pen import Member, Pen
from copilot.demo.roles import capacity, cast, hours
from copilot.demo.staffing import Seat, seats

SMALLEST = 24
ROW = (
    "id", "name", "email", "roles", "headline", "experience", "skills", "goals", "interests", "function", "level",
    "location", "time_zone", "languages", "capacity", "hours_per_month", "line_manager_id", "working_style",
    "wishes", "vetoes",
)  # fmt: skip
PERSONAS: Mapping[str, str] = {
    "m1": "Inês, support specialist in Porto, on her way from the help desk to data; Grace is her mentor",
    "m2": "Grace, head of analytics in Nairobi, mentor of Inês and others",
    "m3": "Maarten, people manager in Utrecht, runs the Bridges programme and reviews its matches",
    "m4": "Hana, workplace systems lead in Brno, administers the copilot",
    "m5": "Paola, vice president of sales in Puebla, sponsors people whose names aren't said often enough",
}
THIN, LONG = 0.036, 0.036
# Where one can work all day without English, and how many of those who could do.
WITHOUT_ENGLISH = 0.5
LANDS = {
    "Brazil", "Japan", "South Korea", "France", "Senegal", "Spain", "Mexico", "Colombia", "Chile", "Italy", "Hungary",
    "Türkiye", "Morocco",
}  # fmt: skip
LOCAL_TRADES = ("Customer Support", "Sales", "Operations", "Finance", "Community", "People")
# Women among those who work there; fewer towards the top, as in most organisations of the kind.
WOMEN = {
    "Engineering": 0.34,
    "Sales": 0.44,
    "Operations": 0.40,
    "Data": 0.45,
    "People": 0.66,
    "Community": 0.6,
}


def people(seed: int = 2026, size: int = 420) -> list[dict[str, object]]:
    """The whole community: `size` roster rows (at least 24), equal for an equal seed.

    The first rows are hand-written, among them the PERSONAS; lists are Python lists, `level` 1 to 10, `time_zone`
    an IANA name, `line_manager_id` a member of higher level or "", `vetoes` the ids of members.
    """
    rng = random.Random(seed)
    written = texts("personas")
    staff = seats(max(size, SMALLEST), rng, [(row["function"], row["level"]) for row in written])
    fixed = {number: row["roles"] for number, row in enumerate(written, 1)}
    roles = cast(staff, fixed, rng)
    rows = _rows(staff, roles, written, rng)
    _add_vetoes(rows, rng)
    return rows


def _rows(
    staff: list[Seat], roles: dict[int, list[str]], written: list[Any], rng: random.Random
) -> list[dict[str, object]]:
    pen, names = Pen(rng), _Names(rng, taken=[row["name"] for row in written])
    lengths = _lengths(staff, roles, len(written), rng)
    rows = [_persona(row, seat, names) for row, seat in zip(written, staff, strict=False)]
    for seat in staff[len(written) :]:
        rows.append(
            _member_row(seat, tuple(roles[seat.number]), lengths.get(seat.number, "usual"), pen, names)
        )
    return rows


def _lengths(
    staff: list[Seat], roles: dict[int, list[str]], written: int, rng: random.Random
) -> dict[int, str]:
    """Who says almost nothing and who a great deal."""
    plain = [seat for seat in staff[written:] if not {"manager", "admin"} & set(roles[seat.number])]
    some = rng.sample([seat for seat in plain if seat.level <= 7], round(THIN * len(staff)))
    long = [seat for seat in plain if seat.level >= 4 and seat not in some]
    return {seat.number: "thin" for seat in some} | {
        seat.number: "long" for seat in rng.sample(long, min(len(long), round(LONG * len(staff))))
    }


class _Names:
    """Names and addresses that nobody else bears."""

    def __init__(self, rng: random.Random, taken: list[str]) -> None:
        self.rng, self.names, self.addresses = rng, set(taken), set[str]()

    def name(self, place: Place, gender: str) -> tuple[str, str]:
        for _ in range(40):
            name, culture = name_for(place, gender, self.rng)
            if name not in self.names:
                break
        self.names.add(name)
        return name, culture

    def address(self, name: str) -> str:
        found = address(name, self.addresses)
        self.addresses.add(found)
        return found


def _persona(written: Mapping[str, Any], seat: Seat, names: _Names) -> dict[str, object]:
    place = next(place for place in places() if place.city == written["place"])
    return {key: written[key] for key in ROW if key in written} | {
        "id": seat.id,
        "email": names.address(written["name"]),
        "location": f"{place.city}, {place.country}",
        "time_zone": place.zone,
        # Filipa, the sixth, leads the first.
        "line_manager_id": "m6" if seat.number == 1 else _manager_id(seat),
        "vetoes": [],
    }


def _manager_id(seat: Seat) -> str:
    return f"m{seat.manager}" if seat.manager else ""


def _member_row(
    seat: Seat, roles: tuple[str, ...], length: str, pen: Pen, names: _Names
) -> dict[str, object]:
    place = pen.rng.choices(places(), weights=[place.weight for place in places()])[0]
    gender = _gender(seat, pen.rng)
    name, culture = names.name(place, gender)
    member = _member(seat, place, gender, culture, roles, length, pen)
    about = {
        "id": seat.id,
        "name": name,
        "email": names.address(name),
        "roles": list(roles),
        "function": seat.function.name,
        "level": seat.level,
        "location": f"{place.city}, {place.country}",
        "time_zone": place.zone,
        "languages": list(member.languages),
        "capacity": capacity(roles, pen.rng),
        "hours_per_month": hours(roles, pen.rng),
        "line_manager_id": _manager_id(seat),
        "vetoes": [],
    }
    return _in_order(about | _words(pen, member))


def _words(pen: Pen, member: Member) -> dict[str, object]:
    return {
        "headline": headline(pen, member),
        "experience": experience(pen, member),
        "skills": skills(pen, member),
        "goals": aims(pen, member),
        "interests": interests(pen, member),
        "working_style": working_style(pen, member),
        "wishes": wishes(pen, member),
    }


def _in_order(row: dict[str, object]) -> dict[str, object]:
    return {key: row[key] for key in ROW}


def _gender(seat: Seat, rng: random.Random) -> str:
    share = WOMEN.get(seat.function.name, 0.52) - (0.08 if seat.level >= 7 else 0.0)
    draw = rng.random()
    return "neither" if draw > 0.975 else "woman" if draw < share else "man"


def _member(
    seat: Seat, place: Place, gender: str, culture: str, roles: tuple[str, ...], length: str, pen: Pen
) -> Member:
    career = pen.rng.choices(seat.function.careers, weights=[way.weight for way in seat.function.careers])[0]
    languages = _languages(place, culture, seat, pen.rng)
    newcomer = culture != next(iter(place.names)) and pen.rng.random() < 0.5
    said = {
        "newcomer": newcomer,
        "foreign": "English" not in place.languages and "English" in languages,
        "changer": career.changed,
        "nodegree": not career.degree,
        "polyglot": len(languages) >= 3 and languages[-1] != "English",
        "single": len(languages) == 1 and languages[0] != "English",
        "notasia": place.region != "Asia",
        gender: True,
        seat.function.name: True,
    }
    voices = {voice: weight for voice, weight in VOICES.items() if length != "long" or voice not in FACTUAL}
    voice = pen.rng.choices(list(voices), weights=list(voices.values()))[0]
    tags = frozenset(tag for tag, holds in said.items() if holds) | _open_arcs(seat)
    return Member(seat, place, gender, career, voice, roles, languages, tags, length)


def _open_arcs(seat: Seat) -> frozenset[str]:
    name = seat.function.name
    return frozenset(
        arc.id
        for arc in arcs()
        if name not in arc.not_functions and (not arc.functions or name in arc.functions)
    )


def _languages(place: Place, culture: str, seat: Seat, rng: random.Random) -> tuple[str, ...]:
    """Of the place, English for nearly everybody, of the family, and one learned out of interest."""
    known = [place.languages[0]] + [language for language in place.languages[1:] if rng.random() < 0.5]
    local = place.country in LANDS and seat.level <= 5 and seat.function.name in LOCAL_TRADES
    if local and rng.random() < WITHOUT_ENGLISH:
        return (known[0],)
    brought = texts("heritage")["heritage"].get(culture)
    known += ["English"] + ([brought] if brought and rng.random() < 0.7 else [])
    known += [rng.choice(texts("heritage")["learned"][place.region])] if rng.random() < 0.22 else []
    return tuple(dict.fromkeys(known))


def _add_vetoes(rows: list[dict[str, object]], rng: random.Random) -> None:
    """A few who would rather not be matched with somebody: a colleague nearby, a former boss."""
    for row in rng.sample(rows[6:], max(1, len(rows) // 60)):
        near = [other for other in rows if other["function"] == row["function"] and other is not row]
        row["vetoes"] = [other["id"] for other in rng.sample(near, min(len(near), rng.choice((1, 1, 2))))]
