"""The only place that knows of the compiler.

Rules, phases and kernels are ordinary Python functions; numba compiles them when it is allowed
to. With ``NUMBA_DISABLE_JIT=1`` they run as written, and give the same bits.

numba's file cache does not notice an edit in another file, so the cache folder carries a digest
of all that compiled code is made of: an edit there compiles anew, and two versions never share a
cache.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from sim.home import cache_candidates, is_private

type Floats = NDArray[np.float64]
"""What rules read by member: quantities."""
type Codes = NDArray[np.uint8]
"""What rules read by member: statuses, and 0 or 1."""

COMPILED: bool = not numba.config.DISABLE_JIT


COMPILED_FROM = ("jit.py", "draws.py", "rules/*.py", "ensemble/*.py", "scenario/compiling/world.py")
"""Files that hold compiled code, or the shapes that it is compiled for."""
SHAPED_BY = ("scenario/document/parameters.py", "scenario/document/quantity.py")
"""Files whose fields become the fields of a World."""


def _digest(patterns: tuple[str, ...]) -> str:
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for file in sorted({file for pattern in patterns for file in here.glob(pattern)}):
        digest.update(file.relative_to(here).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@cache
def source_digest() -> str:
    """SHA-256 over every source file of ``sim/``, its first 16 digits: what made an answer."""
    return _digest(("**/*.py",))


@cache
def engine_digest() -> str:
    """Likewise over all that compiled code is made of: what the compiler's cache is good for."""
    return _digest(COMPILED_FROM + SHAPED_BY)


@cache
def cache_folder() -> Path:
    """Folder of compiled code: the user's cache, never the installation, which may be read-only.

    The compiler unpickles and runs what lies there: a folder to which anybody else may ever have
    written is passed over.
    """
    versions = f"{engine_digest()}-py{sys.version_info.major}{sys.version_info.minor}"
    for candidate in cache_candidates():
        folder = candidate / versions
        try:
            candidate.parent.mkdir(parents=True, exist_ok=True)
            is_ours = is_private(candidate) and is_private(folder, trusted=True)
        except OSError:
            continue
        if is_ours and os.access(folder, os.W_OK):
            return folder
    return Path(tempfile.mkdtemp(prefix="domino-alliances-"))


def is_warm() -> bool:
    """Whether a compiled engine of exactly this source lies in the cache."""
    return not COMPILED or any(cache_folder().rglob("*.part-*.nbi"))  # the last to be compiled


def _compile[F: Callable[..., Any]](function: F, **options: Any) -> F:
    # numba chooses the cache folder when a function is decorated; others' settings are put back.
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(cache_folder())
    try:
        compiled: F = numba.njit(function, nogil=True, error_model="numpy", _nrt=False, **options)
        return compiled
    finally:
        numba.config.CACHE_DIR = before


def rule[F: Callable[..., Any]](function: F) -> F:
    """A scalar function of the model, called by both engines."""
    return _compile(function, cache=True) if COMPILED else function


def phase[F: Callable[..., Any]](function: F) -> F:
    """One phase of a month in the compiled engine, inlined into its kernel."""
    return _compile(function, inline="always") if COMPILED else function


def kernel[F: Callable[..., Any]](function: F) -> F:
    """A loop over runs: compiled once, cached on disk, without the interpreter lock."""
    return _compile(function, cache=True) if COMPILED else function


def wrapping[F: Callable[..., Any]](function: F) -> F:
    """A rule on 64-bit integers that wrap around.

    Compiled code wraps in silence; NumPy's scalars warn of it, so that without the compiler
    exactly this warning is silenced, here and nowhere else.
    """
    if COMPILED:
        return rule(function)

    @wraps(function)
    def quiet(*arguments: Any) -> Any:
        with np.errstate(over="ignore"):
            return function(*arguments)

    return quiet  # type: ignore[return-value]
