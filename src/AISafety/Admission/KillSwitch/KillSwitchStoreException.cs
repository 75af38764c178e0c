namespace AISafety.Switches;

/// <summary>The store of a kill switch could not be read or written; the message says what that means for the switch.</summary>
public sealed class KillSwitchStoreException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What could not be done, and how the switch stands.</param>
    /// <param name="innerException">What went wrong underneath.</param>
    public KillSwitchStoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
