using System.Runtime.CompilerServices;
using AISafety.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Engine;

/// <summary>What guards and models throw when nobody waits for them any more must not surface at finalisation.</summary>
[TestFixture]
[NonParallelizable]
public sealed class UnobservedTests
{
    [Test]
    public void UnobservedTaskException_guard_beside_the_model_that_nobody_waits_for_exceeds_its_budget()
    {
        Assert.That(Unobserved(static async marker =>
        {
            FakeTimeProvider time = new();
            TaskCompletionSource<Verdict<int>> late = new();
            SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
                .UseTimeProvider(time)
                .AddInputGuard(Scripted.Input((_, _) => new(late.Task)), new() { BesideModel = true, Mode = GuardMode.ReportOnly, TimeBudget = TimeSpan.FromSeconds(1) }));
            await safe.EvaluateAsync(1);
            time.Advance(TimeSpan.FromSeconds(2));
            late.SetException(new InvalidOperationException(marker));
        }), Is.Empty);
    }

    [Test]
    public void UnobservedTaskException_model_threw_and_the_caller_cancelled()
    {
        Assert.That(Unobserved(static async marker =>
        {
            using CancellationTokenSource cancellation = new();
            SafeModel<int, string> safe = Model.FromDelegate<int, string>(string (_) => throw new InvalidOperationException(marker)).WithSafety(safety => safety
                .AddInputGuard(Scripted.Input((_, _) => new(new TaskCompletionSource<Verdict<int>>().Task)), new() { BesideModel = true }));
            Task call = safe.EvaluateAsync(1, default, cancellation.Token).AsTask();
            await cancellation.CancelAsync();
            Assert.CatchAsync<OperationCanceledException>(async () => await call);
        }), Is.Empty);
    }

    [Test]
    public void UnobservedTaskException_guard_throws_after_the_caller_had_cancelled_it_at_once()
    {
        Assert.That(Unobserved(static async marker =>
        {
            using CancellationTokenSource cancellation = new();
            TaskCompletionSource<Verdict<int>> late = new();
            SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddInputGuard(Scripted.Input((_, _) =>
            {
                cancellation.Cancel();
                return new(late.Task);
            })));
            Assert.CatchAsync<OperationCanceledException>(async () => await safe.EvaluateAsync(1, default, cancellation.Token));
            late.SetException(new InvalidOperationException(marker));
            await Task.CompletedTask;
        }), Is.Empty);
    }

    /// <summary>Runs what is to be run and then finalises what it left. What other tests left was finalised before.</summary>
    private static List<string> Unobserved(Func<string, Task> run)
    {
        string marker = $"{Guid.NewGuid()}";
        List<string> seen = [];
        void Note(object? sender, UnobservedTaskExceptionEventArgs arguments)
        {
            lock (seen)
            {
                seen.AddRange(arguments.Exception.InnerExceptions.Where(one => one.Message == marker || one is TimeoutException).Select(one => one.GetType().Name));
            }
        }

        Finalise();
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            Run(run, marker);
            Finalise();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        return seen;
    }

    private static void Finalise()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    // A frame of its own, so that nothing of it is still reachable afterwards.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Run(Func<string, Task> run, string marker) => run(marker).GetAwaiter().GetResult();
}
