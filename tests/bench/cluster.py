"""How long a real Spark takes to make the answers of made-up rows, and DuckDB beside it.

    python -m tests.bench.cluster --rows 1000000 10000000

Spark has two workers on this machine and its own defaults otherwise (generated code, plans made
anew between stages, 200 partitions). It reads the facts from the same folder.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests import synthetic
from tests.bench.report import Report
from tests.bench.rows import Run, check
from tests.spark import OFFICE, cluster, ensure_spark

MEMORY = {
    "spark.master": "local-cluster[2,1,3072]",
    "spark.executor.memory": "3g",
    "spark.driver.memory": "3g",
    "spark.driver.maxResultSize": "2g",
    "spark.driver.extraJavaOptions": "",
    "spark.executor.extraJavaOptions": "",
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", nargs="+", type=int, default=[1_000_000])
    given = parser.parse_args()
    ensure_spark()
    for rows in given.rows:
        report = Report()
        with tempfile.TemporaryDirectory(prefix="integritas-cluster-") as folder:
            data = synthetic.write(Path(folder) / "data", rows)
            _about(report, f"DuckDB, {rows:,} rows", check(data))
            (Path(folder) / "spark").mkdir()
            with cluster(Path(folder) / "spark", {**OFFICE, **MEMORY}) as remote:
                asked = {
                    "INTEGRITAS_ENGINE": "spark",
                    "INTEGRITAS_SPARK_REMOTE": remote,
                    "INTEGRITAS_SPARK_DATA": str(data),
                    "INTEGRITAS_SPARK_SECONDS": "3600",
                }
                _about(report, f"Spark, {rows:,} rows", check(data, asked))
        print(report, flush=True)


def _about(report: Report, name: str, run: Run) -> None:
    report.add(f"{name}: check", f"{run.seconds:.0f} s")
    report.add("  of which the answers", f"{run.steps['load']:.0f} s")


if __name__ == "__main__":
    main()
