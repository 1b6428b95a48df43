"""Texts of a page in another language than the reader's: what is seen and what is read aloud."""

from __future__ import annotations

import csv
import re
from functools import cache

from playwright.sync_api import Page

from tests.fixtures import DATA
from tests.streamlit_words import literals

# Each text and each name that only assistive technology says, with whether our own server sent it.
TEXTS = """() => {
    const found = new Map();
    const attributes = ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext',
        'aria-description', 'aria-roledescription'];
    const lang = document.documentElement.lang;
    const add = (text, element) => {
        if (!/[A-Za-z]{3}/.test(text) || element.closest('[lang]').lang !== lang) return;
        const ours = Boolean(element.closest('.stHtml, .stMarkdown, .js-plotly-plot, canvas'));
        found.set(text.trim(), ours);
    };
    const walk = (node) => {
        if (node.nodeType === Node.TEXT_NODE) add(node.nodeValue, node.parentElement);
        if (node.nodeType !== Node.ELEMENT_NODE || node.matches('script, style, noscript')) return;
        for (const name of attributes) add(node.getAttribute(name) ?? '', node);
        if (!node.matches('[data-testid=stIconMaterial], textarea, pre'))
            node.childNodes.forEach(walk);
    };
    walk(document.body);
    return [...found];
}"""

# Words that no sentence does without, and that mean nothing in the other language.
COMMON = {
    "id": (
        *("the", "of", "and", "with", "from", "this", "that", "which", "are", "was", "been", "is"),
        *("or", "to", "for", "not", "no", "by", "year", "years", "region", "choose", "show", "add"),
    ),
    "en": (
        *("yang", "dan", "dari", "untuk", "dengan", "pada", "tidak", "belum", "adalah", "oleh"),
        *("atau", "menurut", "dalam", "semua", "pilih", "tahun", "wilayah", "skor", "unduh"),
        *("salin", "sumber", "tabel", "tambah", "cari", "hapus", "buka", "tutup"),
    ),
}
# What readers of both languages are told in both.
BOTH = {"Bahasa / Language", "English", "Indonesia"}


@cache
def facts() -> tuple[str, ...]:
    """The texts of the facts, the longest first: names and titles stay in their own language."""
    cells = set()
    for path in DATA.glob("*.csv"):
        with path.open(encoding="utf-8") as file:
            cells |= {cell for row in csv.reader(file) for cell in row}
    parts = {part.strip() for cell in cells for part in (cell, *cell.split(";"))}
    return tuple(sorted((part for part in parts if len(part) > 5), key=len, reverse=True))


def without_facts(text: str) -> str:
    """What is left of a text without the texts of facts."""
    for fact in facts():
        if fact in text:
            text = text.replace(fact, "")
    return text


def foreign(page: Page, lang: str) -> list[str]:
    """Every text of the page that is not in the reader's language.

    On a page in Bahasa Indonesia that is also every whole text that Streamlit's own scripts hold.
    """
    common = re.compile(rf"\\b({'|'.join(COMMON[lang])})\\b", re.IGNORECASE)
    found = []
    for text, is_ours in page.evaluate(TEXTS):
        if text in BOTH:
            continue
        is_word = text[0].isupper() and not text.isupper()  # CSV and OTT are the same in both
        is_streamlits = lang == "id" and not is_ours and is_word and text in literals()
        if is_streamlits or (common.search(text) and common.search(without_facts(text))):
            found.append(text)
    return found
