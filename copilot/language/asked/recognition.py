"""Words of recognition as a chat model is asked for them."""

from __future__ import annotations

from pydantic import BaseModel, Field

from copilot.domain.briefs import Brief
from copilot.domain.drafts import Fact, Recognition


class AskedParagraph(BaseModel):
    """A paragraph and the numbers of the sources it rests on."""

    text: str = Field(min_length=1, max_length=1_500)
    sources: list[int] = Field(min_length=1)


class AskedRecognition(BaseModel):
    """Words of recognition."""

    title: str = Field(min_length=1, max_length=200)
    paragraphs: list[AskedParagraph] = Field(min_length=1, max_length=5)
    closing: str = Field("", max_length=300)


def recognition_from(asked: AskedRecognition, brief: Brief) -> Recognition:
    """The write-up, each paragraph with the sources it names."""
    return Recognition(
        tone=brief.tone,
        title=asked.title,
        paragraphs=tuple(
            Fact(text=one.text, evidence=tuple(dict.fromkeys(one.sources))) for one in asked.paragraphs
        ),
        closing=asked.closing,
    )


def asked_recognition(form: Recognition) -> AskedRecognition:
    """The same words as a model would have filled them in."""
    return AskedRecognition(
        title=form.title,
        paragraphs=[AskedParagraph(text=fact.text, sources=list(fact.evidence)) for fact in form.paragraphs],
        closing=form.closing,
    )
