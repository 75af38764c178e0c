using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>Where a monitor leaves what it found, to be read at any time from any thread, as by a dashboard. It has the groups' names: it is for those who may see them.</summary>
/// <remarks>Made by the caller and given to one <c>AddFairnessMonitoring</c>. If several models are built from that builder, it holds the readings of whichever computed last.</remarks>
public sealed class FairnessReadings
{
    private readonly Lock _lock = new();
    private readonly Dictionary<FairnessCriterion, GroupWindow> _current = [];
    private readonly Dictionary<FairnessCriterion, GroupWindow> _last = [];
    private IReadOnlyList<SimpsonReading> _paradoxes = [];

    /// <summary>A gap in the open window; null if nothing was counted for it, or it is not watched. Computed by whoever asks first, from the counts as they were at the last block.</summary>
    public FairnessReading? Find(FairnessCriterion criterion) => Read(_current, criterion);

    /// <summary>A gap in the last window that was closed; null if there is none.</summary>
    public FairnessReading? FindLastWindow(FairnessCriterion criterion) => Read(_last, criterion);

    /// <summary>The pairs of groups between which the last closed window of decisions had Simpson's paradox; empty if none had, or no strata are watched.</summary>
    public IReadOnlyList<SimpsonReading> Paradoxes
    {
        get
        {
            lock (_lock)
            {
                return _paradoxes;
            }
        }
    }

    internal void Publish(IEnumerable<FairnessCriterion> criteria, GroupWindow window, bool isClosed)
    {
        lock (_lock)
        {
            foreach (FairnessCriterion criterion in criteria)
            {
                _current[criterion] = window;
                if (isClosed)
                {
                    _last[criterion] = window;
                }
            }
        }
    }

    internal void Publish(IReadOnlyList<SimpsonReading> paradoxes)
    {
        lock (_lock)
        {
            _paradoxes = paradoxes;
        }
    }

    // Computed outside of the lock: a monitor never waits for a reader.
    private FairnessReading? Read(Dictionary<FairnessCriterion, GroupWindow> windows, FairnessCriterion criterion)
    {
        GroupWindow? window;
        lock (_lock)
        {
            window = windows.GetValueOrDefault(criterion);
        }

        return window?.Read(criterion);
    }
}
