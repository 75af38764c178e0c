using AISafety.Rollout;

namespace AISafety;

public sealed partial class SafeModel<TIn, TOut>
{
    /// <summary>The rollout that was added by <c>AddRollout</c>; null if none was.</summary>
    public ModelRollout? Rollout => PartsOf<ModelRollout>().FirstOrDefault();
}
