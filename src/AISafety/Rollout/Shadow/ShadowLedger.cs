using System.Diagnostics.Metrics;
using System.Numerics;
using AISafety.Statistics;
using AISafety.Telemetry;

namespace AISafety.Rollout;

/// <summary>Keeps count of what became of each call of a shadow. Thread-safe; what callers count takes no lock.</summary>
internal sealed class ShadowLedger<TIn, TOut>
{
    private const int SketchRoom = 200;
    private const int RecentCalls = 64;
    private const int LeastRecent = 10;

    private static readonly KeyValuePair<string, object?>[] s_outcomes =
        [.. ((string[])["agreed", "disagreed", "candidate_failed", "timed_out", "abandoned", "comparison_failed", "dropped", "stable_failed", "copy_failed"])
            .Select(static text => KeyValuePair.Create<string, object?>(SafetyTelemetry.ShadowOutcomeTag, text))];

    private readonly ShadowOptions<TOut> _options;
    private readonly Func<TOut, TOut> _copy;
    private readonly ModelTelemetry _telemetry;
    private readonly Counter<long> _counter;
    private readonly KeyValuePair<string, object?> _tag;
    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[s_outcomes.Length];
    private readonly KllSketch _stableSeconds = new(SketchRoom, seed: 1);
    private readonly KllSketch _candidateSeconds = new(SketchRoom, seed: 2);
    private readonly Reservoir<ShadowExample<TIn, TOut>> _examples;
    private ulong _recentFailures;
    private int _recent;
    private long _sampled;

    public ShadowLedger(ShadowOptions<TOut> options, Func<TOut, TOut> copy, ModelTelemetry telemetry)
    {
        _options = options;
        _copy = copy;
        _telemetry = telemetry;
        _counter = telemetry.Counter(SafetyTelemetry.ShadowCalls, "{call}", "Calls that were to be shadowed, by what became of them.");
        _tag = new(SafetyTelemetry.ShadowTag, options.Name);
        _examples = new(options.Examples, options.Seed);
        telemetry.Observe(SafetyTelemetry.ShadowPending, "{call}", "Calls that wait for a candidate.", () => Pending, _tag);
        telemetry.Observe(SafetyTelemetry.ShadowDisagreement, "1", "Share of compared outputs that disagree.", () => DisagreementRate, _tag);
    }

    /// <summary>Whether at least a tenth of the candidate's last 64 calls failed, and at least 10 of them are known.</summary>
    public bool IsFailing
    {
        get
        {
            lock (_gate)
            {
                return _recent >= LeastRecent && 10 * BitOperations.PopCount(_recentFailures) >= _recent;
            }
        }
    }

    public long Pending
    {
        get
        {
            // The sampled last, so that no call is over before it was sampled.
            long over = 0;
            for (int i = 0; i < _counts.Length; i++)
            {
                over += Interlocked.Read(ref _counts[i]);
            }

            return Interlocked.Read(ref _sampled) - over;
        }
    }

    private double DisagreementRate
    {
        get
        {
            lock (_gate)
            {
                long disagreed = Of(ShadowOutcome.Disagreed);
                return (double)disagreed / (disagreed + Of(ShadowOutcome.Agreed));
            }
        }
    }

    public void Sampled() => Interlocked.Increment(ref _sampled);

    /// <summary>Counts a call for which the candidate did not answer.</summary>
    public void Ended(ShadowOutcome outcome)
    {
        if (outcome is ShadowOutcome.CandidateFailed or ShadowOutcome.TimedOut or ShadowOutcome.Abandoned)
        {
            lock (_gate)
            {
                Remember(failed: true);
            }
        }

        Count(outcome);
    }

    /// <summary>Counts a call that the candidate answered.</summary>
    public void Answered(ShadowCall<TIn, TOut> call, TOut output, double seconds, ShadowOutcome outcome)
    {
        ShadowExample<TIn, TOut>? example = outcome == ShadowOutcome.Disagreed ? ExampleOf(call, output) : null;
        lock (_gate)
        {
            Remember(failed: false);
            _stableSeconds.Update(call.StableSeconds);
            _candidateSeconds.Update(seconds);
            if (example is not null)
            {
                _examples.Add(example);
            }

            Interlocked.Increment(ref _counts[(int)outcome]);
        }

        _telemetry.Count(_counter, _tag, s_outcomes[(int)outcome]);
    }

    public ShadowReport<TIn, TOut> Report(int abandonedNow, bool isStopped)
    {
        lock (_gate)
        {
            ShadowReport<TIn, TOut> report = new()
            {
                Name = _options.Name,
                StableFailed = Of(ShadowOutcome.StableFailed),
                CopyFailed = Of(ShadowOutcome.CopyFailed),
                Dropped = Of(ShadowOutcome.Dropped),
                Agreed = Of(ShadowOutcome.Agreed),
                Disagreed = Of(ShadowOutcome.Disagreed),
                CandidateFailed = Of(ShadowOutcome.CandidateFailed),
                TimedOut = Of(ShadowOutcome.TimedOut),
                Abandoned = Of(ShadowOutcome.Abandoned),
                ComparisonsFailed = Of(ShadowOutcome.ComparisonFailed),
                Alpha = _options.Alpha,
                StableLatency = ShadowLatency.Of(_stableSeconds),
                CandidateLatency = ShadowLatency.Of(_candidateSeconds),
                AbandonedNow = abandonedNow,
                IsStopped = isStopped,
                Examples = [.. _examples.Items],
            };
            long over = report.StableFailed + report.CopyFailed + report.Dropped + report.Compared
                + report.CandidateFailed + report.TimedOut + report.Abandoned + report.ComparisonsFailed;
            long sampled = Interlocked.Read(ref _sampled);
            return report with
            {
                Sampled = sampled,
                Pending = sampled - over,
                DisagreementInterval = ProportionConfidenceSequence.Of(report.Disagreed, report.Compared, _options.Alpha),
            };
        }
    }

    private void Count(ShadowOutcome outcome)
    {
        Interlocked.Increment(ref _counts[(int)outcome]);
        _telemetry.Count(_counter, _tag, s_outcomes[(int)outcome]);
    }

    private long Of(ShadowOutcome outcome) => Interlocked.Read(ref _counts[(int)outcome]);

    private void Remember(bool failed)
    {
        _recentFailures = (_recentFailures << 1) | (failed ? 1UL : 0);
        _recent = Math.Min(_recent + 1, RecentCalls);
    }

    /// <summary>The candidate's output is copied as well: it may be a buffer that the candidate uses again. Without a copy there is no example.</summary>
    private ShadowExample<TIn, TOut>? ExampleOf(ShadowCall<TIn, TOut> call, TOut output)
    {
        try
        {
            return new(call.CallId, call.Stable, _copy(output), _options.KeepInputs, _options.KeepInputs ? call.Input : default);
        }
        catch (Exception)
        {
            // Documented: the disagreement itself is counted.
            return null;
        }
    }
}
