namespace AISafety;

/// <summary>A part that works beside the calls, such as a shadow: it is flushed and closed with the safe model. Made known by <see cref="BuildContext{TIn}.CloseWithModel"/>.</summary>
internal interface IClosesWithModel
{
    /// <summary>Waits until all that it was given before has been done. Must not throw but for the token.</summary>
    Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>Takes nothing more, waits for what it was given, at most for <paramref name="longest"/> by the safe model's clock, and gives up on the rest. Called once, when no call runs any more. Must not throw.</summary>
    Task CloseAsync(TimeSpan longest);
}
