using AISafety.Fallback;

namespace AISafety.Resilience;

/// <summary>Describes the rungs below the full model, from the best to the last.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <typeparam name="TOut">What the model answers.</typeparam>
public sealed class DegradationBuilder<TIn, TOut>
{
    /// <summary>The name of the first rung: the model with all that is around it.</summary>
    public const string FullModel = "full";

    private static readonly string[] s_taken = [FullModel, "model", "none"];
    private readonly List<(string Name, bool IsLast, Func<BuildContext<TIn>, Rung<TIn, TOut>> Make)> _rungs = [];

    internal DegradationBuilder()
    {
    }

    internal List<(Func<SafetyAlert, bool> When, string To)> Forces { get; } = [];

    internal IEnumerable<string> Names => _rungs.Select(static rung => rung.Name).Prepend(FullModel);

    /// <summary>A smaller model, or an older one.</summary>
    /// <param name="name">The rung's name, in lower case, digits and hyphens: results say it in <see cref="SafetyResult{TOut}.ServedBy"/> and in the code <c>degraded.name</c>.</param>
    /// <param name="model">The model. Not disposed of.</param>
    /// <param name="timeout">How long it may take: 10 ms to 1 day; null (default) for no limit.</param>
    /// <exception cref="SafetyBuildException">The name is malformed or taken, or the timeout is out of range.</exception>
    public DegradationBuilder<TIn, TOut> Model(string name, IModel<TIn, TOut> model, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (timeout is { } checkedTimeout)
        {
            OptionCheck.OfBuilder("AddDegradation", name).Range(nameof(timeout), checkedTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1));
        }

        return Add(name, build =>
        {
            IModel<TIn, TOut> asked = timeout is { } limit
                ? new ResilientModel<TIn, TOut>(Pipelines.Timeout<TOut>(limit, build.TimeProvider, new(build.Telemetry, "timeout")), new(model))
                : model;
            AskedModel<TIn, TOut> rung = new(asked);
            return new(name, (input, context) => OutputOf(rung.AskAsync(input, context, context.CancellationToken)));
        });
    }

    /// <summary>What the full model last answered for the same key; where there is no such answer the call falls to the next rung.</summary>
    /// <param name="key">Says whose value it is. Null (default) for <see cref="CallInfo.Key"/>, kept apart by <see cref="CallInfo.Caller"/>.</param>
    /// <param name="options">How many answers are kept, and for how long; null for the defaults.</param>
    /// <param name="copy">Copies an answer, when it is kept and when it is given again. Null (default) copies arrays and memory, and keeps other types as they are.</param>
    /// <param name="name">The rung's name.</param>
    /// <remarks>Kept are answers of the full model that were simply allowed. Costs what <see cref="FallbackExtensions.AddLastGoodValue"/> costs.</remarks>
    /// <exception cref="SafetyBuildException">The name is malformed or taken; at Build: an option is out of range.</exception>
    public DegradationBuilder<TIn, TOut> Cached(
        Func<TIn, string?>? key = null, LastGoodValueOptions? options = null, Func<TOut, TOut>? copy = null, string name = "cached")
    {
        options ??= LastGoodValueOptions.Default;
        return Add(name, build =>
        {
            options.Check(name);
            LastGoodValue<TIn, TOut> cache = new(key, copy ?? OwnCopy.For<TOut>(), options, build.TimeProvider);
            return new(name, (input, context) => Kept(cache, input, context)) { Observer = cache };
        });
    }

    /// <summary>Rules, as a function of the input.</summary>
    /// <param name="answer">The function; must be safe to call from many threads. Where it throws the call falls to the next rung.</param>
    /// <param name="name">The rung's name.</param>
    /// <exception cref="SafetyBuildException">The name is malformed or taken.</exception>
    public DegradationBuilder<TIn, TOut> Rules(Func<TIn, TOut> answer, string name = "rules")
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Add(name, _ => new(name, (input, _) => new(answer(input))));
    }

    /// <summary>A person: the call ends as Review, with <c>degraded.human</c>, and goes to the review queue.</summary>
    /// <param name="name">The rung's name.</param>
    /// <remarks>Calls do not fall below it by themselves: only a person or an alert moves the ladder from here to a refusal.</remarks>
    /// <exception cref="SafetyBuildException">The name is malformed or taken.</exception>
    public DegradationBuilder<TIn, TOut> Human(string name = "human")
    {
        Evidence reason = new($"degraded.{Checked(name)}", "A person decides, for the ladder stands at human review or all rungs above it failed.");
        return Add(name, _ => Refusal(name, new(reason, SafetyAction.Review)));
    }

    /// <summary>Nobody answers: the call ends as Block, with <c>degraded.refuse</c>, and the fallback chain is asked. The last rung.</summary>
    /// <param name="message">One sentence for the person who is refused.</param>
    /// <param name="retryAfter">When to ask again; null (default) where that is not known.</param>
    /// <param name="name">The rung's name.</param>
    /// <exception cref="SafetyBuildException">The name is malformed or taken.</exception>
    public DegradationBuilder<TIn, TOut> Refuse(string message = "The service cannot answer at present.", TimeSpan? retryAfter = null, string name = "refuse")
    {
        Evidence reason = new($"degraded.{Checked(name)}", message) { RetryAfter = retryAfter };
        return Add(name, _ => Refusal(name, new(reason, SafetyAction.Block)), isLast: true);
    }

    /// <summary>Forces the ladder to a rung, or keeps it below, while a condition is there. When it is over the ladder stays, and moves up by the rule.</summary>
    /// <param name="when">For which conditions. The ladder's own alert is left out.</param>
    /// <param name="to">The rung's name.</param>
    /// <remarks>Rungs may be skipped. A person can end it by <see cref="DegradationLadder.Release"/>.</remarks>
    public DegradationBuilder<TIn, TOut> ForceDown(Func<SafetyAlert, bool> when, string to)
    {
        ArgumentNullException.ThrowIfNull(when);
        ArgumentNullException.ThrowIfNull(to);
        Forces.Add((alert => alert.Monitor != DegradationLadder.PartName && when(alert), to));
        return this;
    }

    /// <exception cref="SafetyBuildException">There are no rungs, or an alert forces the ladder to one that there is not.</exception>
    internal void Check()
    {
        Require(_rungs.Count is > 0 and < 200, $"{_rungs.Count} rungs below the full model; expected 1 to 199");
        foreach ((_, string to) in Forces)
        {
            Require(_rungs.Exists(rung => rung.Name == to), $"ForceDown names the rung '{to}'; expected one of: {string.Join(", ", _rungs.Select(rung => rung.Name))}");
        }
    }

    internal Rung<TIn, TOut>[] Make(BuildContext<TIn> build) => [.. _rungs.Select(rung => rung.Make(build))];

    private static Rung<TIn, TOut> Refusal(string name, ModelUnavailableException refusal) =>
        new(name, (_, _) => ValueTask.FromException<TOut>(new ModelUnavailableException(refusal.Reason, refusal.Action)), refusal.Action);

    private static async ValueTask<TOut> OutputOf(ValueTask<Served<TOut>> served) => (await served.ConfigureAwait(false)).Output;

    private static async ValueTask<TOut> Kept(LastGoodValue<TIn, TOut> cache, TIn input, SafetyContext context)
    {
        Verdict<TOut> verdict = await cache.FallBackAsync(input, context).ConfigureAwait(false);
        return verdict.Action == SafetyAction.Replace ? verdict.Replacement! : throw new ModelUnavailableException(verdict.Evidence[0]);
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new SafetyBuildException($"AddDegradation: {fault}.");
        }
    }

    private static string Checked(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Require(
            name.Length > 0 && name.All(static letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'),
            $"a rung is called '{name}'; expected lower case letters, digits and hyphens");
        return name;
    }

    private DegradationBuilder<TIn, TOut> Add(string name, Func<BuildContext<TIn>, Rung<TIn, TOut>> make, bool isLast = false)
    {
        Checked(name);
        Require(!s_taken.Contains(name) && !_rungs.Exists(rung => rung.Name == name), $"the rung's name '{name}' is taken; expected one of its own");
        Require(!_rungs.Exists(static rung => rung.IsLast), $"rung '{name}' comes after the one that refuses; expected that to be the last");
        _rungs.Add((name, isLast, make));
        return this;
    }
}
