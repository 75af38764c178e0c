"""Metrics of how scores rank rows."""

import numpy as np
from sklearn import metrics


def area(scores, labels):
    return lambda: metrics.roc_auc_score(labels, scores)


def area_by_search(scores, labels):
    def run():
        positive = labels.view(bool)
        high = np.sort(scores[positive])
        low = np.sort(scores[~positive])
        pairs = np.searchsorted(low, high, side="left").sum() + np.searchsorted(low, high, side="right").sum()
        return pairs / (2 * len(high) * len(low))

    return run


def precision(scores, labels):
    return lambda: metrics.average_precision_score(labels, scores)


def precision_without_ties(scores, labels):
    def run():
        ranks = np.flatnonzero(labels[np.argsort(-scores)]) + 1
        return np.mean(np.arange(1, len(ranks) + 1) / ranks)

    return run
