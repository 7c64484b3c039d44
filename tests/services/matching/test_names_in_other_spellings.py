"""A name is taken out as people type it: without its accents, with marks of its script, in a handle."""

import pytest

from copilot.services.matching.neutral.stripping import Stripper

ROSTER = [
    "José Núñez",
    "Søren Kjær",
    "Jürgen Müller",
    "Nguyễn Thị Yến",
    "Bọ́lá Adéyẹmí",
    "प्रिया शर्मा",
    "Ana Souza",
]


def neutral(text: str) -> str:
    return Stripper(ROSTER).strip(text)


@pytest.mark.parametrize(
    "name",
    [
        "Jose Nunez",
        "Jose Núñez",
        "Soren Kjaer",
        "Soren",
        "Jurgen Muller",
        "Juergen Mueller",
        "Nguyen Thi Yen",
    ],
)
def test_a_name_typed_without_its_accents_is_a_name_too(name: str) -> None:
    assert neutral(f"I asked {name} for advice on pricing") == "I asked someone for advice on pricing"


def test_a_short_name_without_its_accents_may_be_a_word() -> None:
    assert neutral("Traded Yen futures for a bank") == "Traded Yen futures for a bank"


@pytest.mark.parametrize("name", ["Bọ́lá Adéyẹmí", "Bọ́lá", "प्रिया शर्मा", "शर्मा"])
def test_marks_belong_to_the_word_they_stand_in(name: str) -> None:
    assert neutral(f"I asked {name} for advice") == "I asked someone for advice"


def test_a_letter_of_somebodys_name_is_not_looked_for_in_other_words() -> None:
    assert neutral("शिक्षक, शहर में") == "शिक्षक, शहर में"


@pytest.mark.parametrize("handle", ["@ana.souza", "@ana-souza", "@anasouza"])
def test_a_handle_goes_as_a_whole(handle: str) -> None:
    assert neutral(f"Slack {handle}, any time") == "Slack, any time"


@pytest.mark.parametrize(
    "handle", ["anasouza", "AnaSouza", "ana_souza", "ana.souza", "josenunez", "SouzaAna"]
)
def test_a_handle_without_its_sign_is_the_name_it_is_made_of(handle: str) -> None:
    assert (
        neutral(f"My page is {handle} and I asked for advice") == "My page is someone and I asked for advice"
    )


def test_a_word_that_two_names_make_is_a_word() -> None:
    said = "Showed willpower, built with rosewood"
    assert Stripper(["Will Power", "Rose Wood"]).strip(said) == said


@pytest.mark.parametrize("title", ["Dr.", "Prof.", "Dr. ", "Prof. Dr. "])
def test_a_form_of_address_goes_with_the_name_also_where_no_space_is_between(title: str) -> None:
    assert neutral(f"{title}Müller trained me") == "someone trained me"


@pytest.mark.parametrize("age", ["in my mid-20s", "in his 50s", "in her early 30s"])
def test_a_decade_in_figures_is_an_age_whatever_else_stands_there(age: str) -> None:
    assert neutral(f"Learned welding {age}") == "Learned welding"


@pytest.mark.parametrize(
    ("hers", "his"),
    [
        ("wives", "husbands"), ("girlfriend", "boyfriend"), ("niece", "nephew"), ("granddaughter", "grandson"),
        ("grandma", "grandpa"), ("policewomen", "policemen"), ("businesswomen", "businessmen"),
        ("saleswomen", "salesmen"), ("headmistress", "headmaster"), ("fiancée", "fiancé"), ("alumna", "alumnus"),
        ("motherly", "fatherly"), ("sportswoman", "sportsman"), ("housewife", "househusband"),
    ],
)  # fmt: skip
def test_words_that_differ_by_gender_alone_leave_one_text(hers: str, his: str) -> None:
    assert neutral(f"Worked beside {hers} of the firm") == neutral(f"Worked beside {his} of the firm")
