using AISafety;

namespace QuickStart;

/// <summary>The model, which can be made to fail.</summary>
internal sealed class FailingModel(IModel<float[], Classification> model) : IModel<float[], Classification>
{
    public bool IsDown { get; set; }

    public ValueTask<Classification> PredictAsync(float[] input, CancellationToken cancellationToken = default) =>
        IsDown ? throw new IOException("The model's host does not answer.") : model.PredictAsync(input, cancellationToken);
}
