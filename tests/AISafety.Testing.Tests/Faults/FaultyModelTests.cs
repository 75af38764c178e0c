using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Testing.Tests;

[TestFixture]
public sealed class FaultyModelTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static FakeModel<int, float> Model() => new(input => input);

    [Test]
    public void Exception_is_thrown_and_the_model_not_asked()
    {
        FakeModel<int, float> model = Model();
        FaultyModel<int, float> faulty = model.WithFaults(1, plan => plan.AddExceptions(1));
        FaultyModel<int, float> own = model.WithFaults(1, plan => plan.AddExceptions(1, () => new TimeoutException()));

        Assert.That(async () => await faulty.PredictAsync(3), Throws.InstanceOf<InjectedFaultException>().With.Property("Fault").EqualTo("exception"));
        Assert.That(async () => await own.PredictAsync(3), Throws.InstanceOf<TimeoutException>());
        Assert.That(model.Counts.Calls, Is.Zero);
    }

    [Test]
    public async Task Latency_is_drawn_between_its_ends_by_the_clock_that_was_given()
    {
        FakeTimeProvider time = new();
        FaultPlan<int, float> plan = new FaultPlan<int, float>(5).AddLatency(1, Second, 3 * Second);
        FaultyModel<int, float> faulty = Model().WithFaults(plan, time);
        plan.Draw(1, out double within);
        Task<float> call = faulty.PredictAsync(3).AsTask();

        time.Advance(Second * (1 + (2 * within)) - TimeSpan.FromMilliseconds(2));
        Assert.That(call.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromMilliseconds(4));
        Assert.That(await call, Is.EqualTo(3));
    }

    [Test]
    public async Task Hang_ends_when_the_call_is_cancelled()
    {
        FaultyModel<int, float> faulty = Model().WithFaults(1, plan => plan.AddHangs(1));
        using CancellationTokenSource cancel = new();
        Task<float> call = faulty.PredictAsync(3, cancel.Token).AsTask();
        Assert.That(call.IsCompleted, Is.False);
        await cancel.CancelAsync();

        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(faulty.GetReport().Faults.Single().Injected, Is.EqualTo(1));
    }

    [Test]
    public async Task Hang_regardless_of_the_token_never_ends()
    {
        FaultyModel<int, float> faulty = Model().WithFaults(1, plan => plan.AddHangs(1, regardless: true));
        using CancellationTokenSource cancel = new();
        Task<float> call = faulty.PredictAsync(3, cancel.Token).AsTask();
        await cancel.CancelAsync();

        Assert.That(call.IsCompleted, Is.False);
    }

    [Test]
    public async Task Wrong_output_is_made_of_input_and_output()
    {
        FaultyModel<int, float> faulty = Model().WithFaults(1, plan => plan.AddWrongOutputs(1, (input, output) => (10 * input) + output));

        Assert.That(await faulty.PredictAsync(3), Is.EqualTo(33));
    }

    [Test]
    public async Task NaN_is_made_of_the_output()
    {
        Assert.That(await Model().WithFaults(1, plan => plan.AddNaN(1)).PredictAsync(3), Is.NaN);
        Assert.That(await new FakeModel<int, string>("x").WithFaults(1, plan => plan.AddNaN(1, text => text + " NaN")).PredictAsync(3), Is.EqualTo("x NaN"));
    }

    [Test]
    public void Wrong_output_of_a_model_that_fails_is_its_failure_and_not_counted()
    {
        FakeModel<int, float> model = Model();
        model.Override = FakeReply.Throw(new TimeoutException());
        FaultyModel<int, float> faulty = model.WithFaults(1, plan => plan.AddNaN(1));

        Assert.That(async () => await faulty.PredictAsync(3), Throws.InstanceOf<TimeoutException>());
        Assert.That(faulty.GetReport().Faults.Single(), Is.EqualTo(new FaultCount("nan", FaultKind.NaN, 1, 1, 0)));
    }

    [Test]
    public async Task Memory_is_held_for_its_time_and_never_more_than_may_be()
    {
        FakeTimeProvider time = new();
        FaultyModel<int, float> faulty = Model().WithFaults(1, plan => plan.AddMemoryPressure(1, 1 << 20, Second, 2 << 20), time);
        for (int i = 0; i < 3; i++)
        {
            Assert.That(await faulty.PredictAsync(i), Is.EqualTo(i));
        }

        Assert.That(faulty.GetReport().HeldBytes, Is.EqualTo(2 << 20));
        Assert.That(faulty.GetReport().Faults.Single(), Is.EqualTo(new FaultCount("memory", FaultKind.Memory, 1, 3, 2)));
        time.Advance(Second);
        Assert.That(faulty.GetReport().HeldBytes, Is.Zero);
        await faulty.PredictAsync(4);
        Assert.That(faulty.GetReport().HeldBytes, Is.EqualTo(1 << 20));
    }

    [Test]
    public void Memory_that_is_held_is_really_taken()
    {
        FakeTimeProvider time = new();
        FaultyModel<int, float> faulty = Model().WithFaults(1, plan => plan.AddMemoryPressure(1, 64 << 20, Second), time);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        faulty.PredictAsync(1).AsTask().GetAwaiter().GetResult();

        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.GreaterThan(60 << 20));
        time.Advance(Second);
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(4 << 20));
    }

    [Test]
    public async Task Behavior_is_given_the_token_and_the_model_is_asked()
    {
        using CancellationTokenSource cancel = new();
        CancellationToken seen = default;
        FaultyModel<int, float> faulty = Model().WithFaults(1, plan => plan.AddBehavior(1, token =>
        {
            seen = token;
            return default;
        }));

        Assert.That(await faulty.PredictAsync(3, cancel.Token), Is.EqualTo(3));
        Assert.That(seen, Is.EqualTo(cancel.Token));
    }

    [Test]
    public async Task Switch_and_phases_suspend_without_shifting_faults()
    {
        FaultPlan<int, float> plan = new FaultPlan<int, float>(11).AddExceptions(0.5);
        FaultyModel<int, float> faulty = Model().WithFaults(plan.During(FaultPhase.Calls(1, 60)));
        List<int> failed = [];
        for (int call = 1; call <= 100; call++)
        {
            faulty.IsEnabled = call is <= 20 or > 40;
            try
            {
                await faulty.PredictAsync(call);
            }
            catch (InjectedFaultException)
            {
                failed.Add(call);
            }
        }

        Assert.That(failed, Is.EqualTo(Enumerable.Range(1, 60).Where(call => call is <= 20 or > 40 && plan.FaultOf(call) is not null)));
        Assert.That(faulty.GetReport().Suspended, Is.EqualTo(60));
    }

    [Test]
    public void Phase_of_time_begins_with_the_model()
    {
        FakeTimeProvider time = new();
        FaultyModel<int, float> faulty = Model().WithFaults(1, plan => plan.AddExceptions(1).During(FaultPhase.Time(Second, Second)), time);

        Assert.That(async () => await faulty.PredictAsync(1), Throws.Nothing);
        time.Advance(Second);
        Assert.That(async () => await faulty.PredictAsync(1), Throws.InstanceOf<InjectedFaultException>());
        time.Advance(Second);
        Assert.That(async () => await faulty.PredictAsync(1), Throws.Nothing);
    }

    [Test]
    public void Calls_of_many_threads_get_the_faults_of_their_numbers_and_counts_add_up() =>
        Gen.Select(Gen.ULong, Gen.Int[1, 2_000], Gen.Double[0, 0.5], Gen.Double[0, 0.5]).Sample(
            (seed, calls, exceptions, nan) =>
            {
                FaultPlan<int, float> plan = new FaultPlan<int, float>(seed).AddExceptions(exceptions).AddNaN(nan).During(FaultPhase.Bursts(10, 50, 60));
                FaultyModel<int, float> faulty = Model().WithFaults(plan);
                int failed = 0;
                int spoilt = 0;
                Parallel.For(0, calls, i =>
                {
                    try
                    {
                        if (float.IsNaN(faulty.PredictAsync(i).AsTask().GetAwaiter().GetResult()))
                        {
                            Interlocked.Increment(ref spoilt);
                        }
                    }
                    catch (InjectedFaultException)
                    {
                        Interlocked.Increment(ref failed);
                    }
                });
                FaultReport report = faulty.GetReport();
                string?[] expected = [.. Enumerable.Range(1, calls).Where(call => plan.IsInForce(call, default)).Select(call => plan.FaultOf(call))];
                return report.Calls == calls
                    && report.Calls == report.Suspended + report.Untouched + report.Faults.Sum(fault => fault.Drawn)
                    && failed == expected.Count(name => name == "exception") && report.Faults[0].Injected == failed
                    && spoilt == expected.Count(name => name == "nan") && report.Faults[1].Injected == spoilt;
            },
            seed: "0000faulty01",
            iter: 30);

    [Test]
    public async Task Routed_model_stays_routed()
    {
        FaultyModel<int, float> faulty = new Routed().WithFaults(1, plan => plan.AddWrongOutputs(1, (_, output) => -output));
        await using SafeModel<int, float> safe = faulty.WithSafety(_ => { });

        SafetyResult<float> result = await safe.EvaluateAsync(3);
        Assert.That((result.Output, result.ServedBy), Is.EqualTo((-3f, "arm")));
    }

    [Test]
    public async Task Plan_that_two_models_are_given_counts_for_each()
    {
        FaultPlan<int, float> plan = new FaultPlan<int, float>().AddWrongOutputs(1, (_, _) => 0);
        FaultyModel<int, float> one = Model().WithFaults(plan);
        FaultyModel<int, float> other = Model().WithFaults(plan);
        await one.PredictAsync(1);

        Assert.That((one.GetReport().Calls, other.GetReport().Calls), Is.EqualTo((1L, 0L)));
        Assert.That(one.GetReport().ToString(), Does.Contain("wrong-output").And.Contain("100.00"));
    }

    private sealed class Routed : IRoutedModel<int, float>
    {
        public ValueTask<float> PredictAsync(int input, CancellationToken cancellationToken) => new(input);

        public ValueTask<Served<float>> PredictAsync(int input, SafetyContext context) => new(new Served<float>(input, "arm"));
    }
}
