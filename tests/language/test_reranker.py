"""The cross-encoder that a setting may add."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.errors import ModelUnavailable
from copilot.language.reranker import CrossEncoderReranker


def test_a_folder_without_weights_is_refused_at_its_first_use(tmp_path: Path) -> None:
    reranker = CrossEncoderReranker(tmp_path)
    with pytest.raises(ModelUnavailable, match=r"no model\.safetensors"):
        reranker.relevance("How do I begin?", ["Begin small."])


@pytest.mark.encoder
def test_a_cross_encoder_scores_each_passage_and_always_alike(tmp_path: Path) -> None:
    """A tiny model with weights by chance: it knows nothing, but it is loaded and asked as a real one is."""
    folder = _tiny_model(tmp_path)
    passages = ["Ask for one example.", "Bread needs time.", "Thank them for the feedback."]
    first = CrossEncoderReranker(folder).relevance("How do I ask for feedback?", passages)
    again = CrossEncoderReranker(folder).relevance("How do I ask for feedback?", passages[::-1])
    assert first.shape == (3,)
    assert first == pytest.approx(again[::-1], abs=1e-5)
    assert len(set(first.tolist())) == 3
    assert CrossEncoderReranker(folder).relevance("Anything?", []).shape == (0,)


def _tiny_model(folder: Path) -> Path:
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    from copilot.language.models import model_folder

    tokenizer = AutoTokenizer.from_pretrained(str(model_folder("minilm")))
    size = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    model = BertForSequenceClassification(BertConfig(vocab_size=len(tokenizer), num_labels=1, **size))
    model.save_pretrained(folder / "tiny")
    tokenizer.save_pretrained(folder / "tiny")
    return folder / "tiny"
