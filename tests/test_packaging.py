"""What is installed shows the explorer where there is no Node: from a wheel and from its source."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import time
import venv
from pathlib import Path
from shutil import which
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from queries.explorer import built
from tests.serving import free_port

ROOT = Path(__file__).parents[1]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (built.FOLDER / "index.html").is_file(), reason="explorer not built"),
]


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """An environment whose PATH has no Node and no npm."""
    folder = tmp_path_factory.mktemp("bin")
    for name in ("sh", "env", "uname", "gcc", "cc"):  # what pip may ask the machine for
        if found := which(name):
            (folder / name).symlink_to(found)
    environment = {**os.environ, "PATH": str(folder)}
    assert which("node", path=str(folder)) is None
    return environment


def build(target, out, source=ROOT, **options):
    """Build a wheel or a source distribution, as pip does, without fetching anything."""
    code = (
        f"import os; os.chdir({str(source)!r}); from hatchling import build; "
        f"print(build.build_{target}({str(out)!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, **options
    )
    return out / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """The source distribution; a checkout builds the explorer into it, with Node."""
    return build("sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module", params=["wheel", "sdist"])
def wheel(request, tmp_path_factory, bare, source):
    """A wheel: of the checkout, or made of the source distribution without Node."""
    out = tmp_path_factory.mktemp(request.param)
    if request.param == "wheel":
        return build("wheel", out)
    subprocess.run(["tar", "-xzf", source, "-C", out], check=True)
    (unpacked,) = out.glob("newskg-*")
    return build("wheel", out, unpacked, env=bare)


@pytest.fixture
def installed(wheel, tmp_path):
    """The Python of a fresh environment with the wheel; its dependencies are those of this one."""
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", wheel], check=True)
    (packages,) = (tmp_path / "venv" / "lib").glob("python3*/site-packages")
    # A path in a .pth file brings in packages, but not the .pth file of this editable checkout.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


def fetched(url):
    end = time.monotonic() + 90
    while True:
        try:
            with urlopen(url, timeout=30) as reply:
                return reply.read().decode()
        except URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def test_an_installation_without_node_shows_the_explorer(installed, bare, tmp_path):
    kg = installed.with_name("kg")
    run = {"env": bare, "cwd": tmp_path, "check": True}
    where = [installed, "-c", "import kg; print(kg.__file__)"]
    assert str(tmp_path) in subprocess.run(where, capture_output=True, text=True, **run).stdout

    facts = tmp_path / "none.jsonl"
    facts.write_text("")
    subprocess.run([kg, "load", facts, "--graph", "graph"], **run)
    subprocess.run([kg, "export", "html", "--graph", "graph", "-o", "graph.html"], **run)
    assert "newskg-data" in (tmp_path / "graph.html").read_text()

    port = free_port()
    server = subprocess.Popen(
        [kg, "serve", "--graph", "graph", "--port", str(port)], env=bare, cwd=tmp_path
    )
    try:
        page = fetched(f"http://127.0.0.1:{port}/")
        (script,) = re.findall(r'src="(/static/main-\w+\.js)"', page)
        assert len(fetched(f"http://127.0.0.1:{port}{script}")) > 1000
    finally:
        server.terminate()
        server.wait(30)
