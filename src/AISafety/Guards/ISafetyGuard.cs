namespace AISafety;

/// <summary>What every part of a safe model is: something with a name.</summary>
public interface ISafetyGuard
{
    /// <summary>A short stable name in lower case with hyphens, such as <c>input-validation</c>. It appears in evidence, metrics and
    /// the audit log. Must not change during the guard's life.</summary>
    string Name { get; }
}
