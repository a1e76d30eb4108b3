"""Errors of the RDF engine as sentences of ours."""

from __future__ import annotations

from contextlib import contextmanager
from textwrap import shorten
from typing import TYPE_CHECKING

from kg.errors import QueryError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def query_errors() -> Iterator[None]:
    """Turn what goes wrong while a query is read or evaluated into errors of ours.

    Raises:
        QueryError: Not SPARQL, or not to be evaluated.
        StoreError: A file of the graph is gone.
    """
    try:
        yield
    except SyntaxError as error:
        # The engine lists every character that could follow, down to ranges of Unicode.
        msg = f"not a SPARQL query: {shorten(str(error), 160, placeholder=' ...')}"
        raise QueryError(msg) from error
    except FileNotFoundError as error:
        raise StoreError(lost(error)) from error
    except (OSError, RuntimeError) as error:
        msg = f"the query could not be evaluated: {error}"
        raise QueryError(msg) from error


def lost(error: OSError) -> str:
    """Return the sentence for a graph whose files cannot be read any more."""
    return (
        f"the graph could not be read ({error}): another process may have rewritten its files "
        "meanwhile, so try again"
    )
