"""What changed between two states of the facts, as news: scores, classes, OTT, zones.

News is written down with the revision that brings it, so that a list or a feed needs no old state.
What a score is of, what it was and what it is now stand in each piece of news; what several
revisions did to one thing is netted (`net`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import duckdb

from dashboard.core import limits
from dashboard.core.selection import Selection, parse
from dashboard.figures import addresses, registry
from dashboard.narrative import change_states
from dashboard.narrative.change_states import AWARDS, NATION, State, Thing
from dashboard.narrative.change_words import sentence, title
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.table_rows import Question
from dashboard.warehouse.tables import tables

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Change", "Kind", "between", "from_json", "link", "net", "sentence", "title"]

# In the order of their importance.
Kind = Literal[
    "changed_class",
    "new_score",
    "new_ott",
    "zone_reached",
    "changed_score",
    "removed_score",
    "new_class",
    "removed_class",
    "removed_ott",
    "zone_removed",
    "correction",
    "new_fact",
    "removed_fact",
]
_KINDS: tuple[str, ...] = get_args(Kind)
# Which values decide whether a thing changed, where not all of them do.
_DECIDING = {change_states.SCORES: ("score", "spi_class")}
# What appearing and disappearing are called.
_NEW_AND_REMOVED: dict[str, tuple[Kind, Kind]] = {
    change_states.OPERATIONS: ("new_ott", "removed_ott")
}


@dataclass(frozen=True)
class Change:
    """One piece of news on a region.

    Attributes:
        kind: what happened.
        region_code: of the region it is about; `00` is the nation.
        key: with the table and `region_code` it names the thing that changed, such as
            `pemprov 2026`.
        figure: the id of the figure that shows it, and `parameters` of its address; empty where
            only the page Data does.
        values: what its sentence needs, as JSON can hold it: `table`, `region` (its name), `year`,
            `old` and `new` (None where it was not, or is no more), `sources` (publishers) and what
            else belongs to the table.
    """

    kind: Kind
    region_code: str
    key: str
    figure: str
    parameters: dict[str, str]
    values: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """As it is written down with a revision."""
        return asdict(self)

    @property
    def thing(self) -> Thing:
        """What changed, whatever happened to it: table, region, key."""
        return self.values["table"], self.region_code, self.key


def from_json(written: Mapping[str, Any]) -> Change:
    """The news that `as_json` wrote.

    Raises:
        KeyError: it is no news as this program writes it.
    """
    values = dict(written["values"])
    if written["kind"] not in _KINDS or not {"table", "old", "new"} <= set(values):
        raise KeyError(written["kind"])
    return Change(
        written["kind"],
        str(written["region_code"]),
        str(written["key"]),
        str(written["figure"]),
        {str(name): str(value) for name, value in written["parameters"].items()},
        values,
    )


def between(old: Warehouse, new: Warehouse) -> tuple[Change, ...]:
    """The news that a reader of `old` finds in `new`, the most important first.

    At most `limits.MOST_NEWS`: a revision that brings more is a whole table, which pages show.
    """
    if old.revision == new.revision:
        return ()
    before, after = _differing(old, new)
    found = {
        thing: change
        for thing in before.keys() | after.keys()
        if (change := _change(thing, before.get(thing), after.get(thing), old, new)) is not None
    }
    # What a source printed is news of its own only where it was known and the score that is shown
    # stays as it was.
    for thing in [thing for thing in found if thing[0] == change_states.OBSERVATIONS]:
        values = found[thing].values
        shown = (change_states.SCORES, thing[1], f"{values['scope']} {values['year']}")
        if shown in found or values["old"] is None or values["new"] is None:
            del found[thing]
    return _in_order(found.values())[: limits.MOST_NEWS]


def net(changes: Iterable[Change]) -> tuple[Change, ...]:
    """What is left of the news of several revisions, the oldest first among `changes`.

    Of each thing that is what it was before the first of them and is after the last; what was
    brought in and taken back is no news.
    """
    merged: dict[Thing, Change] = {}
    for change in changes:
        first = merged.get(change.thing)
        merged[change.thing] = change if first is None else _merged(first, change)
    return _in_order(change for change in merged.values() if _kind(change.values) is not None)


def link(change: Change, warehouse: Warehouse, lang: str, base: str = "") -> str:
    """The address of what shows a piece of news in the present facts, every parameter stated.

    Args:
        change: the news; what the facts do not know any more is left out of the address.
        warehouse: the present facts.
        lang: of the page.
        base: what stands in front of the path.
    """
    figure = registry.find(warehouse, change.figure)
    if figure is None:
        return _rows_link(change, warehouse, lang, base)
    query = {name: [value] for name, value in change.parameters.items()}
    offer = figure.offer(warehouse)
    asked = {name: value for name, value in query.items() if name in figure.parameters}
    chosen = parse({**asked, "lang": [lang]}, offer).selection
    return addresses.of_figure(figure, figure.resolve(warehouse, chosen), addresses.PAGE, base=base)


def _rows_link(change: Change, warehouse: Warehouse, lang: str, base: str) -> str:
    """The rows of a table without a figure on the page Data, or the first page of the dashboard."""
    table = change.values["table"]
    known = change.region_code in choices.regions(warehouse)
    selection = Selection(lang=lang, region=(change.region_code,) if known else ())
    if table not in tables(warehouse):
        return addresses.page_at("", selection.query(("region", "lang")), base)
    year = change.values.get("year")
    return addresses.rows(Question(table, selection.region, year, year), selection, base=base)


def _differing(old: Warehouse, new: Warehouse) -> tuple[dict[Thing, State], dict[Thing, State]]:
    """What each state says in rows that the other one has not.

    Rows are told apart by the engine: of millions that are equal, none becomes an object here.
    """
    before: dict[Thing, State] = {}
    after: dict[Thing, State] = {}
    rows_before, rows_after = change_states.parts(old), change_states.parts(new)
    for part in rows_before.keys() | rows_after.keys():
        was, now = rows_before.get(part), rows_after.get(part)
        if was is not None and now is not None:
            if was.equals(now):
                continue
            if was.schema == now.schema:
                was, now = _without(was, now), _without(now, was)
        if was is not None:
            before |= change_states.read(old, part, was)
        if now is not None:
            after |= change_states.read(new, part, now)
    return before, after


def _without(rows: pa.Table, others: pa.Table) -> pa.Table:
    """The rows that are not among the others."""
    with duckdb.connect() as connection:
        left, right = connection.from_arrow(rows), connection.from_arrow(others)
        found: pa.Table = left.except_(right).to_arrow_table()
        return found


def _change(
    thing: Thing, was: State | None, now: State | None, old: Warehouse, new: Warehouse
) -> Change | None:
    shown = now or was
    if shown is None:
        return None
    table, region_code, key = thing
    old_facts, new_facts = was.facts if was else None, now.facts if now else None
    values = {**shown.about, "table": table, "old": old_facts, "new": new_facts}
    kind = _kind(values)
    if kind is None:
        return None
    if table != change_states.SCORES:
        labels = change_states.labels(new if now else old, table)
        values["labels"] = {
            name: dict(labels[name])
            for name in shown.facts
            if name in labels and _is_told(kind, name, old_facts, new_facts)
        }
    known = (new if now else old).sources
    publishers = [known[one].publisher for one in shown.source_ids if one in known]
    values["sources"] = list(dict.fromkeys(publishers))
    return Change(kind, region_code, key, shown.figure, shown.parameters, values)


def _is_told(kind: Kind, name: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> bool:
    """Whether a sentence names a column: of a correction those that changed."""
    return kind != "correction" or (old or {}).get(name) != (new or {}).get(name)


def _kind(values: Mapping[str, Any]) -> Kind | None:
    """What happened to a thing; None where it is as it was."""
    table, old, new = values["table"], values["old"], values["new"]
    if _deciding(table, old) == _deciding(table, new):
        return None
    if table == change_states.SCORES:
        return _kind_of_score(values, old, new)
    appeared, gone = _NEW_AND_REMOVED.get(table, ("new_fact", "removed_fact"))
    if table == change_states.ZONES and values["stage"] in AWARDS:
        appeared, gone = "zone_reached", "zone_removed"
    return appeared if old is None else gone if new is None else "correction"


def _deciding(table: str, facts: Mapping[str, Any] | None) -> Any:
    if facts is None or table not in _DECIDING:
        return facts
    return [facts[name] for name in _DECIDING[table]]


def _kind_of_score(
    values: Mapping[str, Any], old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> Kind:
    had_score = old is not None and old["score"] is not None
    if new is None or (had_score and new["score"] is None):
        return "removed_score" if had_score else "removed_class"
    class_before = old["spi_class"] if old else None
    if old is None and values["is_class_comparable"]:
        class_before = values["previous_class"]
    if class_before and new["spi_class"] and class_before != new["spi_class"]:
        return "changed_class"
    if new["score"] is None:
        return "new_class"
    return "changed_score" if had_score else "new_score"


def _merged(first: Change, last: Change) -> Change:
    """The news of both: from what was before the first to what is after the last."""
    labels = {**first.values.get("labels", {}), **last.values.get("labels", {})}
    values = {**last.values, "old": first.values["old"]}
    if labels:
        values["labels"] = labels
    kind = _kind(values) or last.kind
    return Change(kind, last.region_code, last.key, last.figure, last.parameters, values)


def _in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The most important kind first; the nation, then provinces, then others; the newest year."""

    def place(change: Change) -> tuple[int, bool, bool, int, str, str]:
        code = change.region_code
        year = change.values.get("year") or 0
        return (
            _KINDS.index(change.kind),
            code != NATION,
            "." in code,
            -int(year),
            code,
            change.key,
        )

    return tuple(sorted(changes, key=place))
