"""The theme of .streamlit/config.toml, which Streamlit reads anew for each run of a page."""

from __future__ import annotations

from functools import lru_cache, wraps

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session


def read_once() -> None:
    """Let the theme be read once: nothing changes it while the server runs."""
    read = app_session._populate_theme_msg
    if hasattr(read, "__wrapped__"):
        return

    @lru_cache
    def section_of(name: str) -> CustomThemeConfig:
        section = CustomThemeConfig()
        read(section, name)
        return section

    @wraps(read)
    def populate(msg: CustomThemeConfig, section: str = "theme") -> None:
        found = section_of(section)
        if found.ByteSize():  # an empty one is not sent
            msg.MergeFrom(found)

    app_session._populate_theme_msg = populate
