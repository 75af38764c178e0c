namespace AISafety.Resilience;

/// <summary>Draws from 0 to 1 by a seed. Thread-safe.</summary>
internal sealed class SeededDraw(int seed)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);

    public double Next()
    {
        lock (_lock)
        {
            return _random.NextDouble();
        }
    }
}
