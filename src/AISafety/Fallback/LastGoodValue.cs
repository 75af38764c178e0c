using System.Globalization;

namespace AISafety.Fallback;

/// <summary>Gives the answer again that the same key got last; see <see cref="FallbackExtensions"/>.</summary>
internal sealed class LastGoodValue<TIn, TOut>(
    Func<TIn, string?>? keyOf, Func<TOut, TOut> copy, LastGoodValueOptions options, TimeProvider timeProvider)
    : IFallbackPolicy<TIn, TOut>, IAnswerObserver<TIn, TOut>
{
    public const string FallbackName = "last-good-value";

    private readonly LastGoodStore<TOut> _store = new(options.Capacity, options.MaxAge, timeProvider);

    public string Name => FallbackName;

    public int Count => _store.Count;

    /// <summary>Remembers an answer. Never throws: a fallback that cannot remember must not spoil a call that was allowed.</summary>
    public void Answered(TIn input, TOut output, SafetyContext context)
    {
        try
        {
            if (TryGetKey(input, context, out LastGoodKey key))
            {
                _store.Store(key, copy(output));
            }
        }
        catch (Exception)
        {
            // The user's key or copy function threw. When it throws in FallBackAsync, the engine records it.
        }
    }

    public ValueTask<Verdict<TOut>> FallBackAsync(TIn input, SafetyContext context)
    {
        if (!TryGetKey(input, context, out LastGoodKey key))
        {
            return new(Verdict.Block("fallback.no-key", "The call has no key by which a last good value could be its own."));
        }

        if (!_store.TryGet(key, out TOut? value, out TimeSpan age))
        {
            return new(Verdict.Block("fallback.no-last-good", Invariant(
                $"There is no good value of the last {options.MaxAge} for the call's key.")));
        }

        Evidence evidence = new("fallback.last-good", Invariant($"The last good value, {age.TotalSeconds:F0} s old, is offered in place of the model's answer."))
        {
            Score = age.TotalSeconds,
            Threshold = options.MaxAge.TotalSeconds,
        };
        return new(Verdict.Replace(copy(value), evidence));
    }

    private bool TryGetKey(TIn input, SafetyContext context, out LastGoodKey key)
    {
        key = keyOf is null ? new(context.Call.Caller, context.Call.Key) : new(null, keyOf(input));
        if (!string.IsNullOrWhiteSpace(key.Key))
        {
            return true;
        }

        // A blank key is what missing data looks like. It names nobody.
        key = default;
        return options.ShareWithoutKey;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
