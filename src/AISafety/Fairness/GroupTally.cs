using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>Counts one window of decisions, or of labelled decisions, by group. Used by one thread.</summary>
internal sealed class GroupTally(IReadOnlyList<string> groups, FairnessMonitoringOptions options)
{
    private readonly GroupCounts _counts = new(groups.Count);
    private readonly long[] _selected = new long[groups.Count];
    private readonly long[] _rejected = new long[groups.Count];

    /// <summary>How many rows count towards the window's size.</summary>
    public long Rows { get; private set; }

    public long UnknownGroup { get; private set; }

    /// <summary>How many labels were neither 0 nor 1.</summary>
    public long Invalid { get; private set; }

    /// <summary>How many decisions there were against someone, with or without a label.</summary>
    public long Rejected => _rejected.Sum();

    /// <summary>Whether labels come for the selected only: so many came without one of a rejected that, did they come for all alike, this would happen once in a million windows.</summary>
    public bool LabelsOnlySelected
    {
        get
        {
            const double OnceInAMillion = 13.8;
            ConfusionCounts total = _counts.Total;
            long rejected = Rejected;
            return total.TrueNegatives + total.FalseNegatives == 0 && total.Count * ((double)rejected / Math.Max(1, rejected + _selected.Sum())) >= OnceInAMillion;
        }
    }

    /// <summary>What was told of this window already, and is told once.</summary>
    public HashSet<string> Told { get; } = [];

    public DateTimeOffset? Since { get; set; }

    /// <summary>The limits that were crossed in this window.</summary>
    public HashSet<FairnessLimit> Raised { get; } = [];

    /// <summary>Takes a row; a group of <see cref="CodesHandle.Missing"/> or more is counted as unknown.</summary>
    public void Add(byte group, byte label, byte decision)
    {
        Rows++;
        if (group < groups.Count)
        {
            _counts.Add(group, label, decision);
        }
        else
        {
            UnknownGroup++;
        }
    }

    /// <summary>Takes a row whose label is none: it counts towards the window's size only, so that it ends where all are like that.</summary>
    public void AddInvalid()
    {
        Rows++;
        Invalid++;
    }

    /// <summary>Takes a decision whose label may never come: only what is selected has one.</summary>
    public void AddUnlabelled(byte group, byte decision)
    {
        if (group < groups.Count)
        {
            (decision == 1 ? _selected : _rejected)[group]++;
        }
    }

    public void Clear()
    {
        _counts.Clear();
        _selected.AsSpan().Clear();
        _rejected.AsSpan().Clear();
        (Rows, UnknownGroup, Invalid, Since) = (0, 0, 0, null);
        Raised.Clear();
        Told.Clear();
    }

    /// <summary>The window as it is now.</summary>
    public GroupWindow Snapshot(DateTimeOffset now)
    {
        GroupCounts counts = new(groups.Count);
        counts.Merge(_counts);
        return new(groups, options, counts, [.. _selected], [.. _rejected], UnknownGroup, Since ?? now, now, options.LabelsOnlyForSelected || LabelsOnlySelected);
    }
}
