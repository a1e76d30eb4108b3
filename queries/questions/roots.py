"""General English for graphs of any subject (``wordlists/general.toml``), and roots of words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from queries.questions.tokens import plain, stem, tokenise

Phrase = tuple[str, ...]

_ENDINGS = (
    *("ations", "ation", "itions", "ition", "ions", "ion", "ments", "ment", "ances", "ance"),
    *("ences", "ence", "ings", "ing", "ors", "or", "ers", "er", "ed", "ies", "ied", "es", "s"),
    *("ive", "able", "y", "e", "i"),
)
_SMALL = frozenset(
    [
        *("of", "the", "a", "an", "has", "have", "is", "are", "be", "been", "in", "for", "to"),
        *("by", "was", "were", "its"),
    ]
)
_LATIN = (
    *(("cis", "cid"), ("miss", "mit"), ("pans", "pand"), ("tens", "tend"), ("clus", "clud")),
    *(("script", "scrib"), ("duct", "duc"), ("cept", "ceiv"), ("solut", "solv"), ("quis", "quir")),
    *(("vers", "vert"), ("ros", "rod"), ("plos", "plod"), ("puls", "pel"), ("vas", "vad")),
    *(("scens", "scend"), ("spens", "spend"), ("sumpt", "sum"), ("ject", "ject")),
)
_SHORTEST = 4
_WHOLE = (
    *("department", "apartment", "university", "station", "nation", "number", "order", "paper"),
    *("sponsor", "mentor", "author", "tutor", "monitor", "doctor", "censor", "anchor", "partner"),
)


@dataclass(frozen=True, slots=True)
class General:
    """The word lists; phrases are tuples of :func:`root`."""

    same: tuple[tuple[Phrase, ...], ...]
    light: frozenset[str]
    measuring: frozenset[str]
    spending: frozenset[str]
    people: frozenset[str]
    personal: frozenset[Phrase]
    great: dict[str, list[str]]
    small: dict[str, list[str]]
    units: dict[str, tuple[str, float]]
    asking: dict[str, list[str]]
    opposites: dict[str, list[str]]
    signals: dict[str, list[str]]
    function: frozenset[str]
    vague: frozenset[str]
    yes_no: frozenset[str]


@lru_cache(maxsize=200_000)
def root(word: str) -> str:
    """Return what the words of one family share: a stem without endings of derivation.

    >>> root("restoration") == root("restored"), root("creator") == root("created")
    (True, True)
    >>> root("decision") == root("decided"), root("admission") == root("admitted")
    (True, True)
    >>> root("suppliers") == root("supplies"), root("lent") == root("lender")
    (True, True)
    """
    word = plain(word)
    base = stem(word).replace("our", "or")
    cut = word.endswith(("ed", "ing")) and base != word
    for ending in () if cut or word.startswith(_WHOLE) else _ENDINGS:
        if base.endswith(ending) and len(base) - len(ending) >= _SHORTEST:
            base = base[: -len(ending)]
            base = _verb_of(base) if ending in {"ion", "ions", "ition", "itions"} else base
            break
    base = re.sub(r"(..)(.)\2$", r"\1\2", base) if len(base) > _SHORTEST else base
    return base[:-1] if base[-1:] in {"e", "y", "i"} and len(base) > _SHORTEST else base


def _verb_of(base: str) -> str:
    """Return the verb's end in place of the noun's: "decis(ion)" is of "decid(e)"."""
    for noun, verb in _LATIN:
        if base.endswith(noun):
            return base.removesuffix(noun) + verb
    return base


@lru_cache(maxsize=100_000)
def phrase(text: str) -> Phrase:
    """Return the roots of a phrase's words without its small ones, if that leaves any."""
    words = [token.lower for token in tokenise(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text))]
    kept = [word for word in words if word not in _SMALL] or words
    return tuple(root(word) for word in kept)


@lru_cache(maxsize=1)
def general() -> General:
    """Return the lists."""
    file = resources.files("queries").joinpath("questions/wordlists/general.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    units = {}
    for name, text in data["units"].items():
        dimension, factor = text.split()
        units[name] = (dimension, float(factor))
    return General(
        tuple(tuple(phrase(each) for each in group) for group in data["same"]),
        frozenset(data["light"]),
        frozenset(data["measuring"]),
        frozenset(data["spending"]),
        frozenset(root(word) for word in data["people"]),
        frozenset(phrase(text) for text in data["personal"]),
        data["great"],
        data["small"],
        units,
        data["asking"],
        data["opposites"],
        data["signals"],
        frozenset(data["function"]),
        frozenset(root(word) for word in data["vague"]),
        frozenset(data["yes_no"]),
    )


@lru_cache(maxsize=1)
def degrees() -> dict[Phrase, tuple[str, str, bool]]:
    """Map "heavy", "heavier", "most expensive" to (adjective, degree, whether the great end)."""
    found: dict[Phrase, tuple[str, str, bool]] = {}
    for adjectives, great in ((general().great, True), (general().small, False)):
        for word in adjectives:
            base = word[:-1] + "i" if word.endswith("y") else word.removesuffix("e")
            doubled = base + base[-1] if re.search(r"[^aeiou][aeiou][bdgmnpt]$", base) else base
            found[(word,)] = (word, "", great)
            for form in (base, doubled):
                found[(form + "er",)] = (word, "comparative", great)
                found[(form + "est",)] = (word, "superlative", great)
            for helper, degree, same in (
                ("more", "comparative", True),
                ("less", "comparative", False),
                ("most", "superlative", True),
                ("least", "superlative", False),
            ):
                found[(helper, word)] = (word, degree, great if same else not great)
    return found
