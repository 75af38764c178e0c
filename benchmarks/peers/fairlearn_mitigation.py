"""Fairlearn's reductions on the splits that `AISafety.Evaluation mitigation FILE --trainer lbfgs --export DIR` wrote.

    PYTHONPATH=<Fairlearn> python3 benchmarks/peers/fairlearn_mitigation.py DIR [--slack 0.01] [--grid]

Prints means and standard errors over the splits, a JSON line for each way. The learner is scikit-learn's logistic
regression (L2, C = 1, the objective of ML.NET's default) on features standardised by the training rows.
"""

import argparse
import glob
import json
import math
import os
import warnings

import numpy as np
import pandas as pd
from fairlearn.reductions import DemographicParity, EqualizedOdds, ExponentiatedGradient, GridSearch, TruePositiveRateParity
from sklearn.linear_model import LogisticRegression

NAMES = ["accuracy", "accuracyLost", "demographicParity", "equalOpportunity", "equalizedOdds"]


def learner():
    return LogisticRegression(C=1.0, max_iter=300)


def gap(decided, groups, part):
    rates = [decided[part & (groups == group)].mean() for group in np.unique(groups)]
    return max(rates) - min(rates)


def judge(decided, labels, groups, plain):
    accuracy = (decided == labels).mean()
    positive = gap(decided, groups, labels == 1)
    negative = gap(decided, groups, labels == 0)
    return [accuracy, plain - accuracy, gap(decided, groups, labels >= 0), positive, max(positive, negative)]


def ways(arguments):
    slack = arguments.slack
    yield "exponentiated gradient, DemographicParity", lambda: ExponentiatedGradient(learner(), DemographicParity(difference_bound=slack))
    yield "exponentiated gradient, EqualOpportunity", lambda: ExponentiatedGradient(learner(), TruePositiveRateParity(difference_bound=slack))
    yield "exponentiated gradient, EqualizedOdds", lambda: ExponentiatedGradient(learner(), EqualizedOdds(difference_bound=slack))
    if arguments.grid:
        yield "grid search, DemographicParity", lambda: GridSearch(learner(), DemographicParity(), grid_size=21)
        yield "grid search, EqualizedOdds", lambda: GridSearch(learner(), EqualizedOdds(), grid_size=41)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--slack", type=float, default=0.01)
    parser.add_argument("--grid", action="store_true")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    table = np.loadtxt(os.path.join(arguments.folder, "rows.csv"), delimiter=",")
    features, labels, groups = table[:, :-2], table[:, -2].astype(int), table[:, -1].astype(int)
    values = {}
    splits = sorted(glob.glob(os.path.join(arguments.folder, "split-*.txt")))
    for path in splits:
        training = np.loadtxt(path, dtype=int)
        test = np.setdiff1d(np.arange(len(labels)), training)
        spread = features[training].std(axis=0)
        standard = pd.DataFrame((features - features[training].mean(axis=0)) / np.where(spread > 0, spread, 1))
        x, y, group = standard.iloc[training].reset_index(drop=True), pd.Series(labels[training]), pd.Series(groups[training])
        plain = learner().fit(x, y).predict(standard.iloc[test])
        accuracy = (plain == labels[test]).mean()
        values.setdefault("none", []).append(judge(plain, labels[test], groups[test], accuracy))
        for way, make in ways(arguments):
            fitted = make().fit(x, y, sensitive_features=group)
            drawn = {"random_state": 0} if isinstance(fitted, ExponentiatedGradient) else {}
            decided = np.asarray(fitted.predict(standard.iloc[test], **drawn))
            values.setdefault(way, []).append(judge(decided, labels[test], groups[test], accuracy))
            if drawn:
                values.setdefault(way + ", models", []).append([fitted.n_oracle_calls_] * len(NAMES))
    for way, all_values in values.items():
        line = {"way": way, "splits": len(splits)}
        for index, name in enumerate(NAMES[:1] if way.endswith(", models") else NAMES):
            own = np.array([one[index] for one in all_values])
            line["models" if way.endswith(", models") else name] = round(own.mean(), 5)
            line[name + "StandardError"] = round(own.std(ddof=1) / math.sqrt(len(own)), 5) if len(own) > 1 else 0
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
