namespace AISafety.Testing;

/// <summary>The model failed because a fault plan said so.</summary>
public sealed class InjectedFaultException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">The fault's name in its plan.</param>
    public InjectedFaultException(string fault)
        : base($"The fault plan made this call fail: '{fault}'.") => Fault = fault;

    /// <summary>The fault's name in its plan.</summary>
    public string Fault { get; }
}
