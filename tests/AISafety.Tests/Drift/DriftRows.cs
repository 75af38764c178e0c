namespace AISafety.Tests.Drift;

/// <summary>Rows of independent normal features, and profiles of them.</summary>
internal sealed class DriftRows(int seed, int width = 3)
{
    private readonly Random _random = new(seed);

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    public float[] Row(double shift = 0)
    {
        float[] row = new float[width];
        for (int j = 0; j < width; j++)
        {
            row[j] = (float)(Normal() + (j == 0 ? shift : 0));
        }

        return row;
    }

    public static string[] Names(int width) => [.. Enumerable.Range(1, width).Select(static j => $"x{j}")];

    public ReferenceProfile Profile(int rows = 1_000) =>
        ReferenceProfile.FitRows(Names(width), Enumerable.Range(0, rows).SelectMany(_ => Row()).ToArray());

    /// <summary>Feeds rows and gives the alarms.</summary>
    public List<DriftAlarm> Feed(DriftWatch watch, int rows, double shift = 0)
    {
        List<DriftAlarm> alarms = [];
        for (int i = 0; i < rows; i++)
        {
            alarms.AddRange(watch.Observe(Row(shift)));
        }

        return alarms;
    }
}
