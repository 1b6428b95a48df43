"""What kinds of parameters there are: how each is read from an address, written and described.

A value that cannot be used is a problem with a reason; it never stops anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from dashboard.core import dictionary
from dashboard.core.i18n import Words

if TYPE_CHECKING:
    from dashboard.core.selection import Offer

NEWEST = "latest"
# A reader's own index: a whole number for each of these, in this order. The OTT rate shows
# enforcement, so that it counts only when the reader says which direction is the better one.
WEIGHTED = ("score", "change", "per_10_million_people")
WEIGHT_MOST = 10
EQUAL_WEIGHTS = (5, 5, 0)
MOST_CONDITIONS, CONDITION_LENGTH = 20, 200
TEXT_LENGTH = 2000  # of a text in an address: longer ones are cut by mail programs
MOST_NAMES = 20  # names of regions that one address is read for
UNUSABLE = object()  # what `Parameter.read` returns where no value can be used


@dataclass(frozen=True)
class Meant:
    """What a name in the place of a code may mean: codes with names; certain where it is one."""

    regions: tuple[tuple[str, str], ...] = ()
    is_certain: bool = False


@dataclass(frozen=True)
class Problem:
    """A parameter that was ignored, and why."""

    name: str
    value: str
    reason: str
    allowed: tuple[str, ...] = ()

    def sentence(self, say: Words) -> str:
        """What was ignored and what would be possible, in the reader's language."""
        shown = self.value if len(self.value) <= 40 else self.value[:40] + "…"
        if self.reason == "unknown_parameter":
            return say("The parameter “{name}” is not known.", name=self.name[:40])
        if self.reason == "repeated":
            return say("The parameter “{name}” can stand in an address only once.", name=self.name)
        if self.reason == "read_as":
            return say("“{text}” was read as {region}.", text=shown, region=self.allowed[0])
        if self.reason == "uncertain_region":
            return say(
                "“{value}” in the address is not certain; it may mean: {allowed}.",
                value=shown,
                allowed=", ".join(self.allowed),
            )
        if self.reason == "unknown_region":
            return say("The region code “{value}” is not known.", value=shown)
        if self.reason == "year_out_of_range":
            return say(
                "The year “{value}” ({name}) lies outside {first} to {last}.",
                value=shown,
                name=self.name,
                first=self.allowed[0],
                last=self.allowed[-1],
            )
        if self.reason == "too_many_regions":
            return say(
                "{n} regions are too many; at most {most} are possible.",
                n=self.value,
                most=self.allowed[0],
            )
        if self.reason == "not_in_range":
            return say(
                "“{value}” is not possible for “{name}”; possible are whole numbers "
                "from {first} to {last}.",
                value=shown,
                name=self.name,
                first=self.allowed[0],
                last=self.allowed[1],
            )
        if self.reason == "too_large":
            return say(
                "The picture would have more than {n} million pixels; choose a smaller width, "
                "height or scale.",
                n=int(self.allowed[0]) // 1_000_000,
            )
        if self.reason == "reversed_years":
            return say("The first year {value} lies after the last year.", value=shown)
        return self._sentence_of_text(shown, say)

    def _sentence_of_text(self, shown: str, say: Words) -> str:
        """The same where a text has another form than it must have, or is none of a list."""
        if self.reason == "not_weights":
            return say(
                "“{value}” is not possible for “{name}”; possible are {n} whole numbers "
                "from 0 to {most}, such as {example}.",
                value=shown,
                name=self.name,
                n=len(WEIGHTED),
                most=WEIGHT_MOST,
                example=",".join(str(weight) for weight in EQUAL_WEIGHTS),
            )
        if self.reason == "too_long":
            return say(
                "The text of “{name}” is longer than {n} characters.",
                name=self.name,
                n=say.number(int(self.allowed[0]), 0),
            )
        if self.reason == "not_a_condition":
            return say(
                "“{value}” is not possible for “{name}”; possible is a column of the table with a "
                "value, such as {example}.",
                value=shown,
                name=self.name,
                example="scope:pemprov",
            )
        return say(
            "“{value}” is not possible for “{name}”; possible are: {allowed}.",
            value=shown,
            name=self.name,
            allowed=", ".join(self.allowed),
        )


def repeated(name: str, values: Sequence[str]) -> Problem:
    """A parameter of one value that an address gives several times."""
    return Problem(name, ", ".join(values), "repeated")


@dataclass(frozen=True)
class Parameter:
    """One of a few values; the subclasses are the other kinds of parameters.

    Attributes:
        default: its value where nobody says another.
        values: what is possible, or how an `Offer` says it.
        group: of the dictionary, that names the values.
        is_stated: whether an address states it also at its default.
        of_page: whether it goes back to its default when a reader changes the page.
        name: of the field of `Selection`.
    """

    default: Any
    values: Sequence[str] | Callable[[Offer], Sequence[str]] = ()
    group: str = ""
    is_stated: bool = True
    of_page: bool = True
    name: str = ""
    is_repeated: ClassVar[bool] = False

    def allowed(self, offer: Offer) -> tuple[str, ...]:
        """The possible values, as an address writes them."""
        return tuple(self.values(offer) if callable(self.values) else self.values)

    def described(self, offer: Offer) -> tuple[str, ...]:
        """Every value that a description lists."""
        return self.allowed(offer)

    def schema(self, offer: Offer) -> dict[str, Any]:
        """JSON Schema of the value in an address."""
        return {"type": "string", "enum": list(self.described(offer))}

    def read(self, values: Sequence[str], offer: Offer, problems: list[Problem]) -> Any:
        """The value that an address gives, the last one of several.

        `UNUSABLE` where it gives none or one that is not possible; that is one problem more.
        """
        if not values:
            return UNUSABLE
        allowed = self.allowed(offer)
        if values[-1] in allowed:
            return values[-1]
        problems.append(Problem(self.name, values[-1], "not_offered", allowed))
        return UNUSABLE

    def write(self, value: Any, *, with_defaults: bool) -> list[str]:
        """The value as an address states it; empty where it is left out."""
        return [str(value)] if self.is_stated or with_defaults or value != self.default else []


@dataclass(frozen=True)
class Year(Parameter):
    """A year or none, which is the newest one where `is_stated` and else left out."""

    def described(self, offer: Offer) -> tuple[str, ...]:
        """The newest by its name, and every known year."""
        return (*([NEWEST] if self.is_stated else ()), *self.allowed(offer))

    def read(self, values: Sequence[str], offer: Offer, problems: list[Problem]) -> Any:
        """The last year given, none for the newest."""
        if not values:
            return UNUSABLE
        if values[-1] == NEWEST and self.is_stated:
            return None
        allowed = self.allowed(offer)
        if values[-1] in allowed:
            return int(values[-1])
        problems.append(Problem(self.name, values[-1], "year_out_of_range", allowed))
        return UNUSABLE

    def write(self, value: Any, *, with_defaults: bool) -> list[str]:
        """The year, or that it is the newest."""
        return [NEWEST if value is None else str(value)] if self.is_stated or value else []


@dataclass(frozen=True)
class FreeText(Parameter):
    """What a reader wrote, as long as an address can carry it; empty is left out."""

    def schema(self, offer: Offer) -> dict[str, Any]:
        """Any text of that length."""
        return {"type": "string", "maxLength": TEXT_LENGTH}

    def read(self, values: Sequence[str], offer: Offer, problems: list[Problem]) -> Any:
        """The last text given; one that is too long is a problem."""
        if not values:
            return UNUSABLE
        if len(values[-1]) <= TEXT_LENGTH:
            return values[-1]
        problems.append(Problem(self.name, values[-1], "too_long", (str(TEXT_LENGTH),)))
        return UNUSABLE

    def write(self, value: Any, *, with_defaults: bool) -> list[str]:
        """The text, where there is one."""
        return [value] if value else []


@dataclass(frozen=True)
class Many(Parameter):
    """Several values, each with the name repeated; an empty one (`name=`) means none of them."""

    is_repeated: ClassVar[bool] = True

    def schema(self, offer: Offer) -> dict[str, Any]:
        """An array of the possible values."""
        return {"type": "array", "items": {"type": "string", "enum": ["", *self.described(offer)]}}

    def read(self, values: Sequence[str], offer: Offer, problems: list[Problem]) -> Any:
        """The possible values in their order, each once; each other one is a problem."""
        allowed = self.allowed(offer)
        usable = dict.fromkeys(value for value in values if value in allowed)
        problems += [
            self.problem(value, allowed) for value in values if value and value not in allowed
        ]
        if not usable and any(values):  # nothing usable: not the same as asking for none
            return getattr(offer.defaults, self.name)
        return tuple(usable)

    def problem(self, value: str, allowed: tuple[str, ...]) -> Problem:
        """A value that is not possible."""
        return Problem(self.name, value, "not_offered", allowed)

    def write(self, value: Any, *, with_defaults: bool) -> list[str]:
        """One entry a value; for none of them an empty one."""
        if value or self.is_stated or with_defaults:
            return [str(item) for item in value] or [""]
        return []


@dataclass(frozen=True)
class Codes(Many):
    """A filter by codes of the facts, those of its group in order; no code filters nothing.

    A page leaves out a filter without codes, as it does a default year; an address that has to
    mean the same next year states it.
    """

    default: Any = ()
    is_stated: bool = False

    def allowed(self, offer: Offer) -> tuple[str, ...]:
        """Every code of the group."""
        return tuple(dictionary.dictionary()[self.group])


@dataclass(frozen=True)
class Conditions(Many):
    """Conditions on rows, `column:value` each; no condition filters nothing.

    The columns are those that an `Offer` knows; a value is whatever stands in the facts.
    """

    default: Any = ()
    is_stated: bool = False

    def schema(self, offer: Offer) -> dict[str, Any]:
        """An array of patterns: the values are too many to list."""
        one = {"type": "string", "pattern": "^([a-z0-9_]+:.+)?$", "maxLength": CONDITION_LENGTH}
        return {"type": "array", "items": one, "maxItems": MOST_CONDITIONS}

    def read(self, values: Sequence[str], offer: Offer, problems: list[Problem]) -> Any:
        """The conditions on known columns in their order, each once."""
        usable: dict[str, None] = {}
        for value in filter(None, values):
            column, mark, wanted = value.partition(":")
            is_possible = column in offer.columns and mark and wanted
            if is_possible and len(value) <= CONDITION_LENGTH and len(usable) < MOST_CONDITIONS:
                usable[value] = None
            else:
                problems.append(Problem(self.name, value, "not_a_condition"))
        return tuple(usable)


@dataclass(frozen=True)
class Regions(Many):
    """Kemendagri codes: too many to list in a problem, and only so many at once.

    A name in the place of a code is read where it is certain, which is a notice.
    """

    def allowed(self, offer: Offer) -> tuple[str, ...]:
        """Every code."""
        return tuple(offer.regions)

    def schema(self, offer: Offer) -> dict[str, Any]:
        """An array of codes, which the description of the API lists once."""
        codes = {"$ref": "#/components/schemas/Region"}
        return {"type": "array", "items": codes, "maxItems": offer.most_regions}

    def read(self, values: Sequence[str], offer: Offer, problems: list[Problem]) -> Any:
        """The known codes; too many are a problem."""
        unknown = [value for value in values if value and value not in offer.regions]
        meant = {value: offer.meaning(value) for value in unknown[:MOST_NAMES]}
        codes = []
        for value in values:
            of_name = meant.get(value, Meant())
            if of_name.is_certain:
                [(code, name)] = of_name.regions
                codes.append(code)
                problems.append(Problem(self.name, value, "read_as", (name,)))
            elif of_name.regions:
                listed = tuple(f"{code} {name}" for code, name in of_name.regions)
                problems.append(Problem(self.name, value, "uncertain_region", listed))
            else:
                codes.append(value)
        usable = offer.defaults.region if values and not codes else None
        if usable is None:
            usable = super().read(codes, offer, problems)
        if offer.most_regions is not None and len(values) > offer.most_regions:
            most = (str(offer.most_regions),)
            problems.append(Problem(self.name, str(len(values)), "too_many_regions", most))
        return usable

    def problem(self, value: str, allowed: tuple[str, ...]) -> Problem:
        """A code that is not known."""
        return Problem(self.name, value, "unknown_region")


@dataclass(frozen=True)
class OneRegion(Parameter):
    """One code of a region, or none."""

    def allowed(self, offer: Offer) -> tuple[str, ...]:
        """Every code, and none."""
        return ("", *offer.regions)

    def schema(self, offer: Offer) -> dict[str, Any]:
        """A code, which the description of the API lists once."""
        return {"$ref": "#/components/schemas/Region"}

    def read(self, values: Sequence[str], offer: Offer, problems: list[Problem]) -> Any:
        """The last code given; one that is not known is a problem."""
        if not values or values[-1] in offer.regions or not values[-1]:
            return values[-1] if values else UNUSABLE
        problems.append(Problem(self.name, values[-1], "unknown_region"))
        return UNUSABLE


@dataclass(frozen=True)
class Weights(Parameter):
    """The whole numbers of a reader's own index, separated by commas; none is no index."""

    def schema(self, offer: Offer) -> dict[str, Any]:
        """A pattern: the values are too many to list."""
        one = f"([0-9]|{WEIGHT_MOST})"
        return {"type": "string", "pattern": f"^{','.join([one] * len(WEIGHTED))}$"}

    def read(self, values: Sequence[str], offer: Offer, problems: list[Problem]) -> Any:
        """As many whole numbers as `WEIGHTED` has entries."""
        if not values:
            return UNUSABLE
        parts = values[-1].split(",")
        possible = {str(weight) for weight in range(WEIGHT_MOST + 1)}
        if len(parts) == len(WEIGHTED) and possible.issuperset(parts):
            return tuple(int(part) for part in parts)
        problems.append(Problem(self.name, values[-1], "not_weights"))
        return UNUSABLE

    def write(self, value: Any, *, with_defaults: bool) -> list[str]:
        """The numbers; no index is left out."""
        return [",".join(str(weight) for weight in value)] if value else []
