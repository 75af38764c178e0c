using System.Globalization;
using AISafety.Statistics;

namespace AISafety;

/// <summary>How often drift detection raised an alarm where nothing had changed.</summary>
/// <param name="Replays">How many replays there were.</param>
/// <param name="Alarmed">In how many of them there was an alarm.</param>
/// <param name="Promised">What was promised: an upper bound of the share of replays with an alarm, if rows are independent; 0 to 1.</param>
public sealed record DriftSelfTestResult(int Replays, int Alarmed, double Promised)
{
    /// <summary>How many rows were replayed from.</summary>
    public int RowCount { get; init; }

    /// <summary>How many rows made each replay's reference.</summary>
    public int ReferenceRows { get; init; }

    /// <summary>How many rows were watched in each replay.</summary>
    public int FreshRows { get; init; }

    /// <summary>How many rows in a row a replay took at a time.</summary>
    public int BlockLength { get; init; }

    /// <summary>The autocorrelation of each feature's ranks at lag 1, in the order of the schema.</summary>
    public IReadOnlyList<(string Feature, double Lag1)> Autocorrelation { get; init; } = [];

    /// <summary>The least distance at which rows are as good as independent: the autocorrelation of every feature's ranks is at most 0.05, or three standard errors if that is more, at this lag, twice and three times it. Null: there is none up to a
    /// fiftieth of the rows.</summary>
    public int? SuggestedStride { get; init; }

    /// <summary>In how many replays there was an alarm with that <see cref="DriftOptions.Stride"/>, and a reference of every row at that distance: as many rows as without, from a stretch so much longer. Null where that was not tried: the
    /// stride is 1 or unknown, or more than 500,000 rows would be needed.</summary>
    public int? AlarmedWithStride { get; init; }

    /// <summary>What was promised for those; null where it was not tried.</summary>
    public double? PromisedWithStride { get; init; }

    /// <summary>The share of replays with an alarm, by Clopper and Pearson, 95 %.</summary>
    public Interval Rate => ProportionInterval.ClopperPearson(Alarmed, Replays);

    /// <summary>The same with the stride; null where it was not tried.</summary>
    public Interval? RateWithStride => AlarmedWithStride is { } alarmed ? ProportionInterval.ClopperPearson(alarmed, Replays) : null;

    /// <summary>Whether the rate may be what was promised: its lower confidence limit is no more. That is not proof; more replays see more.</summary>
    public bool KeepsPromise => Rate.Lower <= Promised;

    /// <summary>The same with the stride; null where it was not tried.</summary>
    public bool? KeepsPromiseWithStride => RateWithStride is { } rate ? rate.Lower <= PromisedWithStride : null;

    /// <summary>The result in a few lines.</summary>
    public override string ToString()
    {
        (string feature, double lag1) = Autocorrelation.Count == 0 ? ("", 0) : Autocorrelation.MaxBy(static one => Math.Abs(one.Lag1));
        string stride = SuggestedStride switch
        {
            null => "No stride up to a fiftieth of the rows makes them as good as independent: difference them, or take residuals of a forecast.",
            1 => "Rows are as good as independent: no stride is needed.",
            { } least when RateWithStride is { } rate => Line($"Stride = {least}, reference of one row in {least}: {AlarmedWithStride} of {Replays} ({rate.Lower:P1} to {rate.Upper:P1}): {(KeepsPromiseWithStride == true ? "kept" : "BROKEN")}."),
            { } least => Line($"One row in {least} is as good as independent; that was not tried."),
        };
        return string.Join(
            Environment.NewLine,
            Line($"{Replays} replays of {ReferenceRows} reference and {FreshRows} fresh rows, from {RowCount} rows in blocks of {BlockLength}."),
            Line($"False alarms in {Alarmed} replays ({Rate.Lower:P1} to {Rate.Upper:P1}); promised for independent rows: {Promised:P1} at most: {(KeepsPromise ? "kept" : "BROKEN")}."),
            Line($"Greatest autocorrelation at lag 1: {lag1:F2} ({feature})."),
            stride);

        static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
    }
}
