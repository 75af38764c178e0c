namespace AISafety.Alerts;

/// <summary>Has a state told to others, the last state last, though many threads change it: one of them tells at a time, holding no lock, and tells again if the state has changed meanwhile.</summary>
internal sealed class Announcer(Action announce)
{
    private int _wanted;

    public void Announce()
    {
        if (Interlocked.Increment(ref _wanted) != 1)
        {
            return;
        }

        int seen;
        do
        {
            seen = Volatile.Read(ref _wanted);
            announce();
        }
        while (Interlocked.CompareExchange(ref _wanted, 0, seen) != seen);
    }
}
