using AISafety.Payload;

namespace AISafety;

/// <summary>Adds how large an input may be.</summary>
public static class PayloadExtensions
{
    /// <summary>Denies inputs that are larger than is allowed, before anything else looks at them. Admission guard <c>payload-limit</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="size">The size of an input, in whatever unit, such as <see cref="PayloadSize.Characters"/>; null, negative, or an exception denies the call.</param>
    /// <param name="maximum">The greatest size that is allowed, in the same unit; 0 or more.</param>
    /// <param name="options">How the engine treats the guard.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="size"/> is null.</exception>
    /// <exception cref="SafetyBuildException"><paramref name="maximum"/> is negative.</exception>
    public static SafetyBuilder<TIn, TOut> AddPayloadLimit<TIn, TOut>(this SafetyBuilder<TIn, TOut> builder, Func<TIn, long?> size, long maximum, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(size);
        OptionCheck.OfBuilder("payload-limit", nameof(AddPayloadLimit)).Require(maximum >= 0, nameof(maximum), maximum, "0 or more");
        return builder.AddAdmissionGuard(build => new PayloadGuard<TIn>(size, maximum, build), options);
    }
}
