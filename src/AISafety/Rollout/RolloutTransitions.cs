using System.Globalization;

namespace AISafety.Rollout;

/// <summary>The changes that a rollout can undergo; pure. Each gives null where the state does not allow it.</summary>
internal static class RolloutTransitions
{
    public static RolloutState? Advance(RolloutState state, RolloutOptions options, string actor, string reason, DateTimeOffset now)
    {
        if (state.Status != RolloutStatus.Running || state.Step + 1 >= options.Steps.Count)
        {
            return null;
        }

        double share = options.Steps[state.Step + 1].Share;
        bool isLast = share >= 1;
        return Change(state with { Step = state.Step + 1, Share = share, Status = isLast ? RolloutStatus.Promoted : state.Status }, actor, isLast ? "promoted" : $"advanced to {Percent(share)}", reason, now);
    }

    public static RolloutState? RollBack(RolloutState state, string actor, string reason, DateTimeOffset now) => state.Status == RolloutStatus.RolledBack
        ? null
        : Change(state with { Status = RolloutStatus.RolledBack, Share = 0 }, actor, "rolled back", reason, now);

    /// <summary>Takes a part of the share, if the last part was not taken just now, by this process or another; the last of it is the rollback.</summary>
    public static RolloutState? Eject(RolloutState state, RolloutOptions options, string actor, string reason, DateTimeOffset now)
    {
        double left = state.Share - options.MaxDriftEjection;
        return state.Status == RolloutStatus.RolledBack || (state.Status == RolloutStatus.Draining && now - state.Since < options.DriftHold) ? null
            : left <= 1e-9 ? RollBack(state, actor, reason, now)
            : Change(state with { Status = RolloutStatus.Draining, Share = left }, actor, $"drained to {Percent(left)}", reason, now);
    }

    public static RolloutState? Pause(RolloutState state, string actor, string reason, DateTimeOffset now) => state.Status == RolloutStatus.Running
        ? Note(state with { Status = RolloutStatus.Paused }, actor, "paused", reason, now)
        : null;

    /// <summary>Goes on at the share of the step, all of it.</summary>
    public static RolloutState? Resume(RolloutState state, RolloutOptions options, string actor, string reason, DateTimeOffset now)
    {
        double share = options.Steps[state.Step].Share;
        return state.Status switch
        {
            RolloutStatus.Paused => Note(state with { Status = RolloutStatus.Running }, actor, "resumed", reason, now),
            RolloutStatus.Draining => Change(state with { Status = share >= 1 ? RolloutStatus.Promoted : RolloutStatus.Running, Share = share }, actor, $"resumed at {Percent(share)}", reason, now),
            _ => null,
        };
    }

    public static RolloutState? Acknowledge(RolloutState state, string actor, string reason, DateTimeOffset now) => state.Status == RolloutStatus.RolledBack
        ? null
        : Note(state, actor, "acknowledged a sample-ratio mismatch", reason, now);

    public static RolloutState Join(RolloutState state, RolloutOptions options, DateTimeOffset now) => state.Revision == 0
        ? Change(state with { Lives = 1, Share = options.Steps[0].Share }, "rollout", $"begun at {Percent(options.Steps[0].Share)}", $"{options.CandidateVersion} against {options.StableVersion}", now)
        : state with { Lives = state.Lives + 1 };

    private static RolloutState Change(RolloutState state, string actor, string change, string reason, DateTimeOffset now) => Note(state with { Since = now }, actor, change, reason, now);

    private static RolloutState Note(RolloutState state, string actor, string change, string reason, DateTimeOffset now) => state.After(new(now, actor, change, reason));

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} %");
}
