namespace AISafety.Testing;

/// <summary>What is done at each call: what is told now, else what a rule says of the call's subject, else the next step, else what is done at the end. Thread-safe.</summary>
/// <param name="without">What is done where there was never a step, and after the last one for <see cref="ScriptEnd.Allow"/>.</param>
/// <param name="end">What is done after the last step.</param>
internal sealed class Script<TSubject, TStep>(TStep without, ScriptEnd end)
    where TStep : class
{
    private readonly Lock _gate = new();
    private readonly Queue<TStep> _steps = new();

    // Replaced as a whole, so that predicates are asked without holding the lock.
    private volatile (Func<TSubject, bool> When, TStep Step)[] _rules = [];
    private volatile TStep? _override;
    private TStep? _last;

    /// <summary>What is done at every call, whatever rules and steps say; null for nothing.</summary>
    public TStep? Override
    {
        get => _override;
        set => _override = value;
    }

    /// <summary>How many steps are left.</summary>
    public int Left
    {
        get
        {
            lock (_gate)
            {
                return _steps.Count;
            }
        }
    }

    public void Add(IEnumerable<TStep> steps)
    {
        lock (_gate)
        {
            foreach (TStep step in steps)
            {
                _steps.Enqueue(step);
            }
        }
    }

    public void AddRule(Func<TSubject, bool> when, TStep step)
    {
        lock (_gate)
        {
            _rules = [.. _rules, (when, step)];
        }
    }

    /// <summary>What is to be done; null if the script has ended and that is a fault.</summary>
    public TStep? Next(TSubject subject)
    {
        if (_override is { } told)
        {
            return told;
        }

        foreach ((Func<TSubject, bool> when, TStep step) in _rules)
        {
            if (when(subject))
            {
                return step;
            }
        }

        lock (_gate)
        {
            if (_steps.TryDequeue(out TStep? next))
            {
                return _last = next;
            }

            return _last is null || end == ScriptEnd.Allow ? without : end == ScriptEnd.Repeat ? _last : null;
        }
    }
}
