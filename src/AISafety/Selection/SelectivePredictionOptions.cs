namespace AISafety.Selection;

/// <summary>What selective prediction promises, and how it is treated.</summary>
public sealed record SelectivePredictionOptions : GuardOptions
{
    /// <summary>The defaults: of all calls, refused at Build if nothing could be answered.</summary>
    public static new SelectivePredictionOptions Default { get; } = new();

    /// <summary>What the tolerated rate is a share of. Default: <see cref="SelectiveGuarantee.AllCalls"/>.</summary>
    public SelectiveGuarantee Guarantee { get; init; }

    /// <summary>For <see cref="SelectiveGuarantee.AnsweredCalls"/>: how often an unlucky calibration sample may fail to keep the rate; more than 0, less than 1;
    /// default 0.1.</summary>
    public double Delta { get; init; } = 0.1;

    /// <summary>For <see cref="SelectiveGuarantee.AnsweredCalls"/>: decides which calibration rows propose thresholds and which test them. Any integer; default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Whether a guard may be built that answers nothing, because no threshold keeps the rate. Default: false, which refuses to build it.</summary>
    public bool MayAnswerNothing { get; init; }

    /// <summary>What a confidence, a probability, or the sum of the probabilities may be off by before it counts as invalid; 0 to 0.5, default 0.001.</summary>
    public double Tolerance { get; init; } = 1e-3;
}
