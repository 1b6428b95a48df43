"""The dashboard as it is served, except that it forgets ended sessions after seconds.

python -m tests.load.served run     as `python -m dashboard run`

Streamlit keeps a session for two minutes, for a browser that comes back. What a server frees when
they have gone by can be measured sooner.
"""

from __future__ import annotations

import sys
from functools import partialmethod

from streamlit.runtime.memory_session_storage import MemorySessionStorage

from dashboard.__main__ import main

KEPT_SECONDS = 5

if __name__ == "__main__":
    own = MemorySessionStorage.__init__
    MemorySessionStorage.__init__ = partialmethod(own, ttl_seconds=KEPT_SECONDS)  # type: ignore[method-assign, assignment]
    sys.exit(main())
