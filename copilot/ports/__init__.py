"""What the services ask of the world. Adapters fill these in elsewhere, and `app` chooses which."""

from __future__ import annotations

from copilot.ports.counting import UNCOUNTED, Tally
from copilot.ports.guides import Library
from copilot.ports.keeping import (
    Addresses,
    Allowance,
    BadgeKeys,
    Conversations,
    Encryption,
    Passwords,
    Seals,
)
from copilot.ports.outside import Clock, Post, Webhooks
from copilot.ports.records import Between, Repository, UnitOfWork, UnitsOfWork
from copilot.ports.vectors import ProfileIndex, Remains, VectorStore
from copilot.ports.words import MatchReader, Reason, Rephraser, Spent, Talker, Writer
from knowledge.ports import Composer, Encoder, Progress, Reranker, Vectors

__all__ = [
    "UNCOUNTED",
    "Addresses",
    "Allowance",
    "BadgeKeys",
    "Between",
    "Clock",
    "Composer",
    "Conversations",
    "Encoder",
    "Encryption",
    "Library",
    "MatchReader",
    "Passwords",
    "Post",
    "ProfileIndex",
    "Progress",
    "Reason",
    "Remains",
    "Rephraser",
    "Repository",
    "Reranker",
    "Seals",
    "Spent",
    "Talker",
    "Tally",
    "UnitOfWork",
    "UnitsOfWork",
    "VectorStore",
    "Vectors",
    "Webhooks",
    "Writer",
]
