using AISafety;
using AISafety.Rollout;

namespace LoanRollout;

/// <summary>The new version sees what customers ask; no customer sees it.</summary>
internal static class ShadowAct
{
    public static async Task<bool> ShowAsync()
    {
        Console.WriteLine("1. In the shadow: 500 loans, each asked of both versions; customers get the current one's offer.");
        await using SafeModel<Loan, Offer> safe = Versions.Current.WithSafety(static safety => safety
            .AddFallback(new Offer(12))
            .AddShadow(Versions.Next, ShadowComparison.Within<Offer>(0.1, static offer => offer.Rate)));
        Traffic traffic = new(seed: 1);
        for (int i = 0; i < 500; i++)
        {
            await safe.EvaluateAsync(traffic.Next());
            if (i % 100 == 99)
            {
                await safe.FlushAsync();
            }
        }

        ShadowReport<Loan, Offer> report = safe.GetShadowReport();
        Console.WriteLine($"   Offers alike within 0.1: {report.Agreed} of {report.Compared} ({100 * report.DisagreementRate:0.0} % differ; 95 % sure of {100 * report.DisagreementInterval.Lower:0.0} to {100 * report.DisagreementInterval.Upper:0.0} %).");
        Console.WriteLine($"   The new version failed {report.CandidateFailed} calls. No customer noticed. Suppose that nobody reads this.");
        Console.WriteLine();
        return report.Compared > 300 && report.Disagreed > 0 && report.CandidateFailed > 10;
    }
}
