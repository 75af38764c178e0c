"""Nearest neighbours; distances, ascending for each query."""

from scipy.spatial import cKDTree
from sklearn.neighbors import NearestNeighbors


def by_sklearn(algorithm, points, queries, columns, nearest):
    fitted = NearestNeighbors(n_neighbors=int(nearest), algorithm=algorithm).fit(points.reshape(-1, int(columns)))
    asked = queries.reshape(-1, int(columns))
    return lambda: fitted.kneighbors(asked), lambda result: result[0]


def brute(*arguments):
    return by_sklearn("brute", *arguments)


def kd_tree(*arguments):
    return by_sklearn("kd_tree", *arguments)


def ckd_tree(points, queries, columns, nearest):
    tree = cKDTree(points.reshape(-1, int(columns)))
    asked = queries.reshape(-1, int(columns))
    return lambda: tree.query(asked, k=int(nearest)), lambda result: result[0]
