namespace AISafety.Peers;

/// <summary>Work in the Python process.</summary>
/// <param name="name">What is called.</param>
/// <param name="python">The process.</param>
/// <param name="function">Module and function of the rooms that prepare the work.</param>
/// <param name="arguments">Names of input files, or numbers.</param>
internal sealed class PythonContender(string name, PythonPeer python, string function, string[] arguments) : Contender(name)
{
    private int _id = -1;

    public override double[] Answer()
    {
        if (_id < 0)
        {
            _id = python.Prepare(function, arguments);
        }

        return python.Answer(_id);
    }

    // The interpreter does not warm up, but caches and the memory allocator do.
    public override void WarmUp(bool quick) => python.Time(_id, quick ? 1 : 2);

    public override double Time(int runs) => python.Time(_id, runs);
}
