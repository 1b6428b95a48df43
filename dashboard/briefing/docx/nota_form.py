"""The form of a nota dinas: its head and its signature, with blanks for the office to fill in.

Offices only: no name of a person is written, and nothing that the office decides is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.briefing.docx.blocks import Block, Sheet
from dashboard.briefing.docx.elements import Cell, Inline
from dashboard.briefing.docx.word_document import WordDocument
from dashboard.core.i18n import Words

_HEAD = (0.16, 0.03, 0.81)  # shares of the width: label, colon, what is filled in
_FOOT = (0.6, 0.4)
_SUBJECT_LINES = 2
_SIGNATURE = 3  # lines of room for it
_GAP = 16.0  # points between both sides of the foot


def head(sheet: Sheet, subject: str, say: Words) -> list[Block]:
    """Letterhead, title, and the lines from addressee to subject.

    Args:
        sheet: the page.
        subject: what the nota is about; more than two lines end in an ellipsis.
        say: the reader's words.
    """
    blank = say("(to be filled in)")
    lines = [
        (say("To"), blank),
        (say("From"), blank),
        (say("Copies"), blank),
        (say("Date"), blank),
        (say("Number"), blank),
        (say("Classification"), blank),
        (say("Attachments"), blank),
    ]
    room = _HEAD[2] * sheet.width
    shown = sheet.shortened("KepalaNota", subject, _SUBJECT_LINES, room)
    lines.append((say("Subject"), shown))
    rows = [
        [
            Cell(((label,),), "KepalaNota"),
            Cell(((":",),), "KepalaNota"),
            Cell(((value,),), "KepalaNota"),
        ]
        for label, value in lines
    ]
    height = sum(
        sheet.high("KepalaNota", sheet.lines("KepalaNota", value, room)) for _label, value in lines
    )
    title = say("OFFICIAL NOTE")

    def write(word: WordDocument, _new_page: bool) -> None:
        word.table("TabelPolos", _HEAD, rows, title=title, has_head=False, keep_together=True)

    kop = say("(letterhead of the office)")
    return [
        # Room for a letterhead of three lines: it takes the place of this one.
        sheet.text("KopNota", f"\n{kop}\n", 3),
        sheet.text("JudulNota", title, 1),
        Block(height, write, is_cut=shown != subject),
    ]


def foot(sheet: Sheet, about: Sequence[Inline], shown: str, say: Words) -> list[Block]:
    """The closing words, then the signature on the right of what the nota rests on.

    Args:
        sheet: the page.
        about: which facts.
        shown: how that reads.
        say: the reader's words.
    """
    signed: list[tuple[Inline, ...]] = [
        (say("(name of the office)") + ",",),
        *[("",)] * _SIGNATURE,
        (say("(name)"),),
        (say("NIP (to be filled in)"),),
    ]
    row = [Cell((tuple(about),), "CatatanNota"), Cell(tuple(signed), "TandaTangan")]
    height = max(
        sheet.high("TandaTangan", len(signed)),
        sheet.high("CatatanNota", sheet.lines("CatatanNota", shown, _FOOT[0] * sheet.width - _GAP)),
    )

    def write(word: WordDocument, _new_page: bool) -> None:
        title = say("Signature")
        word.table("TabelPolos", _FOOT, [row], title=title, has_head=False, keep_together=True)

    closing = sheet.text("PenutupNota", say("Submitted for consideration."), 1)
    return [closing, Block(height, write)]
