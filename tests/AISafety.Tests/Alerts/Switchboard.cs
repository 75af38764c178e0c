using System.Collections.Concurrent;
using AISafety.Alerts;
using AISafety.Tests.Support;

namespace AISafety.Tests.Alerts;

/// <summary>A monitor that raises the input 1 as high, 2 as critical, 4 as high and never over by being quiet, clears at 0, and leaves everything else alone; and parts that alerts are sent to.</summary>
internal static class Switchboard
{
    public const int Clear = 0;
    public const int High = 1;
    public const int Critical = 2;
    public const int Nothing = 3;
    public const int Lasting = 4;

    public static SafeModel<int, string> Build(Action<SafetyBuilder<int, string>> configure) => Scripted.Model.WithSafety(safety =>
    {
        safety.UseFeatures(FeatureSchema.For<int>().Numeric("input", input => input)).AddMonitor(new Scripted.Monitor("watch", (block, context) =>
        {
            for (int row = 0; row < block.RowCount; row++)
            {
                // As a monitor of outputs: it learns nothing from a call that was denied.
                int input = block.Actions[row] >= SafetyAction.Review ? Nothing : (int)block.Feature(0)[row];
                switch (input)
                {
                    case Clear:
                        context.Clear("test.alert", metric: "ks");
                        break;
                    case Lasting:
                        context.Raise(new("test.alert", "It is so.", AlertSeverity.High) { Metric = "ks", ResolveAfter = TimeSpan.Zero });
                        break;
                    case High or Critical:
                        context.Raise(new("test.alert", "It is so.", input == High ? AlertSeverity.High : AlertSeverity.Critical) { Metric = "ks", Value = 0.3, Threshold = 0.2 });
                        break;
                }
            }
        }));
        configure(safety);
    });

    /// <summary>Asks the model, and waits until everything that this sets off has happened.</summary>
    public static async Task<SafetyResult<string>> AskAsync(this SafeModel<int, string> safe, params int[] inputs)
    {
        SafetyResult<string> last = default;
        foreach (int input in inputs)
        {
            last = await safe.EvaluateAsync(input);
        }

        await safe.FlushAsync();
        return last;
    }

    public sealed class Sink(Func<SafetyAlert, CancellationToken, ValueTask>? send = null, string name = "sink") : IAlertSink
    {
        public ConcurrentQueue<SafetyAlert> Sent { get; } = [];

        public string Name => name;

        public async ValueTask SendAsync(SafetyAlert alert, CancellationToken cancellationToken)
        {
            Sent.Enqueue(alert);
            if (send is not null)
            {
                await send(alert, cancellationToken);
            }
        }
    }

    public sealed class Action(Func<SafetyAlert, ValueTask>? apply = null) : IAlertAction
    {
        public ConcurrentQueue<string> Done { get; } = [];

        public async ValueTask ApplyAsync(SafetyAlert alert, CancellationToken cancellationToken)
        {
            Done.Enqueue($"apply {alert.Severity}");
            if (apply is not null)
            {
                await apply(alert);
            }
        }

        public ValueTask RevertAsync(SafetyAlert alert, CancellationToken cancellationToken)
        {
            Done.Enqueue($"revert {alert.State}");
            return default;
        }
    }
}
