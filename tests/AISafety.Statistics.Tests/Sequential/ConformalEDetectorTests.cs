using CsCheck;

namespace AISafety.Statistics.Tests.Sequential;

/// <summary>The promises of the e-detector by simulation, and its arithmetic against a plain one.</summary>
public class ConformalEDetectorTests
{
    [Test]
    public void Evidence_lifetimeWithoutChange_seldomReachesTheLimit([Values(30, 200, 1000)] int reference, [Values] bool isDiscrete)
    {
        // 400 streams with a probability of at most 0.05: more than 33 have one of 0.001.
        int alarms = Enumerable.Range(0, 400).Count(seed =>
        {
            Random random = new(10_007 * seed + reference);
            ConformalEDetector detector = new(Values(random, reference, isDiscrete), EDetectorGuarantee.Lifetime, seed);
            double[] evidence = new double[2_000];
            detector.Update(Values(random, evidence.Length, isDiscrete), evidence);
            return evidence.Max() >= 20;
        });
        TestContext.Out.WriteLine(alarms);
        Assert.That(alarms, Is.LessThanOrEqualTo(33));
    }

    [Test]
    public void Evidence_runLengthWithoutChange_meanRunIsAtLeastTheLimit([Values(20, 500)] int reference)
    {
        const double Limit = 200;
        double total = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            Random random = new(10_007 * seed + reference);
            ConformalEDetector detector = new(Values(random, reference, false), EDetectorGuarantee.RunLength, seed);
            int rows = 1;
            while (rows < 20 * Limit && detector.Update(Values(random, 1, false)[0]) < Limit)
            {
                rows++;
            }

            total += rows / 400.0;
        }

        // The standard error of 400 about exponential runs is a twentieth of their mean.
        TestContext.Out.WriteLine(total);
        Assert.That(total, Is.GreaterThan(0.85 * Limit));
        Assert.That(total, Is.LessThan(4 * Limit), "never alarming is not success");
    }

    [TestCase(0.5, 1.0, 0, 130)]
    [TestCase(1.0, 1.0, 0, 40)]
    [TestCase(0.0, 1.6, 0, 110)]
    [TestCase(1.0, 1.0, 5_000, 60)]
    public void Evidence_change_isFoundAndDated(double shift, double factor, int after, int most)
    {
        List<long> delays = [];
        List<long> errors = [];
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(10_007 * seed + 3);
            ConformalEDetector detector = new(Values(random, 1_000, false), EDetectorGuarantee.RunLength, seed);
            detector.Update(Values(random, after, false), new double[after]);
            long delay = 1;
            while (detector.Update((float)(shift + (factor * Normal(random)))) < 10_000 && delay < 5_000)
            {
                delay++;
            }

            delays.Add(delay);
            ChangeStart start = detector.LocateStart();
            errors.Add(Math.Abs(start.Likely - delay));
            Assert.That(start.Likely, Is.InRange(start.Least, start.Most));
        }

        delays.Sort();
        errors.Sort();
        TestContext.Out.WriteLine($"median delay {delays[30]}, median error of the start {errors[30]}");
        Assert.That(delays[30], Is.LessThanOrEqualTo(most));
        Assert.That(errors[30], Is.LessThanOrEqualTo(Math.Max(5, most / 5)));
    }

    [Test]
    public void Evidence_moreMissing_isFound()
    {
        Random random = new(1);
        ConformalEDetector detector = new(Values(random, 1_000, false));
        double evidence = 0;
        for (int i = 0; i < 100; i++)
        {
            evidence = detector.Update(i % 4 == 0 ? float.NaN : (float)Normal(random));
        }

        Assert.That(evidence, Is.GreaterThan(1e6));
        Assert.That(detector.Count, Is.EqualTo(100));
    }

    [Test]
    public void Update_constantReferenceAndInfinities_staysFiniteWithoutChange()
    {
        ConformalEDetector constant = new([.. Enumerable.Repeat(3f, 200)], EDetectorGuarantee.Lifetime, 1);
        double[] evidence = new double[3_000];
        constant.Update([.. Enumerable.Repeat(3f, 3_000)], evidence);
        Assert.That(evidence.Max(), Is.LessThan(20));
        Assert.That(constant.Update(4), Is.GreaterThan(0));
        ConformalEDetector wide = new([float.NegativeInfinity, 1, 2, float.PositiveInfinity, float.NaN]);
        Assert.That(double.IsFinite(wide.Update(float.PositiveInfinity)));
        Assert.That(double.IsFinite(wide.Update(float.NaN)));
    }

    [Test]
    public void Update_inAnyBlocks_isTheSame() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 90].Array[1, 12], Gen.Int[0, 1_000]).Sample((reference, blocks, seed) =>
    {
        Random random = new(seed);
        float[] sample = Values(random, reference, true);
        float[] values = Values(random, blocks.Sum(), seed % 2 == 0);
        ConformalEDetector whole = new(sample, EDetectorGuarantee.Lifetime, seed);
        ConformalEDetector parts = new(sample, EDetectorGuarantee.Lifetime, seed);
        double[] expected = new double[values.Length];
        whole.Update(values, expected);
        List<double> found = [];
        int start = 0;
        foreach (int block in blocks)
        {
            double[] evidence = new double[block];
            parts.Update(values.AsSpan(start, block), evidence);
            found.AddRange(evidence);
            start += block;
        }

        Assert.That(found, Is.EqualTo(expected).Within(1e-9).Percent);
        Assert.That(parts.Evidence, Is.EqualTo(whole.Evidence).Within(1e-9).Percent);
    });

    [Test]
    public void Bets_ofEachGambler_areFairUnderTheUrn()
    {
        // Over all cells that may come, weighted by the urn, each factor's mean is 1: what every guarantee rests on.
        RankBets bets = RankBets.For(317);
        double[] urn = [.. bets.Gaps.Select(static gaps => (double)gaps)];
        Random random = new(5);
        for (int round = 0; round < 50; round++)
        {
            for (int k = 0; k < RankBets.Gamblers; k++)
            {
                double stakes = urn.Select((gaps, cell) => gaps * bets.Stakes[(cell * RankBets.Gamblers) + k]).Sum();
                double mean = urn.Select((gaps, cell) => gaps / urn.Sum() * (bets.Stakes[(cell * RankBets.Gamblers) + k] * urn.Sum() / stakes)).Sum();
                Assert.That(mean, Is.EqualTo(1).Within(1e-12));
            }

            urn[random.Next(urn.Length)]++;
        }

        Assert.That(bets.Gaps.Sum(), Is.EqualTo(318));
        Assert.That(bets.Stakes, Is.All.GreaterThan(0));
    }

    [Test]
    public void Kernel_againstDivision_isNeverAboveAndHardlyBelow()
    {
        RankBets bets = RankBets.For(100);
        Random random = new(2);
        double[] sums = new double[RankBets.Gamblers];
        double[] state = new double[3 * RankBets.Gamblers];
        for (int k = 0; k < RankBets.Gamblers; k++)
        {
            sums[k] = bets.Gaps.Select((gaps, cell) => gaps * bets.Stakes[(cell * RankBets.Gamblers) + k]).Sum();
            (state[k], state[RankBets.Gamblers + k]) = (sums[k], 1 / sums[k]);
        }

        int[] cells = [.. Enumerable.Range(0, 500).Select(_ => random.Next(bets.Gaps.Length))];
        double[] starts = [.. Enumerable.Repeat(1.0, cells.Length)];
        double[] found = new double[cells.Length];
        RankBetKernel.Run(cells, bets.Stakes, starts, state, 101, found, 1.0 / RankBets.Gamblers);
        double[] wealth = new double[RankBets.Gamblers];
        double[] exactWealth = new double[cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            for (int k = 0; k < RankBets.Gamblers; k++)
            {
                double stake = bets.Stakes[(cells[i] * RankBets.Gamblers) + k];
                wealth[k] = (wealth[k] + (1.0 / RankBets.Gamblers)) * stake * (101 + i) / sums[k];
                sums[k] += stake;
            }

            exactWealth[i] = wealth.Sum();
            Assert.That(found[i], Is.LessThanOrEqualTo(exactWealth[i] * (1 + 1e-10)));
        }

        Assert.That(found[^1], Is.EqualTo(exactWealth[^1]).Within(1).Percent);
    }

    // What is no theorem for streams that depend on each other: the mean of their evidences, at a limit of 50. Standard errors are about 3.
    [TestCase(50)]
    [TestCase(200)]
    public void Update_meanOfTwoStreamsOfWhichOneIsTheOthersSize_runsAsLongAsPromised(int reference)
    {
        double mean = Enumerable.Range(0, 250).Average(seed =>
        {
            Random random = new((31 * seed) + 7);
            float[] values = [.. Enumerable.Range(0, reference).Select(_ => Next(random))];
            ConformalEDetector signed = new(values, EDetectorGuarantee.RunLength, 2 * seed);
            ConformalEDetector size = new(Array.ConvertAll(values, Math.Abs), EDetectorGuarantee.RunLength, (2 * seed) + 1);
            int rows = 0;
            double evidence = 0;
            while (evidence < 50 && rows < 5_000)
            {
                float value = Next(random);
                evidence = (signed.Update(value) + size.Update(Math.Abs(value))) / 2;
                rows++;
            }

            return (double)rows;
        });
        TestContext.Out.WriteLine(mean);
        Assert.That(mean, Is.GreaterThanOrEqualTo(50));

        static float Next(Random random) => (float)((2 * random.NextDouble()) - 1);
    }

    // A bin of one gap whose first value doubles its count, which one step of Newton's would take for an inverse of 0, for ever.
    [TestCase(1)]
    [TestCase(15)]
    [TestCase(31)]
    [TestCase(200)]
    public void Histogram_againstDivisionByHand_isTheSame(int sampleSize)
    {
        RankBets bets = RankBets.For(sampleSize);
        Random random = new(2);
        int[] cells = [.. Enumerable.Range(0, 300).Select(_ => random.Next(bets.Gaps.Length))];
        double[] starts = [.. Enumerable.Repeat(1.0, cells.Length)];
        double[] found = new double[cells.Length];
        new HistogramBet(bets).Run(cells, bets.Bins, starts, 0.5, sampleSize + 1, 0, found);

        double[] urn = new double[HistogramBet.Bins];
        for (int cell = 0; cell < bets.Gaps.Length; cell++)
        {
            urn[bets.Bins[cell]] += bets.Gaps[cell];
        }

        double[] prior = Array.ConvertAll(urn, gaps => gaps / (sampleSize + 1));
        double[] recent = new double[HistogramBet.Bins];
        double[] forecast = prior;
        double wealth = 0;
        for (int i = 0; i < cells.Length; i++)
        {
            int bin = bets.Bins[cells[i]];
            wealth = (wealth + 0.5) * (0.1 + (0.9 * forecast[bin] * (sampleSize + 1 + i) / urn[bin]));
            urn[bin]++;
            Assert.That(found[i], Is.EqualTo(wealth).Within(1e-8).Percent);
            if ((i + 1) % 32 == 0)
            {
                double kept = Math.Pow(1 - (1.0 / 200), 32);
                recent = Array.ConvertAll(recent, one => one * kept);
                cells.AsSpan(i - 31, 32).ToArray().ToList().ForEach(cell => recent[bets.Bins[cell]]++);
                forecast = [.. recent.Zip(prior, (one, share) => (one + (16 * share)) / (16 + recent.Sum()))];
            }
        }
    }

    [Test]
    public void StartPrior_ofAllValues_addsUpToWhatIsLeft()
    {
        double sum = 0;
        for (long t = 1; t <= 5_000; t++)
        {
            sum += StartPrior.At(t);
            Assert.That(StartPrior.After(t), Is.EqualTo(1 - sum).Within(1e-12));
        }

        Assert.That(StartPrior.After(0), Is.EqualTo(1));
        Assert.That(StartPrior.After(1L << 40), Is.InRange(0.0, 0.02));
    }

    [Test]
    public void Arguments_bad_areRefused()
    {
        Assert.Throws<ArgumentException>(() => _ = new ConformalEDetector([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new ConformalEDetector([1], (EDetectorGuarantee)9));
        ConformalEDetector detector = new([1, 2]);
        Assert.Throws<ArgumentException>(() => detector.Update([1, 2], new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => detector.LocateStart(1));
        Assert.That(detector.LocateStart(), Is.EqualTo(default(ChangeStart)));
    }

    private static float[] Values(Random random, int count, bool isDiscrete)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = isDiscrete ? Math.Min(4, (int)(random.NextDouble() * random.NextDouble() * 6)) : (float)Normal(random);
        }

        return values;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
