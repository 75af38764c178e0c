using AISafety.Generated;

namespace AISafety.Analyzers.Tests.Rows;

/// <summary>What texts must be like: <c>Holds</c> on each call, and <c>Collect</c> where it does not.</summary>
[TestFixture]
public sealed class TextRuleTests
{
    private static string[] Codes(TextRule rule, string? text)
    {
        Finder finder = new(rule);
        return [.. FeatureSchema.FromGenerated(finder).Validate(new(text)).Select(one => one.Code)];
    }

    [TestCase(true, false, null, "input.missing")]
    [TestCase(true, false, " ", "input.missing")]
    [TestCase(true, false, "", "input.missing")]
    [TestCase(true, true, null, "input.missing")]
    [TestCase(true, true, " ")]
    [TestCase(true, true, "")]
    [TestCase(false, true, null)]
    [TestCase(false, true, "")]
    public void Need_is_judged(bool isRequired, bool allowsBlank, string? text, params string[] codes) =>
        AssertJudged(new("t", isRequired, allowsBlank, 0, int.MaxValue, null, 0), text, codes);

    [TestCase("a", "input.length")]
    [TestCase("ab")]
    [TestCase("abcd")]
    [TestCase("abcde", "input.length")]
    [TestCase(null)]
    public void Length_is_judged(string? text, params string[] codes) => AssertJudged(new("t", false, true, 2, 4, null, 0), text, codes);

    // Both alternatives are tried on the whole text; what only begins or ends with a match does not match.
    [TestCase("a|ab", "ab")]
    [TestCase("a|ab", "abc", "input.pattern")]
    [TestCase("a|ab", "xa", "input.pattern")]
    [TestCase("a", "a\n", "input.pattern")]
    [TestCase("a", "")]
    [TestCase("^a$", "a")]
    [TestCase("(?i)abc", "ABC")]
    [TestCase(@"(a)\1", "aa")]
    [TestCase(@"(a)\1", "ab", "input.pattern")]
    [TestCase("(?<!x)a", "a")]
    public void Pattern_is_judged_on_the_whole_text(string pattern, string text, params string[] codes) =>
        AssertJudged(new("t", false, true, 0, int.MaxValue, pattern, 0), text, codes);

    private static void AssertJudged(TextRule rule, string? text, string[] codes)
    {
        Assert.That(Codes(rule, text), Is.EqualTo(codes));
        Assert.That(rule.Holds(text), Is.EqualTo(codes.Length == 0));
    }

    private sealed record Input(string? Text);

    /// <summary>A row with a text, as the generator would write it.</summary>
    private sealed class Finder(TextRule rule) : GeneratedRow<Input>(true, Number("n", null, 0, 1, true, false))
    {
        public override bool Write(Input input, Span<float> row)
        {
            row[0] = 0;
            return true;
        }

        public override bool HoldsBeyondRow(Input input, ReadOnlySpan<float> row) => rule.Holds(input.Text);

        public override void CollectViolations(Input input, RowFindings found) => found.Text(rule, input.Text);
    }
}
