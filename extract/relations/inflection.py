"""Forms of English verbs by rule, with the irregular ones from the data file."""

from __future__ import annotations

from dataclasses import dataclass

_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class VerbForms:
    """The five forms of a verb: buy, buys, bought, bought, buying."""

    base: str
    third: str
    past: str
    participle: str
    gerund: str

    def all(self) -> tuple[str, ...]:
        """Return the distinct forms, base first."""
        return tuple(
            dict.fromkeys((self.base, self.third, self.past, self.participle, self.gerund))
        )


def _doubles(verb: str) -> bool:
    """Say whether the last letter doubles: one vowel letter before one consonant, one syllable."""
    return (
        len(verb) >= 3
        and verb[-1] not in _VOWELS + "wxy"
        and verb[-2] in _VOWELS
        and verb[-3] not in _VOWELS
        and sum(letter in _VOWELS for letter in verb) == 1
    )


def inflect(verb: str, irregular: dict[str, list[str]]) -> VerbForms:
    """Return the forms of ``verb``; ``irregular`` gives past, participle and, if odd, gerund.

    >>> inflect("supply", {}).past, inflect("ship", {}).gerund, inflect("launch", {}).third
    ('supplied', 'shipping', 'launches')
    """
    third = verb + "s"
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        third = verb + "es"
    stem, past = verb, verb + "ed"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        third, past = verb[:-1] + "ies", verb[:-1] + "ied"
    elif verb.endswith("e"):
        past = verb + "d"
        stem = verb if verb.endswith(("ee", "oe", "ye")) else verb[:-1]
    elif _doubles(verb):
        stem = verb + verb[-1]
        past = stem + "ed"
    odd = irregular.get(verb, [past, past])
    return VerbForms(verb, third, odd[0], odd[1], odd[2] if len(odd) > 2 else stem + "ing")


def phrase_forms(phrase: str, irregular: dict[str, list[str]]) -> VerbForms:
    """Return the forms of a verb with a fixed rest: ``take over`` gives ``took over``."""
    verb, _, rest = phrase.partition(" ")
    forms = inflect(verb, irregular)
    tail = f" {rest}" if rest else ""
    return VerbForms(
        forms.base + tail,
        forms.third + tail,
        forms.past + tail,
        forms.participle + tail,
        forms.gerund + tail,
    )
