using AISafety.Alerts;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Alerts;

[TestFixture]
public sealed class WebhookSignatureTests
{
    private const string Timestamp = "1700000000";

    // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
    private const string Signature = "sha256=f05f2539e3ae1c49aec5f8cfdad75ef6b06480b133973ffbb7ec9e18827af177";

    private static readonly byte[] s_secret = "0123456789abcdef0123456789abcdef"u8.ToArray();
    private static readonly byte[] s_body = "{\"a\":1}"u8.ToArray();
    private static readonly FakeTimeProvider s_now = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

    [Test]
    public void Sign_is_what_openssl_says() => Assert.That(WebhookSignature.Sign(s_secret, Timestamp, s_body), Is.EqualTo(Signature));

    [TestCase(Timestamp, Signature, true)]
    [TestCase("1700000001", Signature, false)]
    [TestCase("", Signature, false)]
    [TestCase("-1700000000", Signature, false)]
    [TestCase("99999999999999999999", Signature, false)]
    [TestCase(null, Signature, false)]
    [TestCase(Timestamp, null, false)]
    [TestCase(Timestamp, "", false)]
    [TestCase(Timestamp, "sha256=", false)]
    [TestCase(Timestamp, "f05f2539e3ae1c49aec5f8cfdad75ef6b06480b133973ffbb7ec9e18827af177", false)]
    [TestCase(Timestamp, "sha256=zz5f2539e3ae1c49aec5f8cfdad75ef6b06480b133973ffbb7ec9e18827af177", false)]
    [TestCase(Timestamp, "sha256=005f2539e3ae1c49aec5f8cfdad75ef6b06480b133973ffbb7ec9e18827af177", false)]
    [TestCase(Timestamp, Signature + "00", false)]
    public void Verify_takes_the_right_one_only(string? timestamp, string? signature, bool expected) =>
        Assert.That(WebhookSignature.Verify(s_secret, timestamp, signature, s_body, timeProvider: s_now), Is.EqualTo(expected));

    [TestCase(-301, false)]
    [TestCase(-300, true)]
    [TestCase(300, true)]
    [TestCase(301, false)]
    public void Verify_takes_a_timestamp_within_five_minutes(int seconds, bool expected) =>
        Assert.That(
            WebhookSignature.Verify(s_secret, Timestamp, Signature, s_body, timeProvider: new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000 + seconds))),
            Is.EqualTo(expected));

    [Test]
    public void Verify_takes_what_was_signed_and_nothing_else() => Gen.Select(Gen.Byte.Array[WebhookAlertSink.ShortestSecret, 80], Gen.Byte.Array[1, 200], Gen.Int[0, 199], Gen.Int[0, 7]).Sample((secret, body, at, bit) =>
    {
        string signature = WebhookSignature.Sign(secret, Timestamp, body);
        byte[] other = [.. body];
        other[at % other.Length] ^= (byte)(1 << bit);
        return WebhookSignature.Verify(secret, Timestamp, signature, body, timeProvider: s_now)
            && !WebhookSignature.Verify(secret, Timestamp, signature, other, timeProvider: s_now)
            && !WebhookSignature.Verify([.. secret, 1], Timestamp, signature, body, timeProvider: s_now);
    });

    [Test]
    public void Secret_that_is_too_short_is_never_right()
    {
        byte[] secret = new byte[WebhookAlertSink.ShortestSecret - 1];

        // HMAC pads a short key with zeros, so that this is the signature of no secret too.
        string signature = "sha256=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(secret, (byte[])[.. "1700000000."u8, .. s_body]));

        Assert.That(WebhookSignature.Verify([], Timestamp, signature, s_body, timeProvider: s_now), Is.False);
        Assert.That(WebhookSignature.Verify(secret, Timestamp, signature, s_body, timeProvider: s_now), Is.False);
        Assert.That(() => WebhookSignature.Sign(secret, Timestamp, s_body), Throws.ArgumentException.With.Message.Contains("15 bytes"));
    }
}
