using AISafety;
using AISafety.Incidents;
using AISafety.Rollout;

namespace LoanRollout;

/// <summary>The new version answers some customers, is found worse, and goes back by itself.</summary>
internal static class CanaryAct
{
    public static async Task<bool> ShowAsync()
    {
        Console.WriteLine("2. To customers, by steps of 5, 25 and 100 %. The gates: no more failures, no other distribution of rates.");
        ReplayClock clock = new();
        IncidentDesk desk = new(timeProvider: clock);
        await using SafeModel<Loan, Offer> safe = Versions.Current.WithSafety(safety =>
        {
            ColumnHandle rate = safety.AddColumn("rate", static (_, offer) => (float)offer.Rate);
            safety
                .UseName("loans")
                .UseTimeProvider(clock)
                .IdentifyCall(static loan => new(Key: loan.Customer))
                .AddFallback(new Offer(12))
                .AddIncidents(desk)
                .AddRollout(Versions.Next, new()
                {
                    Name = "loans-2026-12",
                    StableVersion = "1.4",
                    CandidateVersion = "1.5",
                    Steps = [new(0.05) { MinCandidateKeys = 50 }, new(0.25), new(1)],
                    Gates = [RolloutGate.ErrorRate(margin: 0.02), RolloutGate.OutputShift(rate, [4, 5, 6, 7, 9, 12], margin: 0.15)],
                });
        });
        Traffic traffic = new(seed: 2);
        Dictionary<string, int> served = [];
        int events = 0;
        for (int i = 0; i < 20_000 && safe.Rollout!.State.Status != RolloutStatus.RolledBack; i++)
        {
            SafetyResult<Offer> result = await safe.EvaluateAsync(traffic.Next());
            served[result.ServedBy] = served.GetValueOrDefault(result.ServedBy) + 1;
            clock.Pass(TimeSpan.FromSeconds(2));
            if (i % 50 == 49)
            {
                await safe.FlushAsync();
                events = Tell(safe.Rollout.State, events);
            }
        }

        RolloutReport report = safe.Rollout!.GetReport();
        Console.WriteLine("   The gates, as far as they were asked:");
        foreach (GateStatus gate in report.Gates)
        {
            Console.WriteLine($"     {gate.Gate,-14} stable {gate.StableMean:0.000} of {gate.StableCount:N0}   candidate {gate.CandidateMean:0.000} of {gate.CandidateCount:N0}   evidence against it {gate.HarmEValue:0.0}, for it {gate.PromotionEValue:0.0}");
        }

        Console.WriteLine($"   {report.CandidateKeys:N0} of {report.Keys:N0} customers met the new version. Answered by: {string.Join(", ", served.OrderByDescending(static one => one.Value).Select(static one => $"{one.Key} {one.Value:N0}"))}.");
        await safe.FlushAsync();
        bool isReviewed = await ReviewAsync(desk, clock);
        await desk.DisposeAsync();
        return report.State.Status == RolloutStatus.RolledBack && isReviewed;
    }

    private static int Tell(RolloutState state, int told)
    {
        foreach (RolloutEvent happened in state.Events.Skip(told))
        {
            Console.WriteLine($"   {happened.At:yyyy-MM-dd HH:mm}  {happened.Change} by {happened.Actor}: {happened.Reason}");
        }

        return state.Events.Count;
    }

    /// <summary>What became of the alert: an incident, which a person works off.</summary>
    private static async Task<bool> ReviewAsync(IncidentDesk desk, ReplayClock clock)
    {
        if (await desk.ListAsync() is not [Incident incident, ..])
        {
            return false;
        }

        clock.Pass(TimeSpan.FromMinutes(20));
        await desk.AdvanceAsync(incident.Id, IncidentStage.Investigating, "ann", "the new feature is not there for one loan in twelve");
        clock.Pass(TimeSpan.FromHours(2));
        await desk.AdvanceAsync(incident.Id, IncidentStage.Recovered, "ann", "1.4 answers everybody; 1.6 will check its features");
        incident = (await desk.GetAsync(incident.Id))!;
        string review = incident.ToReviewMarkdown(desk.RunbookFor(incident.Kind));
        Console.WriteLine();
        Console.WriteLine("3. The incident that came of it, as its review says it (head and timeline; the rest is for people to fill in):");
        string[] lines = review.Split('\n');
        int timeline = Array.IndexOf(lines, "## Timeline");
        foreach (string line in lines.Take(19).Concat(lines.Skip(timeline).TakeWhile((line, i) => i == 0 || !line.StartsWith("## ", StringComparison.Ordinal))))
        {
            Console.WriteLine($"   | {line}");
        }

        Console.WriteLine();
        return incident.Kind == IncidentKinds.RolloutRolledBack;
    }
}
