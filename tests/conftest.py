"""Fixtures that several packages share."""

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings

from kg.cli import main

settings.register_profile("busy", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("busy")  # how long an example takes is the machine's affair


@pytest.fixture
def kg(tmp_path, monkeypatch):
    """Run ``kg`` in an empty folder: ``kg("stats", "--json").stdout``; ``stdin`` is its input."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEWSKG_GRAPH", raising=False)

    def run(*arguments, stdin=None):
        return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin, prog_name="kg")

    return run
