using System.Security.Claims;

namespace AISafety;

/// <summary>Who is asking, and what for. Everything is optional.</summary>
/// <param name="Caller">The calling service or tenant: the unit of rate limits.</param>
/// <param name="User">The person, for access policies.</param>
/// <param name="Key">What a rollout sticks to and the last good value is kept by, such as a customer number.</param>
/// <param name="Purpose">What the answer is for, for access policies and the audit log.</param>
public readonly record struct CallInfo(string? Caller = null, ClaimsPrincipal? User = null, string? Key = null, string? Purpose = null)
{
    /// <summary>Whether nothing is said.</summary>
    public bool IsEmpty => Caller is null && User is null && Key is null && Purpose is null;
}
