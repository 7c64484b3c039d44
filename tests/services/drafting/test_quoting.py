from hypothesis import given
from hypothesis import strategies as st

from copilot.services.drafting.checks.safe import what_is_unsafe
from copilot.services.drafting.facts.quoting import best_quotation, quotable
from tests.services.drafting.community import library


@given(st.text(alphabet=st.sampled_from("ab. !?\n@:/<>w x1+"), max_size=400))
def test_what_may_be_quoted_stands_in_the_text_and_is_safe_sentence_by_sentence(text: str) -> None:
    quote = quotable(text)
    assert quote in text
    if "\n" not in quote and quote.count(".") + quote.count("!") + quote.count("?") <= 1:
        assert what_is_unsafe(quote) == ""


def test_a_quotation_stops_before_the_sentence_with_a_link() -> None:
    text = "I want to write. See https://x.example/y for more. I also want to speak."
    assert quotable(text) == "I want to write."


def test_a_quotation_begins_after_an_unsafe_sentence() -> None:
    assert quotable("Mail me at a@b.example. I want to write.") == "I want to write."


def test_a_very_long_sentence_is_cut_at_a_word() -> None:
    quote = quotable("word " * 200)
    assert len(quote) <= 320
    assert quote.endswith("word")


def test_the_sentence_that_says_most_about_the_question_is_chosen() -> None:
    found = library().search("delegate work to my team", 5)
    passage, start, end = best_quotation("delegate work to my team", found, None)[0]
    assert library().guide(passage.path).text[start:end].startswith("When you delegate work to your team")
