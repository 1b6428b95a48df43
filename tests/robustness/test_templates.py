"""Templates that somebody prepared: refused in a sentence, or used without what must not leave."""

from __future__ import annotations

import io
import re
import time
import warnings
import zipfile
from collections.abc import Callable

import pytest
from pptx import Presentation

from dashboard.briefing.pptx import template, template_parts
from dashboard.core import uploads
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.uploads import Unusable
from tests.robustness.packages import (
    DECK,
    LAYOUT,
    MASTER,
    OFFICE,
    THEME,
    TYPES,
    changed,
    in_tree,
    packed,
    parts,
    plain,
    pointing,
    related,
    relations_of,
)

PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(60)
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "b">]>'


def framed(inside: str) -> str:
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="901" name="x"/><p:cNvGraphicFramePr/>'
        f"<p:nvPr/></p:nvGraphicFramePr><p:xfrm/><a:graphic><a:graphicData>{inside}"
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )


def picture(blip: str, media: str = "") -> str:
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="902" name="x"/><p:cNvPicPr/><p:nvPr>{media}</p:nvPr>'
        f"</p:nvPicPr><p:blipFill><a:blip {blip}/></p:blipFill><p:spPr/></p:pic>"
    )


def linked(attribute: str = 'r:id="rIdX"') -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="903" name="x"><a:hlinkClick {attribute}/></p:cNvPr>'
        "<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/></p:sp>"
    )


def prefixed(prefix: bytes, name: str = MASTER) -> bytes:
    """A part with something between its declaration and its first element."""
    return changed({name: lambda body: body.replace(b"?>", b"?>" + prefix, 1)})


def in_utf_16() -> bytes:
    """The same in an encoding in which no search for bytes finds it."""

    def written(body: bytes) -> bytes:
        text = body.decode().split("?>", 1)[1]
        return f'<?xml version="1.0" encoding="UTF-16"?>{DOCTYPE.decode()}{text}'.encode("utf-16")

    return changed({MASTER: written})


def many(element: str, n: int, name: str = MASTER) -> bytes:
    return changed(in_tree(element * n, name))


def twice(name: str, again: str) -> bytes:
    written = io.BytesIO(plain())
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(written, "a") as package:
        package.writestr(again, parts(plain())[name])
    return written.getvalue()


def encrypted() -> bytes:
    """Marked as encrypted, in the part's own head and in the list."""
    content = bytearray(plain())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 1)
    return bytes(content)


def of_kind(kind: bytes) -> bytes:
    return changed({TYPES: lambda body: body.replace(b"presentation.main+xml", kind)})


def lying(size: int) -> bytes:
    """A master that the list says is small, and that unfolds to more."""
    content = bytearray(many(" " * 3_000_000, 1))
    at = content.rfind(MASTER.encode())
    content[at - 46 + 24 : at - 46 + 28] = size.to_bytes(4, "little")
    return bytes(content)


def without_title() -> bytes:
    deck, written = Presentation(), io.BytesIO()
    for layout in list(deck.slide_layouts):
        if layout.name != "Blank":
            deck.slide_layouts.remove(layout)
    deck.save(written)
    return written.getvalue()


# What is refused, and a word of the sentence.
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "no PowerPoint file"),
    "no archive": (lambda: b"PK bukan zip" * 50, "no PowerPoint file"),
    "cut off": (lambda: plain()[:-2000], "no PowerPoint file"),
    "only the list of an archive": (lambda: b"PK\x05\x06" + bytes(18), "no PowerPoint file"),
    "an archive of something else": (lambda: packed({"a.txt": b"a"}), "no PowerPoint file"),
    "a template by its kind (.potx)": (lambda: of_kind(b"template.main+xml"), ".potx"),
    "with macros by its kind (.pptm)": (lambda: of_kind(b"macroEnabled.main+xml"), ".pptm"),
    "an old file (.ppt)": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), ".ppt"),
    "a file with a password": (
        lambda: b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "encrypted parts": (encrypted, "password"),
    "broken xml": (lambda: changed({MASTER: lambda _: b"<p:x"}), "no PowerPoint file"),
    "broken theme": (lambda: changed({THEME: lambda _: b"<a:theme"}), "no PowerPoint file"),
    "empty relationships": (
        lambda: changed({relations_of(DECK): lambda _: b""}),
        "no PowerPoint file",
    ),
    "no kinds of parts": (lambda: changed({TYPES: lambda _: None}), "no PowerPoint file"),
    "no master": (lambda: changed({MASTER: lambda _: None}), "no PowerPoint file"),
    "no layout with a title": (without_title, "title"),
    "a part twice": (lambda: twice(MASTER, MASTER), "no PowerPoint file"),
    "a part twice, in other letters": (lambda: twice(MASTER, MASTER.upper()), "no PowerPoint"),
    "a name that leads out": (lambda: twice(MASTER, "../../etc/cron.d/x"), "no PowerPoint"),
    "an absolute name": (lambda: twice(MASTER, "/etc/passwd"), "no PowerPoint file"),
    "a name with backslashes": (lambda: twice(MASTER, "ppt\\..\\..\\x.xml"), "no PowerPoint"),
    "packed in another way": (
        lambda: packed(parts(plain()), zipfile.ZIP_LZMA),
        "no PowerPoint file",
    ),
    "a master that lies about its size": (lambda: lying(2000), "no PowerPoint file"),
    "a document type": (lambda: prefixed(DOCTYPE), "entities"),
    "a document type in a layout": (lambda: prefixed(DOCTYPE, LAYOUT), "entities"),
    "a document type in a theme": (lambda: prefixed(DOCTYPE, THEME), "entities"),
    "a document type in relationships": (
        lambda: prefixed(DOCTYPE, relations_of(MASTER)),
        "entities",
    ),
    "a document type in the list of kinds": (lambda: prefixed(DOCTYPE, TYPES), "entities"),
    "a document type from outside": (
        lambda: prefixed(b'<!DOCTYPE x SYSTEM "file:///etc/passwd">'),
        "entities",
    ),
    "a document type in UTF-16": (in_utf_16, "entities"),
    "entities that multiply": (
        lambda: prefixed(
            b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        ),
        "entities",
    ),
    "20 MB of spaces in a master": (lambda: many(" " * 20_000_000, 1), "more than a template"),
    "6 MB in each of three parts": (
        lambda: changed(
            {
                name: lambda body: body.replace(b"</p:spTree>", b"ab " * 2_000_000 + b"</p:spTree>")
                for name in (MASTER, LAYOUT, "ppt/slideLayouts/slideLayout3.xml")
            }
        ),
        "more than a template",
    ),
    "150,000 shapes": (lambda: many("<p:sp/>", 150_000), "more than a template"),
    "nested 3,000 times": (
        lambda: many("<p:grpSp>" * 3000 + "</p:grpSp>" * 3000, 1),
        "more than a template",
    ),
    "100,000 attributes": (
        lambda: many("<p:sp " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>", 1),
        "more than a template",
    ),
    "10,000 names of names": (
        lambda: many("<p:sp " + " ".join(f'xmlns:n{n}="u{n}"' for n in range(10_000)) + "/>", 1),
        "more than a template",
    ),
    "5,001 parts": (
        lambda: changed({}, {f"ppt/media/{n}.bin": b"" for n in range(5001)}),
        "more than a template",
    ),
    "a picture of 8 MB of nothing": (
        lambda: pointing(
            picture('r:embed="rIdX"'),
            "image",
            "../media/x.png",
            "Internal",
            PIXEL + bytes(8_000_000),
        ),
        "more than a template",
    ),
}
# What is left out of a template that is used otherwise.
LEFT_OUT: dict[str, Callable[[], bytes]] = {
    "a picture from outside": lambda: pointing(
        picture('r:link="rIdX"'), "image", "https://outside.example/x.png"
    ),
    "a picture from a folder of the network": lambda: pointing(
        picture('r:link="rIdX"'), "image", "file://outside.example/share/x.png"
    ),
    "a link behind a shape": lambda: pointing(linked(), "hyperlink", "https://outside.example/"),
    "a program behind a shape": lambda: pointing(
        linked('r:id="" action="ppaction://program?outside.example"'), "hyperlink", "x.exe"
    ),
    "a macro behind a shape": lambda: changed(
        in_tree(linked('r:id="" action="ppaction://macro?name=outside.example"'))
    ),
    "an object of another program": lambda: pointing(
        framed('<p:oleObj r:id="rIdX" progId="outside.example"><p:embed/></p:oleObj>'),
        "oleObject",
        "../embeddings/outside.example.bin",
        "Internal",
        b"\xd0\xcf\x11\xe0",
    ),
    "a linked object": lambda: pointing(
        framed('<p:oleObj r:id="rIdX" progId="Excel.Sheet.12"><p:link/></p:oleObj>'),
        "oleObject",
        "file:///outside.example/x.xlsx",
    ),
    "a chart with its workbook": lambda: pointing(
        framed('<c:chart xmlns:c="c" r:id="rIdX"/>'),
        "chart",
        "../charts/outside.example.xml",
        "Internal",
        b"<c/>",
    ),
    "a film by its address": lambda: pointing(
        picture("", '<a:videoFile r:link="rIdX"/>'), "video", "https://outside.example/x.mp4"
    ),
    "a sound": lambda: pointing(
        picture("", '<a:audioFile r:link="rIdX"/>'),
        "audio",
        "../media/outside.example.wav",
        "Internal",
        b"RIFF",
    ),
    "a control (ActiveX)": lambda: changed(
        {
            MASTER: lambda body: body.replace(
                b"</p:cSld>", b'<p:controls><p:control r:id="rIdX"/></p:controls></p:cSld>'
            ),
            **related("control", "../activeX/outside.example.xml"),
        },
        {"ppt/activeX/outside.example.xml": b"<x/>"},
    ),
    "macros": lambda: changed(
        related(
            "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
            "outside.example.bin",
            name=DECK,
        ),
        {"ppt/outside.example.bin": b"\xd0\xcf\x11\xe0"},
    ),
    "fonts": lambda: changed(
        {
            DECK: lambda body: body.replace(
                b"<p:defaultTextStyle>",
                b'<p:embeddedFontLst><p:embeddedFont><p:font typeface="x"/>'
                b'<p:regular r:id="rIdX"/></p:embeddedFont></p:embeddedFontLst>'
                b"<p:defaultTextStyle>",
            ),
            **related("font", "fonts/outside.example.fntdata", name=DECK),
        },
        {"ppt/fonts/outside.example.fntdata": b"x"},
    ),
    "an office's own XML": lambda: changed(
        related("customXml", "../customXml/outside.example.xml", name=DECK),
        {"customXml/outside.example.xml": b"<x/>"},
    ),
    "properties of the file": lambda: changed(
        {}, {"docProps/custom.xml": b"<x>outside.example</x>"}
    ),
    "settings of a printer": lambda: changed(
        related("printerSettings", "printerSettings/outside.example.bin", name=DECK),
        {"ppt/printerSettings/outside.example.bin": b"x"},
    ),
    "an archive in the archive": lambda: changed(
        related("package", "../embeddings/outside.example.xlsx"),
        {"ppt/embeddings/outside.example.xlsx": plain()},
    ),
    "a drawing with a program (SVG)": lambda: pointing(
        picture('r:embed="rIdX"'),
        "image",
        "../media/outside.example.svg",
        "Internal",
        b"<svg><script>outside.example</script></svg>",
    ),
    "a page as a picture": lambda: pointing(
        picture('r:embed="rIdX"'),
        "image",
        "../media/outside.example.png",
        "Internal",
        b"<html>outside.example</html>",
    ),
    "a master outside": lambda: changed(
        related("slideMaster", "https://outside.example/m.xml", name=LAYOUT, mode="External")
    ),
    "an office file outside as template": lambda: changed(
        related("attachedTemplate", "https://outside.example/t.potx", name=DECK, mode="External")
    ),
    "a part above the package": lambda: changed(
        related("image", "../../../../outside.example.png"),
        {"outside.example.png": b"x"},
    ),
    "what moves, and runs a command": lambda: changed(
        {
            MASTER: lambda body: body.replace(
                b"<p:txStyles>",
                b'<p:timing><p:tnLst><p:par><p:cTn><p:cmd cmd="outside.example"/></p:cTn></p:par>'
                b"</p:tnLst></p:timing><p:txStyles>",
            )
        }
    ),
    "a background from outside": lambda: changed(
        {
            LAYOUT: lambda body: body.replace(
                b"<p:spTree>",
                b'<p:bg><p:bgPr><a:blipFill><a:blip r:link="rIdX"/></a:blipFill></p:bgPr></p:bg>'
                b"<p:spTree>",
                1,
            ),
            **related("image", "https://outside.example/b.png", name=LAYOUT, mode="External"),
        }
    ),
    "a fill of the theme from outside": lambda: changed(
        {
            THEME: lambda body: body.replace(
                b"<a:bgFillStyleLst>",
                b'<a:bgFillStyleLst><a:blipFill xmlns:r="http://schemas.openxmlformats.org/'
                b'officeDocument/2006/relationships"><a:blip r:link="rIdX"/></a:blipFill>',
            )
        },
        {
            relations_of(THEME): b'<Relationships xmlns="http://schemas.openxmlformats.org/package/'
            b'2006/relationships"><Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/'
            b'officeDocument/2006/relationships/image" Target="https://outside.example/f.png" '
            b'TargetMode="External"/></Relationships>'
        },
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_template_is_refused_in_a_sentence(what: str) -> None:
    build, expected = REFUSED[what]
    with pytest.raises(Unusable) as told:
        template.checked(build())
    assert expected in told.value.message(words("en"))
    sentences = {told.value.message(words(lang)) for lang in LANGUAGES}
    assert len(sentences) == 2
    assert all(len(sentence) > 40 for sentence in sentences)


@pytest.mark.parametrize("what", LEFT_OUT)
def test_what_must_not_leave_with_a_deck_is_left_out(what: str) -> None:
    given = LEFT_OUT[what]()
    assert any("outside.example" in f"{name}{body!r}" for name, body in parts(given).items())
    used = template_parts.without_the_rest(given)
    cleaned = parts(used)
    for name, body in cleaned.items():
        assert "outside.example" not in f"{name}{body.decode(errors='replace')}"
        assert b"TargetMode" not in body
        if name.endswith(".xml"):
            related_ = cleaned.get(relations_of(name), b"")
            pointers = re.findall(rb'r:(?:id|embed|link)="([^"]*)"', body)
            assert all(f'Id="{one.decode()}"'.encode() in related_ for one in pointers)
    assert template.open_design(used).room.width > 400
    assert len([name for name in cleaned if "slideLayouts/slideLayout" in name]) == 3
    theme = cleaned[THEME]
    assert theme.count(b"<a:gradFill") + theme.count(b"<a:solidFill") >= 6


def test_what_a_template_is_for_stays() -> None:
    """A logo that is inside stays, also where it says where it came from."""
    logo = b"\x89PNG\r\n\x1a\n" + bytes(range(60))
    relation = f'<Relationship Id="{{}}" Type="{OFFICE}/image" Target="{{}}" TargetMode="{{}}"/>'
    relations = relation.format("rIdX", "../media/logo.png", "Internal")
    relations += relation.format("rIdY", "https://outside.example/l.png", "External")
    ending = b"</Relationships>"
    given = changed(
        {
            **in_tree(picture('r:embed="rIdX" r:link="rIdY"')),
            relations_of(MASTER): lambda body: body.replace(ending, relations.encode() + ending),
            TYPES: lambda body: body.replace(
                b"<Default", b'<Default Extension="png" ContentType="image/png"/><Default', 1
            ),
        },
        {"ppt/media/logo.png": logo},
    )
    once = template.checked(given)
    cleaned = parts(once)
    assert cleaned["ppt/media/logo.png"] == logo
    assert b'r:embed="rIdX"' in cleaned[MASTER]
    assert b"r:link" not in cleaned[MASTER]
    assert b"outside.example" not in cleaned[relations_of(MASTER)]
    # What was cleaned once is clean.
    assert parts(template.checked(once)) == cleaned


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("besar.pptx", bytes(template.UPLOAD.most_bytes + 1)),
        ("penuh.pptx", None),  # 30 MB of XML in 60 KB
    ],
)
def test_a_process_of_its_own_checks_a_file_and_names_it(name: str, content: bytes | None) -> None:
    began = time.monotonic()
    with pytest.raises(Unusable) as told:
        uploads.checked(template.UPLOAD, name, content or many(" " * 30_000_000, 1))
    assert name in told.value.message(words("en"))
    assert time.monotonic() - began < 60


def test_a_checked_template_serves() -> None:
    given = uploads.checked(template.UPLOAD, "kantor.pptx", plain())
    assert template.open_design(given).room.width > 400
