"""What holds for all tests, wherever they run.

Hypothesis tries the same examples on every machine, at any speed. Without the compiler fewer will
do: what they could find that the others do not is a formula that numba reads differently from
Python.
"""

from __future__ import annotations

import signal

from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from sim.jit import COMPILED

settings.register_profile(
    "domino",
    max_examples=60 if COMPILED else 20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("domino")

# Hypothesis also tries numbers that stand in the modules that are loaded by then: which examples a
# test meets would depend on the tests that the same process ran before.
providers._get_local_constants = lambda: providers.Constants()

# Who runs the tests in the background may have told them to ignore Ctrl-C; whatever they start
# would inherit that, and could not be interrupted.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
