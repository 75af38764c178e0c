using System.Numerics.Tensors;
using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>Each sign's score of an input.</summary>
/// <param name="Answer">The model's answer.</param>
/// <param name="Scores">One a sign.</param>
/// <param name="Details">What each says beyond its name.</param>
internal sealed record Measured(int Answer, double[] Scores, string?[] Details);

/// <summary>Asks the model and the reference, and scores the signs.</summary>
internal sealed class SignMeter<TIn>
{
    private readonly RowModel<TIn> _model;
    private readonly ReferenceSpace<TIn> _space;
    private readonly SignScorer[] _scorers;
    private readonly NearestNeighbors? _neighbors;
    private readonly SignReference _reference;
    private readonly int _width;
    private readonly SecretKey _key;

    public SignMeter(RowModel<TIn> model, SignPanel panel, ReferenceSpace<TIn> space, SignReference reference, int width, SecretKey key)
    {
        (_model, Panel, _space, _reference, _width, _key) = (model, panel, space, reference, width, key);
        _scorers = [.. panel.Signs.Select(sign => sign.Fit(reference))];
        _neighbors = panel.Neighbors > 0 ? NearestNeighbors.Fit<float>(reference.Points, reference.Columns) : null;
    }

    public SignPanel Panel { get; }

    public AdversarialFault FaultOf(ReadOnlySpan<float> row) =>
        row.Length != _width ? AdversarialFault.WrongWidth
        : TensorPrimitives.IsFiniteAll(row) ? AdversarialFault.None
        : AdversarialFault.NotFinite;

    /// <summary>Scores an input without a fault; null if the model or the embedding gave nothing to judge by.</summary>
    public async ValueTask<Measured?> MeasureAsync(TIn input, CancellationToken cancellationToken)
    {
        TIn[] batch = Panel.Batch(_model, input, _model.Read(input).Span, RowHash.Of(_model.Read(input).Span, _key));
        float[][] scores = await _model.ScoreAsync(batch, cancellationToken).ConfigureAwait(false);
        int answer = SignPanel.Answer(scores, _reference.Classes);
        if (answer < 0)
        {
            return null;
        }

        float[] point = await _space.PointAsync(input, cancellationToken).ConfigureAwait(false);
        return point.Length == _reference.Columns && TensorPrimitives.IsFiniteAll<float>(point) ? Score(point, scores, answer) : null;
    }

    private Measured Score(float[] point, float[][] scores, int answer)
    {
        double[] distances = new double[Panel.Neighbors];
        int[] labels = new int[Panel.Neighbors];
        if (_neighbors is not null)
        {
            _neighbors.Find<float>(point, distances, labels);
            foreach (ref int label in labels.AsSpan())
            {
                label = _reference.Labels[label];
            }
        }

        double[] found = new double[_scorers.Length];
        string?[] details = new string?[_scorers.Length];
        int start = 1;
        for (int i = 0; i < found.Length; i++)
        {
            int versions = Panel.Signs[i].Versions;
            SignView view = new()
            {
                Point = point,
                Scores = scores[0],
                Answer = answer,
                Versions = scores.AsSpan(start, versions),
                Distances = distances,
                Labels = labels,
            };
            found[i] = _scorers[i].Score(view);
            details[i] = _scorers[i].Explain(view);
            start += versions;
        }

        return new(answer, found, details);
    }
}
