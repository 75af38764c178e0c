using AISafety.Tests.Support;

namespace AISafety.Tests.Adversarial;

public sealed class QueryCategoryTests
{
    private static readonly FeatureSchema<Order> _schema = FeatureSchema.For<Order>()
        .Numeric("amount", static order => order.Amount)
        .Numeric("age", static order => order.Age)
        .Categorical("kind", static order => order.Kind, [.. Enumerable.Range(0, 40).Select(static i => $"k{i}")], required: false);

    [Test]
    public void InspectAsync_search_that_changes_a_category_alone_is_suspected()
    {
        IInputGuard<Order> guard = Create(Reference());

        SafetyAction[] actions = [.. Enumerable.Range(0, 40).Select(i => Inspect(guard, new(0.5, 0.5, $"k{i}")).Action)];

        Assert.That(actions.Take(16), Is.All.EqualTo(SafetyAction.Allow));
        Assert.That(actions.Skip(16), Is.All.EqualTo(SafetyAction.Block));
    }

    [Test]
    public void InspectAsync_missing_category_is_no_fault_and_a_missing_number_is()
    {
        IInputGuard<Order> guard = Create(Reference());

        Assert.That(Inspect(guard, new(0.5, 0.5, null)).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(Inspect(guard, new(double.NaN, 0.5, "k1")).Evidence[0].Code, Is.EqualTo("adversarial.not-finite"));
    }

    [Test]
    public void InspectAsync_same_row_with_a_missing_category_again_does_not_count()
    {
        IInputGuard<Order> guard = Create(Reference());

        Assert.That(Enumerable.Range(0, 100).Select(_ => Inspect(guard, new(0.5, 0.5, null)).Action), Is.All.EqualTo(SafetyAction.Allow));
    }

    [Test]
    public void Build_reference_whose_rows_differ_in_categories_alone_is_refused() =>
        Assert.That(
            () => Create([.. Enumerable.Range(0, 200).Select(static i => new Order(i % 3, 1, $"k{i % 40}"))]),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("differ in categories alone"));

    private static Order[] Reference()
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, 500).Select(i => new Order(random.NextDouble(), random.NextDouble(), i % 7 == 0 ? null : $"k{i % 40}"))];
    }

    private static IInputGuard<Order> Create(Order[] reference)
    {
        SafetyBuilder<Order, double> builder = new SafetyBuilder<Order, double>(Model.FromDelegate<Order, double>(static order => order.Amount))
            .UseFeatures(_schema)
            .AddQueryPatternDetection(reference, SafetyAction.Block);
        return builder.InputGuards.Single().Create(new(_schema, TimeProvider.System));
    }

    private static Verdict<Order> Inspect(IInputGuard<Order> guard, Order order) =>
        guard.InspectAsync(order, Guards.Context(_schema, order)).GetAwaiter().GetResult();

    private sealed record Order(double Amount, double Age, string? Kind);
}
