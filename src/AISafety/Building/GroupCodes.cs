namespace AISafety;

/// <summary>A group's code that is recorded of every call.</summary>
internal sealed record GroupCodes<TIn>(string Name, Func<TIn, byte> Read);
