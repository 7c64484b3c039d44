"""Profiles that were read stay read, as long as neither they nor the names that are taken out of them changed."""

from __future__ import annotations

import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from copilot.domain.members import Member
from copilot.services.matching.neutral.stripping import Stripper
from copilot.services.matching.neutral.written_names import TOKEN, written
from copilot.services.matching.scores.evidence import Told, told_by
from copilot.services.matching.solving.kept_vectors import KeptVectors
from copilot.services.matching.verbs.recall import Recalled

MOST_KEPT = 50_000
"""Members; of a larger community every run reads everybody."""
FEW = 64
"""So many profiles are read with a stripper made for each; for more it pays to make one that knows all names."""
MANY_RECENT = 500
"""So many members' words are looked through one by one before they join the array."""
MANY_CHANGES = 500
"""From so many new parts of names on everybody is read again."""
MOST_NEWS = 200
"""Rosters between which the changes are known."""

_Words = frozenset[str]


class KeptProfiles:
    """Reads profiles, each once. Threads may share it.

    A name that joins or leaves the roster can change how any text is read: those that hold a part of it as a word are
    read again.
    """

    def __init__(self, vectors: KeptVectors) -> None:
        self._vectors = vectors
        self._lock = threading.RLock()
        self._members: Mapping[str, Member] = {}
        self._everybody: Sequence[Member] = ()
        self._names = _Names()
        self._told: dict[str, Told] = {}
        self._news: list[tuple[Mapping[str, Member], frozenset[str]]] = []
        self._words = _WordsOfMembers()
        self._stripper: Stripper | None = None
        self._read_singly = 0

    @property
    def members(self) -> Mapping[str, Member]:
        """The roster."""
        return self._members

    def is_of(self, roster: Sequence[Member]) -> bool:
        """Whether this is the very roster whose profiles are kept."""
        return roster is self._everybody

    def follow(self, recalled: Recalled) -> None:
        """From now on this is the roster."""
        members = recalled.members
        with self._lock:
            if members is self._members:
                return
            before, concerned = self._members, _different(self._members, recalled)
            self._members, self._everybody = members, recalled.everybody
            left = [before[id_] for id_ in concerned if id_ in before]
            came = [members[id_] for id_ in concerned if id_ in members]
            changed = self._names.change([each.name for each in left], [each.name for each in came])
            for each in left:
                self._forget(each.id)
            if changed:
                self._stripper, self._read_singly = None, 0
                many = len(changed) > MANY_CHANGES
                holders = set(self._told) if many else self._words.holders(changed)
                for id_ in holders:
                    self._told.pop(id_, None)
                concerned |= holders
            self._news.append((members, frozenset(concerned)))
            del self._news[:-MOST_NEWS]

    def news_since(self, members: Mapping[str, Member]) -> frozenset[str] | None:
        """Whose profile, or reading of it, changed since that roster; None where it is too long ago to tell."""
        with self._lock:
            for n, (roster, _) in enumerate(self._news):
                if roster is members:
                    return frozenset().union(*(ids for _, ids in self._news[n + 1 :]))
        return None

    def told(self, member: Member) -> Told:
        """What matching reads of a member, who is on the roster."""
        with self._lock:
            told = self._told.get(member.id)
            if told is None or told.member is not member:
                told = told_by(member, self._stripper_for(member))
                if len(self._told) < MOST_KEPT and self._members.get(member.id) is member:
                    self._told[member.id] = told
                    self._words.put(member.id, _words_of(member))
            return told

    def kept(self, member: Member) -> Told | None:
        """What was read of her, if it still holds."""
        told = self._told.get(member.id)
        return told if told and told.member is member else None

    def _forget(self, member: str) -> None:
        told = self._told.pop(member, None)
        if told:
            self._vectors.forget(each.neutral for each in (*told.texts, *told.skills))

    def _stripper_for(self, member: Member) -> Stripper:
        """One that knows the names that could stand in her texts reads them as one that knows all would."""
        if self._stripper is None and self._read_singly < FEW:
            self._read_singly += 1
            return Stripper([*self._names.with_any(_words_of(member)), member.name])
        if self._stripper is None:
            self._stripper = Stripper(self._names.all())
        return self._stripper


def _different(before: Mapping[str, Member], recalled: Recalled) -> set[str]:
    """Whose record is another, or is there only before or only now."""
    if recalled.news and recalled.news[0] is before:
        return set(recalled.news[1])
    now = recalled.members
    return {id_ for id_, member in now.items() if before.get(id_) is not member} | (
        before.keys() - now.keys()
    )


class _Names:
    """The names of a roster, and how often each part and each pair of parts stands in them."""

    def __init__(self) -> None:
        self._count: Counter[str] = Counter()
        self._bearing: dict[str, set[str]] = {}
        self._often: Counter[_Words] = Counter()

    def all(self) -> list[str]:
        """Every name once."""
        return list(self._count)

    def with_any(self, words: _Words) -> set[str]:
        """The names that have one of these words as a part."""
        return {name for word in words for name in self._bearing.get(word, ())}

    def change(self, left: Iterable[str], came: Iterable[str]) -> list[_Words]:
        """What is new or gone: a text is concerned that holds all words of one of these."""
        stood: dict[_Words, bool] = {}
        for name, by in (*((name, -1) for name in left), *((name, 1) for name in came)):
            for words in self._add(name, by):
                stood.setdefault(words, self._often[words] - by > 0)
        return [words for words, before in stood.items() if (self._often[words] > 0) is not before]

    def _add(self, name: str, by: int) -> list[_Words]:
        counted = list(written(name).told_by)
        parts = frozenset().union(*counted)
        self._count[name] += by
        for part in parts:
            bearing = self._bearing.setdefault(part, set())
            (bearing.add if self._count[name] else bearing.discard)(name)
        for words in counted:
            self._often[words] += by
        if not self._count[name]:
            del self._count[name]
        return counted


class _WordsOfMembers:
    """Which members use a word in their texts: hashes in one array, for sets of words would take far more room."""

    def __init__(self) -> None:
        self._hashes: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._owners: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._ids: list[str] = []
        self._number: dict[str, int] = {}
        self._recent: list[tuple[int, _Words]] = []

    def put(self, member: str, words: _Words) -> None:
        """From now on these are her words."""
        if member in self._number:
            self._ids[self._number[member]] = ""
        self._number[member] = len(self._ids)
        self._ids.append(member)
        self._recent.append((self._number[member], words))
        if len(self._recent) >= MANY_RECENT:
            self._gather()

    def holders(self, wanted: Iterable[_Words]) -> set[str]:
        """The members who use all words of one of these."""
        found = {number for words in wanted for number in self._using(words)}
        return {self._ids[number] for number in found} - {""}

    def _using(self, words: _Words) -> set[int]:
        using = [set(self._owners[self._hashes == hash(word)].tolist()) for word in words]
        recent = {number for number, own in self._recent if words <= own}
        return set.intersection(*using) | recent

    def _gather(self) -> None:
        current = np.array([bool(id_) for id_ in self._ids], dtype=np.bool_)[self._owners]
        owners = [number for number, words in self._recent for _ in words]
        hashes = [hash(word) for _, words in self._recent for word in words]
        self._hashes = np.concatenate([self._hashes[current], np.array(hashes, dtype=np.int64)])
        self._owners = np.concatenate([self._owners[current], np.array(owners, dtype=np.int64)])
        self._recent = []


def _words_of(member: Member) -> _Words:
    """Every word of her texts, as names are compared with it: in lower case of either kind."""
    profile = member.profile
    texts = (profile.headline, profile.working_style, *profile.experience, *profile.skills)
    texts += (*profile.goals, *profile.interests, *profile.wishes)
    text = unicodedata.normalize("NFC", "\n".join(texts))
    return frozenset((*TOKEN.findall(text.lower()), *TOKEN.findall(text.casefold())))
