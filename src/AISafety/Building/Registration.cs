namespace AISafety;

/// <summary>A guard that is yet to be made, and how it is to be treated.</summary>
internal readonly record struct Registration<TIn, TGuard>(Func<BuildContext<TIn>, TGuard> Create, GuardOptions Options)
    where TGuard : ISafetyGuard;
