"""Memory that is overwritten as it is freed, and never dumped: what a visit held is gone. Linux; elsewhere nothing is changed."""

import contextlib
import ctypes
import sys
from pathlib import Path

M_PERTURB, FILL = -6, 165
"""glibc's malloc.h: every freed block is filled with this byte."""
_RAW, _MEM, _OBJ = 0, 1, 2
"""Python's own domains of memory (PyMemAllocatorDomain)."""


DUMPED = Path("/proc/self/coredump_filter")
"""Which kinds of memory a dump holds, as bits; handed on to every fork (man 5 core)."""


def leave_no_dump() -> None:
    """From now on, in this process and its forks: a crash writes no memory anywhere, a service that collects dumps included."""
    if sys.platform != "linux":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):  # a kernel without dumps has no such file
        DUMPED.write_text("0", encoding="ascii")


class _Allocator(ctypes.Structure):
    """PyMemAllocatorEx."""

    _fields_ = tuple((name, ctypes.c_void_p) for name in ("ctx", "malloc", "calloc", "realloc", "free"))


def wipe_freed_memory() -> bool:
    """From now on, in this process: True where it could be done.

    Python keeps small objects in pools of its own, which nothing overwrites. What is there already stays where it
    is, close together; whatever is made from now on comes from glibc. Python's own `free` tells the two apart by
    their address (Objects/obmalloc.c), so both may be freed by it. Works in the packaged program too, where
    PYTHONMALLOC is not looked at.
    """
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None or mallopt(M_PERTURB, FILL) != 1:
        return False
    of_pools, of_glibc = _allocator(_OBJ), _allocator(_RAW)
    mixed = _Allocator(of_glibc.ctx, of_glibc.malloc, of_glibc.calloc, of_pools.realloc, of_pools.free)
    for domain in (_MEM, _OBJ):
        ctypes.pythonapi.PyMem_SetAllocator(ctypes.c_int(domain), ctypes.byref(mixed))
    return True


def _allocator(domain: int) -> _Allocator:
    found = _Allocator()
    ctypes.pythonapi.PyMem_GetAllocator(ctypes.c_int(domain), ctypes.byref(found))
    return found
