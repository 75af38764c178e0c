"""Detecting outliers: fit and score in one run, and how well classes that were held apart are told from the others."""

import numpy as np
from sklearn.covariance import LedoitWolf
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler


def forest(rows, columns, outliers):
    x = rows.reshape(-1, int(columns))
    outliers = int(outliers)

    def run():
        return -IsolationForest(n_estimators=100, max_samples=256, random_state=1).fit(x).score_samples(x)

    return run, lambda scores: [scores[outliers:].mean(), scores[:outliers].mean()]


def mahalanobis(rows, columns):
    x = rows.reshape(-1, int(columns))
    return lambda: LedoitWolf().fit(x).mahalanobis(x), summary


def mahalanobis_by_product(rows, columns):
    """The same by scikit-learn's fit and one matrix product."""
    x = rows.reshape(-1, int(columns))

    def run():
        fitted = LedoitWolf().fit(x)
        z = (x - fitted.location_) @ np.linalg.inv(np.linalg.cholesky(fitted.covariance_)).T
        return np.einsum("ij,ij->i", z, z)

    return run, summary


def neighbors(rows, columns, points, nearest):
    x = rows.reshape(-1, int(columns))

    def run():
        fitted = NearestNeighbors(n_neighbors=int(nearest), algorithm="brute").fit(x[: int(points)])
        return fitted.kneighbors(x)[0].mean(axis=1)

    return run, summary


def summary(scores):
    return [scores.mean(), np.median(scores), *scores[:: max(1, len(scores) // 1000)]]


def forest_auc(rows, columns, labels, fitting, seeds):
    """Mean area over classes held apart, each with forests of several seeds."""
    split = held_apart(rows, columns, labels, fitting)

    def run():
        return [np.mean([auc(own, lambda x, t: -IsolationForest(random_state=s).fit(x).score_samples(t)) for own in split.values() for s in range(int(seeds))])]

    return run


def mahalanobis_auc(rows, columns, labels, fitting):
    """The areas for each class held apart, of columns as they are, then of standardised ones."""
    split = held_apart(rows, columns, labels, fitting)

    def raw(x, test):
        return LedoitWolf().fit(x).mahalanobis(test)

    def standardised(x, test):
        scaler = StandardScaler().fit(x)
        return raw(scaler.transform(x), scaler.transform(test))

    return lambda: [auc(split[c], scores) for scores in (raw, standardised) for c in split]


def held_apart(rows, columns, labels, fitting):
    """For each class: the fitting rows of the others, and the rows to judge with whether they are of the class."""
    x = rows.reshape(-1, int(columns))
    fitting = fitting.astype(bool)
    result = {}
    for c in np.unique(labels):
        outlying = labels == c
        judged = outlying | ~fitting
        result[c] = x[fitting & ~outlying], x[judged], outlying[judged]
    return result


def auc(split, scores):
    fitting, judged, outlying = split
    return roc_auc_score(outlying, scores(fitting, judged))
