"""Moments: mean, variance (n - 1), skewness, excess kurtosis, least, greatest; NaN for what is not computed."""

import numpy as np
from scipy import stats

NONE = [np.nan] * 4


def mean_variance(values):
    return lambda: (values.mean(), values.var(ddof=1)), lambda result: [*result, *NONE]


def describe(values):
    return lambda: stats.describe(values), lambda result: [result.mean, result.variance, result.skewness, result.kurtosis, *result.minmax]
