namespace AISafety.Incidents;

/// <summary>Where a runbook points to.</summary>
/// <param name="Title">What is there.</param>
/// <param name="Address">Where; only absolute http and https addresses become links.</param>
public sealed record RunbookLink(string Title, Uri Address);
