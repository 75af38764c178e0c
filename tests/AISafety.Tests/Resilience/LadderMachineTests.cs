using AISafety.Resilience;

namespace AISafety.Tests.Resilience;

[TestFixture]
public sealed class LadderMachineTests
{
    private static readonly DegradationRules s_rules = new()
    {
        Window = 10,
        MinimumCalls = 4,
        SlowAfter = TimeSpan.FromSeconds(1),
        StayAtLeast = TimeSpan.FromMinutes(1),
        MaxStay = TimeSpan.FromMinutes(5),
        RelapseWithin = TimeSpan.FromMinutes(10),
        ProbeEvery = 3,
        ProbesToMoveUp = 2,
    };

    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private LadderMachine _machine = null!;

    [SetUp]
    public void SetUp() => _machine = new(3, s_rules, _now);

    private string? Call(RungOutcome outcome, int times = 1)
    {
        string? reason = null;
        for (int i = 0; i < times; i++)
        {
            reason = _machine.Take(_machine.Begin(_now) with { Outcome = outcome }, () => _now)?.Reason ?? reason;
        }

        return reason;
    }

    /// <summary>Good calls up to the next that tries the rung above, and what comes of that one.</summary>
    private string? Probe(RungOutcome outcome)
    {
        LadderMark mark = _machine.Begin(_now);
        while (!mark.IsProbe)
        {
            mark = _machine.Begin(_now);
        }

        return _machine.Take(mark with { Outcome = outcome }, () => _now)?.Reason;
    }

    /// <summary>The calls that were given to the rung above.</summary>
    private int Probes(int calls) => Enumerable.Range(0, calls).Count(_ => _machine.Begin(_now).IsProbe);

    private void MoveUp()
    {
        _now += _machine.Stay;
        Assert.That(Call(RungOutcome.Good, s_rules.ProbeEvery * s_rules.ProbesToMoveUp), Is.EqualTo("recovered"));
    }

    [TestCase("failed")]
    [TestCase("slow")]
    [TestCase("blocked")]
    public void Take_share_is_reached_moves_down_by_one(string reason)
    {
        RungOutcome outcome = Enum.Parse<RungOutcome>(reason, ignoreCase: true);
        string?[] reasons = [Call(RungOutcome.Good, 2), Call(outcome), Call(outcome)];

        Assert.That(reasons, Is.EqualTo(new[] { null, null, reason }));
        Assert.That(_machine.Rung, Is.EqualTo(1));
    }

    [Test]
    public void Take_too_few_calls_or_too_small_a_share_does_not_move()
    {
        Assert.That(Call(RungOutcome.Failed, 3), Is.Null);
        SetUp();
        Assert.That((Call(RungOutcome.Good, 6), Call(RungOutcome.Failed, 4)), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(Call(RungOutcome.Good, 6), Is.Null, "what is older than the window is forgotten");
        Assert.That(Call(RungOutcome.Failed, 4), Is.Null);
    }

    [Test]
    public void Take_rules_that_are_off_do_not_move()
    {
        _machine = new(3, s_rules with { FailedShare = null, BlockedShare = null, SlowAfter = null }, _now);

        Assert.That(Call(RungOutcome.Failed, 50) ?? Call(RungOutcome.Blocked, 50) ?? Call(RungOutcome.Slow, 50), Is.Null);
    }

    [Test]
    public void Take_last_rung_has_none_below()
    {
        Call(RungOutcome.Failed, 8);
        Assert.That(_machine.Rung, Is.EqualTo(2));
        Assert.That((Call(RungOutcome.Failed, 100), _machine.Rung), Is.EqualTo(((string?)null, 2)));
    }

    [Test]
    public void Begin_tries_the_rung_above_after_the_stay_every_few_calls()
    {
        Call(RungOutcome.Failed, 4);
        _now += TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1);
        Assert.That(Probes(30), Is.Zero);
        _now += TimeSpan.FromTicks(1);

        Assert.That(Probes(30), Is.EqualTo(10));
    }

    [Test]
    public void Take_good_probes_in_a_row_move_up_and_a_bad_one_begins_the_count_again()
    {
        Call(RungOutcome.Failed, 4);
        _now += TimeSpan.FromMinutes(1);
        RungOutcome[] outcomes = [RungOutcome.Good, RungOutcome.Failed, RungOutcome.Good, RungOutcome.Slow, RungOutcome.Good, RungOutcome.Blocked, RungOutcome.Good, RungOutcome.None];
        Assert.That(outcomes.Select(Probe), Is.All.Null);
        Assert.That(Probe(RungOutcome.Good), Is.EqualTo("recovered"));
        Assert.That(_machine.Rung, Is.Zero);
    }

    [Test]
    public void Take_relapse_doubles_the_stay_up_to_MaxStay_and_a_long_calm_forgets_it()
    {
        List<double> stays = [];
        for (int i = 0; i < 5; i++)
        {
            Call(RungOutcome.Failed, 4);
            stays.Add(_machine.Stay.TotalMinutes);
            MoveUp();
        }

        _now += TimeSpan.FromMinutes(10);
        Call(RungOutcome.Failed, 4);
        stays.Add(_machine.Stay.TotalMinutes);

        Assert.That(stays, Is.EqualTo(new double[] { 1, 2, 4, 5, 5, 1 }));
    }

    [Test]
    public void Take_what_began_before_the_last_move_says_nothing()
    {
        LadderMark[] before = [.. Enumerable.Range(0, 20).Select(_ => _machine.Begin(_now) with { Outcome = RungOutcome.Failed })];
        Call(RungOutcome.Failed, 4);

        Assert.That(before.All(mark => _machine.Take(mark, () => _now) is null), Is.True);
        Assert.That(_machine.Rung, Is.EqualTo(1));
    }

    [Test]
    public void Force_skips_rungs_and_keeps_them_until_it_is_lifted()
    {
        Assert.That(_machine.Force("drift", 2, _now), Is.True);
        _now += TimeSpan.FromDays(1);
        Assert.That((_machine.Rung, Probes(30)), Is.EqualTo((2, 0)));

        _machine.Lift("drift", _now);
        Assert.That((_machine.Rung, Probes(30)), Is.EqualTo((2, 0)), "the stay begins when the force ends");
        MoveUp();
        MoveUp();
        Assert.That(_machine.Rung, Is.Zero);
    }

    [Test]
    public void Force_below_which_the_ladder_stands_moves_nothing_and_two_forces_end_with_the_last()
    {
        _machine.Force("one", 2, _now);
        Assert.That(_machine.Force("other", 1, _now), Is.False);
        _machine.Lift("one", _now);
        MoveUp();
        _now += TimeSpan.FromDays(1);
        Assert.That((_machine.Rung, Probes(30)), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Hold_goes_where_it_is_told_and_stays_until_it_is_released()
    {
        _machine.Hold(1, _now);
        _now += TimeSpan.FromDays(1);
        Assert.That((Call(RungOutcome.Failed, 50), Probes(30), _machine.Force("drift", 2, _now), _machine.Rung), Is.EqualTo(((string?)null, 0, false, 1)));

        _machine.Release(_now);
        Assert.That((_machine.Rung, _machine.Floor, Probes(30)), Is.EqualTo((1, 0, 0)));
        MoveUp();
        Assert.That(_machine.Rung, Is.Zero);
    }
}
