"""Whether a file of an office program is what the standard says, before any program repairs it.

Parts, elements and their order are checked against the schemas of Microsoft's own SDK, which a
package of ours holds; what that one does not look at, is checked here: that each name stands once
in the archive, that each part has a kind and is reached, and that pictures of a template are gone.
"""

from __future__ import annotations

import io
import posixpath
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

from lxml import etree
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


def problems(content: bytes) -> list[str]:
    """What is wrong with a package; nothing where it is sound."""
    found = structure(content)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"package{_suffix(content)}"
        path.write_bytes(content)
        found += [str(error) for error in OpenXmlValidator().validate(path).errors]
    return found


def structure(content: bytes) -> list[str]:
    """What is wrong with the package apart from what its parts say."""
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        bodies = {name: package.read(name) for name in names}
        if package.testzip() is not None:
            found.append("a part is damaged")
    counted = Counter(name.lower() for name in names)
    found += [f"{name} stands there {n} times" for name, n in counted.items() if n > 1]
    kinds = etree.fromstring(bodies["[Content_Types].xml"])
    ends = {one.get("Extension").lower() for one in kinds.iter(f"{_TYPES}Default")}
    listed = [one.get("PartName") for one in kinds.iter(f"{_TYPES}Override")]
    found += [f"{name} has two kinds" for name, n in Counter(listed).items() if n > 1]
    found += [f"{name} has a kind but is not there" for name in listed if name[1:] not in bodies]
    for name, body in bodies.items():
        if name == "[Content_Types].xml":
            continue
        end = name.rpartition(".")[2].lower()
        is_listed = f"/{name}" in listed
        if not is_listed and (end not in ends or (end == "xml" and not name.endswith(".rels"))):
            found.append(f"{name} has no kind of its own")
        if end in ("xml", "rels"):
            try:
                etree.fromstring(body)
            except etree.XMLSyntaxError as error:
                found.append(f"{name} is no XML: {error}")
    return found + _relations(bodies)


def _relations(bodies: dict[str, bytes]) -> list[str]:
    """Relationships that lead nowhere, ids that stand twice, parts that nothing leads to."""
    found: list[str] = []
    reached = {"[Content_Types].xml"}
    for name, body in bodies.items():
        if not name.endswith(".rels"):
            continue
        folder, _, file = name.rpartition("_rels/")
        owner = folder + file.removesuffix(".rels")
        if file != ".rels" and owner not in bodies:
            found.append(f"{name} belongs to no part")
        reached.add(name)
        relations = list(etree.fromstring(body).iter(_RELATIONS))
        ids = Counter(one.get("Id") for one in relations)
        found += [f"{name}: {id_} stands there {n} times" for id_, n in ids.items() if n > 1]
        for one in relations:
            target = one.get("Target")
            if one.get("TargetMode") == "External":
                continue
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            reached.add(path)
            if path not in bodies:
                found.append(f"{name}: {target} is not there")
    found += [f"{name} is reached from nowhere" for name in bodies if name not in reached]
    return found


def _suffix(content: bytes) -> str:
    """The end of the file's name, by what it holds: the checker goes by it."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
    folders = {"ppt": ".pptx", "word": ".docx", "xl": ".xlsx"}
    return next(end for folder, end in folders.items() if f"{folder}/" in " ".join(names))
