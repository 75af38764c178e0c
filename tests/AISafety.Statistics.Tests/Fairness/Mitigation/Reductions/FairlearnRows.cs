namespace AISafety.Statistics.Tests;

/// <summary>The twenty rows that Fairlearn tests its reductions on (MIT licence), with the exact learner of the four cells of its two features.</summary>
internal static class FairlearnRows
{
    public static byte[] Labels { get; } = Bits("01101000010111001111");

    public static int[] Groups { get; } = [.. "AAAAAAABBBBBBBCCCCCC".Select(static letter => letter - 'A')];

    public static CellLearner Learner { get; } = new([.. Bits("01101010111101001011").Zip(Bits("00001000000011111111"), static (first, second) => 2 * first + second)], 4);

    private static byte[] Bits(string text) => [.. text.Select(static letter => (byte)(letter - '0'))];
}
