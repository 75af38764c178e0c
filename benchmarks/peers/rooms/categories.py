"""Counts of integer codes."""

import numpy as np
import pandas


def count(codes, categories):
    categories = int(categories)
    return lambda: np.bincount(codes, minlength=categories)


def compare(codes, categories):
    return lambda: [np.count_nonzero(codes == code) for code in range(int(categories))]


def value_counts(codes, categories):
    series = pandas.Series(codes)
    return lambda: series.value_counts(sort=False), lambda counts: counts.reindex(range(int(categories)), fill_value=0)
