"""A database's files: copied as of one moment beside a writer, and put in place of others.

What RocksDB writes (``kg.snapshot`` has more): ``.sst`` files never change; ``MANIFEST`` says which
of them count, and from which log on; ``.log`` files are appended to, each holding what came after
the one before. So a copy is the database as of one moment if meanwhile the manifest stayed the
same, no log went away, and only the newest log grew: of its tail RocksDB drops what is not a whole
commit.
The engine's own ``backup`` needs the lock; on a read-only store it leaves the logs out.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_ATTEMPTS: Final = 100
_PAUSE: Final = 0.01
_LOCK: Final = "LOCK"
_LOCK_SECONDS: Final = 10.0
"""How long to wait for the lock: a server gives it back a second after its last write."""
_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2
_NO_EXCHANGE: Final = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP}


def copy_files(database: Path, target: Path) -> None:
    """Copy a database into the new folder ``target``, as it is at one moment.

    Files that never change are linked where the file system can, so that the moment is short.

    Raises:
        StoreError: The database cannot be read, or did not stay the same for a moment.
    """
    reason = "its files are being rewritten without a pause"
    for attempt in range(_ATTEMPTS):
        try:
            target.mkdir(parents=True)
            before = _sizes(database)
            if "CURRENT" not in before:
                reason = "it has no CURRENT file"
                break
            for name in sorted(before, key=_order):
                (_linked if name.endswith(".sst") else _copied)(database / name, target / name)
            if same_moment(before, _sizes(database), _sizes(target)):
                return
        except FileNotFoundError as error:
            reason = f"{error.filename} went away"
        except OSError as error:
            msg = f"{database} cannot be copied: {error.strerror}"
            raise StoreError(msg) from error
        shutil.rmtree(target, ignore_errors=True)
        time.sleep(_PAUSE * min(attempt + 1, 10))
    shutil.rmtree(target, ignore_errors=True)
    msg = f"{database} cannot be copied: {reason}"
    raise StoreError(msg)


def _sizes(database: Path) -> dict[str, int]:
    with os.scandir(database) as entries:
        return {one.name: one.stat().st_size for one in entries if _belongs(one.name)}


def _belongs(name: str) -> bool:
    return (
        name in {"CURRENT", "IDENTITY"}
        or name.startswith(("MANIFEST-", "OPTIONS-"))
        or (name.endswith((".sst", ".log", ".blob")))
    )


def _order(name: str) -> tuple[bool, int, str]:
    """Put logs last, oldest first: what others hold is then not missing from them."""
    number = name.partition(".")[0]
    return name.endswith(".log"), int(number) if number.isdecimal() else 0, name


def same_moment(
    before: Mapping[str, int], after: Mapping[str, int], copied: Mapping[str, int]
) -> bool:
    """Say whether what was copied between two looks is the database as of one moment.

    All three are sizes of files, by name.

    >>> same_moment({"1.log": 9}, {"1.log": 12}, {"1.log": 10})
    True
    >>> same_moment({"1.log": 9, "2.log": 0}, {"1.log": 12, "2.log": 5}, {"1.log": 9, "2.log": 5})
    False
    """
    logs = sorted((name for name in before if name.endswith(".log")), key=_order)
    fixed = [name for name in before if name.startswith("MANIFEST-")]
    closed = logs[:-1]
    return (
        set(before) <= set(after)
        and {name for name in after if name.startswith("MANIFEST-")} == set(fixed)
        and all(copied.get(name) == after[name] for name in [*fixed, *closed])
    )


def _copied(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _linked(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, target)


def copy_apart(source: Path, target: Path) -> None:
    """Copy a folder of files so that nothing is shared, and force it to disk.

    Raises:
        StoreError: There is no room, or it may not be written.
    """
    try:
        target.mkdir(parents=True)
        for file in sorted(source.iterdir()):
            if file.is_file() and file.name not in {_LOCK, "LOG"}:
                shutil.copyfile(file, target / file.name)
                force(target / file.name)
        force(target)
    except OSError as error:
        msg = f"{target} cannot be written: {error.strerror}"
        raise StoreError(msg) from error


def force(path: Path) -> None:
    """Force a file, or a folder's list of names, to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Hold a database's lock, as a process that writes it does; it need not be sound for that.

    Raises:
        StoreError: Another process keeps it.
    """
    end = time.monotonic() + _LOCK_SECONDS
    handle = os.open(database / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        while True:
            try:
                fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if time.monotonic() > end:
                    msg = (
                        f"{database.parent} is being written by another process "
                        "(its database is locked): wait for it to end, or stop it"
                    )
                    raise StoreError(msg) from error
                time.sleep(0.05)
        yield
    finally:
        os.close(handle)


@contextmanager
def scratch(folder: Path, name: str) -> Iterator[Path]:
    """Give the path of a new folder in ``folder``, gone afterwards, as are those that a kill left.

    Raises:
        StoreError: It cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f".{name}-*"):
            with contextlib.suppress(OSError), _held(left):
                shutil.rmtree(left, ignore_errors=True)
        path = folder / f".{name}-{os.getpid()}-{time.monotonic_ns():x}"
        path.mkdir()
    except OSError as error:
        msg = f"{folder} cannot be written: {error.strerror}"
        raise StoreError(msg) from error
    try:
        with _held(path):
            yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a folder, so that another process takes it for nobody's; whoever lives holds his.

    Raises:
        OSError: Another process holds it.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def exchange(one: Path, other: Path, at_once: Callable[[Path, Path], bool] | None = None) -> None:
    """Have two folders change places, at once where the kernel can; ``at_once`` says if it did.

    Raises:
        OSError: They cannot.
    """
    if not (at_once or _exchanged)(one, other):
        aside = one.with_name(f"{one.name}.aside")
        other.rename(aside)
        one.rename(other)
        aside.rename(one)
    force(one.parent)
    force(other.parent)


def _exchanged(one: Path, other: Path) -> bool:
    """Say whether the kernel did it (``renameat2``, Linux 3.15)."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    paths = os.fsencode(one), os.fsencode(other)
    if call(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(other))
