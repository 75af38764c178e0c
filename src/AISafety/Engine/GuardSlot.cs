namespace AISafety;

/// <summary>A guard as the engine holds it: the guard itself side by side with those of its stage, and the rest behind a handle.</summary>
internal readonly struct GuardSlot<TGuard>(TGuard guard, GuardTerms built)
    where TGuard : ISafetyGuard
{
    public readonly TGuard Guard = guard;
    public readonly GuardHandle Handle = new(guard, built);

    /// <summary>How the guard is treated now. Read once for a verdict, so that no reload falls into the middle of it.</summary>
    public GuardTerms Terms => Handle.Terms;

    public string Name => Handle.Name;
}
