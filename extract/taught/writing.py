"""How the examples write the ends of a relation, learnt from them: ISO dates, quotes, suffixes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from extract.components.lexicon import fold, load_lexicon
from extract.taught.aligning import country_code
from extract.taught.arguments import DATE, words_of
from extract.taught.pairs import object_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from extract.taught.arguments import Argument

_DAY: Final = len("2024-04-27")


def _day(style: str) -> Callable[[Argument], str | None]:
    def write(argument: Argument) -> str | None:
        value = argument.value or ""
        if argument.kind != DATE or len(value) != _DAY:
            return None
        day = date.fromisoformat(value)
        return style.format(d=day.day, month=f"{day:%B}", y=day.year)

    return write


def _decimal(argument: Argument) -> str | None:
    if object_class(argument) != "number" or argument.value is None:
        return None
    return argument.value if "." in argument.value else f"{argument.value}.0"


def _initials(argument: Argument) -> str:
    """Return the name with a point after each initial: "J. P. Roe"."""
    return re.sub(r"\b([A-Z])\b(?![.'’&-])", r"\1.", argument.name)


def _country(argument: Argument) -> str | None:
    code = country_code(argument.forms[0]) or country_code(argument.forms[-1])
    return load_lexicon().country_names.get(code) if code else None


def _people(argument: Argument) -> str | None:
    """Return the nationality word of a country."""
    code = country_code(argument.forms[0]) or country_code(argument.forms[-1])
    if code is None:
        return None
    return next((word for word, owner in load_lexicon().adjectives.items() if owner == code), None)


FORMS: Final[dict[str, Callable[[Argument], str | None]]] = {
    "name": lambda argument: argument.name,
    "iso": lambda argument: argument.value if argument.kind == DATE else None,
    "year": lambda argument: (argument.value or "")[:4] if argument.kind == DATE else None,
    "day month year": _day("{d} {month} {y}"),
    "month day, year": _day("{month} {d}, {y}"),
    "plain number": lambda argument: argument.value if object_class(argument) == "number" else None,
    "decimal": _decimal,
    "initials": _initials,
    "last form": lambda argument: argument.forms[-1],
    "longest": lambda argument: max(argument.forms, key=len),
    "country": _country,
    "people": _people,
    "title": lambda argument: argument.name[:1].upper() + argument.name[1:],
}
"""Ways to write an argument; the first that fits best wins a tie."""


def _same(one: str, two: str) -> bool:
    return "".join(fold(one).split()) == "".join(fold(two).split())


@dataclass(frozen=True, slots=True)
class Style:
    """How one class of argument is written: a form, and what stands around it."""

    form: str
    before: str = ""
    after: str = ""

    def write(self, argument: Argument) -> str | None:
        """Return the label, or nothing if the form does not fit the argument."""
        text = FORMS[self.form](argument)
        if text is None:
            return None
        ends = bool(self.after) and fold(text).endswith(fold(self.after))
        return f"{self.before}{text}{'' if ends else self.after}"


@dataclass
class Writer:
    """Writes arguments as the examples do.

    ``known`` maps the folded words of an argument to its label in the examples, under a relation
    and side or under ``""`` for all; ``styles`` are the usual ones of a relation, side and class.
    """

    known: dict[str, dict[str, str]] = field(default_factory=dict)
    styles: dict[str, list[Style]] = field(default_factory=dict)
    underscores: bool = False

    def write(self, argument: Argument, relation: str, side: str) -> str:
        """Return the label of an argument."""
        own, kind = f"{relation} {side}", object_class(argument)
        for table in (own, ""):
            for form in argument.forms:
                label = self.known.get(table, {}).get(_key(form))
                if label is not None:
                    return label
        for place in (f"{own} {kind}", f"{side} {kind}", kind):
            for style in self.styles.get(place, ()):
                text = style.write(argument)
                if text is not None:
                    return text.replace(" ", "_") if self._joined(style) else text
        return argument.name.replace(" ", "_") if self.underscores else argument.name

    def _joined(self, style: Style) -> bool:
        return self.underscores and '"' not in style.before

    def to_json(self) -> dict[str, Any]:
        """Return what :meth:`from_json` reads."""
        styles = {
            place: [[s.form, s.before, s.after] for s in found]
            for place, found in self.styles.items()
        }
        return {"known": self.known, "styles": styles, "underscores": self.underscores}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Writer:
        """Return a writer that was kept."""
        styles = {
            place: [Style(*style) for style in found] for place, found in data["styles"].items()
        }
        return cls(data["known"], styles, data["underscores"])


def _key(form: str) -> str:
    return " ".join(words_of(form))


def learn_writing(written: Iterable[tuple[Argument, str, str, str]]) -> Writer:
    """Learn from arguments with the relation, side and label that the examples give them."""
    rows = list(written)
    known: dict[str, dict[str, Counter[str]]] = {}
    styles: dict[str, Counter[Style]] = {}
    joined = Counter("_" in label for _, _, _, label in rows if {"_", " "} & {*label.strip('"')})
    underscores = joined[True] > joined[False]
    for argument, relation, side, label in rows:
        kind = object_class(argument)
        if kind == "text":
            for form in argument.forms:
                for table in (f"{relation} {side}", ""):
                    labels = known.setdefault(table, {}).setdefault(_key(form), Counter())
                    labels[label] += 1
        for style in _styles(argument, label):
            for place in (f"{relation} {side} {kind}", f"{side} {kind}", kind):
                styles.setdefault(place, Counter())[style] += 1
    return Writer(
        {
            table: {form: labels.most_common(1)[0][0] for form, labels in forms.items()}
            for table, forms in known.items()
        },
        {place: [s for s, _ in counts.most_common(4)] for place, counts in styles.items()},
        underscores,
    )


def _styles(argument: Argument, label: str) -> list[Style]:
    """Return the styles that write an argument as its label."""
    spaced = label.replace("_", " ")
    found = []
    for form, write in FORMS.items():
        text = write(argument)
        if not text:
            continue
        at = fold(spaced).find(fold(text))
        if at >= 0 and len(fold(spaced)) == len(spaced):
            before, after = spaced[:at], spaced[at + len(text) :]
            if not any(char.isalnum() for char in before):
                found.append(Style(form, before, after))
    exact = [style for style in found if not any(c.isalnum() for c in style.after)]
    return exact or found[:1]
