namespace AISafety;

public sealed partial class SafetyBuilder<TIn, TOut>
{
    internal List<Registration<TIn, IAdmissionGuard<TIn>>> AdmissionGuards { get; } = [];

    internal List<Registration<TIn, IInputGuard<TIn>>> InputGuards { get; } = [];

    internal List<Registration<TIn, IOutputGuard<TIn, TOut>>> OutputGuards { get; } = [];

    internal List<(Func<BuildContext<TIn>, IFallbackPolicy<TIn, TOut>> Create, FallbackOptions Options)> Fallbacks { get; } = [];

    internal List<Func<BuildContext<TIn>, ISafetyMonitor>> Monitors { get; } = [];

    /// <summary>Adds an admission guard. The instance is shared between Builds.</summary>
    public SafetyBuilder<TIn, TOut> AddAdmissionGuard(IAdmissionGuard<TIn> guard, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(guard);
        return AddAdmissionGuard(_ => guard, options);
    }

    /// <summary>Adds an admission guard that is made at each Build.</summary>
    public SafetyBuilder<TIn, TOut> AddAdmissionGuard(Func<BuildContext<TIn>, IAdmissionGuard<TIn>> create, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        Thaw();
        AdmissionGuards.Add(new(create, options ?? GuardOptions.Default));
        return this;
    }

    /// <summary>Adds an input guard. The instance is shared between Builds.</summary>
    public SafetyBuilder<TIn, TOut> AddInputGuard(IInputGuard<TIn> guard, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(guard);
        return AddInputGuard(_ => guard, options);
    }

    /// <summary>Adds an input guard that is made at each Build.</summary>
    public SafetyBuilder<TIn, TOut> AddInputGuard(Func<BuildContext<TIn>, IInputGuard<TIn>> create, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        Thaw();
        InputGuards.Add(new(create, options ?? GuardOptions.Default));
        return this;
    }

    /// <summary>Adds an output guard. The instance is shared between Builds.</summary>
    public SafetyBuilder<TIn, TOut> AddOutputGuard(IOutputGuard<TIn, TOut> guard, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(guard);
        return AddOutputGuard(_ => guard, options);
    }

    /// <summary>Adds an output guard that is made at each Build.</summary>
    public SafetyBuilder<TIn, TOut> AddOutputGuard(Func<BuildContext<TIn>, IOutputGuard<TIn, TOut>> create, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        Thaw();
        OutputGuards.Add(new(create, options ?? GuardOptions.Default));
        return this;
    }

    /// <summary>Adds a fallback to the end of the chain. The instance is shared between Builds.</summary>
    public SafetyBuilder<TIn, TOut> AddFallbackPolicy(IFallbackPolicy<TIn, TOut> policy, FallbackOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return AddFallbackPolicy(_ => policy, options);
    }

    /// <summary>Adds a fallback that is made at each Build to the end of the chain.</summary>
    public SafetyBuilder<TIn, TOut> AddFallbackPolicy(Func<BuildContext<TIn>, IFallbackPolicy<TIn, TOut>> create, FallbackOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        Thaw();
        Fallbacks.Add((create, options ?? FallbackOptions.Default));
        return this;
    }

    /// <summary>Adds a monitor. The instance is shared between Builds, each of which calls it from a thread of its own: prefer the factory.</summary>
    public SafetyBuilder<TIn, TOut> AddMonitor(ISafetyMonitor monitor)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        return AddMonitor(_ => monitor);
    }

    /// <summary>Adds a monitor that is made at each Build.</summary>
    public SafetyBuilder<TIn, TOut> AddMonitor(Func<BuildContext<TIn>, ISafetyMonitor> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Thaw();
        Monitors.Add(create);
        return this;
    }
}
