namespace AISafety;

/// <summary>How drift detection is tried out on a reference of one's own.</summary>
public sealed record DriftSelfTestOptions
{
    /// <summary>The defaults.</summary>
    public static DriftSelfTestOptions Default { get; } = new();

    /// <summary>How many replays: 10 to 100,000. Default 100.</summary>
    public int Replays { get; init; } = 100;

    /// <summary>How many rows of each replay make its reference: 50 or more. Default 2,000.</summary>
    public int ReferenceRows { get; init; } = 2_000;

    /// <summary>How many rows are then watched: 20 or more. Default 5,000.</summary>
    public int FreshRows { get; init; } = 5_000;

    /// <summary>How many rows in a row a replay takes at a time: 1 to the number of rows. Default 0: the cube root of the number of rows, or ten times <see cref="DriftSelfTestResult.SuggestedStride"/> if that is more, at most a tenth of the rows.</summary>
    public int BlockLength { get; init; }

    /// <summary>Draws the blocks. Any integer; default 0.</summary>
    public int Seed { get; init; }

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Check(int rows)
    {
        OptionCheck check = OptionCheck.OfArgument(nameof(DriftSelfTestOptions));
        check.Require(Replays is >= 10 and <= 100_000, nameof(Replays), Replays, "10 to 100,000");
        check.Require(ReferenceRows >= 50, nameof(ReferenceRows), ReferenceRows, "50 or more");
        check.Require(FreshRows >= 20, nameof(FreshRows), FreshRows, "20 or more");
        check.Require(BlockLength >= 0 && BlockLength <= rows, nameof(BlockLength), BlockLength, "0 to the number of rows");
    }
}
