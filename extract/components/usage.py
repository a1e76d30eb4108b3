"""How an article uses its capitals: which capitalised runs are names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.components.hints import head_type
from extract.components.lexicon import fold, word_set
from extract.components.runs import Run, find_runs, is_common
from extract.components.split import split_run
from kg.model import EntityType, PartKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.components.lexicon import Lexicon
    from extract.components.parts import Section
    from extract.components.words import Word


def name_key(text: str) -> str:
    """Return a name in lower case without accents and article.

    >>> name_key("The Daily Example")
    'daily example'
    """
    return fold(text).removeprefix("the ").replace("’", "'")


@dataclass(slots=True)
class Usage:
    """How the article writes its words: evidence that a capital is more than a sentence's start."""

    lower: Counter[str]
    upper: Counter[str]
    names: set[str]

    @classmethod
    def of(cls, parts: Sequence[Section], lexicon: Lexicon) -> Usage:
        """Count the words of an article's body."""
        lower: Counter[str] = Counter()
        upper: Counter[str] = Counter()
        names: set[str] = set()
        for part in parts:
            if part.kind is not PartKind.BODY:
                continue
            for word in part.words:
                if not word.capital:
                    lower[word.low] += 1
            runs = [
                name for run in find_runs(part.words, lexicon) for name in split_run(run, lexicon)
            ]
            upper.update(n.words[0].low for n in runs if len(n.words) == 1 and not n.words[0].first)
            names |= {
                name_key(name.text)
                for name in runs
                if not name.sentence[name.start].first or len(name.words) > 1
            }
        return cls(lower, upper, names)

    def confirm(self, name: Run, lexicon: Lexicon, *, dateline: bool) -> Run | None:
        """Return the name, perhaps without its first word, or ``None`` if it is no name."""
        if not name.words:
            return None  # nothing but punctuation was left of it
        first = name.words[0]
        if dateline:
            return name if _is_dateline_place(name, lexicon) else None
        loud = all(word.shouted and is_common(word, lexicon) for word in name.words)
        if loud and name.text not in lexicon.countries:
            return None
        if len(name.words) == 1:
            return name if self._is_name_word(first, lexicon) else None
        if first.first and is_common(first, lexicon) and self._only_starts(name, lexicon):
            rest = Run(name.sentence, name.start + 1, name.end)
            return self.confirm(rest, lexicon, dateline=False)
        return name

    def _only_starts(self, name: Run, lexicon: Lexicon) -> bool:
        """Tell whether a common first word belongs to the sentence, not to the name."""
        if name_key(name.text) in self.names and self.upper[name.words[0].low]:
            return False
        if name.words[1].low in {"of", "for", "and"} or head_type(name.words, lexicon) in _STRONG:
            return False
        rest = name_key(Run(name.sentence, name.start + 1, name.end).text)
        if self.upper[name.words[0].low] and not self.lower[name.words[0].low]:
            return False
        first = name.words[0].low
        surname = any(
            other.endswith(" " + rest) and not other.endswith(first + " " + rest)
            for other in self.names
        )
        return rest in self.names or surname or self.lower[name.words[0].low] > 0

    def _is_name_word(self, word: Word, lexicon: Lexicon) -> bool:
        if len(word.text) == 1:
            return False
        known = word.text in lexicon.countries or word.text in lexicon.adjectives
        if known:
            return True
        common = is_common(word, lexicon)
        if word.low in word_set("acronyms") or word.low.removesuffix("s") in word_set("acronyms"):
            return False
        if word.shouted and len(word.text) <= 6 and not common:
            return True
        if word.first:
            if not common and not self.upper[word.low] and _is_plural_noun(word.low, lexicon):
                return False
            if word.low in word_set("not_names") or (
                word.low.endswith(("ing", "ly")) and not self.upper[word.low]
            ):
                return False
            return (not common or self.upper[word.low] > self.lower[word.low]) and not (
                common and self.lower[word.low]
            )
        return not (common and (self.lower[word.low] > 0 or word.low in word_set("not_names")))


def _is_plural_noun(low: str, lexicon: Lexicon) -> bool:
    """Tell whether a word that no list has is made of known ones: "recruiters", "chipmakers"."""
    if not low.endswith("s"):
        return False
    if low.removesuffix("s") in lexicon.common or low.removesuffix("ers") in lexicon.common:
        return True
    return any(
        low[:at] in lexicon.common and low[at:] in lexicon.common for at in range(3, len(low) - 3)
    )


def _is_dateline_place(name: Run, lexicon: Lexicon) -> bool:
    """The first words of a dateline, or a place that the gazetteers know."""
    text = name.text
    known = text in lexicon.countries or text in lexicon.regions
    place = text in lexicon.cities or text.title() in lexicon.cities
    shouted = all(word.shouted for word in name.words)
    return known or (name.start == 0 and (shouted or place)) or (shouted and place)


_STRONG = frozenset(
    {
        EntityType.UNIVERSITY,
        EntityType.RESEARCH_INSTITUTE,
        EntityType.GOVERNMENT_BODY,
        EntityType.ORGANIZATION,
        EntityType.EVENT,
    }
)
