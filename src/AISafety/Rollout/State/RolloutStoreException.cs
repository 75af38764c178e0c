namespace AISafety.Rollout;

/// <summary>The store of a rollout could not be read or written; the message says what that means for what was asked.</summary>
public sealed class RolloutStoreException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What could not be done, and what holds all the same.</param>
    /// <param name="innerException">What went wrong underneath.</param>
    public RolloutStoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
