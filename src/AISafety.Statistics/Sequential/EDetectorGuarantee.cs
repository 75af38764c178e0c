namespace AISafety.Statistics;

/// <summary>What an e-detector promises where nothing changes.</summary>
public enum EDetectorGuarantee
{
    /// <summary>If the alarm is raised when the evidence reaches A, the mean number of values until a false alarm is A at least. The evidence is the sum of the e-processes that started at each value so
    /// far (Shiryaev and Roberts). Late changes are found about as fast as early ones.</summary>
    RunLength = 0,

    /// <summary>The probability that the evidence ever reaches 1 / a is a at most. The evidence is one e-process: a mean over when the change may have begun. The later a change, the more it takes to
    /// find it.</summary>
    Lifetime = 1,
}
