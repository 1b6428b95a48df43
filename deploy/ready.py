"""Ask a replica for its health: ends with 0 if it answers 200, for containers and service units.

python deploy/ready.py http://127.0.0.1:8501/healthz
python deploy/ready.py http://127.0.0.1:8501/readyz --wait 120    wait for it, so many seconds
"""

from __future__ import annotations

import argparse
import sys
import time
import urllib.error
import urllib.request


def answers(address: str) -> bool:
    """Whether a server answers 200 at an address."""
    try:
        with urllib.request.urlopen(address, timeout=3) as answer:  # noqa: S310 (of a unit file)
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False


def main() -> int:
    """The command line, see the top of the file."""
    parser = argparse.ArgumentParser(description="Ask a replica for its health")
    parser.add_argument("address")
    parser.add_argument("--wait", type=float, default=0.0, metavar="SECONDS")
    given = parser.parse_args()
    until = time.monotonic() + given.wait
    while not (found := answers(given.address)) and time.monotonic() < until:
        time.sleep(0.2)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
