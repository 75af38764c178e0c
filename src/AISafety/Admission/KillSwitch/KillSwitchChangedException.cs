namespace AISafety.Switches;

/// <summary>A kill switch was not released, because it was engaged again, or for another reason, since it was last looked at. Look at <see cref="KillSwitch.State"/>, and release it again if that is right.</summary>
public sealed class KillSwitchChangedException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">How the switch stands.</param>
    public KillSwitchChangedException(string message)
        : base(message)
    {
    }
}
