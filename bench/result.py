"""One measured value, the bound it should keep, and the line that tells both."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One line of the table; ``at_least`` says on which side of the bound to be.

    ``note`` is said beside the verdict and does not count.
    """

    name: str
    value: float
    bound: float
    at_least: bool = True
    unit: str = ""
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether the value is on the right side of its bound."""
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def line(self) -> str:
        """The line as printed."""
        side = "≥" if self.at_least else "≤"
        verdict = "đạt" if self.holds else "CHƯA ĐẠT"
        value = f"{self.value:.3f}" if not self.unit else f"{self.value:,.1f} {self.unit}"
        line = f"{self.name:<38} {value:>10}   {side} {self.bound:g} {self.unit:<4} {verdict:<9}"
        return f"{line} {self.note}".rstrip()
