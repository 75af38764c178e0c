namespace AISafety.Statistics.Tests.Kernels;

/// <summary>Every operation whose kernel reads or writes by reference, on spans that touch a closed page.</summary>
public sealed class GuardPageTests
{
    private static readonly string[] _kinds = ["normal", "gaps"];
    private static readonly Dictionary<string, GuardedOperation> _operations = new[] { NumberOperations.All<float>(), NumberOperations.All<double>(), LabelOperations.All() }
        .SelectMany(operations => operations).ToDictionary();

    private static IEnumerable<string> Names => _operations.Keys;

    // Outside of its spans a kernel would meet a closed page, and the run would end.
    [TestCaseSource(nameof(Names))]
    public void Compute_every_length_beside_a_closed_page_equals_ordinary_memory(string name)
    {
        GuardedOperation operation = _operations[name];
        OrdinaryMemory ordinary = new();
        using GuardedMemory before = new(atEnd: true);
        using GuardedMemory behind = new(atEnd: false);
        int computed = 0;
        foreach (string kind in _kinds)
        {
            for (int length = 0; length <= KernelInputs.Longest; length++)
            {
                object expected = Outcome(operation, ordinary, kind, length);
                computed += expected is string ? 0 : 1;
                before.Renew();
                behind.Renew();
                bool equal = Outcome(operation, before, kind, length).Equals(expected) && Outcome(operation, behind, kind, length).Equals(expected);
                Assert.That(equal, Is.True, (kind, length).ToString);
            }
        }

        Assert.That(computed, Is.AtLeast(KernelInputs.Longest), "Most lengths are refused.");
    }

    [Test]
    public void Take_a_span_is_open_to_its_ends_and_closed_beyond()
    {
        using GuardedMemory memory = new(atEnd: true);
        nint bytes = GuardedMemory.MostOf<byte>();
        foreach (int region in new[] { 0, 1, 7 })
        {
            Assert.That(memory.IsOpen(region, 0) && memory.IsOpen(region, bytes - 1), Is.True);
            Assert.That(memory.IsOpen(region, -1) || memory.IsOpen(region, bytes), Is.False);
        }
    }

    // A refusal is an outcome too: its message.
    private static object Outcome(GuardedOperation operation, IKernelMemory memory, string kind, int length)
    {
        try
        {
            return operation(memory, kind, length);
        }
        catch (ArgumentException refusal)
        {
            return refusal.Message;
        }
    }
}
