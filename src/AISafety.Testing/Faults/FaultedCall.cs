namespace AISafety.Testing;

/// <summary>A call on which a fault has fallen.</summary>
/// <param name="Input">The input.</param>
/// <param name="Fault">The fault's place in the plan.</param>
/// <param name="Within">Where in the fault's share the draw lies: 0 or more, less than 1.</param>
/// <param name="Ask">Asks the model.</param>
internal sealed record FaultedCall<TIn, TOut>(TIn Input, int Fault, double Within, Func<TIn, CancellationToken, ValueTask<Served<TOut>>> Ask);
