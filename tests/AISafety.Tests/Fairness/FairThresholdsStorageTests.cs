using AISafety.Fairness;
using AISafety.Statistics;
using CsCheck;

namespace AISafety.Tests.Fairness;

public sealed class FairThresholdsStorageTests
{
    private static readonly Gen<double> _thresholds = Gen.OneOf(Gen.Double, Gen.Double[-1, 2], Gen.Const(double.PositiveInfinity), Gen.Const(double.NegativeInfinity), Gen.Const(-0.0), Gen.Const(0.1 + 0.2))
        .Where(static threshold => !double.IsNaN(threshold));

    private static readonly Gen<GroupThreshold> _rules = Gen.Select(_thresholds, _thresholds, Gen.Double[0, 1].Array[3])
        .Select(static (a, b, shares) =>
        {
            Array.Sort(shares);
            return new GroupThreshold(Math.Min(a, b), Math.Max(a, b), shares[0], shares[1], shares[2]);
        });

    private static readonly FairThresholds<string> _two = new(["first \"one\"", "Zoë"], new([GroupThreshold.At(0.25), new(0.5, 0.75, 0, 0.5, 1)], GroupThreshold.At(0.5)));

    [Test]
    public void FromJson_gives_back_every_bit_of_what_ToJson_wrote() => Gen.Select(_rules.Array[1, 5], _rules).Sample((rules, pooled) =>
    {
        FairThresholds<int> stored = new(Enumerable.Range(-1, rules.Length), new(rules, pooled));
        string json = stored.ToJson();
        FairThresholds<int> read = FairThresholds<int>.FromJson(json, int.Parse);
        Assert.That(read.Groups, Is.EqualTo(stored.Groups));
        Assert.That(read.Thresholds.Groups.Append(read.Thresholds.Pooled).SelectMany(Bits), Is.EqualTo(rules.Append(pooled).SelectMany(Bits)));
        Assert.That(read.ToJson(), Is.EqualTo(json));
    });

    [Test]
    public void FromJson_reads_the_format_of_version_1()
    {
        // As the first version wrote it: it must be read for good.
        const string Stored = """
            {
              "formatVersion": 1,
              "groups": [
                { "group": "Friday", "lower": 0.25, "upper": 0.25, "below": 0, "between": 0, "above": 1 },
                { "group": "Monday", "lower": "-Infinity", "upper": 0.75, "below": 0, "between": 0.5, "above": 1 }
              ],
              "pooled": { "lower": 0.5, "upper": 0.5, "below": 0, "between": 0, "above": 1 },
              "sha256": "fdbeef51a3b6f53d6aed7eab3ec36e8c0721e199f614784de101128461ab3512"
            }
            """;
        FairThresholds<DayOfWeek> read = FairThresholds<DayOfWeek>.FromJson(Stored, Enum.Parse<DayOfWeek>);
        Assert.That(read.Groups, Is.EqualTo([DayOfWeek.Friday, DayOfWeek.Monday]));
        Assert.That((read.Probability(0.3, DayOfWeek.Friday), read.Probability(0.3, DayOfWeek.Monday), read.Probability(0.3, DayOfWeek.Sunday)), Is.EqualTo((1.0, 0.5, 0.0)));
    }

    [Test]
    public void FromJson_refuses_what_was_cut_short_or_altered_anywhere()
    {
        string json = _two.ToJson();
        for (int length = 0; length < json.Length; length++)
        {
            Assert.That(() => Read(json[..length]), Throws.InstanceOf<FormatException>(), $"cut to {length}");
        }

        for (int at = 0; at < json.Length; at++)
        {
            if (!char.IsWhiteSpace(json[at]))
            {
                string altered = $"{json[..at]}{(json[at] == '7' ? '8' : '7')}{json[(at + 1)..]}";
                Assert.That(() => Read(altered), Throws.InstanceOf<FormatException>(), altered);
            }
        }
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"formatVersion":"1"}""")]
    [TestCase("""{"formatVersion":1,"groups":[],"pooled":{}}""")]
    [TestCase("""{"formatVersion":1,"groups":7}""")]
    public void FromJson_refuses_what_are_no_thresholds(string json) => Assert.That(() => Read(json), Throws.TypeOf<FormatException>());

    [Test]
    public void FromJson_of_a_later_version_says_so() =>
        Assert.That(() => Read(_two.ToJson().Replace("\"formatVersion\": 1", "\"formatVersion\": 2")), Throws.TypeOf<FormatException>().With.Message.Contains("format 2; expected 1"));

    [Test]
    public void Names_that_do_not_tell_groups_apart_are_refused()
    {
        Assert.That(() => _two.ToJson(static _ => "same"), Throws.ArgumentException);
        Assert.That(() => FairThresholds<string>.FromJson(_two.ToJson(), static _ => "same"), Throws.TypeOf<FormatException>());
        Assert.That(() => FairThresholds<string>.FromJson(null!, static name => name), Throws.ArgumentNullException);
    }

    private static FairThresholds<string> Read(string json) => FairThresholds<string>.FromJson(json, static name => name);

    private static IEnumerable<long> Bits(GroupThreshold rule) =>
        new[] { rule.Lower, rule.Upper, rule.Below, rule.Between, rule.Above }.Select(BitConverter.DoubleToInt64Bits);
}
