using AISafety.Drift;

namespace AISafety.Tests.Drift;

[TestFixture]
public sealed class RareCategoryTests
{
    [TestCase(60, 1e-3, 1.5)]
    [TestCase(60, 1.45e-5, 1)]
    [TestCase(60, 1.45e-6, 1)]
    [TestCase(200, 1.45e-6, 1)]
    public void PValue_of_a_rare_category_is_small_no_oftener_than_it_says(int inReference, double level, double most)
    {
        const int Reference = 10_000;
        const int Window = 1_000;
        FeatureSchema<string> schema = FeatureSchema.For<string>().Categorical("kind", static kind => kind, ["usual", "rare"]);
        ReferenceProfile profile = ReferenceProfile.Fit(schema, Enumerable.Range(0, Reference).Select(i => i < inReference ? "rare" : "usual"));
        FeatureReference reference = DriftWatch.References(profile, DriftOptions.Default)[0];
        double share = (double)inReference / Reference;

        // The exact probability, over all that a window may hold.
        double probability = 0;
        double term = Math.Pow(1 - share, Window);
        float[] window = new float[Window];
        for (int rare = 0; rare < 100; rare++)
        {
            if (reference.Compare(window, level).PValue <= level)
            {
                probability += term;
            }

            window[rare] = 1;
            term *= (double)(Window - rare) / (rare + 1) * share / (1 - share);
        }

        TestContext.Out.WriteLine($"{probability / level:f2} of the level");
        Assert.That(probability, Is.LessThanOrEqualTo(most * level));
        window.AsSpan(0, 100).Fill(1);
        Assert.That(reference.Compare(window, level).PValue, Is.LessThan(level));
    }
}
