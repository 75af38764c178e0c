"""Isolation forests: the mean score of ordinary rows and of the outliers, which come first."""

from sklearn.ensemble import IsolationForest


def score(rows, columns, outliers):
    x = rows.reshape(-1, int(columns))
    outliers = int(outliers)
    forest = IsolationForest(n_estimators=100, max_samples=256, random_state=1).fit(x)
    return lambda: -forest.score_samples(x), lambda scores: [scores[outliers:].mean(), scores[:outliers].mean()]
