namespace AISafety.Statistics.Tests.Poisoning;

[TestFixture]
public sealed class TrainingDataAuditTests
{
    [Test]
    public void Run_findings_are_those_of_each_method_by_row()
    {
        (double[] rows, int[] labels) = Clouds.WithBackdoor(6, seed: 2);
        labels[5] = 1;
        TrainingDataAudit audit = TrainingDataAudit.Run<double>(rows, 6, labels, new() { PoisonedShare = 0.1 });
        Assert.That(audit.Findings.Select(static finding => (finding.Row, finding.Method)), Is.Ordered);
        Assert.That(audit.NeighborDisagreement.Suspicious.ToArray(), Is.EqualTo(new[] { 5 }));
        Assert.That(audit.Clusters.Rows.Suspicious.ToArray(), Is.SupersetOf(Enumerable.Range(100, 20)));
        foreach ((PoisoningMethod method, PoisoningScores scores) in new[]
        {
            (PoisoningMethod.NeighborLabelDisagreement, audit.NeighborDisagreement),
            (PoisoningMethod.ActivationClustering, audit.Clusters.Rows),
            (PoisoningMethod.SpectralSignatures, audit.Signatures),
        })
        {
            TrainingDataFinding[] findings = [.. audit.Findings.Where(finding => finding.Method == method)];
            Assert.That(findings.Select(static finding => finding.Row), Is.EqualTo(scores.Suspicious.ToArray()));
            Assert.That(findings.Select(static finding => finding.Score), Is.EqualTo(scores.Suspicious.ToArray().Select(row => scores.Scores[row])));
        }
    }

    [Test]
    public void Run_options_reach_the_methods()
    {
        (double[] rows, int[] labels) = Clouds.WithBackdoor(6, seed: 2);
        TrainingDataAudit audit = TrainingDataAudit.Run<double>(rows, 6, labels, new() { Neighbors = 3, DisagreementThreshold = 0.9, Components = 2, MaxClusterShare = 0.01, MinSilhouette = 0.5, PoisonedShare = 0.01, Seed = 4 });
        Assert.That(audit.NeighborDisagreement.Scores.ToArray(), Is.EqualTo(NeighborLabelDisagreement.Of<double>(rows, 6, labels, 3, 0.9).Scores.ToArray()));
        Assert.That(audit.Clusters.Rows.Scores.ToArray(), Is.EqualTo(ActivationClustering.Of<double>(rows, 6, labels, 2, 0.01, 0.5, 4).Rows.Scores.ToArray()));
        Assert.That(audit.Clusters.Rows.Suspicious.Length, Is.Zero);
        Assert.That(audit.Signatures.Suspicious.Length, Is.EqualTo(4));
        Assert.That(() => TrainingDataAudit.Run<double>(rows, 6, labels, new() { Neighbors = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
