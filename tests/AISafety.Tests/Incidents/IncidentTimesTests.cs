using AISafety.Incidents;

namespace AISafety.Tests.Incidents;

[TestFixture]
public sealed class IncidentTimesTests
{
    private static Incident Of(double detected, double? since, double? recovered, IncidentSeverity severity = IncidentSeverity.Major) => new()
    {
        Id = "i",
        GroupKey = "g",
        Number = 1,
        Revision = 1,
        Title = "t",
        Kind = "drift",
        Model = "credit",
        Severity = severity,
        DetectedAt = Desks.Start.AddMinutes(detected),
        Since = since is { } began ? Desks.Start.AddMinutes(began) : null,
        RecoveredAt = recovered is { } over ? Desks.Start.AddMinutes(over) : null,
    };

    [Test]
    public void Times_are_of_the_incidents_that_were_detected_in_the_period_and_have_them()
    {
        Incident[] incidents =
        [
            Of(10, 0, 40),
            Of(20, null, 80, IncidentSeverity.Minor),
            Of(30, 10, null),
            Of(50, 60, 150, IncidentSeverity.Minor),
            Of(60, 0, 70),
            Of(-1, -100, 70),
        ];

        IncidentTimes times = IncidentTimes.Of(incidents, Desks.Start, Desks.Start.AddMinutes(60));

        Assert.That(times.Incidents, Is.EqualTo(4));
        Assert.That(times.ToDetect, Is.EqualTo(new MeanTime(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15), 2, 2)), "10 and 20; one without a beginning, one that began after it was detected");
        Assert.That(times.ToRecover, Is.EqualTo(new MeanTime(TimeSpan.FromSeconds(3_800), TimeSpan.FromMinutes(60), 3, 1)), "30, 60 and 100; one is open");
        Assert.That(times.BySeverity.Keys, Is.EquivalentTo(new[] { IncidentSeverity.Major, IncidentSeverity.Minor }));
        Assert.That(times.BySeverity[IncidentSeverity.Minor].ToRecover, Is.EqualTo(new MeanTime(TimeSpan.FromMinutes(80), TimeSpan.FromMinutes(80), 2, 0)));
        Assert.That(times.BySeverity[IncidentSeverity.Minor].ToDetect, Is.EqualTo(new MeanTime(null, null, 0, 2)));
    }

    [Test]
    public void Period_that_ends_before_it_begins_is_refused() =>
        Assert.That(() => IncidentTimes.Of([], Desks.Start, Desks.Start), Throws.ArgumentException.With.Message.Contains("expected a time after its begin"));

    [Test]
    public async Task Desk_reads_them_from_its_store()
    {
        Desks desks = new();
        Incident incident = await desks.SendAsync(desks.Alert() with { Since = Desks.Start.AddMinutes(-30) });
        await desks.Later(90).Desk.AdvanceAsync(incident.Id, IncidentStage.Recovered, "ann");

        IncidentTimes times = await desks.Desk.GetTimesAsync(Desks.Start, Desks.Start.AddDays(1));

        Assert.That((times.ToDetect.Mean, times.ToRecover.Mean), Is.EqualTo((TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(90))));
    }
}
