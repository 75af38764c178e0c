namespace AISafety.Testing;

/// <summary>What a scripted guard does.</summary>
internal enum GuardStepKind
{
    Allow,
    Flag,
    Replace,
    Review,
    Block,
    NoVerdict,
    Throw,
    Hang,
}
