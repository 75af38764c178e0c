using AISafety.Rollout;
using CsCheck;

namespace AISafety.Tests.Rollout;

/// <summary>What holds after any changes, whatever their order.</summary>
[TestFixture]
public sealed class RegistryLawTests
{
    [Test]
    public void Any_changes_leave_one_production_version_a_true_history_and_a_file_that_reads_back() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[0, 4]).Array[1, 40].Sample(
            steps =>
            {
                InMemoryModelRegistry registry = new(Registries.Clock());
                foreach ((int act, int version, int stage) in steps)
                {
                    RegisteredModel? before = registry.FindAsync(Registries.Name).Result;
                    RegistryOutcome outcome = act switch
                    {
                        0 => registry.RegisterAsync(Registries.New($"{version}", stage)).Result.Outcome,
                        1 => registry.MoveAsync(Registries.Name, $"{version}", (ModelStage)stage, "ann", "Because.").Result.Outcome,
                        2 => registry.RollBackAsync(Registries.Name, "ann", "Because.").Result.Outcome,
                        3 => registry.ApproveAsync(Registries.Name, $"{version}", "bob", "r", "i", Registries.Start.AddDays(stage)).Result.Outcome,
                        _ => registry.PromoteAsync(Registries.Name, $"{version}", "ann", Registries.Open).Result.Outcome,
                    };
                    RegisteredModel? after = registry.FindAsync(Registries.Name).Result;
                    if (outcome != RegistryOutcome.Done)
                    {
                        Assert.That(after, Is.SameAs(before));
                        continue;
                    }

                    Assert.That(after!.Revision, Is.EqualTo((before?.Revision ?? 0) + 1));
                    Assert.That(RegistryCheck.FaultOf(after), Is.Null);
                    if (act is 4 or 5)
                    {
                        Assert.That(after.Production!.Version, Is.EqualTo($"{version}"));
                        Assert.That(before!.Production is null || after.Find(before.Production.Version)!.Stage == ModelStage.Archived, Is.True);
                    }

                    if (act == 2)
                    {
                        Assert.That(after.Production!.Version, Is.EqualTo(before!.Previous!.Version));
                    }

                    RegisteredModel read = RegistryFile.Read(RegistryFile.Write([after]), "f").Values.Single();
                    Assert.That(Registries.Text(read), Is.EqualTo(Registries.Text(after)));
                    Assert.That(read.Production?.Version, Is.EqualTo(after.Production?.Version));
                }
            },
            iter: 2000,
            seed: "0000registry");

    /// <summary>After any promotions as many rollbacks as there are different predecessors go back through them in order.</summary>
    [Test]
    public void Rollbacks_go_back_through_the_versions_that_were_there() =>
        Gen.Int[0, 3].Array[1, 12].Sample(
            versions =>
            {
                InMemoryModelRegistry registry = new(Registries.Clock());
                List<string> trail = [];
                foreach (int version in versions)
                {
                    registry.RegisterAsync(Registries.New($"{version}")).AsTask().Wait();
                    if (registry.PromoteAsync(Registries.Name, $"{version}", "ann", Registries.Open).Result.Outcome == RegistryOutcome.Done)
                    {
                        trail.Add($"{version}");
                    }
                }

                for (int i = trail.Count - 2; i >= 0; i--)
                {
                    RegistryResult back = registry.RollBackAsync(Registries.Name, "ann", "Because.").Result;
                    Assert.That((back.Outcome, back.Model!.Production!.Version), Is.EqualTo((RegistryOutcome.Done, trail[i])));
                }

                Assert.That(registry.RollBackAsync(Registries.Name, "ann", "Because.").Result.Outcome, Is.EqualTo(RegistryOutcome.Refused));
            },
            iter: 500,
            seed: "0000rollback");
}
