namespace AISafety;

/// <summary>Up to 256 recorded calls, column by column. Refused calls have rows too.</summary>
/// <remarks>Valid only inside <see cref="ISafetyMonitor.Observe"/>: the memory is used again.</remarks>
public sealed class ColumnBlock
{
    internal const int Capacity = 256;

    private readonly BlockLayout _layout;
    private readonly float[] _columns;
    private readonly byte[] _codes;
    private readonly SafetyAction[] _actions = new SafetyAction[Capacity];
    private readonly byte[] _servedBy = new byte[Capacity];
    private readonly bool[] _hasOutput = new bool[Capacity];
    private readonly ulong[] _numbers = new ulong[Capacity];
    private readonly RowHeader[] _headers = new RowHeader[Capacity];
    private readonly float[]? _labels;

    /// <summary>How many monitors still hold the block.</summary>
    internal int References;

    internal ColumnBlock(BlockLayout layout, bool hasLabels)
    {
        _layout = layout;
        _columns = new float[layout.FloatWidth * Capacity];
        _codes = new byte[layout.CodeWidth * Capacity];
        _labels = hasLabels ? new float[Capacity] : null;
    }

    /// <summary>How many calls: 1 to 256.</summary>
    public int RowCount { get; private set; }

    /// <summary>How many features each has: the schema's width.</summary>
    public int FeatureCount => _layout.FeatureWidth;

    /// <summary>When the first of the calls was recorded. For a block with labels: when the block was joined.</summary>
    public DateTimeOffset Opened { get; private set; }

    /// <summary>Whether these are calls whose outcome became known: see <see cref="Labels"/>. Their rows came before, without labels.</summary>
    public bool HasLabels => _labels is not null;

    /// <summary>The outcomes as reported; empty unless <see cref="HasLabels"/>.</summary>
    public ReadOnlySpan<float> Labels => _labels is null ? [] : _labels.AsSpan(0, RowCount);

    /// <summary>The worst action of each call; <see cref="SafetyAction.NotEvaluated"/> where the caller cancelled.</summary>
    public ReadOnlySpan<SafetyAction> Actions => _actions.AsSpan(0, RowCount);

    /// <summary>Whether each call had an output, from the model or a fallback.</summary>
    public ReadOnlySpan<bool> HasOutput => _hasOutput.AsSpan(0, RowCount);

    /// <summary>Whether the model answered a call and its answer was not refused. Answers of a fallback, of a lower rung and of a hedge's second model are none of the model's; those of a rollout's arms are.</summary>
    internal bool IsModelsAnswer(int row) => _hasOutput[row] && _actions[row] < SafetyAction.Review && !_headers[row].IsStandIn;

    /// <summary>What is recorded of each call besides its numbers.</summary>
    internal ReadOnlySpan<RowHeader> Headers => _headers.AsSpan(0, RowCount);

    /// <summary>Who answered each call, as a code for <see cref="ServedByName"/>. 0: nobody. 1: the model.</summary>
    public ReadOnlySpan<byte> ServedBy => _servedBy.AsSpan(0, RowCount);

    /// <summary>The calls' latency in microseconds; empty unless <see cref="RecordingOptions.MeasureLatency"/>.</summary>
    public ReadOnlySpan<float> Latency => _layout.StageCount == 0 ? [] : Floats(_layout.LatencyColumn + _layout.StageCount);

    /// <summary>The names of the measured stages: the guards in order, with <c>model</c> between input and output guards. Empty unless
    /// <see cref="RecordingOptions.MeasureLatency"/>.</summary>
    public IReadOnlyList<string> Stages => _layout.Stages;

    /// <summary>One feature as received, before any replacement; NaN means missing.</summary>
    /// <param name="index">The feature's place in the schema.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such feature.</exception>
    public ReadOnlySpan<float> Feature(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, FeatureCount);
        return Floats(index);
    }

    /// <summary>A column that was added by <c>AddColumn</c>; NaN where a call had no output.</summary>
    /// <exception cref="ArgumentException">The handle is of another builder, or <c>default</c>.</exception>
    public ReadOnlySpan<float> Column(ColumnHandle column) =>
        column.Builder is not null && column.Builder == _layout.Builder
            ? Floats(_layout.FeatureWidth + column.OneBased - 1)
            : throw new ArgumentException($"The handle {column.Name ?? "default"} is not of this model: use the one that its builder's AddColumn returned.", nameof(column));

    /// <summary>Group codes that were added by <c>AddCodes</c>.</summary>
    /// <exception cref="ArgumentException">The handle is of another builder, or <c>default</c>.</exception>
    public ReadOnlySpan<byte> Codes(CodesHandle codes) =>
        codes.Builder is not null && codes.Builder == _layout.Builder
            ? _codes.AsSpan((codes.OneBased - 1) * Capacity, RowCount)
            : throw new ArgumentException($"The handle {codes.Name ?? "default"} is not of this model: use the one that its builder's AddCodes returned.", nameof(codes));

    /// <summary>The latency of one of the <see cref="Stages"/> in microseconds; NaN where it was not reached, or was not all synchronous.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stage.</exception>
    public ReadOnlySpan<float> StageLatency(int stage)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stage);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stage, Stages.Count);
        return Floats(_layout.LatencyColumn + stage);
    }

    /// <summary>The name behind a code of <see cref="ServedBy"/>.</summary>
    public string ServedByName(byte code) => _layout.Arms.NameOf(code);

    /// <summary>The id of the call in a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public CallId CallIdAt(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return new(_layout.Nonce, _numbers[row]);
    }

    /// <summary>Takes the rows over, turned into columns.</summary>
    internal void Load(RowBlock rows)
    {
        RowCount = rows.Count;
        Opened = rows.Opened;
        Transpose(rows.Floats, _columns, rows.Count, _layout.FloatWidth);
        Transpose(rows.Codes, _codes, rows.Count, _layout.CodeWidth);
        for (int row = 0; row < rows.Count; row++)
        {
            ref readonly RowHeader header = ref rows.Headers[row];
            _headers[row] = header;
            _numbers[row] = header.Number;
            _actions[row] = header.Action;
            _servedBy[row] = header.ServedBy;
            _hasOutput[row] = header.HasOutput;
            if (_labels is not null)
            {
                _labels[row] = header.Label;
            }
        }
    }

    private static void Transpose<T>(T[] rows, T[] columns, int count, int width)
    {
        for (int column = 0; column < width; column++)
        {
            Span<T> target = columns.AsSpan(column * Capacity, count);
            for (int row = 0; row < target.Length; row++)
            {
                target[row] = rows[row * width + column];
            }
        }
    }

    private ReadOnlySpan<float> Floats(int column) => _columns.AsSpan(column * Capacity, RowCount);
}
