namespace AISafety.Testing;

/// <summary>Something that happens in the middle of a stress run: a kill switch is thrown, a model is rolled back.</summary>
/// <param name="AtCall">Before which call, from 1. The call waits for it; others, earlier and later ones, go on meanwhile.</param>
/// <param name="Name">Its name in the report.</param>
/// <param name="Run">What is done; is waited for. What is done at once returns <c>default</c>. What it throws is a fault of the run.</param>
public sealed record StressEvent(long AtCall, string Name, Func<CancellationToken, ValueTask> Run);
