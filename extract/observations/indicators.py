"""What a number measures: the indicator's words, the unit, the sign."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from extract.observations.bearers import clause_span
from extract.observations.counting import singular
from extract.observations.parallel import value_run
from extract.observations.words import observation_words
from extract.quantities import Quantity, QuantityKind
from extract.relations.words import relation_words

if TYPE_CHECKING:
    from extract.relations.views import View

_LEVEL: Final = frozenset({"to", "at", "from", "than", "below", "above", "under", "over"})
_SMALL: Final = 10
"""Spelled numbers up to here rarely measure anything."""
_OLDEST: Final = 112
_REACH: Final = 9
_COMPARATIVES: Final = frozenset(
    {"more", "less", "fewer", "higher", "lower", "up", "down", "below", "above"}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity understood: ``kind`` names the rule that read it, for its confidence."""

    kind: str
    indicator: str
    value: float | None
    unit: str | None
    rank: int | None = None
    out_of: int | None = None


def _ends() -> frozenset[str]:
    return relation_words().sets["phrase_ends"]


def _determiners() -> frozenset[str]:
    return relation_words().sets["determiners"]


def _verbs() -> frozenset[str]:
    return relation_words().verbs - observation_words().indicators


def _plain(view: View, k: int) -> bool:
    return view.items[k].slot is None and view.items[k].value is None


def noun_after(view: View, i: int) -> list[str]:
    """Return the words of the noun phrase that follows item ``i``, at most four."""
    words: list[str] = []
    for k in range(i + 1, min(i + 6, len(view.items))):
        word = view.words[k]
        if word in {"-", "more", "other", "new", "of", "the", "its"} and not words:
            continue
        if word in _verbs() and word not in observation_words().people:
            break
        if not _plain(view, k) or word in _ends() or not word[:1].isalpha() or len(words) >= 4:
            break
        if word in observation_words().stops:
            break
        words.append(word)
    return words


def noun_before(view: View, i: int) -> tuple[int, str] | None:
    """Return the nearest indicator noun before item ``i`` in its clause, with its modifiers."""
    known = observation_words().indicators
    start, _ = clause_span(view, i)
    for k in range(i - 1, max(start, i - 2 * _REACH) - 1, -1):
        if view.words[k] in known and _plain(view, k):
            return k, _phrase(view, k)
    return None


def noun_near_after(view: View, i: int) -> str | None:
    """Return an indicator noun shortly after item ``i``: "a 21% share"."""
    known = observation_words().indicators
    for k in range(i + 1, min(i + 5, len(view.items))):
        if view.words[k] in {",", ";", ".", "("}:
            return None
        if view.words[k] in known:
            return _phrase(view, k, least=i + 1)
    return None


def _phrase(view: View, k: int, *, least: int = 0) -> str:
    first, known = k, observation_words()
    while (
        first > least
        and k - first < 4
        and _plain(view, first - 1)
        and view.words[first - 1] not in _ends() | _determiners() | known.reporting | known.stops
    ):
        first -= 1
    last = k + 1
    if (
        last + 1 < len(view.items)
        and view.words[last] in {"in", "of", "for"}
        and view.words[last + 1] not in _determiners()
    ):
        tail = last + 1
        while (
            tail < len(view.items)
            and tail - last < 4
            and _plain(view, tail)
            and view.words[tail] not in _ends()
        ):
            tail += 1
        last = tail if tail > last + 1 else last
    return " ".join(view.words[first:last]).replace(" - ", "-")


def _near_words(view: View, i: int, reach: int) -> set[str]:
    start, end = clause_span(view, i)
    return set(view.words[max(start, i - reach) : min(end, i + 4)])


def direction(view: View, i: int) -> int:
    """Return 1, -1 or 0: whether the words just around say that something rose or fell."""
    known = observation_words()
    first, last = value_run(view, i)[0], value_run(view, i)[-1]
    if set(view.words[max(first - 2, 0) : first]) & _LEVEL:
        return 0
    ways = {**dict.fromkeys(known.down, -1), **dict.fromkeys(known.up, 1)}
    for k in range(last + 1, min(last + 3, len(view.words))):
        if view.words[k] in _COMPARATIVES:
            return ways[view.words[k]]
    for k in range(first - 1, max(first - 6, -1), -1):
        if view.words[k] in ways:
            return ways[view.words[k]]
        if view.words[k] in {",", ";", "(", ")"} and k < first - 1:
            break
        if isinstance(view.items[k].value, Quantity):
            break
    for k in range(last + 1, min(last + 4, len(view.words))):
        if view.words[k] in ways:
            return ways[view.words[k]]
        if view.words[k] in {",", ";", "(", ")"}:
            break
    return 0


def read_quantity(view: View, i: int) -> Reading | None:
    """Return what the quantity at item ``i`` measures, or ``None`` if it is no observation."""
    quantity = view.items[i].value
    if not isinstance(quantity, Quantity) or quantity.converted:
        return None
    reader = {
        QuantityKind.MONEY: _money,
        QuantityKind.PERCENT: _percent,
        QuantityKind.RANK: _rank,
        QuantityKind.NUMBER: _number,
    }[quantity.kind]
    return reader(view, i, quantity)


def _verb_names() -> dict[str, str]:
    return observation_words().verbs


def _money(view: View, i: int, quantity: Quantity) -> Reading:
    before = noun_before(view, i)
    after = noun_near_after(view, i)
    near = _near_words(view, i, 6) | set(before[1].split() if before else ())
    negative = bool(near & observation_words().negative)
    value = -abs(quantity.value) if negative else quantity.value
    verb = next((name for name in _verb_names() if name in view.words[max(i - 4, 0) : i]), None)
    if verb and not (after or (before and i - before[0] < 4)):
        indicator = _verb_names()[verb]
        lost = indicator == "net loss"
        return Reading("money-verb", indicator, -abs(value) if lost else value, quantity.unit)
    if after and not (before and i - before[0] < 4):
        return Reading("money-noun-after", after, value, quantity.unit)
    if before:
        return Reading("money-noun-before", before[1], value, quantity.unit)
    return Reading("money-bare", "amount", value, quantity.unit)


def _percent(view: View, i: int, quantity: Quantity) -> Reading | None:
    if set(view.words[max(i - 2, 0) : i + 4]) & observation_words().stake:
        return None
    before = noun_before(view, i)
    after = noun_near_after(view, i)
    way = direction(view, i)
    name = before[1] if before else after or "value"
    if way:
        value = abs(quantity.value) * way if quantity.value >= 0 else quantity.value
        return Reading("percent-change", f"{name} growth", value, quantity.unit)
    if after:
        return Reading("percent-noun-after", after, quantity.value, quantity.unit)
    words = noun_after(view, i)
    if i + 1 < len(view.words) and view.words[i + 1] == "of":
        return Reading("percent-of", " ".join(["share of", *words]), quantity.value, quantity.unit)
    if before:
        return Reading("percent-noun-before", before[1], quantity.value, quantity.unit)
    return Reading("percent-bare", "share", quantity.value, quantity.unit)


def _rank(view: View, i: int, quantity: Quantity) -> Reading | None:
    known = observation_words()
    after = view.words[i + 1 : i + 3]
    rank, out_of = int(quantity.value), quantity.out_of
    if after and (
        after[0] in known.superlatives
        or (after[0] == "-" and after[1:2] and after[1] in known.superlatives)
    ):
        words = noun_after(view, i)
        return Reading("rank-superlative", f"rank: {' '.join(words)}", None, None, rank, out_of)
    if out_of or set(view.words[max(0, i - 5) : i + 3]) & known.rank:
        if after[:1] and after[0] in observation_words().skip:
            return None
        return Reading("rank-word", _rank_name(view, i), None, None, rank, out_of)
    if _stands_alone(view, i):
        return Reading("rank-bare", _rank_name(view, i), None, None, rank, out_of)
    return None


def _rank_name(view: View, i: int) -> str:
    before = noun_before(view, i)
    return f"{before[1]} rank" if before else "rank"


def _stands_alone(view: View, i: int) -> bool:
    """Tell whether an ordinal says a place by itself: "was fifth with 7 per cent"."""
    before = view.words[i - 1] if i else ""
    after = view.words[i + 1] if i + 1 < len(view.words) else "."
    opened = before in {"is", "was", "are", "were", "to", "from", "in", ",", "the"}
    closed = after in {"in", "with", "on", "at", "among", "out", "of", "behind", ",", ".", "a", "("}
    return opened and closed and not (before == "the" and after in {"of", "a"})


def _number(view: View, i: int, quantity: Quantity) -> Reading | None:
    known = observation_words()
    words = noun_after(view, i)
    before = view.words[i - 1] if i else ""
    if (steps := _rank_steps(view, i, quantity)) is not None:
        return steps
    if any(word in known.skip for word in words[:2]) or before in known.references:
        return None
    if _is_age(view, i, quantity):
        return Reading("age", "age", quantity.value, "year")
    if not words:
        return _bare_number(view, i, quantity)
    people = next((k for k, word in enumerate(words) if word in known.people), None)
    small = quantity.spelled and quantity.value <= _SMALL
    if people is not None:
        kind = "count-people-small" if small else "count-people"
        return Reading(kind, " ".join(words[: people + 1]), quantity.value, "people")
    kind = "count-things-small" if small else "count-things"
    head = words[0] if len(words) == 1 or not words[1].endswith("s") else words[1]
    return Reading(kind, " ".join(words[:3]), quantity.value, singular(head))


def _rank_steps(view: View, i: int, quantity: Quantity) -> Reading | None:
    """Read "dropped two places", "three spots higher": how far an entity moved in a ranking."""
    known = observation_words()
    after = view.words[i + 1 : i + 3]
    if not after or after[0] not in known.rank_steps or not quantity.value.is_integer():
        return None
    way = direction(view, i)
    if not way:
        return None
    return Reading("rank-steps", "change of rank", abs(quantity.value) * way, "place")


def _is_age(view: View, i: int, quantity: Quantity) -> bool:
    """Tell whether a number is how old the person before it is: "Vaz Pimentel, 56, is"."""
    if quantity.spelled or not quantity.value.is_integer() or not 10 <= quantity.value <= _OLDEST:
        return False
    slot = view.items[i - 2].slot if i >= 2 and view.words[i - 1] in {",", "("} else None
    after = view.words[i + 1] if i + 1 < len(view.words) else "."
    return slot is not None and slot.letter == "P" and after in {",", ".", ")", ";"}


def _bare_number(view: View, i: int, quantity: Quantity) -> Reading:
    """Read a number with no noun after it: "membership stands at 21,400", "India (-0.76)"."""
    known = observation_words()
    before = noun_before(view, i)
    negative = bool(_near_words(view, i, 6) & known.negative)
    value = -abs(quantity.value) if negative else quantity.value
    if i and view.words[i - 1] == "(":
        return Reading("number-bracket", before[1] if before else "value", value, None)
    if before:
        counted = view.words[before[0]] in known.people | known.headcount
        return Reading("number-noun-before", before[1], value, "people" if counted else None)
    return Reading("number-bare", "value", value, None)


def inherit_unit(reading: Reading, last: Reading | None) -> Reading:
    """Give a number without a unit the one of the last number of its sort in the article.

    In a report on one measure the unit is said once: "Luxembourg gained 7.4 workers ... Israel
    lost 0.5". Whole numbers and fractions are different sorts.
    """
    if last is None or not _bare(reading) or last.value is None or reading.value is None:
        return reading
    if float(last.value).is_integer() != float(reading.value).is_integer():
        return reading
    return replace(reading, unit=last.unit)


def lends_unit(reading: Reading) -> bool:
    """Tell whether later numbers may take the unit of this one."""
    return reading.unit is not None and reading.kind.startswith(("count", "number"))


def _bare(reading: Reading) -> bool:
    return reading.unit is None and reading.rank is None and reading.kind.startswith("number")
