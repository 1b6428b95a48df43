"""The server of the pages: Streamlit, started as its own command line does."""

from __future__ import annotations

import os

import streamlit as st
from streamlit.web import cli

from dashboard.core.settings import ROOT, Settings


def cookie_options(settings: Settings) -> list[str]:
    """What lets files be uploaded in a frame of another site, where one may show the dashboard.

    Browsers take a cookie to such a frame only where it says so, and only over TLS.
    """
    is_framed = settings.frame_ancestors not in ("'self'", "'none'")
    is_safe = settings.public_address.startswith("https://")
    return ["--server.xsrfCookieSameSite=none"] if is_framed and is_safe else []


def base_path() -> str:
    """The configured path in front of every route; empty where there is none."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def listens_on() -> str:
    """The address that the server listens on; empty where it is every one of the machine."""
    return str(st.get_option("server.address") or "")


def serve(host: str, port: int) -> None:
    """Serve `dashboard/app.py` until the process is ended."""
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from the working folder
    options = [f"--server.port={port}", f"--server.address={host}", *cookie_options(Settings())]
    cli.main(["run", str(ROOT / "dashboard" / "app.py"), *options], prog_name="streamlit")
