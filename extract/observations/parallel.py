"""Coordinated values and names: "A and B had 12% and 9%, respectively"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from extract.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extract.relations.views import View

_JOINING: Final = frozenset({",", "and", "or", "&", "the", "as", "well"})


@dataclass(frozen=True, slots=True)
class Partner:
    """The item of the name that belongs to a value; ``marked`` by "respectively"."""

    item: int
    marked: bool


def value_run(view: View, i: int) -> list[int]:
    """Return the coordinated values of the same kind to which item ``i`` belongs, in order."""
    value = view.items[i].value
    kind = value.kind if isinstance(value, Quantity) else None

    def alike(k: int) -> bool:
        other = view.items[k].value
        return isinstance(other, Quantity) and other.kind is kind and not other.converted

    return next((run for run in _runs(view, alike) if i in run), [i])


def slot_runs(view: View) -> list[list[int]]:
    """Return the coordinated names of the sentence, two or more each."""
    return [run for run in _runs(view, lambda k: _names(view, k)) if len(run) > 1]


def _names(view: View, k: int) -> bool:
    slot = view.items[k].slot
    return slot is not None and slot.flag != "r"


def _runs(view: View, member: Callable[[int], bool]) -> Iterator[list[int]]:
    """Yield the longest runs of members between which only commas and "and" stand."""
    run: list[int] = []
    for k in range(len(view.items)):
        if member(k):
            joined = run and all(_joins(view, j) for j in range(run[-1] + 1, k))
            if run and not (joined and k - run[-1] > 1):
                yield run
                run = []
            run.append(k)
    if run:
        yield run


def _joins(view: View, j: int) -> bool:
    """Tell whether an item may stand in a run: a conjunction, or an amount given once more."""
    value = view.items[j].value
    return view.words[j] in _JOINING | {"(", ")", "about"} and (
        value is None or (isinstance(value, Quantity) and value.converted)
    )


def partner(view: View, i: int) -> Partner | None:
    """Return the name that is the n-th of as many as there are values, if ``i`` is the n-th."""
    values = value_run(view, i)
    if len(values) < 2 or view.words[max(values[0] - 1, 0)] in {"between", "from"}:
        return None
    fitting = [run for run in slot_runs(view) if len(run) == len(values)]
    if not fitting:
        return None
    nearest = min(fitting, key=lambda run: min(abs(run[0] - values[-1]), abs(values[0] - run[-1])))
    marks = [k for k, word in enumerate(view.words) if word == "respectively"]
    return Partner(nearest[values.index(i)], bool(marks))
