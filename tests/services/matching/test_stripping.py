import pytest

from copilot.services.matching.neutral.stripping import Stripper

ROSTER = (
    "Maria Lopes", "Will Smith", "Grace Park", "Mark Young", "Julia Santos", "Li Wei", "Zoë O'Brien",
    "Jean-Luc Picard", "May Brown", "王伟", "Ana Sofia d'Avila",
)  # fmt: skip


def neutral_of(text: str, own_name: str = "", roster: tuple[str, ...] = ROSTER) -> str:
    strip = Stripper(roster).strip
    return strip(text, own_name)


@pytest.mark.parametrize(
    ("text", "neutral"),
    [
        ("Maria Lopes leads sales", "someone leads sales"),
        ("Worked with Maria's team and MARIA", "Worked with someone's team and someone"),
        ("J. Picard and Zoë O'Brien taught me", "someone and someone taught me"),
        ("Ana Sofia d'Avila left, Li Wei stayed", "someone left, someone stayed"),
        ("I asked Will for help, and Grace too", "I asked someone for help, and someone too"),
        ("Will you join? I will. Mark the date.", "Will you join? I will. Mark the date."),
        ("Grant writing, grace under pressure", "Grant writing, grace under pressure"),
        ("Will Smith trained me", "someone trained me"),
        ("May Brown planned the May launch", "someone planned the May launch"),
        ("Julia and Ruby on Rails, with Julia Santos", "Julia and Ruby on Rails, with someone"),
        ("maria lopes in small letters is left alone", "maria lopes in small letters is left alone"),
        ("王伟 led it", "someone led it"),
    ],
)
def test_names_of_the_roster_go_and_words_stay(text: str, neutral: str) -> None:
    assert neutral_of(text) == neutral


@pytest.mark.parametrize(
    "sentence",
    [
        "{} told me to stop apologising",
        "I lead sales. {} taught me how.",
        "I lead sales; {} always helped me",
        "{}'s advice was to wait",
        "{} wasn’t my manager",
        "{}, who asked me to speak, was right",
    ],
)
@pytest.mark.parametrize("name", ["Grace", "Will", "Mark", "May", "Julia"])
def test_whoever_begins_a_sentence_with_a_verb_of_a_person_is_nobody(sentence: str, name: str) -> None:
    assert (
        neutral_of(sentence.format(name))
        == sentence.format("someone")
        == neutral_of(sentence.format("Maria"))
    )


@pytest.mark.parametrize(
    "text",
    [
        "Will you help?",
        "May always be late",
        "Mark the date",
        "Grace under pressure",
        "Julia and Python daily",
    ],
)
def test_a_word_that_begins_a_sentence_stays_where_nobody_does_anything(text: str) -> None:
    assert neutral_of(text) == text


def test_the_writers_own_name_goes_where_it_begins_a_sentence() -> None:
    assert (
        neutral_of("Will leads a team. Will cooks.", own_name="Will Smith")
        == "someone leads a team. someone cooks."
    )
    assert neutral_of("Julia studied law", own_name="Julia Santos") == "someone studied law"


@pytest.mark.parametrize(
    ("text", "neutral"),
    [
        ("write to maria.l@ex.org or www.ex.org/m", "write to or"),
        ("call +351 912 345 678", "call"),
        ("from 2015-2019, then (2019-2023)", "from 2015-2019, then (2019-2023)"),
        ("CI/CD with Node.js/React, ASP.NET", "CI/CD with Node.js/React, ASP.NET"),
        (
            "20 years of experience, grew sales by 1,000,000",
            "20 years of experience, grew sales by 1,000,000",
        ),
        ("a 54-year-old woman in her fifties", "a person"),
        ("opened our Kenya office", "opened our overseas office"),
        ("she/her, leads sales", "leads sales"),
        ("I miss deadlines; Miss Marple knows MS Excel", "I miss deadlines; Marple knows MS Excel"),
    ],
)
def test_contacts_and_ages_go_and_experience_stays(text: str, neutral: str) -> None:
    assert neutral_of(text) == neutral


@pytest.mark.parametrize(
    ("his", "hers"),
    [
        ("He taught himself; his team followed him.", "She taught herself; her team followed her."),
        ("A businessman and father", "A businesswoman and mother"),
        ("Mr Lopes, chairman", "Ms Lopes, chairwoman"),
    ],
)
def test_his_text_and_hers_become_one(his: str, hers: str) -> None:
    assert neutral_of(his) == neutral_of(hers)


def test_an_empty_roster_strips_pronouns_all_the_same() -> None:
    assert neutral_of("She leads", roster=()) == "They leads"
