"""What the words before and after a name say of its type: weighted hints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.components.hints import Hints
from extract.components.lexicon import word_set
from kg.model import EntityType as T

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.components.lexicon import Lexicon
    from extract.components.runs import Run
    from extract.components.words import Word

_ARTICLES = frozenset(
    {"the", "a", "an", "its", "their", "his", "her", "our", "this", "another", "new"}
)


def context_hints(run: Run, lexicon: Lexicon) -> Hints:
    """Return what the words before and after the name say."""
    hints = Hints()
    _before(run, hints, lexicon)
    _after(run, hints, lexicon)
    return hints


def _before(run: Run, hints: Hints, lexicon: Lexicon) -> None:
    words = run.sentence[max(0, run.start - 3) : run.start]
    if not words:
        return
    last = words[-1]
    if last.gap.strip() in {"", '"', "“", "‘", "'"}:
        _introduction(words, run, hints, lexicon)
        _preposition([word.low for word in words], run, hints)
    elif last.gap == ", ":
        if last.low in lexicon.nouns and any(word.low in lexicon.roles for word in words):
            hints[T.PERSON] += 3
        hints[T.CITY] += 0.25 * last.capital


def _introduction(words: Sequence[Word], run: Run, hints: Hints, lexicon: Lexicon) -> None:
    """Read "Dr. X", "chief executive X Y", "chipmaker X"."""
    last = words[-1]
    if last.text in lexicon.honorifics:
        hints[T.PERSON] += 10
    elif _is_role(words, lexicon) and len(run.words) > 1:
        hints[T.PERSON] += 7
    elif last.low in lexicon.nouns and not last.possessive:
        for kind in lexicon.nouns[last.low]:
            hints[kind] += 3


def _preposition(lows: list[str], run: Run, hints: Hints) -> None:
    """Read "in X", "based in X", "launched X", "shares in X", "the X"."""
    if lows[-1] == "in" and lows[-2:-1] and lows[-2] in word_set("holding"):
        hints[T.COMPANY] += 2
    elif lows[-1] in word_set("place_before") and len(run.words) <= 2:
        hints[T.CITY] += 2.5
        hints[T.PERSON] -= 2
    if lows[-2:] in (["based", "in"], ["headquartered", "in"], ["city", "of"], ["town", "of"]):
        hints[T.CITY] += 3
    if lows[-1] in word_set("naming"):
        hints[T.PRODUCT] += 1.5
    if lows[-1] == "by":
        hints[T.COMPANY] += 1
    if lows[-1] == "at":
        hints[T.PERSON] -= 2
    if lows[-1] == "the":
        hints[T.PERSON] -= 3
        hints[T.CITY] -= 2


def _is_role(words: Sequence[Word], lexicon: Lexicon) -> bool:
    lows = [word.low for word in words]
    return any(" ".join(lows[-width:]) in lexicon.roles for width in (1, 2, 3))


def _after(run: Run, hints: Hints, lexicon: Lexicon) -> None:
    last = run.words[-1]
    words = run.sentence[run.end : run.end + 6]
    if not words:
        return
    lows = [word.low for word in words]
    if last.possessive and lows[0] in word_set("firm_nouns"):
        hints[T.COMPANY] += 2
    elif last.gap.startswith(","):
        _apposition(lows, run, hints, lexicon)
    if last.gap == " ":
        if lows[0] in word_set("saying"):
            hints[T.PERSON if len(run.words) > 1 else T.COMPANY] += 1
        if lows[0] in word_set("firm_verbs"):
            hints[T.COMPANY] += 0.75
        if lows[0] == "shares":
            hints[T.COMPANY] += 2
    if last.gap == "-" and lows[0] in {"based", "headquartered", "listed", "born", "seated"}:
        hints[T.CITY] += 6
    if last.gap == ", " and words[0].capital:
        place = " ".join(word.text for word in words[:2])
        if (
            words[0].text in lexicon.countries
            or place in lexicon.countries
            or words[0].text in lexicon.regions
        ):
            hints[T.CITY] += 3 if len(run.words) <= 3 else 0


def _apposition(lows: list[str], run: Run, hints: Hints, lexicon: Lexicon) -> None:
    """Read "X, a maker of ...", "X, its chief executive,", "X, 54,", "X, the Danish lender"."""
    if lows[0].isdigit() and len(lows[0]) == 2:
        hints[T.PERSON] += 4
        return
    if lows[0] == "who" or (lows[0] == "whose" and len(run.words) > 1):
        hints[T.PERSON] += 4 if lows[0] == "who" else 0.5
        return
    if lows[0] == "which":
        hints[T.PERSON] -= 3
        return
    phrase = lows[:5]
    if any(
        " ".join(phrase[at : at + width]) in lexicon.roles for at in range(3) for width in (1, 2, 3)
    ):
        hints[T.PERSON] += 4 if len(run.words) > 1 else 1
    elif lows[0] in _ARTICLES:
        for low in phrase[1:]:
            if low in lexicon.nouns:
                for kind in lexicon.nouns[low]:
                    hints[kind] += 3
                break
            if low in {"of", "in", "for", "that", "which", "with"}:
                break
