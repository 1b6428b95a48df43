"""Compare what two checkouts give their readers: figures, briefings and the words of the pages.

python -m tests.compare_checkouts BASE OTHER [--python PATH] [--only figures,briefings,pages]
python -m tests.compare_checkouts --collect CHECKOUT DIR     collect the output of one checkout
python -m tests.compare_checkouts --diff DIR DIR             compare two such folders

BASE and OTHER may each be a checkout or a folder collected before. Prints `equal` or an excerpt of
the differences for each output; exit code 1 when one differs, is missing or could not be collected.
What is asked of a checkout stands in tests/collect_checkout.py.

Not compared, as these follow from where a side ran or from the bytes of its SQL files: the server's
port, the revision of the facts (`facts.revision`, also within sentences and file names), ids in SVG
(hashed from the revision), the order of keys in JSON, ids of shapes and relationships in office
files and the numbers in the names of their parts.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import json
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import click
import openpyxl
from PIL import Image, ImageChops

from tests.collect_checkout import PARTS, Side, collect

FAINT = 96  # of 255: what smoothing changed was up to 58, another digit or colour is far more
EXCERPT = 20  # lines of a difference that are shown
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def normalise(text: str, about: dict) -> str:
    """The text without the port and revision of the side that it was collected from."""
    text = re.sub(r"localhost(:|%3A)\d+", r"localhost\1PORT", text)
    return text.replace(about["revision"], "REVISION")


def lines_of(path: Path, about: dict) -> dict[str, list[str]]:
    """What is compared of a collected file: lines for each of its items.

    Args:
        path: the file; its suffix says how it is read.
        about: `revision` of its side.
    """
    if path.suffix in {".pptx", ".docx"}:
        items = office_lines(path.read_bytes())
        return {
            name: normalise("\n".join(lines), about).splitlines() for name, lines in items.items()
        }
    text = normalise(path.read_bytes().decode("utf-8"), about)
    if path.suffix == ".json":
        text = json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False)
    elif path.suffix == ".svg":
        text = re.sub(r"\bf[0-9a-f]{8}-", "ID-", text.replace("><", ">\n<"))
    return {"": text.split("\n")}


def office_lines(content: bytes) -> dict[str, list[str]]:
    """Words and drawing of each slide with its notes and charts, or of a document; then the rest.

    Args:
        content: a PPTX or DOCX.
    """
    package = zipfile.ZipFile(io.BytesIO(content))
    names = [name for name in package.namelist() if not name.endswith((".rels", "_Types].xml"))]
    main = sorted(
        (name for name in names if re.search(r"slides/slide\d+\.xml|word/document\.xml", name)),
        key=lambda name: int("0" + "".join(re.findall(r"\d+", name))),
    )
    items: dict[str, list[str]] = {}
    seen = set(main)
    for number, name in enumerate(main, 1):
        title = "document" if name.startswith("word") else f"slide {number}"
        parts = [name]
        for part in parts:  # grows with what these parts show
            targets = relationships(package, part).values()
            parts += [
                target
                for target in targets
                if re.search(r"notesSlides|charts|embeddings", target) and target not in parts
            ]
        roots = [ElementTree.fromstring(package.read(one)) for one in parts if ".xml" in one[-4:]]
        items[f"{title}, words"] = [text for root in roots for text in paragraphs(root)]
        items[f"{title}, drawing"] = [line for one in parts for line in part_lines(package, one)]
        seen |= set(parts)
    if "word/styles.xml" in names:
        items["styles in use"] = styles_in_use(package)
        seen |= {"word/styles.xml"}
    items["other parts"] = [
        line for name in sorted(set(names) - seen) for line in part_lines(package, name)
    ]
    return items


def redrawn(base: Path, other: Path) -> dict[str, str]:
    """Digests of pictures in `other` that look like the picture of that name in `base`: its digest.

    Both are office files; one that is missing has no pictures.
    """
    if base.suffix not in {".pptx", ".docx"} or not (base.exists() and other.exists()):
        return {}
    packages = [zipfile.ZipFile(path) for path in (base, other)]
    names = set(packages[0].namelist()) & set(packages[1].namelist())
    alike = {}
    for name in sorted(name for name in names if name.endswith(".png")):
        contents = [package.read(name) for package in packages]
        first, second = (Image.open(io.BytesIO(content)).convert("RGB") for content in contents)
        if first.size == second.size:
            strong = ImageChops.difference(first, second).point(
                [int(n > FAINT) for n in range(256)] * 3
            )
            if strong.getbbox() is None:
                digests = [hashlib.sha256(content).hexdigest() for content in contents]
                alike[digests[1]] = digests[0]
    return alike


def known_as(alike: dict[str, str], line: str) -> str:
    """The line with digests of `redrawn` pictures put as in the other side."""
    return DIGEST.sub(lambda match: alike.get(match[0], match[0]), line) if alike else line


def relationships(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Where each relationship of a part leads: the name of a part, or an address."""
    folder, _, name = part.rpartition("/")
    try:
        root = ElementTree.fromstring(package.read(f"{folder}/_rels/{name}.rels"))
    except KeyError:
        return {}
    return {
        one.attrib["Id"]: one.attrib["Target"]
        if one.get("TargetMode") == "External"
        else re.sub(r"[^/]+/\.\./", "", f"{folder}/{one.attrib['Target']}").lstrip("/")
        for one in root
    }


def part_lines(package: zipfile.ZipFile, name: str) -> list[str]:
    """The part's name without its number, then its elements, its cells or its digest."""
    content = package.read(name)
    title = re.sub(r"\d+(?=\.)", "", name)
    if name.endswith(".xml"):
        links = relationships(package, name)
        return [title, *element_lines(ElementTree.fromstring(content), package, links)]
    if name.endswith(".xlsx"):
        sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        rows = [repr(row) for sheet in sheets for row in sheet.iter_rows(values_only=True)]
        return [title, *rows]
    return [f"{title} {hashlib.sha256(content).hexdigest()}"]


def element_lines(
    element: ElementTree.Element, package: zipfile.ZipFile, links: dict[str, str], depth: int = 0
) -> Iterator[str]:
    """One line an element: name, attributes in order, text; links as what they lead to."""
    attributes = []
    for key, value in sorted(element.attrib.items()):
        if key.startswith(RELATIONSHIP):
            target = links.get(value, value)
            is_picture = "/media/" in target and target in package.namelist()
            digest = hashlib.sha256(package.read(target)).hexdigest() if is_picture else ""
            attributes.append(digest or re.sub(r"\d+(?=\.xml|\.xlsx)", "", target))
        elif not (key == "id" and element.tag.endswith("}cNvPr")):
            attributes.append(f"{key.rpartition('}')[2]}={value}")
    text = element.text or ""
    if len(element) and not text.strip():
        text = ""  # indentation
    yield " ".join([" " * depth + element.tag.rpartition("}")[2], *attributes, text]).rstrip("\n ")
    for child in element:
        yield from element_lines(child, package, links, depth + 1)


def paragraphs(root: ElementTree.Element) -> list[str]:
    """The text of each paragraph that has some, cells of tables included."""
    texts = [
        "".join(part.text or "" for part in paragraph.iter() if part.tag.endswith("}t"))
        for paragraph in root.iter()
        if paragraph.tag.endswith("}p")
    ]
    return [text for text in texts if text]


def styles_in_use(package: zipfile.ZipFile) -> list[str]:
    """The document's default style and those that its text names, with what they are based on."""
    root = ElementTree.fromstring(package.read("word/styles.xml"))
    space = root.tag.partition("}")[0] + "}"
    styles = {style.get(f"{space}styleId"): style for style in root.iter(f"{space}style")}
    ends = ("}pStyle", "}rStyle", "}tblStyle")
    body = ElementTree.fromstring(package.read("word/document.xml"))
    used = {one.get(f"{space}val") for one in body.iter() if one.tag.endswith(ends)}
    based = {name: style.find(f"{space}basedOn") for name, style in styles.items()}
    todo = list(used)
    while todo:
        if (parent := based.get(todo.pop())) is not None and parent.get(f"{space}val") not in used:
            used.add(parent.get(f"{space}val"))
            todo.append(parent.get(f"{space}val"))
    defaults = root.find(f"{space}docDefaults")
    shown = [] if defaults is None else [defaults]
    shown += [
        style
        for name, style in sorted(styles.items(), key=str)
        if name in used or style.get(f"{space}default")
    ]
    return [line for style in shown for line in element_lines(style, package, {})]


def difference(base: list[str], other: list[str]) -> list[str]:
    """Lines of a unified diff, without its header; none when both are equal."""
    if base == other:
        return []
    return list(difflib.unified_diff(base, other, lineterm="", n=1))[2:]


def compare(base: Path, other: Path, parts: tuple[str, ...]) -> tuple[int, int]:
    """Print item by item whether two collected folders are equal.

    Returns:
        How many items were compared, and how many differ, are missing or could not be collected.
    """
    sides = (base, other)
    abouts = [json.loads((side / "about.json").read_text()) for side in sides]
    failures = sorted({name for about in abouts for name in about["failures"]})
    for name in failures:
        click.echo(f"FAILED   {name}: could not be collected")
    names = {
        str(path.relative_to(side))
        for side in sides
        for part in parts
        for path in side.glob(f"{part}/*")
    }
    n_compared, n_differing = len(failures), len(failures)
    for name in sorted(names - set(failures)):
        first, second = (
            lines_of(side / name, about) if (side / name).exists() else {}
            for side, about in zip(sides, abouts, strict=True)
        )
        alike = redrawn(base / name, other / name)
        for item in first | second:
            title = f"{name} {item}".rstrip()
            n_compared += 1
            if item not in first or item not in second:
                changes = [f"only in {base if item in first else other}"]
            else:
                changes = difference(first[item], [known_as(alike, line) for line in second[item]])
            n_differing += bool(changes)
            click.echo(f"DIFFERS  {title}" if changes else f"equal    {title}")
            for line in changes[:EXCERPT]:
                click.echo(f"    {line[:400]}")
            if len(changes) > EXCERPT:
                click.echo(f"    ... {len(changes) - EXCERPT} more lines")
    return n_compared, n_differing


@click.command(help=__doc__)
@click.argument("base", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("other", type=click.Path(path_type=Path, file_okay=False))
@click.option("--collect", "mode", flag_value="collect", help="Collect BASE into the folder OTHER.")
@click.option("--diff", "mode", flag_value="diff", help="Both are folders collected before.")
@click.option("--python", default=sys.executable, help="Python that runs the checkouts.")
@click.option("--only", default=",".join(PARTS), show_default=True)
@click.option("--keep", type=click.Path(path_type=Path), help="Folder for what is collected.")
def main(  # noqa: PLR0917 (click passes each option)
    base: Path, other: Path, mode: str | None, python: str, only: str, keep: Path | None
) -> None:
    parts = tuple(only.split(","))
    if unknown := set(parts) - set(PARTS):
        raise click.UsageError(f"--only knows {', '.join(PARTS)}, not {', '.join(sorted(unknown))}")
    if mode == "collect":
        sys.exit(bool(collect(Side(base, other, python), parts)))
    with tempfile.TemporaryDirectory() as temporary:
        folders = []
        for name, side in (("base", base), ("other", other)):
            folder = side
            if not (side / "about.json").exists():
                if mode == "diff" or not (side / "dashboard").exists():
                    raise click.UsageError(f"{side} is not a folder collected before")
                folder = (keep or Path(temporary)) / name
                collect(Side(side, folder, python), parts)
            folders.append(folder)
        n_compared, n_differing = compare(folders[0], folders[1], parts)
    click.echo(f"{n_compared} compared, {n_differing} differ")
    sys.exit(n_differing > 0)


if __name__ == "__main__":
    main()
