namespace AISafety;

/// <summary>What drift detection promises about false alarms.</summary>
public enum DriftGuarantee
{
    /// <summary>The mean number of rows between false alarms is <see cref="DriftOptions.ArlTarget"/> at least, however often one looks. Late changes are found about as fast as early ones. The default.</summary>
    ArlTarget = 0,

    /// <summary>The probability of <i>ever</i> raising a false alarm is <see cref="DriftOptions.Alpha"/> at most, however long one watches. The later a change, the longer it takes to find it.</summary>
    LifetimeAlpha = 1,

    /// <summary>The probability of a false alarm is <see cref="DriftOptions.Alpha"/> at most at each look, which is the end of a window. Of k looks, k alpha raise a false alarm in the mean.</summary>
    PerLook = 2,
}
