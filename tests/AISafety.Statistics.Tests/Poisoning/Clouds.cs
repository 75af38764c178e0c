namespace AISafety.Statistics.Tests.Poisoning;

/// <summary>Rows of clouds about known centres.</summary>
internal static class Clouds
{
    /// <summary>Appends rows about a centre that has one coordinate everywhere, each number with a spread of about 1.</summary>
    public static void Add(List<double> rows, int count, int columns, double center, Random random)
    {
        for (int i = 0; i < count * columns; i++)
        {
            rows.Add(center + random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2);
        }
    }

    /// <summary>Two clouds, one a label.</summary>
    public static (double[] Rows, int[] Labels) Two(int each, int columns, double distance, int seed)
    {
        Random random = new(seed);
        List<double> rows = [];
        Add(rows, each, columns, 0, random);
        Add(rows, each, columns, distance, random);
        return ([.. rows], [.. Enumerable.Range(0, 2 * each).Select(row => row / each)]);
    }

    /// <summary>Label 0: 100 rows, and 20 more of another kind; label 1: 100 rows of one kind.</summary>
    public static (double[] Rows, int[] Labels) WithBackdoor(int columns, int seed)
    {
        Random random = new(seed);
        List<double> rows = [];
        Add(rows, 100, columns, 0, random);
        Add(rows, 20, columns, 4, random);
        Add(rows, 100, columns, 10, random);
        return ([.. rows], [.. Enumerable.Range(0, 220).Select(row => row < 120 ? 0 : 1)]);
    }
}
