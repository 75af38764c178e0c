namespace AISafety.Rollout;

/// <summary>What a candidate must not be worse in, and by how much it may be.</summary>
/// <remarks>
/// <para>Immutable; made by the functions of this type, and changed by <c>with</c>. Each gate has two tests that hold at any time (<see cref="Statistics.RandomizedDifferenceTest"/>): one that the candidate is worse by more
/// than <see cref="Tolerance"/>, which rolls back; and one that it is worse by less than <see cref="Margin"/>, without which it is not promoted.</para>
/// <para>The arms are compared concurrently, by the calls that came meanwhile, and each key counts once.</para>
/// </remarks>
public sealed record RolloutGate
{
    private RolloutGate(string name, GateKind kind, double margin)
    {
        Name = name;
        Kind = kind;
        Margin = margin;
    }

    /// <summary>The gate's name, unique in its rollout; in reports, metrics and reasons.</summary>
    public string Name { get; init; }

    /// <summary>What is compared.</summary>
    public GateKind Kind { get; }

    /// <summary>By how much the candidate may be worse and still be promoted (non-inferiority), on the gate's scale; more than 0, less than 1.</summary>
    public double Margin { get; init; }

    /// <summary>By how much the candidate may be worse without being rolled back; 0 or more, at most <see cref="Margin"/>. Default 0: it is rolled back once it is shown to be worse at all; <see cref="OutputShift"/>: its margin.</summary>
    public double Tolerance { get; init; }

    /// <summary>Whether promotion asks that the candidate is better by at least <see cref="Margin"/> (superiority), not only no worse by as much. Default false.</summary>
    public bool RequiresSuperiority { get; init; }

    /// <summary>How much of the rollout's alpha the gate is given, in proportion to the others' weights; more than 0, finite. Default 1.</summary>
    public double Weight { get; init; } = 1;

    internal Func<ColumnBlock, int, GateReading>? Read { get; private init; }

    internal IReadOnlyList<double> Edges { get; private init; } = [];

    /// <summary>What makes the gate what it is, besides its public numbers.</summary>
    internal string Detail { get; private init; } = "";

    /// <summary>What the gate reads; null where it reads no number.</summary>
    internal ColumnHandle? Column { get; private init; }

    /// <summary>The groups that it tells apart; null where none.</summary>
    internal (CodesHandle Codes, byte Advantaged, byte Disadvantaged)? Groups { get; private init; }

    /// <summary>The ends of a metric: what it is where a reading is 0, the best, and where it is 1.</summary>
    internal (double Best, double Worst) Ends { get; private init; } = (0, 1);

    internal bool ReadsLabels => Kind == GateKind.Loss;

    /// <summary>The share of calls that an arm fails: it throws, or does not end before the call does.</summary>
    /// <param name="margin">How much greater the candidate's share may be; 0.01 is one call in a hundred more.</param>
    public static RolloutGate ErrorRate(double margin) => new("errors", GateKind.ErrorRate, margin) { Read = GateReader.Error };

    /// <summary>The share of calls for which an arm takes longer than a threshold that is fixed before the canary: stable p95 x (1 + slack). A call without an answer of the arm took longer.</summary>
    /// <param name="stableP95">The stable version's 95th percentile, from before the rollout; more than zero.</param>
    /// <param name="slack">How much slower the candidate may be; 0 or more, 0.1 is ten per cent.</param>
    /// <param name="margin">How much greater the candidate's share of slow calls may be.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slack is less than 0, or the threshold is not from a microsecond to a day.</exception>
    public static RolloutGate Latency(TimeSpan stableP95, double slack, double margin)
    {
        if (!(slack >= 0 && double.IsFinite(slack)))
        {
            throw new ArgumentOutOfRangeException(nameof(slack), slack, "Expected 0 or more; 0.1 is ten per cent.");
        }

        double microseconds = stableP95.TotalMicroseconds * (1 + slack);
        return microseconds is >= 1 and <= 86_400e6
            ? new("latency", GateKind.Latency, margin) { Read = GateReader.Slow((float)microseconds), Detail = Invariant($"{microseconds:R}") }
            : throw new ArgumentOutOfRangeException(nameof(stableP95), stableP95, Invariant($"Expected a percentile that gives, times 1 + slack ({1 + slack:R}), a threshold of a microsecond to a day."));
    }

    /// <summary>The share of calls whose answer output guards refuse.</summary>
    /// <param name="margin">How much greater the candidate's share may be.</param>
    public static RolloutGate BlockRate(double margin) => new("blocks", GateKind.BlockRate, margin) { Read = GateReader.Blocked };

    /// <summary>How far the distributions of a recorded number lie apart: the greatest difference of the distribution functions at stated edges.</summary>
    /// <param name="column">The number, such as a score.</param>
    /// <param name="edges">Where the distributions are compared, in rising order, 1 to 100; such as the deciles of older outputs.</param>
    /// <param name="margin">The greatest difference that is accepted; 0.1 is ten calls in a hundred on the other side of an edge.</param>
    /// <exception cref="ArgumentException">There are no edges, too many, or they do not rise.</exception>
    public static RolloutGate OutputShift(ColumnHandle column, IReadOnlyList<double> edges, double margin)
    {
        ArgumentNullException.ThrowIfNull(edges);
        if (edges.Count is 0 or > 100 || edges.Any(static edge => !double.IsFinite(edge)) || edges.Zip(edges.Skip(1)).Any(static pair => pair.First >= pair.Second))
        {
            throw new ArgumentException("Expected 1 to 100 finite edges in rising order.", nameof(edges));
        }

        return new($"shift of {column.Name}", GateKind.OutputShift, margin) { Read = GateReader.Number(column), Column = column, Edges = [.. edges], Tolerance = margin, Detail = string.Join('/', edges.Select(static edge => Invariant($"{edge:R}"))) };
    }

    /// <summary>How far one group's rate falls behind another's, compared with the stable version: the candidate's gap less the stable's.</summary>
    /// <param name="column">What the rate is of: a number of 0 to 1, such as 1 for approved.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="advantaged">The code of the group that is ahead.</param>
    /// <param name="disadvantaged">The code of the group that must not fall behind further.</param>
    /// <param name="margin">How much the gap may grow.</param>
    /// <exception cref="ArgumentException">The two groups are one.</exception>
    public static RolloutGate FairnessGap(ColumnHandle column, CodesHandle groups, byte advantaged, byte disadvantaged, double margin) => advantaged != disadvantaged
        ? new($"gap in {groups.Name}", GateKind.FairnessGap, margin) { Read = GateReader.Group(column, groups, advantaged, disadvantaged), Column = column, Groups = (groups, advantaged, disadvantaged), Detail = Invariant($"{column.Name}/{advantaged}/{disadvantaged}") }
        : throw new ArgumentException("The two groups are one; expected two codes that differ.", nameof(disadvantaged));

    /// <summary>The mean of a recorded number, such as a business metric.</summary>
    /// <param name="column">The number.</param>
    /// <param name="least">The least that it can be; finite. What is below counts as it.</param>
    /// <param name="most">The most that it can be; finite, greater than <paramref name="least"/>. What is above counts as it.</param>
    /// <param name="margin">How much worse the candidate's mean may be, as a share of the range from <paramref name="least"/> to <paramref name="most"/>.</param>
    /// <param name="higherIsBetter">Which direction is good. Default: more is better.</param>
    /// <exception cref="ArgumentException">The range is empty or not finite.</exception>
    public static RolloutGate Metric(ColumnHandle column, double least, double most, double margin, bool higherIsBetter = true) =>
        double.IsFinite(least) && double.IsFinite(most) && least < most
            ? new(column.Name ?? "metric", GateKind.Metric, margin) { Read = GateReader.Scaled(column, least, most, higherIsBetter), Column = column, Ends = higherIsBetter ? (most, least) : (least, most), Detail = Invariant($"{column.Name}/{least:R}/{most:R}/{higherIsBetter}") }
            : throw new ArgumentException("Expected a finite range that is not empty.", nameof(most));

    /// <summary>The mean loss against the outcomes that are reported: <c>ReportOutcome</c>.</summary>
    /// <param name="prediction">The model's answer as a number.</param>
    /// <param name="loss">The loss of a prediction and an outcome, 0 to 1; such as 1 where they differ. What it gives beyond is counted as 0 or 1, and an exception or NaN as missing.</param>
    /// <param name="margin">How much greater the candidate's mean loss may be.</param>
    public static RolloutGate Loss(ColumnHandle prediction, Func<float, float, double> loss, double margin)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return new("loss", GateKind.Loss, margin) { Read = GateReader.Loss(prediction, loss), Column = prediction, Detail = prediction.Name ?? "" };
    }

    internal void Check()
    {
        OptionCheck check = OptionCheck.OfBuilder($"rollout gate '{Name}'", nameof(RolloutGate));
        check.Require(!string.IsNullOrWhiteSpace(Name), nameof(Name), RolloutOptions.Quoted(Name), "a name");
        check.Require(Margin is > 0 and < 1, nameof(Margin), Margin, "more than 0 and less than 1");
        check.Require(Tolerance >= 0 && Tolerance <= Margin, nameof(Tolerance), Tolerance, "0 to the margin");
        check.Require(Weight > 0 && double.IsFinite(Weight), nameof(Weight), Weight, "more than 0, finite");
        check.Require(!(RequiresSuperiority && Kind == GateKind.OutputShift), nameof(RequiresSuperiority), RequiresSuperiority, "false: a shift has no better side");
    }

    /// <exception cref="SafetyBuildException">What the gate reads is not of that builder.</exception>
    internal void CheckOwner(object builder)
    {
        if (Column is { } column && column.Builder != builder)
        {
            throw new SafetyBuildException($"Rollout gate '{Name}': the column '{column.Name ?? "default"}' is not of this builder; give it the handle that this builder's AddColumn returned.");
        }

        if (Groups is not { } groups)
        {
            return;
        }

        CodesHandle codes = groups.Codes;
        if (codes.Builder != builder)
        {
            throw new SafetyBuildException($"Rollout gate '{Name}': the codes '{codes.Name ?? "default"}' are not of this builder; give it the handle that this builder's AddCodes returned.");
        }

        foreach (byte group in (ReadOnlySpan<byte>)[groups.Advantaged, groups.Disadvantaged])
        {
            if (group >= codes.GroupCount && group < CodesHandle.Missing)
            {
                throw new SafetyBuildException(
                    $"Rollout gate '{Name}' compares group {group}, which the codes '{codes.Name}' do not have; expected 0 to {codes.GroupCount - 1} in the order of AddCodes, or CodesHandle.Missing or CodesHandle.Unseen.");
            }
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    internal IGateTest MakeTest()
    {
        double promotion = RequiresSuperiority ? -Margin : Margin;
        return Kind switch
        {
            GateKind.FairnessGap => new GapGateTest(Tolerance, promotion),
            GateKind.OutputShift => new ShiftGateTest(Edges, Tolerance, promotion),
            _ => new DifferenceGateTest(Tolerance, promotion),
        };
    }
}
