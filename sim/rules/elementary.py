"""Arithmetic that every mechanism shares, the same bits on every machine.

The only transcendental function of the model is ``exp``, written here with + - * / alone: the C
library's differs from one processor to the next, and NumPy's from one vector width to the next.
"""

from __future__ import annotations

import math

from sim.jit import rule

LN2 = 0.6931471805599453
_PER_LN2 = 1.4426950408889634
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_P1 = 1.66666666666666019037e-01
_P2 = -2.77777777770155933842e-03
_P3 = 6.61375632143793436117e-05
_P4 = -1.65339022054652515390e-06
_P5 = 4.13813679705723846039e-08


@rule
def clip(value: float, low: float, high: float) -> float:
    """``value`` moved into [low, high].

    Parameters
    ----------
    value : float
        Any number.
    low : float
        Lower end.
    high : float >= low
        Upper end.

    Definition: the nearest number of the range, which must not be empty.
    """
    return min(max(value, low), high)


@rule
def share(value: float) -> float:
    """``value`` moved into [0, 1]: every share, chance and exposure of the model.

    Definition: the nearest number of the range.
    """
    return min(max(value, 0.0), 1.0)


@rule
def occurs(probability: float, u: float) -> bool:
    """Whether a thing of this probability happens, given the draw ``u`` in [0, 1).

    Definition: u < probability; never at 0, always at 1.
    """
    return u < probability


@rule
def exp(x: float) -> float:
    """The exponential e^x, error below 1 ulp; arguments beyond ±700 are moved to ±700.

        x = k ln 2 + r,  exp(x) = 2^k exp(r)

    Source: the rational form of fdlibm's e_exp.c (Sun Microsystems 1993).
    """
    x = min(max(x, -700.0), 700.0)
    k = math.floor(x * _PER_LN2 + 0.5)
    high = x - k * _LN2_HIGH
    low = k * _LN2_LOW
    r = high - low
    t = r * r
    c = r - t * (_P1 + t * (_P2 + t * (_P3 + t * (_P4 + t * _P5))))
    return math.ldexp(1.0 - ((low - (r * c) / (2.0 - c)) - high), k)


@rule
def log(x: float) -> float:
    """The natural logarithm of a number > 0, error below 1e-15 of max(1, |ln x|); exactly 0 at 1.

        x = 2^k m,  1 <= m < 2;  y <- y + m exp(-y) - 1 from m - 1, a fixed number of times

    Definition: Newton's method on exp(y) = m; six steps are one more than double precision needs.
    """
    half, k = math.frexp(x)
    m = 2.0 * half
    y = m - 1.0
    for _ in range(6):
        y = y + m * exp(-y) - 1.0
    return (k - 1) * LN2 + y


@rule
def sinh_ratio(y: float) -> float:
    """sinh(y)/y of a number >= 0, error below 1e-14 of it; exactly 1 at 0.

        1 + y²/6 + y⁴/120 + … below 1, else (exp(y) - exp(-y))/(2y)

    Definition: the series, since the difference loses digits where y is small.
    """
    t = y * y
    if y < 1.0:
        tail = 1.0 + t / 72.0 * (1.0 + t / 110.0 * (1.0 + t / 156.0 * (1.0 + t / 210.0)))
        return 1.0 + t / 6.0 * (1.0 + t / 20.0 * (1.0 + t / 42.0 * tail))
    return (exp(y) - exp(-y)) / (2.0 * y)


@rule
def logistic(x: float) -> float:
    """The logistic function of a number in logit units, in (0, 1].

        1 / (1 + exp(-x))

    Definition: the inverse of the log odds; 1 from about 37 on, where no float lies closer.
    """
    return 1.0 / (1.0 + exp(-x))


@rule
def monthly_factor(half_life_months: float) -> float:
    """What is left after one month of a quantity with this half-life, in months > 0.

        2^(-1/n)

    Definition: n such factors leave one half.
    """
    return exp(-LN2 / half_life_months)
