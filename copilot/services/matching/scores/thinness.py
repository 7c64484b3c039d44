"""Words that only fill a field: who says `n/a` or `help` has told nothing that a match could rest on."""

from __future__ import annotations

from knowledge.wording import content_words, words

_PLACEHOLDERS = frozenset(
    """na none nil null nothing nope applicable available tbd tba todo tbc idk idc dunno sure unsure unknown undecided
    unclear anything whatever any everything something misc various blank empty asdf asdfg asdfgh qwerty qwertz foo bar
    baz lorem ipsum dolor sit amet pass skip later help okay ok yes determined decided defined confirmed announced added
    filled hmm cv linkedin""".split()
)
_GLUE = frozenset(
    "a above as at be below do don dont i in is it know me my no not of on or please see still t the to yet".split()
)
_VAGUE = frozenset(
    """learn grow improve better good best great nice open flexible mentor mentors mentee mentees mentoring mentorship
    wish hope try new thing life idea ideas stuff etc advice""".split()
)
"""What is no need without a further word; as a skill it may well tell something."""


def says_nothing(text: str) -> bool:
    """Whether a text is a placeholder: signs, numbers, a letter said over and over, `to be determined`."""
    return not _names_a_language(text) and all(
        word in _PLACEHOLDERS | _GLUE or _counts_or_repeats(word) for word in _parts(text)
    )


def asks_for_nothing(text: str) -> bool:
    """Whether a need holds not one telling word: `I want to learn more`."""
    told = {word for word in content_words(text.replace("/", ""), most=None) if not _counts_or_repeats(word)}
    return not _names_a_language(text) and told <= _PLACEHOLDERS | _VAGUE


def _parts(text: str) -> list[str]:
    return [part for word in words(text.replace("/", "")) for part in word.split("'")]


def _names_a_language(text: str) -> bool:
    """C, R and Go are languages to program in; any other letter that stands alone fills a field."""
    tokens = [token.strip("+#.,;()") for token in text.split()]
    return bool({"c", "r"} & {token.casefold() for token in tokens}) or "Go" in tokens[1:]


def _counts_or_repeats(word: str) -> bool:
    return word.isnumeric() or (len(set(word)) == 1 and word.isascii())
