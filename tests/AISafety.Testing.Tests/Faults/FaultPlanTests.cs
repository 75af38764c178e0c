using CsCheck;

namespace AISafety.Testing.Tests;

[TestFixture]
public sealed class FaultPlanTests
{
    [Test]
    public void Shares_of_many_calls_are_those_planned_and_add_up()
    {
        FaultPlan<int, float> plan = new FaultPlan<int, float>(7).AddExceptions(0.05).AddHangs(0.02).AddNaN(0.01);
        const int Calls = 1_000_000;
        Dictionary<string, int> counts = Enumerable.Range(1, Calls).GroupBy(call => plan.FaultOf(call) ?? "none").ToDictionary(group => group.Key, group => group.Count());

        foreach ((string name, double share) in ((string, double)[])[("exception", 0.05), ("hang", 0.02), ("nan", 0.01), ("none", 0.92)])
        {
            // Four standard deviations of a binomial count.
            Assert.That(counts[name], Is.EqualTo(share * Calls).Within(4 * Math.Sqrt(Calls * share * (1 - share))), name);
        }
    }

    [Test]
    public void Draws_within_a_share_are_uniform()
    {
        FaultPlan<int, float> plan = new FaultPlan<int, float>(3).AddExceptions(0.2).AddHangs(0.1);
        List<double> within = [];
        for (int call = 1; call <= 100_000; call++)
        {
            if (plan.Draw(call, out double at) == 1)
            {
                within.Add(at);
            }
        }

        Assert.That(within.Min(), Is.InRange(0, 0.01));
        Assert.That(within.Max(), Is.InRange(0.99, 1));
        Assert.That(within.Average(), Is.EqualTo(0.5).Within(0.02));
    }

    [Test]
    public void Seed_and_number_alone_say_which_fault_falls() =>
        Gen.Select(Gen.ULong, Gen.Long[1, long.MaxValue / 2]).Sample((seed, call) =>
        {
            FaultPlan<int, float> one = new FaultPlan<int, float>(seed).AddExceptions(0.4).AddHangs(0.3);
            FaultPlan<int, float> same = new FaultPlan<int, float>(seed).AddExceptions(0.4).AddHangs(0.3).During(FaultPhase.Calls(1, 1));
            return one.FaultOf(call) == same.FaultOf(call);
        }, seed: "0000faults01");

    [Test]
    public void Other_seeds_draw_otherwise()
    {
        FaultPlan<int, float> one = new FaultPlan<int, float>(1).AddExceptions(0.5);
        FaultPlan<int, float> other = new FaultPlan<int, float>(2).AddExceptions(0.5);

        Assert.That(Enumerable.Range(1, 1_000).Count(call => one.FaultOf(call) == other.FaultOf(call)), Is.InRange(430, 570));
    }

    [Test]
    public void Share_of_one_falls_on_every_call_and_of_zero_on_none()
    {
        FaultPlan<int, float> plan = new FaultPlan<int, float>().AddHangs(0).AddExceptions(1);

        Assert.That(Enumerable.Range(1, 10_000).Select(call => plan.FaultOf(call)), Is.All.EqualTo("exception"));
    }

    [Test]
    public void Plan_is_immutable()
    {
        FaultPlan<int, float> plan = new();
        plan.AddExceptions(1);

        Assert.That(plan.FaultOf(1), Is.Null);
    }

    [Test]
    public void Faults_out_of_range_are_refused_by_name()
    {
        FaultPlan<int, string> plan = new();
        Assert.Multiple(() =>
        {
            Assert.That(() => plan.AddExceptions(0.6).AddHangs(0.5), Throws.ArgumentException.With.Message.Contains("1.1"));
            Assert.That(() => plan.AddExceptions(0.6).AddHangs(0.4), Throws.Nothing);
            Assert.That(() => plan.AddExceptions(-0.1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => plan.AddExceptions(double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => plan.AddExceptions(0.1).AddExceptions(0.1), Throws.ArgumentException.With.Message.Contains("'exception'"));
            Assert.That(() => plan.AddExceptions(0.1, name: " "), Throws.ArgumentException);
            Assert.That(() => plan.AddLatency(0.1, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => plan.AddNaN(0.1), Throws.ArgumentException.With.Message.Contains("String"));
            Assert.That(() => plan.AddNaN(0.1, text => "NaN"), Throws.Nothing);
            Assert.That(() => plan.AddMemoryPressure(0.1, 100, TimeSpan.FromSeconds(1), mostBytes: 99), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => plan.During(), Throws.ArgumentException);
            Assert.That(() => FaultPhase.Bursts(1, 5, 5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void Phases_include_the_calls_and_times_that_they_say()
    {
        Assert.That(Included(FaultPhase.Calls(3, 2)), Is.EqualTo(new[] { 3, 4 }));
        Assert.That(Included(FaultPhase.Bursts(2, 2, 5)), Is.EqualTo(new[] { 2, 3, 7, 8, 12 }));
        FaultPhase time = FaultPhase.Time(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
        Assert.That(Enumerable.Range(0, 8).Where(second => time.Includes(1, TimeSpan.FromSeconds(second))), Is.EqualTo(new[] { 2, 3, 4 }));
        Assert.That(FaultPhase.Calls(1, long.MaxValue).Includes(long.MaxValue, default), Is.True);

        static IEnumerable<int> Included(FaultPhase phase) => Enumerable.Range(1, 12).Where(call => phase.Includes(call, default));
    }
}
