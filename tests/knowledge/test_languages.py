import json
from pathlib import Path

import pytest

from knowledge.languages import (
    declared_warning,
    foreign,
    guide_warning,
    language_of,
    normalised,
    question_warning,
)

CASES = Path(__file__).parents[2] / "evals" / "cases"


def english_questions() -> list[str]:
    lines = (line for file in CASES.glob("*.jsonl") for line in file.read_text(encoding="utf-8").splitlines())
    cases = (json.loads(line) for line in lines if line.strip())
    return [case["question"] for case in cases if isinstance(case.get("question"), str)]


def test_no_english_question_of_the_evals_is_called_foreign() -> None:
    questions = english_questions()
    assert len(questions) >= 90
    assert [question for question in questions if foreign(question)] == []


@pytest.mark.parametrize("words", range(3, 9))
def test_the_beginnings_of_english_questions_are_not_called_foreign(words: int) -> None:
    beginnings = {" ".join(question.split()[:words]) for question in english_questions()}
    assert [beginning for beginning in beginnings if foreign(beginning)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Wie gebe ich meiner Chefin ehrliches Feedback?"),
        ("de", "Was mache ich, wenn mein Mentor nie Zeit hat?"),
        ("de", "Mein Mentee sagt ständig die Termine ab"),
        ("fr", "Comment donner un retour honnête à ma cheffe ?"),
        ("fr", "Que faire si mon mentor n'a jamais le temps ?"),
        ("fr", "Est-ce que je peux changer de mentor ?"),
        ("es", "¿Cómo doy una opinión sincera a mi jefa?"),
        ("es", "Quiero saber si puedo pedir un aumento"),
        ("es", "Mi mentor siempre cancela nuestras reuniones"),
        ("it", "Cosa faccio se il mio mentore non ha mai tempo?"),
        ("pt", "O que faço se o meu mentor nunca tem tempo?"),
        ("nl", "Wat doe ik als mijn mentor nooit tijd heeft?"),
        ("pl", "Co zrobić, gdy mój mentor nigdy nie ma czasu?"),
        ("tr", "Yöneticime nasıl dürüst geri bildirim verebilirim?"),
        ("ru", "Как дать честную обратную связь моей начальнице?"),
        ("uk", "Як дати чесний відгук моїй керівниці щодо роботи?"),
        ("el", "Πώς δίνω ειλικρινή ανατροφοδότηση στην προϊσταμένη μου;"),
        ("zh", "我该如何给上司提出诚实的反馈意见？"),
        ("ja", "上司に正直なフィードバックをどう伝えればいいですか"),
        ("ko", "상사에게 솔직한 피드백을 어떻게 주나요?"),
        ("ar", "كيف أقدم ملاحظات صادقة لمديرتي في العمل؟"),
        ("fa", "چگونه به مدیرم بازخورد صادقانه بدهم؟"),
        ("he", "איך אני נותן משוב כן למנהלת שלי"),
        ("hi", "मैं अपने प्रबंधक को ईमानदार प्रतिक्रिया कैसे दूं?"),
    ],
)
def test_a_sentence_in_another_language_is_told(language: str, text: str) -> None:
    assert foreign(text) == language
    assert foreign(text, frozenset({"en", language})) == ""


@pytest.mark.parametrize(
    "text",
    [
        "", "?!", "🎉🎉🎉", "SBI", "GROW model", "Kram's phases", "Mentor oder Sponsor", "12345 67890",
        "https://example.org/der/die/das", "`der die das und nicht`",
        "What does 反馈 mean?", "The word Feedback und so weiter", "Обратная связь is feedback in Russian",
    ],
)  # fmt: skip
def test_short_and_mixed_texts_are_not_judged(text: str) -> None:
    assert foreign(text) == ""


def test_a_guide_half_in_one_language_and_half_in_another_has_none() -> None:
    english = "Ask first whether the other person wants to hear what you have to say about it. " * 20
    german = "Frag zuerst, ob die andere Person hören will, was du dazu zu sagen hast. " * 20
    assert language_of(english) == "en"
    assert language_of(german) == "de"
    assert language_of(english + german) == ""
    assert language_of(english + "```\n" + german + "\n```") == "en"


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ("en", "en"), ("en-GB", "en"), ("en_US.UTF-8", "en"), ("English", "en"), (" ENGLISH (UK)", "en"),
        ("eng", "en"), ("deu", "de"), ("Deutsch", "de"), ("german", "de"), ("zh-Hans", "zh"), ("中文", "zh"),
        ("nb-NO", "no"), ("Klingon", ""), ("", ""), ("x", ""),
    ],
)  # fmt: skip
def test_declared_languages_are_normalised(declared: str, code: str) -> None:
    assert normalised(declared) == code


def test_warnings_name_the_language_and_what_it_means() -> None:
    assert guide_warning("de") == (
        "This guide is in German; the index's encoder knows English only, so it will be found less well."
    )
    assert guide_warning("en") == guide_warning("") == guide_warning("de", frozenset({"en", "de"})) == ""
    assert "in Spanish; the search knows English and French only" in question_warning(
        "Quiero saber si puedo pedir un aumento", frozenset({"en", "fr"})
    )
    assert question_warning("How do I ask for a raise?") == ""
    assert declared_warning("en", "Wie gebe ich meiner Chefin ehrliches Feedback?").endswith("in German.")
    assert declared_warning("de", "Wie gebe ich meiner Chefin ehrliches Feedback?") == ""


def test_a_long_text_is_judged_in_a_blink() -> None:
    assert language_of("word " * 1_000_000) in ("", "en")
    assert language_of("a" * 5_000_000 + "@") == ""
