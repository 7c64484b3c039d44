"""What an export says of itself: what is in it, who could be found in it, and what it doesn't protect from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from copilot.services.research.anonymity import Anonymised

WHAT_IT_IS = {
    "members": "A row a member: what she takes part as, where she stands, how many relationships she has had.",
    "relationships": "A row a relationship: what the two have in common, when it began, how it stands.",
    "sessions": "A row a session that was held: the month, how long, the mean rating where both sides rated.",
    "surveys": (
        "A row an answer to a survey, of those that are counted in fives: in which of three bands the mean of its "
        "ratings lies, from 1 (not at all) to 5 (entirely); no single rating, no words. The band takes part in k. "
        "Where all rows of a side, a point and a year are in one band, it is known of each of them."
    ),
}
NOT_PROTECTED = (
    (
        "**Outcomes.** k-anonymity hides who a row is, not what is true of everybody in a "
        "class. Where *l* is 1, "
        "all people of some class share an outcome: knowing that somebody is in it tells hers."
    ),
    (
        "**Whoever knows more.** The risk is that of an attacker who knows the attributes of "
        "the table. One who knows an "
        "outcome too (her own partner knows how many sessions they held) can narrow it down further."
    ),
    (
        "**Other data.** Rows can be compared with other exports of the same community. Two "
        "made at different times, "
        "or of a programme and of everybody, can together tell what neither tells alone. Give out one."
    ),
    (
        "**Who was left out.** Rows that are rare are missing. Means of what remains are not "
        "those of the community, and "
        "whoever knows that somebody is rare can guess that she is missing."
    ),
    (
        "**Being in it at all.** That somebody is a member can be known from elsewhere; this "
        "export does not deny it, as "
        "differential privacy would."
    ),
)
SOURCES = (
    "Samarati, “Protecting respondents’ identities in microdata release”, IEEE TKDE 13(6), 2001.",
    "Sweeney, “k-anonymity: a model for protecting privacy”, IJUFKS 10(5), 2002.",
    "Machanavajjhala et al., “l-diversity: privacy beyond k-anonymity”, ACM TKDD 1(1), 2007.",
    "El Emam and Dankar, “Protecting privacy using k-anonymity”, JAMIA 15(5), 2008 (prosecutor risk).",
    (
        "Backstrom, Dwork and Kleinberg, “Wherefore art thou R3579X?”, WWW 2007; Narayanan and Shmatikov, "
        "“De-anonymizing social networks”, IEEE S&P 2009 (why no table says who met whom)."
    ),
)


_MADE = (
    "Made on {made} with k = {k}: every combination of attributes in a table stands for {k} or more "
    "different people."
)
_LEFT_OUT = (
    "There are no names, no e-mail addresses, no words anybody wrote, no places finer than a "
    "part of the world, no "
    "days, and no declared groups: people declared them for the audit alone. Row numbers are "
    "random and no key to them was "
    "kept. No table can be joined to another: who met whom is a graph, and a graph leads back to people."
)
_HOW_TO_READ_IT = (
    "*Unique* are combinations that stand for one person alone, at the finest step and as "
    "written. The *risk* is "
    "the prosecutor’s: the chance that an attacker who knows that somebody is in the table, and "
    "all its attributes of her, "
    "picks her row: 1 / the people of her class, at most and on average. *l* is the fewest "
    "different outcomes in a class."
)
_PLEASE = (
    "Use it for the research it was asked for, keep it where only that research is done, try to "
    "find nobody, and delete "
    "it afterwards."
)


def readme(tables: Sequence[Anonymised], k: int, programme: str, made: date) -> str:
    """The README of an export, in Markdown."""
    of = f"the programme {programme}" if programme else "a mentoring community"
    parts = [
        f"# Anonymised data of {of}",
        _MADE.format(made=made.isoformat(), k=k),
        _LEFT_OUT,
        "## The risk",
        _risks(tables),
        _HOW_TO_READ_IT,
        "## The tables",
        *(_described(one) for one in tables),
        "## What it does not protect from",
        "\n".join(f"- {each}" for each in NOT_PROTECTED),
        _PLEASE,
        "## Sources",
        "\n".join(f"- {each}" for each in SOURCES),
    ]
    return "\n\n".join(parts) + "\n"


def _risks(tables: Sequence[Anonymised]) -> str:
    head = (
        "| table | rows | left out | k reached | unique before | unique after | risk at most | "
        "on average | l |\n"
        "|---|---|---|---|---|---|---|---|---|"
    )
    return "\n".join([head, *(_line(one) for one in tables)])


def _line(one: Anonymised) -> str:
    if one.risk is None:
        return f"| {one.name} | – | all | – | {one.unique_before} | – | – | – | – |"
    return (
        f"| {one.name} | {len(one.rows):,} | {one.suppressed:,} ({one.suppressed_share:.1%}) | {one.k} "
        f"| {one.unique_before:,} | {one.unique_after} | {one.risk.max:.1%} | {one.risk.mean:.1%} "
        f"| {one.risk.l or '–'} |"
    )


def _described(one: Anonymised) -> str:
    if one.withheld:
        return f"**{one.name}**: not written. {one.withheld}"
    told = "; ".join(f"{name.replace('_', ' ')}: {step}" for name, step in one.told_as.items())
    outcomes = ", ".join(one.columns[len(one.told_as) :])
    what = WHAT_IT_IS[one.name]
    return f"**{one.name}.csv**. {what}\n\nTold as: {told}. Outcomes, as they are: {outcomes or 'none'}."
