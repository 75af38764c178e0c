using System.Text.RegularExpressions;
using AISafety.Drift;
using AISafety.Incidents;
using AISafety.Resilience;
using AISafety.Rollout;
using AISafety.Switches;

namespace AISafety.Tests.Incidents;

[TestFixture]
public sealed partial class IncidentKindsTests
{
    /// <summary>The codes of all alerts that the library raises: those that are written in the files that raise alerts, and those that are made up or written elsewhere.</summary>
    private static IEnumerable<string> Codes() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root(), "src", "AISafety"), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .Where(static text => text.Contains("AlertSeverity.", StringComparison.Ordinal))
            .SelectMany(static text => Code().Matches(text).Select(static match => match.Groups[1].Value)),
        .. Enum.GetValues<DriftLane>().Select(DriftMonitor.CodeOf),
        .. Enum.GetValues<DataQualityCheck>().Select(DataQualityFinding.CodeOf),
        KillSwitchAction.Code,
        DegradationLadder.AlertCode,
        EvidenceCodes.CircuitOpen,
        ModelRollout.RolledBackCode, ModelRollout.DrainingCode, ModelRollout.MismatchCode, ModelRollout.StoreCode,
        "alerts.overflow",
    ];

    [Test]
    public void Of_every_code_that_is_raised_is_a_kind_with_a_runbook()
    {
        string[] codes = [.. Codes().Distinct()];
        Assert.That(codes, Has.Length.GreaterThan(30).And.Member("monitor.failed").And.Member("shadow.stopped").And.Member("review.decision-lost"));

        Assert.That(codes.Where(static code => Of(code) == IncidentKinds.Other), Is.Empty);
        Assert.That(codes.Where(static code => Runbooks.Default.All(one => one.Kind != Of(code))), Is.Empty);
    }

    [TestCase("killswitch.engaged", IncidentKinds.KillSwitch)]
    [TestCase("degraded", IncidentKinds.Degraded)]
    [TestCase("circuit.open", IncidentKinds.BreakerOpen)]
    [TestCase("rollout.rolled-back", IncidentKinds.RolloutRolledBack)]
    [TestCase("rollout.draining", IncidentKinds.RolloutRolledBack)]
    [TestCase("rollout.store-failed", IncidentKinds.RolloutFault)]
    [TestCase("rollout.sample-ratio-mismatch", IncidentKinds.RolloutFault)]
    [TestCase("shadow.stopped", IncidentKinds.Shadow)]
    [TestCase("mine.own", IncidentKinds.Other)]
    public void Of_a_code_is_its_kind(string code, string kind) => Assert.That(Of(code), Is.EqualTo(kind));

    private static string Of(string code) => IncidentKinds.Of(new(code, "It is so.", AlertSeverity.High));

    private static string Root()
    {
        string folder = TestContext.CurrentContext.TestDirectory;
        while (!Directory.Exists(Path.Combine(folder, "src", "AISafety")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException();
        }

        return folder;
    }

    [GeneratedRegex("(?:const string \\w+ = |new\\(\\s*)\"([a-z][a-z-]*\\.[a-z.-]+)\"")]
    private static partial Regex Code();
}
