namespace AISafety.Testing;

/// <summary>A call of a <see cref="FakeModel{TIn, TOut}"/>.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <param name="Number">Which call it was, from 1, in the order in which they began.</param>
/// <param name="Input">The input. Arrays and blocks of memory are copies, other kinds are kept as they are.</param>
public readonly record struct FakeCall<TIn>(long Number, TIn Input);
