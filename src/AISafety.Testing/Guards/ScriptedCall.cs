namespace AISafety.Testing;

/// <summary>What a scripted guard was asked.</summary>
/// <typeparam name="T">What it inspects.</typeparam>
/// <param name="Number">Which call it was, from 1, in the order in which they began.</param>
/// <param name="CallId">The safe model's call.</param>
/// <param name="Value">What was inspected. Arrays and blocks of memory are copies, other kinds are kept as they are.</param>
public readonly record struct ScriptedCall<T>(long Number, CallId CallId, T Value);
