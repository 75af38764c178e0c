namespace AISafety.Drift;

/// <summary>Divides the one budget of false alarms over the lanes that are on.</summary>
/// <remarks>The sequential lanes are the quick ones and get the more. A lane's share s of a mean run length A is a threshold of A / s for evidence, and a level of s k / A for a window every k rows: the expected false
/// alarms of all lanes add up to one in A rows. Of a lifetime alpha, window number i gets s alpha / (i (i + 1)), which adds up to s alpha.</remarks>
internal sealed class LaneBudget
{
    // What all looks of windows at inputs get, before it is divided between features and their relations.
    private const double InputWindows = 5;

    private readonly DriftOptions _options;
    private readonly double[] _shares;

    /// <summary>Divides a budget.</summary>
    /// <param name="options">Says which lanes are on.</param>
    /// <param name="tests">What there is to test.</param>
    /// <param name="inputs">How many inputs are compared each by itself in windows.</param>
    public LaneBudget(DriftOptions options, LaneTests tests, int inputs)
    {
        double relations = InputWindows * RelationShare(inputs);
        double[] weights = [20, 6, 10, InputWindows - relations, relations, 2];
        _options = options;
        bool sequential = options.Sequential && options.Guarantee != DriftGuarantee.PerLook;
        bool[] isOn = [sequential && tests.Inputs, sequential && tests.Scores, sequential && tests.Outputs, options.Windows, options.Windows && tests.Rows, options.Windows && tests.Outputs];
        double total = weights.Where((_, lane) => isOn[lane]).Sum();
        _shares = [.. weights.Select((weight, lane) => isOn[lane] ? weight / total : 0)];
    }

    // As one more test beside those of the features; but of many, never so little that a change of relations alone would need far more rows.
    private static double RelationShare(int inputs) => Math.Max(0.1, 1.0 / (inputs + 1));

    public bool IsOn(DriftLane lane) => _shares[(int)lane] > 0;

    /// <summary>The evidence at which a sequential lane alarms.</summary>
    public double Evidence(DriftLane lane) =>
        (_options.Guarantee == DriftGuarantee.LifetimeAlpha ? 1 / _options.Alpha : Math.Max(1, _options.ArlTarget / _options.Stride)) / _shares[(int)lane];

    /// <summary>The level of a window.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="look">Which window it is, from 1.</param>
    /// <param name="rows">How many rows were taken since the last one.</param>
    public double Level(DriftLane lane, long look, long rows) => _shares[(int)lane] * _options.Guarantee switch
    {
        DriftGuarantee.PerLook => _options.Alpha,
        DriftGuarantee.LifetimeAlpha => _options.Alpha / ((double)look * (look + 1)),
        _ => Math.Min(0.5, rows * _options.Stride / _options.ArlTarget),
    };

    /// <summary>An upper bound of the expected false alarms of a lane among so many rows.</summary>
    public double ExpectedFalseAlarms(DriftLane lane, double rows) => !IsOn(lane) ? 0 : _options.Guarantee switch
    {
        DriftGuarantee.LifetimeAlpha => _shares[(int)lane] * _options.Alpha,
        DriftGuarantee.PerLook => _shares[(int)lane] * _options.Alpha * rows / ((double)_options.LeastStep * _options.Stride),
        _ => _shares[(int)lane] * rows / _options.ArlTarget,
    };
}

/// <summary>What a profile and options leave to test.</summary>
/// <param name="Inputs">Whether inputs are watched each by itself after every row.</param>
/// <param name="Scores">Whether rows have scores, to be watched after every row.</param>
/// <param name="Rows">Whether windows are compared as a whole.</param>
/// <param name="Outputs">Whether there are outputs.</param>
internal readonly record struct LaneTests(bool Inputs, bool Scores, bool Rows, bool Outputs);
