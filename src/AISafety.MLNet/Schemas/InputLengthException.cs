namespace AISafety.MLNet;

/// <summary>A vector of the caller's row has another length than the model takes. Told from ML.NET's own exceptions by its type.</summary>
internal sealed class InputLengthException(string column, int given, int expected)
    : ArgumentException($"'{column}' of the input has {given} values; the model expects {expected}.");
