namespace AISafety.Testing;

/// <summary>A guard that follows a script of verdicts and records what it saw, for tests of what is around it.</summary>
/// <typeparam name="T">What is inspected: the model's inputs or its outputs.</typeparam>
/// <remarks>
/// <para>Give <see cref="ToInputGuard"/> or <see cref="ToOutputGuard"/> to the builder: <c>safety.AddInputGuard(guard.ToInputGuard())</c>. For admission there is <see cref="ScriptedAdmission{TIn}"/>.</para>
/// <para>At each call it does what <see cref="Override"/> says; else what the first rule says whose condition holds (<see cref="When"/>); else the next step (<see cref="Then"/>), which only calls that no
/// rule takes use up; and after the last one what <see cref="ScriptedGuardOptions.AtEnd"/> says. Thread-safe, and may be told otherwise while calls run.</para>
/// </remarks>
public sealed class ScriptedGuard<T>
{
    private readonly ScriptRun<T, GuardStep<T>> _run;

    /// <summary>Makes a guard.</summary>
    /// <param name="name">Its name in results, evidence and metrics.</param>
    /// <param name="options">What is done at the end, and what is kept; null for the defaults.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or an option is out of range.</exception>
    public ScriptedGuard(string name = "scripted", ScriptedGuardOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        options ??= ScriptedGuardOptions.Default;
        options.Check();
        Name = name;
        _run = new(name, options, GuardStep.Allow);
    }

    /// <summary>The guard's name.</summary>
    public string Name { get; }

    /// <summary>What is done at every call; null (default) for what rules and script say.</summary>
    public GuardStep<T>? Override
    {
        get => _run.Script.Override;
        set => _run.Script.Override = value;
    }

    /// <summary>How often the guard was asked.</summary>
    public long CallCount => _run.Count;

    /// <summary>How many steps are left before the script ends.</summary>
    public int StepsLeft => _run.Script.Left;

    /// <summary>The last calls, oldest first; see <see cref="ScriptedGuardOptions.KeepCalls"/>.</summary>
    public IReadOnlyList<ScriptedCall<T>> Calls => _run.Calls;

    /// <summary>Adds steps to the end of the script, one for each call that no rule takes.</summary>
    /// <returns>This guard.</returns>
    /// <exception cref="ArgumentException">A step is null.</exception>
    public ScriptedGuard<T> Then(params IReadOnlyList<GuardStep<T>> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (steps.Any(static step => step is null))
        {
            throw new ArgumentException("Expected steps and no null.", nameof(steps));
        }

        _run.Script.Add(steps);
        return this;
    }

    /// <summary>Says what is done with certain values. Of several rules the first whose condition holds.</summary>
    /// <param name="value">Which values. What it throws, the guard throws.</param>
    /// <param name="step">What is done.</param>
    /// <returns>This guard.</returns>
    public ScriptedGuard<T> When(Func<T, bool> value, GuardStep<T> step)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(step);
        _run.Script.AddRule(value, step);
        return this;
    }

    /// <summary>Lets the calls that hang now go on. Those that hang later wait for the next release.</summary>
    public void Release() => _run.Release();

    /// <summary>The guard of a model's inputs.</summary>
    public IInputGuard<T> ToInputGuard() => new ScriptedInputGuard<T>(this);

    /// <summary>The guard of a model's outputs.</summary>
    /// <typeparam name="TIn">What the model is asked.</typeparam>
    public IOutputGuard<TIn, T> ToOutputGuard<TIn>() => new ScriptedOutputGuard<TIn, T>(this);

    internal ValueTask<Verdict<T>> InspectAsync(T value, SafetyContext context)
    {
        GuardStep<T> step = _run.Begin(value, context);
        return step.Kind == GuardStepKind.Hang || step.Delay > TimeSpan.Zero ? LateAsync(step, context) : new(Give(step));
    }

    private async ValueTask<Verdict<T>> LateAsync(GuardStep<T> step, SafetyContext context)
    {
        await _run.WaitAsync(step.Kind == GuardStepKind.Hang, step.Delay, context).ConfigureAwait(false);
        return Give(step);
    }

    private static Verdict<T> Give(GuardStep<T> step) => step.Exception is { } make ? throw make() : step.Verdict;
}
