"""A real Spark, for tests of the second engine: a Connect server with two workers on this machine.

python -m tests.spark             print where it is, or say how to get it
python -m tests.spark --ensure    the same, but first install what lacks: Debian's Java when root,
                                  and the pinned Spark into .venv-spark
python -m tests.spark --run ...   start it, run pytest with these arguments against it, stop it

Tests find its address in the environment variable `CONFORMANCE_REMOTE`.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.browser import install
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".venv-spark"
REQUIREMENTS = ROOT / "tests" / "spark-requirements.txt"
JAVA = "openjdk-17-jre-headless"
VARIABLE = "CONFORMANCE_REMOTE"
# What `make test-cluster` runs: each file finds the server by the variable.
TESTS = ("tests/conformance",)
NOT_SKIPPED = (
    "Spark is not installed; the tests of the cluster are not skipped. Java: apt-get install "
    f"--no-install-recommends {JAVA}. Spark: python -m tests.spark --ensure"
)
# Compiling what runs once costs most of the time: neither Java's second compiler, nor code that
# Spark writes for each stage, nor planning anew after each pays on facts of some thousand rows.
# `OFFICE` are the same as Spark has them; what tests make with them says so.
_JAVA_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto"
# Two workers, each a process with one core; few partitions, and no pages that nobody looks at.
OPTIONS = {
    "spark.driver.extraJavaOptions": _JAVA_OPTIONS,
    "spark.executor.extraJavaOptions": _JAVA_OPTIONS,
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.master": "local-cluster[2,1,1024]",
    "spark.driver.memory": "1g",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.log.level": "WARN",
    "spark.default.parallelism": "2",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.locality.wait": "0",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.session.timeZone": "UTC",
}
OFFICE = {
    "spark.sql.codegen.wholeStage": "true",
    "spark.sql.codegen.factoryMode": "FALLBACK",
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.shuffle.partitions": "200",
}
START_SECONDS = 240
MOST_SECONDS = 2400  # of all tests, so that what hangs ends


def find_spark() -> Path | None:
    """The folder of Spark, where Java is there too and it is the pinned one."""
    stamp = FOLDER / "installed"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if shutil.which("java") is None or not stamp.is_file() or stamp.read_text("utf-8") != wanted:
        return None
    return next(FOLDER.glob("lib/python*/site-packages/pyspark"), None)


def ensure_spark() -> None:
    """Install Java and Spark where they lack, as far as we may."""
    if shutil.which("java") is None:
        install("Java", JAVA)
    if find_spark() is None:
        print(f"Installing Spark into {FOLDER.name} (once, 460 MB) ...", file=sys.stderr)
        venv.create(FOLDER, clear=True, with_pip=True)
        command = [str(FOLDER / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        command += ["--disable-pip-version-check", "--no-deps", "-r", str(REQUIREMENTS)]
        if subprocess.run(command, check=False).returncode == 0:
            stamp = FOLDER / "installed"
            stamp.write_text(REQUIREMENTS.read_text(encoding="utf-8"), encoding="utf-8")


class NotStarted(Exception):
    """Spark did not come up; says why, with the end of its log."""


@contextmanager
def cluster(folder: Path, changed: Mapping[str, str] | None = None) -> Iterator[str]:
    """A Spark Connect server with two workers, ready when it listens; its address.

    Nothing of it is left at the end, however that comes.

    Args:
        folder: an empty folder for its tables and its log.
        changed: options beside `OPTIONS`, or instead of them.

    Raises:
        NotStarted: it ended, or did not listen in `START_SECONDS`.
    """
    home = find_spark()
    if home is None:
        raise NotStarted(NOT_SKIPPED)
    port = free_port()
    options = {
        **OPTIONS,
        **(changed or {}),
        "spark.connect.grpc.binding.port": str(port),
        "spark.sql.warehouse.dir": str(folder / "tables"),
        "spark.local.dir": str(folder / "local"),
    }
    command = [str(home / "bin" / "spark-submit")]
    for name, value in options.items():
        command += ["--conf", f"{name}={value}"]
    command += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer"]
    log = folder / "spark.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [*command, "spark-internal"],
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith("SPARK_")},
                "SPARK_HOME": str(home),
                "SPARK_LOCAL_IP": "127.0.0.1",
                "SPARK_WORKER_DIR": str(folder / "work"),
            },
            start_new_session=True,
        )
    try:
        until = time.monotonic() + START_SECONDS
        while not _listens(port):
            code = process.poll()
            if code is not None or time.monotonic() > until:
                why = f"ended with {code}" if code is not None else f"silent for {START_SECONDS} s"
                last = "\n".join(log.read_text("utf-8", "replace").splitlines()[-40:])
                raise NotStarted(f"Spark did not start ({why}). The end of its log:\n{last}")
            time.sleep(0.2)
        yield f"sc://127.0.0.1:{port}"
    finally:
        process.terminate()  # its workers end with it
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)


def run(arguments: list[str]) -> int:
    """Start a cluster, run pytest against it and say how long that took; pytest's own code.

    A start that failed is tried once more: another program may have taken the port meanwhile.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that Spark is ended, too
    began = time.monotonic()
    for is_last in (False, True):
        try:
            with (
                tempfile.TemporaryDirectory(prefix="spark-", ignore_cleanup_errors=True) as folder,
                cluster(Path(folder)) as remote,
            ):
                started = time.monotonic() - began
                print(f"Spark with two workers listens after {started:.0f} s.", flush=True)
                code, closing = _pytest(remote, arguments)
            break
        except NotStarted as error:
            print(error, file=sys.stderr, flush=True)
            if is_last or find_spark() is None:
                print("make test-cluster: no test was run, Spark did not start.")
                return 1
    print(
        f"make test-cluster: {closing}; {time.monotonic() - began:.0f} s with starting and ending."
    )
    return code


def _pytest(remote: str, arguments: list[str]) -> tuple[int, str]:
    """The code of pytest and its last line."""
    command = [sys.executable, "-m", "pytest", "-n", "0", "--durations=10"]
    process = subprocess.Popen(
        [*command, *(arguments or TESTS)],
        cwd=ROOT,
        env={**os.environ, VARIABLE: remote, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    late = threading.Timer(MOST_SECONDS, process.kill)
    late.start()
    last = ""
    try:
        for line in process.stdout:
            print(line, end="", flush=True)
            last = line.strip() or last
        code = process.wait()
    finally:
        is_late = not late.is_alive()
        late.cancel()
        process.kill()
        process.wait()
    if is_late:
        return 1, f"stopped after {MOST_SECONDS} s, at: {last}"
    return code, re.sub(r"^=+ | =+$", "", last)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def main() -> int:
    """The command line, see the top of the file."""
    if sys.argv[1:2] == ["--run"]:
        return run(sys.argv[2:])
    if "--ensure" in sys.argv[1:]:
        ensure_spark()
    home = find_spark()
    print(f"Spark: {home}" if home else NOT_SKIPPED)
    return 0 if home else 1


if __name__ == "__main__":
    sys.exit(main())
