"""The maximum mean discrepancy with permutations, all of them in one matrix product."""

import numpy as np
from scipy.spatial.distance import cdist


def by_products(reference, current, columns, bandwidth, permutations):
    def squared_distances(rows):
        squares = np.einsum("ij,ij->i", rows, rows)
        distances = rows @ rows.T
        distances *= -2
        distances += squares
        distances += squares[:, None]
        return distances

    return prepare(reference, current, columns, bandwidth, permutations, squared_distances)


def by_cdist(reference, current, columns, bandwidth, permutations):
    return prepare(reference, current, columns, bandwidth, permutations, lambda rows: cdist(rows, rows, "sqeuclidean"))


def prepare(reference, current, columns, bandwidth, permutations, squared_distances):
    x = reference.reshape(-1, int(columns))
    y = current.reshape(-1, int(columns))
    random = np.random.default_rng(1)
    own = np.concatenate((np.ones(len(x)), -np.ones(len(y)))).astype(x.dtype)

    def run():
        kernel = squared_distances(np.concatenate((x, y)))
        kernel *= -0.5 / bandwidth**2
        np.exp(kernel, out=kernel)
        np.fill_diagonal(kernel, 0)
        signs = np.concatenate((own[None], random.permuted(np.tile(own, (int(permutations), 1)), axis=1))).T
        statistics, within = statistics_of(kernel, signs, len(x), len(y))
        p = (1 + np.count_nonzero(statistics[1:] >= statistics[0])) / (1 + int(permutations))
        return statistics[0], within, p

    return run, lambda result: result[:2]


def statistics_of(kernel, signs, m, n):
    """Unbiased statistics of all labellings, and the biased one of the first. The kernel's diagonal is 0."""
    total = kernel.sum(dtype=np.float64)
    quadratic = np.einsum("ij,ij->j", kernel @ signs, signs).astype(np.float64)
    linear = (kernel.sum(axis=0) @ signs).astype(np.float64)
    both = (total + quadratic) / 2
    xx, yy, xy = (both + linear) / 2, (both - linear) / 2, (total - quadratic) / 4
    unbiased = xx / (m * (m - 1)) + yy / (n * (n - 1)) - 2 * xy / (m * n)
    biased = (m + xx[0]) / m**2 + (n + yy[0]) / n**2 - 2 * xy[0] / (m * n)
    return unbiased, biased
