using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>Where a monitor leaves what it found, to be read at any time from any thread, as by a dashboard. It has the groups' names: it is for those who may see them.</summary>
/// <remarks>Made by the caller and given to one <c>AddFairnessMonitoring</c>. If several models are built from that builder, it holds the readings of whichever computed last.</remarks>
public sealed class FairnessReadings
{
    private readonly Lock _lock = new();
    private readonly Dictionary<FairnessCriterion, FairnessReading> _current = [];
    private readonly Dictionary<FairnessCriterion, FairnessReading> _last = [];
    private IReadOnlyList<SimpsonReading> _paradoxes = [];

    /// <summary>A gap in the open window; null if it has not been computed.</summary>
    public FairnessReading? Find(FairnessCriterion criterion)
    {
        lock (_lock)
        {
            return _current.GetValueOrDefault(criterion);
        }
    }

    /// <summary>A gap in the last window that was closed; null if there is none.</summary>
    public FairnessReading? FindLastWindow(FairnessCriterion criterion)
    {
        lock (_lock)
        {
            return _last.GetValueOrDefault(criterion);
        }
    }

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

    internal void Publish(FairnessReading reading, bool isClosed)
    {
        lock (_lock)
        {
            _current[reading.Gap.Criterion] = reading;
            if (isClosed)
            {
                _last[reading.Gap.Criterion] = reading;
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
}
