"""SciPy's tests of two samples; statistic and p-value."""

from scipy import stats


def pair(result):
    return [result.statistic, result.pvalue]


def mann_whitney(reference, current):
    return lambda: stats.mannwhitneyu(reference, current), pair


def cramer_von_mises(reference, current):
    return lambda: stats.cramervonmises_2samp(reference, current), pair


def anderson_darling(reference, current):
    samples = [reference, current]
    return lambda: stats.anderson_ksamp(samples), lambda result: [result.statistic, result.significance_level]


def levene(reference, current):
    return lambda: stats.levene(reference, current), pair


def welch(reference, current):
    return lambda: stats.ttest_ind(reference, current, equal_var=False), pair
