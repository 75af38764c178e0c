namespace AISafety;

/// <summary>An output and the name of the arm that produced it.</summary>
/// <typeparam name="TOut">What the model answers.</typeparam>
/// <param name="Output">The output.</param>
/// <param name="By">The arm, such as <c>stable</c> or <c>candidate</c>. A small fixed set of names: each is given a code in the
/// recorded columns, and names past the 200th share one.</param>
public readonly record struct Served<TOut>(TOut Output, string By)
{
    /// <summary>Whether another than the model answered in its place: a lower rung, or the second model of a hedge. An arm of a rollout is the model.</summary>
    internal bool IsStandIn { get; init; }
}
