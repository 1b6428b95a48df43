"""The client of Spark Connect, imported where it is needed and as any program may import it."""

from __future__ import annotations

import sys
import warnings

from dashboard.warehouse.cluster_faults import NoClient


def load() -> None:
    """Import the client, once a process.

    It takes a program that is no file (`python -c`, a worker of a pool) for a run of its own
    examples, looks for a whole Spark, and ends the process where there is none. So such a program
    has a file while the client is imported.

    Raises:
        NoClient: it is not installed.
    """
    program = sys.modules["__main__"]
    is_unnamed = getattr(program, "__spec__", None) is None and not hasattr(program, "__file__")
    if is_unnamed:
        program.__file__ = __file__
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a newer pandas; frames are not asked for
            import pyspark.sql.connect.session  # noqa: F401 (for whoever imports a part of it)
    except ImportError as error:
        raise NoClient(str(error)) from error
    finally:
        if is_unnamed:
            del program.__file__
