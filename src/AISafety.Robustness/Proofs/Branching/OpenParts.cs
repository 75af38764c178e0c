namespace AISafety.Robustness.Proofs;

/// <summary>The parts that are still to be looked at: the one with the least bound first, so that no corner is dug into while others are not seen; beyond a number of them the newest first, so that memory stays bounded.</summary>
internal sealed class OpenParts<T>(int most)
{
    private readonly PriorityQueue<T, double> _sorted = new();
    private readonly Stack<T> _newest = [];

    public IEnumerable<T> All => _newest.Concat(_sorted.UnorderedItems.Select(static item => item.Element));

    public void Add(double bound, T part)
    {
        if (_sorted.Count < most)
        {
            _sorted.Enqueue(part, bound);
        }
        else
        {
            _newest.Push(part);
        }
    }

    public bool TryTake(out T part) => _newest.TryPop(out part!) || _sorted.TryDequeue(out part!, out _);
}
