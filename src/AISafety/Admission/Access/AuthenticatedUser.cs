using System.Collections.Frozen;
using System.Security.Claims;

namespace AISafety.Access;

/// <summary>What is certain of a user: the claims of identities that were authenticated.</summary>
/// <remarks>Lists are walked by index where they are lists, as they usually are: an enumerator would be allocated for every call.</remarks>
internal readonly struct AuthenticatedUser(ClaimsPrincipal? user)
{
    public bool Exists => Any(static (_, _) => true, 0);

    public bool HasRole(FrozenSet<string> roles) => Any(
        static (identity, wanted) => AnyClaim(identity, static (claim, rule) => claim.Type == rule.Type && rule.Roles.Contains(claim.Value), (Type: identity.RoleClaimType, Roles: wanted)),
        roles);

    public bool Has(RequiredClaim required) => Any(
        static (identity, wanted) => AnyClaim(identity, static (claim, rule) => rule.IsMetBy(claim.Type, claim.Value), wanted),
        required);

    private bool Any<T>(Func<ClaimsIdentity, T, bool> holds, T argument)
    {
        if (user?.Identities is not { } identities)
        {
            return false;
        }

        if (identities is IReadOnlyList<ClaimsIdentity> list)
        {
            for (int i = 0; i < list.Count; i++)
            {
                if (list[i].IsAuthenticated && holds(list[i], argument))
                {
                    return true;
                }
            }

            return false;
        }

        return identities.Any(identity => identity.IsAuthenticated && holds(identity, argument));
    }

    private static bool AnyClaim<T>(ClaimsIdentity identity, Func<Claim, T, bool> holds, T argument)
    {
        if (identity.Claims is IReadOnlyList<Claim> list)
        {
            for (int i = 0; i < list.Count; i++)
            {
                if (holds(list[i], argument))
                {
                    return true;
                }
            }

            return false;
        }

        return identity.Claims.Any(claim => holds(claim, argument));
    }
}
