"""The words that Streamlit's own scripts say, read from the scripts themselves."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import streamlit

FOLDER = Path(streamlit.__file__).parent / "static" / "static" / "js"
_TEXT = re.compile(r"`([^`$\\{}<>\n]{3,160})`|\"([^\"$\\{}<>\n]{3,160})\"")
# Words in the place of a name or of a text, as they are compiled.
_SAID = re.compile(
    r"(?:\"aria-label\"|title|placeholder|alt|label|children):\[?`([A-Z][^`$\\{}<>\n]{1,160})`"
)
# The scripts of what the dashboard's pages hold.
USED = (
    *("index", "ButtonGroup", "Checkbox", "DataFrame", "DownloadButton", "Expander"),
    *("FileUploader", "InputInstructions", "Multiselect", "Pagination", "Popover", "Radio"),
    *("Selectbox", "Slider", "StreamlitMarkdown", "TextArea", "TextInput", "Toast", "Toolbar"),
    *("UploadFileInfo", "WidgetLabel", "withFullScreenWrapper"),
)


def _scripts(names: tuple[str, ...] = ()) -> list[str]:
    paths = [path for path in FOLDER.glob("*.js") if not names or path.name.split(".")[0] in names]
    return [path.read_text(encoding="utf-8") for path in paths]


@cache
def literals() -> frozenset[str]:
    """Every short text in any of Streamlit's scripts."""
    return frozenset(one or other for script in _scripts() for one, other in _TEXT.findall(script))


@cache
def said() -> frozenset[str]:
    """What the parts that the dashboard uses show or call something."""
    return frozenset(text for script in _scripts(USED) for text in _SAID.findall(script))
