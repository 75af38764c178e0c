namespace AISafety.Rollout;

/// <summary>Which keys are the candidate's: those whose hash, as a number from 0 to 1, is less than the share.</summary>
/// <remarks>So a key keeps its arm in every process, and a larger share only adds keys to the candidate's. The salt is the rollout's name: another rollout draws anew.</remarks>
internal sealed class ArmAssignment
{
    private readonly ulong _salt;
    private readonly System.Collections.Frozen.FrozenDictionary<string, bool> _given;

    public ArmAssignment(string name, IReadOnlyDictionary<string, bool> given)
    {
        _salt = StableHash.Of(0, name);
        _given = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(given, StringComparer.Ordinal);
    }

    /// <summary>The hash of a key; never 0, which stands for no key.</summary>
    public ulong HashOf(string key) => Math.Max(1, StableHash.Of(_salt, key));

    /// <summary>Whether a key is the candidate's at a share.</summary>
    public bool IsCandidates(string key, double share) => _given.TryGetValue(key, out bool given) ? given : Draws(HashOf(key), share);

    /// <summary>Chooses the arm of a call. A call without a key is drawn for itself.</summary>
    public ArmNote Choose(string? key, CallId call, double share)
    {
        if (string.IsNullOrEmpty(key))
        {
            bool drawn = Draws(Statistics.SplitMix64.Mix(call.Number ^ call.Nonce ^ _salt), share);
            return new() { Arm = ArmOf(drawn), Share = (float)share };
        }

        if (_given.Count > 0 && _given.TryGetValue(key, out bool given))
        {
            return new() { Arm = ArmOf(given && share > 0), Share = float.NaN };
        }

        ulong hash = HashOf(key);
        return new() { Arm = ArmOf(Draws(hash, share)), Share = (float)share, Cluster = hash };
    }

    private static bool Draws(ulong hash, double share) => StableHash.ToUnit(hash) < share;

    private static byte ArmOf(bool isCandidate) => isCandidate ? ArmCode.Candidate : ArmCode.Stable;
}
