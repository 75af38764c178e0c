using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Testing.Tests;

[TestFixture]
public sealed class FakeModelTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public async Task Constant_and_function_answer()
    {
        Assert.That(await new FakeModel<int, string>("yes").PredictAsync(3), Is.EqualTo("yes"));
        Assert.That(await new FakeModel<int, string>(input => $"{input}").PredictAsync(3), Is.EqualTo("3"));
    }

    [Test]
    public async Task Then_gives_replies_in_turn_and_then_the_function()
    {
        FakeModel<int, string> fake = new("usual");
        fake.Then("first", FakeReply.Throw(new InvalidOperationException("second")), FakeReply.Null, FakeReply.Default);

        Assert.That(await fake.PredictAsync(0), Is.EqualTo("first"));
        Assert.That(async () => await fake.PredictAsync(0), Throws.InvalidOperationException.With.Message.EqualTo("second"));
        Assert.That(await fake.PredictAsync(0), Is.Null);
        Assert.That(await fake.PredictAsync(0), Is.EqualTo("usual"));
        Assert.That(await fake.PredictAsync(0), Is.EqualTo("usual"));
        Assert.That(fake.Counts, Is.EqualTo(new FakeModelCounts(5, 4, 1, 0, 0)));
    }

    [Test]
    public async Task When_takes_the_first_rule_that_holds_and_uses_up_no_reply_of_the_sequence()
    {
        FakeModel<int, string> fake = new("usual");
        fake.Then("next").When(input => input < 0, "negative").When(input => input < 5, "small");

        Assert.That(await fake.PredictAsync(-1), Is.EqualTo("negative"));
        Assert.That(await fake.PredictAsync(1), Is.EqualTo("small"));
        Assert.That(await fake.PredictAsync(9), Is.EqualTo("next"));
        Assert.That(await fake.PredictAsync(9), Is.EqualTo("usual"));
    }

    [Test]
    public async Task Override_goes_before_everything_until_it_is_taken_back()
    {
        FakeModel<int, string> fake = new("usual");
        fake.When(_ => true, "rule");
        fake.Override = FakeReply.Throw(() => new TimeoutException());

        Assert.That(async () => await fake.PredictAsync(0), Throws.InstanceOf<TimeoutException>());
        fake.Override = null;
        Assert.That(await fake.PredictAsync(0), Is.EqualTo("rule"));
    }

    [Test]
    public async Task Hang_waits_for_its_release_and_is_cancelled_by_the_token()
    {
        FakeModel<int, string> fake = new("usual") { Override = FakeReply.Hang };
        using CancellationTokenSource cancel = new();
        Task<string> released = fake.PredictAsync(0).AsTask();
        Task<string> cancelled = fake.PredictAsync(0, cancel.Token).AsTask();
        Assert.That(fake.Counts.Running, Is.EqualTo(2));

        await cancel.CancelAsync();
        Assert.That(async () => await cancelled, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(released.IsCompleted, Is.False);
        fake.Release();
        Assert.That(await released, Is.EqualTo("usual"));
        Assert.That(fake.Counts, Is.EqualTo(new FakeModelCounts(2, 1, 0, 1, 0)));

        // A release is for those that hang, not for those to come.
        Assert.That(fake.PredictAsync(0).IsCompleted, Is.False);
    }

    [Test]
    public async Task HangRegardless_is_not_cancelled()
    {
        FakeModel<int, string> fake = new("usual") { Override = FakeReply.HangRegardless };
        using CancellationTokenSource cancel = new();
        Task<string> hanging = fake.PredictAsync(0, cancel.Token).AsTask();

        await cancel.CancelAsync();
        Assert.That(hanging.IsCompleted, Is.False);
        fake.Release();
        Assert.That(await hanging, Is.EqualTo("usual"));
    }

    [Test]
    public async Task After_is_late_by_the_clock_that_was_given()
    {
        FakeTimeProvider time = new();
        FakeModel<int, string> fake = new("usual", new() { TimeProvider = time });
        fake.Then(FakeReply.Answer("late").After(Second), FakeReply.Throw(new TimeoutException()).After(Second));
        Task<string> answer = fake.PredictAsync(0).AsTask();
        Task<string> failure = fake.PredictAsync(0).AsTask();

        time.Advance(Second / 2);
        Assert.That(answer.IsCompleted || failure.IsCompleted, Is.False);
        time.Advance(Second / 2);
        Assert.That(await answer, Is.EqualTo("late"));
        Assert.That(async () => await failure, Throws.InstanceOf<TimeoutException>());
    }

    [Test]
    public async Task NaN_is_that_of_the_output()
    {
        Assert.That(await Spoilt(1f), Is.NaN);
        Assert.That(await Spoilt(1.0), Is.NaN);
        Assert.That(Half.IsNaN(await Spoilt((Half)1)), Is.True);
        Assert.That(await Spoilt(new[] { 1f, 2f }), Is.EqualTo(new[] { float.NaN, float.NaN }));
        Assert.That(await Spoilt(new[] { 1.0, 2.0 }), Is.EqualTo(new[] { double.NaN, double.NaN }));
        Assert.That((await Spoilt<ReadOnlyMemory<float>>(new[] { 1f, 2f })).ToArray(), Is.EqualTo(new[] { float.NaN, float.NaN }));
        Classification spoilt = await Spoilt(Classification.FromProbabilities([0.2f, 0.8f]));
        Assert.That(spoilt.ClassIndex, Is.EqualTo(-1));
        Assert.That(spoilt.Probabilities.Length, Is.EqualTo(2));

        static async Task<T> Spoilt<T>(T answer) => await new FakeModel<int, T>(answer) { Override = FakeReply.NaN }.PredictAsync(0);
    }

    [Test]
    public void Reply_that_the_output_cannot_have_is_refused_where_it_is_told()
    {
        Assert.That(() => new FakeModel<int, string>("").Then(FakeReply.NaN), Throws.ArgumentException.With.Message.Contains("NaN").And.Message.Contains("String"));
        Assert.That(() => new FakeModel<int, float>(0f).When(_ => true, FakeReply.Null), Throws.ArgumentException.With.Message.Contains("Single"));
        Assert.That(() => new FakeModel<int, float?>(0f).Then(FakeReply.Null), Throws.Nothing);
        Assert.That(() => new FakeModel<int, float>(0f, new() { KeepCalls = -1 }), Throws.ArgumentException.With.Message.Contains("FakeModelOptions.KeepCalls is -1"));
    }

    [Test]
    public async Task Calls_are_the_last_ones_with_copies_of_their_inputs()
    {
        FakeModel<int[], string> fake = new("", new() { KeepCalls = 2 });
        int[] input = [1];
        foreach (int value in (int[])[1, 2, 3])
        {
            input[0] = value;
            await fake.PredictAsync(input);
        }

        Assert.That(fake.Calls.Select(call => (call.Number, call.Input[0])), Is.EqualTo(new[] { (2L, 2), (3L, 3) }));
        Assert.That(fake.Counts.Calls, Is.EqualTo(3));
    }

    [Test]
    public async Task Batch_is_answered_row_by_row()
    {
        FakeModel<int, string> fake = new(input => $"{input}");
        IBatchModel<int, string> batch = fake.Then("first").AsBatchModel();
        string[] outputs = new string[3];
        await batch.PredictBatchAsync(new[] { 7, 8, 9 }, outputs);

        Assert.That(outputs, Is.EqualTo(new[] { "first", "8", "9" }));
        Assert.That(fake.Counts.Calls, Is.EqualTo(3));
        Assert.That(async () => await batch.PredictBatchAsync(new[] { 7, 8, 9 }, new string[2]), Throws.ArgumentException);
    }

    [Test]
    public void Counts_add_up_and_a_sequence_is_used_up_once_whatever_the_threads_do() =>
        Gen.Int[0, 3].Array[0, 200].Sample(
            kinds =>
            {
                FakeModel<int, string> fake = new("usual");
                fake.Then([.. kinds.Select(kind => (FakeReply<string>)(kind switch { 0 => FakeReply.Throw(new TimeoutException()), 1 => FakeReply.Hang, 2 => FakeReply.Null, _ => FakeReply.Default }))]);
                List<Task> running = [];
                Parallel.For(0, kinds.Length + 20, _ =>
                {
                    ValueTask<string> call = fake.PredictAsync(0);
                    lock (running)
                    {
                        running.Add(call.AsTask());
                    }
                });
                FakeModelCounts during = fake.Counts;
                fake.Release();
                Task.WhenAll(running).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
                FakeModelCounts after = fake.Counts;
                return during.Running == kinds.Count(kind => kind == 1)
                    && during.Calls == during.Answered + during.Failed + during.Cancelled + during.Running
                    && after == new FakeModelCounts(kinds.Length + 20, kinds.Length + 20 - kinds.Count(kind => kind == 0), kinds.Count(kind => kind == 0), 0, 0);
            },
            seed: "0000fakes001",
            iter: 100);
}
