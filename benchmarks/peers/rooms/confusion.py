"""Confusion tables by group; counts in the order of the key group x 4 + label x 2 + prediction."""

import numpy as np
import pandas


def key(groups, labels, predictions):
    return groups * 4 + labels * 2 + predictions


def by_bincount(groups, labels, predictions, count):
    keys = int(count) * 4
    return lambda: np.bincount(key(groups, labels, predictions), minlength=keys)


def by_comparison(groups, labels, predictions, count):
    def run():
        keys = key(groups, labels, predictions)
        return [np.count_nonzero(keys == value) for value in range(int(count) * 4)]

    return run


def by_pandas(groups, labels, predictions, count):
    frame = pandas.DataFrame({"group": groups, "label": labels, "prediction": predictions})
    return lambda: frame.groupby(["group", "label", "prediction"]).size()
