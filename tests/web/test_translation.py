"""Streamlit's own words: each that a reader may meet has a translation in the page's script."""

from __future__ import annotations

import re

from dashboard.export import assets
from tests.streamlit_words import literals, said

ENTRY = re.compile(r'^    (?:"((?:[^"\\]|\\.)*)"|(\w+)):\s*"([^"]*)",$', re.MULTILINE)

# What no reader can reach: the settings leave out these menus (toolbarMode = "minimal"), and these
# kinds of columns and of chat are on no page.
UNREACHED = {
    *("Deploy", "Deploy now", "Learn more", "Next steps", "Other platforms", "Start trial"),
    *("For community, always free", "For custom deployment ", "For enterprise", "Snowflake"),
    *("For personal hobbies and learning", "Streamlit Community Cloud", "Unable to deploy"),
    *("Deploy on your own hardware or cloud service", "Deploy this app using..."),
    *("Deploy unlimited private apps with role-based sharing", "Deploy unlimited public apps"),
    "Enterprise-level security, support, and fully managed infrastructure",
    "Explore and learn from Streamlit’s community and popular apps",
    "Integrate with Snowflake’s full data stack",
    "Please commit the latest changes and push to GitHub to continue.",
    "Set up and maintain your own authentication, resources, and costs",
    "This Git tree is in a detached HEAD state.",
    *("Also record audio", "Preview your video below:", "Save video to disk", "Start recording!"),
    "Share your video with the world on Twitter, LinkedIn, YouTube, or just plain email!",
    *("This video is encoded in the", "WebM format", "Step 1", "Step 2", "Step 3"),
    "Due to limitations with some browsers, this feature is only supported on recent desktop "
    "versions of Chrome, Firefox, and Edge.",
    "This will record a video with the contents of your screen, so you can easily share what "
    "you're seeing with others.",
    *("Made with Streamlit v", "Streamlit logo", "Traceback:", "Don't show again"),
    *("Skills installed", "Alt", "F5", "Cmd+R", "Ctrl+R"),
    *("Accounting", "Add row", "Alien Monster", "Audio player", "Button action menu", "Edit"),
    *("Cancel (Escape)", "Delete row(s)", "Edit markdown content", "Enter markdown text..."),
    *("Euro", "Happy", "Markdown content", "Rename", "Video player", "Yen"),
}


def entries() -> dict[str, str]:
    """The script's own list: what Streamlit says, and what a reader reads."""
    script = assets.page_scripts()[-1].path.read_text(encoding="utf-8")
    script = script.replace(":\n      ", ": ")  # a long entry stands on two lines
    return {quoted or bare: text for quoted, bare, text in ENTRY.findall(script)}


def test_every_word_that_a_reader_may_meet_has_a_translation() -> None:
    assert len(said()) > 80, "Streamlit's scripts are written differently now"
    assert sorted(said() - entries().keys() - UNREACHED) == []


def test_no_translation_is_left_in_english() -> None:
    same = {key for key, text in entries().items() if key == text}
    assert same == {"Format", "Logo", "Median"}
    assert len(entries()) > 120


def test_most_of_the_list_is_what_streamlit_says() -> None:
    # Some of its words stand in Python, or are put together; a list of the dead helps nobody.
    unknown = [key for key in entries() if key not in literals()]
    assert len(unknown) < len(entries()) / 6, unknown
