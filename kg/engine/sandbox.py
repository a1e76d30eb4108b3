"""What a worker process may not do, held by the kernel: outgrow its memory, reach a network.

The guard that parses queries (``queries.protocol.guard``) refuses SERVICE and LOAD; this is the
second wall behind it. Where the kernel has no seccomp, the first must do.
"""

from __future__ import annotations

import ctypes
import platform
import resource
import signal
import socket
import struct
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_ALLOW, _KILL, _EACCES = 0x7FFF0000, 0x80000000, 0x00050000 | 13
_LOAD, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_X32 = 0x40000000
_SYSTEM_CALLS = {  # machine: (audit architecture, socket, execve, execveat)
    "x86_64": (0xC000003E, 41, 59, 322),
    "aarch64": (0xC00000B7, 198, 221, 281),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def die_with_parent() -> None:
    """Have the kernel kill this process when the one that started it ends (Linux)."""
    libc = _libc()
    if libc is not None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def limit_memory(extra: int) -> None:
    """Let the address space grow by ``extra`` bytes from now on, and write no core file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limit = _address_space() + extra
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def forbid_network() -> bool:
    """Forbid sockets but local ones, and other programs; say whether the kernel does so.

    A seccomp filter (Linux 3.5, ``Documentation/userspace-api/seccomp_filter.rst``): ``socket`` of
    any family but ``AF_UNIX``, ``execve`` and ``execveat`` fail with ``EACCES``.
    """
    calls = _SYSTEM_CALLS.get(platform.machine())
    libc = _libc()
    if calls is None or libc is None:
        return False
    code = _filter(*calls)
    program = _Program(len(code) // 8, code)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    done = libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)
    return bool(done == 0)


def _filter(architecture: int, socket_call: int, execve: int, execveat: int) -> bytes:
    """Return the filter's instructions; a jump counts the instructions that it skips."""
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_GREATER_EQUAL, 6, 0, _X32),
        (_JUMP_EQUAL, 5, 0, execve),
        (_JUMP_EQUAL, 4, 0, execveat),
        (_JUMP_EQUAL, 0, 2, socket_call),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_JUMP_EQUAL, 0, 1, socket.AF_UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _EACCES),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if platform.system() == "Linux" else None


def _address_space() -> int:
    """Return the size of this process's address space in bytes; 0 where it cannot be told."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 1 << 40
    return pages * resource.getpagesize()
