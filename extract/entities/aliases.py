"""Which names of an article stand for the same entity."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.components.names import NATIONALITY
from extract.entities.clusters import Cluster, is_organisation, key_of
from kg.model import ORGANISATION_TYPES, PLACE_TYPES, EntityType

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.tokens import Doc, Span

    from extract.components.lexicon import Lexicon

_SMALL = frozenset(
    [
        "of",
        "the",
        "and",
        "for",
        "de",
        "la",
        "le",
        "du",
        "des",
        "di",
        "in",
        "on",
        "at",
        "&",
        "von",
        "van",
        "der",
    ]
)


def cluster_names(spans: Sequence[Span], lexicon: Lexicon) -> list[Cluster]:
    """Group the names of one article, surest evidence first.

    Same name; long form and acronym; surname and full name; first words and full name.
    """
    if not spans:
        return []
    doc = spans[0].doc
    clusters = _same_names(spans, lexicon)
    clusters = _join_acronyms(clusters, doc)
    clusters = _join_described(clusters, doc)
    clusters = _join_states(clusters)
    clusters = _join_surnames(clusters)
    clusters = _join_short_names(clusters, lexicon)
    return sorted(clusters, key=lambda cluster: cluster.start)


def _same_names(spans: Sequence[Span], lexicon: Lexicon) -> list[Cluster]:
    clusters: dict[tuple[str, str], Cluster] = {}
    for span in spans:
        code = lexicon.adjectives.get(_clean(span.text))
        if span.label_ == NATIONALITY:
            if code is not None:
                country = clusters.setdefault(
                    ("country", code), Cluster(EntityType.COUNTRY, code=code)
                )
                country.adjectives.append(span)
            continue
        kind = EntityType(span.label_)
        if kind is EntityType.GOVERNMENT_BODY:
            rest = _GOVERNMENT_OF.sub("", _clean(span.text))
            kind = EntityType.COUNTRY if rest in lexicon.countries else kind
        if kind is EntityType.COUNTRY:
            rest = _GOVERNMENT_OF.sub("", _clean(span.text))
            code = lexicon.countries.get(rest, "")
        key = (
            ("country", code)
            if kind is EntityType.COUNTRY and code
            else (Cluster(kind).kind, key_of(_full(span.text, kind, lexicon), kind))
        )
        cluster = clusters.setdefault(
            key, Cluster(kind, code=code if key[0] == "country" else None)
        )
        cluster.names.append(span)
    return list(clusters.values())


def _full(text: str, kind: EntityType, lexicon: Lexicon) -> str:
    return lexicon.full_region(text) if kind is EntityType.REGION else text


def _clean(text: str) -> str:
    plain = re.sub(r"^[Tt]he\s+", "", " ".join(text.split()))
    return re.sub(r"\.{2,}$", ".", plain)  # "in the U.S.." ends a sentence too


def initials(name: str) -> str:
    """Return the initials of a long name's capitalised words.

    >>> initials("Organisation for the Growth of Foo")
    'OGF'
    """
    words = re.findall(r"[^\W_]+", name)
    return "".join(word[0] for word in words if word.casefold() not in _SMALL).upper()


def _join_acronyms(clusters: list[Cluster], doc: Doc) -> list[Cluster]:
    """Join "Foo Research Agency (FRA)" and "EU" with "European Union"."""
    by_end = {name.end: cluster for cluster in clusters for name in cluster.names}

    def owner(short: Cluster) -> Cluster | None:
        for name in short.names:
            found = _introduced(name, by_end, doc)
            if found is not None and found is not short:
                return found
        text = short.names[0].text if short.names else ""
        if not (text.isupper() and 2 <= len(text) <= 6 and text.isalpha()):
            return None
        fits = [
            other
            for other in clusters
            if other is not short
            and any(" " in long and initials(long) == text for long in other.texts)
        ]
        return fits[0] if len(fits) == 1 else None

    return _join(clusters, owner)


_ORGANISATIONS = frozenset(kind.value for kind in ORGANISATION_TYPES)
_OPENERS = ((",",), ("(",), (",", "or"), (",", "known", "as"), ("(", "the"), (",", "or", "the"))


def _introduced(name: Span, by_end: dict[int, Cluster], doc: Doc) -> Cluster | None:
    """Return the cluster of the long form that stands before "(NAME)" or ", or NAME"."""
    for opener in _OPENERS:
        at = name.start - len(opener)
        if at <= 0 or tuple(token.lower_ for token in doc[at : name.start]) != opener:
            continue
        long = by_end.get(at)
        if long is None:
            continue
        if opener[0] == "(" and not (name.end < len(doc) and doc[name.end].text in {")", ",", ";"}):
            continue
        if _abbreviates(name.text, sorted(long.texts)):
            return long
        enclosed = opener == ("(",) and doc[name.end].text == ")"
        if enclosed and is_organisation(long) and name.label_ in _ORGANISATIONS:
            return long
        if opener == (",",) and doc[name.end : name.end + 2].text == "for short":
            return long
    return None


def _abbreviates(short: str, longs: Sequence[str]) -> bool:
    letters = re.sub(r"[^A-Za-z]", "", short)
    if not letters or not (short[:1].isupper() and sum(char.isupper() for char in short) >= 2):
        return False
    for long in longs:
        if len(long) <= len(short):
            continue
        capitals = [char.casefold() for char in re.sub(r"[^A-Za-z]", "", long)]
        wanted = iter(capitals)
        anchored = (
            long[:1].casefold() == letters[0].casefold() or initials(long)[-1:] == letters[-1:]
        )
        if anchored and all(char.casefold() in wanted for char in letters if char.isupper()):
            return True
    return False


_GOVERNMENT_OF = re.compile(r"(?i)^government of (?:the )?")
_STATE_OF = re.compile(
    r"(?i)(?:free state|state|city|province|kingdom|republic|government|sultanate|county|region"
    r"|grand duchy) of (?:the )?"
)


_NAMING = frozenset({"called", "named", "dubbed", "titled", "entitled", "known", "as", ",", "the"})
_QUOTES = frozenset("'\"‘’“”`")


def _join_described(clusters: list[Cluster], doc: Doc) -> list[Cluster]:
    """Join "a training programme" with the name behind it: "called Foo Fellowship", "'Foo'"."""
    named = {
        name.start: cluster
        for cluster in clusters
        if cluster.type is EntityType.PROGRAM
        for name in cluster.names
        if name[-1].text[:1].isupper()
    }

    def owner(described: Cluster) -> Cluster | None:
        if described.type is not EntityType.PROGRAM:
            return None
        for name in described.names:
            at = name.end
            while at < len(doc) and doc[at].lower_ in _NAMING | _QUOTES:
                at += 1
            between = {token.lower_ for token in doc[name.end : at]} - {",", "the", "as"}
            if name.text.islower() or name[-1].text.islower():
                found = named.get(at) if between else None
                if found is not None and found is not described:
                    return found
        return None

    return _join(clusters, owner)


def _join_states(clusters: list[Cluster]) -> list[Cluster]:
    """Join "Free State of Saxony" with "Saxony", "Government of Canada" with "Canada"."""

    def owner(long: Cluster) -> Cluster | None:
        if not any(_STATE_OF.match(text) for text in long.texts):
            return None
        rests = {_STATE_OF.sub("", text).casefold() for text in long.texts}
        fits = [
            other
            for other in clusters
            if other.type in PLACE_TYPES and any(text.casefold() in rests for text in other.texts)
        ]
        return fits[0] if fits else None

    return _join(clusters, owner)


def _join_surnames(clusters: list[Cluster]) -> list[Cluster]:
    """Join "Doe" with "Jane Doe", "Kim" with "Kim Min-su"."""
    people = [cluster for cluster in clusters if cluster.type is EntityType.PERSON]

    def owner(short: Cluster) -> Cluster | None:
        if short.type is not EntityType.PERSON:
            return None
        keys = short.keys
        fits = [other for other in people if other is not short and _is_surname(keys, other)]
        before = [other for other in fits if other.start < short.start]
        return (before or fits)[-1] if fits else None

    return _join(clusters, owner)


def _is_surname(keys: set[str], person: Cluster) -> bool:
    for key in keys:
        short = key.split()
        for full in person.keys:
            words = full.split()
            if len(short) < len(words) and (
                words[-len(short) :] == short or words[: len(short)] == short
            ):
                return True
    return False


_MAY_SHORTEN = frozenset(
    {
        EntityType.PROGRAM,
        EntityType.PRODUCT,
        EntityType.WORK,
        EntityType.EVENT,
        EntityType.PLACE,
    }
)


def _join_short_names(clusters: list[Cluster], lexicon: Lexicon) -> list[Cluster]:
    """Join "Acme" with "Acme Technologies", "the Commission" with "European Commission"."""

    def owner(short: Cluster) -> Cluster | None:
        if not (is_organisation(short) or short.type in _MAY_SHORTEN) or not short.names:
            return None
        fits = [
            other
            for other in clusters
            if other is not short
            and (other.type is short.type or (is_organisation(short) and is_organisation(other)))
            and not _is_arm(short, other)
            and any(_starts(key, full) for key in short.keys for full in other.keys)
        ]
        if not fits and is_organisation(short):
            fits = [
                other
                for other in clusters
                if other is not short
                and is_organisation(other)
                and any(full.endswith(" " + key) for key in short.keys for full in other.keys)
                and len(short.names) <= len(other.names) + 2
            ]
            if len(fits) == 1 and (_is_generic(short) or _is_tail(short, fits[0], lexicon)):
                return fits[0]
            return None
        return max(fits, key=lambda other: (len(other.names), -other.start)) if fits else None

    return _join(clusters, owner)


def _is_arm(firm: Cluster, other: Cluster) -> bool:
    """Tell whether ``other`` is named after a firm: "Acme Foo" and the "Acme Foo Foundation"."""
    return (
        firm.type is EntityType.COMPANY
        and other.type is not EntityType.COMPANY
        and all(" " in key for key in firm.keys)
    )


_LINKS = frozenset({"of", "for", "at", "and", "in", "de", "by", "with"})


def _is_tail(short: Cluster, long: Cluster, lexicon: Lexicon) -> bool:
    """Tell whether "Condor Sur" may stand for "Aerolineas Condor Sur": no place, no plain word."""
    for key in short.keys:
        common = [word in lexicon.common for word in key.split()]
        if all(common) and (len(common) == 1 or short.type is not long.type):
            return False
        if short.type is not long.type and _is_known_place(short, lexicon):
            return False
        rests = [full.removesuffix(key).split() for full in long.keys if full.endswith(" " + key)]
        if any(rest and rest[-1] in _LINKS for rest in rests) and long.type not in _SCHOOLS:
            return False
    return True


def _is_known_place(short: Cluster, lexicon: Lexicon) -> bool:
    return any(
        text in lexicon.cities or text in lexicon.regions or text in lexicon.countries
        for text in short.texts
    )


_SCHOOLS = frozenset({EntityType.UNIVERSITY, EntityType.RESEARCH_INSTITUTE})


def _is_generic(short: Cluster) -> bool:
    return all(len(key.split()) == 1 for key in short.keys) and short.type in {
        EntityType.GOVERNMENT_BODY,
        EntityType.ORGANIZATION,
        EntityType.UNIVERSITY,
        EntityType.RESEARCH_INSTITUTE,
    }


def _starts(short: str, full: str) -> bool:
    return full.startswith(short + " ")


def _join(clusters: list[Cluster], owner: Callable[[Cluster], Cluster | None]) -> list[Cluster]:
    """Let each cluster be absorbed by its owner; chains end at the last owner."""
    owners = {id(cluster): found for cluster in clusters if (found := owner(cluster)) is not None}
    kept = []
    for cluster in clusters:
        target, seen = cluster, {id(cluster)}
        while (step := owners.get(id(target))) is not None and id(step) not in seen:
            target = step
            seen.add(id(step))
        if target is cluster:
            kept.append(cluster)
        else:
            target.absorb(cluster)
    return kept
