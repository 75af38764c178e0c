namespace AISafety;

/// <summary>A model file is not the one that was meant, and was not loaded. The message names the file, what was expected, and what is there.</summary>
public sealed class ModelIntegrityException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="expected">What was expected of it.</param>
    /// <param name="actual">What is there.</param>
    /// <param name="innerException">What made it impossible to look, if something did.</param>
    public ModelIntegrityException(string file, string expected, string actual, Exception? innerException = null)
        : base($"Model file '{file}' was refused. Expected: {expected}. Found: {actual}.", innerException) =>
        (File, Expected, Actual) = (file, expected, actual);

    /// <summary>The name of the file that was refused, without its folder.</summary>
    public string File { get; }

    /// <summary>What was expected: a hash, or a signature by a key.</summary>
    public string Expected { get; }

    /// <summary>What is there: the file's hash, or what is wrong with its signature.</summary>
    public string Actual { get; }
}
