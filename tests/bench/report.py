"""The table that `make bench` prints."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Report:
    """Lines of the table: what, the measured value, the goal, whether it was reached."""

    lines: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, what: str, value: str, goal: str = "", reached: bool | None = None) -> None:
        """Add a line; `reached` None is a number without a goal."""
        verdict = "" if reached is None else "pass" if reached else "MISS"
        self.lines.append((what, value, goal, verdict))

    def __str__(self) -> str:
        """Columns under each other."""
        rows = [("", "measured", "goal", ""), *self.lines]
        widths = [max(len(row[i]) for row in rows) for i in range(4)]
        return "\n".join(
            f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}  {row[3]}"
            for row in rows
        )
