using AISafety.Resilience;
using CsCheck;

namespace AISafety.Tests.Resilience;

/// <summary>What holds whatever calls do.</summary>
[TestFixture]
public sealed class LadderMachineLawTests
{
    private const int Rungs = 4;

    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private enum Kind
    {
        Call,
        Force,
        Lift,
        Hold,
        Release,
        EndHold,
    }

    private sealed record Step(Kind Kind, RungOutcome Outcome, int Rung, int Seconds);

    private sealed record Moved(Kind By, string? Reason, int From, int To, DateTimeOffset At, TimeSpan StayBefore, TimeSpan Stay, int Floor);

    private static readonly Gen<DegradationRules> s_rules = Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12], Gen.Int[0, 60], Gen.Int[1, 8], Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[0, 200])
        .Select((window, minimum, stay, growth, every, probes, relapse) => new DegradationRules
        {
            Window = window,
            MinimumCalls = Math.Min(minimum, window),
            SlowAfter = TimeSpan.FromSeconds(1),
            StayAtLeast = TimeSpan.FromSeconds(stay),
            MaxStay = TimeSpan.FromSeconds(stay * growth),
            RelapseWithin = TimeSpan.FromSeconds(relapse),
            ProbeEvery = every,
            ProbesToMoveUp = probes,
        });

    private static Gen<Step[]> Steps(bool forced) => Gen.Select(
        forced ? Gen.Frequency((40, Gen.Const(Kind.Call)), (1, Gen.Const(Kind.Force)), (1, Gen.Const(Kind.Lift)), (1, Gen.Const(Kind.Hold)), (2, Gen.Const(Kind.Release)), (2, Gen.Const(Kind.EndHold))) : Gen.Const(Kind.Call),
        Gen.Frequency((5, Gen.Const(RungOutcome.Good)), (5, Gen.Const(RungOutcome.Failed)), (1, Gen.Const(RungOutcome.Slow)), (1, Gen.Const(RungOutcome.Blocked)), (1, Gen.Const(RungOutcome.None))),
        Gen.Int[0, Rungs - 1],
        Gen.Frequency((5, Gen.Const(0)), (3, Gen.Int[0, 5]), (1, Gen.Int[0, 120])))
        .Select((kind, outcome, rung, seconds) => new Step(kind, outcome, rung, seconds)).Array[1, 400];

    [Test]
    public void Rung_is_skipped_by_nothing_but_a_force_or_a_hold() => Gen.Select(s_rules, Steps(forced: true)).Sample((rules, steps) =>
        Run(rules, steps).All(move => move.By is Kind.Force or Kind.Hold or Kind.EndHold || Math.Abs(move.To - move.From) == 1));

    [Test]
    public void Move_up_by_rule_never_comes_before_the_stay_is_over() => Gen.Select(s_rules, Steps(forced: true)).Sample((rules, steps) =>
    {
        DateTimeOffset since = s_start;
        foreach (Moved move in Run(rules, steps))
        {
            if (move.Reason == "recovered" && move.At - since < move.StayBefore)
            {
                return false;
            }

            since = move.At;
        }

        return true;
    });

    [Test]
    public void Ladder_never_stands_above_what_is_forced_unless_a_person_holds_it() => Gen.Select(s_rules, Steps(forced: true)).Sample((rules, steps) =>
        Run(rules, steps).All(move => move.By == Kind.Hold || move.To >= move.Floor));

    [Test]
    public void Stay_is_between_its_bounds() => Gen.Select(s_rules, Steps(forced: true)).Sample((rules, steps) =>
        Run(rules, steps).All(move => move.Stay >= rules.StayAtLeast && move.Stay <= rules.MaxStay));

    [Test]
    public void Moves_of_a_flapping_model_are_bounded() => Gen.Select(s_rules, Steps(forced: false)).Sample((rules, steps) =>
    {
        // Every move up has waited for a stay, and there are at most as many more down as there are rungs.
        List<Moved> moves = Run(rules, steps);
        double seconds = steps.Sum(step => step.Seconds);
        int up = moves.Count(move => move.To < move.From);
        int down = moves.Count - up;
        bool stays = rules.StayAtLeast == TimeSpan.Zero || up <= seconds / rules.StayAtLeast.TotalSeconds;
        return stays && down <= up + Rungs - 1 && up * rules.ProbeEvery * rules.ProbesToMoveUp <= steps.Length && down * rules.MinimumCalls <= steps.Length;
    });

    [Test]
    public void Relapses_that_follow_each_other_become_rare()
    {
        // A rung that fails at once whenever it is used, and looks good to every probe: the worst case of flapping, for a day of a call a second.
        DegradationRules rules = new() { Window = 20, MinimumCalls = 20, StayAtLeast = TimeSpan.FromMinutes(1), MaxStay = TimeSpan.FromHours(1), ProbeEvery = 1, ProbesToMoveUp = 1 };
        Step[] bad = [.. Enumerable.Range(0, 86_400).Select(_ => new Step(Kind.Call, RungOutcome.Good, 0, 1))];

        int down = Run(rules, bad, isBadAtTheTop: true).Count(move => move.To > move.From);

        // 1 + 2 + 4 + 8 + 16 + 32 minutes, and then once an hour.
        Assert.That(down, Is.InRange(24, 31));
    }

    private static List<Moved> Run(DegradationRules rules, Step[] steps, bool isBadAtTheTop = false)
    {
        DateTimeOffset now = s_start;
        LadderMachine machine = new(Rungs, rules, now);
        List<Moved> moves = [];
        foreach (Step step in steps)
        {
            now += TimeSpan.FromSeconds(step.Seconds);
            int from = machine.Rung;
            int epoch = machine.Epoch;
            TimeSpan stay = machine.Stay;
            string? reason = null;
            switch (step.Kind)
            {
                case Kind.Call:
                    LadderMark mark = machine.Begin(now);
                    reason = machine.Take(mark with { Outcome = isBadAtTheTop && mark is { Rung: 0, IsProbe: false } ? RungOutcome.Failed : step.Outcome }, () => now)?.Reason;
                    break;
                case Kind.Force:
                    machine.Force(step.Rung, step.Rung, now);
                    break;
                case Kind.Lift:
                    machine.Lift(step.Rung, now);
                    break;
                case Kind.Hold:
                    machine.Hold(step.Rung, now);
                    break;
                case Kind.Release:
                    machine.Release(now);
                    break;
                case Kind.EndHold:
                    machine.EndHold(now);
                    machine.Sink(now);
                    break;
            }

            if (!machine.IsHeld && machine.Rung < machine.Floor)
            {
                throw new InvalidOperationException("It stands above what is forced.");
            }

            if (machine.Rung != from)
            {
                moves.Add(new(step.Kind, reason, from, machine.Rung, now, stay, machine.Stay, machine.Floor));
            }
            else if (machine.Epoch != epoch && step.Kind == Kind.Call)
            {
                throw new InvalidOperationException("A call moved the ladder nowhere.");
            }
        }

        return moves;
    }
}
