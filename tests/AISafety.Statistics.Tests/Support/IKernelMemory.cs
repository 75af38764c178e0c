namespace AISafety.Statistics.Tests;

/// <summary>Where a kernel under test finds its data.</summary>
internal interface IKernelMemory
{
    /// <summary>A copy of the values, in memory of its own.</summary>
    Span<T> Take<T>(ReadOnlySpan<T> values)
        where T : unmanaged;
}

/// <summary>Arrays.</summary>
internal sealed class OrdinaryMemory : IKernelMemory
{
    public Span<T> Take<T>(ReadOnlySpan<T> values)
        where T : unmanaged => values.ToArray();
}
