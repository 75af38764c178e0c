namespace AISafety.Evaluation;

/// <summary>A file or the command line is not as it must be; the message names line or key.</summary>
internal sealed class BadFileException(string message, Exception? inner = null) : Exception(message, inner);
