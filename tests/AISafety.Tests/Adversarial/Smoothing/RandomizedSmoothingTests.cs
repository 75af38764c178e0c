using AISafety.Adversarial;
using AISafety.Statistics;

namespace AISafety.Tests.Adversarial;

public sealed class RandomizedSmoothingTests
{
    // Class 1 where the first number is positive.
    private static readonly IModel<float[], Classification> _half = Model.FromDelegate<float[], Classification>(
        static row => Classification.TakeProbabilities(row[0] > 0 ? [0, 1] : [1, 0]));

    [Test]
    public async Task CertifyAsync_on_a_plane_comes_near_the_distance_from_below()
    {
        RandomizedSmoothing<float[]> smoothing = Of(_half, new() { Deviation = 0.5, Stages = [20_000] });

        SmoothingCertificate certificate = await smoothing.CertifyAsync([0.4f, 7, -3]);

        Assert.That(certificate.ClassIndex, Is.EqualTo(1));
        Assert.That(certificate.Radius, Is.InRange(0.37, 0.4));
        Assert.That(certificate.Radius, Is.EqualTo(SmoothedRadius.Of(certificate.LowerBound, 0.5)));
        Assert.That(certificate.Samples, Is.EqualTo(20_100));
        Assert.That(certificate.Alpha, Is.EqualTo(0.001));
    }

    [Test]
    public async Task CertifyAsync_on_the_boundary_abstains()
    {
        SmoothingCertificate certificate = await Of(_half, new() { Stages = [1_000] }).CertifyAsync([0]);

        Assert.That(certificate.Abstains, Is.True);
        Assert.That(certificate.Radius, Is.Zero);
        Assert.That(certificate.ClassIndex, Is.EqualTo(-1));
    }

    [Test]
    public async Task CertifyAsync_lower_bound_is_Clopper_and_Pearsons_of_the_estimating_sample()
    {
        // Every copy votes for class 1: the one-sided bound of n of n is alpha^(1/n).
        SmoothingCertificate certificate = await Of(_half, new() { Stages = [500], Alpha = 0.01 }).CertifyAsync([100]);

        Assert.That(certificate.LowerBound, Is.EqualTo(Math.Pow(0.01, 1.0 / 500)).Within(1e-9));
    }

    [Test]
    public async Task CertifyAsync_stages_share_alpha_and_stop_where_the_radius_suffices()
    {
        SmoothingOptions options = new() { Stages = [500, 5_000], Alpha = 0.01, SufficientRadius = 0.3 };

        SmoothingCertificate certificate = await Of(_half, options).CertifyAsync([100]);

        Assert.That(certificate.Samples, Is.EqualTo(600), "the first stage is enough");
        Assert.That(certificate.LowerBound, Is.EqualTo(Math.Pow(0.005, 1.0 / 500)).Within(1e-9), "at half of alpha");
        Assert.That((await Of(_half, options with { SufficientRadius = 3 }).CertifyAsync([100])).Samples, Is.EqualTo(5_100));
    }

    [Test]
    public async Task CertifyAsync_copies_without_a_class_vote_for_none()
    {
        // Class 1 in 84 of 100 copies, and no class otherwise: never class 0.
        IModel<float[], Classification> silent = Model.FromDelegate<float[], Classification>(
            static row => row[0] > 0 ? Classification.TakeProbabilities([0, 1]) : default);

        SmoothingCertificate certificate = await Of(silent, new() { Deviation = 1 }).CertifyAsync([1]);

        Assert.That(certificate.LowerBound, Is.InRange(0.82, 0.8414));
    }

    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    public async Task Input_that_is_not_finite_gets_no_answer_and_the_model_is_not_asked(float value)
    {
        int asked = 0;
        RandomizedSmoothing<float[]> smoothing = Of(Model.FromDelegate<float[], Classification>(_ =>
        {
            asked++;
            return Classification.TakeProbabilities([0, 1]);
        }));

        Assert.That((await smoothing.CertifyAsync([0, value])).Abstains, Is.True);
        Assert.That((await smoothing.PredictAsync([0, value])).ClassIndex, Is.EqualTo(-1));
        Assert.That(asked, Is.Zero);
    }

    [Test]
    public async Task PredictAsync_answers_with_shares_of_votes_or_abstains()
    {
        RandomizedSmoothing<float[]> smoothing = Of(_half, new() { Deviation = 1, AnswerSamples = 4_000 });

        Classification sure = await smoothing.PredictAsync([1]);
        Classification unsure = await smoothing.PredictAsync([0]);

        Assert.That(sure.ClassIndex, Is.EqualTo(1));
        Assert.That(sure.Probability, Is.EqualTo(0.8413).Within(0.025));
        Assert.That(sure.Probabilities.ToArray().Sum(), Is.EqualTo(1).Within(1e-6));
        Assert.That(unsure, Is.EqualTo(default(Classification)));
    }

    [Test]
    public async Task PredictAsync_abstains_next_to_a_wrong_answer_at_a_rate_of_alpha()
    {
        // At p = 1/2 every answer is wrong about the smoothed model; 2,000 inputs that noise treats alike.
        RandomizedSmoothing<float[]> smoothing = Of(_half, new() { Alpha = 0.05, AnswerSamples = 200 });
        int answered = 0;
        for (int i = 0; i < 2_000; i++)
        {
            answered += (await smoothing.PredictAsync([0, i])).ClassIndex >= 0 ? 1 : 0;
        }

        Assert.That(answered, Is.InRange(30, 100 + 4 * 10), "at most 0.05 of them but for chance; the binomial test is discrete, so somewhat fewer");
    }

    [Test]
    public async Task Noise_comes_from_seed_and_input()
    {
        SmoothingOptions options = new() { Stages = [300], Deviation = 1 };
        double[] bounds =
        [
            (await Of(_half, options).CertifyAsync([1])).LowerBound,
            (await Of(_half, options with { BatchSize = 7 }).CertifyAsync([1])).LowerBound,
            (await Of(_half, options with { Seed = 1 }).CertifyAsync([1])).LowerBound,
            (await Of(_half, options).CertifyAsync([1], draw: 1)).LowerBound,
        ];

        Assert.That(bounds[1], Is.EqualTo(bounds[0]), "the batch does not matter");
        Assert.That(bounds.Distinct().Count(), Is.EqualTo(3));
    }

    [Test]
    public async Task Noise_without_a_seed_is_not_to_be_foreseen()
    {
        List<double> bounds = [];
        for (int i = 0; i < 5; i++)
        {
            bounds.Add((await new RandomizedSmoothing<float[]>(RowModel.Of(_half), new() { Stages = [3_000] }).CertifyAsync([0.1f])).LowerBound);
        }

        Assert.That(bounds.Distinct().Count(), Is.GreaterThan(1));
    }

    [Test]
    public async Task Noise_of_equal_numbers_is_equal_whatever_the_sign_of_zero()
    {
        RandomizedSmoothing<float[]> smoothing = Of(_half, new() { Stages = [3_000] });

        Assert.That((await smoothing.CertifyAsync([0.1f, -0f])).LowerBound, Is.EqualTo((await smoothing.CertifyAsync([0.1f, 0f])).LowerBound));
    }

    [Test]
    public async Task Fewest_copies_that_are_not_refused_settle_an_answer_and_a_certificate()
    {
        RandomizedSmoothing<float[]> smoothing = Of(_half, new() { AnswerSamples = 11, Stages = [10] });

        Assert.That((await smoothing.PredictAsync([100])).ClassIndex, Is.EqualTo(1));
        Assert.That((await smoothing.CertifyAsync([100])).Radius, Is.GreaterThan(0));
    }

    [Test]
    public void PredictAsync_stops_between_batches_although_the_model_looks_at_no_token()
    {
        using CancellationTokenSource source = new();
        int asked = 0;
        IModel<float[], Classification> model = Model.FromDelegate<float[], Classification>(_ =>
        {
            asked++;
            source.Cancel();
            return Classification.TakeProbabilities([0, 1]);
        });

        Assert.That(async () => await Of(model, new() { BatchSize = 10 }).PredictAsync([1], source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(asked, Is.LessThanOrEqualTo(10));
    }

    [TestCase(0.05, new[] { 300 }, null)]
    [TestCase(0.1, new[] { 100, 300, 600 }, 0.2)]
    public async Task RunAsync_certificates_are_wrong_at_most_at_a_rate_of_alpha(double alpha, int[] stages, double? sufficient)
    {
        const int Runs = 3_000;
        SmoothingSelfTestResult result = await SmoothingSelfTest.RunAsync(
            new() { Alpha = alpha, Stages = stages, SufficientRadius = sufficient, SelectionSamples = 50 }, Runs, seed: 3);

        // Five standard deviations of a count at the rate.
        Assert.That(result.Wrong, Is.LessThanOrEqualTo(Runs * alpha + 5 * Math.Sqrt(Runs * alpha * (1 - alpha))));
        Assert.That(result.Wrong, Is.GreaterThan(0), "the bound is tight for planes: a rate of nothing would mean radii that are too small");
        Assert.That(result.MeanShare, Is.InRange(0.6, 1));
    }

    [Test]
    public void Constructor_refuses_what_is_out_of_range()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => Of(_half, new() { Deviation = 0 }), Throws.ArgumentException.With.Message.Contains("Deviation is 0"));
            Assert.That(() => Of(_half, new() { Alpha = 0.5 }), Throws.ArgumentException.With.Message.Contains("Alpha is 0.5"));
            Assert.That(() => Of(_half, new() { Alpha = 5e-17 }), Throws.ArgumentException.With.Message.Contains("at least 1e-12"));
            Assert.That(() => Of(_half, new() { AnswerSamples = 10 }), Throws.ArgumentException.With.Message.Contains("AnswerSamples is 10; expected at least 11").And.Message.Contains("only abstain"));
            Assert.That(() => Of(_half, new() { Stages = [9] }), Throws.ArgumentException.With.Message.Contains("Stages[0] is 9; expected at least 10"));
            Assert.That(() => Of(_half, new() { Stages = [10, 10] }), Throws.ArgumentException.With.Message.Contains("Stages[1] is 10; expected 11"));
            Assert.That(() => Of(_half, new() { Stages = [] }), Throws.ArgumentException);
            Assert.That(() => Of(_half, new() { Stages = [10, 20] }), Throws.ArgumentException.With.Message.Contains("SufficientRadius"));
            Assert.That(() => Of(_half, new() { SufficientRadius = double.NaN }), Throws.ArgumentException);
            Assert.That(() => Of(_half, new() { BatchSize = 0 }), Throws.ArgumentException);
        });
    }

    private static RandomizedSmoothing<float[]> Of(IModel<float[], Classification> model, SmoothingOptions? options = null) =>
        new(RowModel.Of(model), (options ?? SmoothingOptions.Default) with { Seed = options?.Seed ?? 0 });
}
