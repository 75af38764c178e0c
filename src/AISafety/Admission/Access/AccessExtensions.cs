using AISafety.Access;

namespace AISafety;

/// <summary>Adds who may call.</summary>
public static class AccessExtensions
{
    /// <summary>Denies calls that a policy denies. Admission guard <c>access</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="policy">The policy: an <see cref="AccessPolicy"/>, or one of your own. Shared between Builds.</param>
    /// <param name="options">How the engine treats the guard.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="policy"/> is null.</exception>
    /// <exception cref="SafetyBuildException">An <see cref="AccessPolicy"/> has no rule at all.</exception>
    public static SafetyBuilder<TIn, TOut> AddAccessPolicy<TIn, TOut>(this SafetyBuilder<TIn, TOut> builder, IAccessPolicy policy, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(policy);
        return policy is not AccessPolicy { HasRules: false }
            ? builder.AddAdmissionGuard(build => new AccessGuard<TIn>(policy, build), options)
            : throw new SafetyBuildException($"'access': {nameof(AccessPolicy)} has no rule; it would let everybody in. Expected at least one.");
    }

    /// <summary>Denies calls of callers that are blocked, with <c>caller.blocked</c>. Admission guard <c>caller-blocklist</c>, or what <see cref="CallerBlocklist.Name"/> says.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="blocklist">The list, for one who blocks callers while the model runs. Shared between Builds.</param>
    /// <param name="options">How the engine treats the guard.</param>
    /// <remarks>A call that names no caller is let in: add an <see cref="AccessPolicy"/> with a rule for callers where they must be named. Build throws <see cref="SafetyBuildException"/> if the model has another list of the same name.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="blocklist"/> is null.</exception>
    public static SafetyBuilder<TIn, TOut> AddCallerBlocklist<TIn, TOut>(this SafetyBuilder<TIn, TOut> builder, CallerBlocklist blocklist, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(blocklist);
        return builder.AddAdmissionGuard(
            build =>
            {
                build.RequireOwnName("lists of blocked callers", blocklist.Name, "name");
                return new CallerBlocklistGuard<TIn>(blocklist, build);
            },
            options);
    }
}
