using AISafety.Evaluation.Drift;

namespace AISafety.Evaluation.Rollout;

/// <summary>What happens in a call under either version.</summary>
/// <param name="Key">Who calls.</param>
/// <param name="IsSecondGroup">Of which group.</param>
/// <param name="Stable">What the stable version does.</param>
/// <param name="Candidate">What the candidate does.</param>
internal readonly record struct UserCall(string Key, bool IsSecondGroup, Answer Stable, Answer Candidate);

/// <summary>What a version does in a call.</summary>
/// <param name="Fails">It throws.</param>
/// <param name="Milliseconds">How long it takes.</param>
/// <param name="IsApproved">What it answers.</param>
/// <param name="IsRefused">An output guard refuses it.</param>
/// <param name="Score">The number behind the answer.</param>
internal readonly record struct Answer(bool Fails, double Milliseconds, bool IsApproved, bool IsRefused, float Score);

/// <summary>How a version behaves.</summary>
/// <param name="ErrorRate">How often it fails.</param>
/// <param name="Slowdown">By what its latency is multiplied.</param>
/// <param name="BlockRate">How often its answer is refused.</param>
/// <param name="Gap">How much less often it approves the second group.</param>
/// <param name="Shift">By how many standard deviations its scores are moved.</param>
internal sealed record Behaviour(double ErrorRate = 0.02, double Slowdown = 1, double BlockRate = 0.01, double Gap = 0, double Shift = 0)
{
    /// <summary>The share of approvals of the first group.</summary>
    public const double Approval = 0.6;

    /// <summary>Latency is lognormal: the median in milliseconds, and the deviation of its logarithm.</summary>
    public const double Median = 20;

    public const double Deviation = 0.5;

    /// <summary>The stable version's 95th percentile.</summary>
    public static TimeSpan P95 => TimeSpan.FromMilliseconds(Median * Math.Exp(Deviation * 1.6448536269514722));
}

/// <summary>Users who call, new ones or a closed circle, each with habits that all calls share: some fail ten times as often as others.</summary>
internal sealed class Users(int seed, int run, Behaviour stable, Behaviour candidate, double callsPerUser, int mostUsers = int.MaxValue)
{
    private readonly Draws _draws = new(IdenticalTrial.Seed(seed, run, 8, 1, 1));
    private readonly List<(string Key, bool IsSecond, double Trouble)> _known = [];

    public UserCall Next()
    {
        (string key, bool isSecond, double trouble) = Caller();
        double failing = _draws.Uniform();
        double speed = _draws.Normal();
        double approving = _draws.Uniform();
        double refusing = _draws.Uniform();
        double score = _draws.Normal();
        return new(key, isSecond, Of(stable), Of(candidate));

        Answer Of(Behaviour one) => new(
            failing < one.ErrorRate * trouble,
            one.Slowdown * Behaviour.Median * Math.Exp(Behaviour.Deviation * speed),
            approving < Behaviour.Approval - (isSecond ? one.Gap : 0),
            refusing < one.BlockRate * trouble,
            (float)(score + one.Shift));
    }

    private (string Key, bool IsSecond, double Trouble) Caller()
    {
        bool isNew = _known.Count == 0 || (_known.Count < mostUsers && _draws.Uniform() * callsPerUser < 1);
        if (!isNew)
        {
            return _known[(int)(_draws.Uniform() * _known.Count)];
        }

        // Of mean 1, and where users come once only, the same for all.
        double trouble = callsPerUser <= 1 ? 1 : _draws.Uniform() < 0.1 ? 5.5 : 0.5;
        (string, bool, double) user = (string.Create(null, $"{run}-{_known.Count}"), _draws.Uniform() < 0.5, trouble);
        _known.Add(user);
        return user;
    }
}
