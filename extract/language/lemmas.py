"""Edit scripts: a lemma as a short recipe that many words share."""

from __future__ import annotations


def lemma_script(word: str, lemma: str) -> str:
    """Return the recipe that makes ``lemma`` of ``word``.

    ``K`` keeps the word, ``L`` lowers it; else ``lower|cut|suffix``: lower the word first if
    ``lower`` is 1, cut that many letters off its end, append the suffix.

    >>> lemma_script("Studies", "study")
    '1|3|y'
    """
    if lemma == word:
        return "K"
    if lemma == word.lower():
        return "L"
    lower = lemma[:1].islower() or not lemma[:1].isalpha()
    base = word.lower() if lower else word
    same = 0
    while same < min(len(base), len(lemma)) and base[same] == lemma[same]:
        same += 1
    return f"{int(lower)}|{len(base) - same}|{lemma[same:]}"


def apply_script(word: str, script: str) -> str:
    """Return the lemma of ``word`` by the recipe ``script``.

    >>> apply_script("Ponies", "1|3|y")
    'pony'
    """
    if script == "K":
        return word
    if script == "L":
        return word.lower()
    lower, cut, suffix = script.split("|", 2)
    base = word.lower() if lower == "1" else word
    return base[: len(base) - int(cut)] + suffix if int(cut) < len(base) or suffix else base
