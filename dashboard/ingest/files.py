"""What kind of file somebody gives, and its sheets; what is not read is told by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from dashboard.core import uploads
from dashboard.core.i18n import message
from dashboard.core.uploads import Unusable
from dashboard.ingest import delimited
from dashboard.ingest.sheet import Sheet, unpacked

# Read in a process of its own: what a workbook unpacks to cannot be known before it is done.
WORKBOOK = uploads.Kind(
    "dashboard.ingest.workbook:extracted", uploads.LARGEST_MB, seconds=90, memory_mb=1536
)
PARQUET = uploads.Kind(
    "dashboard.ingest.parquet:extracted", uploads.LARGEST_MB, seconds=90, memory_mb=1536
)

MUCH = message(
    "Reading it takes more time or memory than a table may need. Copy the table alone into a new "
    "workbook and save that."
)
EMPTY = message("It is empty. Choose the file that holds the table.")
PICTURE = message(
    "It is a picture ({kind}), and numbers in a picture are not read. Ask for the sheet that it "
    "was made from, or type the table into the template."
)
DOCUMENT = message(
    "It is a document ({kind}), and its tables are not read. Ask for the sheet that it was made "
    "from, or copy the table into a spreadsheet and save that as XLSX."
)
OTHER_SHEET = message(
    "It is in the format {kind}, whatever its name says. Open it in Excel or LibreOffice and save "
    "it as XLSX."
)
OLD_OR_LOCKED = message(
    "It is an old Excel file (XLS), or one with a password. Open it in Excel or LibreOffice and "
    "save it as XLSX, without a password."
)
ARCHIVE = message("It is an archive ({kind}). Unpack it and choose the sheet that lies in it.")
POINTER = message("It only names a file that is kept elsewhere (Git LFS). Take the file itself.")

_REFUSED = (
    (b"\x89PNG", PICTURE, "PNG"),
    (b"\xff\xd8\xff", PICTURE, "JPEG"),
    (b"GIF8", PICTURE, "GIF"),
    (b"II*\x00", PICTURE, "TIFF"),
    (b"MM\x00*", PICTURE, "TIFF"),
    (b"RIFF", PICTURE, "WEBP"),
    (b"%PDF", DOCUMENT, "PDF"),
    (b"\xd0\xcf\x11\xe0", OLD_OR_LOCKED, "XLS"),
    (b"\x1f\x8b", ARCHIVE, "GZIP"),
    (b"7z\xbc\xaf", ARCHIVE, "7z"),
    (b"Rar!", ARCHIVE, "RAR"),
    (b"\x28\xb5\x2f\xfd", ARCHIVE, "ZSTD"),
    (b"PK\x05\x06", ARCHIVE, "ZIP"),
    (b"version https://git-lfs", POINTER, "Git LFS"),
)
_TEXTS = (
    (
        re.compile(r"<\?xml[^>]*>.*urn:schemas-microsoft-com:office:spreadsheet", re.S),
        OTHER_SHEET,
        "XML 2003",
    ),
    (
        re.compile(r"<(!doctype html|html|table|meta|div|head|body|style)\b", re.I),
        OTHER_SHEET,
        "HTML",
    ),
    (re.compile(r"<[a-z?!]", re.I), DOCUMENT, "XML"),
    (re.compile(r"\{\\rtf"), DOCUMENT, "RTF"),
    (re.compile(r'[\[{]\s*["{\[\]}]'), OTHER_SHEET, "JSON"),
)


def sheets(content: bytes, known: Callable[[Sequence[str]], int]) -> tuple[Sheet, ...]:
    """The sheets of a file, told from its content and not from its name.

    Args:
        content: its bytes.
        known: how many of some cells are headings that a table has.

    Raises:
        Unusable: it is not read, is damaged, or needs more time or memory than it may.
    """
    if len(content) > uploads.LARGEST_MB << 20:
        raise Unusable(uploads.TOO_LARGE, n=uploads.LARGEST_MB)
    if not content.strip(b"\x00\t\r\n ") or content in (mark for mark, _ in delimited.MARKS):
        raise Unusable(EMPTY)
    if content.startswith(b"PK\x03\x04"):
        return _confined("xlsx", content)
    if content.startswith(b"PAR1"):
        return _confined("parquet", content)
    for magic, sentence, kind in _REFUSED:
        if content.startswith(magic):
            raise Unusable(sentence, kind=kind)
    text = delimited.decoded(content)
    start = text[:4096].lstrip()
    for pattern, sentence, kind in _TEXTS:
        if pattern.match(start):
            raise Unusable(sentence, kind=kind)
    return (delimited.read(text, known),)


@lru_cache(maxsize=2)  # a page reads the same file again with each answer
def _confined(form: str, content: bytes) -> tuple[Sheet, ...]:
    kind = WORKBOOK if form == "xlsx" else PARQUET
    try:
        return unpacked(uploads.checked(kind, "", content))
    except Unusable as refused:
        if refused.text in (uploads.TOO_MUCH, uploads.TOO_SLOW):
            raise Unusable(MUCH) from None
        raise
