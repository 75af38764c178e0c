using System.Collections.Frozen;
using System.Security.Claims;

namespace AISafety.Access;

/// <summary>Rules for callers, purposes and users. All that are given must hold; a rule that a call says nothing about is not met.</summary>
/// <remarks>
/// <para>Judged in this order: <see cref="DeniedCallers"/>, <see cref="AllowedCallers"/>, <see cref="AllowedPurposes"/>, <see cref="RequireUser"/>, <see cref="AnyRole"/>,
/// <see cref="Claims"/>. Names are compared letter by letter.</para>
/// <para>Of a user only identities that are authenticated count. Roles are those that the identities have as claims of their role type.</para>
/// </remarks>
public sealed record AccessPolicy : IAccessPolicy
{
    private const int MostClaims = 64;

    private static readonly AccessDecision s_callerDenied = Deny("access.caller-denied", "The caller is on the deny list.");
    private static readonly AccessDecision s_callerMissing = Deny("access.caller-missing", "The call does not say who calls; the access policy has rules for callers.");
    private static readonly AccessDecision s_caller = Deny("access.caller", "The caller is not on the allow list.");
    private static readonly AccessDecision s_purposeMissing = Deny("access.purpose-missing", "The call does not say what the answer is for; the access policy has rules for purposes.");
    private static readonly AccessDecision s_purpose = Deny("access.purpose", "The purpose is not one of those that are allowed.");
    private static readonly AccessDecision s_anonymous = Deny("access.anonymous", "There is no authenticated user.");
    private static readonly AccessDecision s_role = Deny("access.role", "The user has none of the roles that are allowed.");
    private static readonly AccessDecision s_claim = Deny("access.claim", "The user lacks a claim that is required.");

    /// <summary>Callers that are refused, whatever else is said; null (default) for none. With it a call that names no caller is refused as well.</summary>
    public IReadOnlyCollection<string>? DeniedCallers { get; init => field = Names(value, nameof(DeniedCallers)); }

    /// <summary>The only callers that are let in; null (default) for all, empty for none.</summary>
    public IReadOnlyCollection<string>? AllowedCallers { get; init => field = Names(value, nameof(AllowedCallers)); }

    /// <summary>The only purposes that an answer may be for; null (default) for all, empty for none.</summary>
    public IReadOnlyCollection<string>? AllowedPurposes { get; init => field = Names(value, nameof(AllowedPurposes)); }

    /// <summary>Whether there must be an authenticated user. Default false; rules for roles and claims require one by themselves.</summary>
    public bool RequireUser { get; init; }

    /// <summary>The roles of which a user must have one; null (default) for no such rule, empty for nobody.</summary>
    public IReadOnlyCollection<string>? AnyRole { get; init => field = Names(value, nameof(AnyRole)); }

    /// <summary>The claims that a user must have, all of them; at most 64; empty (default) for no such rule.</summary>
    public IReadOnlyList<RequiredClaim> Claims
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            OptionCheck check = OptionCheck.OfArgument(nameof(AccessPolicy));
            check.Require(value.Count <= MostClaims, $"{nameof(Claims)}.{nameof(value.Count)}", value.Count, "at most 64");
            check.Require(value.All(static claim => claim is not null), nameof(Claims), "a list with null in it", "claims");
            field = [.. value];
        }
    } = [];

    internal bool HasRules => (DeniedCallers ?? AllowedCallers ?? AllowedPurposes ?? AnyRole) is not null || RequireUser || Claims.Count > 0;

    /// <summary>Judges a call.</summary>
    /// <param name="call">Who calls, and what for.</param>
    public AccessDecision Decide(in CallInfo call)
    {
        if (DeniedCallers is not null || AllowedCallers is not null)
        {
            if (string.IsNullOrWhiteSpace(call.Caller))
            {
                return s_callerMissing;
            }

            if (Has(DeniedCallers, call.Caller))
            {
                return s_callerDenied;
            }

            if (AllowedCallers is not null && !Has(AllowedCallers, call.Caller))
            {
                return s_caller;
            }
        }

        if (AllowedPurposes is not null)
        {
            if (string.IsNullOrWhiteSpace(call.Purpose))
            {
                return s_purposeMissing;
            }

            if (!Has(AllowedPurposes, call.Purpose))
            {
                return s_purpose;
            }
        }

        return RequireUser || AnyRole is not null || Claims.Count > 0 ? DecideUser(call.User) : AccessDecision.Allow;
    }

    /// <inheritdoc/>
    public ValueTask<AccessDecision> DecideAsync(CallInfo call, CancellationToken cancellationToken) => new(Decide(call));

    /// <summary>Every claim is looked at once, for .NET hands out the claims of an identity by an enumerator that it allocates.</summary>
    private AccessDecision DecideUser(ClaimsPrincipal? user)
    {
        bool exists = false;
        bool hasRole = AnyRole is null;
        ulong missing = Claims.Count == 0 ? 0 : ulong.MaxValue >> (MostClaims - Claims.Count);
        foreach (ClaimsIdentity identity in user?.Identities ?? [])
        {
            if (!identity.IsAuthenticated)
            {
                continue;
            }

            exists = true;
            if (hasRole && missing == 0)
            {
                break;
            }

            foreach (Claim claim in identity.Claims)
            {
                hasRole |= claim.Type == identity.RoleClaimType && Has(AnyRole, claim.Value);
                missing &= ~MetBy(claim);
            }
        }

        return !exists ? s_anonymous : !hasRole ? s_role : missing != 0 ? s_claim : AccessDecision.Allow;
    }

    private ulong MetBy(Claim claim)
    {
        ulong met = 0;
        for (int i = 0; i < Claims.Count; i++)
        {
            met |= Claims[i].IsMetBy(claim.Type, claim.Value) ? 1UL << i : 0;
        }

        return met;
    }

    private static bool Has(IReadOnlyCollection<string>? names, string name) => names is FrozenSet<string> set && set.Contains(name);

    private static FrozenSet<string>? Names(IReadOnlyCollection<string>? names, string option)
    {
        if (names is not null && names.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException($"{nameof(AccessPolicy)}.{option} holds a name that is null or blank; no call could be meant by it.");
        }

        return names?.ToFrozenSet(StringComparer.Ordinal);
    }

    private static AccessDecision Deny(string code, string message) => AccessDecision.Deny(new(code, message));
}
