namespace AISafety.Testing;

/// <summary>What a fake model does.</summary>
internal enum FakeReplyKind
{
    Default,
    Answer,
    Null,
    NaN,
    Throw,
    Hang,
    HangRegardless,
}
