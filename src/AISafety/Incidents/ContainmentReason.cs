using System.Buffers;
using AISafety.Alerts;

namespace AISafety.Incidents;

/// <summary>The reason that containment gives to the parts that it moves. They keep it with who, so it is known again in other processes and after a restart.</summary>
internal static class ContainmentReason
{
    private const string Prefix = "incident ";
    private const int InstanceLength = 16;
    private const int LongestNumber = 19;

    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789abcdef");

    /// <summary>The reason of an incident.</summary>
    public static string Of(Incident incident) => $"{Prefix}{incident.Id}: {incident.Title}";

    /// <summary>A reason, if it is one that containment gives: by the desk's name, and of its form from the very start. Null for any other.</summary>
    /// <remarks>Nobody is kept from taking the desk's name: whoever goes by it compares the whole with <see cref="Of(Incident)"/>.</remarks>
    public static string? Of(string? actor, string reason) => actor == IncidentDesk.ActorName && IncidentOf(reason) is not null ? reason : null;

    /// <summary>The id of the incident that a reason is of; null where it is not of the form. No store is asked for anything else.</summary>
    public static string? IncidentOf(string reason)
    {
        if (!reason.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        int end = reason.IndexOf(": ", Prefix.Length, StringComparison.Ordinal);
        return end >= 0 && IsId(reason.AsSpan()[Prefix.Length..end]) ? reason[Prefix.Length..end] : null;
    }

    /// <summary>Whether a text is what a desk calls an incident by: its instance in the <see cref="AlertGate.InstanceFormat"/>, and a number from 1 on.</summary>
    private static bool IsId(ReadOnlySpan<char> text)
    {
        if (text.Length is <= InstanceLength + 1 or > InstanceLength + 1 + LongestNumber || text[InstanceLength] != '-')
        {
            return false;
        }

        ReadOnlySpan<char> number = text[(InstanceLength + 1)..];
        return number[0] != '0' && !number.ContainsAnyExceptInRange('0', '9') && !text[..InstanceLength].ContainsAnyExcept(s_hex);
    }
}
