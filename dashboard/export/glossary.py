"""Terms and abbreviations: what they mean, and their marks in a text, which open what they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

from dashboard import core
from dashboard.core import dictionary
from dashboard.export import markup

_FILE = Path(core.__file__).with_name("glossary.yaml")


@dataclass(frozen=True)
class Term:
    """A term in one language.

    Attributes:
        code: its name in the file.
        name: how a list writes it.
        text: what it means.
        forms: how texts write it.
    """

    code: str
    name: str
    text: str
    forms: tuple[str, ...]


@cache
def terms(lang: str) -> dict[str, Term]:
    """Every term by its code, in the order of the list."""
    entries = dictionary.read_yaml(_FILE.read_text(encoding="utf-8"))
    return {
        code: Term(code, entry["term"][lang], entry["text"][lang], tuple(entry["forms"]))
        for code, entry in entries.items()
    }


@cache
def _forms(lang: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds every form in a text, the longest first, and the term of each."""
    codes = {form: code for code, term in terms(lang).items() for form in term.forms}
    codes |= {form[0].upper() + form[1:]: code for form, code in codes.items()}
    longest = sorted(codes, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"), codes


def marked(text: str, lang: str, known: set[str]) -> Markup:
    """The text with the first place of each term as a button that opens what it means.

    Args:
        text: plain; it is escaped.
        lang: of the reader.
        known: codes that the page has marked; those of this text are added.
    """
    pattern, codes = _forms(lang)
    parts, end = [], 0
    for found in pattern.finditer(text):
        code = codes[found[0]]
        if code in known:
            continue
        known.add(code)
        button = markup.render("term.html", form=found[0], text=terms(lang)[code].text)
        parts += [escape(text[end : found.start()]), Markup(button)]  # noqa: S704 (our own template)
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])
