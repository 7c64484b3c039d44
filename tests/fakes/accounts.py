import secrets

from tests.fakes.records import MemoryUnitsOfWork


class QuickPasswords:
    """Keeps passwords as they are, with a salt, and counts its work; `cost` makes older ones outdated."""

    def __init__(self, cost: int = 1) -> None:
        self.cost = cost
        self.compared = 0

    def hashed(self, password: str) -> str:
        return f"{self.cost}${secrets.token_hex(4)}${password}"

    def fits(self, kept: str, password: str) -> bool:
        self.compared += 1
        return kept.split("$", 2)[2] == password

    def is_outdated(self, kept: str) -> bool:
        return kept.split("$", 1)[0] != str(self.cost)


class MemoryAddresses:
    def __init__(self, units: MemoryUnitsOfWork) -> None:
        self._units = units

    def whose(self, email: str) -> list[str]:
        with self._units.reading() as unit:
            members = unit.members.all()  # type: ignore[attr-defined] # repositories are set by name
        return [member.id for member in members if email and member.email.lower() == email.lower()]
