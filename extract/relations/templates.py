"""Relation patterns: a small language of slots and words, compiled to regular expressions.

A template is a line of elements parted by spaces. ``?`` after an element makes it optional.

===============  ==========================================================================
element          matches
===============  ==========================================================================
``word``         that word, in lower case; ``a|b`` either; ``_`` stands for a space
``{S}`` ``{O}``  a mention that may be the subject or object of the predicate (its domain or
                 range); ``{S:CU}`` only these letters of :data:`extract.relations.views.LETTERS`
``{V:buy}``      any form of the verb; ``{VB:}`` base, ``{VD:}`` past or third person,
                 ``{VN:}`` participle, ``{VG:}`` gerund
``{n}``          up to 5 words inside a noun phrase; ``{n:2}`` up to 2
``{g:4}``        up to 4 words without comma or clause boundary; ``{c:8}`` commas allowed
``{L:facility}`` a word of a list in ``relations_words.toml``
``{T:topic}``    up to 7 words that become the qualifier of that name
``{R}``          a role: some words around one of ``role_head``, as the qualifier ``role``
``{B}``          likewise around one of ``business_role``
``{F}``          some words around one of ``facility``, as the qualifier ``facility``
``{M}`` ``{P}``  an amount of money, a percentage; ``{Q}`` a number; ``{D}`` a time
``{X}``          any mention
``{SUBJ}``       first only: the grammatical subject of the next element is the fact's subject;
                 ``{OBJ}`` it is the fact's object; ``{PAIR}`` it, or ``{S}``, is a group that the
                 fact joins;
                 ``{FOCUS}`` the missing end is what the sentence or the one before speaks of
===============  ==========================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from extract.relations.inflection import phrase_forms
from extract.relations.words import relation_words
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADS: Final = frozenset({"SUBJ", "OBJ", "PAIR", "FOCUS"})
_STOP: Final = (
    r"(?:of|in|at|for|with|by|from|to|into|on|under|between|among|via|through|as|than|near|and|or|but|"
    r"that|which|who|whom|where|when|while|is|are|was|were|has|have|had|will|would|said|says|[,;.:()?!—–…-])"
)
_NOUNISH: Final = (
    rf"(?:(?!{_STOP} |<)\S+ |(?<=\S )- |<[NSTL]\d+a> (?:- )?|<[A-Z]\d+[npd]> (?:'s |- based ))"
)
_GAP: Final = r"(?:(?!; |\. |: |— |– |, |\( |\) |which |who |while |but |whereas |<\S\d+r> )\S+ )"
_COMMA_GAP: Final = r"(?:(?!; |\. |: |— |– |which |who |while |but |whereas |<\S\d+r> )\S+ )"
_TEXT: Final = (
    r"(?:(?!; |\. |: |, |\( |\) |which |who |while |but |<|#|by |from |since |until |on #)\S+ )"
)
_ROLE_WORD: Final = rf"(?:(?:-|'s) |(?!{_STOP} |<|#)[^\W\d][^\s]* )"
_BE: Final = ("is", "are", "was", "were", "be", "been", "being")
_VALUES: Final = {"M": "m", "P": "p", "Q": "q", "D": "d"}


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled line. ``head`` is empty or says which end is the grammatical subject."""

    head: str
    regex: re.Pattern[str]
    needs: frozenset[str]


def _verb_words(kind: str, phrases: str) -> list[str]:
    irregular = relation_words().irregular
    words: list[str] = []
    for phrase in phrases.split("|"):
        verb, _, rest = phrase.partition("_")
        if verb == "be":
            words.extend(f"{form} {rest.replace('_', ' ')}".strip() for form in _BE)
            continue
        forms = phrase_forms(phrase.replace("_", " "), irregular)
        chosen = {
            "V": forms.all(),
            "VB": (forms.base,),
            "VD": (forms.third, forms.past),
            "VN": (forms.participle,),
            "VG": (forms.gerund,),
        }[kind]
        words.extend(chosen)
    return list(dict.fromkeys(words))


def _either(words: list[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word) for word in ordered) + ") "


def _braced(name: str, argument: str, letters: Mapping[str, str]) -> str:
    if name in {"S", "O"}:
        return rf"<(?P<{name}>[{argument or letters[name]}]\d+[andpr])> "
    if name in {"V", "VB", "VD", "VN", "VG"}:
        return _either(_verb_words(name, argument))
    if name == "n":
        return rf"{_NOUNISH}{{0,{argument or 5}}}?"
    if name in {"g", "c"}:
        return rf"{_GAP if name == 'g' else _COMMA_GAP}{{0,{argument or 4}}}?"
    if name == "L" and argument in relation_words().lists:
        return _either([word.replace("_", " ") for word in relation_words().lists[argument]])
    if name == "T":
        return rf"(?P<{argument}>{_TEXT}{{1,7}}?)"
    if name in {"R", "B"}:
        words = relation_words().lists["role_head" if name == "R" else "business_role"]
        heads = "|".join(re.escape(word) for word in words)
        rest = rf"(?:(?:and|of|for|-|&) {_ROLE_WORD}{{1,4}}?)?"
        return rf"(?P<role>{_ROLE_WORD}{{0,4}}?(?:{heads}) {rest})"
    if name == "F":
        heads = "|".join(re.escape(word) for word in relation_words().lists["facility"])
        return rf"(?P<facility>(?:(?!{_STOP} |<)\S+ |- |<[NSTL]\d+a> ){{0,4}}?(?:{heads}) )"
    if name in _VALUES:
        return rf"(?P<{_VALUES[name]}>#{name}\d+#) "
    if name == "X":
        return r"<[A-Z]\d+[a-z]> "
    msg = f"pattern element {{{name}}} is unknown; see extract.relations.templates for the list"
    raise UsageError(msg)


def compile_template(line: str, letters: Mapping[str, str]) -> Template:
    """Compile one line; ``letters`` gives the types allowed at ``S`` and ``O``.

    Raises:
        UsageError: An element is unknown.
    """
    head, parts = "", []
    needs: set[str] = set()
    for number, element in enumerate(line.split()):
        optional = element.endswith("?") and len(element) > 1
        element = element.rstrip("?") if optional else element
        if element.startswith("{"):
            name, _, argument = element.strip("{}").partition(":")
            if name in HEADS and number == 0:
                head = name
                continue
            part = _braced(name, argument, letters)
            if name.startswith("V") and not optional and not needs:
                needs = {word.split()[0] for word in _verb_words(name, argument)}
        else:
            words = [word.replace("_", " ") for word in element.split("|")]
            part = _either(words)
            if not optional and not needs and element not in {",", "'s", "-", "of", "(", "the"}:
                needs = {word.split()[0] for word in words}
        parts.append(f"(?:{part})?" if optional else part)
    return Template(head, re.compile(rf"(?<![^ ])(?=(?P<all>{''.join(parts)}))"), frozenset(needs))
