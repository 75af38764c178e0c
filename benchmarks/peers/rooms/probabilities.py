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
        counts = np.bincount(places, minlength=bins)
        positives = np.bincount(places, weights=labels, minlength=bins)
        sums = np.bincount(places, weights=scores, minlength=bins)
        return np.concatenate((positives / counts, sums / counts))

    return run


def log_loss(scores, labels):
    return lambda: metrics.log_loss(labels, scores)


def log_loss_unchecked(scores, labels):
    return lambda: -np.log(np.where(labels.view(bool), scores, 1 - scores)).mean()


def brier(scores, labels):
    return lambda: metrics.brier_score_loss(labels, scores)


def brier_unchecked(scores, labels):
    def run():
        gap = scores - labels
        return gap @ gap / len(gap)

    return run
