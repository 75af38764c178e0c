using RangeAttribute = System.ComponentModel.DataAnnotations.RangeAttribute;

namespace AISafety.Analyzers.Tests.Rows;

/// <summary>A value that is out of range by less than a float can show is out of range all the same.</summary>
[TestFixture]
public sealed partial class ExactRangeTests
{
    [FeatureRow]
    public sealed partial record Fine(
        [property: Range(0, 100_000_000)] int Count,
        [property: Range(0.1, 0.7)] double Share,
        [property: Range(typeof(decimal), "0", "0.7")] decimal Price,
        [property: Range(0.1, 0.7)] double? Maybe,
        [property: Range(typeof(DateTime), "2000-01-01", "2030-01-01")] DateTime Day,
        [property: Range(0.1f, 0.7f)] float Coarse);

    private static readonly Fine _fine = new(100_000_000, 0.7, 0.7m, null, new(2030, 1, 1), 0.7f);

    private static IEnumerable<TestCaseData> Beyond() =>
    [
        new(_fine with { Count = 100_000_003 }, "Count"),
        new(_fine with { Share = 0.70000001 }, "Share"),
        new(_fine with { Share = 0.09999999999 }, "Share"),
        new(_fine with { Price = 0.70000001m }, "Price"),
        new(_fine with { Maybe = 0.70000001 }, "Maybe"),
        new(_fine with { Day = new(2030, 1, 1, 0, 1, 0) }, "Day"),
        new(_fine with { Coarse = MathF.BitIncrement(0.7f) }, "Coarse"),
    ];

    [TestCaseSource(nameof(Beyond))]
    public async Task Value_that_is_hardly_out_of_range_is_refused(Fine input, string feature)
    {
        await using SafeModel<Fine, int> safe = Model.FromDelegate<Fine, int>(_ => 1).WithSafety(safety => safety.UseFeatures(Fine.Features).AddInputValidation());

        SafetyResult<int> result = await safe.EvaluateAsync(input);

        Assert.That(result.Evidence.Select(evidence => $"{evidence.Code} {evidence.Feature}"), Is.EqualTo(new[] { $"input.range {feature}" }));
        Assert.That(Fine.Features.Validate(input).Select(evidence => evidence.Feature), Is.EqualTo(new[] { feature }));
    }

    [Test]
    public async Task Values_at_their_limits_are_allowed_without_allocating()
    {
        await using SafeModel<Fine, int> safe = Model.FromDelegate<Fine, int>(_ => 1).WithSafety(safety => safety.UseFeatures(Fine.Features).AddInputValidation());

        Assert.That((await safe.EvaluateAsync(_fine)).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That((await safe.EvaluateAsync(_fine with { Share = 0.1, Maybe = 0.1, Coarse = 0.1f })).Action, Is.EqualTo(SafetyAction.Allow));
    }
}
