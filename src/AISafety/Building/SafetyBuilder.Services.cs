using System.Diagnostics.Metrics;
using AISafety.Hosting;
using Microsoft.Extensions.Logging;

namespace AISafety;

// Guards that take services, and what AddModel sets.
public sealed partial class SafetyBuilder<TIn, TOut>
{
    internal IServiceProvider? Services { get; private set; }

    /// <summary>Adds an admission guard that is made at each Build from services: singletons only. Needs <c>AddModel</c>.</summary>
    public SafetyBuilder<TIn, TOut> AddAdmissionGuard(Func<IServiceProvider, BuildContext<TIn>, IAdmissionGuard<TIn>> create, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        return AddAdmissionGuard(build => create(build.RequireServices("An admission guard"), build), options);
    }

    /// <summary>Adds an input guard that is made at each Build from services: singletons only. Needs <c>AddModel</c>.</summary>
    public SafetyBuilder<TIn, TOut> AddInputGuard(Func<IServiceProvider, BuildContext<TIn>, IInputGuard<TIn>> create, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        return AddInputGuard(build => create(build.RequireServices("An input guard"), build), options);
    }

    /// <summary>Adds an output guard that is made at each Build from services: singletons only. Needs <c>AddModel</c>.</summary>
    public SafetyBuilder<TIn, TOut> AddOutputGuard(Func<IServiceProvider, BuildContext<TIn>, IOutputGuard<TIn, TOut>> create, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        return AddOutputGuard(build => create(build.RequireServices("An output guard"), build), options);
    }

    /// <summary>Adds a fallback that is made at each Build from services, singletons only, to the end of the chain. Needs <c>AddModel</c>.</summary>
    public SafetyBuilder<TIn, TOut> AddFallbackPolicy(Func<IServiceProvider, BuildContext<TIn>, IFallbackPolicy<TIn, TOut>> create, FallbackOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        return AddFallbackPolicy(build => create(build.RequireServices("A fallback"), build), options);
    }

    /// <summary>Adds a monitor that is made at each Build from services: singletons only. Needs <c>AddModel</c>.</summary>
    public SafetyBuilder<TIn, TOut> AddMonitor(Func<IServiceProvider, BuildContext<TIn>, ISafetyMonitor> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return AddMonitor(build => create(build.RequireServices("A monitor"), build));
    }

    internal void Host(
        string key, IServiceProvider services, TimeProvider? timeProvider, ILoggerFactory? loggers, IMeterFactory? meters)
    {
        Services = services;
        Name = key;
        TimeProvider = timeProvider ?? TimeProvider;
        _loggers = loggers;
        _meters = meters;
    }

    /// <summary>Builds with what configuration says, over what the code says.</summary>
    internal SafeModel<TIn, TOut> BuildHosted(ModelSettings settings)
    {
        Recording = settings.Recording.Over(Recording);
        _includeExceptions = settings.LogExceptions ?? _includeExceptions;
        return Build();
    }
}
