"""The playbook in words and shapes: its contents, a chapter, how the practices stand, what is offered to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from markupsafe import Markup

from copilot.domain.asking import OPERATOR_ID
from copilot.domain.playbook import KEYS, Compared, Evidence, PlaybookOffer, Practice, PracticeState
from copilot.services.playbook.looking import figure
from copilot.services.playbook.pages import ChapterShown
from copilot.services.playbook.practices import number_of, rule_of, title_of
from copilot.services.playbook.proposing import Proposed
from copilot.services.playbook.service import VersionShown
from ui.web.people import People
from ui.web.views.markdown import prose
from ui.web.views.pieces import NOTHING, badge, counted, day, empty, listed, notice, piece, section, together

OVERVIEW = "overview"
_SIGNS: dict[PracticeState, str] = {"in place": "full", "partly": "half", "missing": "none"}
_TONES: dict[PracticeState, str] = {"in place": "good", "partly": "plain", "missing": "care"}
_KINDS = {"insight": "An insight", "story": "A story", "revision": "From our numbers"}
_STATES = {
    "offered": ("waits for an editor", "plain"),
    "taken": ("in the chapter", "good"),
    "declined": ("declined", "quiet"),
}


def contents(chapters: Sequence[ChapterShown], here: str, standing: Mapping[str, Practice]) -> Markup:
    """The ten chapters to choose from; with a mark of how each practice stands for those who may know."""
    whole = piece('<span class="whole">How it stands</span>')
    first = _link(OVERVIEW, whole, here, NOTHING) if standing else NOTHING
    rows = [_link(one.chapter, _entry(one), here, _mark(standing.get(one.chapter))) for one in chapters]
    return piece(
        '<nav class="book-contents" id="contents" aria-label="Chapters"><ol>{}{}</ol>{}</nav>',
        first, together(rows), _legend() if standing else NOTHING,
    )  # fmt: skip


def _legend() -> Markup:
    marks = [
        piece('<span><i class="sign {}" aria-hidden="true"></i>{}</span>', sign, state)
        for state, sign in _SIGNS.items()
    ]
    return piece('<p class="small marks">{}</p>', together(marks))


def _entry(one: ChapterShown) -> Markup:
    quiet = NOTHING if one.written else piece('<span class="for-readers">, not written yet</span>')
    tone = "" if one.written else "bare"
    return piece('<span class="n">{}</span><span class="{}">{}{}</span>', one.n, tone, one.title, quiet)


def _link(key: str, words: Markup | str, here: str, mark: Markup) -> Markup:
    current = Markup(' aria-current="page"') if key == here else NOTHING
    return piece('<li><a href="/playbook?chapter={}"{}>{}{}</a></li>', quote(key), current, words, mark)


def _mark(practice: Practice | None) -> Markup:
    if practice is None:
        return NOTHING
    return piece(
        '<i class="sign {}" aria-hidden="true"></i><span class="for-readers">, {}</span>',
        _SIGNS[practice.state], practice.state,
    )  # fmt: skip


def chapter(one: ChapterShown, *, edits: bool) -> Markup:
    """A chapter as a page of a book."""
    head = piece(
        '<p class="small">Chapter {} of ten <a class="to-contents" href="#contents">Contents</a></p><h2>{}</h2>',
        one.n, one.title,
    )  # fmt: skip
    if not one.written:
        what_to_do = (
            "Draft it from our own records below, or write it yourself." if edits
            else "What do you do that works? Offer it below."
        )  # fmt: skip
        nothing = empty("Nobody has written yet how this is done here.", what_to_do)
        opening = piece("<p>{}</p>", rule_of(one.chapter).opening.strip())
        return piece('<article class="paper book">{}{}{}</article>{}', head, opening, nothing, turning(one))
    foot = piece('<p class="small by">Version {}, {}</p>', one.version, day(one.on))
    return piece('<article class="paper book">{}{}{}</article>{}', head, prose(one.text), foot, turning(one))


def turning(one: ChapterShown) -> Markup:
    """To the chapters before and after."""
    before = KEYS[one.n - 2] if one.n > 1 else None
    after = KEYS[one.n] if one.n < len(KEYS) else None
    back = (
        piece('<a href="/playbook?chapter={}">‹ {}</a>', before.value, title_of(before))
        if before
        else NOTHING
    )
    on = (
        piece('<a class="on" href="/playbook?chapter={}">{} ›</a>', after.value, title_of(after))
        if after
        else NOTHING
    )
    return piece('<nav class="turning" aria-label="Next chapters">{}{}</nav>', back, on)


def taking_away() -> Markup:
    """The whole as a file."""
    return piece(
        '<p class="take"><span>Take it with you</span><a class="button" href="/playbook.md" download>Markdown</a>'
        '<a class="button" href="/playbook.docx" download>Word</a></p>'
    )


def overview(practices: Sequence[Practice]) -> Markup:
    """How all eleven stand: how many of each, then each with its evidence and one next step."""
    counts = {state: sum(one.state == state for one in practices) for state in _SIGNS}
    numbers = [piece("<div><dt>{}</dt><dd>{}</dd></div>", state, n) for state, n in counts.items()]
    return piece(
        '<div class="practices"><h2>How the eleven practices stand</h2><p class="under">Counted from our own '
        "records by rules that anyone can read. Whatever fewer than five people stand behind is not shown, and nothing "
        "is judged by it.</p>"
        '<dl class="numbers">{}</dl>{}</div>',
        together(numbers), listed([_practice(one) for one in practices], "plain"),
    )  # fmt: skip


def _practice(one: Practice) -> Markup:
    title = (
        piece('<a href="/playbook?chapter={}">{}</a>', one.chapter.value, one.practice) if one.chapter
        else piece("{}", one.practice)
    )  # fmt: skip
    missing = listed([piece("{}", words) for words in one.missing], "gaps")
    step = piece('<p class="step"><b>Next:</b> {}</p>', _with_code(one.next)) if one.next else NOTHING
    return piece(
        '<section class="card practice"><div class="row"><h3><i class="sign {}" aria-hidden="true"></i>{}. {}</h3>'
        "{}</div>{}{}<details><summary>What this rests on</summary>{}</details></section>",
        _SIGNS[one.state], one.n, title, badge(one.state, _TONES[one.state]), missing, step,
        listed([_evidence(each) for each in one.evidence]),
    )  # fmt: skip


def _evidence(one: Evidence) -> Markup:
    where = (
        piece(' <span class="small">(<code>mentoring {}</code>)</span>', one.where) if one.where else NOTHING
    )
    return piece("{}{}", one.told, where)


def _with_code(words: str) -> Markup:
    """A sentence whose commands stand between backticks."""
    parts = words.split("`")
    return together(
        [piece("<code>{}</code>", part) if at % 2 else piece("{}", part) for at, part in enumerate(parts)]
    )


def waiting(offers: Sequence[PlaybookOffer], people: People) -> Markup:
    """What waits for an editor in one chapter."""
    if not offers:
        return empty(
            "Nothing is offered to this chapter.",
            "Members offer insights and stories; our numbers propose, too.",
        )
    return piece('<div class="to-weigh">{}</div>', together([_offered(one, people) for one in offers]))


def _offered(one: PlaybookOffer, people: People) -> Markup:
    by = people.name(one.by) if one.named else "a member" if one.kind != "revision" else "the numbers"
    plot = comparison(one.compared) if one.compared else NOTHING
    evidence = piece('<p class="small">{}</p>', one.evidence) if one.evidence else NOTHING
    return piece(
        '<section class="card offer"><div class="row"><h4>{}</h4><span class="small">{}, {}</span></div>'
        '<p class="said">{}</p>{}{}</section>',
        _KINDS[one.kind], by, day(one.at), one.text, plot, evidence,
    )  # fmt: skip


def own_offers(offers: Sequence[PlaybookOffer]) -> Markup:
    """What a member offered, what became of it, and why."""
    if not offers:
        return NOTHING
    return section("What you offered", listed([_own(one) for one in offers], "plain own-offers"))


def _own(one: PlaybookOffer) -> Markup:
    words, tone = _STATES[one.state]
    why = piece('<p class="small">The editor says: {}</p>', one.reason) if one.reason else NOTHING
    how = "with your name" if one.named else "without your name"
    return piece(
        '<p class="badges">{} <span class="small">Chapter {}, {}, {}</span></p><p class="said">{}</p>{}',
        badge(words, tone), number_of(one.chapter), how, day(one.at), one.text, why,
    )  # fmt: skip


def comparison(found: Compared) -> Markup:
    """Two bars for the two groups, and the interval of their difference on a scale with a line at no difference."""
    most = {"points": 5.0, "share": 1.0}.get(found.unit) or max(*found.values, 1e-9)
    rows = [
        piece(
            '<tr><th scope="row">{} <span class="small">(about {})</span></th><td class="told">{}</td>'
            '<td class="track"><span class="rail" aria-hidden="true">'
            '<i class="fill {}" style="width:{:.1f}%"></i></span></td></tr>',
            group[:1].upper() + group[1:], n, figure(value, found), tone, 100 * value / most,
        )
        for group, n, value, tone in zip(found.groups, found.ns, found.values, ("", "quiet"), strict=True)
    ]  # fmt: skip
    return piece(
        '<table class="shares compared"><caption>{}</caption><tbody>{}</tbody></table>{}',
        found.measure[:1].upper() + found.measure[1:], together(rows), _interval(found),
    )  # fmt: skip


def _interval(found: Compared) -> Markup:
    """The difference as a dot, its interval as a band, and a line where both would be equal."""
    low, high = min(found.low, 0.0), max(found.high, 0.0)
    edge = (high - low) * 0.08 or 1.0
    start, width = low - edge, high - low + 2 * edge

    def at(value: float) -> float:
        return 100 * (value - start) / width

    apart, least, most = (figure(each, found) for each in (found.difference, found.low, found.high))
    told = f"Difference {apart}, 95 % interval {least} to {most}"
    return piece(
        '<div class="difference" role="img" aria-label="{}; zero is outside of it."><span class="scale"><span>'
        '<i class="line" style="left:{:.1f}%"></i><i class="band" style="left:{:.1f}%;width:{:.1f}%"></i>'
        '<i class="dot" style="left:{:.1f}%"></i></span></span><span class="small" aria-hidden="true">{}'
        "<br>The dashed line is no difference.</span></div>",
        told, at(0.0), at(found.low), at(found.high) - at(found.low), at(found.difference), told,
    )  # fmt: skip


def looked_at(found: Proposed) -> Markup:
    """What comparing gave: how many proposals, and why the rest is none."""
    n = len(found.proposed)
    told = (
        f"{counted(n, 'revision is', 'revisions are')} proposed, in the chapters they belong to."
        if n
        else "Nothing is proposed."
    )
    rest = [piece("{}: {}", look.what, look.why_not) for look in found.looked_at if look.why_not]
    why = piece("<details><summary>What was compared and not proposed</summary>{}</details>", listed(rest))
    return together([notice(told, "good" if n else "plain"), why if rest else NOTHING])


def version_choices(versions: Sequence[VersionShown], people: People) -> list[tuple[str, int]]:
    """The versions before the present one, the newest first."""
    return [
        (f"Version {one.version}, {one.at[:10]}, by {_by(one.by, people)}", one.version)
        for one in versions[1:]
    ]


def _by(editor: str, people: People) -> str:
    return "the operator" if editor == OPERATOR_ID else people.name(editor)


def changes(found: str) -> Markup:
    """What changed, line by line: what was put in, what was taken out."""
    if not found:
        return piece('<p class="small">Its words are the same as now.</p>')
    lines = [_changed(line) for line in found.splitlines() if not line.startswith(("---", "+++", "@@"))]
    return piece(
        '<div class="changes" tabindex="0" role="region" aria-label="What changed since">{}</div>',
        together(lines),
    )


def _changed(line: str) -> Markup:
    kinds = {"+": ("ins", "in"), "-": ("del", "out")}
    tag, tone = kinds.get(line[:1], ("span", "same"))
    body = line[1:] or " "
    if tag == "ins":
        return piece('<ins class="{}">{}</ins>', tone, body)
    return (
        piece('<del class="{}">{}</del>', tone, body)
        if tag == "del"
        else piece('<span class="{}">{}</span>', tone, body)
    )
