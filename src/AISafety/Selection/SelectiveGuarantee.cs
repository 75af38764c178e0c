namespace AISafety.Selection;

/// <summary>What a calibrated threshold promises of wrong answers.</summary>
public enum SelectiveGuarantee : byte
{
    /// <summary>Of all calls, answered or not, at most the rate are answered and wrong, in expectation over calibration sample and new call. Calls and calibration
    /// rows must be exchangeable.</summary>
    /// <remarks>Among the calls that are answered the share of wrong ones may be greater: at most about the rate divided by the coverage.</remarks>
    AllCalls = 0,

    /// <summary>Of the calls that are answered, at most the rate are wrong, for all but a share delta of the calibration samples that could have been drawn. Calls and
    /// calibration rows must be independent and identically distributed.</summary>
    AnsweredCalls = 1,
}
