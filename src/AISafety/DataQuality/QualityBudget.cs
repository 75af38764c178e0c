namespace AISafety.DataQuality;

/// <summary>Divides the one budget of false alarms equally over the checks that are on, and a check's over the tests that it makes.</summary>
/// <remarks>Each test of a window of k rows has the level s k / (A t): s the check's share, A the mean number of rows between false alarms, t how many tests the check makes. The expected false alarms add up to one in A rows, however
/// the tests depend on each other.</remarks>
internal sealed class QualityBudget
{
    private readonly double _target;
    private readonly int[] _tests;
    private readonly double _share;

    /// <param name="target">The mean number of rows between false alarms.</param>
    /// <param name="tests">How many tests each check makes in a window, by <see cref="DataQualityCheck"/>; 0 if it is off.</param>
    public QualityBudget(double target, int[] tests)
    {
        (_target, _tests) = (target, tests);
        _share = 1.0 / Math.Max(1, tests.Count(static count => count > 0));
    }

    /// <summary>Whether a check is made.</summary>
    public bool IsOn(DataQualityCheck check) => _tests[(int)check] > 0;

    /// <summary>The level of one test among so many rows.</summary>
    public double Level(DataQualityCheck check, double rows) => !IsOn(check) ? 0 : Math.Min(0.05, _share * rows / (_target * _tests[(int)check]));

    /// <summary>An upper bound of the expected false alarms of a check among so many rows.</summary>
    public double ExpectedFalseAlarms(DataQualityCheck check, double rows) => IsOn(check) ? _share * rows / _target : 0;
}
