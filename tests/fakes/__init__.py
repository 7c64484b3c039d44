"""Fakes that behave like the real parts; each is held to its port's contract test."""

from tests.fakes.clock import FixedClock
from tests.fakes.conversations import MemoryConversations
from tests.fakes.encoder import WordEncoder
from tests.fakes.profile_index import MemoryProfileIndex
from tests.fakes.reader import WordReader
from tests.fakes.records import MemoryUnitsOfWork
from tests.fakes.talker import ScriptedTalker, Use

__all__ = [
    "FixedClock",
    "MemoryConversations",
    "MemoryProfileIndex",
    "MemoryUnitsOfWork",
    "ScriptedTalker",
    "Use",
    "WordEncoder",
    "WordReader",
]
