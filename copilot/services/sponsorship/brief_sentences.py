"""The sentences of a brief that may be said, read from the text as she approved it, with what each rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from copilot.domain.citations import Citation, ProfileCitation, RecordCitation
from copilot.domain.drafts import Draft
from copilot.domain.sponsorship import MaySay, Proof
from copilot.services.drafting.markdown import unescaped
from copilot.services.making import made

_SECTION = re.compile(r"^## What may be said of .*?$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r"^[-*] (.+?)((?:\s*\[\d+\])*)\s*$", re.MULTILINE)
_LONGEST = 2_000


def sentences_of(draft: Draft) -> tuple[MaySay, ...]:
    """In their order; of an edited brief those that are left, in the words she gave them."""
    section = _SECTION.search(draft.markdown)
    if section is None:
        return ()
    cited = {citation.n: citation for citation in draft.citations}
    found = (
        MaySay(text=unescaped(text)[:_LONGEST], evidence=_proofs(marks, cited))
        for text, marks in _ENTRY.findall(section[1])
    )
    return tuple({each.text: each for each in found}.values())


def _proofs(marks: str, cited: Mapping[int, Citation]) -> tuple[Proof, ...]:
    numbers = [int(n) for n in re.findall(r"\d+", marks)]
    proofs = (_proof(cited[n]) for n in numbers if n in cited)
    return tuple(proof for proof in proofs if proof is not None)[:10]


def _proof(citation: Citation) -> Proof | None:
    """A guide's passage is nobody's deed, and proves nothing."""
    if isinstance(citation, ProfileCitation):
        return Proof(kind="profile", record=citation.field, quote=citation.quote[:_LONGEST])
    if isinstance(citation, RecordCitation) and citation.kind in ("goal", "moment"):
        kind = "goal" if citation.kind == "goal" else "moment"
        return Proof(kind=kind, record=citation.record, quote=citation.quote[:_LONGEST])
    return None


def own_sentences(texts: Sequence[str]) -> tuple[MaySay, ...]:
    """Sentences she wrote herself: her word is what they rest on."""
    plain = (" ".join(text.split()) for text in texts)
    return tuple(made(MaySay, text=text) for text in plain if text)
