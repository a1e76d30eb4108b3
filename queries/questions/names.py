"""The names of a graph's things: exact, partial ("Samsung"), misspelt, by nationality, nearest.

The index is an SQLite database, in memory or beside the graph (:mod:`queries.questions.cache`), so
that a graph of a million names opens at once. A misspelling is looked for among the names that
begin or end as it does: of two spellings that differ in one place, one half is the same
(the pigeonhole argument of Navarro, "A guided tour to approximate string matching", 2001, 8.1).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from kg import vocab
from kg.model import EntityType
from queries.questions.tokens import plain
from queries.questions.words import demonyms, regions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

_ARTICLES = frozenset({"the", "a", "an"})
_CLOSE = 86
"""At this similarity (0 to 100) a name is taken for a misspelling of another."""
_SHORTEST, _BLOCK, _PARTS = 5, 1500, 500
_BATCH = 20_000
_LAST = "\U0010ffff"
_SCHEMA = """
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT, label TEXT, classes TEXT, facts INTEGER);
CREATE TABLE name (key TEXT, back TEXT, thing INTEGER, surname TEXT);
CREATE TABLE word (word TEXT, name INTEGER);
CREATE TABLE text (key TEXT, property TEXT, text TEXT);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
"""
_INDEXES = """
CREATE INDEX thing_iri ON thing (iri);
CREATE INDEX thing_classes ON thing (classes, facts);
CREATE INDEX name_key ON name (key);
CREATE INDEX name_back ON name (back);
CREATE INDEX name_surname ON name (surname) WHERE surname IS NOT NULL;
CREATE INDEX word_word ON word (word);
CREATE INDEX text_key ON text (key);
"""


@lru_cache(maxsize=200_000)
def name_key(text: str) -> str:
    """Return the form under which two spellings of one name are equal.

    >>> name_key("The SK-Hynix Inc.") == name_key("SK hynix"), name_key("The Mute Bridge")
    (True, 'mute bridge')
    """
    key = vocab.normalise_name(plain(text).replace(" 's", "'s"), EntityType.COMPANY)
    return " ".join(word for word in key.split() if word not in _ARTICLES) or key


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in the graph: its label, classes, and in how many facts it stands."""

    iri: str
    label: str
    classes: tuple[str, ...]
    facts: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with all its names, to be indexed; ``surname``: its last word alone names it."""

    thing: Thing
    names: frozenset[str]
    surname: bool = False


class Names:
    """The names in an SQLite database that :func:`write_names` filled."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._exact: dict[str, tuple[str, ...]] = {}
        self._things: dict[str, Thing | None] = {}

    def _rows(self, sql: str, *values: object) -> list[tuple[str, ...]]:
        return self._database.execute(sql, values).fetchall()

    def keep(self, values: dict[str, str]) -> None:
        """Keep texts about the whole index in it."""
        self._database.executemany("INSERT INTO meta VALUES (?, ?)", values.items())
        self._database.commit()

    # ------------------------------------------------------------------- things
    def thing(self, iri: str) -> Thing | None:
        """Return the thing, ``None`` if it has no class or name of the graph's own."""
        if iri not in self._things:
            if len(self._things) > 100_000:
                self._things.clear()
            found = self._rows("SELECT label, classes, facts FROM thing WHERE iri = ?", iri)
            self._things[iri] = (
                Thing(iri, found[0][0], tuple(found[0][1].split()), int(found[0][2]))
                if found
                else None
            )
        return self._things[iri]

    def label(self, iri: str) -> str | None:
        """Return the label of a thing, ``None`` if it is not known."""
        found = self.thing(iri)
        return found.label if found else None

    def classes(self, iri: str) -> tuple[str, ...]:
        """Return the classes of a thing."""
        found = self.thing(iri)
        return found.classes if found else ()

    def labels(self) -> list[str]:
        """Return all labels, sorted, each once."""
        return [row[0] for row in self._rows("SELECT DISTINCT label FROM thing ORDER BY label")]

    def examples(self, classes: Iterable[str], count: int = 1) -> list[Thing]:
        """Return the things of a class that most facts are about."""
        found: list[Thing] = []
        for kind in classes:
            rows = self._rows(
                "SELECT iri FROM thing WHERE classes = ? ORDER BY facts DESC, iri LIMIT ?",
                kind,
                count,
            )
            found += [thing for row in rows if (thing := self.thing(row[0])) is not None]
        return found[:count]

    # -------------------------------------------------------------------- names
    def exact(self, text: str) -> tuple[str, ...]:
        """Return the IRIs that bear this name, most spoken-of first."""
        return self._of_key(name_key(text))

    def _of_key(self, key: str) -> tuple[str, ...]:
        if key not in self._exact:
            if len(self._exact) > 100_000:
                self._exact.clear()
            rows = self._rows(
                "SELECT DISTINCT t.iri FROM name n JOIN thing t ON t.id = n.thing WHERE n.key = ?"
                " ORDER BY t.facts DESC, t.iri",
                key,
            )
            self._exact[key] = tuple(row[0] for row in rows)
        return self._exact[key]

    def texts(self, text: str) -> tuple[tuple[str, str], ...]:
        """Return the properties that have this short text as a value, and how it is written."""
        rows = self._rows(
            "SELECT property, text FROM text WHERE key = ? ORDER BY property, text", name_key(text)
        )
        return tuple((row[0], row[1]) for row in rows)

    def partial(self, text: str) -> tuple[str, ...]:
        """Return the IRI whose name begins with these words, or whose surname it is, if any."""
        key = name_key(text)
        if not key:
            return ()
        join = "SELECT t.iri FROM name n JOIN thing t ON t.id = n.thing WHERE "
        order = " ORDER BY t.facts DESC, length(n.key), t.iri LIMIT 1"
        found = self._rows(
            f"{join} n.key > ? AND n.key < ? {order}", f"{key} ", f"{key} {_LAST}"
        ) or self._rows(f"{join} n.surname = ? {order}", key)
        return tuple(row[0] for row in found)

    def holding(self, text: str) -> tuple[str, ...]:
        """Return the things of the shortest name that has all these words, in order."""
        words = name_key(text).split()
        if not words:
            return ()
        keys = {row[0] for row in self._rows(
            "SELECT n.key FROM word w JOIN name n ON n.rowid = w.name WHERE w.word = ? LIMIT ?",
            words[0], _PARTS,
        )}  # fmt: skip
        fitting = [key for key in keys if _within(words, key.split())]
        best = min(fitting, key=lambda k: (not k.startswith(words[0]), len(k), k), default=None)
        return self._of_key(best) if best is not None else ()

    def has_word(self, word: str) -> bool:
        """Whether some name has this word."""
        return bool(self._rows("SELECT 1 FROM word WHERE word = ? LIMIT 1", name_key(word)))

    def misspelt(self, text: str) -> tuple[str, tuple[str, ...]] | None:
        """Return the name of which ``text`` is surely a misspelling, and its things."""
        key = name_key(text)
        if len(key) < _SHORTEST:
            return None
        for size in (len(key) // 2, len(key) // 3):
            near = self._alike(key, max(2, size))
            match = process.extractOne(key, near, scorer=fuzz.ratio, score_cutoff=_CLOSE)
            if match is not None and (iris := self._of_key(match[0])):
                return self.label(iris[0]) or match[0], iris
        return None

    def nearest(self, text: str, count: int = 3) -> list[str]:
        """Return the labels of the things with the most similar names, for advice."""
        key = name_key(text)
        near = self._alike(key, max(1, len(key) // 4))
        for word in key.split():
            near += [row[0] for row in self._rows(
                "SELECT n.key FROM word w JOIN name n ON n.rowid = w.name WHERE w.word = ? LIMIT ?",
                word, _PARTS,
            )]  # fmt: skip
        found = process.extract(
            key, list(dict.fromkeys(near)), scorer=fuzz.WRatio, limit=2 * count, score_cutoff=70
        )
        labels = (self.label(self._of_key(name)[0]) for name, _, _ in found)
        return list(dict.fromkeys(label for label in labels if label))[:count]

    def _alike(self, key: str, size: int) -> list[str]:
        """Return names that begin or end with the same ``size`` letters; more if they are many."""
        found: dict[str, None] = {}
        for column, text in (("key", key), ("back", key[::-1])):
            for length in range(size, len(text) + 1):
                start = text[:length]
                rows = self._rows(
                    f"SELECT DISTINCT key FROM name WHERE {column} >= ? AND {column} < ? LIMIT ?",
                    start, start + _LAST, _BLOCK,
                )  # fmt: skip
                if len(rows) < _BLOCK:
                    break
            found.update((row[0], None) for row in rows)
        return list(found)

    def nation(self, demonym: str) -> tuple[str, ...]:
        """Return the IRIs of the country of "german" or "south korean" things."""
        word = plain(demonym)
        countries = demonyms().get(word, ())
        own = [iri for name in countries for iri in self.exact(name)]
        wide = self.region(regions().adjectives[word]) if word in regions().adjectives else ()
        return tuple(dict.fromkeys((*own, *wide)))

    def region(self, text: str) -> tuple[str, ...]:
        """Return a continent or region and its countries, as far as the graph has them."""
        word = plain(text).removeprefix("the ")
        names = regions().countries.get(word)
        if names is None:
            return ()
        iris = [iri for name in names for iri in self.exact(name)]
        kinds = Counter(self.classes(iri) for iri in iris).most_common(1)
        kept = [iri for iri in iris if kinds and self.classes(iri) == kinds[0][0]]
        return tuple(dict.fromkeys((*self.exact(word), *kept)))


def _within(words: list[str], whole: list[str]) -> bool:
    """Whether ``words`` stand in ``whole`` in this order."""
    rest = iter(whole)
    return all(any(word == each for each in rest) for word in words)


def write_names(
    database: sqlite3.Connection, named: Iterable[Named], texts: Iterable[Sequence[str]]
) -> None:
    """Fill an empty database with things, their names, and (property, short text) pairs."""
    database.executescript(_SCHEMA)
    serial = 0
    things: list[tuple[object, ...]] = []
    spelt: list[tuple[object, ...]] = []
    worded: list[tuple[object, ...]] = []
    for number, each in enumerate(named):
        thing = each.thing
        things.append((number, thing.iri, thing.label, " ".join(thing.classes), thing.facts))
        for key in sorted({name_key(name) for name in each.names} - {""}):
            serial += 1
            words = key.split()
            surname = words[-1] if each.surname and len(words) > 1 else None
            spelt.append((serial, key, key[::-1], number, surname))
            worded += [(word, serial) for word in set(words)]
        if len(things) >= _BATCH:
            _insert(database, things, spelt, worded)
    _insert(database, things, spelt, worded)
    database.executemany(
        "INSERT INTO text VALUES (?, ?, ?)",
        ((name_key(text), prop, text) for prop, text in texts),
    )
    database.executescript(_INDEXES)
    database.commit()


def _insert(database: sqlite3.Connection, *tables: list[tuple[object, ...]]) -> None:
    """Write the rows of the three tables, and empty the lists."""
    inserts = (
        "INSERT INTO thing VALUES (?, ?, ?, ?, ?)",
        "INSERT INTO name (rowid, key, back, thing, surname) VALUES (?, ?, ?, ?, ?)",
        "INSERT INTO word VALUES (?, ?)",
    )
    for insert, rows in zip(inserts, tables, strict=True):
        database.executemany(insert, rows)
        rows.clear()
