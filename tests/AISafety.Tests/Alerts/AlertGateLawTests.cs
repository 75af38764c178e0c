using AISafety.Alerts;
using CsCheck;

namespace AISafety.Tests.Alerts;

/// <summary>What holds whatever monitors do.</summary>
[TestFixture]
public sealed class AlertGateLawTests
{
    private enum Kind
    {
        Raise,
        Clear,
        Sweep,
    }

    private sealed record Step(Kind Kind, int Condition, AlertSeverity Severity, int Minutes);

    private static readonly Gen<Step[]> s_steps = Gen.Select(
        Gen.Frequency((4, Gen.Const(Kind.Raise)), (5, Gen.Const(Kind.Clear)), (1, Gen.Const(Kind.Sweep))),
        Gen.Int[0, 3],
        Gen.Int[1, 4],
        Gen.Frequency((6, Gen.Int[0, 4]), (1, Gen.Int[5, 90])))
        .Select((kind, condition, severity, minutes) => new Step(kind, condition, (AlertSeverity)severity, minutes)).Array[1, 120];

    private static readonly Gen<AlertOptions> s_options = Gen.Select(Gen.Int[1, 3], Gen.Int[0, 60], Gen.Int[0, 60], Gen.Int[0, 20], Gen.Int[1, 4])
        .Select((clears, resolve, repeat, flap, capacity) => new AlertOptions
        {
            ClearReports = clears,
            ResolveAfter = resolve == 0 ? null : TimeSpan.FromMinutes(resolve),
            RepeatAfter = repeat == 0 ? null : TimeSpan.FromMinutes(repeat),
            FlapWindow = TimeSpan.FromMinutes(flap),
            Capacity = capacity,
        });

    [Test]
    public void Condition_is_over_exactly_once_before_it_comes_up_again() => Gen.Select(s_options, s_steps).Sample((options, steps) =>
        Run(options, steps).Sent.GroupBy(AlertKey.Of).All(condition =>
        {
            bool isOpen = false;
            string id = "";
            foreach (SafetyAlert alert in condition)
            {
                if (isOpen == (alert.State == AlertState.Raised))
                {
                    return false;
                }

                id = alert.State == AlertState.Raised ? alert.Id : id;
                if (alert.ConditionId != id)
                {
                    return false;
                }

                isOpen = alert.State != AlertState.Resolved;
            }

            return true;
        }));

    [Test]
    public void Raises_are_sent_or_folded_and_ends_are_counted() => Gen.Select(s_options, s_steps).Sample((options, steps) =>
    {
        int folded = 0;
        Gates gates = Run(options, steps, sent => folded += sent ? 0 : 1);
        AlertGate gate = gates.Gate;
        int ends = gates.Sent.Count(alert => alert.State == AlertState.Resolved);
        return gate.Raised == steps.Count(step => step.Kind == Kind.Raise)
            && gate.Folded == folded
            && gate.Sent == gates.Sent.Count - ends
            && gate.Resolved == ends
            && gate.Open == gates.Sent.Count(alert => alert.State == AlertState.Raised) - ends
            && gate.Open <= options.Capacity + 1
            && gates.Sent.Select(alert => alert.Id).Distinct().Count() == gates.Sent.Count;
    });

    [Test]
    public void Only_the_order_counts_within_all_times() => Gen.Select(Gen.Int[1, 3], s_steps, s_steps).Sample((clears, steps, others) =>
    {
        // Nothing is ever due: the same steps at other times let the same through.
        AlertOptions options = new() { ClearReports = clears, ResolveAfter = TimeSpan.FromDays(300), RepeatAfter = null, FlapWindow = TimeSpan.FromDays(300) };
        Step[] retimed = [.. steps.Select((step, i) => step with { Minutes = others[i % others.Length].Minutes })];
        return Run(options, steps).Sent.Select(Shape).SequenceEqual(Run(options, retimed).Sent.Select(Shape));

        static (AlertState State, string Code, AlertSeverity Severity, long Raises, bool IsFlapping, string Id) Shape(SafetyAlert alert) =>
            (alert.State, alert.Code, alert.Severity, alert.Raises, alert.IsFlapping, alert.Id);
    });

    [Test]
    public void Timer_that_fires_at_other_times_changes_no_condition() => Gen.Select(s_options, s_steps).Sample((options, steps) =>
    {
        // Each condition's alerts are the same, with the same times, whether anybody sweeps between or not.
        AlertOptions roomy = options with { Capacity = 100 };
        Step[] swept = [.. steps.SelectMany(step => new[] { step with { Kind = Kind.Sweep }, step with { Minutes = 0 } })];
        Step last = new(Kind.Sweep, 0, default, 10_000);
        string[] plain = Of(Run(roomy, [.. steps, last]));
        return plain.SequenceEqual(Of(Run(roomy, [.. swept, last])));

        static string[] Of(Gates gates) => [.. gates.Sent.Zip(gates.Texts).OrderBy(one => one.First.Code, StringComparer.Ordinal).ThenBy(one => one.First.RaisedAt).ThenBy(one => one.First.State == AlertState.Resolved ? 0 : 1).Select(one => $"{one.Second} {one.First.Raises}")];
    });

    [Test]
    public void Flapping_condition_comes_up_at_most_once_in_its_window() => Gen.Select(s_options, s_steps).Sample((options, steps) =>
        Run(options with { Capacity = 100 }, steps).Sent.Where(alert => alert.State == AlertState.Raised).GroupBy(AlertKey.Of).All(condition =>
            condition.Zip(condition.Skip(1)).All(pair => !pair.First.IsFlapping || pair.Second.RaisedAt - pair.First.RaisedAt >= options.FlapWindow)));

    private static Gates Run(AlertOptions options, IEnumerable<Step> steps, Action<bool>? raised = null)
    {
        Gates gates = new(options);
        double now = 0;
        foreach (Step step in steps)
        {
            now += step.Minutes;
            string code = $"c{step.Condition}";
            switch (step.Kind)
            {
                case Kind.Raise:
                    bool sent = gates.Raise(now, step.Severity, code);
                    raised?.Invoke(sent);
                    break;
                case Kind.Clear:
                    gates.Clear(now, code);
                    break;
                default:
                    gates.Sweep(now);
                    break;
            }
        }

        return gates;
    }
}
