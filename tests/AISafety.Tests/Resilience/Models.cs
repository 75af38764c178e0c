namespace AISafety.Tests.Resilience;

/// <summary>Models whose calls a test ends by hand.</summary>
internal static class Models
{
    public static IModel<int, string> Failing { get; } = Model.FromDelegate<int, string>(static string (_) => throw new InvalidOperationException("secret"));

    /// <summary>Answers what the task gives, whatever its token says.</summary>
    public static IModel<int, string> Of(Task<string> answer) => Model.FromDelegate<int, string>((_, _) => new(answer));

    /// <summary>Answers by the number of the attempt, from 1.</summary>
    public static IModel<int, string> Attempts(Func<int, CancellationToken, Task<string>> answer)
    {
        int attempt = 0;
        return Model.FromDelegate<int, string>((_, token) => new(answer(Interlocked.Increment(ref attempt), token)));
    }

    public static string[] Codes(this SafetyResult<string> result) => [.. result.Evidence.Select(evidence => evidence.Code)];
}
