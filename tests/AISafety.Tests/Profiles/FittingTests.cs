using System.Runtime.CompilerServices;
using AISafety.Statistics;

namespace AISafety.Tests.Profiles;

[TestFixture]
public sealed class FittingTests
{
    private static readonly Person[] _people = Person.Many(3_000, seed: 1);

    [Test]
    public void Counts_add_up_to_the_rows_of_every_feature()
    {
        ReferenceProfile profile = ReferenceProfile.Fit(Person.Schema, _people);

        Assert.That(profile.RowCount, Is.EqualTo(3_000));
        Assert.That(profile.Features.Select(feature => feature.Count + feature.Missing + feature.Unseen), Is.All.EqualTo(3_000));
        Assert.That(profile.Features[1].Missing, Is.EqualTo(_people.Count(person => person.Income is null)));
        Assert.That(profile.Features[2].Unseen, Is.EqualTo(_people.Count(person => person.State == "WA")));
        Assert.That(profile.Features[2].Missing, Is.EqualTo(_people.Count(person => person.State is null)));
        Assert.That(
            profile.Features[2].CategoryCounts.ToArray(),
            Is.EqualTo(new[] { "NY", "CA", "TX" }.Select(state => _people.LongCount(person => person.State == state))));
    }

    [Test]
    public void Moments_quantiles_and_bins_are_those_of_the_values()
    {
        ReferenceProfile profile = ReferenceProfile.Fit(Person.Schema, _people);
        float[] incomes = [.. _people.Select(person => (float)(person.Income ?? double.NaN))];
        float[] sorted = [.. incomes.Where(float.IsFinite).Order()];
        FeatureProfile income = profile.Features[1];

        Assert.That(income.Moments.Mean, Is.EqualTo(Moments.Of(incomes).Mean).Within(1e-9));
        Assert.That(profile.Means[1], Is.EqualTo(income.Moments.Mean));
        Assert.That(income.Moments.Missing, Is.EqualTo(income.Missing));
        Assert.That(income.Sorted!.Ascending.ToArray(), Is.EqualTo(sorted));
        Assert.That((income.Quantile(0), income.Quantile(1)), Is.EqualTo(((double)sorted[0], (double)sorted[^1])));
        Assert.That(income.Rank(sorted[sorted.Length / 2]), Is.EqualTo(0.5).Within(2 * income.RankError));
        Assert.That(income.Bins.BinCount, Is.EqualTo(20));
        Assert.That(income.BinCounts.ToArray().Sum(), Is.EqualTo(income.Count));
        Assert.That(income.BinCounts.ToArray(), Is.All.EqualTo(sorted.Length / 20.0).Within(2));
        Assert.That(profile.Features[4].Bins.BinCount, Is.EqualTo(3), "Three values have three bins.");
    }

    [Test]
    public void Sample_of_few_rows_is_all_rows_in_their_order()
    {
        ReferenceProfile profile = ReferenceProfile.Fit(Person.Schema, _people);
        float[] expected = new float[Person.Schema.Width];
        float[] row = new float[Person.Schema.Width];

        Assert.That(profile.SampleIndex.ToArray(), Is.EqualTo(Enumerable.Range(0, 3_000)));
        for (int i = 0; i < _people.Length; i++)
        {
            Person.Schema.Write(_people[i], expected);
            profile.SampleRow(i, row);
            Assert.That(row, Is.EqualTo(expected));
            Assert.That(profile.SampleColumn(0)[i], Is.EqualTo(expected[0]));
        }
    }

    [Test]
    public void Sample_of_many_rows_has_the_values_of_its_row_numbers_in_their_order()
    {
        ReferenceProfile profile = ReferenceProfile.Fit(Person.Schema, _people, new() { SampleSize = 100, FirstRow = 50 });
        float[] expected = new float[Person.Schema.Width];
        float[] row = new float[Person.Schema.Width];

        Assert.That(profile.SampleCount, Is.EqualTo(100));
        Assert.That(profile.SampleIndex.ToArray(), Is.Ordered.And.Unique);
        for (int i = 0; i < 100; i++)
        {
            Person.Schema.Write(_people[profile.SampleIndex[i] - 50], expected);
            profile.SampleRow(i, row);
            Assert.That(row, Is.EqualTo(expected));
        }
    }

    [Test]
    public void Sample_is_uniform_over_the_rows()
    {
        // Of 2,000 rows 200 are kept, by 500 seeds: each tenth of the rows has a tenth of them. Chi-square with 9 degrees of freedom: above 27.9 once in a thousand.
        long[] kept = new long[10];
        float[] rows = new float[2_000];
        for (int seed = 0; seed < 500; seed++)
        {
            ReferenceProfile profile = ReferenceProfile.FitRows(["x"], rows, new() { SampleSize = 200, Seed = seed, SketchSize = 8 });
            foreach (long number in profile.SampleIndex)
            {
                kept[number / 200]++;
            }
        }

        Assert.That(kept.Sum(count => Math.Pow(count - 10_000, 2) / 10_000), Is.LessThan(27.9));
    }

    [Test]
    public void Outputs_are_features_after_those_of_the_input()
    {
        ReferenceProfile profile = ReferenceProfile.Fit(Person.Schema, Person.Score, _people.Select(person => (person, person.Age / 100)));

        Assert.That(profile.InputCount, Is.EqualTo(5));
        Assert.That(profile.Features.Select(feature => feature.IsOutput), Is.EqualTo(new[] { false, false, false, false, false, true }));
        Assert.That(profile.Features[^1].Feature.Name, Is.EqualTo("score"));
        Assert.That(profile.Features[^1].Quantile(0), Is.EqualTo(profile.Features[0].Quantile(0) / 100).Within(1e-6));
        Assert.That(profile.NumericInputs.ToArray(), Is.EqualTo(new[] { 0, 1, 3, 4 }));
        Assert.That(profile.IndexOf("score"), Is.EqualTo(5));
    }

    [Test]
    public async Task FitAsync_gives_the_same_and_reports_progress()
    {
        Person[] many = Person.Many(25_000, seed: 2);
        List<long> asynchronous = [];
        List<long> pooled = [];
        byte[] expected = ReferenceProfile.Fit(Person.Schema, many).ToBytes();

        ReferenceProfile first = await ReferenceProfile.FitAsync(Person.Schema, Stream(many), progress: new Reports(asynchronous));
        ReferenceProfile second = await ReferenceProfile.FitAsync(Person.Schema, many, progress: new Reports(pooled));

        Assert.That(first.ToBytes().AsSpan().SequenceEqual(expected), Is.True);
        Assert.That(second.ToBytes().AsSpan().SequenceEqual(expected), Is.True);
        Assert.That(asynchronous, Is.EqualTo(new[] { 10_000, 20_000, 25_000 }));
        Assert.That(pooled, Is.EqualTo(asynchronous));
    }

    [Test]
    public async Task FitAsync_of_outputs_gives_the_same_as_Fit()
    {
        (Person, double)[] pairs = [.. _people.Select(person => (person, person.Age))];
        byte[] expected = ReferenceProfile.Fit(Person.Schema, Person.Score, pairs).ToBytes();

        Assert.That((await ReferenceProfile.FitAsync(Person.Schema, Person.Score, pairs)).ToBytes(), Is.EqualTo(expected));
        Assert.That((await ReferenceProfile.FitAsync(Person.Schema, Person.Score, Stream(pairs))).ToBytes(), Is.EqualTo(expected));
    }

    [Test]
    public void FitAsync_cancelled_ends()
    {
        using CancellationTokenSource source = new();
        IEnumerable<Person> CancelAtFifth()
        {
            for (int i = 0; ; i++)
            {
                if (i == 5)
                {
                    source.Cancel();
                }

                yield return _people[0];
            }
        }

        Assert.That(() => ReferenceProfile.FitAsync(Person.Schema, CancelAtFifth(), cancellationToken: source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => ReferenceProfile.FitAsync(Person.Schema, Stream(CancelAtFifth()), cancellationToken: source.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Fitting_does_not_allocate_by_the_row()
    {
        float[][] rows = [.. Enumerable.Range(0, 1_000).Select(i => new float[] { i, -i, i % 7 })];
        FeatureSchema<float[]> schema = FeatureSchema.ForVector("a", "b", "c");
        ReferenceProfileOptions options = new() { SampleSize = 100 };
        long Allocated(int rounds)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            ReferenceProfile.Fit(schema, Enumerable.Repeat(rows, rounds).SelectMany(row => row), options);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(100);
        long few = Allocated(100);
        long many = Allocated(400);

        Assert.That((many - few) / 300_000.0, Is.LessThan(1), "Bytes a row: only sketches grow, by the logarithm of the rows.");
    }

    private static async IAsyncEnumerable<T> Stream<T>(IEnumerable<T> rows, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (T row in rows)
        {
            yield return row;
        }

        await Task.Yield();
    }

    private sealed class Reports(List<long> reports) : IProgress<long>
    {
        public void Report(long value) => reports.Add(value);
    }
}
