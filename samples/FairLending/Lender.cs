using System.Globalization;
using AISafety;
using AISafety.Fairness;
using AISafety.Statistics;

namespace FairLending;

/// <summary>Grants loans by score, and is watched while it does.</summary>
internal static class Lender
{
    private const double Threshold = 0.5;

    // A real one is kept where secrets are: who knows it can tell a draw beforehand.
    private const long SecretSeed = 20_260_301;

    /// <summary>Lets applicants ask.</summary>
    /// <param name="applicants">Who asks.</param>
    /// <param name="thresholds">The thresholds by region; null for one for all.</param>
    /// <returns>The answers, and the alerts that came meanwhile.</returns>
    public static async Task<(bool[] Granted, List<SafetyAlert> Alerts)> AnswerAsync(Applicant[] applicants, FairThresholds<Region>? thresholds)
    {
        List<SafetyAlert> alerts = [];
        await using SafeModel<Applicant, Answer> safe = Model.FromDelegate((Applicant one) => new Answer(one.Score, one.Score >= Threshold)).WithSafety(safety =>
        {
            if (thresholds is not null)
            {
                safety.AddGroupThresholds(
                    static one => one.Region,
                    static answer => answer.Score,
                    static answer => answer.IsGranted,
                    static (answer, granted) => answer with { IsGranted = granted },
                    thresholds,
                    static one => one.Number.ToString(CultureInfo.InvariantCulture),
                    new() { Seed = SecretSeed });
            }

            safety
                .AddFairnessMonitoring(
                    static one => one.Region,
                    static answer => answer.IsGranted,
                    new FairnessMonitoringOptions { Limits = [FairnessLimit.DifferenceAtMost(FairnessCriterion.DemographicParity, 0.05)] })
                .OnAlert(alerts.Add);
        });

        bool[] granted = new bool[applicants.Length];
        for (int i = 0; i < applicants.Length; i++)
        {
            granted[i] = (await safe.EvaluateAsync(applicants[i])).Output.IsGranted;
            if (i % 500 == 499)
            {
                await safe.FlushAsync();
            }
        }

        await safe.FlushAsync();
        return (granted, alerts);
    }

    /// <summary>What the answers were like.</summary>
    public static FairnessReport Measure(Applicant[] applicants, bool[] granted, FairnessFrontier? frontier = null) => FairnessReport.Of(
        new GroupAttribute("region", Enum.GetNames<Region>()),
        [.. applicants.Select(static one => (int)one.Region)],
        [.. applicants.Select(static one => (byte)(one.Repays ? 1 : 0))],
        [.. granted.Select(static one => (byte)(one ? 1 : 0))],
        [.. applicants.Select(static one => one.Score)],
        frontier: frontier);

    /// <summary>A point of the frontier: accuracy, and the difference in the share granted of those who repay.</summary>
    public static FrontierPoint Point(string name, FairnessReport report)
    {
        FairnessGap gap = report.Gaps.Single(static one => one.Criterion == FairnessCriterion.EqualOpportunity);
        FairnessValue accuracy = report.Compared.Rates[GroupRate.Accuracy];
        return new(name, accuracy.Value, gap.Difference.Value)
        {
            AccuracyError = Error(accuracy),
            GapError = Math.Sqrt(report.Groups.Sum(static group => Math.Pow(Error(group.Rates[GroupRate.TruePositiveRate]), 2))),
        };
    }

    private static double Error(FairnessValue rate) => Math.Sqrt(rate.Value * (1 - rate.Value) / rate.Count);
}
