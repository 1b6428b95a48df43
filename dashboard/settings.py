"""Where things live and what an office may set.

Each setting can be given by an environment variable, so that nothing in the repository has to be
edited on a server:

- `INTEGRITAS_DATA_DIR`, `INTEGRITAS_SQL_DIR`, `INTEGRITAS_BUILD_DIR`: folders.
- `INTEGRITAS_FOCUS_REGIONS`: region codes separated by commas, shown first (default 63,64,62,13).
- `INTEGRITAS_LANG`: language of the command line, `id` (default) or `en`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_FOCUS_REGIONS = ("63", "64", "62", "13")


def _folder(variable: str, default: Path) -> Path:
    return Path(os.environ.get(variable) or default).resolve()


def _focus_regions() -> tuple[str, ...]:
    given = os.environ.get("INTEGRITAS_FOCUS_REGIONS", "")
    return tuple(code.strip() for code in given.split(",") if code.strip()) or DEFAULT_FOCUS_REGIONS


def _language() -> str:
    given = os.environ.get("INTEGRITAS_LANG", "id")
    return given if given in ("id", "en") else "id"


@dataclass(frozen=True)
class Settings:
    """The folders and choices in force, read from the environment when made."""

    data_dir: Path = field(
        default_factory=lambda: _folder("INTEGRITAS_DATA_DIR", ROOT / "data"),
    )
    sql_dir: Path = field(default_factory=lambda: _folder("INTEGRITAS_SQL_DIR", ROOT / "sql"))
    build_dir: Path = field(default_factory=lambda: _folder("INTEGRITAS_BUILD_DIR", ROOT / "build"))
    focus_regions: tuple[str, ...] = field(default_factory=_focus_regions)
    lang: str = field(default_factory=_language)
