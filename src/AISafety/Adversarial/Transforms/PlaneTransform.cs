namespace AISafety.Adversarial;

/// <summary>Changes the planes of a picture, each channel by itself.</summary>
internal sealed class PlaneTransform : InputTransform
{
    private readonly ImageShape _shape;
    private readonly Operation _operation;

    public PlaneTransform(string name, ImageShape shape, Operation operation, bool isRandom = false)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(shape);
        (_shape, _operation, IsRandom) = (shape, operation, isRandom);
    }

    public delegate void Operation(ReadOnlySpan<float> plane, Span<float> result, ulong draw);

    public override int? Width => _shape.Count;

    public override bool IsRandom { get; }

    public override void Apply(ReadOnlySpan<float> row, Span<float> changed, ulong draw)
    {
        int size = _shape.Height * _shape.Width;
        if (_shape.Channels == 1 || _shape.Layout == PixelLayout.ChannelsFirst)
        {
            for (int start = 0; start < row.Length; start += size)
            {
                _operation(row.Slice(start, size), changed.Slice(start, size), draw);
            }

            return;
        }

        float[] plane = new float[size];
        float[] result = new float[size];
        for (int channel = 0; channel < _shape.Channels; channel++)
        {
            for (int pixel = 0; pixel < size; pixel++)
            {
                plane[pixel] = row[pixel * _shape.Channels + channel];
            }

            _operation(plane, result, draw);
            for (int pixel = 0; pixel < size; pixel++)
            {
                changed[pixel * _shape.Channels + channel] = result[pixel];
            }
        }
    }
}
