"""Names as resolution compares them: words without spelling, squashed, as initials, as a person's.

Pure functions over :func:`kg.vocab.normalise_name`; what they know of English is data
(``words.toml``).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

from kg.model import ORGANISATION_TYPES, EntityType
from kg.vocab import normalise_name

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
"""Letters that have no accent to take off."""

_RESPELLED = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"(?:iy|yi|ey|ei|ij|ii|yy|y)$", "i"),
        (r"(?<=[^aeiou])([aou])e(?=[^aeiou])", r"\1"),
        (r"w", "v"),
        (r"ph", "f"),
        (r"kh", "h"),
        (r"y", "i"),
        (r"(.)\1", r"\1"),
    )
)
"""What spellings of one name from another script differ in: Zelensky and Zelenskyy."""
_SHORTEST_RESPELLED = 5
"""Shorter names are too alike: Xu and Xue, Li and Lee."""

_INITIAL_WORDS = re.compile(r"[^\W_]+")
_LONGEST_ACRONYM = 8
_SHORTEST_ACRONYM = 3


@cache
def _data() -> dict[str, Any]:
    text = resources.files("kg").joinpath("resolve/words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a list of ``words.toml``, e.g. ``generic``."""
    return frozenset(_data()[name].split())


@cache
def _short_forms() -> dict[str, frozenset[int]]:
    forms: dict[str, set[int]] = {}
    for number, line in enumerate(_data()["short"]["forms"]):
        for word in line.split():
            forms.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in forms.items()}


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents.

    >>> fold("Jørgensen Łódź")
    'jorgensen lodz'
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    return "".join(char for char in plain if not unicodedata.combining(char))


@lru_cache(maxsize=65536)
def words(name: str, type: EntityType) -> tuple[str, ...]:  # noqa: A002 - the domain's word
    """Return the words of a name in one spelling, without "of", "the" and the like.

    The order stays: Bolt University and the University of Bolt are two.

    >>> words("The Organisation for A.I. Defense", EntityType.ORGANIZATION)
    ('organization', 'ai', 'defence')
    >>> words("Foo On", EntityType.COMPANY)
    ('foo', 'on')
    """
    spellings = _data()["spellings"]
    found = fold(normalise_name(name, type)).replace("+", " plus ").split()
    respelled = [spellings.get(word, word) for word in found]
    ahead = [word for word in respelled[:-1] if word not in word_set("small")]
    kept = (*ahead, *respelled[-1:]) if ahead or len(respelled) == 1 else ()
    return kept or tuple(respelled)


@lru_cache(maxsize=65536)
def full_words(name: str, type: EntityType) -> tuple[str, ...]:  # noqa: A002
    """Return the words of a name with those written out that it shortens.

    >>> full_words("Institute for AI", EntityType.RESEARCH_INSTITUTE)
    ('institute', 'artificial', 'intelligence')
    """
    full = _data()["full"]
    return tuple(part for word in words(name, type) for part in full.get(word, word).split())


def squash(name: str, type: EntityType) -> str:  # noqa: A002
    """Return the words of a name written as one.

    >>> squash("LG U+", EntityType.COMPANY) == squash("LG Uplus Corp.", EntityType.COMPANY)
    True
    """
    return "".join(words(name, type))


def is_acronym(name: str) -> bool:
    """Tell whether a name is written as an acronym is: mostly capitals, one word.

    >>> [is_acronym(name) for name in ("KAIST", "AfDB", "Intel", "U.N.", "LG U+")]
    [True, True, False, True, False]
    """
    letters = [char for char in name if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    fits = " " not in name.strip() and 2 <= len(letters) <= _LONGEST_ACRONYM
    return fits and capitals >= 2 and capitals >= 0.6 * len(letters)


@lru_cache(maxsize=65536)
def initials(name: str, type: EntityType) -> frozenset[str]:  # noqa: A002
    """Return the acronyms, folded, that a long name may have; with and without its legal form.

    >>> sorted(initials("Foo Semiconductor Manufacturing Co., Ltd.", EntityType.COMPANY))
    ['fsm', 'fsmc', 'fsmcl']
    """
    found = [word for word in _INITIAL_WORDS.findall(name) if fold(word) not in word_set("small")]
    kept = len(found)
    if type in ORGANISATION_TYPES:
        kept = min(kept, len(words(name, type)))
    letters = fold("".join(word[0] for word in found))
    return frozenset(
        letters[:end]
        for end in range(max(kept, _SHORTEST_ACRONYM), len(letters) + 1)
        if end <= _LONGEST_ACRONYM
    )


def without_weak(name: str, type: EntityType) -> str:  # noqa: A002
    """Return the squashed name without words such as Group at its end, or nothing if it has none.

    >>> without_weak("Acme Technologies AG", EntityType.COMPANY), without_weak("Acme",
    ...     EntityType.COMPANY)
    ('acme', '')
    """
    kept = list(words(name, type))
    count = len(kept)
    while len(kept) > 1 and kept[-1] in word_set("weak"):
        kept.pop()
    return "".join(kept) if len(kept) < count and not is_generic(kept) else ""


def is_generic(parts: tuple[str, ...] | list[str]) -> bool:
    """Tell whether words name no one in particular: "Ministry", "National Bank"."""
    return all(word in word_set("generic") for word in parts)


def is_everywhere(name: str, type: EntityType) -> bool:  # noqa: A002
    """Tell whether many a country has a body of this name.

    >>> [is_everywhere(name, EntityType.GOVERNMENT_BODY) for name in
    ...     ("Ministry of Health", "Supreme Court", "Federal Trade Commission", "Foo Court")]
    [True, True, False, False]
    """
    found = words(name, type)
    return is_generic(found) and bool(set(found) & word_set("everywhere"))


class PersonName(NamedTuple):
    """A person's name in its parts, folded; ``middle`` holds what stands between the two."""

    first: str
    middle: tuple[str, ...]
    last: str


@lru_cache(maxsize=65536)
def person_name(name: str) -> PersonName | None:
    """Return the parts of a person's full name; ``None`` for a lone surname.

    >>> person_name("Dr. Ada B. Lovelace Jr.")
    PersonName(first='ada', middle=('b',), last='lovelace')
    """
    parts = person_words(name)
    return PersonName(parts[0], parts[1:-1], parts[-1]) if len(parts) > 1 else None


@lru_cache(maxsize=65536)
def person_words(name: str) -> tuple[str, ...]:
    """Return the words of a person's name without titles and "Jr."."""
    found = fold(normalise_name(name, EntityType.PERSON)).split()
    kept = tuple(word for word in found if word not in word_set("beside_person"))
    return kept or tuple(found)


@lru_cache(maxsize=65536)
def sounding(word: str) -> str:
    """Return a folded name in one of the spellings that other scripts and umlauts are given.

    >>> sounding("zelenskyy") == sounding("zelensky"), sounding("mueller") == sounding("muller")
    (True, True)
    >>> sounding("min-su") == sounding("min-seo")
    False
    """
    if len(word) < _SHORTEST_RESPELLED:
        return word
    one = word
    for pattern, letter in _RESPELLED:
        one = pattern.sub(letter, one)
    return one


def sound_alike(left: PersonName, right: PersonName) -> bool:
    """Tell whether two full names may be spellings of one: Sergey Ivanov, Sergei Ivanov."""
    alike = sounding(left.last) == sounding(right.last)
    first = sounding(left.first) == sounding(right.first) or is_short_form(left.first, right.first)
    return alike and first and may_be_middles(left.middle, right.middle)


def may_be_middles(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether the middle names of two full names may be one person's.

    >>> may_be_middles((), ("w",)), may_be_middles(("h", "w"), ("w",))
    (True, False)
    >>> may_be_middles(("j",), ("john",))
    True
    """
    if not left or not right:
        return True
    return len(left) == len(right) and all(
        a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in zip(left, right, strict=True)
    )


def is_short_form(left: str, right: str) -> bool:
    """Tell whether two given names may be one: Bob and Robert, J and Jane.

    >>> is_short_form("bob", "robert"), is_short_form("j", "jane"), is_short_form("jim", "bob")
    (True, True, False)
    """
    if 1 in (len(left), len(right)):
        return left[:1] == right[:1]
    forms = _short_forms()
    return bool(forms.get(left, frozenset()) & forms.get(right, frozenset()))
