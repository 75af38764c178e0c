using System.Diagnostics.CodeAnalysis;
using AISafety.Alerts;

namespace AISafety;

/// <summary>What must hold before a safe model is built.</summary>
internal static class BuildChecks
{
    /// <summary>Guards would judge a lazy output before a single item of it exists.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "An interface that was trimmed away is one that nobody enumerates the output by.")]
    public static void RefuseLazy(Type output)
    {
        if (IsLazy(output) || Array.Exists(output.GetInterfaces(), IsLazy))
        {
            throw new SafetyBuildException(
                $"The output type {output} is lazy: output guards would judge it before it exists. Use a type that is complete when the model's task completes, such as an array or a record.");
        }
    }

    public static void Check(RecordingOptions options)
    {
        Range(nameof(options.MaxBlockAge), options.MaxBlockAge, RecordingOptions.LeastBlockAge, RecordingOptions.LongestWait);
        Range(nameof(options.DrainTimeout), options.DrainTimeout, TimeSpan.Zero, RecordingOptions.LongestWait);
        Range(nameof(options.QueueCapacity), options.QueueCapacity, RecordingOptions.LeastCapacity, RecordingOptions.MostCapacity);
    }

    public static void CheckSchemaOptions(GuardOptions options)
    {
        options.Check("features", isInputGuard: false);
        if (options.TimeBudget is not null)
        {
            throw new SafetyBuildException("UseFeatures: a schema works synchronously, so it cannot have a TimeBudget.");
        }
    }

    public static void Check(OutcomeOptions options)
    {
        Range(nameof(options.Capacity), options.Capacity, 1, 1 << 24);
        Range(nameof(options.EarlyLabels), options.EarlyLabels, 1, 1 << 24);
    }

    /// <summary>What a factory made, if it made something that has a name. The name is read once, so that the one that is checked is the one
    /// that is used.</summary>
    public static T Made<T>([NotNull] T? part, string kind, out string name)
        where T : ISafetyGuard
    {
        if (part is null)
        {
            throw new SafetyBuildException($"The factory of a {kind} returned null.");
        }

        name = part.Name;
        return !string.IsNullOrWhiteSpace(name)
            ? part
            : throw new SafetyBuildException($"The {kind} {part.GetType()} has no name; expected a short stable one in lower case, such as 'input-validation'.");
    }

    /// <summary>As above, for a sink of alerts.</summary>
    public static IAlertSink Made([NotNull] IAlertSink? sink, out string name)
    {
        if (sink is null)
        {
            throw new SafetyBuildException("The factory of a sink of alerts returned null.");
        }

        name = sink.Name;
        return !string.IsNullOrWhiteSpace(name)
            ? sink
            : throw new SafetyBuildException($"The sink of alerts {sink.GetType()} has no name; expected a short stable one in lower case, such as 'webhook'.");
    }

    /// <summary>Refuses two monitors, or sinks, of one name, which is all that their statistics and alerts are told apart by.</summary>
    public static void RequireDistinct(IEnumerable<string> names, string what)
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (!taken.Add(name))
            {
                throw new SafetyBuildException($"Two {what} are called '{name}'; their statistics could not be told apart. Give one another name.");
            }
        }
    }

    private static bool IsLazy(Type type)
    {
        Type definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return typeof(Task).IsAssignableFrom(type)
            || definition == typeof(ValueTask)
            || definition == typeof(ValueTask<>)
            || definition == typeof(IAsyncEnumerable<>)
            || definition == typeof(IAsyncEnumerator<>)
            || definition == typeof(IObservable<>)
            || definition == typeof(Lazy<>);
    }

    private static void Range<T>(string name, T value, T min, T max)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            throw new SafetyBuildException($"{name} is {value}; expected {min} to {max}.");
        }
    }
}
