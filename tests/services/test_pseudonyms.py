from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.briefs import Brief, GoalTold, Source
from copilot.services.pseudonyms import Pseudonyms, Roster
from tests.services.drafting.test_checks import TODAY

NAMES = {
    "m1": "Ana Duarte", "m2": "Tomás Reyes", "m3": "Ana Silva", "m4": "Will Grace", "m5": "Grace Okafor", "m6": "Li Wu",
    "m7": "Anne-Marie O'Neill",
}  # fmt: skip


def hidden(text: str) -> str:
    return Pseudonyms(NAMES).hide_text(text)


def test_full_names_first_names_and_family_names_go() -> None:
    assert (
        hidden("Ana Duarte met Tomás, and Okafor wrote to Reyes.")
        == "Person A met Person B, and Person C wrote to Person B."
    )


def test_accents_case_and_possessives_make_no_difference_to_a_full_name() -> None:
    assert hidden("tomas reyes and ANA DUARTE’s plan") == "Person A and Person B’s plan"


def test_a_name_that_several_bear_has_a_pseudonym_of_its_own() -> None:
    assert hidden("Ana Duarte, Ana Silva and Ana") == "Person A, Person B and Person C"


def test_a_name_with_its_capital_is_hidden_even_where_it_may_be_a_word() -> None:
    assert hidden("Grace told me to wait; Li agreed.") == "Person A told me to wait; Person B agreed."
    assert hidden("I asked Will and Grace.") == "I asked Person A and Person B."
    assert hidden("Will you come in May? She will, with grace.").startswith(
        "Person A you come in May? She will,"
    )


def test_what_may_be_a_word_comes_back_as_the_word_in_new_sentences_too() -> None:
    pseudonyms = Pseudonyms({"m1": "Ben May", "m2": "Will Grace"})
    assert pseudonyms.hide_text("Will you come in May?") == "Person A you come in Person B?"
    assert pseudonyms.restore_text("Come in Person B.") == "Come in May."


def test_a_hidden_text_that_comes_back_inside_a_longer_one_has_its_own_words() -> None:
    pseudonyms = Pseudonyms(NAMES)
    note = pseudonyms.hide_text("Okafor will write to Reyes")
    assert (
        pseudonyms.restore_text(f"From the notes: “{note}”") == "From the notes: “Okafor will write to Reyes”"
    )


def test_ordinary_words_in_lower_case_are_nobody() -> None:
    names = {"m1": "Ana Banks", "m2": "Tom Rivers", "m3": "Will Grace", "m4": "Jan van Dijk"}
    for text in ("I work with banks and rivers", "she will grace the stage", "a van full of books"):
        assert Pseudonyms(names).hide_text(text) == text
    assert Pseudonyms(names).hide_text("talk to dijk") == "talk to Person A"


def test_a_short_name_is_no_word_in_lower_case() -> None:
    assert hidden("Li Wu said: li and wu") == "Person A said: li and wu"


def test_a_word_at_the_start_of_a_sentence_names_nobody_where_what_follows_makes_it_a_word() -> None:
    names = ("Will Hall", "Mark Page", "Ben May", "Grace Hill", "Hope Day", "Do Van", "April Long")
    roster = Roster({name: name for name in names})
    for text in (
        "Will you come?", "Mark the point.", "May I ask?", "Hope this helps.", "Do it now.", "See page 4. Page 5 too.",
        "By 2 May 2026: done. In April we meet.", "- [ ] Will she see it?", "“Mark what helped.” Will it?",
    ):  # fmt: skip
        assert roster.people_in(text) == [], text
    for text in (
        "Grace was in tears.", "Will told us.", "Mark and I met.", "I met May.", "Hope left early.", "She asked Do.",
    ):  # fmt: skip
        assert len(roster.people_in(text)) == 1, text


def test_a_pseudonym_that_stands_in_a_text_nearby_is_not_given_out() -> None:
    pseudonyms = Pseudonyms(NAMES)
    pseudonyms.avoid("Person A greets Person B.")
    assert pseudonyms.hide_text("Tomás") == "Person C"


def test_names_with_hyphens_and_apostrophes_are_found() -> None:
    assert hidden("Anne-Marie O’Neill spoke.") == "Person A spoke."


def test_a_part_of_a_word_is_no_name() -> None:
    assert hidden("Anabel eats bananas") == "Anabel eats bananas"


def test_new_words_call_a_person_by_the_first_name() -> None:
    pseudonyms = Pseudonyms(NAMES)
    pseudonyms.hide_text("Tomás Reyes will help Grace Okafor")
    assert (
        pseudonyms.restore_text("Ask Person A to call Person B. Person Z stays.")
        == "Ask Tomás to call Grace. Person Z stays."
    )


def test_two_with_the_same_first_name_are_called_in_full() -> None:
    pseudonyms = Pseudonyms(NAMES)
    pseudonyms.hide_text("Ana Duarte and Ana Silva")
    assert pseudonyms.restore_text("Person B helps Person A.") == "Ana Silva helps Ana Duarte."


def test_a_person_a_who_was_there_before_is_not_mistaken() -> None:
    pseudonyms = Pseudonyms(NAMES)
    brief = Brief(
        about="Ana Duarte",
        today=TODAY,
        starts=TODAY,
        ends=TODAY,
        goals=(GoalTold(words=Source(n=1, text="Be like Person A")),),
    )
    told = pseudonyms.hide(brief)
    assert (told.about, told.goals[0].words.text) == ("Person B", "Be like Person A")
    assert pseudonyms.restore(told) == brief


def test_every_string_of_a_model_is_searched() -> None:
    brief = Brief(
        about="Ana Duarte", partner="Tomás Reyes", today=TODAY, starts=TODAY, ends=TODAY, topic="what Tomás said",
        notes=(Source(n=1, text="Reyes will write to Li Wu.", label="notes of Ana Duarte"),),
    )  # fmt: skip
    told = Pseudonyms(NAMES).hide(brief).model_dump_json()
    assert not any(name in told for name in ("Ana", "Duarte", "Tom", "Reyes", "Li Wu"))


def test_ten_thousand_names_are_searched_in_a_blink() -> None:
    import time

    roster = Roster({f"m{n}": f"Vorname{n} Nachname{n}" for n in range(10_000)})
    started = time.perf_counter()
    for _ in range(100):
        roster.mentions("a few hundred words of somebody’s notes " * 20)
    assert time.perf_counter() - started < 2


words = st.sampled_from(
    [
        "Ana Duarte",
        "Tomás",
        "reyes",
        "Grace",
        "will",
        "and",
        "met",
        "Person B",
        "in May",
        "Wu",
        "\n",
        "’s",
        ".",
        "Li Wu",
    ]
)


@given(st.lists(words, max_size=12).map(" ".join))
def test_what_was_hidden_comes_back_word_for_word(text: str) -> None:
    pseudonyms = Pseudonyms(NAMES)
    assert pseudonyms.restore_text(pseudonyms.hide_text(text)) == text
