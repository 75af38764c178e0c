"""Metrics of probabilities."""

import numpy as np
from sklearn import metrics
from sklearn.calibration import calibration_curve


def curve(scores, labels, bins):
    return lambda: np.concatenate(calibration_curve(labels, scores, n_bins=int(bins)))


def curve_by_bincount(scores, labels, bins):
    bins = int(bins)

    def run():
        places = np.minimum((scores * bins).astype(np.intp), bins - 1)
        sums = np.bincount(places, weights=scores, minlength=bins)
        counts = np.bincount(places * 2 + labels, minlength=2 * bins).reshape(bins, 2)
        totals = counts.sum(axis=1)
        return np.concatenate((counts[:, 1] / totals, sums / totals))

    return run


def log_loss(scores, labels):
    return lambda: metrics.log_loss(labels, scores)


def log_loss_unchecked(scores, labels):
    """|y - 1 + p| is p for label 1 and 1 - p for label 0, in fewer passes than a choice by the label."""
    return lambda: -np.log(np.abs(labels - 1.0 + scores)).mean()


def brier(scores, labels):
    return lambda: metrics.brier_score_loss(labels, scores)


def brier_unchecked(scores, labels):
    def run():
        gap = scores - labels
        return gap @ gap / len(gap)

    return run
