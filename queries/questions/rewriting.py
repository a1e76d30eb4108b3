"""Ways of saying that are put plainly before a question is read: "made a loss", "were made"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from queries.questions.syntax.vocabulary import blocks_for
from queries.questions.tokens import stems, tokenise
from queries.questions.words import english

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.questions.lexicon import Lexicon

_POSSESSIVE = re.compile(
    r"\b(\w+) (?:his|her|their|its|an?) (degrees?|doctorates?|phd|diplomas?|headquarters|seat)\b",
    re.IGNORECASE,
)
# Verbs whose parts stand apart, and a role asked by "do".
_DISCONTINUOUS = tuple(
    (re.compile(said, re.IGNORECASE), meant)
    for said, meant in (
        (r"^what (?:does|did) (.+?) do (?:at|for|in) (.+)$", r"What role does \1 have at \2"),
        (r"\btook ((?:\S+ ){1,6}?)to court\b", r"sued \1"),
        (r"\btak(?:e|es|ing|en) ((?:\S+ ){1,6}?)to court\b", r"sue \1"),
        (r"\b(take|takes|took|taking|taken) ((?:[A-Z]\S* ){1,5})over\b", r"\1 over \2"),
        (r"\b(buy|buys|bought|buying) ((?:[A-Z]\S* ){1,5})out\b", r"\1 out \2"),
        (r"\b(set|sets) ((?:[A-Z]\S* ){1,5})up\b", r"\1 up \2"),
    )
)
_LIGHT_VERB = re.compile(
    r"(?P<noun>\w+) (?:is|are|was|were|(?:has|have) been)"
    r" (?:made|signed|concluded|agreed|closed)\b",
    re.IGNORECASE,
)


def rewritten(question: str, lexicon: Lexicon) -> str:
    """Say "net profit below 0" for "made a loss", if the graph measures profits."""
    for said, meant in english().rewritten.items():
        found = re.search(rf"\b{said}\b", question, re.IGNORECASE)
        word = next((w for w in tokenise(meant) if lexicon.indicators.matching([w.stem])), None)
        if found and word is not None:
            return question[: found.start()] + meant + question[found.end() :]
    for pattern, plain in _DISCONTINUOUS:
        question = pattern.sub(plain, question)
    question = _POSSESSIVE.sub(r"\1 \2", question)
    return _LIGHT_VERB.sub(_without_verb(lexicon), question)


def _without_verb(lexicon: Lexicon) -> Callable[[re.Match[str]], str]:
    """Return what leaves "investments" of "investments were made": the noun says it all."""

    def shortened(found: re.Match[str]) -> str:
        links = lexicon.ontology.relations()
        actions = (
            word for link in links for b in blocks_for(link) for word in b.get("actions", ())
        )
        noun = stems(found["noun"])
        return found["noun"] if any(stems(word) == noun for word in actions) else found[0]

    return shortened
