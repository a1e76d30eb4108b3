"""Read a user's gazetteer: CSV (name, type, id, aliases) or the JSON of a ROR dump."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from extract.gazetteers.known import KnownName
from kg.errors import InputError
from kg.model import Entity, EntityType
from kg.vocab import entity_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = ("name", "type", "id", "aliases")
_ROR_TYPES = {
    "education": EntityType.UNIVERSITY,
    "facility": EntityType.RESEARCH_INSTITUTE,
    "company": EntityType.COMPANY,
    "government": EntityType.GOVERNMENT_BODY,
}
"""Other types of the Research Organization Registry are organisations."""


def read_gazetteer(data: bytes, source: str) -> tuple[KnownName, ...]:
    """Return the names in a gazetteer file.

    Raises:
        InputError: It is neither; or rows are bad: a line of the message for each.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{source} is not UTF-8 (byte {error.start}): save it as UTF-8"
        raise InputError(msg) from error
    rows = _ror_rows(text, source) if text.lstrip()[:1] in {"[", "{"} else _csv_rows(text, source)
    names, bad = [], []
    for where, row in rows:
        try:
            names.append(_checked(row))
        except ValueError as error:
            bad.append(f"{source}, {where}: {error}")
    if bad:
        raise InputError("\n".join([*bad, f"{source}: nothing was added; mend the rows above"]))
    if not names:
        msg = f"{source} holds no names: expected rows below the line {','.join(COLUMNS)}"
        raise InputError(msg)
    return tuple(names)


def write_gazetteer(names: tuple[KnownName, ...]) -> bytes:
    """Return the names as the CSV that :func:`read_gazetteer` reads."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([one.name, one.type, one.iri, "|".join(one.aliases)] for one in names)
    return out.getvalue().encode()


def _csv_rows(text: str, source: str) -> Iterator[tuple[str, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="more", restval="", strict=True)
    header = [name.strip() for name in reader.fieldnames or ()]
    if set(header) - set(COLUMNS) or not {"name", "type"} <= set(header):
        msg = f"{source} begins with {','.join(header)!r}: expected the line {','.join(COLUMNS)}"
        raise InputError(msg)
    reader.fieldnames = header
    try:
        for row in reader:
            yield f"line {reader.line_num}", row
    except csv.Error as error:
        msg = f"{source}, line {reader.line_num}: no CSV ({error})"
        raise InputError(msg) from error


def _checked(row: dict[str, Any]) -> KnownName:
    """Return a row as a name.

    Raises:
        ValueError: A cell cannot be what its column says.
    """
    if "more" in row:
        msg = f"{len(COLUMNS)} columns expected, got {len(row) - 1 + len(row['more'])}"
        raise ValueError(msg)
    name = " ".join(row["name"].split())
    if not name:
        raise ValueError("the name is empty")  # noqa: EM101
    try:
        kind = EntityType(row["type"].strip())
    except ValueError:
        msg = f"type {row['type'].strip()!r}: expected one of {', '.join(EntityType)}"
        raise ValueError(msg) from None
    iri = row.get("id", "").strip()
    Entity(entity_iri(kind, name), kind, name, same_as=(iri,) if iri else ())
    aliases = (" ".join(alias.split()) for alias in row.get("aliases", "").split("|"))
    return KnownName(name, kind, iri, tuple(dict.fromkeys(filter(None, aliases))))


def _ror_rows(text: str, source: str) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        records = json.loads(text)
    except ValueError as error:
        msg = f"{source} is no JSON: {error}"
        raise InputError(msg) from error
    for number, record in enumerate(records if isinstance(records, list) else [records], 1):
        if isinstance(record, dict) and record.get("status", "active") != "active":
            continue
        yield f"record {number}", _ror_row(record)


def _ror_row(record: Any) -> dict[str, str]:  # noqa: ANN401 - what JSON holds
    """Return a record of schema 1 or 2 as a row; what is not there is empty and told later."""
    if not isinstance(record, dict):
        return {"name": "", "type": "Organization"}
    kinds = [str(kind).casefold() for kind in _list(record, "types")]
    found = [kind for name, kind in _ROR_TYPES.items() if name in kinds]
    name, others = _ror_names(record)
    return {
        "name": name,
        "type": found[0] if found else EntityType.ORGANIZATION,
        "id": str(record.get("id", "")),
        "aliases": "|".join(other for other in others if other != name),
    }


def _ror_names(record: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the name and the others but the acronyms, which many organisations share."""
    if "names" in record:  # schema 2
        names = [one for one in _list(record, "names") if isinstance(one, dict)]
        full = [one for one in names if _list(one, "types") != ["acronym"]]
        shown = [one for one in full if "ror_display" in _list(one, "types")] or [{}]
        return str(shown[0].get("value", "")), [str(one.get("value", "")) for one in full]
    labels = [one.get("label", "") for one in _list(record, "labels") if isinstance(one, dict)]
    others = [str(other) for other in (*_list(record, "aliases"), *labels)]
    return str(record.get("name", "")), others


def _list(record: dict[str, Any], key: str) -> list[Any]:
    found = record.get(key)
    return found if isinstance(found, list) else []
