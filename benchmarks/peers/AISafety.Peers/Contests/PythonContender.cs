namespace AISafety.Peers;

/// <summary>Work in the Python process.</summary>
/// <param name="name">What is called.</param>
/// <param name="python">The process.</param>
/// <param name="function">Module and function of the rooms that prepare the work.</param>
/// <param name="arguments">Names of input files, or numbers.</param>
internal sealed class PythonContender(string name, PythonPeer python, string function, string[] arguments) : Contender(name)
{
    private const double LongWarmUp = 1e9;

    private int _id;

    public override double[] Answer() => Named(() => python.Answer(_id = python.Prepare(function, arguments)));

    // The interpreter does not warm up, but caches and the memory allocator do.
    public override void WarmUp(bool quick)
    {
        if (Time(1) < LongWarmUp && !quick)
        {
            Time(1);
        }
    }

    public override double Time(int runs) => Named(() => python.Time(_id, runs));

    private T Named<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (PeerException exception)
        {
            throw new PeerException($"{Name}: {exception.Message}");
        }
    }
}
