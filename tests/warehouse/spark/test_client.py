"""The client of Spark Connect in programs of every kind."""

from __future__ import annotations

import sys

from tests.servers import run


def test_a_program_without_a_file_may_ask_a_cluster() -> None:
    """The client takes it for a run of its own examples, and ended the process."""
    said = run(
        sys.executable,
        "-c",
        "import sys; from dashboard.warehouse.spark import client; client.load(); "
        "print(hasattr(sys.modules['__main__'], '__file__'))",
    )
    assert (said.returncode, said.stdout.strip()) == (0, "False"), said.stderr
