"""Split a capitalised run into names: "German Chancellor Jane Doe" names a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.components.hints import head_type
from extract.components.lexicon import fold, word_set
from extract.components.runs import Run, is_common
from extract.components.titles import quoted_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.components.lexicon import Lexicon
    from extract.components.words import Word


def split_run(run: Run, lexicon: Lexicon) -> list[Run]:
    """Return the names in a run, without role nouns, honorifics and leading function words."""
    if len(run.words) > 1 and quoted_title(run.sentence, run.start) == run.end:
        return [run]
    run = _strip_leading(run, lexicon)
    if run.start >= run.end:
        return []
    for parts in (_at_adjective(run, lexicon), _at_role(run, lexicon)):
        if parts is not None:
            return [name for part in parts for name in split_run(part, lexicon)]
    return [_trim_tail(run)]


def _strip_leading(run: Run, lexicon: Lexicon) -> Run:
    """Drop "However", "The", "Dr." and a first word that only begins the sentence."""
    start = run.start
    while start < run.end:
        word = run.sentence[start]
        honorific = word.text in lexicon.honorifics and start + 1 < run.end
        function_word = word.low in word_set("leading") and not (
            word.shouted and word.text not in {"A", "I"}
        )
        if not honorific and not function_word:
            break
        start += 1
    return Run(run.sentence, start, run.end)


def _trim_tail(run: Run) -> Run:
    end = run.end
    while end > run.start and run.sentence[end - 1].low in {"and", "of", "for", "the"}:
        end -= 1
    return Run(run.sentence, run.start, end)


def _at_adjective(run: Run, lexicon: Lexicon) -> list[Run] | None:
    """Part a leading nationality from what follows, unless both are one name."""
    for width in (2, 1):
        text = " ".join(word.text for word in run.words[:width])
        known = text in lexicon.adjectives or text in lexicon.region_adjectives
        if not known or len(run.words) <= width or _is_place(run.text, lexicon):
            continue
        rest = Run(run.sentence, run.start + width, run.end)
        kind = head_type(run.words, lexicon)
        if kind is not None and _role_at(rest.words, 0, lexicon) == 0:
            return None
        role = _role_at(rest.words, 0, lexicon)
        if len(rest.words) == 1 and is_common(rest.words[0], lexicon) and not role:
            return None
        return [Run(run.sentence, run.start, run.start + width), rest]
    return None


def _is_place(text: str, lexicon: Lexicon) -> bool:
    return text in lexicon.countries or text in lexicon.regions or text in lexicon.cities


def _role_at(words: Sequence[Word], at: int, lexicon: Lexicon) -> int:
    """Return how many words the role that starts at ``at`` takes, 0 if none does."""
    lows = [word.low for word in words]
    for width in (4, 3, 2, 1):
        if at + width <= len(lows) and " ".join(lows[at : at + width]) in lexicon.roles:
            return width
    return 0


def _at_role(run: Run, lexicon: Lexicon) -> list[Run] | None:
    """Part at a role noun: "[Acme] CEO [Jane Doe]", "[Commission] President [Jane Doe]"."""
    words = run.words
    if len(words) == 1:
        return [] if _role_at(words, 0, lexicon) and is_common(words[0], lexicon) else None
    for at in range(len(words)):
        width = _role_at(words, at, lexicon)
        if not width or words[at + width - 1].possessive or _is_given(words, at, lexicon):
            continue
        before = Run(run.sentence, run.start, run.start + at)
        after = Run(run.sentence, run.start + at + width, run.end)
        if at and words[at - 1].low in {"of", "for"}:
            return None
        if after.words and head_type(words, lexicon) and not _is_person(after, lexicon):
            return None
        if after.words and after.words[0].low in {"of", "for", "and"}:
            return None
        parts = [] if all(is_common(word, lexicon) for word in before.words) else [before]
        return parts + ([after] if after.words else [])
    return None


def _is_given(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a role noun is a given name: "Dean Doe", but not "Dean Jane Doe"."""
    return at == 0 and len(words) == 2 and fold(words[0].text) in lexicon.given


def _is_person(run: Run, lexicon: Lexicon) -> bool:
    first = run.words[0].text
    return fold(first) in lexicon.given or first in lexicon.surname_first


def is_nationality(run: Run, lexicon: Lexicon) -> bool:
    """Tell whether the whole run is a nationality: "Korean", "South Koreans"."""
    return run.text in lexicon.adjectives
