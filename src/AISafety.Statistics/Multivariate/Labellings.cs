using System.Buffers;

namespace AISafety.Statistics;

/// <summary>Ways of dealing the rows of two samples into samples of the same sizes, each as marks on the rows of the smaller one: first all rows marked, then the samples' own deal, then random ones.</summary>
/// <remarks>The smaller sample is marked because a sum over few rows is then not lost in one over many. Random numbers: SplitMix64 of the seed, the rows drawn by Fisher and Yates's shuffle.</remarks>
internal readonly struct Labellings : IDisposable
{
    /// <summary>The labelling that marks all rows.</summary>
    public const int All = 0;

    /// <summary>The samples' own labelling.</summary>
    public const int Own = 1;

    /// <summary>How many labellings are not permutations.</summary>
    public const int Fixed = 2;

    private readonly byte[] _codes;
    private readonly uint[] _lanes;
    private readonly Side _reference;
    private readonly Side _current;
    private readonly bool _rented;

    private Labellings(int m, int n, int permutations, bool keep)
    {
        Count = permutations + Fixed;
        GroupSize = LabelledSums.GroupSize(Count);
        Groups = LabelledSums.BlockRows / GroupSize;
        MarksReference = m <= n;
        Marked = Math.Min(m, n);
        _reference = new(m, 0, 0);
        _current = new(n, _reference.Blocks, _reference.Panels);
        int codes = checked((_reference.Blocks + _current.Blocks) * BlockCodes);
        int lanes = checked((_reference.Panels + _current.Panels) * Count);
        _rented = !keep;
        _codes = keep ? new byte[codes] : ArrayPool<byte>.Shared.Rent(codes);
        _lanes = keep ? new uint[lanes] : ArrayPool<uint>.Shared.Rent(lanes);
        Array.Clear(_codes, 0, codes);
        Array.Clear(_lanes, 0, lanes);
    }

    /// <summary>How many labellings there are.</summary>
    public int Count { get; }

    /// <summary>How many rows share a code.</summary>
    public int GroupSize { get; }

    /// <summary>Whether the own labelling marks the reference's rows, and not the current ones'.</summary>
    public bool MarksReference { get; }

    /// <summary>How many rows each labelling but the first marks.</summary>
    public int Marked { get; }

    private int Groups { get; }

    private int BlockCodes => Count * Groups;

    /// <summary>Deals.</summary>
    /// <param name="m">How many rows the reference has; may be 0.</param>
    /// <param name="n">How many the current sample has; may be 0.</param>
    /// <param name="permutations">How many random labellings.</param>
    /// <param name="seed">Of those.</param>
    /// <param name="keep">Whether the memory is its own, for something that lives long; else it is rented.</param>
    public static Labellings Deal(int m, int n, int permutations, int seed, bool keep = false)
    {
        Labellings labellings = new(m, n, permutations, keep);
        int count = checked(m + n);
        int[] order = ArrayPool<int>.Shared.Rent(count);
        Place[] places = ArrayPool<Place>.Shared.Rent(count);
        for (int row = 0; row < count; row++)
        {
            order[row] = row;
            places[row] = row < m ? labellings.PlaceOf(labellings._reference, row) : labellings.PlaceOf(labellings._current, row - m);
            labellings.Mark(places[row], All);
            if (row < m == labellings.MarksReference)
            {
                labellings.Mark(places[row], Own);
            }
        }

        ulong state = (uint)seed;
        for (int labelling = Fixed; labelling < labellings.Count; labelling++)
        {
            for (int drawn = 0; drawn < labellings.Marked; drawn++)
            {
                state += SplitMix64.Step;
                int from = drawn + (int)Math.BigMul(SplitMix64.Mix(state), (ulong)(count - drawn), out _);
                int row = order[from];
                order[from] = order[drawn];
                order[drawn] = row;
                labellings.Mark(places[row], labelling);
            }
        }

        ArrayPool<int>.Shared.Return(order);
        ArrayPool<Place>.Shared.Return(places);
        return labellings;
    }

    /// <summary>The codes of a block of the reference's rows, or of the current ones, as <see cref="LabelledSums"/> takes them.</summary>
    public ReadOnlySpan<byte> Codes(bool ofReference, int block) =>
        _codes.AsSpan(((ofReference ? 0 : _current.FirstBlock) + block) * BlockCodes, BlockCodes);

    /// <summary>The marked rows of a panel, one number of bits for each labelling.</summary>
    public ReadOnlySpan<uint> Lanes(bool ofReference, int panel) =>
        _lanes.AsSpan(((ofReference ? 0 : _current.FirstPanel) + panel) * Count, Count);

    public void Dispose()
    {
        if (_rented)
        {
            ArrayPool<byte>.Shared.Return(_codes);
            ArrayPool<uint>.Shared.Return(_lanes);
        }
    }

    private Place PlaceOf(in Side side, int row)
    {
        (int block, int within) = Math.DivRem(row, LabelledSums.BlockRows);
        (int group, int bit) = Math.DivRem(within, GroupSize);
        (int panel, int lane) = Math.DivRem(row, RowPanels.Width);
        return new((side.FirstBlock + block) * BlockCodes + group, (byte)(1 << bit), (side.FirstPanel + panel) * Count, 1u << lane);
    }

    private void Mark(in Place place, int labelling)
    {
        _codes[place.Code + labelling * Groups] |= place.CodeBit;
        _lanes[place.Lanes + labelling] |= place.LaneBit;
    }

    // Where a row's marks are, for the first labelling.
    private readonly record struct Place(int Code, byte CodeBit, int Lanes, uint LaneBit);

    private readonly struct Side(int rows, int firstBlock, int firstPanel)
    {
        public int FirstBlock { get; } = firstBlock;

        public int FirstPanel { get; } = firstPanel;

        public int Blocks { get; } = (rows + LabelledSums.BlockRows - 1) / LabelledSums.BlockRows;

        public int Panels { get; } = (rows + RowPanels.Width - 1) / RowPanels.Width;
    }
}
