from collections import Counter

import numpy as np
import pytest

from copilot.domain.matches import MatchRole
from copilot.domain.members import Role
from copilot.errors import BadInput
from copilot.language.encoder import load_encoder
from copilot.services.matching.areas import keeping
from copilot.services.matching.areas.catalogue import OWN_FILE, Area, areas_with, read_areas, shipped_areas
from copilot.services.matching.areas.vectors import PRACTISED, AreaVectors, area_vectors, encoded_areas
from copilot.services.matching.neutral.stripping import Stripper
from copilot.services.matching.reasons.explaining import Explainer
from copilot.services.matching.scores.pooling import Ragged
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.solving.pool import Gathering
from tests.fakes import WordEncoder
from tests.services.matching.community import DAY, member, mentee, mentor

SPEAKING = Area(
    area="speaking",
    title="Speaking",
    needs=("My voice trembles when directors listen", "I freeze in front of directors"),
    offers=("Trained nervous colleagues for the stage", "Stood on a stage every week"),
    beside=("Books rooms for directors", "Keeps the diaries of directors"),
)
COOKING = Area(
    area="cooking",
    title="Cooking",
    needs=("My sauces always curdle and the guests laugh",),
    offers=("Ran a kitchen of twelve cooks and taught sauces",),
    beside=("Sells kitchen furniture",),
)

EXPERIENCED = ("Trained nervous colleagues for the stage", "Stood on a stage every week")


def vectors_of(*areas: Area) -> AreaVectors:
    return area_vectors(areas, WordEncoder())


def scored(*members, role: MatchRole = MatchRole.MENTOR):
    seeking = {MatchRole.MENTOR: Role.MENTEE, MatchRole.PEER: Role.PEER}[role]
    sought = {MatchRole.MENTOR: Role.MENTOR, MatchRole.PEER: Role.PEER}[role]
    gathering = Gathering(WordEncoder(), MatchingWeights(), DAY, areas=lambda: vectors_of(SPEAKING, COOKING))
    pool = gathering.pool(
        [each for each in members if seeking in each.roles],
        [each for each in members if sought in each.roles],
        role,
        roster=members,
    )
    return pool, {
        (one.member.id, other.member.id): pool.pair(row, column)[1]["areas"]
        for row, one in enumerate(pool.seekers)
        for column, other in enumerate(pool.partners)
    }


def test_who_masters_the_craft_stands_above_who_only_shares_the_words():
    _, areas = scored(
        mentee("e", "I freeze when the directors listen and my voice trembles"),
        mentor("trainer", "Trained nervous people for the stage"),
        mentor("assistant", "Books rooms and keeps diaries for directors"),
    )
    assert areas["e", "trainer"] > areas["e", "assistant"]


def test_a_need_calls_for_its_area_and_shares_add_up_to_one():
    encoder, areas = WordEncoder(), vectors_of(SPEAKING, COOKING)
    needs = Ragged.of(
        [[0], [1], []], encoder.encode(["my sauces curdle", "my voice trembles before directors"])
    )
    called = areas.called_for(needs)
    assert called[0].argmax() == 1
    assert called[1].argmax() == 0
    assert called.sum(axis=1) == pytest.approx([1, 1, 0], abs=1e-5)


def test_the_part_lies_between_0_and_1_and_is_unknown_without_needs_or_offers():
    pool, _ = scored(mentee("e", "I freeze in front of directors"), mentor("m", "Stood on a stage"))
    values = pool.affinity.parts(*pool.affinity.everyone)["areas"]
    assert ((values >= 0) & (values <= 1)).all()
    empty = Gathering(WordEncoder(), MatchingWeights(), DAY, areas=lambda: vectors_of(SPEAKING)).pool(
        [mentee("e")], [mentor("m", "Stood on a stage")], MatchRole.MENTOR, roster=[]
    )
    assert np.isnan(empty.affinity.parts(*empty.affinity.everyone)["areas"]).all()


def test_between_peers_it_is_the_same_both_ways():
    told = {"goals": ("I freeze in front of directors",), "experience": ("Stood on a stage",)}
    _, areas = scored(
        member("a", Role.PEER, **told),
        member("b", Role.PEER, goals=("My sauces curdle",), experience=("Ran a kitchen",)),
        role=MatchRole.PEER,
    )
    assert areas["a", "b"] == pytest.approx(areas["b", "a"], abs=1e-4)


def test_a_shortlist_gives_the_same_scores_as_all_pairs():
    members = [
        *(mentee(f"e{n}", text) for n, text in enumerate(("I freeze before directors", "Learn sauces"))),
        *(
            mentor(f"m{n}", text)
            for n, text in enumerate(("Stood on a stage", "Ran a kitchen", "Books rooms"))
        ),
    ]
    pool, _ = scored(*members)
    rows, columns = (each.ravel() for each in np.indices((2, 3)))
    known = {
        name: values.ravel()
        for name, values in pool.affinity.parts(*pool.affinity.everyone, roughly=True).items()
    }
    exact = pool.affinity.parts(*pool.affinity.everyone)["areas"].ravel()
    assert pool.affinity.parts_of(rows, columns, known)["areas"] == pytest.approx(exact, abs=1e-5)


def test_every_shipped_area_is_distinct_and_speaks_of_nobody():
    areas = shipped_areas()
    assert len(areas) >= 200
    assert all(count == 1 for count in Counter(area.area for area in areas).values())
    texts = Counter(text for area in areas for text in (*area.needs, *area.offers, *area.beside))
    assert max(texts.values()) == 1
    stripper = Stripper(["Qwixley Zorbat"])
    gendered = [text for text in texts if {"he", "she", "his", "her", "him"} & set(text.casefold().split())]
    assert not [text for text in gendered if stripper.strip(text) != text]


def test_the_directions_that_ship_are_those_of_the_catalogue_that_ships():
    for encoder in ("all-MiniLM-L6-v2:53aa51172d14:float32", "all-mpnet-base-v2:78c0197b6159:bfloat16"):
        kept = keeping.shipped(encoder)
        outdated = [area.area for area in shipped_areas() if keeping.content_of(area) not in kept]
        assert not outdated, "run python -m evals.area_files"


@pytest.mark.encoder
def test_the_encoder_would_give_the_directions_that_ship():
    encoder, areas = load_encoder("minilm", "float32"), shipped_areas()[::40]
    kept = keeping.shipped(encoder.name)
    for area, made in zip(areas, encoded_areas(areas, encoder), strict=True):
        assert kept[keeping.content_of(area)].need == pytest.approx(made.need, abs=5e-3)
        assert kept[keeping.content_of(area)].craft == pytest.approx(made.craft, abs=5e-3)


def test_only_what_is_new_is_encoded_and_it_is_kept(tmp_path):
    encoder = WordEncoder()
    area_vectors([SPEAKING], encoder, tmp_path)
    before = len(encoder.encoded)
    again = area_vectors([SPEAKING, COOKING], encoder, tmp_path)
    assert not {*SPEAKING.needs} & set(encoder.encoded[before:])
    assert np.allclose(again.needs, vectors_of(SPEAKING, COOKING).needs, atol=1e-3)


def test_a_broken_file_in_the_cache_is_made_again(tmp_path):
    file = keeping.cached_in(tmp_path, WordEncoder().name)
    file.write_bytes(b"not what was written")
    assert area_vectors([SPEAKING], WordEncoder(), tmp_path).titles == ("Speaking",)
    assert keeping.read(file)


def test_a_community_adds_areas_of_its_own_and_replaces_shipped_ones(tmp_path):
    own = tmp_path / OWN_FILE
    first = shipped_areas()[0].area
    text = "- {{area: {name}, title: Ours, needs: [a b], offers: [c d], beside: [e f]}}\n"
    own.write_text(text.format(name=first) + text.format(name="bee-keeping"), encoding="utf-8")
    areas = {area.area: area for area in areas_with(own)}
    assert len(areas) == len(shipped_areas()) + 1
    assert areas[first].title == areas["bee-keeping"].title == "Ours"
    assert areas_with(None) == areas_with(tmp_path / "missing.yaml") == shipped_areas()


@pytest.mark.parametrize(
    "text", ["- {area: x}", "hello", "- [", "- {area: x, title: y, needs: [], offers: [a], beside: [b]}"]
)
def test_areas_that_cannot_be_read_are_named(text):
    with pytest.raises(BadInput, match="can't be read") as caught:
        read_areas(text, "areas.yaml")
    assert "areas.yaml" in caught.value.place


def test_a_rationale_names_the_area_and_what_shows_the_craft_and_takes_back_that_nothing_speaks_to_it():
    pool, _ = scored(
        mentee("e", "I freeze in front of directors when my voice trembles"),
        mentor("trainer", *EXPERIENCED),
        mentor("cook", "Ran a kitchen of twelve cooks and taught sauces"),
    )
    account = Explainer(pool, WordEncoder()).rationale(0, pool.column_of("trainer"))
    claims = [claim for claim in account.for_ if "“Speaking”" in claim.claim]
    assert len(claims) == 1
    quotes = {citation.n: citation.quote for citation in account.citations}
    (offer,) = {quotes[n] for n in claims[0].evidence} & set(EXPERIENCED)
    assert "what people write who have that craft" in claims[0].claim
    assert offer in claims[0].claim
    assert not any("speaks to" in claim.claim for claim in account.against)
    other = Explainer(pool, WordEncoder()).rationale(0, pool.column_of("cook"))
    assert not any("“Speaking”" in claim.claim for claim in other.for_)


def test_who_shows_every_craft_gains_by_it_only_up_to_a_point_and_this_craft_counts_most():
    everything, one = np.array([[1.0, 1.0, 0.0]]), np.array([[1.0, 0.0, 0.0]])
    unit = [each / np.linalg.norm(each) for each in (everything, one)]
    areas = AreaVectors(("a", "b"), np.eye(2, 3), np.eye(2, 3) * 0.5, np.zeros(3))
    shown = [areas.shown_by(Ragged(each.astype(np.float32), np.array([0, 1])))[0] for each in unit]
    assert max(shown[0]) < PRACTISED + 0.001, "practice in general is capped"
    assert shown[1][0] > shown[0][0], "one craft, shown clearly, stands above a little of all"
    assert shown[1][0] > shown[1][1] + 0.1
