using AISafety.Alerts;
using AISafety.Switches;

namespace AISafety;

/// <summary>Adds a switch that stops a model.</summary>
public static class KillSwitchExtensions
{
    /// <summary>Refuses all calls while a kill switch is engaged, with <c>killswitch.engaged</c>. Admission guard <c>kill-switch</c>, or what <see cref="KillSwitchOptions.Name"/> says. Add it before all others: guards are asked in the order in which they were added, each once. A call that waits in the queue of a concurrency limit after it has passed it; add the switch after that limit if such calls are to be refused too.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="killSwitch">The switch; shared between Builds, and with other models it is given to. Not disposed of.</param>
    /// <param name="options">How the engine treats the guard.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="killSwitch"/> is null.</exception>
    /// <remarks>Build throws <see cref="SafetyBuildException"/> if the model has another switch of the same name.</remarks>
    public static SafetyBuilder<TIn, TOut> AddKillSwitch<TIn, TOut>(this SafetyBuilder<TIn, TOut> builder, KillSwitch killSwitch, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(killSwitch);
        return builder.AddAdmissionGuard(
            build =>
            {
                build.RequireOwnName("kill switches", killSwitch.Name, $"{nameof(KillSwitchOptions)}.{nameof(KillSwitchOptions.Name)}");
                return new KillSwitchGuard<TIn>(killSwitch, build);
            },
            options);
    }

    /// <summary>As <see cref="AddKillSwitch{TIn, TOut}(SafetyBuilder{TIn, TOut}, KillSwitch, GuardOptions)"/>, and engages the switch when a condition comes up.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="killSwitch">The switch.</param>
    /// <param name="when">For which alerts of this model, such as <c>alert => alert.Severity >= AlertSeverity.Critical</c>. The switch's own are left out.</param>
    /// <param name="releaseWhenOver">Whether the end of these conditions may release the switch. It does when all conditions for which it is engaged are over, of all models and rules, if the end of each may, and if nobody else, a person or another process, has engaged it since it was last released. Default false: a person releases it.</param>
    /// <param name="options">How the engine treats the guard.</param>
    /// <exception cref="ArgumentNullException">An argument without a default is null.</exception>
    public static SafetyBuilder<TIn, TOut> AddKillSwitch<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, KillSwitch killSwitch, Func<SafetyAlert, bool> when, bool releaseWhenOver = false, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(killSwitch);
        ArgumentNullException.ThrowIfNull(when);
        return builder.AddKillSwitch(killSwitch, options).OnAlert(when, _ => new KillSwitchAction(killSwitch, releaseWhenOver));
    }

    /// <summary>An action that engages a switch, for <c>OnAlert(when, action)</c> of a model that the switch does not stop.</summary>
    /// <param name="killSwitch">The switch.</param>
    /// <param name="releaseWhenOver">Whether the end of these conditions may release it. It does when all conditions for which it is engaged are over, of all models and rules, if the end of each may, and if nobody else, a person or another process, has engaged it since it was last released. Default false: a person releases it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="killSwitch"/> is null.</exception>
    public static IAlertAction OnAlert(this KillSwitch killSwitch, bool releaseWhenOver = false)
    {
        ArgumentNullException.ThrowIfNull(killSwitch);
        return new KillSwitchAction(killSwitch, releaseWhenOver);
    }
}
