namespace AISafety.Peers;

/// <summary>What the machine can do at most, measured: both rates in bytes a nanosecond, ascending over the passes.</summary>
internal sealed record MachineRates(double[] Reading, double[] Arithmetic)
{
    private const long FullBytes = 512L << 20;
    private const long QuickBytes = 64L << 20;

    public static MachineRates Measure(bool quick, int core)
    {
        long bytes = Math.Min(quick ? QuickBytes : FullBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8 / 64 * 64);
        using Affinity pinned = Affinity.PinTo(core);
        MachineRates rates = new(ReadRate.Measure(bytes), VectorRate.Measure());
        GC.Collect();
        return rates;
    }
}
