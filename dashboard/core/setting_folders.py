"""The folders that the settings name: what has to be there before anything is built."""

from __future__ import annotations

import os
from pathlib import Path

from dashboard.core.i18n import message
from dashboard.core.settings import BadSetting, Settings
from dashboard.core.settings_source import PREFIX

_NO_FOLDER = message(
    "The setting {name}={value} cannot be used: there is no such folder. Name the folder, or leave "
    "the setting out to use the one beside the program."
)
_NO_QUERIES = message(
    "The setting {name}={value} cannot be used: the folder holds no queries in {missing}. Name a "
    "copy of the folder sql/ of the program, with stg, mart, check and query, or leave the setting "
    "out."
)
_INSIDE = message(
    "The setting {name}={value} cannot be used: what is built would lie inside {other}, among what "
    "it is built from. Name a folder outside of it."
)


def check_folders(settings: Settings) -> None:
    """Check the folders that a build is made from, and that it is not made inside of them.

    Raises:
        BadSetting: the facts or the queries are not there, or the build would lie among them.
    """
    for name in ("data_dir", "sql_dir"):
        folder: Path = getattr(settings, name)
        if not os.path.isdir(folder):  # noqa: PTH112 (False as well where nothing may be looked up)
            raise BadSetting(PREFIX + name.upper(), folder, _NO_FOLDER)
        if settings.build_dir.is_relative_to(folder):
            raise BadSetting("INTEGRITAS_BUILD_DIR", settings.build_dir, _INSIDE, other=folder)
    parts = ("stg", "mart", "check", "query")
    missing = [part for part in parts if not any((settings.sql_dir / part).rglob("*.sql"))]
    if missing:
        raise BadSetting(
            "INTEGRITAS_SQL_DIR", settings.sql_dir, _NO_QUERIES, missing=", ".join(missing)
        )
