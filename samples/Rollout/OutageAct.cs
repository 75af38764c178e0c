using AISafety;
using AISafety.Resilience;

namespace LoanRollout;

/// <summary>The model's machine is gone for a while: the ladder goes down, rung by rung, and up again.</summary>
internal static class OutageAct
{
    public static async Task<bool> ShowAsync()
    {
        Console.WriteLine("4. An outage. The ladder: the full model, a smaller one, the last offer of the customer, rules, a refusal.");
        ReplayClock clock = new();
        bool isFullGone = false;
        bool isSmallGone = false;
        IModel<Loan, Offer> full = Model.FromDelegate<Loan, Offer>(loan => isFullGone ? throw new HttpRequestException("gone") : Versions.Rate(loan));
        IModel<Loan, Offer> small = Model.FromDelegate<Loan, Offer>(loan => isSmallGone ? throw new HttpRequestException("gone") : new(Math.Round(Versions.Rate(loan).Rate)));
        DegradationLadder ladder = new();
        await using SafeModel<Loan, Offer> safe = full.WithSafety(safety => safety
            .UseName("loans")
            .UseTimeProvider(clock)
            .IdentifyCall(static loan => new(Key: loan.Customer))
            .AddDegradation(
                rungs => rungs.Model("small", small).Cached().Rules(static loan => new(loan.Amount > loan.Income ? 12 : 8)).Refuse(),
                DegradationRules.Default with { StayAtLeast = TimeSpan.FromSeconds(30), MaxStay = TimeSpan.FromMinutes(2) },
                ladder));
        Traffic traffic = new(seed: 3);
        int moves = 0;
        HashSet<string> seen = [];
        foreach ((string what, bool isFullOut, bool isSmallOut) in ((string, bool, bool)[])[("all is well", false, false), ("the model is gone", true, false), ("the smaller one too", true, true), ("both are back", false, false)])
        {
            (isFullGone, isSmallGone) = (isFullOut, isSmallOut);
            Dictionary<string, int> served = [];
            for (int i = 0; i < 600; i++)
            {
                SafetyResult<Offer> result = await safe.EvaluateAsync(traffic.Next());
                served[result.ServedBy] = served.GetValueOrDefault(result.ServedBy) + 1;
                seen.Add(result.ServedBy);
                clock.Pass(TimeSpan.FromSeconds(1));
                if (!result.HasOutput)
                {
                    Console.WriteLine("   A CUSTOMER GOT NO ANSWER.");
                    return false;
                }
            }

            await safe.FlushAsync();
            Console.WriteLine($"   {what,-20} answered by {string.Join(", ", served.Select(static one => $"{one.Key} {one.Value}"))}");
            foreach (DegradationMove move in ladder.History.Skip(moves))
            {
                Console.WriteLine($"     {move.At:HH:mm:ss}  {move.From} -> {move.To}: {move.Reason}, {move.Detail}");
            }

            moves = ladder.History.Count;
        }

        Console.WriteLine($"   Now at rung '{ladder.CurrentRung}'. Nobody was left without an answer.");
        return ladder.CurrentRung == "full" && seen.Contains("small") && seen.Contains("rules");
    }
}
