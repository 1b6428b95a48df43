"""News in words: plain and exact, allegations as allegations, offices and never persons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES, Words
from dashboard.figures import sentences
from dashboard.narrative import change_states

if TYPE_CHECKING:
    from dashboard.narrative.changes import Change

_SHORT = 60  # characters of a text that a correction quotes; a longer one was rewritten
_NAMED_FIELDS = 4
# How a government is called after the word that says what it is.
_PREFIXES = ("Kabupaten ", "Kota ")
_GOVERNMENTS = ("pemprov", "pemkab", "pemkot")


def sentence(change: Change, say: Words) -> str:
    """What happened, in one or two sentences of the reader's language."""
    return _WRITTEN.get(change.values["table"], _fact)(change, say)


def title(change: Change, say: Words) -> str:
    """The region and what happened, as a heading: "Kalimantan Selatan: skor SPI 2026"."""
    values = change.values
    what = {
        "changed_class": lambda: say("SPI class {year} changed", year=values["year"]),
        "new_score": lambda: say("SPI score {year}", year=values["year"]),
        "changed_score": lambda: say("SPI score {year} changed", year=values["year"]),
        "removed_score": lambda: say("SPI score {year} no longer recorded", year=values["year"]),
        "new_class": lambda: say("SPI class {year}", year=values["year"]),
        "removed_class": lambda: say("SPI class {year} no longer recorded", year=values["year"]),
        "new_ott": lambda: say("OTT {year} recorded", year=values["year"]),
        "removed_ott": lambda: say("OTT {year} no longer recorded", year=values["year"]),
        "zone_reached": lambda: say("{stage} {year}", stage=_stage(values, say), **_year(values)),
        "zone_removed": lambda: say(
            "{stage} {year} no longer recorded", stage=_stage(values, say), **_year(values)
        ),
        "correction": lambda: say("data corrected"),
    }.get(change.kind, lambda: _table(values, say))()
    return say("{region}: {what}", region=values["region"], what=what)


def _year(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"year": values["year"]}


def _ended(text: str) -> str:
    """A text as a sentence: closed where it is not."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


# --- scores and classes --------------------------------------------------------------------------


def whose(values: Mapping[str, Any], say: Words) -> str:
    """Whose score it is: "Pemprov Kalimantan Selatan", "Pemkab Banjar", "nasional"."""
    name = dictionary.label("scopes", values["scope"], say.lang, "short")
    region = str(values["region"])
    if values["scope"] in _GOVERNMENTS:
        for prefix in _PREFIXES:
            region = region.removeprefix(prefix)
        return f"{name} {region}"
    name = name[:1].lower() + name[1:]
    return name if values["scope"] in ("nasional", "rerata_pemprov") else f"{name} {region}"


def _score(change: Change, say: Words) -> str:
    """A score or class that is new, changed or no longer recorded."""
    values, old, new = change.values, change.values["old"], change.values["new"]
    named = {"year": values["year"], "whose": whose(values, say)}
    if change.kind == "removed_class":
        return say(
            "SPI class {year}, {whose}: no longer recorded, before {old}.",
            old=_class(old, say),
            **named,
        )
    if change.kind == "removed_score":
        text = say(
            "SPI score {year}, {whose}: no longer recorded, before {old}",
            old=_number(old, say),
            **named,
        )
        alone = _alone(new, say) if new else ""
        return _ended("; ".join(part for part in (text, alone) if part))
    if new["score"] is None:
        text = say("SPI class {year}, {whose}: {known}", known=_alone(new, say), **named)
        return _ended("; ".join(part for part in (text, _moved(values, say)) if part))
    if old and old["score"] is not None and old["score"] != new["score"]:
        text = say(
            "SPI score {year}, {whose}: now {score}, before {old}",
            score=_number(new, say),
            old=_number(old, say),
            **named,
        )
    else:
        text = say("SPI score {year}, {whose}: {score}", score=_number(new, say), **named)
        if not (old and old["score"] is not None) and values["previous_score"] is not None:
            text += f" ({_before(values, say)})"
    parts = (text, _moved(values, say), sentences.range_sentence(new, say))
    return _ended("; ".join(part for part in parts if part))


def _number(state: Mapping[str, Any], say: Words) -> str:
    return say.number(state["score"], dictionary.decimals("spi"))


def _class(state: Mapping[str, Any], say: Words) -> str:
    return dictionary.label("classes", state["spi_class"], say.lang)


def _alone(state: Mapping[str, Any], say: Words) -> str:
    """A class that is known without a score, and how weak that is."""
    reported = {"reported_class": state["spi_class"], "score": None}
    return sentences.class_only({**state, **reported}, say)


def _before(values: Mapping[str, Any], say: Words) -> str:
    """The score known before, with its year and what makes the two hard to compare."""
    number = say.number(values["previous_score"], dictionary.decimals("spi"))
    text = say("{year}: {score}", year=values["previous_year"], score=number)
    return ", ".join(part for part in (text, sentences.break_sentence(dict(values), say)) if part)


def _moved(values: Mapping[str, Any], say: Words) -> str:
    """The class and what it was: of the same year, else of the year known before."""
    old, new = values["old"], values["new"]
    if new["spi_class"] is None:
        return ""
    now = _class(new, say)
    if old and old["spi_class"]:
        if old["spi_class"] == new["spi_class"]:
            return say("class still {spi_class}", spi_class=now)
        return say("class now {new}, before {old}", new=now, old=_class(old, say))
    before = values["previous_class"]
    if before is None or not values["is_class_comparable"]:
        return say("class {spi_class}", spi_class=now) if new["score"] is not None else ""
    if before == new["spi_class"]:
        return say("class still {spi_class}", spi_class=now)
    return say(
        "class from {old} ({year}) to {new}",
        old=dictionary.label("classes", before, say.lang),
        year=values["previous_class_year"],
        new=now,
    )


def _observation(change: Change, say: Words) -> str:
    """A score that a source printed, where the one that is shown stays."""
    values = change.values
    return say(
        "Corrected: what {source} says of the SPI score {year}, {whose} ({fields}).",
        source=say.list(values["sources"]) or say("a source"),
        year=values["year"],
        whose=whose(values, say),
        fields=_fields(change, say),
    )


# --- operations and zones ------------------------------------------------------------------------


def _operation(change: Change, say: Words) -> str:
    """An operation, as an allegation."""
    values = change.values
    state = values["new"] or values["old"]
    named = {
        "date": _date(state["ott_date"], state["date_precision"], say),
        "region": values["region"],
    }
    if change.kind == "removed_ott":
        return say("OTT of {date}, {region}: no longer recorded.", **named)
    if change.kind == "correction":
        return say(
            "OTT of {date}, {region}, corrected: {fields}.", fields=_fields(change, say), **named
        )
    text = say(
        "New OTT recorded: {date}, {region} ({offices}).",
        offices=say.pick(state, "offices"),
        **named,
    )
    summary = say.pick(state, "summary")
    parts = (text, _ended(summary) if summary else "", dictionary.caveat("allegations", say.lang))
    return " ".join(part for part in parts if part)


def _stage(values: Mapping[str, Any], say: Words) -> str:
    return dictionary.label("stages", values["stage"], say.lang)


def _zone(change: Change, say: Words) -> str:
    """A stage of a unit or a group of units."""
    values = change.values
    state = values["new"] or values["old"]
    named = {
        "unit": values["unit"],
        "region": values["region"],
        "stage": _stage(values, say),
        "year": state["year"],
    }
    if values["new"] is None:
        return say("{unit} ({region}): {stage} {year} no longer recorded.", **named)
    if change.kind == "correction":
        return say(
            "{unit} ({region}), {stage} {year}, corrected: {fields}.",
            fields=_fields(change, say),
            **named,
        )
    parts = [say("{unit} ({region}): {stage} {year}", **named)]
    if state["awarded_by"]:
        award = dictionary.label("awards", state["awarded_by"], say.lang)
        parts.append(say("assessed by: {award}", award=award))
    if (state["unit_count"] or 0) > 1:
        parts.append(say.plural("{n} unit", "{n} units", state["unit_count"]))
    if state["is_year_inferred"]:
        parts.append(say("year inferred"))
    return _ended("; ".join(parts))


# --- every other table ---------------------------------------------------------------------------


def _table(values: Mapping[str, Any], say: Words) -> str:
    """What a table is called; without a name of its own, as its file is."""
    return str((values.get("title") or {}).get(say.lang, values["table"]))


def _fact(change: Change, say: Words) -> str:
    """A row of any other table."""
    values = change.values
    named = {"table": _table(values, say), "what": _what(values, say)}
    if change.kind == "removed_fact":
        return say("No longer in “{table}”: {what}.", **named)
    if change.kind == "correction":
        return say(
            "Corrected in “{table}”: {what}: {fields}.", fields=_fields(change, say), **named
        )
    return say("New in “{table}”: {what}.", **named)


def _what(values: Mapping[str, Any], say: Words) -> str:
    """A row by its title, or by its numbers; with region and time."""
    state = values["new"] or values["old"]
    named = {**state, **values.get("key", {})}
    when = values["year"]
    if values.get("date"):
        when = _date(values["date"], values["date_precision"], say)
    elif values.get("partial_date"):
        when = say.partial_date(values["partial_date"])
    place = ", ".join(str(part) for part in (values["region"], when) if part is not None)
    text = named.get(f"title_{say.lang}") or named.get("title_id")
    if text:
        return f"{text} ({place})"
    if values["old"] and values["new"]:  # a correction says what changed
        return place
    numbers = [
        f"{_label(values, name, say)} {_value(values, name, value, say)}"
        for name, value in state.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    return ": ".join(part for part in (place, "; ".join(numbers[:_NAMED_FIELDS])) if part)


# --- values of columns ---------------------------------------------------------------------------


def _fields(change: Change, say: Words) -> str:
    """The columns that a correction changed, each with what it was and is."""
    values = change.values
    old, new = values["old"] or {}, values["new"] or {}
    other = next(one for one in LANGUAGES if one != say.lang)
    names = [
        name
        for name in new
        if old.get(name) != new[name]
        and not (name.endswith(f"_{other}") and f"{name[: -len(other)]}{say.lang}" in new)
    ]
    told = [
        _field(
            _label(values, name, say),
            _value(values, name, old.get(name), say),
            _value(values, name, new[name], say),
            say,
        )
        for name in names[:_NAMED_FIELDS]
    ]
    if more := len(names) - len(told):
        told.append(say.plural("{n} other", "{n} others", more))
    return "; ".join(told) or say("what is said of it")


def _field(label: str, old: str, new: str, say: Words) -> str:
    if max(len(old), len(new)) > _SHORT:
        return say("{label} rewritten", label=label)
    return say("{label} {new} (before {old})", label=label, new=new, old=old)


def _label(values: Mapping[str, Any], name: str, say: Words) -> str:
    known = values.get("labels", {}).get(name) or {}
    text = str(known.get(say.lang, name))
    # A label stands inside a sentence here; a word in capitals, such as OTT, stays one.
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _value(values: Mapping[str, Any], name: str, value: Any, say: Words) -> str:
    if value is None or value == "":
        return say("no data")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if name == "score":
        return say.number(value, dictionary.decimals("spi"))
    if name in ("year", "as_of"):
        return str(value)
    if isinstance(value, int):
        return say.number(value, 0)
    if isinstance(value, float):
        return say.exact(value)
    if name.endswith("_date") and (date := _day(value)) is not None:
        return say.date(date)
    group = dictionary.group_of(name, values["table"])
    return dictionary.label(group, value, say.lang) if group else str(value)


def _day(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def _date(value: str, precision: str, say: Words) -> str:
    return say.date(dt.date.fromisoformat(value), precision)


_WRITTEN: dict[str, Callable[[Change, Words], str]] = {
    change_states.SCORES: _score,
    change_states.OBSERVATIONS: _observation,
    change_states.OPERATIONS: _operation,
    change_states.ZONES: _zone,
}
