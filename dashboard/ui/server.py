"""The server of the pages: Streamlit, started as its own command line does."""

from __future__ import annotations

import os

from streamlit.web import cli

from dashboard.core.settings import ROOT


def serve(host: str, port: int) -> None:
    """Serve `dashboard/app.py` until the process is ended."""
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from the working folder
    options = [f"--server.port={port}", f"--server.address={host}"]
    cli.main(["run", str(ROOT / "dashboard" / "app.py"), *options], prog_name="streamlit")
