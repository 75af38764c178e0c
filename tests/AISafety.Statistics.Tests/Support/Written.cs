namespace AISafety.Statistics.Tests;

/// <summary>What an operation wrote to its caller's span, and what it gave back; equal if both are, NaN to NaN.</summary>
internal sealed record Written<T>(T[] Values, object? Result = null)
{
    public bool Equals(Written<T>? other) => other is not null && Equals(Result, other.Result) && Values.AsSpan().SequenceEqual(other.Values);

    public override int GetHashCode() => Values.Length;
}
