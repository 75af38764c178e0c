"""Rates by group and how far groups differ in them. Answers: the rates of each group, of all rows, then differences and ratios between groups."""

import numpy as np
from sklearn import metrics

COMPARED = ["selection", "tpr", "fpr", "ppv", "accuracy"]

def by_metric_frame(groups, labels, predictions, _):
    """Seven metrics in one frame, each as Fairlearn offers it. The frame takes differences and ratios when it is made."""
    from fairlearn import metrics as fair

    chosen = {
        "selection": fair.selection_rate,
        "tpr": fair.true_positive_rate,
        "fpr": fair.false_positive_rate,
        "fnr": fair.false_negative_rate,
        "tnr": fair.true_negative_rate,
        "ppv": metrics.precision_score,
        "accuracy": metrics.accuracy_score,
    }

    def run():
        frame = fair.MetricFrame(metrics=chosen, y_true=labels, y_pred=predictions, sensitive_features=groups)
        return frame.by_group, frame.overall, frame.difference()[COMPARED], frame.ratio()[COMPARED]

    return run, lambda tables: np.concatenate([table.to_numpy(float).ravel() for table in tables])


def by_numpy(groups, labels, predictions, count):
    """The same numbers from one count of a packed key."""
    count = int(count)

    def run():
        cells = np.bincount(groups * 4 + labels * 2 + predictions, minlength=4 * count).reshape(count, 4)
        rates = of_cells(np.vstack((cells, cells.sum(axis=0))))
        compared = rates[:-1, [0, 1, 2, 5, 6]]
        least, most = compared.min(axis=0), compared.max(axis=0)
        return np.concatenate((rates.ravel(), most - least, least / most))

    return run


def of_cells(cells):
    tn, fp, fn, tp = cells.T
    positives, negatives = tp + fn, fp + tn
    return np.column_stack(
        (
            (tp + fp) / (positives + negatives),
            tp / positives,
            fp / negatives,
            fn / positives,
            tn / negatives,
            tp / (tp + fp),
            (tp + tn) / (positives + negatives),
        )
    )


def areas_by_metric_frame(groups, scores, labels, _):
    from fairlearn.metrics import MetricFrame

    def run():
        return MetricFrame(metrics=metrics.roc_auc_score, y_true=labels, y_pred=scores, sensitive_features=groups).by_group

    return run, lambda table: table.to_numpy(float)


def areas_by_loop(groups, scores, labels, count):
    def run():
        chosen = [groups == group for group in range(int(count))]
        return [metrics.roc_auc_score(labels[rows], scores[rows]) for rows in chosen]

    return run
