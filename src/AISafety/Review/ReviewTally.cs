using AISafety.Statistics;

namespace AISafety.Review;

/// <summary>Counts for <see cref="ReviewStatistics"/>. Used inside the queue's lock.</summary>
internal sealed class ReviewTally<TOut>(IEqualityComparer<TOut> comparer)
{
    private const int MostCategories = 64;

    private readonly List<TOut> _categories = [];
    private readonly long[] _pairsOf = new long[MostCategories * MostCategories];
    private bool _isCategorical = true;
    private long _decided;
    private long _pairs;
    private long _pairsAgreed;
    private long _compared;
    private long _agreedWithModel;
    private TimeSpan _totalTime;
    private TimeSpan _longestTime;

    public long Submitted { get; set; }

    public long NotTaken { get; set; }

    public long Expired { get; set; }

    public void Decide(TOut decision, bool hasOutput, TOut? output, TimeSpan time)
    {
        _decided++;
        _totalTime += time;
        _longestTime = time > _longestTime ? time : _longestTime;
        if (hasOutput)
        {
            _compared++;
            _agreedWithModel += comparer.Equals(decision, output) ? 1 : 0;
        }
    }

    /// <summary>The first two answers on an item.</summary>
    public void Pair(TOut first, TOut second)
    {
        _pairs++;
        _pairsAgreed += comparer.Equals(first, second) ? 1 : 0;
        int row = CategoryOf(first);
        int column = CategoryOf(second);
        if (_isCategorical)
        {
            _pairsOf[row * MostCategories + column]++;
        }
    }

    public ReviewStatistics Read(int waiting, int claimed) => new(
        Submitted,
        NotTaken,
        waiting,
        claimed,
        _decided,
        Expired,
        _decided > 0 ? _totalTime / _decided : TimeSpan.Zero,
        _longestTime,
        _pairs,
        _pairsAgreed,
        _isCategorical ? CohenKappa.Of(_pairsOf, MostCategories) : double.NaN,
        _compared,
        _agreedWithModel);

    private int CategoryOf(TOut answer)
    {
        int index = _categories.FindIndex(one => comparer.Equals(one, answer));
        if (index >= 0 || !_isCategorical)
        {
            return index;
        }

        _isCategorical = _categories.Count < MostCategories;
        if (_isCategorical)
        {
            _categories.Add(answer);
        }

        return _categories.Count - 1;
    }
}
