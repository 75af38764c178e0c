using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>Counts one window's decisions by stratum and group, and looks for Simpson's paradox once, when it closes.</summary>
internal sealed class StratumTally(IReadOnlyList<string> groups, IReadOnlyList<string> strata, double confidence)
{
    private readonly GroupCounts[] _counts = [.. strata.Select(_ => new GroupCounts(groups.Count))];

    private long _unknown;

    public void Add(byte stratum, byte group, byte decision)
    {
        if (stratum < strata.Count && group < groups.Count)
        {
            _counts[stratum].Add(group, 0, decision);
        }
        else if (group < groups.Count)
        {
            _unknown++;
        }
    }

    /// <summary>The pairs with the paradox, all pairs together at the confidence; starts anew.</summary>
    public IReadOnlyList<SimpsonReading> Close()
    {
        double pairs = 0.5 * groups.Count * (groups.Count - 1);
        double each = 1 - ((1 - confidence) / Math.Max(1, pairs));
        List<SimpsonReading> found = [];
        for (int first = 0; first < groups.Count; first++)
        {
            for (int second = first + 1; second < groups.Count; second++)
            {
                SimpsonParadoxResult result = SimpsonParadox.Test(_counts, first, second, GroupRate.SelectionRate, each);
                if (result.IsParadox)
                {
                    found.Add(new(groups[first], groups[second], strata, result) { UnknownStratum = _unknown });
                }
            }
        }

        _unknown = 0;
        foreach (GroupCounts counts in _counts)
        {
            counts.Clear();
        }

        return found;
    }
}
