using System.Globalization;

namespace AISafety.Peers;

/// <summary>How long inputs are: as the project's targets say, or short enough for a smoke run.</summary>
internal sealed record Sizes(int TenMillion, int Million, int TenThousand, int Thousand)
{
    public static Sizes Full { get; } = new(10_000_000, 1_000_000, 10_000, 1_000);

    public static Sizes Quick { get; } = new(200_000, 50_000, 2_000, 200);

    /// <summary>1e6 for a million.</summary>
    public static string Text(int count)
    {
        int power = (int)Math.Floor(Math.Log10(count) + 1e-9);
        return string.Create(CultureInfo.InvariantCulture, $"{count / Math.Pow(10, power)}e{power}");
    }
}
