using System.Globalization;
using System.Text.Json;
using CsCheck;

namespace AISafety.Tests.Models;

public sealed class ClassificationTests
{
    private static readonly string[] _labels = ["malignant", "benign"];

    [Test]
    public void FromProbabilities_several_theHighestWins()
    {
        Classification answer = Classification.FromProbabilities([0.2f, 0.8f], _labels);
        Assert.That(answer.ClassIndex, Is.EqualTo(1));
        Assert.That(answer.Label, Is.EqualTo("benign"));
        Assert.That(answer.Probability, Is.EqualTo(0.8f));
        Assert.That(answer.Probabilities.ToArray(), Is.EqualTo(new[] { 0.2f, 0.8f }));
    }

    [Test]
    public void FromProbabilities_tie_theLowestIndexWins() =>
        Assert.That(Classification.FromProbabilities([0.1f, 0.45f, 0.45f]).ClassIndex, Is.EqualTo(1));

    [Test]
    public void FromProbabilities_noLabels_namesByIndex() =>
        Assert.That(Classification.FromProbabilities([0, 0, 1]).Label, Is.EqualTo("2"));

    [TestCase(float.NaN, 0.9f)]
    [TestCase(0.9f, float.NaN)]
    [TestCase(float.PositiveInfinity, 0f)]
    [TestCase(0.9f, float.NegativeInfinity)]
    public void FromProbabilities_notFinite_hasNoClass(float first, float second)
    {
        Classification answer = Classification.FromProbabilities([first, second], _labels);
        Assert.That(answer.ClassIndex, Is.EqualTo(-1));
        Assert.That(answer.Label, Is.Empty);
        Assert.That(answer.Probability, Is.NaN);
        Assert.That(answer.Probabilities.Length, Is.EqualTo(2));
        Assert.That(answer.ToString(), Is.EqualTo("no class"));
    }

    [Test]
    public void FromProbabilities_empty_throws() => Assert.That(() => Classification.FromProbabilities([]), Throws.ArgumentException);

    [Test]
    public void FromProbabilities_otherNumberOfLabels_throws() => Assert.That(
        () => Classification.FromProbabilities([1, 0, 0], _labels),
        Throws.ArgumentException.With.Message.Contains("2 labels for 3 probabilities"));

    [Test]
    public void Default_hasNoClass()
    {
        Classification answer = default;
        Assert.That(answer.ClassIndex, Is.EqualTo(-1));
        Assert.That(answer.Label, Is.Empty);
        Assert.That(answer.Probability, Is.NaN);
        Assert.That(answer.Probabilities.IsEmpty, Is.True);
        Assert.That(answer, Is.EqualTo(default(Classification)));
    }

    [Test]
    public void FromProbabilities_callersArrayChanges_answerDoesNot()
    {
        float[] probabilities = [0.2f, 0.8f];
        Classification answer = Classification.FromProbabilities(probabilities);
        probabilities[1] = 0;
        Assert.That(answer.Probability, Is.EqualTo(0.8f));
    }

    [Test]
    public void TakeProbabilities_array_isNotCopied()
    {
        float[] probabilities = [0.2f, 0.8f];
        Classification answer = Classification.TakeProbabilities(probabilities);
        Assert.That(answer, Is.EqualTo(Classification.FromProbabilities([0.2f, 0.8f])));
        Assert.That(answer.Label, Is.EqualTo("1"));
        Assert.That(answer.Probabilities == probabilities.AsSpan(), Is.True, "the very array");
    }

    [Test]
    public void TakeProbabilities_empty_throws() => Assert.That(() => Classification.TakeProbabilities([]), Throws.ArgumentException);

    [Test]
    public void WithLabel_ofAClass_namesIt() => Assert.That(
        Classification.TakeProbabilities([0.2f, 0.8f]).WithLabel("benign"),
        Is.EqualTo(Classification.FromProbabilities([0.2f, 0.8f], _labels)));

    [Test]
    public void WithLabel_ofNoClass_staysWithoutAName() =>
        Assert.That(Classification.TakeProbabilities([float.NaN, 1]).WithLabel("benign").Label, Is.Empty);

    [Test]
    public void Equals_sameContent_isEqual()
    {
        Classification one = Classification.FromProbabilities([0.2f, 0.8f], _labels);
        Classification other = Classification.FromProbabilities([0.2f, 0.8f], _labels);
        Assert.That(one, Is.EqualTo(other));
        Assert.That(one == other, Is.True);
        Assert.That(one.GetHashCode(), Is.EqualTo(other.GetHashCode()));
    }

    [Test]
    public void Equals_otherContent_isNotEqual()
    {
        Classification one = Classification.FromProbabilities([0.2f, 0.8f], _labels);
        Assert.That(one != Classification.FromProbabilities([0.3f, 0.7f], _labels), Is.True);
        Assert.That(one != Classification.FromProbabilities([0.2f, 0.8f]), Is.True);
        Assert.That(one != Classification.FromProbabilities([0.2f, 0.8f, 0], ["malignant", "benign", "other"]), Is.True);
        Assert.That(one.Equals("benign"), Is.False);
    }

    [Test]
    [SetCulture("de-DE")]
    public void ToString_anyCulture_isInvariant() =>
        Assert.That(Classification.FromProbabilities([0.0274f, 0.9726f], _labels).ToString(), Is.EqualTo("benign (0.973)"));

    [Test]
    public void Probabilities_asFuncOfSpan_converts()
    {
        Func<Classification, ReadOnlySpan<float>> read = d => d.Probabilities;
        Assert.That(read(Classification.FromProbabilities([1, 0])).Length, Is.EqualTo(2));
    }

    [Test]
    public void Json_anyAnswer_roundTrips() =>
        Gen.Float.Array[0, 6].Sample(probabilities =>
        {
            Classification answer = probabilities.Length == 0 ? default : Classification.FromProbabilities(probabilities);
            Classification back = JsonSerializer.Deserialize<Classification>(JsonSerializer.Serialize(answer));
            Assert.That(back.ClassIndex, Is.EqualTo(answer.ClassIndex));
            Assert.That(back.Label, Is.EqualTo(answer.Label));
            if (answer.ClassIndex >= 0)
            {
                Assert.That(back, Is.EqualTo(answer));
            }
        });

    [Test]
    public void Json_answer_isReadable() => Assert.That(
        JsonSerializer.Serialize(Classification.FromProbabilities([0.25f, 0.75f], _labels)),
        Is.EqualTo("""{"classIndex":1,"label":"benign","probabilities":[0.25,0.75]}"""));

    [TestCase("1")]
    [TestCase("{}")]
    [TestCase("""{"classIndex":0,"label":"a","probabilities":[0.25,0.75]}""")]
    [TestCase("""{"classIndex":"x","label":"a","probabilities":[0.25]}""")]
    [TestCase("""{"classIndex":0,"label":"a","probabilities":["0.25"]}""")]
    public void Json_malformed_throwsJsonException(string json) =>
        Assert.That(() => JsonSerializer.Deserialize<Classification>(json), Throws.InstanceOf<JsonException>());

    [Test]
    public void FromProbabilities_anyFinite_topIsFirstMaximum() =>
        Gen.Float[-2, 2].Array[1, 20].Sample(probabilities =>
            Classification.FromProbabilities(probabilities).ClassIndex == Array.IndexOf(probabilities, probabilities.Max())
            && Classification.FromProbabilities(probabilities).Label
                == Array.IndexOf(probabilities, probabilities.Max()).ToString(CultureInfo.InvariantCulture));
}
