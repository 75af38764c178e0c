using System.Globalization;
using System.Text;
using static AISafety.Incidents.MarkdownText;

namespace AISafety.Incidents;

/// <summary>Writes the review after an incident as Markdown: what the record knows is filled in, and what only people know is asked.</summary>
/// <remarks>Times are UTC, numbers and words do not depend on the culture, and all text is escaped, so that neither an alert nor a note can become markup.</remarks>
public static class IncidentReview
{
    private static readonly (string Heading, string[] Questions)[] s_questions =
    [
        ("Contributing factors", ["What made it possible?", "What let it go on for as long as it did?", "What did we know before, and not act on?"]),
        ("What went well", ["What kept it from being worse?"]),
        ("What went badly", ["Where were we slow, or lucky?"]),
    ];

    /// <summary>Writes the review.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="runbook">The runbook that is for its kind; null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="incident"/> is null.</exception>
    public static string Write(Incident incident, Runbook? runbook = null)
    {
        ArgumentNullException.ThrowIfNull(incident);
        StringBuilder page = new();
        Line(page, $"# Incident {Escape(incident.Id)}: {Escape(incident.Title)}");
        Line(page);
        WriteFacts(page, incident);
        WriteSummary(page, incident);
        WriteImpact(page, incident);
        WriteTimeline(page, incident);
        WriteContainment(page, incident);
        WriteRunbook(page, runbook);
        foreach ((string heading, string[] questions) in s_questions)
        {
            Line(page, $"## {heading}");
            Line(page);
            foreach (string question in questions)
            {
                Line(page, $"- {question} _To fill in._");
            }

            Line(page);
        }

        Line(page, "## Actions");
        Line(page);
        Line(page, "| what is to be done | who | until |");
        Line(page, "|---|---|---|");
        Line(page, "| _To fill in._ | | |");
        return page.ToString();
    }

    private static void WriteFacts(StringBuilder page, Incident incident)
    {
        Line(page, "| | |");
        Line(page, "|---|---|");
        Fact(page, "Severity", $"{(int)incident.Severity} ({incident.Severity.ToString().ToLowerInvariant()})");
        Fact(page, "Kind", incident.Kind);
        Fact(page, "Model", incident.Model);
        Fact(page, "Stage", incident.Stage.ToString().ToLowerInvariant());
        Fact(page, "Likely began", Moment(incident.Since));
        Fact(page, "Detected", Moment(incident.DetectedAt));
        Fact(page, "Assessed", Moment(incident.AssessedAt));
        Fact(page, "Contained", Moment(incident.ContainedAt));
        Fact(page, "Recovered", Moment(incident.RecoveredAt));
        Fact(page, "Closed", Moment(incident.ClosedAt));
        Fact(page, "Time to detect", Length(incident.TimeToDetect));
        Fact(page, "Time to recover", Length(incident.TimeToRecover));
        Fact(page, "Alerts", string.Create(CultureInfo.InvariantCulture, $"{incident.Alerts}"));
        Fact(page, "Came back", string.Create(CultureInfo.InvariantCulture, $"{incident.Reopened} times"));
        Line(page);
    }

    private static void WriteSummary(StringBuilder page, Incident incident)
    {
        Line(page, "## Summary");
        Line(page);
        if (incident.Timeline is [{ Text: var first }, ..])
        {
            Line(page, $"It began with: {Escape(first)}");
            Line(page);
        }

        Line(page, "_To fill in: what happened, in three sentences for somebody who was not there._");
        Line(page);
    }

    private static void WriteImpact(StringBuilder page, Incident incident)
    {
        Line(page, "## Impact");
        Line(page);
        Line(page, "_To fill in: who was affected, how many, and how badly._");
        Line(page);
        Line(page, "| condition | worst severity | last value | limit | from | to | alerts |");
        Line(page, "|---|---|---|---|---|---|---|");
        foreach (IncidentCondition one in incident.Conditions)
        {
            string name = string.Join(", ", new[] { $"{one.Model}: {one.Monitor} {one.Code}", one.Feature, one.Metric }.OfType<string>());
            string over = one.OverAt is null ? "still there" : Moment(one.OverAt);
            Line(page, string.Create(
                CultureInfo.InvariantCulture,
                $"| {Escape(name)} | {(int)one.Severity} | {Number(one.Value)} | {Number(one.Threshold)} | {Moment(one.FirstAt)} | {over} | {one.Alerts} |"));
        }

        if (incident.ConditionsLeftOut > 0)
        {
            Line(page);
            Line(page, string.Create(CultureInfo.InvariantCulture, $"{incident.ConditionsLeftOut} alerts of further conditions were only counted."));
        }

        Line(page);
    }

    private static void WriteTimeline(StringBuilder page, Incident incident)
    {
        Line(page, "## Timeline");
        Line(page);
        Line(page, "| when (UTC) | who | stage | what |");
        Line(page, "|---|---|---|---|");
        foreach (IncidentEntry entry in incident.Timeline)
        {
            Line(page, $"| {Moment(entry.At)} | {Escape(entry.Actor)} | {entry.Stage.ToString().ToLowerInvariant()} | {Escape(entry.Text)} |");
        }

        if (incident.EntriesLeftOut > 0)
        {
            Line(page);
            Line(page, string.Create(CultureInfo.InvariantCulture, $"{incident.EntriesLeftOut} older entries gave way and are not listed."));
        }

        Line(page);
    }

    private static void WriteContainment(StringBuilder page, Incident incident)
    {
        Line(page, "## Containment");
        Line(page);
        if (incident.Containment.Count == 0)
        {
            Line(page, "No containment action was used.");
            Line(page);
            return;
        }

        Line(page, "| action | state | since | by | attempts |");
        Line(page, "|---|---|---|---|---|");
        foreach (ContainmentRecord record in incident.Containment)
        {
            Line(page, string.Create(
                CultureInfo.InvariantCulture,
                $"| {Escape(record.Action)} | {record.State.ToString().ToLowerInvariant()} | {Moment(record.At)} | {Escape(record.Actor)} | {record.Attempts} |"));
        }

        Line(page);
    }

    private static void WriteRunbook(StringBuilder page, Runbook? runbook)
    {
        Line(page, "## Runbook");
        Line(page);
        if (runbook is null)
        {
            Line(page, "There is no runbook for this kind. _To fill in: should there be one?_");
            Line(page);
            return;
        }

        Line(page, $"{Escape(runbook.Title)}. _Tick what was done; note what was missing or wrong._");
        Line(page);
        foreach (string step in runbook.Steps)
        {
            Line(page, $"- [ ] {Escape(step)}");
        }

        foreach (RunbookLink link in runbook.Links)
        {
            bool isWeb = link.Address is { IsAbsoluteUri: true, Scheme: "http" or "https" };
            string target = isWeb ? link.Address.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal) : "";
            Line(page, isWeb ? $"- [{Escape(link.Title)}](<{target}>)" : $"- {Escape(link.Title)}: {Escape(link.Address.OriginalString)}");
        }

        Line(page);
    }

    private static void Fact(StringBuilder page, string name, string value) => Line(page, $"| {name} | {Escape(value)} |");

    private static string Moment(DateTimeOffset? at) => at is { } moment ? MarkdownText.Moment(moment) : "not known";

    private static string Length(TimeSpan? span) => span is { } length ? MarkdownText.Length(length) : "not known";

    private static string Number(double? value) => value is { } number ? number.ToString("G4", CultureInfo.InvariantCulture) : "";

    /// <summary>Not the platform's line end: the same record is the same page everywhere.</summary>
    private static void Line(StringBuilder page, string text = "") => page.Append(text).Append('\n');
}
