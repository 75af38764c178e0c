using AISafety.Alerts;
using CsCheck;

namespace AISafety.Tests.Alerts;

[TestFixture]
public sealed class BreakerTrialTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Admits_so_many_calls_after_each_wait()
    {
        BreakerTrial trial = new(TimeSpan.FromMinutes(10), 3);

        bool[] admitted = [.. new[] { 0, 9, 10, 10, 11, 11, 20, 21, 21, 40, 45, 45, 49 }.Select(minute => trial.Admits(s_start, s_start.AddMinutes(minute)))];

        Assert.That(admitted, Is.EqualTo(new[] { false, false, true, true, true, false, false, true, true, true, false, false, false }));
    }

    [Test]
    public void Condition_that_comes_up_meanwhile_begins_the_wait_anew()
    {
        BreakerTrial trial = new(TimeSpan.FromMinutes(10), 3);
        Assert.That(trial.Admits(s_start, s_start.AddMinutes(10)), Is.True);

        Assert.That(trial.Admits(s_start.AddMinutes(11), s_start.AddMinutes(12)), Is.False);
        Assert.That(trial.Admits(s_start.AddMinutes(11), s_start.AddMinutes(20)), Is.False);
        Assert.That(trial.Admits(s_start.AddMinutes(11), s_start.AddMinutes(21)), Is.True);
    }

    [Test]
    public void Clock_that_is_set_back_delays_the_trial_by_one_wait_at_most()
    {
        BreakerTrial trial = new(TimeSpan.FromMinutes(10), 1);
        Assert.That(trial.Admits(s_start, s_start.AddMinutes(5)), Is.False);

        Assert.That(trial.Admits(s_start, s_start.AddDays(-1)), Is.False);
        Assert.That(trial.Admits(s_start, s_start.AddDays(-1).AddMinutes(10)), Is.True);
    }

    [Test]
    public void Any_wait_has_at_most_so_many_calls_whatever_comes() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 20], Gen.Int[0, 6].Array[1, 200]).Sample((calls, wait, gaps) =>
        {
            BreakerTrial trial = new(TimeSpan.FromMinutes(wait), calls);
            List<int> admitted = [];
            int now = 0;
            foreach (int gap in gaps)
            {
                now += gap;
                if (trial.Admits(s_start, s_start.AddMinutes(now)))
                {
                    admitted.Add(now);
                }
            }

            // The calls of two rounds are a wait apart.
            return admitted.Index().All(one => one.Index < calls || one.Item >= (one.Index / calls + 1) * wait)
                && admitted.Chunk(calls).Zip(admitted.Chunk(calls).Skip(1)).All(pair => pair.Second[0] - pair.First[^1] >= wait);
        });
}
