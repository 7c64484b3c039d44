from collections import Counter
from importlib import resources

from copilot.domain.matches import MatchRole
from copilot.services.matching.scores.lexical import terms_of, words_with
from tests.services.matching.community import mentee, mentor, pool_of


def groups():
    text = (resources.files("copilot.services.matching.scores") / "synonyms.txt").read_text("utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


def test_words_that_say_the_same_count_as_one():
    assert terms_of("Kubernetes") == terms_of("k8s")
    assert terms_of("hire a lawyer") == terms_of("recruiting an attorney")
    assert terms_of("nurse") != terms_of("lawyer")


def test_no_word_stands_in_two_groups():
    assert max(Counter(word for group in groups() for word in group).values()) == 1
    assert all(len(group) > 1 for group in groups())


def test_a_shared_synonym_raises_the_lexical_part():
    pool = pool_of(
        [mentee("e", "Recruit my first engineers")],
        MatchRole.MENTOR,
    )
    assert pool.partners == ()
    pool = pool_of(
        [mentee("e", "Recruit engineers"), mentor("a", "Hiring for a bank"), mentor("b", "Baking for a bank")]
    )
    lexical = {told.member.id: pool.pair(0, n)[1]["lexical"] for n, told in enumerate(pool.partners)}
    assert lexical["a"] > lexical["b"] == 0


def test_the_word_of_the_text_itself_is_shown():
    (term,) = terms_of("k8s")
    assert words_with(term, "Runs Kubernetes in production") == "kubernetes"
