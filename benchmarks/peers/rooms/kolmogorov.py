"""The two-sample Kolmogorov-Smirnov test."""

import numpy as np
from scipy import stats


def statistic(reference, current):
    """With the reference sorted before: the functions differ most at a value of the current sample, or just below one. Ties count on both sides."""
    ascending = np.sort(reference)
    n, m = len(reference), len(current)
    after = np.arange(1, m + 1) / m
    before = np.arange(m) / m

    def run():
        values = np.sort(current)
        above = (after - np.searchsorted(ascending, values, side="right") / n).max()
        below = (np.searchsorted(ascending, values, side="left") / n - before).max()
        return max(above, below)

    return run


def statistic_by_merge(reference, current):
    """With the reference sorted before: a stable sort merges two ascending runs. Runs of equal values are stepped over together."""
    ascending = np.sort(reference)
    n, m = len(reference), len(current)

    def run():
        both = np.concatenate((ascending, np.sort(current)))
        order = np.argsort(both, kind="stable")
        gaps = np.cumsum(np.where(order < n, m, -n))
        both = both[order]
        ends = np.flatnonzero(both[1:] != both[:-1])
        return np.abs(gaps[ends]).max() / (n * m)

    return run


def ks_2samp(reference, current):
    return lambda: stats.ks_2samp(reference, current), lambda result: [result.statistic, result.pvalue]


def p_value(d, n):
    n = int(n)
    return lambda: stats.kstwo.sf(d, n)
