"""Settings from the environment."""

from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.settings import Settings


def test_what_is_not_set_has_its_default():
    assert Settings.from_environ({}) == Settings(Path("graph"), "127.0.0.1", 8000)


def test_the_environment_sets_graph_host_and_port():
    environ = {"NEWSKG_GRAPH": "news", "NEWSKG_HOST": "::1", "NEWSKG_PORT": "80"}

    assert Settings.from_environ(environ) == Settings(Path("news"), "::1", 80)


@pytest.mark.parametrize("port", ["http", "-1", "0", "65536", "8e3", "²"])
def test_a_port_that_is_none_is_told(port):
    with pytest.raises(UsageError, match=r"(?i)port"):
        Settings.from_environ({"NEWSKG_PORT": port})
