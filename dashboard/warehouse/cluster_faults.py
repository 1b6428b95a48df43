"""What goes wrong with a cluster, in sentences: it is away, too slow, or holds too much."""

from __future__ import annotations

from typing import Protocol

from dashboard.core.i18n import Words
from dashboard.warehouse.build import BuildError


class ClusterAway(BuildError):
    """The cluster cannot be reached, or is silent.

    Attributes:
        address: of the cluster, without what is secret in it.
        reason: what the client says of it.
    """

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address, self.reason = address, reason

    def message(self, say: Words) -> str:
        """For whoever runs the dashboard: what was tried and the way out."""
        return say(
            "The cluster at {address} cannot be reached ({reason}). Look whether it runs and "
            "whether INTEGRITAS_SPARK_REMOTE names it, or leave INTEGRITAS_ENGINE out to answer on "
            "this machine. Nothing was changed.",
            address=self.address,
            reason=self.reason,
        )

    def for_reader(self, say: Words) -> str:
        """For a reader: nobody asked this before, so that no earlier answer can be shown."""
        return say(
            "The cluster that works out these numbers cannot be reached at the moment, and there "
            "is no earlier answer to show. Try again in a minute; nothing of your choice is lost."
        )


class ClusterSlow(ClusterAway):
    """The cluster is there, and a question took longer than it may."""

    def __init__(self, address: str, seconds: float) -> None:
        super().__init__(address, f"{seconds:.0f} s")
        self.seconds = seconds

    def message(self, say: Words) -> str:
        """For whoever runs the dashboard."""
        return say(
            "The cluster at {address} did not answer within {n} seconds; the question was stopped "
            "there. Give it more workers, or raise INTEGRITAS_SPARK_SECONDS.",
            address=self.address,
            n=say.number(self.seconds, 0),
        )

    def for_reader(self, say: Words) -> str:
        """For a reader."""
        return say(
            "The cluster did not work out these numbers within {n} seconds. Try again in a minute, "
            "or choose fewer regions or years.",
            n=say.number(self.seconds, 0),
        )


class NoClient(BuildError):
    """What speaks to a cluster is not installed."""

    def message(self, say: Words) -> str:
        """What to install."""
        return say(
            "INTEGRITAS_ENGINE=spark needs packages that are not installed here ({reason}). "
            "Install them: .venv/bin/python -m pip install -r requirements-spark.txt",
            reason=str(self),
        )


class SessionLost(Exception):
    """The cluster does not know what was registered there: it started anew or tidied up."""


class TooManyRows(BuildError):
    """A table of the cluster is too large to be browsed from here."""

    def __init__(self, table: str, rows: int, most: int) -> None:
        super().__init__(f"{table}: {rows}")
        self.table, self.rows, self.most = table, rows, most

    def message(self, say: Words) -> str:
        """What stays possible."""
        return say(
            "The table {table} lies on the cluster and has {rows} rows: too many to be browsed "
            "here (at most {most}). Figures and their files go on answering.",
            table=self.table,
            rows=say.number(self.rows, 0),
            most=say.number(self.most, 0),
        )


class Says(Protocol):
    """What has a sentence for its reader."""

    def message(self, say: Words) -> str:
        """The sentence."""


class NotCarriedOver(BuildError):
    """A query of sql/ that the cluster would answer otherwise, or not at all."""

    def __init__(self, cause: Says) -> None:
        super().__init__(str(cause))
        self.cause = cause

    def message(self, say: Words) -> str:
        """The file, the line and the construct."""
        return self.cause.message(say)
