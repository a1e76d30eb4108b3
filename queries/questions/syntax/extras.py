"""What is set aside before the sentence itself is read: courtesy, status, periods, amounts,
superlatives and the properties asked for. What is left is a plain sentence of things and relations.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from queries.questions.periods import Period, range_at
from queries.questions.syntax.clauses import Op, Status
from queries.questions.syntax.pieces import Kind
from queries.questions.syntax.tagging import Tagger
from queries.questions.tokens import stems
from queries.questions.words import english

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from queries.questions.lexicon import Lexicon
    from queries.questions.tokens import Token

_ASKING = frozenset({"how", "what", "which", "when", "as", "in", "on", "for", "at", "since"})
_TAIL = frozenset(
    {Kind.DO, Kind.PRONOUN, Kind.VERB, Kind.FILLER, Kind.BE, Kind.HAVE, Kind.PREPOSITION, Kind.AND}
)
_COUNTING = frozenset({"most", "fewest", "least"})
_BEFORE_TAIL = frozenset(
    {
        "and",
        ",",
        "for",
        "in",
        "with",
        "what",
        "which",
        "is",
        "are",
        "was",
        "were",
        "their",
        "its",
        "his",
        "her",
    }
)


@dataclass(frozen=True, slots=True)
class Limit:
    """A comparison with a value: "more than 120 million dollars"."""

    op: Op
    value: float
    currency: str | None = None
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Superlative:
    """ "most", "top 3", "lowest": how many, from which end, and by which property if said."""

    descending: bool
    count: int | None = None
    qualifiers: tuple[str, ...] = ()
    counts: bool = False  # "the most companies": by how many there are
    every: bool = False  # "rank them by": all of them, in order


@dataclass(frozen=True, slots=True)
class Extras:
    """What was set aside, and the tokens that are left.

    ``asked`` are the properties asked for ("how much", "when"), each as the IRIs it may be;
    ``comparative`` is whether the greater is wanted in "higher ... than"; ``rank`` is whether a
    rank is asked for, ``place`` the rank that is wanted.
    """

    tokens: tuple[Token, ...]
    status: Status = Status.ACTUAL
    status_at: int = 0  # how many tokens that are left stand before it
    periods: tuple[Period, ...] = ()
    limits: tuple[Limit, ...] = ()
    superlative: Superlative | None = None
    comparative: bool | None = None
    asked: tuple[tuple[str, ...], ...] = ()
    rank: bool = False
    place: int | None = None


@dataclass(slots=True)
class _Scan:
    """The state of one walk over the tokens."""

    tokens: list[Token]
    free: list[bool]  # not part of a name
    today: date
    lexicon: Lexicon
    kept: list[Token] = field(default_factory=list)
    found: Extras = field(default_factory=lambda: Extras(()))
    alternatives: int | None = None

    def words(self, at: int) -> list[str]:
        """Return the lower-case words from ``at`` to the next name."""
        end = at
        while end < len(self.tokens) and self.free[end]:
            end += 1
        return [token.lower for token in self.tokens[at:end]]


def set_aside(tokens: Sequence[Token], lexicon: Lexicon, today: date) -> Extras:
    """Return what is set aside from a question, and the tokens that are left."""
    words = _without_courtesy([t for t in tokens if t.lower not in {"the", "a", "an"}])
    free = [True] * len(words)
    for span in Tagger(lexicon).entity_spans(words):
        free[span.start : span.end] = [False] * (span.end - span.start)
    scan = _Scan(words, free, today, lexicon)
    at = _ranking(scan)
    while at < len(words):
        at = _step(scan, at)
    return replace(scan.found, tokens=tuple(scan.kept))


def _ranking(scan: _Scan) -> int:
    """Set aside "rank" in "rank the countries by ...": all are wanted, in order."""
    lower = [token.lower for token in scan.tokens]
    if lower[:1] not in (["rank"], ["order"], ["sort"]) or "by" not in lower:
        return 0
    scan.found = replace(scan.found, superlative=Superlative(descending=True, every=True))
    return 1


def _step(scan: _Scan, at: int) -> int:
    """Set aside what begins at ``at``, or keep the token; return where to go on."""
    if scan.free[at]:
        words = scan.words(at)
        for reader in (
            _phrase,
            _period,
            _limit,
            _superlative,
            _comparative,
            _qualifier,
            _status,
            _rank,
        ):
            if (used := reader(scan, at, words)) > 0:
                return at + used
    scan.kept.append(scan.tokens[at])
    return at + 1


def _without_courtesy(tokens: list[Token]) -> list[Token]:
    phrases = sorted((p.split() for p in english().lists["polite"]), key=len, reverse=True)
    phrases = [[w for w in p if w not in {"the", "a", "an"}] for p in phrases]
    changed = True
    while changed:
        changed = False
        lower = [token.lower for token in tokens]
        for phrase in phrases:
            size = len(phrase)
            at_end = (
                size
                and lower[-size:] == phrase
                and phrase[0] not in {"name", "list", "show", "say", "find"}
            )
            if len(tokens) > size and lower[:size] == phrase:
                tokens, changed = tokens[size:], True
                break
            if len(tokens) > size and at_end:
                tokens, changed = tokens[:-size], True
                break
    while tokens and tokens[0].lower == ",":
        tokens = tokens[1:]
    return tokens


def _phrase(scan: _Scan, at: int, words: list[str]) -> int:
    """Keep a wording of two words or more as it is, so that "own shares in" stays whole."""
    keys = [token.stem for token in scan.tokens[at : at + len(words)]]
    wordings = (Kind.VERB, Kind.ADJECTIVE, Kind.NOUN, Kind.ROLE)
    longest = max(
        (
            len(entry.stems)
            for entry in scan.lexicon.vocabulary.at(keys, 0)
            if entry.kind in wordings and len(entry.stems) > 1
        ),
        default=0,
    )
    scan.kept.extend(scan.tokens[at : at + longest])
    return longest


def _period(scan: _Scan, _: int, words: list[str]) -> int:
    found = range_at(words, 0, scan.today)
    if not found:
        return 0
    scan.found = replace(scan.found, periods=(*scan.found.periods, found[0]))
    return found[1]


def _longest(table: Sequence[str] | dict[str, object], words: list[str]) -> tuple[str, int]:
    for size in range(min(4, len(words)), 0, -1):
        phrase = " ".join(words[:size])
        if phrase in table:
            return phrase, size
    return "", 0


def number_at(words: Sequence[str]) -> tuple[float, int] | None:
    """Return the number at the start: "120 million", "3.5bn", "two".

    >>> number_at(["3.87", "billion", "dollars"])
    (3870000000.0, 2)
    """
    if not words:
        return None
    digits = words[0].replace(",", "")
    value = english().numbers.get(words[0])
    if words[0] in english().scales and len(words[0]) > len("mn"):  # "(a) million"
        return english().scales[words[0]], 1
    if value is None:
        try:
            value = float(digits)
        except ValueError:
            return None
    used = 1
    while used < len(words) and (scale := english().scales.get(words[used])):
        value *= scale
        used += 1
    return round(value, 6), used


def _limit(scan: _Scan, at: int, words: list[str]) -> int:
    """Set aside "more than 120 million dollars", "at least 10%", "5 billion euros"."""
    phrase, used = _longest(english().comparisons, words)  # type: ignore[arg-type]
    op = Op(english().comparisons[phrase]) if phrase else Op.EQUAL
    before = words[used : used + 1]
    currency = english().currencies.get(before[0]) if before and before[0] in "$€£¥" else None
    used += currency is not None
    number = number_at(words[used:])
    if not number:
        return 0
    used += number[1]
    unit = words[used] if used < len(words) else ""
    percent = unit in {"%", "percent", "per"}
    if percent:
        used += 2 if words[used : used + 2] == ["per", "cent"] else 1
    elif currency is None and (currency := english().currencies.get(unit)):
        used += 1
    if op is Op.EQUAL and not percent and not currency and not phrase:
        return 0
    if scan.kept and scan.kept[-1].lower == "for":  # "bought it for more than ..."
        scan.kept.pop()
    limit = Limit(op, number[0], currency, percent)
    scan.found = replace(scan.found, limits=(*scan.found.limits, limit))
    return used + _qualifier_words(scan, at + used)[1]


def _superlative(scan: _Scan, at: int, words: list[str]) -> int:
    """Set aside "top 3", "three largest", "the most money", "highest amount"."""
    used, count = 0, None
    if len(words) > 1 and words[1] in english().superlatives and (n := number_at(words[:1])):
        used, count = 1, int(n[0])
    if words[used] not in english().superlatives or scan.found.superlative:
        return _ordering(scan, at, words)
    descending = english().superlatives[words[used]]
    counts = words[used] in _COUNTING and _things_follow(scan, at + used + 1)
    used += 1
    if count is None and (n := number_at(words[used : used + 1])):
        used, count = used + 1, int(n[0])
    iris, more = _qualifier_words(scan, at + used)
    if iris and _is_held(scan, at + used + more):  # "who has the largest stake in"
        scan.kept.extend(scan.tokens[at + used : at + used + more])
    used += more
    scan.found = replace(scan.found, superlative=Superlative(descending, count, iris, counts))
    return used


def _is_held(scan: _Scan, after: int) -> bool:
    """Whether the noun before ``after`` is of a wording with "have": "has a stake in"."""
    held = bool(scan.kept) and scan.kept[-1].stem in stems("have hold own")
    return held and after < len(scan.tokens) and scan.tokens[after].lower in {"in", "of"}


def _things_follow(scan: _Scan, at: int) -> bool:
    """Whether a class or relation noun comes next: "the most companies", "the most partners"."""
    keys = [token.stem for token in scan.tokens[at : at + 4]]
    kinds = {entry.kind for entry in scan.lexicon.vocabulary.at(keys, 0)} if keys else set()
    return bool(kinds & {Kind.CLASS, Kind.NOUN, Kind.ROLE})


def _ordering(scan: _Scan, at: int, words: list[str]) -> int:
    """Set aside "by the amount": it says by which property a superlative is meant."""
    superlative = scan.found.superlative
    if words[0] not in {"by", "in"} or not superlative or superlative.qualifiers:
        return 0
    used = 1 + (words[1:2] in (["size"], ["their"]))
    iris, more = _qualifier_words(scan, at + used)
    if not iris:
        return 0
    scan.found = replace(scan.found, superlative=replace(superlative, qualifiers=iris))
    return used + more


def _comparative(scan: _Scan, at: int, words: list[str]) -> int:
    if words[0] not in english().comparatives:
        return 0
    rest = [token.lower for token in scan.tokens[at:]]
    if "than" not in rest and "or" not in rest:
        return 0
    scan.found = replace(scan.found, comparative=english().comparatives[words[0]])
    return 1 + _qualifier_words(scan, at + 1)[1]


def _qualifier_words(scan: _Scan, at: int) -> tuple[tuple[str, ...], int]:
    """Return the properties that the words at ``at`` name, and how many words they are."""
    words = scan.words(at)
    keys = [token.stem for token in scan.tokens[at : at + len(words)]]
    if not keys:
        return (), 0
    entries = [e for e in scan.lexicon.vocabulary.at(keys, 0) if e.kind is Kind.QUALIFIER]
    best = max(entries, key=lambda entry: len(entry.stems), default=None)
    if best is None:
        return (), 0
    of = words[len(best.stems) : len(best.stems) + 1] == ["of"] and len(best.stems) == 1
    return best.iris, len(best.stems) + (
        of and words[len(best.stems) + 1 : len(best.stems) + 2] == ["money"]
    ) * 2


def _qualifier(scan: _Scan, at: int, words: list[str]) -> int:
    """Set aside "how much", "when", "on what date", "what percentage", and a tail after it."""
    iris, used = _qualifier_words(scan, at)
    if not iris:
        return 0
    asking = words[0] in _ASKING
    if not asking and not _is_bare_noun(scan, at, used):
        return 0
    scan.found = replace(scan.found, asked=(*scan.found.asked, iris))
    return used + _tail(scan, at, at + used)


def _is_bare_noun(scan: _Scan, at: int, used: int) -> bool:
    """Whether a plain noun ("role", "amount") is what is asked for: not inside a phrase."""
    entries = scan.lexicon.vocabulary.at([t.stem for t in scan.tokens[at : at + used]], 0)
    return not any(entry.kind is Kind.CLASS for entry in entries)


def _tail(scan: _Scan, at: int, after: int) -> int:
    """Return how many words follow that only repeat the sentence: "did each of them give"."""
    kept = [token.lower for token in scan.kept]
    while kept and kept[-1] in _BEFORE_TAIL:
        kept.pop()
    between = [token.lower for token in scan.kept[len(kept) :]]
    if not at or not {"and", ",", "for", "in", "with"} & set(between):
        return 0
    rest = scan.tokens[after:]
    pieces = Tagger(scan.lexicon).pieces(rest) if rest else {}
    repeats = all(any(p.kind in _TAIL for p in found) for found in pieces.values())
    del scan.kept[len(kept) :]
    return len(rest) if repeats else 0


def _status(scan: _Scan, _: int, words: list[str]) -> int:
    for name, status in (("planned", Status.PLANNED), ("denied", Status.DENIED)):
        used = _longest(english().lists[name], words)[1]
        if used:
            scan.found = replace(scan.found, status=status, status_at=len(scan.kept))
            # A noun before "to" was the subject: "plans to acquire" leaves "acquire".
            return used
    return 0


_PLACES = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip


def _place_at(words: Sequence[str], at: int) -> tuple[int | None, int]:
    """Read "third", "14th"; "14th" is two words here."""
    if at < len(words) and words[at] in _PLACES:
        return _PLACES[words[at]], 1
    ending = words[at + 1] if at + 1 < len(words) else ""
    if ending in {"st", "nd", "rd", "th"} and words[at].isdigit():
        return int(words[at]), 2
    return None, 0


def _rank(scan: _Scan, _: int, words: list[str]) -> int:
    """Set aside "what rank", "rank", "ranked first", "third place"."""
    used = 0
    if words[0] in {"what", "which", "how"} and words[1:2] and words[1] in {"rank", "ranking"}:
        used = 2
    elif words[0] in {"rank", "ranks", "ranked", "ranking"}:
        used = 1
    if not used:
        return 0
    place, more = _place_at(words, used)
    used += more
    scan.found = replace(scan.found, rank=place is None, place=place)
    return used
