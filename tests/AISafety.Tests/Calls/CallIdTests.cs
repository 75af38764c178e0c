using CsCheck;

namespace AISafety.Tests.Calls;

[TestFixture]
public sealed class CallIdTests
{
    [Test]
    public void Parse_reads_what_ToString_wrote() =>
        Gen.Select(Gen.ULong, Gen.ULong).Sample((nonce, number) =>
        {
            CallId id = new(nonce, number);
            Assert.That(CallId.Parse(id.ToString()), Is.EqualTo(id));
        }, iter: 1000, seed: "0000KuFFaqt2");

    [Test]
    public void TryParse_anything_else_is_refused_without_an_exception()
    {
        foreach (string? text in new[] { null, "", "x", "0123456789abcdef-", "0123456789abcdef+1", "0123456789abcdeg-1", "0123456789abcdef-12345678901234567", " 123456789abcdef-1" })
        {
            Assert.That(CallId.TryParse(text, out _), Is.False, text);
        }

        Assert.That(() => CallId.Parse("x"), Throws.TypeOf<FormatException>());
        Gen.String.Sample(text => CallId.TryParse(text, out _) == (text.Length >= 18 && text[16] == '-' && text.Remove(16, 1).All(char.IsAsciiHexDigit) && text.Length <= 33), iter: 1000, seed: "0000KuFFaqt2");
    }
}
