// A year of orders through a model that is watched for drift, with a change in the middle; then a report of what changed.
//     dotnet run --project samples/DriftWatch
//     dotnet run -c Release --project samples/DriftWatch -- figures 100     (false alarms and delays over 100 such years)
using System.Globalization;
using AISafety;
using DriftReplay;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["figures", string years])
{
    Figures.Print(int.Parse(years, CultureInfo.InvariantCulture));
    return 0;
}

bool isAsTold = SeasonLesson.Show();
ReferenceProfile reference = Year.Reference(seed: 1);
Console.WriteLine($"The year. Reference: {reference.RowCount:N0} orders and estimates of the year before. Default options: a false alarm in a million orders.");
Year year = new();
await year.ReplayAsync(reference, new Traffic(seed: 2, Year.Change));

// Four weeks of the old and four of the new, each compared as a file would be.
DriftReport before = year.Compare(reference, Year.Start.AddDays(7 * 20), weeks: 4);
DriftReport after = year.Compare(reference, Year.Start.AddDays(7 * 48), weeks: 4);
string folder = args is ["--output", string given] ? given : AppContext.BaseDirectory;
after.WriteHtml(Path.Combine(folder, "drift-report.html"), "Orders: the last four weeks against the year before");
after.WriteJson(Path.Combine(folder, "drift-report.json"));

Console.WriteLine();
Console.WriteLine($"The reports. Four weeks before the change: {before.DriftedCount} of {before.Features.Count} features drifted. The last four weeks: {after.DriftedCount}:");
foreach (DriftReportFeature feature in after.Features)
{
    Console.WriteLine($"  {feature.Feature.Name,-24} {feature.Verdict,-18} distance {feature.Drift.Distance:f3}, adjusted p {feature.Drift.AdjustedPValue:g2}");
}

Console.WriteLine($"Written: {Path.Combine(folder, "drift-report.html")}, and .json beside it.");
Console.WriteLine("Look at the histogram of 'distance', which has moved to the left by less than any range check would notice, and at 'unseen' of 'vehicle'.");

SafetyAlert? early = year.Alerts.FirstOrDefault(alert => alert.RaisedAt < Year.Change);
SafetyAlert? first = year.Alerts.FirstOrDefault(alert => alert.RaisedAt >= Year.Change);
Console.WriteLine(early is null ? "No alert came before the change." : $"A FALSE ALARM came before the change, on {early.RaisedAt:yyyy-MM-dd}.");
Console.WriteLine(first is null ? "THE CHANGE WAS NOT FOUND."
    : first.RaisedAt.Date == Year.Change ? "The first came on the day of the change."
    : $"The first came {(first.RaisedAt.Date - Year.Change).TotalDays:0} days after the change.");
return isAsTold && early is null && first is not null && after.IsDrifted && !before.IsDrifted ? 0 : 1;
