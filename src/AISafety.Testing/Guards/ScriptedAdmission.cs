namespace AISafety.Testing;

/// <summary>An admission guard that follows a script, and records whom it was asked about, how calls ended, and the leases that are out.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <remarks>Give <see cref="ToAdmissionGuard"/> to the builder: <c>safety.AddAdmissionGuard(admission.ToAdmissionGuard())</c>. Which step is next is as of <see cref="ScriptedGuard{T}"/>; <see cref="GuardStep.Allow"/> grants a
/// lease, <see cref="GuardStep.Block(string)"/> denies, and admission knows neither flags nor reviews. Thread-safe, and may be told otherwise while calls run.</remarks>
public sealed class ScriptedAdmission<TIn>
{
    private readonly ScriptRun<TIn, GuardStep> _run;
    private readonly Lock _gate = new();
    private readonly CallLog<CallSummary> _ends;
    private long _ended;
    private long _leases;

    /// <summary>Makes a guard.</summary>
    /// <param name="name">Its name in results, evidence and metrics.</param>
    /// <param name="options">What is done at the end, and what is kept; null for the defaults.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or an option is out of range.</exception>
    public ScriptedAdmission(string name = "scripted", ScriptedGuardOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        options ??= ScriptedGuardOptions.Default;
        options.Check();
        Name = name;
        _run = new(name, options, GuardStep.Allow);
        _ends = new(options.KeepCalls);
    }

    /// <summary>The guard's name.</summary>
    public string Name { get; }

    /// <summary>What is done at every call; null (default) for what rules and script say.</summary>
    /// <exception cref="ArgumentException">It is a flag or a review.</exception>
    public GuardStep? Override
    {
        get => _run.Script.Override;
        set => _run.Script.Override = value is null ? null : Checked(value, nameof(value));
    }

    /// <summary>How often the guard was asked.</summary>
    public long CallCount => _run.Count;

    /// <summary>How many steps are left before the script ends.</summary>
    public int StepsLeft => _run.Script.Left;

    /// <summary>The last calls, oldest first; see <see cref="ScriptedGuardOptions.KeepCalls"/>.</summary>
    public IReadOnlyList<ScriptedCall<TIn>> Calls => _run.Calls;

    /// <summary>How many leases were granted and not given back: of calls whose model has not ended.</summary>
    public long LeasesHeld => Interlocked.Read(ref _leases);

    /// <summary>How many calls the guard was told the end of.</summary>
    public long CompletedCount
    {
        get
        {
            lock (_gate)
            {
                return _ended;
            }
        }
    }

    /// <summary>How the last calls ended, oldest first.</summary>
    public IReadOnlyList<CallSummary> Completed
    {
        get
        {
            lock (_gate)
            {
                return _ends.Snapshot();
            }
        }
    }

    /// <summary>Adds steps to the end of the script, one for each call that no rule takes.</summary>
    /// <returns>This guard.</returns>
    /// <exception cref="ArgumentException">A step is null, a flag or a review.</exception>
    public ScriptedAdmission<TIn> Then(params IReadOnlyList<GuardStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        _run.Script.Add([.. steps.Select(static step => Checked(step, nameof(steps)))]);
        return this;
    }

    /// <summary>Says what is done with certain inputs. Of several rules the first whose condition holds.</summary>
    /// <param name="input">Which inputs. What it throws, the guard throws.</param>
    /// <param name="step">What is done.</param>
    /// <returns>This guard.</returns>
    /// <exception cref="ArgumentException">The step is a flag or a review, or an argument is null.</exception>
    public ScriptedAdmission<TIn> When(Func<TIn, bool> input, GuardStep step)
    {
        ArgumentNullException.ThrowIfNull(input);
        _run.Script.AddRule(input, Checked(step, nameof(step)));
        return this;
    }

    /// <summary>Lets the calls that hang now go on. Those that hang later wait for the next release.</summary>
    public void Release() => _run.Release();

    /// <summary>The guard for the builder.</summary>
    public IAdmissionGuard<TIn> ToAdmissionGuard() => new ScriptedAdmissionGuard<TIn>(this);

    internal ValueTask<Admission> AdmitAsync(TIn input, SafetyContext context)
    {
        GuardStep step = _run.Begin(input, context);
        return step.Kind == GuardStepKind.Hang || step.Delay > TimeSpan.Zero ? LateAsync(step, context) : new(Give(step));
    }

    internal void Complete(in CallSummary call)
    {
        lock (_gate)
        {
            _ended++;
            _ends.Add(call);
        }
    }

    private async ValueTask<Admission> LateAsync(GuardStep step, SafetyContext context)
    {
        await _run.WaitAsync(step.Kind == GuardStepKind.Hang, step.Delay, context).ConfigureAwait(false);
        return Give(step);
    }

    private Admission Give(GuardStep step)
    {
        switch (step.Kind)
        {
            case GuardStepKind.Throw:
                throw step.Exception!();
            case GuardStepKind.NoVerdict:
                return default;
            case GuardStepKind.Block:
                return Admission.Deny(step.Evidence!);
            default:
                Interlocked.Increment(ref _leases);
                return Admission.Grant(new Lease(this));
        }
    }

    private static GuardStep Checked(GuardStep step, string parameter)
    {
        ArgumentNullException.ThrowIfNull(step, parameter);
        return step.Kind is GuardStepKind.Flag or GuardStepKind.Review
            ? throw new ArgumentException($"The step is {step.Kind}; admission grants or denies: expected Allow, Block, NoVerdict, Throw or Hang.", parameter)
            : step;
    }

    /// <summary>Given back twice, it would count twice: the engine promises not to.</summary>
    private sealed class Lease(ScriptedAdmission<TIn> owner) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref owner._leases);
    }
}
