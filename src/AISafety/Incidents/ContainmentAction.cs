namespace AISafety.Incidents;

/// <summary>Makes containment actions of functions.</summary>
public static class ContainmentAction
{
    /// <summary>Makes an action of two functions.</summary>
    /// <param name="name">Its name, such as <c>kill-switch</c>.</param>
    /// <param name="apply">Applies it; is waited for. One that does its work at once returns <c>default</c>.</param>
    /// <param name="undo">Takes it back; is waited for.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or blank.</exception>
    /// <exception cref="ArgumentNullException">A function is null.</exception>
    public static IContainmentAction Create(string name, Func<Incident, CancellationToken, ValueTask> apply, Func<Incident, CancellationToken, ValueTask> undo)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(apply);
        ArgumentNullException.ThrowIfNull(undo);
        return new Functions(name, apply, undo);
    }

    private sealed class Functions(string name, Func<Incident, CancellationToken, ValueTask> apply, Func<Incident, CancellationToken, ValueTask> undo) : IContainmentAction
    {
        public string Name => name;

        public ValueTask ApplyAsync(Incident incident, CancellationToken cancellationToken) => apply(incident, cancellationToken);

        public ValueTask UndoAsync(Incident incident, CancellationToken cancellationToken) => undo(incident, cancellationToken);
    }
}
