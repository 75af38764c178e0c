using AISafety.Rollout;
using AISafety.Tests.Support;
using CsCheck;

namespace AISafety.Tests.Rollout;

/// <summary>What holds whatever the models do.</summary>
[TestFixture]
public sealed class ShadowLawTests
{
    [Test]
    public void Every_sampled_call_is_accounted_for_once()
    {
        Gen.Select(Gen.Int[0, 7].Array[1, 60], Gen.Int[1, 4], Gen.Int[1, 20], Gen.Bool).Sample(
            (acts, concurrency, capacity, waits) =>
            {
                SafeModel<int, string> safe = Model.FromDelegate<int, string>(async (input, _) =>
                {
                    if (waits)
                    {
                        await Task.Yield();
                    }

                    return acts[input] == 7 ? throw new InvalidOperationException() : $"{input}";
                }).WithSafety(safety => safety.AddShadow(
                    Model.FromDelegate<int, string>(async (input, _) =>
                    {
                        if (acts[input] == 1)
                        {
                            throw new InvalidOperationException();
                        }

                        if (acts[input] == 2)
                        {
                            await Task.Yield();
                        }

                        return acts[input] == 3 ? "other" : acts[input] == 4 ? null! : $"{input}";
                    }),
                    (input, stable, candidate) => acts[input] == 5 ? throw new InvalidOperationException() : stable == candidate,
                    new() { Concurrency = concurrency, QueueCapacity = capacity, Examples = 5 }));
                int failed = 0;
                Parallel.For(0, acts.Length, new ParallelOptions { MaxDegreeOfParallelism = 3 }, i =>
                {
                    try
                    {
                        _ = safe.PredictAsync(i).AsTask().GetAwaiter().GetResult();
                    }
                    catch (InvalidOperationException)
                    {
                        Interlocked.Increment(ref failed);
                    }

                    ShadowReport<int, string> seen = safe.GetShadowReport();
                    Assert.That(seen.Pending, Is.GreaterThanOrEqualTo(0));
                });
                safe.FlushAsync().AsTask().GetAwaiter().GetResult();
                ShadowReport<int, string> report = safe.GetShadowReport();
                Assert.That(report.Pending, Is.Zero);
                Assert.That(failed, Is.EqualTo(acts.Count(act => act == 7)));
                Assert.That(report.StableFailed, Is.LessThanOrEqualTo(failed));
                Assert.That(report.Sampled, Is.EqualTo(acts.Length));
                Assert.That(report.Disagreed, Is.LessThanOrEqualTo(acts.Count(act => act == 3)));
                Assert.That(report.Examples, Has.Count.EqualTo(Math.Min(5, report.Disagreed)));
                Assert.That(report.CandidateLatency.Count, Is.EqualTo(report.Compared + report.ComparisonsFailed));
                if (report.Dropped == 0)
                {
                    Assert.That((report.StableFailed, report.Disagreed, report.CandidateFailed, report.ComparisonsFailed), Is.EqualTo(
                        (failed, acts.Count(act => act == 3), acts.Count(act => act is 1 or 4), acts.Count(act => act == 5))));
                }

                safe.DisposeAsync().AsTask().GetAwaiter().GetResult();
            },
            iter: 100,
            seed: "0000shadow01",
            threads: 1);
    }

    [TestCase(nameof(ShadowOptions<>.Share), -0.1)]
    [TestCase(nameof(ShadowOptions<>.Share), double.NaN)]
    [TestCase(nameof(ShadowOptions<>.QueueCapacity), 0)]
    [TestCase(nameof(ShadowOptions<>.Concurrency), 65)]
    [TestCase(nameof(ShadowOptions<>.MaxAbandoned), 0)]
    [TestCase(nameof(ShadowOptions<>.Examples), -1)]
    [TestCase(nameof(ShadowOptions<>.Alpha), 1)]
    [TestCase(nameof(ShadowOptions<>.TimeBudget), 0)]
    [TestCase(nameof(ShadowOptions<>.Name), 0)]
    public void Option_out_of_range_is_refused_by_name(string option, double value)
    {
        ShadowOptions<string> options = option switch
        {
            nameof(ShadowOptions<>.Share) => new() { Share = value },
            nameof(ShadowOptions<>.QueueCapacity) => new() { QueueCapacity = (int)value },
            nameof(ShadowOptions<>.Concurrency) => new() { Concurrency = (int)value },
            nameof(ShadowOptions<>.MaxAbandoned) => new() { MaxAbandoned = (int)value },
            nameof(ShadowOptions<>.Examples) => new() { Examples = (int)value },
            nameof(ShadowOptions<>.Alpha) => new() { Alpha = value },
            nameof(ShadowOptions<>.TimeBudget) => new() { TimeBudget = TimeSpan.FromSeconds(value) },
            _ => new() { Name = " " },
        };
        Assert.That(() => new SafetyBuilder<int, string>(Scripted.Model).AddShadow(Scripted.Model, options: options), Throws.InstanceOf<SafetyBuildException>().With.Message.Contains(option));
    }
}
