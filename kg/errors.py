"""What can go wrong, in few types.

================  ===========  ===========  =============================================
error             exit status  HTTP status  raised when
================  ===========  ===========  =============================================
``UsageError``    2            400          an option or argument is wrong
``InputError``    1            422          an article, facts file or RDF file is unusable
``QueryError``    1            400          a query is not SPARQL, or not of the kind wanted
``RefusedError``  1            403          a query may not do what it asks for
``StoreError``    1            503          the graph folder is absent, locked or damaged
``ServerError``   1            502          another server refuses, or cannot be reached
``KgError``       1            500          base of all of them
================  ===========  ===========  =============================================

A message is one sentence that gives the value, what was expected and, if known, the fix.
"""


class KgError(Exception):
    """Base of every error that newskg raises on purpose."""

    exit_status = 1
    http_status = 500


class UsageError(KgError):
    """An option or argument is wrong."""

    exit_status = 2
    http_status = 400


class InputError(KgError):
    """An article, facts file or RDF file cannot be used."""

    http_status = 422


class QueryError(KgError):
    """A query is not SPARQL, or not of the kind that was expected."""

    http_status = 400


class RefusedError(QueryError):
    """A query is SPARQL, but asks for what is not allowed."""

    http_status = 403


class StoreError(KgError):
    """The graph folder is absent, locked by another process, or damaged."""

    http_status = 503


class ServerError(KgError):
    """Another server refuses, or cannot be reached; ``status`` is its reply's, 0 without one."""

    http_status = 502

    def __init__(self, message: str, *, status: int = 0) -> None:
        super().__init__(message)
        self.status = status
