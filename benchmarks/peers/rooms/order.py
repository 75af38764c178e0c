"""Sorting and quantiles."""

import numpy as np
import pandas


def sort(values):
    return lambda: np.sort(values)


def median(values):
    return lambda: np.median(values)


def median_by_pandas(values):
    series = pandas.Series(values)
    return lambda: series.median()


def quantiles(values, shares):
    return lambda: np.quantile(values, shares)


def quantiles_by_pandas(values, shares):
    series = pandas.Series(values)
    return lambda: series.quantile(shares)
