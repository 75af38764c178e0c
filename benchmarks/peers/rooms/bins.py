"""Counts by bins between given inner edges; the outer bins are open."""

import numpy as np


def histogram(values, inner):
    edges = np.concatenate(([-np.inf], inner, [np.inf])).astype(values.dtype)
    return lambda: np.histogram(values, edges)[0]


def search(values, inner):
    return lambda: np.bincount(np.searchsorted(inner, values, side="right"), minlength=len(inner) + 1)


def compare(values, inner):
    return lambda: count_by_comparison(values, inner)


def count_by_comparison(values, inner):
    """One vector comparison of all values with each edge: faster than a search as long as edges are few."""
    at_or_above = [len(values), *(np.count_nonzero(values >= edge) for edge in inner), 0]
    return -np.diff(at_or_above)
