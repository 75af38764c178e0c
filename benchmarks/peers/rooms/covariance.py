"""Covariance matrices, and distances by them."""

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.covariance import EmpiricalCovariance, ledoit_wolf as shrink


def table(rows, columns):
    return rows.reshape(-1, int(columns))


def sample(rows, columns):
    x = table(rows, columns)
    return lambda: np.cov(x, rowvar=False)


def ledoit_wolf(rows, columns):
    x = table(rows, columns)
    return lambda: shrink(x), lambda result: np.append(result[1], result[0].ravel())


def mahalanobis(rows, columns):
    """scikit-learn's covariance is that of n, ours of n - 1: the answer is brought to ours."""
    x = table(rows, columns)
    fitted = EmpiricalCovariance().fit(x)
    return lambda: fitted.mahalanobis(x), lambda squared: squared * (len(x) - 1) / len(x)


def mahalanobis_by_product(rows, columns):
    x = table(rows, columns)
    mean = x.mean(axis=0)
    whitening = np.linalg.inv(np.linalg.cholesky(np.cov(x, rowvar=False))).T

    def run():
        z = (x - mean) @ whitening
        return np.einsum("ij,ij->i", z, z)

    return run


def mahalanobis_by_cdist(rows, columns):
    x = table(rows, columns)
    mean = x.mean(axis=0)[None]
    inverse = np.linalg.inv(np.cov(x, rowvar=False))
    return lambda: cdist(x, mean, "mahalanobis", VI=inverse), np.square
