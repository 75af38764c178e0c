namespace AISafety.Rollout;

/// <summary>The two tests of a gate.</summary>
internal interface IGateTest
{
    /// <summary>The e-value of "the candidate is worse by its tolerance or less".</summary>
    double Harm { get; }

    /// <summary>The e-value of "the candidate is not good enough to be promoted".</summary>
    double Promotion { get; }

    void Update(bool isCandidate, double share, in GateReading reading);
}
