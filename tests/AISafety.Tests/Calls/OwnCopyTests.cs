namespace AISafety.Tests.Calls;

/// <summary>What outlives a call must not change with the caller's buffers.</summary>
[TestFixture]
public sealed class OwnCopyTests
{
    [Test]
    public void For_arrays_and_memory_of_plain_elements_are_copied()
    {
        float[] array = [1, 2];
        Assert.That(OwnCopy.For<float[]>()(array), Is.EqualTo(array).And.Not.SameAs(array));
        Check<byte>();
        Check<short>();
        Check<ushort>();
        Check<int>();
        Check<uint>();
        Check<long>();
        Check<ulong>();
        Check<Half>();
        Check<float>();
        Check<double>();
        Check<decimal>();
        Check<bool>();
        Check<char>();
        Check<string>();
    }

    [Test]
    public void For_null_and_other_types_come_back_as_they_are()
    {
        object other = new();
        Assert.That(OwnCopy.For<object>()(other), Is.SameAs(other));
        Assert.That(OwnCopy.For<int[]>()(null!), Is.Null);
        Assert.That(OwnCopy.For<int>()(7), Is.EqualTo(7));
    }

    private static void Check<T>()
    {
        T[] buffer = new T[3];
        Assert.That(OwnCopy.For<Memory<T>>()(buffer).Equals(buffer), Is.False, $"Memory of {typeof(T)}");
        Assert.That(OwnCopy.For<ReadOnlyMemory<T>>()(buffer).Equals(buffer), Is.False, $"ReadOnlyMemory of {typeof(T)}");
        Assert.That(OwnCopy.For<Memory<T>>()(buffer).Length, Is.EqualTo(3));
    }
}
