using AISafety.Testing;

namespace AISafety.Evaluation.Rollout;

/// <summary>One version of the trial's model: a logistic function under the fault plan, and outages in which every call throws.</summary>
internal sealed class TrialArm
{
    private readonly FaultyModel<float[], float> _faulty;
    private readonly FaultyModel<float[], float> _outage;

    /// <summary>Makes it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="slope">By which the versions differ.</param>
    /// <param name="seed">Of its faults.</param>
    /// <param name="deafFor">How long a call hangs that does not heed its token. It then throws, when nobody waits for it any more.</param>
    public TrialArm(string name, float slope, int seed, TimeSpan deafFor)
    {
        Name = name;
        _faulty = Model.FromDelegate<float[], float>(row => 1 / (1 + MathF.Exp(-slope * (row[0] + row[1])))).WithFaults((ulong)seed, plan => plan
            .AddExceptions(0.05)
            .AddHangs(0.01)
            .AddBehavior(0.01, async _ =>
            {
                await Task.Delay(deafFor, CancellationToken.None).ConfigureAwait(false);
                throw new InjectedFaultException("deaf hang");
            }, "deaf hang")
            .AddNaN(0.01));
        _outage = _faulty.WithFaults((ulong)seed, static plan => plan.AddExceptions(1, name: "outage"));
        _outage.IsEnabled = false;
    }

    public string Name { get; }

    public IModel<float[], float> Asked => _outage;

    /// <summary>Whether every call throws.</summary>
    public bool IsOut
    {
        set => _outage.IsEnabled = value;
    }

    /// <summary>Attempts on which no fault fell: each must come out as the output of a call.</summary>
    public long Untouched => _faulty.GetReport().Untouched;

    /// <summary>All faults, with how many attempts there were while they could fall.</summary>
    public IEnumerable<(FaultCount Fault, long Attempts)> Faults
    {
        get
        {
            FaultReport outage = _outage.GetReport();
            FaultReport plan = _faulty.GetReport();
            return [.. plan.Faults.Select(fault => (fault, plan.Calls)), .. outage.Faults.Select(fault => (fault, outage.Calls - outage.Suspended))];
        }
    }
}
