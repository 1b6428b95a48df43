"""The server of the pages: Streamlit, started as its own command line does."""

from __future__ import annotations

import os
from typing import Any

from streamlit import runtime
from streamlit.web import cli

from dashboard.core.settings import ROOT
from dashboard.core.uploads import Held


def serve(host: str, port: int) -> None:
    """Serve `dashboard/app.py` until the process is ended."""
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from the working folder
    options = [f"--server.port={port}", f"--server.address={host}"]
    cli.main(["run", str(ROOT / "dashboard" / "app.py"), *options], prog_name="streamlit")


def held(session: str) -> Held:
    """What Streamlit holds of the files that readers chose, until their sessions end."""
    if not runtime.exists():
        return Held()
    files: Any = runtime.get_instance().uploaded_file_mgr  # of its memory, by session and file
    sizes = {
        name: [len(file.data) for file in list(of_session.values())]
        for name, of_session in list(files.file_storage.items())
    }
    own = sizes.get(session, [])
    return Held(len(own), sum(own), sum(map(sum, sizes.values())))
