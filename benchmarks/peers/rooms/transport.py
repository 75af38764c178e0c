"""Distances between distribution functions."""

import numpy as np
from scipy import stats


def wasserstein(reference, current):
    return lambda: stats.wasserstein_distance(reference, current)


def equal_sizes(reference, current):
    """Of as many values on both sides: the mean distance between values of equal rank, the reference sorted before."""
    ascending = np.sort(reference)
    return lambda: np.abs(np.sort(current) - ascending).mean()


def merged(reference, current):
    gaps = gaps_of(reference, current)

    def run():
        gap, width = gaps()
        return np.abs(gap) @ width

    return run


def energy(reference, current):
    return lambda: stats.energy_distance(reference, current)


def energy_merged(reference, current):
    gaps = gaps_of(reference, current)

    def run():
        gap, width = gaps()
        return np.sqrt(2 * (gap * gap) @ width)

    return run


def gaps_of(reference, current):
    """Between neighbours of all values: how far the functions are apart, and how far the neighbours. The reference is sorted before."""
    ascending = np.sort(reference)

    def run():
        values = np.sort(current)
        both = np.concatenate((ascending, values))
        both.sort(kind="stable")
        places = np.searchsorted(ascending, both[:-1], side="right")
        others = np.searchsorted(values, both[:-1], side="right")
        return places / len(ascending) - others / len(values), np.diff(both)

    return run
