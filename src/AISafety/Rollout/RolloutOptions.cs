namespace AISafety.Rollout;

/// <summary>How a candidate is rolled out. Immutable: change a copy by <c>with</c>.</summary>
public sealed record RolloutOptions
{
    /// <summary>The rollout's name: 1 to 100 letters, digits, dots, hyphens or underscores. Keys are drawn anew under another name, and a rollout that was rolled back stays so under its own.</summary>
    public required string Name { get; init; }

    /// <summary>What the candidate must not be worse in; at least one.</summary>
    public required IReadOnlyList<RolloutGate> Gates { get; init; }

    /// <summary>The stable version, as people call it. Default <c>stable</c>.</summary>
    public string StableVersion { get; init; } = "stable";

    /// <summary>The candidate's version. Default <c>candidate</c>.</summary>
    public string CandidateVersion { get; init; } = "candidate";

    /// <summary>The steps: at least two, with rising shares, the last of them 1. Default 1, 5, 25 and 100 %. An A/B test is one step of 0.5 and one of 1, with gates that require superiority.</summary>
    public IReadOnlyList<RolloutStep> Steps { get; init; } = [new(0.01), new(0.05), new(0.25), new(1)];

    /// <summary>The probability that a candidate is rolled back which is worse at no gate: over all gates, steps, looks, processes and restarts. More than 0, at most 0.5; default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>The probability that a candidate is promoted which is worse than the margin of a gate. More than 0, at most 0.5; default 0.05.</summary>
    public double PromotionAlpha { get; init; } = 0.05;

    /// <summary>The probability that a sample-ratio mismatch is found where there is none. More than 0, at most 0.5; default 0.001. A mismatch stops promotion until a person has looked: <see cref="ModelRollout.AcknowledgeSampleRatioAsync"/>.</summary>
    public double SampleRatioAlpha { get; init; } = 0.001;

    /// <summary>How many processes run the rollout at once. 1 to 1,000; default 1. Each judges by itself: 90 % of the error probabilities are divided among so many, the rest among those that come after a restart, which then need far more evidence; restarts that are expected may be counted in.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>How many first calls of a key at a share count, together as one value a gate. 1 to 1,000; default 1. More make a key's value less noisy, and later.</summary>
    public int CallsPerKey { get; init; } = 1;

    /// <summary>How many keys are remembered. 100 to 10,000,000; default 200,000. Past it only a share of the keys counts.</summary>
    public int KeyCapacity { get; init; } = 200_000;

    /// <summary>How much of all keys drift may take from the candidate at once; more than 0, at most 1. Default 0.25. Drift often comes from the world and not from the candidate, and what is thrown to the stable version all at once may be what it cannot bear.</summary>
    public double MaxDriftEjection { get; init; } = 0.25;

    /// <summary>How long after drift has taken a part of the share it takes the next. A second to 30 days; default 15 minutes.</summary>
    public TimeSpan DriftHold { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Which alerts roll the candidate back; those whose code begins with <c>drift.</c> as drift does, piece by piece. Null (default) for none. An alert is not taken back by its end.</summary>
    public Func<SafetyAlert, bool>? RollBackOn { get; init; }

    /// <summary>Keys whose arm is given and not drawn, such as testers, by the version that answers them. They do not count at the gates. Default none.</summary>
    public IReadOnlyDictionary<string, string> GivenKeys { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a call that the candidate fails is answered by the stable version. Default false. The failure counts all the same.</summary>
    public bool AnswerFailuresByStable { get; init; }

    /// <summary>Whether the candidate goes to the next step by itself when it may. Default true. Otherwise a person does: <see cref="ModelRollout.AdvanceAsync"/>.</summary>
    public bool AdvancesByItself { get; init; } = true;

    /// <summary>The registry that is asked whether the candidate may begin and may be promoted, and told what has become of it. Null (default) for none.</summary>
    public RegistryLink? Registry { get; init; }

    /// <summary>What is asked before the last step, after the registry: null to go on, or why not. Default: nothing.</summary>
    public Func<CancellationToken, ValueTask<string?>>? PromotionCheck { get; init; }

    /// <summary>Where the state is kept. Null (default) for this process alone, which forgets it when it ends.</summary>
    public IRolloutStore? Store { get; init; }

    /// <summary>How often the store is asked whether another process has changed the state. 100 milliseconds to 1 day; default 5 seconds.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a call waits to be judged for those that began before it and have not ended: the longest that a call should take. Zero to 1 hour; default 5 seconds. Without it, a version that is slower would seem to have fewer calls.</summary>
    public TimeSpan JudgedAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For how long the state may not be readable before the stable version answers all calls, until it can be read again. A second to 1 day; default 1 minute.</summary>
    public TimeSpan MaxStoreSilence { get; init; } = TimeSpan.FromMinutes(1);

    /// <exception cref="SafetyBuildException">An option is out of range, or steps, gates or versions contradict each other.</exception>
    internal void Check()
    {
        OptionCheck check = OptionCheck.OfBuilder("rollout", nameof(RolloutOptions));
        check.Require(IsName(Name), nameof(Name), Quoted(Name), "1 to 100 letters, digits, dots, hyphens or underscores, the first a letter or digit");
        check.Require(!string.IsNullOrWhiteSpace(StableVersion), nameof(StableVersion), Quoted(StableVersion), "a version");
        check.Require(!string.IsNullOrWhiteSpace(CandidateVersion), nameof(CandidateVersion), Quoted(CandidateVersion), "a version");
        check.Require(StableVersion != CandidateVersion, nameof(CandidateVersion), Quoted(CandidateVersion), "another version than the stable one");
        check.Require(Alpha is > 0 and <= 0.5, nameof(Alpha), Alpha, "more than 0, at most 0.5");
        check.Require(PromotionAlpha is > 0 and <= 0.5, nameof(PromotionAlpha), PromotionAlpha, "more than 0, at most 0.5");
        check.Require(SampleRatioAlpha is > 0 and <= 0.5, nameof(SampleRatioAlpha), SampleRatioAlpha, "more than 0, at most 0.5");
        check.Range(nameof(Processes), Processes, 1, 1_000);
        check.Range(nameof(CallsPerKey), CallsPerKey, 1, 1_000);
        check.Range(nameof(KeyCapacity), KeyCapacity, 100, 10_000_000);
        check.Require(MaxDriftEjection is > 0 and <= 1, nameof(MaxDriftEjection), MaxDriftEjection, "more than 0, at most 1");
        check.Range(nameof(DriftHold), DriftHold, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30));
        check.Range(nameof(PollInterval), PollInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1));
        check.Range(nameof(JudgedAfter), JudgedAfter, TimeSpan.Zero, TimeSpan.FromHours(1));
        check.Range(nameof(MaxStoreSilence), MaxStoreSilence, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        check.Require(Gates is not null, nameof(Gates), "null", "at least one gate");
        check.Require(Steps is not null, nameof(Steps), "null", "at least two steps");
        check.Require(GivenKeys is not null, nameof(GivenKeys), "null", "keys and versions, or none");
        GateList.Check(Gates!);
        Registry?.Check(this);
        CheckSteps();
        foreach ((string key, string version) in GivenKeys!)
        {
            if (version != StableVersion && version != CandidateVersion)
            {
                throw new SafetyBuildException($"'rollout': a given key is sent to version '{version}', which is no arm of it; expected '{StableVersion}' or '{CandidateVersion}'.");
            }
        }
    }

    private void CheckSteps()
    {
        OptionCheck check = OptionCheck.OfBuilder("rollout", nameof(RolloutStep));
        if (Steps.Contains(null))
        {
            throw new SafetyBuildException($"'rollout': {nameof(RolloutOptions)}.{nameof(Steps)} holds null; expected steps, such as new RolloutStep(0.05).");
        }

        if (Steps.Count < 2)
        {
            throw new SafetyBuildException("'rollout': there are fewer than two steps; expected some with a share of less than 1, by which the candidate is judged, and at last one of 1.");
        }

        for (int i = 0; i < Steps.Count; i++)
        {
            RolloutStep step = Steps[i];
            check.Require(step.Share is > 0 and <= 1, nameof(step.Share), step.Share, "more than 0, at most 1");
            check.Require(i == 0 || step.Share > Steps[i - 1].Share, nameof(step.Share), step.Share, $"more than the share of the step before it");
            check.Require(step.Share < 1 == i < Steps.Count - 1, nameof(step.Share), step.Share, "1 at the last step, and less before it");
            check.Require(step.MinCandidateKeys >= 0, nameof(step.MinCandidateKeys), step.MinCandidateKeys, "0 or more");
            check.Range(nameof(step.MinDuration), step.MinDuration, TimeSpan.Zero, TimeSpan.FromDays(365));
        }
    }

    internal static string Quoted(string? text) => text is null ? "null" : $"'{text}'";

    internal static bool IsName(string? name) =>
        name is { Length: >= 1 and <= 100 } && char.IsAsciiLetterOrDigit(name[0]) && name.All(static one => char.IsAsciiLetterOrDigit(one) || one is '.' or '-' or '_');
}
