namespace AISafety.Rollout;

/// <summary>Keeps which versions of which models there are, and how far each has come.</summary>
/// <remarks>
/// <para>A store of one value a model, replaced as a whole and only by who has seen the last one; a row with a version number, or a blob with an ETag, is enough. What may become of a version is said by
/// <see cref="ModelRegistryExtensions"/>, the same for every store. So replicas that change one model at once end in one state.</para>
/// <para>Implementations are safe to call from many threads and, where they are shared, from many processes.</para>
/// </remarks>
public interface IModelRegistry
{
    /// <summary>The clock by which approvals expire and history is written.</summary>
    TimeProvider TimeProvider { get; }

    /// <summary>The model of that name, with all its versions, as it was last replaced; null if there is none.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<RegisteredModel?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>The names of all models, in ordinal order.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Puts a model in the place of the one that is there, in one step, if that is of the revision before: <see cref="RegisteredModel.Revision"/> - 1, where 0 means that there is none.</summary>
    /// <param name="model">The model with its new revision.</param>
    /// <param name="cancellationToken">Cancels the change before it is made.</param>
    /// <returns>False, and nothing is changed, if there is another revision.</returns>
    /// <exception cref="ArgumentException">The model says what cannot be, such as two versions in production.</exception>
    ValueTask<bool> TryReplaceAsync(RegisteredModel model, CancellationToken cancellationToken = default);
}
