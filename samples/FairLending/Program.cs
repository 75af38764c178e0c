// How fairness is measured, mended and watched: published admissions of 1973, then a simulated lender.
//     dotnet run --project samples/FairLending
using System.Globalization;
using AISafety;
using AISafety.Fairness;
using AISafety.Statistics;
using FairLending;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
bool isParadox = Admissions.Show();

// Thresholds are fitted to one set of applicants, and judged on another.
Applicant[] past = Applicant.Draw(seed: 1, 6_000);
Applicant[] applicants = Applicant.Draw(seed: 2, 12_000);
FairThresholds<Region> thresholds = FairThresholds<Region>.Optimize(
    past.Select(one => (one.Score, one.Repays, one.Region)), new ThresholdOptions { Criterion = FairnessCriterion.EqualOpportunity });

(bool[] before, List<SafetyAlert> alarms) = await Lender.AnswerAsync(applicants, null);
(bool[] after, List<SafetyAlert> silence) = await Lender.AnswerAsync(applicants, thresholds);
FairnessReport asItIs = Lender.Measure(applicants, before);
FairnessReport mended = Lender.Measure(applicants, after);

Console.WriteLine($"A lender, {applicants.Length:n0} applicants of two regions who repay alike; the score misses some of what Southerners have.");
Print("One threshold for all", asItIs, alarms);
Print("Thresholds by region, fitted to equal opportunity", mended, silence);

FairnessFrontier frontier = new(FairnessCriterion.EqualOpportunity, [Lender.Point("one threshold for all", asItIs), Lender.Point("thresholds by region", mended)]);
string folder = args is ["--output", string given] ? given : AppContext.BaseDirectory;
FairnessReport report = Lender.Measure(applicants, before, frontier);
report.WriteHtml(Path.Combine(folder, "fairness-report.html"), "Loans by region, one threshold for all");
report.WriteJson(Path.Combine(folder, "fairness-report.json"));
Console.WriteLine($"Written: {Path.Combine(folder, "fairness-report.html")}, and .json beside it.");
Console.WriteLine("To decide by group may be unlawful where you are, even if it makes groups fare alike. Better: find out what the score misses.");
return isParadox && alarms.Count > 0 && silence.Count == 0 && IsKnown(asItIs) && frontier.Points[1].Gap < 0.5 * frontier.Points[0].Gap ? 0 : 1;

static bool IsKnown(FairnessReport report) => report.Gaps.Any(static gap => gap.Criterion == FairnessCriterion.EqualOpportunity && FairnessReport.IsKnownToDiffer(gap));

static void Print(string name, FairnessReport report, List<SafetyAlert> alerts)
{
    Console.WriteLine($"  {name}: right in {report.Compared.Rates[GroupRate.Accuracy].Value:p1}, groups known to differ in {report.KnownToDiffer} of {report.Gaps.Count} criteria");
    foreach (FairnessGap gap in report.Gaps.Where(static gap => gap.Criterion is FairnessCriterion.DemographicParity or FairnessCriterion.EqualOpportunity))
    {
        Console.WriteLine($"    {gap.Criterion,-18} {gap.Difference.Value:f3} ({gap.Difference.Interval.Lower:f3} to {gap.Difference.Interval.Upper:f3})");
    }

    Console.WriteLine(alerts.Count == 0 ? "    No alert came." : $"    Alert: {alerts[0].Message}");
}
