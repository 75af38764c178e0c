using AISafety.Tests.Support;

namespace AISafety.Tests.Engine;

[TestFixture]
public sealed class OrderTests
{
    [Test]
    public async Task EvaluateAsync_parts_act_in_the_documented_order()
    {
        List<string> order = [];
        ValueTask<Verdict<int>> Pass(string name) => Noted(order, name, Verdict.Allow);
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(x =>
        {
            order.Add("model");
            return "answer";
        }).WithSafety(safety => safety
            .AddFallbackPolicy(Scripted.Fallback((_, _) => new(Note<Verdict<string>>(order, "fallback 1", Verdict.Block(Scripted.Reason)))))
            .AddOutputGuard(Scripted.Output((_, output, _) => new(Note<Verdict<string>>(order, $"output 1 {output}", Verdict.Allow))))
            .AddInputGuard(Scripted.Input((_, _) => Pass("beside")), new() { BesideModel = true })
            .AddInputGuard(Scripted.Input((_, _) => Pass("input 1")))
            .AddInputGuard(Scripted.Input((_, _) => Pass("input 2")))
            .AddOutputGuard(Scripted.Output((_, output, _) => new(Note<Verdict<string>>(order, $"output 2 {output}", output == "answer" ? Verdict.Block(Scripted.Reason) : Verdict.Allow))))
            .AddFallbackPolicy(Scripted.Fallback((_, _) => new(Note(order, "fallback 2", Verdict.Replace("spare", Scripted.Reason)))))
            .AddAdmissionGuard(new Scripted.AdmissionGuard("admission", (_, _) => new(Note(order, "admission", Admission.Grant())), _ => order.Add("completed")))
            .UseFeatures(FeatureSchema.For<int>().Numeric("x", x => Note(order, "features", x))));

        await safe.EvaluateAsync(1);

        Assert.That(order, Is.EqualTo(new[]
        {
            "admission", "features", "input 1", "input 2", "beside", "model", "output 1 answer", "output 2 answer",
            "fallback 1", "fallback 2", "output 1 spare", "output 2 spare", "completed",
        }));
    }

    private static ValueTask<Verdict<int>> Noted(List<string> order, string what, Verdict verdict)
    {
        order.Add(what);
        return new(verdict);
    }

    private static T Note<T>(List<string> order, string what, T value)
    {
        order.Add(what);
        return value;
    }
}
