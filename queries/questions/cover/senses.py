"""The senses that a question's elements may have, and every choice of one for each."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from queries.questions.cover.signals import Element
    from queries.questions.lexicon import Lexicon

_MOST_SENSES, _MOST_CHOICES = 5, 240


def choices(found: Sequence[Element], lexicon: Lexicon) -> Iterator[tuple[float, list[Element]]]:
    """Yield the elements with one sense each, the likeliest first."""
    before = ["", *(each.kind for each in found)]
    lists = [
        _senses(each, lexicon, named=kind in {"which", "count", "per"})
        for each, kind in zip(found, before, strict=False)
    ]
    size = 1
    for each in lists:
        size *= len(each)
    while size > 20 * _MOST_CHOICES:
        longest = max(range(len(lists)), key=lambda i: len(lists[i]))
        size = size // len(lists[longest]) * (len(lists[longest]) - 1)
        lists[longest] = lists[longest][:-1]
    every = [(sum(c for c, _ in combo), [e for _, e in combo]) for combo in product(*lists)]
    every.sort(key=lambda pair: pair[0])
    yield from every[:_MOST_CHOICES]


def _senses(each: Element, lexicon: Lexicon, *, named: bool) -> list[tuple[float, Element]]:
    if each.kind == "thing" and each.iris:
        groups: dict[tuple[str, ...], list[str]] = {}
        for iri in each.iris:
            groups.setdefault(lexicon.names.classes(iri), []).append(iri)
        senses = [(0.0, replace(each, iris=tuple(iris), texts=())) for iris in groups.values()]
        if each.texts:
            senses.append((0.2, replace(each, iris=())))
        return senses
    if each.kind not in {"term", "sub"}:
        return [(0.0, each)]
    senses = _terms(each)
    if each.text.lower() == "where":  # what a verb leads to, instead of a property of its own
        senses.append((0.35, replace(each, kind="who", options=(), value=None)))
    if each.text.lower().startswith("how much"):  # it may belong to a number that is named
        senses.append((0.3, replace(each, kind="free", options=())))
    if named and any(c == 0 and e.options[0].kind == "class" for c, e in senses):
        senses = [s for s in senses if s[0] < 0.25]
    return senses


def _terms(each: Element) -> list[tuple[float, Element]]:
    last = each.text.lower().split()[-1]
    verbal = last.endswith(("ed", "ing")) or last in {"lent", "sold", "bought", "made", "built"}
    senses: dict[str, tuple[float, Element]] = {}
    for option in each.options:
        cost = option.cost
        if option.kind == "class" and option.doer and not last.rstrip("s").endswith(
            ("er", "or", "ist", "ee", "head", "staff")
        ):  # fmt: skip
            cost += 0.9
        elif option.kind == "class":
            cost += 0.1 * verbal + 0.9 * each.verb
        if option.iri not in senses or senses[option.iri][0] > cost:
            senses[option.iri] = (cost, replace(each, options=(option,)))
    kept = sorted(senses.values(), key=lambda pair: pair[0])
    least = kept[0][0] if kept else 0.0
    return [pair for pair in kept if pair[0] <= least + 0.95][:_MOST_SENSES]
