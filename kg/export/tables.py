"""Tables of entities, facts and numbers: CSV for spreadsheets, Parquet for data frames."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError
from kg.export.network import EDGE_COLUMNS, NODE_COLUMNS, Column, Value, plain
from kg.export.numbers import NUMBER_COLUMNS, read_numbers
from kg.export.text import write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from kg.export.graph import Graph
    from kg.export.network import Network

TABLES: Final = {
    "nodes": (Column("iri", "string"), *NODE_COLUMNS),
    "edges": (Column("source", "string"), Column("target", "string"), *EDGE_COLUMNS),
    "numbers": NUMBER_COLUMNS,
}
"""The columns of each table."""

_BATCH: Final = 10_000
"""Rows of a Parquet row group that are held at once."""


def rows(table: str, network: Network, store: Graph) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of a table of :data:`TABLES`; numbers are read from the store."""
    if table == "nodes":
        return ((node.iri, *node.values()) for node in network.nodes.values())
    if table == "edges":
        return ((edge.source, edge.target, *edge.values()) for edge in network.edges)
    return read_numbers(store, network)


def write_csv(table: str, records: Iterable[Sequence[Value]], file: BinaryIO) -> None:
    """Write a table as CSV (RFC 4180): UTF-8, a header line, nothing where there is no value.

    A list of texts is one text (:func:`~kg.export.network.join_texts`).
    """
    head = tuple(name for name, _ in TABLES[table])
    write_text(file, csv_lines([head], map(_plain_row, records)))


def csv_lines(heads: Iterable[Sequence[Any]], records: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield lines of CSV."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for group in (heads, records):
        for record in group:
            writer.writerow(record)
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()


def _plain_row(record: Sequence[Value]) -> list[str | float | int | None]:
    return [plain(value) for value in record]


def write_parquet(table: str, records: Iterable[Sequence[Value]], file: BinaryIO) -> None:
    """Write a table as Parquet, lists as lists.

    Raises:
        UsageError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        msg = "parquet needs pyarrow, which is not installed: pip install 'newskg[parquet]'"
        raise UsageError(msg) from error
    types = {
        "string": pa.string(),
        "double": pa.float64(),
        "integer": pa.int64(),
        "strings": pa.list_(pa.string()),
    }
    schema = pa.schema([(name, types[kind]) for name, kind in TABLES[table]])
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        rest = iter(records)
        while batch := list(islice(rest, _BATCH)):
            columns = zip(*batch, strict=True)
            arrays = [
                pa.array(list(column), field.type)
                for column, field in zip(columns, schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
