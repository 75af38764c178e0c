using AISafety.Payload;
using AISafety.Tests.Support;

namespace AISafety.Tests.Payload;

[TestFixture]
public sealed class PayloadLimitTests
{
    [TestCase(3, null)]
    [TestCase(4, "payload.too-large")]
    public async Task AddPayloadLimit_denies_what_is_larger(int length, string? code)
    {
        await using SafeModel<string, int> safe = Model.FromDelegate<string, int>(text => text.Length).WithSafety(safety => safety.AddPayloadLimit(PayloadSize.Characters, 3));

        SafetyResult<int> result = await safe.EvaluateAsync(new string('x', length));

        Assert.That(result.Evidence.Select(evidence => evidence.Code).FirstOrDefault(), Is.EqualTo(code));
        Assert.That(result.Action, Is.EqualTo(code is null ? SafetyAction.Allow : SafetyAction.Block));
        if (code is not null)
        {
            Assert.That((result.Evidence[0].Guard, result.Evidence[0].Score, result.Evidence[0].Threshold), Is.EqualTo(("payload-limit", 4.0, 3.0)));
        }
    }

    [Test]
    public async Task AddPayloadLimit_size_that_cannot_be_told_denies()
    {
        Func<int, long?> size = input => input switch
        {
            0 => null,
            1 => -1,
            2 => throw new FormatException("secret"),
            _ => long.MinValue,
        };
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddPayloadLimit(size, long.MaxValue));

        for (int input = 0; input < 4; input++)
        {
            SafetyResult<string> result = await safe.EvaluateAsync(input);
            Assert.That((result.Action, result.Evidence.Single().Code), Is.EqualTo((SafetyAction.Block, "payload.size-unknown")), $"{input}");
            Assert.That(result.Evidence.Single().Message, Does.Not.Contain("secret"));
        }
    }

    [Test]
    public void AddPayloadLimit_negative_maximum_is_refused() => Assert.That(
        () => new SafetyBuilder<string, int>(Model.FromDelegate<string, int>(_ => 1)).AddPayloadLimit(PayloadSize.Characters, -1),
        Throws.TypeOf<SafetyBuildException>().With.Message.Contains("-1"));

    [Test]
    public void PayloadSize_measures_what_it_says()
    {
        Assert.That(PayloadSize.Characters("a\u00e4\ud83d\ude00"), Is.EqualTo(4));
        Assert.That(PayloadSize.Utf8Bytes("a\u00e4\ud83d\ude00"), Is.EqualTo(7));
        Assert.That(PayloadSize.Elements(new object[5]), Is.EqualTo(5));
        Assert.That(PayloadSize.Elements(new ReadOnlyMemory<float>(new float[6], 1, 4)), Is.EqualTo(4));
        Assert.That(PayloadSize.Elements(new Memory<float>(new float[6], 2, 3)), Is.EqualTo(3));
        Assert.That(PayloadSize.Bytes(new float[5]), Is.EqualTo(20));
        Assert.That(PayloadSize.Bytes(new bool[5]), Is.EqualTo(5));
        Assert.That(PayloadSize.Bytes(new ReadOnlyMemory<char>("abc".ToCharArray())), Is.EqualTo(6));
        Assert.That(PayloadSize.Bytes(new Memory<double>(new double[3])), Is.EqualTo(24));
        Assert.That((PayloadSize.Characters(null!), PayloadSize.Utf8Bytes(null!), PayloadSize.Elements<int>((int[])null!), PayloadSize.Bytes<int>((int[])null!)), Is.EqualTo(((long?)null, (long?)null, (long?)null, (long?)null)));
        Assert.That((PayloadSize.Elements(default(ReadOnlyMemory<int>)), PayloadSize.Bytes(default(Memory<int>))), Is.EqualTo(((long?)0, (long?)0)));
    }

    [Test]
    public async Task AddPayloadLimit_takes_arrays_and_memory()
    {
        await using SafeModel<float[], int> arrays = Model.FromDelegate<float[], int>(x => x.Length).WithSafety(safety => safety.AddPayloadLimit(PayloadSize.Bytes, 8));
        await using SafeModel<ReadOnlyMemory<float>, int> memory = Model.FromDelegate<ReadOnlyMemory<float>, int>(x => x.Length).WithSafety(safety => safety.AddPayloadLimit(PayloadSize.Elements, 2));

        Assert.That(((await arrays.EvaluateAsync([1, 2])).Action, (await arrays.EvaluateAsync([1, 2, 3])).Action), Is.EqualTo((SafetyAction.Allow, SafetyAction.Block)));
        Assert.That(((await memory.EvaluateAsync(new float[2])).Action, (await memory.EvaluateAsync(new float[3])).Action), Is.EqualTo((SafetyAction.Allow, SafetyAction.Block)));
    }
}
