namespace AISafety.Peers;

/// <summary>One way to do an operation's work: ours, or a peer's.</summary>
internal abstract class Contender(string name)
{
    public string Name { get; } = name;

    /// <summary>How far its answer may be from ours, relative, where it is known to be less exact; else the operation's own.</summary>
    public double? Tolerance { get; init; }

    /// <summary>Whether it is the fastest way we know to write it with a library's vector operations, rather than a call that the library has for it.</summary>
    public bool IsHandWritten { get; init; }

    /// <summary>Does the work once. NaN stands for a number that it does not compute.</summary>
    public abstract double[] Answer();

    /// <summary>Makes sure that what is timed is what runs in the long run.</summary>
    public abstract void WarmUp(bool quick);

    /// <summary>Thread CPU time of so many runs together, in nanoseconds.</summary>
    public abstract double Time(int runs);
}
