import pytest

from copilot.app import Copilot
from copilot.errors import BadInput
from copilot.services.matching.scores.weights import MatchingWeights, PartWeights
from copilot.services.matching.scores.weights_file import FILE, SAID, in_words, read_weights
from copilot.settings import Settings
from copilot.stores.home import Home


def test_what_is_printed_can_be_read_back(tmp_path):
    weights = MatchingWeights(mentor=PartWeights(hours=0.4), floor=0.2, headline=0.4, read_top=5)
    (tmp_path / FILE).write_text(in_words(weights), encoding="utf-8")
    assert read_weights(tmp_path, MatchingWeights()) == weights


def test_without_a_file_the_others_hold_and_a_file_need_not_say_everything(tmp_path):
    others = MatchingWeights(floor=0.3)
    assert read_weights(tmp_path, others) == others
    (tmp_path / FILE).write_text("mentor:\n  hours: 1\n", encoding="utf-8")
    assert read_weights(tmp_path, others) == MatchingWeights(mentor=PartWeights(hours=1))


def test_every_part_is_told_in_words():
    assert set(SAID) == set(PartWeights.model_fields)
    assert all(part in in_words(MatchingWeights()) for part in SAID)


@pytest.mark.parametrize(
    "text", ["mentor: [", "mentor:\n  hours: -1\n", "flor: 0.3\n", "- a list\n", "floor: high\n"]
)
def test_a_file_that_is_wrong_is_named_with_its_cure(tmp_path, text):
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="can't be read") as caught:
        read_weights(tmp_path, MatchingWeights())
    assert caught.value.place == FILE
    assert "match weights" in caught.value.cure


def test_a_copilot_reads_the_file_of_its_home_unless_the_environment_says_otherwise(tmp_path):
    (tmp_path / FILE).write_text("floor: 0.33\n", encoding="utf-8")
    for settings, floor in (
        (Settings(home=tmp_path), 0.33),
        (Settings(home=tmp_path, matching=MatchingWeights(floor=0.2)), 0.2),
    ):
        copilot = Copilot(settings, Home(tmp_path))
        assert copilot.matching_weights.floor == floor
        copilot.close()
