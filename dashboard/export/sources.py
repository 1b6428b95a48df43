"""The source line that travels with every drawing, and the mark that opens a number's sources."""

from __future__ import annotations

from dashboard.core.i18n import Words
from dashboard.export import table
from dashboard.warehouse.engine import Source

NAMED_PUBLISHERS = 3


def source_text(sources: tuple[Source, ...], facts_version: str, say: Words) -> str:
    """First publishers, how many more, and the version of the facts."""
    publishers = list(dict.fromkeys(source.publisher for source in sources))
    if not publishers:
        return say("No source: no known fact. Facts {version}.", version=facts_version)
    named = publishers[:NAMED_PUBLISHERS]
    more = len(publishers) - len(named)
    if more:
        named.append(say.plural("{n} other", "{n} others", more))
    return say("Source: {names}. Facts {version}.", names=say.list(named), version=facts_version)


def source_mark(what: str, sources: tuple[Source, ...], say: Words) -> dict[str, object] | None:
    """What the small mark behind a number opens: its sources; None where there is none."""
    if not sources:
        return None
    count = say.plural("{n} source", "{n} sources", len(sources))
    return {"label": f"{what}: {count}", "links": table.source_links(sources, say)}
