"""What an installation runs with, how it is, and what chat models took today: for those who keep the house."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from copilot.domain.asking import Asker
from copilot.domain.checks import Check
from copilot.domain.matches import AuditEntry
from copilot.domain.records import Value, new_id
from copilot.domain.usage import MILLION, Prices
from copilot.errors import BadInput, Conflict, HomeUnusable
from copilot.ports import Allowance, Clock, Progress, UnitsOfWork
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.scores.weights_file import FILE, in_words, weights_in
from copilot.services.policy import Action, Policy

PREVIOUS = "matching.previous.yaml"
LONGEST_FILE = 20_000


class Setting(Value):
    """One setting as it may be shown: of a secret only whether there is one.

    `variable` is the environment's name for it; `source` says where the value comes from.
    """

    name: str
    variable: str
    value: str
    source: str
    what: str
    secret: bool = False


class WeightsFile(Value):
    """The settings of matching as a person can change them.

    Attributes:
        text: what stands in the file; without one, what matching goes by, written as it would stand there.
        exists: whether there is a file.
        previous: the version before; empty where none is kept.
        overruled: whether the environment sets the weights, so that the file counts for nothing.
    """

    text: str
    exists: bool
    previous: str = ""
    overruled: bool = False


class Spending(Value):
    """What chat models took today. The costs, in US dollars, are bounds: which tokens were read isn't kept."""

    tokens: int
    a_day: int
    least: float | None = None
    most: float | None = None


class InstallationService:
    """The settings, the weights of matching, the checks of `doctor`, the day's tokens.

    Args:
        units, policy, clock: as for every service.
        home: the home's folder.
        settings: gives the settings as they may be shown.
        weights: gives the weights that matching goes by.
        overruled: whether the environment sets them.
        examine: looks at everything that an installation needs.
        allowance: what chat models took.
        prices: what their tokens cost.
        changed: is told when the weights are others.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        policy: Policy,
        clock: Clock,
        home: Path,
        *,
        settings: Callable[[], list[Setting]],
        weights: Callable[[], MatchingWeights],
        overruled: bool,
        examine: Callable[[Progress | None], list[Check]],
        allowance: Allowance,
        prices: Prices,
        changed: Callable[[], None],
    ) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock
        self._home = home
        self._settings = settings
        self._weights = weights
        self._overruled = overruled
        self._examine = examine
        self._allowance = allowance
        self._prices = prices
        self._changed = changed

    def settings(self, asker: Asker) -> list[Setting]:
        """Every setting with its value, and where it comes from."""
        self._policy.require(asker, Action.SETTINGS_WRITE)
        return self._settings()

    def weights(self, asker: Asker) -> WeightsFile:
        """The file with the weights of matching, also one that can't be read as such: somebody has to mend it."""
        self._policy.require(asker, Action.SETTINGS_WRITE)
        text = self._read(FILE)
        return WeightsFile(
            text=text or in_words(self._in_use()),
            exists=bool(text),
            previous=self._read(PREVIOUS),
            overruled=self._overruled,
        )

    def change_weights(self, asker: Asker, text: str) -> tuple[str, ...]:
        """Keep another version of the file, and the one before it beside; each thing that is different now.

        Raises BadInput, naming what is wrong, for what can't be read as settings of matching; the file is then as it
        was.
        """
        self._policy.require(asker, Action.SETTINGS_WRITE)
        if len(text) > LONGEST_FILE:
            raise BadInput(
                f"The file would have {len(text):,} characters.",
                place=FILE,
                cure=f"Keep it under {LONGEST_FILE:,}.",
            )
        new, before = self._understood(text), self._read(FILE)
        differences = _differences(self._in_use(), new)
        if text.strip() == before.strip():
            return ()
        with self._units() as unit:
            unit.audit_log.add(self._entry(asker, differences))
            self._write(PREVIOUS, before or in_words(self._in_use()))
            self._write(FILE, text)
            unit.commit()
        self._changed()
        return differences

    def restore_weights(self, asker: Asker) -> tuple[str, ...]:
        """Go back to the version before; doing it again goes forth. Conflict where there is none."""
        self._policy.require(asker, Action.SETTINGS_WRITE)
        previous = self._read(PREVIOUS)
        if not previous:
            raise Conflict("No earlier version is kept.", place=PREVIOUS, cure="Change the weights by hand.")
        return self.change_weights(asker, previous)

    def examine(self, asker: Asker, progress: Progress | None = None) -> list[Check]:
        """What `doctor` finds: the home, the encoder, the index, the signposts, the chat model."""
        self._policy.require(asker, Action.SETTINGS_WRITE)
        return self._examine(progress)

    def spending(self, asker: Asker) -> Spending:
        """The tokens that chat models took today, beside the day's allowance."""
        self._policy.require(asker, Action.SETTINGS_WRITE)
        tokens, prices = self._allowance.taken(), (self._prices.input, self._prices.output)
        known = [price * tokens / MILLION for price in prices if price is not None]
        both = len(known) == len(prices)
        return Spending(
            tokens=tokens,
            a_day=self._allowance.a_day,
            least=min(known) if both else None,
            most=max(known) if both else None,
        )

    def _understood(self, text: str) -> MatchingWeights:
        try:
            return weights_in(text, self._home / FILE)
        except BadInput as error:
            cure = "Mend it and keep it again; the file is as it was."
            raise BadInput(error.message, place=FILE, cure=cure) from error

    def _in_use(self) -> MatchingWeights:
        """The weights in use; those that come with the program where the file is broken."""
        try:
            return self._weights()
        except BadInput:
            return MatchingWeights()

    def _read(self, name: str) -> str:
        file = self._home / name
        try:
            return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
        except OSError as fault:
            raise _unusable(file, "read", fault) from fault

    def _write(self, name: str, text: str) -> None:
        file = self._home / name
        beside = file.with_suffix(".new")
        try:
            beside.write_text(text.replace("\r\n", "\n"), encoding="utf-8")
            beside.replace(file)
        except OSError as fault:
            raise _unusable(file, "written", fault) from fault

    def _entry(self, asker: Asker, differences: tuple[str, ...]) -> AuditEntry:
        return AuditEntry(
            id=new_id("a"), at=self._clock.now(), by=asker.name_in_log, verb="change", kind="settings",
            record=FILE, detail={"changed": "; ".join(differences)[:2_000]},
        )  # fmt: skip


def _unusable(file: Path, done: str, fault: OSError) -> HomeUnusable:
    return HomeUnusable(
        f"{file.name} cannot be {done}: {fault.strerror}.",
        place=str(file),
        cure="Give the program permission to the home's folder, or make room on the disk.",
    )


def _differences(before: MatchingWeights, after: MatchingWeights) -> tuple[str, ...]:
    """`mentor.areas: 0.52 → 0.4` for each number that is another now."""
    old, new = _flat(before.model_dump(mode="json")), _flat(after.model_dump(mode="json"))
    return tuple(f"{name}: {old[name]} → {new[name]}" for name in old if old[name] != new[name])


def _flat(told: Mapping[str, object], above: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in told.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{name}.")
        else:
            flat[above + name] = value
    return flat
