#!/usr/bin/env python3
"""Check articles/*.ann (FORMAT.md) and write own.jsonl.gz.

convert.py              check all, write own.jsonl.gz, print counts
convert.py FILE...      check these only
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
TYPES = {
    "Person",
    "Company",
    "University",
    "ResearchInstitute",
    "GovernmentBody",
    "Organization",
    "Country",
    "Region",
    "City",
    "Place",
    "Program",
    "Product",
    "Work",
    "Event",
}
PREDICATES = {
    "partnersWith",
    "recruitsFrom",
    "runsProgram",
    "participatesIn",
    "worksFor",
    "founderOf",
    "educatedAt",
    "memberOf",
    "citizenOf",
    "partOf",
    "acquires",
    "ownsStakeIn",
    "investsIn",
    "headquarteredIn",
    "locatedIn",
    "operatesIn",
    "develops",
    "supplies",
    "competesWith",
    "publishes",
    "organizes",
    "visits",
    "uses",
    "takesLegalActionAgainst",
}
NUMBERS = {"value", "amount", "rank", "out_of", "number", "share"}
KEYS = {
    "fact": {
        "status",
        "s",
        "program",
        "topic",
        "date",
        "role",
        "number",
        "degree",
        "share",
        "amount",
        "currency",
        "facility",
        "product",
    },
    "obs": {"status", "s", "indicator", "value", "unit", "period", "rank", "out_of"},
}
PRONOUNS = {
    "he",
    "she",
    "it",
    "they",
    "him",
    "her",
    "them",
    "his",
    "hers",
    "its",
    "their",
    "theirs",
    "who",
    "which",
    "both",
    "himself",
    "herself",
    "itself",
    "themselves",
    "we",
    "us",
    "our",
    "i",
    "me",
    "my",
    "you",
    "your",
    "this",
    "that",
    "whose",
}


class FormatError(ValueError):
    """An .ann file breaks the format; the message names file, line and what was expected."""


def unmark(line: str, where: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the plain sentence and its mentions as (start, end, entity id)."""
    plain: list[str] = []
    mentions: list[tuple[int, int, str]] = []
    open_at: list[int] = []
    size = i = 0
    while i < len(line):
        if line[i] == "[":
            open_at.append(size)
            i += 1
        elif line[i] == "]":
            target = re.match(r"\]\((e\d+)\)", line[i:])
            if not target or not open_at:
                msg = f"{where}: ']' without '(eN)' or without '['"
                raise FormatError(msg)
            mentions.append((open_at.pop(), size, target[1]))
            i += target.end()
        else:
            plain.append(line[i])
            size += 1
            i += 1
    if open_at:
        msg = f"{where}: '[' is not closed"
        raise FormatError(msg)
    return "".join(plain), sorted(mentions)


def parts(text: str, kind: str, where: str, sentences: int) -> dict:
    given: dict = {}
    for piece in filter(None, (p.strip() for p in text.split("|"))):
        key, _, value = piece.partition("=")
        if key not in KEYS[kind] or not value:
            msg = f"{where}: {piece!r} is not key=value with a key of {sorted(KEYS[kind])}"
            raise FormatError(msg)
        given[key] = (
            float(value)
            if key in NUMBERS and value != "null"
            else None
            if value == "null"
            else value
        )
    rows = [int(n) for n in given.pop("s", "").split(",") if n.strip().isdigit()]
    if not rows or max(rows) > sentences:
        msg = f"{where}: s= must name sentences 0..{sentences}"
        raise FormatError(msg)
    if given.get("status", "actual") not in {"actual", "planned", "denied"}:
        msg = f"{where}: status {given['status']!r}"
        raise FormatError(msg)
    return {"status": given.pop("status", "actual"), "sentences": rows, **given}


def read(path: Path) -> dict:  # noqa: C901 - one line kind after another
    """Parse one article.

    Raises:
        FormatError: With file and line of the first fault.
    """
    entities: dict[str, dict] = {}
    record: dict = {
        "id": path.stem,
        "published": None,
        "entities": [],
        "facts": [],
        "observations": [],
    }
    text, spans, after = "", [], False
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line, where = raw.strip(), f"{path.name}:{number}"
        if after:
            if not line:
                continue
            head, _, rest = line.partition("|")
            words = head.split()
            if words[0] == "fact" and len(words) == 4:
                _, s, p, o = words
                if p not in PREDICATES or s not in entities or o not in entities or s == o:
                    msg = f"{where}: unknown predicate or entity in {head.strip()!r}"
                    raise FormatError(msg)
                given = parts(rest, "fact", where, len(spans) - 1)
                base = {
                    "subject": s,
                    "predicate": p,
                    "object": o,
                    "status": given.pop("status"),
                    "sentences": given.pop("sentences"),
                }
                record["facts"].append({**base, "qualifiers": given})
            elif words[0] == "obs" and len(words) == 2 and words[1] in entities:
                given = parts(rest, "obs", where, len(spans) - 1)
                if "indicator" not in given or (
                    given.get("value") is None and given.get("rank") is None
                ):
                    msg = f"{where}: an observation needs indicator and value or rank"
                    raise FormatError(msg)
                record["observations"].append({"about": words[1], **given})
            else:
                msg = f"{where}: expected 'fact eN predicate eN | ...' or 'obs eN | ...'"
                raise FormatError(msg)
        elif line == "---":
            after = True
        elif line.startswith("@published"):
            record["published"] = line.split()[1]
        elif line.startswith("@"):
            ident, kind, name = line[1:].split(maxsplit=2)
            if kind not in TYPES:
                msg = f"{where}: type {kind!r} is not one of {sorted(TYPES)}"
                raise FormatError(msg)
            entities[ident] = {"id": ident, "type": kind, "name": name, "mentions": []}
        elif not line:
            text = text.rstrip(" ") + "\n\n" if spans else text
        else:
            title = line.startswith("# ")
            if title == bool(spans):
                msg = f"{where}: exactly one title line '# ...' comes first"
                raise FormatError(msg)
            plain, mentions = unmark(line[2:] if title else line, where)
            start = len(text)
            spans.append([start, start + len(plain)])
            for a, b, ident in mentions:
                if ident not in entities or a == b:
                    msg = f"{where}: mention of undeclared entity {ident} or empty mention"
                    raise FormatError(msg)
                surface = plain[a:b]
                kind = (
                    "pronoun"
                    if surface.casefold() in PRONOUNS
                    else "name"
                    if re.search(r"[A-Z0-9]", re.sub(r"^(The|A|An|Both|Its|Their) ", "", surface))
                    else "description"
                )
                entities[ident]["mentions"].append(
                    {"start": start + a, "end": start + b, "text": surface, "kind": kind}
                )
            text += plain + ("\n\n" if title else " ")
    if not after or not spans or not record["published"]:
        msg = f"{path.name}: needs @published, a title, sentences and '---'"
        raise FormatError(msg)
    lonely = [e["id"] for e in entities.values() if not e["mentions"]]
    if lonely:
        msg = f"{path.name}: never mentioned: {lonely}"
        raise FormatError(msg)
    return {
        **record,
        "text": text.rstrip(),
        "sentences": spans,
        "entities": list(entities.values()),
    }


def main() -> int:
    files = [Path(f) for f in sys.argv[1:]] or sorted((HERE / "articles").glob("*.ann"))
    records, faults = [], []
    for path in files:
        try:
            records.append(read(path))
        except (FormatError, ValueError, IndexError) as error:
            faults.append(f"{path.name}: {error}")
    print(*faults, sep="\n")
    count: Counter = Counter()
    for record in records:
        count["articles"] += 1
        count["words"] += len(record["text"].split())
        count["sentences"] += len(record["sentences"]) - 1
        count["entities"] += len(record["entities"])
        count["mentions"] += sum(len(e["mentions"]) for e in record["entities"])
        count["observations"] += len(record["observations"])
        count.update(f"fact {f['predicate']}" for f in record["facts"])
        count.update(f"status {f['status']}" for f in record["facts"])
    print(
        *(f"{name:28}{number}" for name, number in sorted(count.items())),
        f"faults{'':22}{len(faults)}",
        sep="\n",
    )
    if not sys.argv[1:]:
        lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
        (HERE / "own.jsonl.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
