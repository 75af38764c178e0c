"""The population stability index of two samples."""

import numpy as np

from rooms import bins


def index(reference, current, floor):
    p = np.maximum(reference / reference.sum(), floor)
    q = np.maximum(current / current.sum(), floor)
    return np.sum((q - p) * np.log(q / p))


def pooled(reference, current, floor):
    """Bins of equal width over both samples, as many as Sturges' rule gives; both counted by the edges."""

    def run():
        edges = np.histogram_bin_edges(np.concatenate((reference, current)), bins="sturges")
        return index(np.histogram(reference, edges)[0], np.histogram(current, edges)[0], floor)

    return run


def pooled_by_range(reference, current, floor):
    """The same bins and counts: told a range instead of edges, np.histogram knows that bins are equally wide, and does not sort."""

    def run():
        low = min(reference.min(), current.min())
        high = max(reference.max(), current.max())
        count = int(np.ceil(np.log2(len(reference) + len(current)) + 1))
        counts = [np.histogram(sample, bins=count, range=(low, high))[0] for sample in (reference, current)]
        return index(*counts, floor)

    return run


def by_quantiles(reference, current, count, floor):
    shares = np.arange(1, int(count)) / int(count)

    def run():
        edges = np.concatenate(([-np.inf], np.quantile(reference, shares), [np.inf]))
        return index(np.histogram(reference, edges)[0], np.histogram(current, edges)[0], floor)

    return run


def by_quantiles_compared(reference, current, count, floor):
    shares = np.arange(1, int(count)) / int(count)

    def run():
        inner = np.quantile(reference, shares)
        return index(bins.count_by_comparison(reference, inner), bins.count_by_comparison(current, inner), floor)

    return run


def by_edges(reference, current, inner, floor):
    """The reference's counts are known."""
    edges = np.concatenate(([-np.inf], inner, [np.inf]))
    known = np.histogram(reference, edges)[0]
    return lambda: index(known, np.histogram(current, edges)[0], floor)


def by_comparison(reference, current, inner, floor):
    known = bins.count_by_comparison(reference, inner)
    return lambda: index(known, bins.count_by_comparison(current, inner), floor)
