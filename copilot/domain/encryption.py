"""How much of what people wrote in confidence is kept encrypted, and with which keys."""

from __future__ import annotations

from copilot.domain.records import Value


class KeptTexts(Value):
    """The texts of one table that are not empty.

    Attributes:
        table: its name; `turns` for what was said in conversations.
        plain: how many stand there as they were written.
        encrypted: by the id of a key how many it opens.
        lost: by the id of a key that was not given how many are encrypted with it.
        damaged: the ids of records in which something was changed or moved, so that it can't be opened.
    """

    table: str
    plain: int = 0
    encrypted: dict[str, int] = {}
    lost: dict[str, int] = {}
    damaged: tuple[str, ...] = ()


class EncryptionStatus(Value):
    """What is kept how.

    Attributes:
        key: the id of the key that encrypts; empty where none is set.
        keys: the ids of all that were given.
        tables: each with its texts.
    """

    key: str = ""
    keys: tuple[str, ...] = ()
    tables: tuple[KeptTexts, ...] = ()

    @property
    def plain(self) -> int:
        """Texts that stand there as they were written."""
        return sum(each.plain for each in self.tables)

    @property
    def outdated(self) -> int:
        """Texts encrypted with another key than the one that encrypts now."""
        return sum(n for each in self.tables for key, n in each.encrypted.items() if key != self.key)

    @property
    def encrypted(self) -> int:
        """Texts that a key opens."""
        return sum(sum(each.encrypted.values()) for each in self.tables)

    @property
    def lost(self) -> frozenset[str]:
        """Ids of keys that were not given and that words are encrypted with."""
        return frozenset(key for each in self.tables for key in each.lost)

    @property
    def damaged(self) -> tuple[str, ...]:
        """`table id` of each record with something in it that can't be opened."""
        return tuple(f"{each.table} {record}" for each in self.tables for record in each.damaged)


class EncryptionDone(Value):
    """What encrypting or decrypting a home has done.

    Attributes:
        key: the id of the key that encrypted; empty where it was taken away.
        changed: by table how many texts are kept otherwise than before.
        damaged: `table id` of the records in which something could not be opened; it stays as it is.
        retired: ids of keys that nothing is encrypted with any more.
        unfinished: why the files may still hold what was there before, and what to do; empty where they don't.
    """

    key: str = ""
    changed: dict[str, int] = {}
    damaged: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    unfinished: str = ""

    @property
    def texts(self) -> int:
        """How many texts are kept otherwise than before."""
        return sum(self.changed.values())
