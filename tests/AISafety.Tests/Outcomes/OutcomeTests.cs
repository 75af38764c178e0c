using AISafety.Tests.Support;
using CsCheck;

namespace AISafety.Tests.Outcomes;

[TestFixture]
public sealed class OutcomeTests
{
    [Test]
    public async Task ReportOutcome_joins_the_row_of_its_call()
    {
        List<(float X, float Label)> joined = [];
        await using SafeModel<int, string> safe = Build(joined);
        CallId first = (await safe.EvaluateAsync(10)).CallId;
        CallId second = (await safe.EvaluateAsync(20)).CallId;

        Assert.That(safe.ReportOutcome(second, "abc"), Is.EqualTo(OutcomeStatus.Accepted));
        Assert.That(safe.ReportLabel(first, 7), Is.EqualTo(OutcomeStatus.Accepted));
        await safe.FlushAsync();

        Assert.That(joined, Is.EqualTo(new[] { (20f, 3f), (10f, 7f) }));
        Assert.That(safe.GetOutcomeStatistics(), Is.EqualTo(new OutcomeStatistics(2, 2, 0)));
        Assert.That(safe.GetMonitorStatistics()[0].Recorded, Is.EqualTo(4));
    }

    [Test]
    public async Task ReportOutcome_twice_for_a_call_joins_once()
    {
        List<(float X, float Label)> joined = [];
        await using SafeModel<int, string> safe = Build(joined);
        CallId id = (await safe.EvaluateAsync(10)).CallId;
        await safe.FlushAsync();
        safe.ReportLabel(id, 1);
        safe.ReportLabel(id, 2);
        await safe.FlushAsync();

        Assert.That(joined, Is.EqualTo(new[] { (10f, 1f) }));
        Assert.That(safe.GetOutcomeStatistics(), Is.EqualTo(new OutcomeStatistics(2, 1, 0)));
        await safe.FlushAsync();
        Assert.That(safe.GetOutcomeStatistics(), Is.EqualTo(new OutcomeStatistics(2, 1, 1)), "the second waits for a row until a flush proves that there is none");
    }

    [Test]
    public async Task ReportOutcome_null_or_without_a_label_is_refused()
    {
        await using SafeModel<int, string> safe = Build([]);
        CallId id = (await safe.EvaluateAsync(1)).CallId;

        Assert.That(() => safe.ReportOutcome(id, null!), Throws.ArgumentNullException);
        Assert.That(() => safe.ReportLabel(id, float.NaN), Throws.ArgumentException);
    }

    [Test]
    public async Task ReportOutcome_call_of_another_model_is_refused()
    {
        await using SafeModel<int, string> safe = Build([]);
        await using SafeModel<int, string> other = Build([]);
        CallId id = (await other.EvaluateAsync(1)).CallId;

        Assert.That(safe.ReportLabel(id, 1), Is.EqualTo(OutcomeStatus.ForeignCall));
        Assert.That(safe.ReportLabel(default, 1), Is.EqualTo(OutcomeStatus.ForeignCall));
    }

    [Test]
    public async Task ReportOutcome_without_UseOutcomes_says_what_to_do()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(_ => { });

        Assert.That(() => safe.ReportOutcome(default, "x"), Throws.InvalidOperationException.With.Message.Contains("UseOutcomes"));
    }

    [Test]
    public async Task ReportOutcome_row_has_given_way_to_newer_ones_is_unmatched_in_the_end()
    {
        List<(float X, float Label)> joined = [];
        await using SafeModel<int, string> safe = Build(joined, new() { Capacity = 10, EarlyLabels = 1 });
        List<CallId> ids = [];
        for (int i = 0; i < 30; i++)
        {
            ids.Add((await safe.EvaluateAsync(i)).CallId);
        }

        await safe.FlushAsync();
        foreach (CallId id in ids)
        {
            safe.ReportLabel(id, 1);
        }

        await safe.FlushAsync();
        Assert.That(joined.Select(row => row.X), Is.EqualTo(Enumerable.Range(20, 10)));
        OutcomeStatistics statistics = safe.GetOutcomeStatistics();
        Assert.That(statistics, Is.EqualTo(new OutcomeStatistics(30, 10, 19)));
        Assert.That(statistics.Waiting, Is.EqualTo(1));
    }

    [Test]
    public void Join_any_order_of_rows_and_labels_gives_each_row_its_label()
    {
        Gen.Select(Gen.Int[1, 700], Gen.Int[0, 1_000_000]).Sample((count, order) =>
        {
            List<(float X, float Label)> joined = [];
            SafeModel<int, string> safe = Build(joined);
            CallId[] ids = [.. Enumerable.Range(0, count).Select(i => safe.EvaluateAsync(i).AsTask().Result.CallId)];
            Random random = new(order);
            int[] shuffled = [.. Enumerable.Range(0, count)];
            random.Shuffle(shuffled);
            foreach (int i in shuffled)
            {
                while (safe.ReportLabel(ids[i], i + 0.5f) == OutcomeStatus.Busy)
                {
                    safe.FlushAsync().AsTask().Wait();
                }

                if (random.Next(100) == 0)
                {
                    safe.FlushAsync().AsTask().Wait();
                }
            }

            safe.DisposeAsync().AsTask().Wait();
            Assert.That(joined.Order(), Is.EqualTo(Enumerable.Range(0, count).Select(i => ((float)i, i + 0.5f))));
        }, iter: 30, threads: 1, seed: "0000KuFFaqt2");
    }

    private static SafeModel<int, string> Build(List<(float X, float Label)> joined, OutcomeOptions? options = null) =>
        Scripted.Model.WithSafety(safety => safety
            .UseFeatures(FeatureSchema.For<int>().Numeric("x", x => x))
            .UseOutcomes(output => output.Length, options)
            .AddMonitor(new Scripted.Monitor("monitor", (block, _) =>
            {
                for (int row = 0; block.HasLabels && row < block.RowCount; row++)
                {
                    joined.Add((block.Feature(0)[row], block.Labels[row]));
                }
            })));
}
