namespace AISafety.Statistics.Tests.Sketches;

public sealed class SplitMix64Tests
{
    // The first outputs for the seed 1234567, as published with the algorithm at Rosetta Code.
    [Test]
    public void Mix_of_the_states_is_the_published_sequence() =>
        Assert.That(
            Enumerable.Range(1, 5).Select(i => SplitMix64.Mix(1_234_567 + (ulong)i * SplitMix64.Step)),
            Is.EqualTo(new[] { 6_457_827_717_110_365_317UL, 3_203_168_211_198_807_973UL, 9_817_491_932_198_370_423UL, 4_593_380_528_125_082_431UL, 16_408_922_859_458_223_821UL }));
}
