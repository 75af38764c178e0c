namespace AISafety.Resilience;

/// <summary>The calls by which a model that is held back is tried: so many of them, of which so many may be bad. Knows no clock. Not thread-safe.</summary>
/// <param name="calls">How many.</param>
/// <param name="badAllowed">How many may be bad.</param>
/// <param name="patience">How long a result is waited for.</param>
internal sealed class ProbeSeries(int calls, int badAllowed, TimeSpan patience)
{
    private readonly Dictionary<CallId, DateTimeOffset> _pending = [];
    private int _judged;
    private int _bad;

    /// <summary>Whether a call is one of them. One whose result does not come gives its place to another.</summary>
    public bool Admits(CallId call, DateTimeOffset now)
    {
        if (_pending.Count + _judged >= calls)
        {
            foreach ((CallId late, DateTimeOffset since) in _pending)
            {
                if (now - since >= patience)
                {
                    _pending.Remove(late);
                }
            }
        }

        return _pending.Count + _judged < calls && _pending.TryAdd(call, now);
    }

    /// <summary>Gives a call's place to another: it says nothing of the model.</summary>
    public void Forget(CallId call) => _pending.Remove(call);

    /// <summary>Takes a result. True when all are in and few enough are bad, false when too many are; null while it is open, or the call is none of them.</summary>
    public bool? Judge(CallId call, bool isGood)
    {
        if (!_pending.Remove(call))
        {
            return null;
        }

        _judged++;
        _bad += isGood ? 0 : 1;
        return _bad > badAllowed ? false
            : _judged >= calls ? true
            : null;
    }
}
