namespace AISafety.Statistics.Tests;

/// <summary>An operation that takes all its spans from a given memory.</summary>
/// <param name="memory">Where the spans come from.</param>
/// <param name="kind">The kind of data, of <see cref="KernelInputs.Kinds"/>.</param>
/// <param name="length">How many values.</param>
/// <returns>What it computes, written spans included.</returns>
internal delegate object GuardedOperation(IKernelMemory memory, string kind, int length);
