using System.Globalization;

namespace AISafety;

/// <summary>How a <see cref="ReferenceProfile"/> is fitted.</summary>
public sealed record ReferenceProfileOptions
{
    private const long MostCells = 250_000_000;

    /// <summary>The defaults.</summary>
    public static ReferenceProfileOptions Default { get; } = new();

    /// <summary>How many rows are kept for exact tests, in rows: 1 to 100,000,000, and at most 250,000,000 numbers in all. All rows if there are fewer. Default 10,000.</summary>
    public int SampleSize { get; init; } = 10_000;

    /// <summary>How many bins of equal shares a numeric feature is cut into, where its values differ enough: 1 to 1,000. Default 20.</summary>
    public int Bins { get; init; } = 20;

    /// <summary>The size k of each quantile sketch: 8 to 65,535. A quantile's rank is off by less than 2.3 / k^0.97 of the rows with 99 % probability: 0.7 % at the default, 400.</summary>
    public int SketchSize { get; init; } = 400;

    /// <summary>Decides which rows are kept. Any integer; default 0. Profiles that will be merged have the same.</summary>
    public int Seed { get; init; }

    /// <summary>The number of the first row, 0 or more; default 0. Of parts that are fitted apart and merged, each row must have a number of its own: where the numbers are those of
    /// the rows in the whole, the parts merged keep exactly the rows that the whole would have kept.</summary>
    public long FirstRow { get; init; }

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal static void Check(ReferenceProfileOptions options, int features)
    {
        string? fault = Fault(nameof(SampleSize), options.SampleSize, 1, Math.Min(100_000_000, MostCells / features))
            ?? Fault(nameof(Bins), options.Bins, 1, 1_000)
            ?? Fault(nameof(SketchSize), options.SketchSize, 8, ushort.MaxValue)
            ?? Fault(nameof(FirstRow), options.FirstRow, 0, long.MaxValue);
        if (fault is not null)
        {
            throw new ArgumentException(fault, nameof(options));
        }
    }

    private static string? Fault(string option, long value, long least, long most) => value >= least && value <= most
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"ReferenceProfileOptions.{option} is {value}; expected {least} to {most}.");
}
