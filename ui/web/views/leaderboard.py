"""Recognition in the community: shout-outs, the board with what counts on it, and where she stands herself."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from markupsafe import Markup

from copilot.domain.spaces import Post
from copilot.domain.wording import day_in_words, listed_in_words
from copilot.services.recognition.boards import PLACES, Board, OnTheBoard, Standing, TeamOnTheBoard
from copilot.services.recognition.explained import Rule
from copilot.services.recognition.scoring import Help
from copilot.services.recognition.shout_outs import ShoutOutsShown
from ui.web.people import People
from ui.web.views.markdown import prose
from ui.web.views.pieces import NOTHING, counted, empty, face, listed, piece, section, together
from ui.web.views.spaces import Reader, does

NAMED, TEAM, NOT = "alone", "team", "no"
CHOICES = (("By name, and with my team", NAMED), ("Only as part of my team", TEAM), ("Not on the board", NOT))
MOST_SHOWN = 12
_HELP = {
    Help.REQUEST: "hands lent",
    Help.MOMENT: "moments",
    Help.ADVOCACY: "advocacy",
    Help.SESSION: "sessions",
    Help.EVENT: "events",
}


def shout_outs(found: ShoutOutsShown, reader: Reader, *, keeps: bool) -> Markup:
    """Those she may read, the newest first; above them those about her that nobody else reads now."""
    if not found.shout_outs and not found.taken_back:
        return empty(
            "Nobody has been thanked aloud yet.",
            "Log a moment you saw under “Recognise”, have it written up, and say it here once she agrees.",
        )
    cards = [_card(each, reader, hidden=True, keeps=False) for each in found.taken_back]
    cards += [_card(each, reader, hidden=False, keeps=keeps) for each in found.shout_outs[:MOST_SHOWN]]
    return piece('<div class="posts">{}</div>', together(cards))


def _card(post: Post, reader: Reader, *, hidden: bool, keeps: bool) -> Markup:
    about = listed_in_words([reader.name(one) for one in sorted(post.about)])
    note = piece(
        '<p class="small consent">Taken back: only you and {} read it now.</p>', reader.first(post.author)
    )
    title = piece('<p class="praise-title">{}</p>', post.title) if post.title else NOTHING
    return piece(
        '<article class="card post praise" id="post-{}"><h3>{}</h3>{}<div class="prose">{}</div>'
        '<p class="small">Said by {} {}, {}</p>{}{}</article>',
        post.id, about, title, prose(post.text, below=3), reader.first(post.author),
        "to everybody" if post.public else "in a space of yours", reader.ago(post.at), note if hidden else NOTHING,
        _ways(post, reader, keeps=keeps),
    )  # fmt: skip


def _ways(post: Post, reader: Reader, *, keeps: bool) -> Markup:
    about = f"the words of {reader.first(post.author)}"
    if reader.me in post.about and reader.me in post.agreed:
        way = does("Take it back", f"take-back {post.id}", about=about)
    elif reader.me in post.about:
        way = does("Show it again", f"again {post.id}", about=about, kind="join")
    elif reader.me == post.author:
        way = does("Remove", f"take-back {post.id}", about="what you said")
    elif keeps and post.public:
        way = does("Take it down", f"take-back {post.id}", about=about)
    else:
        return NOTHING
    return piece('<p class="ways">{}</p>', way)


def board(found: Board, people: People, me: str) -> Markup:
    """The first ten places, and the teams."""
    if not found.persons and not found.teams:
        return empty(
            "Nobody stands on the board yet.",
            "Only who chooses it does. The first place is free: it takes somebody you helped to say so.",
        )
    persons = (
        _column("People", [_person(each, people, me) for each in found.persons]) if found.persons else NOTHING
    )
    teams = _column("Teams, points a head", [_team(each) for each in found.teams]) if found.teams else NOTHING
    return piece('<div class="standings">{}{}</div>', persons, teams)


def _column(title: str, rows: Sequence[Markup]) -> Markup:
    return piece(
        '<section class="card"><h3>{}</h3><ol class="places">{}</ol></section>', title, together(rows)
    )


def _person(each: OnTheBoard, people: People, me: str) -> Markup:
    name = people.name(each.member) + (" (you)" if each.member == me else "")
    under = f"{counted(each.people, 'person', 'people')} said so"
    return _place(each.rank, face(name, under, zlib.crc32(each.member.encode())), each.points)


def _team(each: TeamOnTheBoard) -> Markup:
    return _place(each.rank, piece('<span class="name">{}</span>', each.team), each.points)


def _place(rank: int, who: Markup, points: float) -> Markup:
    return piece(
        '<li><span class="rank"><span class="for-readers">Rank </span>{}</span>{}<span class="points">{}'
        '<span class="for-readers"> {}</span></span></li>',
        rank, who, _tenths(points), _points(points),
    )  # fmt: skip


def _tenths(points: float) -> str:
    """One decimal everywhere, so that a column of them reads evenly."""
    return f"{points:.1f}"


def _points(points: float) -> str:
    return "point" if _tenths(points) == "1.0" else "points"


def standing(mine: Standing, quarter: Board) -> Markup:
    """Where she stands, for her eyes alone."""
    until = f"This quarter ends on {day_in_words(quarter.ends)}."
    if not mine.points:
        words = "Nobody has confirmed help of yours this quarter. That says nothing of how much you help."
        return piece('<p class="under">{} {}</p>', words, until)
    numbers = piece(
        '<dl class="numbers"><div><dt>{}</dt><dd>{}</dd></div><div><dt>{} said so</dt><dd>{}</dd></div>{}</dl>',
        _points(mine.points), _tenths(mine.points), "person" if mine.people == 1 else "different people", mine.people,
        piece("<div><dt>your rank</dt><dd>{}</dd></div>", mine.rank) if mine.rank else NOTHING,
    )  # fmt: skip
    return together([numbers, piece('<p class="small">{} {}</p>', _made_of(mine), until)])


def _made_of(mine: Standing) -> str:
    kinds = [_HELP[kind] for kind in Help if kind in mine.kinds]
    said = [f"From {listed_in_words(kinds)}."] if kinds else []
    if mine.circular:
        said.append(f"Of {_some(mine.circular)} the word counts less: there is a way back from you to them.")
    if mine.only_her > 1:
        said.append(f"{mine.only_her} confirmed nobody else, so each further one counts less.")
    if mine.rank and mine.rank > PLACES:
        said.append(f"The list ends at rank {PLACES}, so nobody else sees yours.")
    return " ".join(said)


def _some(n: int) -> str:
    return "one of them" if n == 1 else f"{n} of them"


def what_counts(rules: Sequence[Rule]) -> Markup:
    """Each rule with its reason, folded away under one line."""
    told = [
        piece('<strong>{}.</strong> {} <span class="why">{}</span>', rule.name, rule.says, rule.why)
        for rule in rules
    ]
    return piece(
        '<details class="rules"><summary>What counts, and why</summary>{}</details>', listed(told, "plain")
    )


def say_aloud(ready: int) -> Markup:
    """What the form below is for; what to do where there is nothing to say yet."""
    if ready:
        return piece('<p class="small">She agreed to these words. She can take them back at any time.</p>')
    return section(
        "Nothing is ready to be said",
        piece("<p>Words about somebody appear here once they are written and she has agreed to them.</p>"),
    )
