"""Virtuoso as one more store to measure against (``apt install virtuoso-opensource-7-bin``)."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import quote

from benchmarks.sparql_targets import Served, free_port, timed

if TYPE_CHECKING:
    from pathlib import Path

_GRAPH = "urn:newskg:benchmark"
_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {data}
NumberOfBuffers = 85000
MaxDirtyBuffers = 60000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 20
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryCostEstimationTime = 100000
MaxQueryExecutionTime = 600
"""


class Virtuoso(Served):
    """Virtuoso with its bulk loader; its default graph is the union of all, so a graph is named."""

    name = "virtuoso"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._sql = free_port()
        self._data = folder

    def command(self) -> list[str]:
        """Serve the folder in the foreground."""
        self.folder.mkdir(exist_ok=True)
        settings = self.folder / "virtuoso.ini"
        values = {"folder": self.folder, "sql": self._sql, "http": self.port, "data": self._data}
        settings.write_text(_INI.format(**values), encoding="utf-8")
        return ["virtuoso-t", "+foreground", "+configfile", str(settings)]

    def load(self, file: Path) -> float:
        """Fill the store by its bulk loader; it must run for that."""
        self.start()
        try:
            self._isql(f"ld_add('{file}', '{_GRAPH}');")
            seconds = timed(self._command("rdf_loader_run(); checkpoint;"))
            found = self._isql("SELECT ll_error FROM DB.DBA.LOAD_LIST WHERE ll_error IS NOT NULL;")
        finally:
            self.stop()
        if "0 Rows" not in found:
            msg = f"Virtuoso did not load {file}: {found}"
            raise ValueError(msg)
        return seconds

    def target(self, text: str) -> str:
        """Return what a GET asks for, of the graph that holds the data."""
        return f"{super().target(text)}&default-graph-uri={quote(_GRAPH)}"

    def _command(self, sql: str) -> list[str]:
        return ["isql-vt", f"127.0.0.1:{self._sql}", "dba", "dba", f"exec={sql}"]

    def _isql(self, sql: str) -> str:
        return subprocess.run(self._command(sql), check=True, capture_output=True, text=True).stdout


def has_virtuoso() -> bool:
    """Say whether Virtuoso is there."""
    return shutil.which("virtuoso-t") is not None
