using AISafety.Tests.Support;

namespace AISafety.Tests.Engine;

/// <summary>Every cell of the verdict table, for input guards, output guards and guards beside the model, synchronous and not.</summary>
[TestFixture]
public sealed class VerdictTableTests
{
    public enum Place
    {
        Input,
        Output,
        Beside,
    }

    public enum Does
    {
        Allows,
        Flags,
        Replaces,
        ReplacesWithNull,
        Reviews,
        Blocks,
        GivesNothing,
        Throws,
        Hangs,
    }

    private static IEnumerable<object[]> Cells() =>
        from place in Enum.GetValues<Place>()
        from does in Enum.GetValues<Does>()
        from mode in Enum.GetValues<GuardMode>()
        from failure in Enum.GetValues<FailurePolicy>()
        from late in new[] { false, true }
        // An int cannot be replaced by null; a guard that hangs is late by nature.
        where !(does == Does.ReplacesWithNull && place != Place.Output) && !(does == Does.Hangs && !late)
        select new object[] { place, does, mode, failure, late };

    [TestCaseSource(nameof(Cells))]
    public async Task EvaluateAsync_verdict_does_what_the_table_says(Place place, Does does, GuardMode mode, FailurePolicy failure, bool late)
    {
        Cell cell = new(place, does, mode, failure, late);
        await using SafeModel<int, string> safe = cell.Build(withFallback: false);

        SafetyResult<string> result = await cell.EvaluateAsync(safe);

        (SafetyAction action, string? code) = Expected(place, does, mode, failure);
        bool stopped = action >= SafetyAction.Review;
        Assert.That(result.Action, Is.EqualTo(action));
        Assert.That(result.HasOutput, Is.EqualTo(!stopped));
        if (!stopped)
        {
            bool replaced = does == Does.Replaces && action == SafetyAction.Replace;
            Assert.That(result.Output, Is.EqualTo(!replaced ? "1" : place == Place.Input ? "2" : "other"));
            Assert.That(result.ServedBy, Is.EqualTo("model"));
        }

        // A guard beside the model that only reports is not waited for, so what it says late is lost.
        bool heard = !(place == Place.Beside && mode == GuardMode.ReportOnly && late);
        Assert.That(result.Evidence.Select(evidence => evidence.Code), code is null || !heard ? Is.Empty : Has.Member(code));
        if (code is not null && heard)
        {
            Evidence evidence = result.Evidence[0];
            Assert.That(evidence.Guard, Is.EqualTo("guard"));
            Assert.That(evidence.Mode, Is.EqualTo(mode));
            Assert.That(evidence.Action, Is.EqualTo(Asked(place, does, failure)));
        }
    }

    [TestCaseSource(nameof(Cells))]
    public async Task EvaluateAsync_stopped_with_a_fallback_is_answered_by_it(Place place, Does does, GuardMode mode, FailurePolicy failure, bool late)
    {
        Cell cell = new(place, does, mode, failure, late);
        await using SafeModel<int, string> safe = cell.Build(withFallback: true);

        SafetyResult<string> result = await cell.EvaluateAsync(safe);

        (SafetyAction action, _) = Expected(place, does, mode, failure);
        Assert.That(result.Action, Is.EqualTo(action));
        Assert.That(result.HasOutput, Is.True);
        Assert.That(result.ServedBy, Is.EqualTo(action >= SafetyAction.Review ? "fallback" : "model"));
        Assert.That(result.IsAllowed, Is.EqualTo(action < SafetyAction.Review));
    }

    [TestCaseSource(nameof(Cells))]
    public async Task EvaluateAsync_caller_cancelled_meanwhile_rethrows_first(Place place, Does does, GuardMode mode, FailurePolicy failure, bool late)
    {
        using CancellationTokenSource cancellation = new();
        Cell cell = new(place, does, mode, failure, late) { OnAsked = cancellation.Cancel };
        await using SafeModel<int, string> safe = cell.Build(withFallback: true);

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1, default, cancellation.Token).AsTask();
        cell.Answer();

        OperationCanceledException? thrown = Assert.CatchAsync<OperationCanceledException>(async () => await call);
        Assert.That(thrown!.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    private static (SafetyAction Action, string? Code) Expected(Place place, Does does, GuardMode mode, FailurePolicy failure)
    {
        string? code = does switch
        {
            Does.Allows => null,
            Does.GivesNothing => "guard.no-verdict",
            Does.ReplacesWithNull => "guard.null-replacement",
            Does.Throws => "guard.failed",
            Does.Hangs => "guard.timeout",
            _ => "test.reason",
        };
        return (mode == GuardMode.ReportOnly ? SafetyAction.Allow : Asked(place, does, failure), code);
    }

    private static SafetyAction Asked(Place place, Does does, FailurePolicy failure) => does switch
    {
        Does.Allows => SafetyAction.Allow,
        Does.Flags => SafetyAction.Flag,
        Does.Replaces => place == Place.Beside ? SafetyAction.Block : SafetyAction.Replace,
        Does.Reviews => SafetyAction.Review,
        Does.Throws or Does.Hangs when failure == FailurePolicy.FailOpen => SafetyAction.Flag,
        _ => SafetyAction.Block,
    };

    private sealed class Cell(Place place, Does does, GuardMode mode, FailurePolicy failure, bool late)
    {
        private readonly TaskCompletionSource _answer = new();
        private readonly Microsoft.Extensions.Time.Testing.FakeTimeProvider _time = new();

        public Action OnAsked { get; init; } = static () => { };

        public SafeModel<int, string> Build(bool withFallback) => Scripted.Model.WithSafety(safety =>
        {
            GuardOptions options = new()
            {
                Mode = mode,
                OnFailure = failure,
                TimeBudget = late ? TimeSpan.FromSeconds(1) : null,
                BesideModel = place == Place.Beside,
            };
            safety.UseTimeProvider(_time);
            if (place == Place.Output)
            {
                // A fallback's answer is allowed: it is the model's that the guard is asked about.
                safety.AddOutputGuard(Scripted.Output((_, output, _) => output == "fallback" ? new(Verdict.Allow) : Inspect("other"), "guard"), options);
            }
            else
            {
                safety.AddInputGuard(Scripted.Input((_, _) => Inspect(2), "guard"), options);
            }

            if (withFallback)
            {
                safety.AddFallbackPolicy(Scripted.Fallback("fallback"));
            }
        });

        public async Task<SafetyResult<string>> EvaluateAsync(SafeModel<int, string> safe)
        {
            Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
            Answer();
            if (does == Does.Hangs)
            {
                _time.Advance(TimeSpan.FromSeconds(2));
            }

            return await call;
        }

        public void Answer()
        {
            if (does != Does.Hangs)
            {
                _answer.TrySetResult();
            }
        }

        private ValueTask<Verdict<T>> Inspect<T>(T replacement)
        {
            OnAsked();
            return late ? InspectLateAsync(replacement) : new(Give(replacement));
        }

        private async ValueTask<Verdict<T>> InspectLateAsync<T>(T replacement)
        {
            await _answer.Task;
            return Give(replacement);
        }

        private Verdict<T> Give<T>(T replacement) => does switch
        {
            Does.Allows => Verdict.Allow,
            Does.Flags => Verdict.Flag(Scripted.Reason),
            Does.Replaces => Verdict.Replace(replacement, Scripted.Reason),
            Does.ReplacesWithNull => Verdict.Replace<T>(default!, Scripted.Reason),
            Does.Reviews => Verdict.Review(Scripted.Reason),
            Does.Blocks => Verdict.Block(Scripted.Reason),
            Does.Throws => throw new InvalidOperationException("as the test wants it"),
            _ => default,
        };
    }
}
