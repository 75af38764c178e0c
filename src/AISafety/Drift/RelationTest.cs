using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>Compares the correlations of a window's numeric features with the reference's; of very many features, those of their principal components.</summary>
internal sealed class RelationTest
{
    public const double Tolerance = 0.1;

    private readonly RowSource _source;
    private readonly int _seed;
    private CorrelationShift? _prepared;

    public RelationTest(RowSource source, int seed) => (_source, _seed) = (source, seed);

    public RelationDrift Compare(RecentRows recent, int count, double level)
    {
        if (_prepared?.CurrentCount != count)
        {
            _prepared = CorrelationShift.Fit(_source.Reference, _source.Columns, count, seed: _seed);
        }

        CorrelationShiftResult found = _prepared.Compare(_source.Window(recent, count));
        double shift = Math.Abs(found.CurrentCorrelation - found.ReferenceCorrelation);
        bool isDrifted = found.PValue <= level && shift + (2 * found.StandardError) >= Tolerance
            && _source.IsPresent(found.First, recent, count) && _source.IsPresent(found.Second, recent, count);
        return new(
            _source.Names[found.First], _source.Names[found.Second], found.ReferenceCorrelation, found.CurrentCorrelation, found.PValue, isDrifted);
    }
}
