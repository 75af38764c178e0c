namespace AISafety.Statistics.Benchmarks;

/// <summary>One operation of ours beside a baseline on the same data.</summary>
/// <param name="Name">What is computed.</param>
/// <param name="Elements">How many elements one run handles.</param>
/// <param name="Ours">One run of ours; its result keeps it from being optimised away.</param>
/// <param name="BaselineName">What it is compared with.</param>
/// <param name="Baseline">One run of that.</param>
/// <param name="Target">The most nanoseconds an element that we allow ourselves; NaN if there is no figure.</param>
internal sealed record Contest(string Name, int Elements, Func<double> Ours, string BaselineName, Func<double> Baseline, double Target);
