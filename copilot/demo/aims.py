"""What a member wants and how she is: goals in her own words, wishes for a match, working style, interests."""

from copilot.demo.content import Arc, arcs, functions, goals, texts
from copilot.demo.pen import Member, Pen, suits
from copilot.demo.wording import Fragment, fragments

OFFERS = ("giving", "sponsoring", "peering")
# How many of those who want something stand at the beginning of a course the histories can tell.
BEGINNING = 0.75


def aims(pen: Pen, member: Member) -> list[str]:
    """Her goals, each of another need; those who only give say what they hope to get out of it."""
    cards: list[Fragment] = []
    for kind in [] if member.length == "thin" else _kinds(pen, member):
        card = _goal(pen, member, kind, cards)
        cards += [card] if card else []
    return [pen.say(card.text, member) for card in cards]


def _kinds(pen: Pen, member: Member) -> list[str]:
    wanting = pen.rng.randint(1, 3) if "mentee" in member.roles else 0
    kinds = ["wanting"] * (wanting + (2 if member.length == "long" else 0))
    kinds += ["giving"] if "mentor" in member.roles and pen.rng.random() < 0.75 else []
    kinds += ["sponsoring"] if "sponsor" in member.roles else []
    kinds += ["peering"] if "peer" in member.roles and pen.rng.random() < 0.35 else []
    return kinds or ["wanting"]


def _goal(pen: Pen, member: Member, kind: str, said: list[Fragment]) -> Fragment | None:
    """The least used goal that fits, of a need she hasn't named yet."""
    closed = {card.need for card in said}
    # Who speaks one language only doesn't lead calls with seven countries.
    closed |= {"cultures"} if "single" in member.tags else set()
    own = f":{member.function.name}"

    def fits(card: Fragment) -> bool:
        return suits(card, member) and card.need not in closed and not card.key.endswith(own)

    if kind in OFFERS:
        return pen.draw(f"goals {kind}", lambda: [card for card in goals() if card.key == kind], fits)
    begins = not said and pen.rng.random() < BEGINNING
    return (pen.draw("beginnings", _beginnings, fits) if begins else None) or pen.draw("goals", _wanted, fits)


def _beginnings() -> list[Fragment]:
    """What people say who are at the beginning of a course that mentoring takes."""
    return [card for arc in arcs() for card in _said(arc)]


def _wanted() -> list[Fragment]:
    """Everything else one may want of others: the needs, and depth in one's own trade."""
    found = [card for card in goals() if card.key not in OFFERS]
    return found + [_within(card, function.name) for function in functions() for card in function.depth]


def _said(arc: Arc) -> list[Fragment]:
    """What those say who are at the beginning of such a course; its id is a tag of those it is open to."""
    key = f"{arc.need}:{arc.target}" if arc.target else arc.need
    lines = fragments(arc.says)
    return [Fragment(line.text, *arc.levels, tags=line.tags | arc.tags | {arc.id}, key=key) for line in lines]


def _within(card: Fragment, function: str) -> Fragment:
    """The same, but only for people of this function."""
    return Fragment(card.text, card.lowest, card.highest, card.tags | {function}, card.key)


def wishes(pen: Pen, member: Member) -> list[str]:
    """At most one wish of each kind, so that they don't contradict each other."""
    if member.length == "thin":
        return []
    kinds = ["single_language"] if "single" in member.tags else []
    kinds += pen.rng.sample(["any", *member.roles], pen.rng.randint(0, 2))
    found = [wish for kind in kinds for wish in _wish(pen, member, kind)]
    afar = [wish for wish in found if "function" in wish or "outside" in wish]
    return [wish for wish in found if wish not in afar[1:]]


def _wish(pen: Pen, member: Member, kind: str) -> list[str]:
    lines = texts("manner")["wishes"].get(kind, [])
    card = pen.draw(
        f"wish {kind}", lambda: fragments(lines), lambda card: card.fits(member.level, member.tags)
    )
    if card is None:
        return []
    wish = pen.say(card.text, member)
    # A wish reads as a phrase, not as a sentence: "someone outside my function".
    return [] if wish.endswith(f" in {member.function.name}") else [wish[:1].lower() + wish[1:]]


def working_style(pen: Pen, member: Member) -> str:
    """How she likes to work; those who write at length say more."""
    if member.length == "thin" or (member.length == "usual" and pen.rng.random() < 0.12):
        return ""
    said = [pen.draw("style", lambda: fragments(texts("manner")["working_style"]), lambda _: True)]
    if member.length == "long":
        lines = texts("manner")["long_notes"]
        said.append(pen.draw("notes", lambda: fragments(lines), lambda card: _could_say(card, member)))
    return " ".join(pen.say(card.text, member) for card in said if card)


def _could_say(card: Fragment, member: Member) -> bool:
    return "mentor" in member.roles or "When I mentor" not in card.text


def interests(pen: Pen, member: Member) -> list[str]:
    """What she does at the weekend."""
    if member.length == "thin":
        return []
    lines = texts("manner")["interests"]
    cards = [
        pen.draw("interests", lambda: fragments(lines), lambda _: True) for _ in range(pen.rng.randint(1, 4))
    ]
    return list(dict.fromkeys(card.text for card in cards if card))
