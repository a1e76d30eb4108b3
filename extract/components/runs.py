"""Runs of capitalised words: where a name may start and how far it may go.

"Ministry of Economy, Trade and Industry" is one run, "Germany and France" are two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.components.lexicon import fold, word_set
from extract.components.titles import is_introduced, quoted_title, title_step
from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.components.lexicon import Lexicon
    from extract.components.words import Word

_OF = frozenset({"of", "for", "against", "without", "on", "to", "in", "at", "with"})
_STRICT_OF = frozenset({"of", "for"})
_BODIES = frozenset(
    {
        EntityType.GOVERNMENT_BODY,
        EntityType.ORGANIZATION,
        EntityType.UNIVERSITY,
        EntityType.RESEARCH_INSTITUTE,
        EntityType.PROGRAM,
        EntityType.WORK,
        EntityType.EVENT,
    }
)
_SURE_BODIES = frozenset(
    {EntityType.GOVERNMENT_BODY, EntityType.UNIVERSITY, EntityType.RESEARCH_INSTITUTE}
)


@dataclass(frozen=True, slots=True)
class Run:
    """The words ``sentence[start:end]``: one capitalised run."""

    sentence: Sequence[Word]
    start: int
    end: int

    @property
    def words(self) -> Sequence[Word]:
        """The words of the run."""
        return self.sentence[self.start : self.end]

    @property
    def text(self) -> str:
        """The run's words, one space between them."""
        return " ".join(word.text for word in self.words)


def is_month(word: Word) -> bool:
    """Tell whether the word names a month or weekday."""
    return word.low.rstrip(".") in word_set("months")


def is_common(word: Word, lexicon: Lexicon) -> bool:
    """Tell whether the word is an ordinary English word when written in lower case."""
    low = word.low
    if low in lexicon.common:
        return True
    parts = low.split("-")
    return (
        len(parts) > 1
        and parts[-1] in lexicon.common
        and all(part in lexicon.common or part.isdigit() or len(part) == 2 for part in parts)
    )


def find_runs(sentence: Sequence[Word], lexicon: Lexicon) -> list[Run]:
    """Return the maximal runs of a sentence, left to right; they do not overlap."""
    runs = []
    at = 0
    while at < len(sentence):
        if not sentence[at].capital or is_month(sentence[at]):
            at += 1
            continue
        end = quoted_title(sentence, at)
        if end == at:
            end = _extend(sentence, at, lexicon)
        runs.append(Run(sentence, at, end))
        at = end
    return runs


def _extend(sentence: Sequence[Word], start: int, lexicon: Lexicon) -> int:
    end = start + 1
    titled = is_introduced(sentence, start, lexicon)
    while end < len(sentence):
        step = _step(sentence, start, end, lexicon)
        if not step and titled and sentence[end - 1].gap == " ":
            small = sentence[end].low in word_set("title_small")
            step = title_step(sentence, end) if small else 0
        if not step:
            break
        end += step
    return end


def _plain(gap: str) -> bool:
    return gap in {" ", "\n", "  "} or (gap.isspace() and gap.count("\n") < 2)


def _step(sentence: Sequence[Word], start: int, end: int, lexicon: Lexicon) -> int:
    """Return by how many words the run ``start:end`` grows, 0 if it is complete."""
    last, word = sentence[end - 1], sentence[end]
    if last.possessive:
        return int(_owner_name(sentence, start, end, lexicon))
    if last.gap.strip() == "&" and word.capital:
        return 1
    if last.gap == ", " and _is_of_list(sentence, start, end, lexicon):
        return 1
    if not _plain(last.gap):
        return 0
    if word.capital:
        return 0 if is_month(word) else 1
    if word.text.isdigit():
        return int(_takes_number(sentence, start, end, lexicon))
    if word.low in word_set("particles"):
        return _over_particles(sentence, end)
    if word.low in _OF:
        return _over_of(sentence, start, end, lexicon)
    if word.low == "and":
        return _over_and(sentence, start, end, lexicon)
    return 0


def _owner_name(sentence: Sequence[Word], start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether an owner is part of the name: King's College, Nurses' Union, St. Ann's Hall."""
    last, word = sentence[end - 1], sentence[end]
    if not word.capital:
        return False
    tail = end
    while tail + 1 < len(sentence) and _plain(sentence[tail].gap) and sentence[tail + 1].capital:
        tail += 1
    if sentence[tail].low not in lexicon.heads["last"]:
        return False
    saint = end - start >= 2 and sentence[end - 2].text in {"St.", "St", "Saint"}
    workers = last.low.endswith(("ers", "ors", "ists", "men"))
    plural = last.low.endswith("s") and (workers or is_common(last, lexicon))
    return saint or last.low in word_set("owners") or plural


def _takes_number(sentence: Sequence[Word], start: int, end: int, lexicon: Lexicon) -> bool:
    word, last = sentence[end], sentence[end - 1]
    if len(word.text) == 4 and word.text[:2] in {"19", "20"}:
        kind = lexicon.heads["last"].get(last.low)
        return kind in {EntityType.WORK, EntityType.EVENT, EntityType.PROGRAM} or end - start >= 3
    after = sentence[end + 1].low if end + 1 < len(sentence) else ""
    counted = (
        word.gap.startswith(("%", "-", ".")) or after in word_set("measures") or after.endswith("s")
    )
    return len(word.text) <= 2 and not is_common(last, lexicon) and not counted


def _over_particles(sentence: Sequence[Word], at: int) -> int:
    for width in (1, 2, 3):
        if at + width >= len(sentence) or not _plain(sentence[at + width - 1].gap):
            return 0
        if sentence[at + width].capital:
            return width + 1
        if sentence[at + width].low not in word_set("particles"):
            return 0
    return 0


def _over_of(sentence: Sequence[Word], start: int, at: int, lexicon: Lexicon) -> int:
    """Go over "of X", "for the X" after a head word such as University or Ministry."""
    head = sentence[at - 1].low
    opens = head in lexicon.heads["first"] or head in word_set("of_nouns")
    if sentence[at].low not in _STRICT_OF or not opens or not _plain(sentence[at].gap):
        return 0
    if _is_complete(sentence, start, at, lexicon):
        return 0
    ahead = at + 1
    if ahead < len(sentence) and sentence[ahead].low == "the" and _plain(sentence[ahead].gap):
        ahead += 1
    if ahead < len(sentence) and sentence[ahead].capital and not is_month(sentence[ahead]):
        return ahead - at + 1
    return 0


def _is_complete(sentence: Sequence[Word], start: int, at: int, lexicon: Lexicon) -> bool:
    """Tell whether a full name stands before the "of": Foo University, not National University."""
    if at - start < 2 or at + 1 >= len(sentence):
        return False
    place = sentence[at + 1].text
    known = place in lexicon.countries or place in lexicon.cities or place in lexicon.regions
    return (
        known
        and not is_common(sentence[at - 2], lexicon)
        and sentence[at - 2].text not in lexicon.adjectives
    )


def _has_of(sentence: Sequence[Word], start: int, end: int) -> bool:
    return any(word.low in _STRICT_OF for word in sentence[start:end])


def _is_field(word: Word, lexicon: Lexicon) -> bool:
    """An ordinary word with a capital: Trade, Industry, Informatics."""
    known = word.text in lexicon.countries or fold(word.text) in lexicon.given
    field = (
        is_common(word, lexicon)
        or word.low.endswith("ics")
        or (word.shouted and len(word.text) < 5)
    )
    return word.capital and field and not known


def _is_of_list(sentence: Sequence[Word], start: int, end: int, lexicon: Lexicon) -> bool:
    """The comma in "Ministry of Economy, Trade and Industry"."""
    if not _has_of(sentence, start, end) or not _is_field(sentence[end - 1], lexicon):
        return False
    at = end
    while at < len(sentence) and _is_field(sentence[at], lexicon):
        gap = sentence[at].gap
        if gap != ", " and not _plain(gap):
            return False
        if at + 2 < len(sentence) and sentence[at + 1].low == "and":
            return _plain(gap) and _is_field(sentence[at + 2], lexicon)
        at += 1
    return False


def _over_and(sentence: Sequence[Word], start: int, end: int, lexicon: Lexicon) -> int:
    """Go over "and" inside "Department of Labour and Trade", "Housing and Markets Authority"."""
    if end + 1 >= len(sentence) or not _plain(sentence[end].gap):
        return 0
    if not _is_field(sentence[end - 1], lexicon) or not sentence[end + 1].capital:
        return 0
    complete = lexicon.heads["last"].get(sentence[end - 1].low) in _SURE_BODIES
    if _has_of(sentence, start, end) and not complete:
        return 2 if _is_field(sentence[end + 1], lexicon) else 0
    first = start + (sentence[start].text in lexicon.adjectives)
    if complete or not all(_is_field(word, lexicon) for word in sentence[first:end]):
        return 0
    last = end + 1
    while last + 1 < len(sentence) and _plain(sentence[last].gap) and sentence[last + 1].capital:
        last += 1
    ends = lexicon.heads["last"].get(sentence[last].low) in _BODIES and last > end + 1
    return 2 if ends and _is_field(sentence[end + 1], lexicon) else 0
