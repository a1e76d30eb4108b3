"""What the words of a question may stand for: pieces of one or more tokens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The part that a piece plays in a question."""

    ENTITY = "entity"
    CLASS = "class"
    NATION = "nationality"
    VERB = "verb"
    ADJECTIVE = "adjective"  # "based (in)", "part (of)": after "be"
    NOUN = "noun"  # "founder (of)"
    ROLE = "role"
    WHO = "who"
    WHAT = "what"
    WHERE = "where"
    MANY = "how many"
    BE = "be"
    DO = "do"
    HAVE = "have"
    PREPOSITION = "preposition"
    RELATIVE = "relative"
    AND = "and"
    POSSESSIVE = "'s"
    PRONOUN = "pronoun"
    FILLER = "filler"
    # set aside before the sentence is read
    STATUS = "status"
    NEGATION = "negation"
    PERIOD = "period"
    LIMIT = "comparison with a value"
    SUPERLATIVE = "superlative"
    COMPARATIVE = "comparative"
    QUALIFIER = "qualifier"
    MEASURED = "indicator"
    RANK = "rank"


@dataclass(frozen=True, slots=True)
class Sense:
    """A relation as a wording means it.

    Read forward, the wording's subject is the relation's subject; ``inverse`` turns it round.
    ``roles`` restricts it to statements with one of these roles (lower case).
    """

    predicate: str
    inverse: bool = False
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens ``start:end`` of the question read as one thing.

    ``iris`` are entities or classes; ``preposition`` is the one that the wording wants after it;
    ``participle`` and ``progressive`` tell the form of a verb; ``note`` is said to the asker
    ("Samsung read as Samsung Electronics"); ``value`` is a number, period or status.
    """

    kind: Kind
    start: int
    end: int
    text: str
    iris: tuple[str, ...] = ()
    senses: tuple[Sense, ...] = ()
    preposition: str = ""
    participle: bool = False
    progressive: bool = False
    note: str = ""
    value: object = None
    cost: float = 0.0
