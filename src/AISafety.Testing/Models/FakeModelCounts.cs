namespace AISafety.Testing;

/// <summary>What became of a fake model's calls. <c>Calls = Answered + Failed + Cancelled + Running</c>, always.</summary>
/// <param name="Calls">Calls that began.</param>
/// <param name="Answered">Those that were answered, with null or NaN as well.</param>
/// <param name="Failed">Those that threw.</param>
/// <param name="Cancelled">Those that ended because their token was cancelled.</param>
/// <param name="Running">Those that hang or wait.</param>
public readonly record struct FakeModelCounts(long Calls, long Answered, long Failed, long Cancelled, long Running);
