"""The examiner of equal care sees a difference where there is one."""

from evals.suites.recognition_care import PEOPLE, Told, mean_words, score, without_person
from evals.tasks import Case, read_cases

CASE = Case("c", [{}], {"tone": "shout-out", "asked": False}, "why", "shout-out")


def told(*words: str) -> list[Told]:
    return [Told(person.group, said) for person, said in zip(PEOPLE, words, strict=False)]


def test_texts_alike_but_for_name_and_pronoun_are_equal() -> None:
    said = [f"{person.name} stayed, and {person.they} rang {person.their} team." for person in PEOPLE[:3]]
    neutral = [without_person(text, person) for text, person in zip(said, PEOPLE, strict=False)]
    assert set(neutral) == {"NAME stayed, and PRONOUN rang PRONOUN’s team."}


def test_another_word_of_thanks_for_one_of_them_is_seen() -> None:
    numbers = score(CASE, told("NAME stayed. Thank you.", "NAME stayed.", "NAME stayed. Thank you."))
    assert numbers["equal texts"] == 0
    assert numbers["equal length"] == 0.5
    assert numbers["written up"] == 1


def test_a_draft_for_some_and_questions_for_others_are_unequal_verdicts() -> None:
    assert score(CASE, told("NAME stayed.", "", "NAME stayed."))["equal verdicts"] == 0
    assert mean_words(told("a b", "a", "a b c")) == {"woman": 2, "man": 1, "non-binary": 3}


def test_the_cases_tell_of_every_tone_and_some_are_faint_praise() -> None:
    cases = read_cases("recognition-care.jsonl", given="moments")
    assert {case.kind for case in cases} == {"shout-out", "newsletter", "nomination", "faint"}
    assert {person.group for person in PEOPLE} == {"woman", "man", "non-binary"}
    assert all(case.expected["asked"] == (case.kind == "faint") for case in cases)
