"""The language of guides and questions: declared, or told from the text by py3langid, offline.

The model is Lui and Baldwin's langid.py (ACL 2012), naive Bayes over byte n-grams, trained anew by its fork.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH = frozenset({"en"})

# ISO 639-1 code, English name, the language's own name.
NAMES = """
af Afrikaans Afrikaans; ar Arabic العربية; bg Bulgarian български; bn Bengali বাংলা; bs Bosnian bosanski;
ca Catalan català; cs Czech čeština; cy Welsh Cymraeg; da Danish dansk; de German Deutsch; el Greek ελληνικά;
en English English; eo Esperanto Esperanto; es Spanish español; et Estonian eesti; eu Basque euskara; fa Persian فارسی;
fi Finnish suomi; fr French français; ga Irish Gaeilge; gl Galician galego; gu Gujarati ગુજરાતી; he Hebrew עברית;
hi Hindi हिन्दी; hr Croatian hrvatski; hu Hungarian magyar; hy Armenian հայերեն; id Indonesian Indonesia;
is Icelandic íslenska; it Italian italiano; ja Japanese 日本語; ka Georgian ქართული; kn Kannada ಕನ್ನಡ; ko Korean 한국어;
lt Lithuanian lietuvių; lv Latvian latviešu; mk Macedonian македонски; ml Malayalam മലയാളം; mr Marathi मराठी;
ms Malay Melayu; ne Nepali नेपाली; nl Dutch Nederlands; no Norwegian norsk; pa Punjabi ਪੰਜਾਬੀ; pl Polish polski;
pt Portuguese português; ro Romanian română; ru Russian русский; sk Slovak slovenčina; sl Slovenian slovenščina;
sq Albanian shqip; sr Serbian српски; sv Swedish svenska; sw Swahili Kiswahili; ta Tamil தமிழ்; te Telugu తెలుగు;
th Thai ไทย; tl Tagalog Tagalog; tr Turkish Türkçe; uk Ukrainian українська; ur Urdu اردو; vi Vietnamese Việt;
zh Chinese 中文
"""
ENGLISH_NAMES: dict[str, str] = {
    code: name for code, name, _ in (row.split() for row in NAMES.replace("\n", " ").split(";"))
}
CODES: dict[str, str] = {
    word.casefold(): row.split()[0] for row in NAMES.replace("\n", " ").split(";") for word in row.split()
} | {
    "nb": "no", "nn": "no", "iw": "he", "in": "id", "fil": "tl", "eng": "en", "deu": "de", "ger": "de", "fra": "fr",
    "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "nld": "nl", "dut": "nl", "zho": "zh", "chi": "zh",
    "jpn": "ja", "ara": "ar", "rus": "ru", "castilian": "es", "mandarin": "zh", "farsi": "fa", "bokmål": "no",
}  # fmt: skip

# Words that hardly any other language writes: a sentence with enough of them needs no model.
PLAIN_ENGLISH = frozenset(
    "the and of how what when who why which with should would could you your my their they them this that these are "
    "was were have has been does did isn't don't doesn't can't i'm for from into about it's if".split()
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|[\w.+-]{1,60}@[\w.-]{1,100}", re.DOTALL)
LATIN = re.compile("[A-Za-zÀ-ɏḀ-ỿ]")
FEWEST_WORDS = 4  # shorter texts in Latin letters are names and titles as often as sentences
FEWEST_LETTERS = 4
SURE = 0.5
TIMES_ENGLISH = 30.0  # how much likelier than English another language has to be
PIECE = 600  # characters that are judged at once
PIECES = 40
MOST = 2 / 3  # of the pieces that agree


def normalised(declared: str) -> str:
    """ISO 639-1 for "en-GB", "eng", "English" or "Deutsch"; nothing for what is unknown."""
    first = re.split(r"[-_.,;()/\s]", declared.strip().casefold())[0]
    return CODES.get(first, "")


def language_of(text: str) -> str:
    """ISO 639-1 of the language that most of a text is in; nothing where that isn't sure."""
    votes: Counter[str] = Counter(_language_of_piece(piece) for piece in _pieces(text))
    if not votes:
        return ""
    language, count = votes.most_common(1)[0]
    return language if count >= MOST * votes.total() else ""


def foreign(text: str, known: frozenset[str] = ENGLISH) -> str:
    """The language of a text where it is surely one that isn't known, else nothing."""
    language = language_of(text)
    return "" if language in known else language


def guide_warning(language: str, known: frozenset[str] = ENGLISH) -> str:
    """What to say of a guide in a language that the encoder doesn't know; nothing where it does."""
    if not language or language in known:
        return ""
    return (
        f"This guide is in {_name(language)}; the index's encoder knows {_names(known)} only, "
        "so it will be found less well."
    )


def question_warning(question: str, known: frozenset[str] = ENGLISH) -> str:
    """What to say of a question in a language that the encoder doesn't know; nothing where it does."""
    language = foreign(question, known)
    if not language:
        return ""
    return (
        f"This question seems to be in {_name(language)}; the search knows {_names(known)} only, "
        f"so it may miss the right guide. Ask in {_names(known)} if you can."
    )


def declared_warning(declared: str, text: str) -> str:
    """What to say where a guide declares one language and is surely written in another."""
    found = language_of(text)
    if not declared or not found or found == declared:
        return ""
    return f"It says that it is in {_name(declared)}, and reads as if it were in {_name(found)}."


def _name(language: str) -> str:
    return ENGLISH_NAMES.get(language, f"another language ({language})")


def _names(known: frozenset[str]) -> str:
    *others, last = sorted(_name(language) for language in known)
    return f"{', '.join(others)} and {last}" if others else last


def _pieces(text: str) -> list[str]:
    """Evenly spread pieces of the prose, in all no more than can be judged in a blink."""
    prose = " ".join(CODE.sub(" ", text).split())
    step = max(PIECE, -(-len(prose) // PIECES))
    pieces = [prose[start : start + PIECE] for start in range(0, len(prose), step)]
    # The last one may be a mere remainder.
    return pieces if len(pieces) < 2 or len(pieces[-1]) > PIECE // 3 else pieces[:-1]


def _language_of_piece(piece: str) -> str:
    words = WORD.findall(piece)
    letters = "".join(words)
    latin = len(LATIN.findall(letters))
    # Half one script and half another is no one's language.
    if len(letters) < FEWEST_LETTERS or 0.3 * len(letters) < latin < 0.7 * len(letters):
        return ""
    if latin and _plainly_english(words):
        return "en"
    if latin and len(words) < FEWEST_WORDS:
        return ""
    return _identified(" ".join(words))


def _plainly_english(words: list[str]) -> bool:
    telling = [
        word for word in (word.casefold().replace("’", "'") for word in words) if word in PLAIN_ENGLISH
    ]
    return len(set(telling)) >= 2 and len(telling) >= 0.2 * len(words)


def _identified(words: str) -> str:
    ranked = _identifier().rank(words)
    (language, likelihood), english = ranked[0], dict(ranked).get("en", 0.0)
    if language == "en":
        return "en" if likelihood >= SURE else ""
    sure = likelihood >= SURE and likelihood > TIMES_ENGLISH * english
    return CODES.get(language, "") if sure else ""


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # Rare languages would take short texts of the common ones.
    identifier.set_languages([code for code in identifier.labels if code in CODES and len(code) == 2])
    return identifier
