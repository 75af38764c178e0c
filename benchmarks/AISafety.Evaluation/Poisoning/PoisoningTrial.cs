using Adversarial.Train;
using AISafety.Statistics;

namespace AISafety.Evaluation.Poisoning;

/// <summary>One poisoned set of training data, the network trained on it, and what the audits say.</summary>
internal sealed class PoisoningTrial
{
    private readonly Attack _attack;
    private readonly float[] _hidden;
    private readonly int _width;

    private PoisoningTrial(Attack attack, Perceptron network, IdxImages heldOut, int? target)
    {
        _attack = attack;
        _width = network.Layers[^2].Outputs;
        float[][] values = network.Room();
        _hidden = new float[attack.Images.Length * _width];
        for (int row = 0; row < attack.Images.Length; row++)
        {
            network.Apply(attack.Images[row], values);
            values[^2].CopyTo(_hidden, row * _width);
        }

        Accuracy = network.Accuracy(heldOut.Images, heldOut.Classes);
        if (target is { } wanted)
        {
            int[] others = [.. Enumerable.Range(0, heldOut.Images.Length).Where(row => heldOut.Classes[row] != wanted)];
            float[][] triggered = [.. others.Select(row => Attack.Triggered(heldOut.Images[row], heldOut.Width, heldOut.Height))];
            TriggerSuccess = network.Accuracy(triggered, [.. others.Select(_ => wanted)]);
        }
    }

    /// <summary>The network's accuracy on clean images that it has not seen.</summary>
    public double Accuracy { get; }

    /// <summary>The share of such images of other classes that the trigger sends to the target; null without a backdoor.</summary>
    public double? TriggerSuccess { get; }

    /// <summary>Poisons, and trains 784 - 128 - 64 - 10 for 15 epochs.</summary>
    public static PoisoningTrial Run(IdxImages training, IdxImages heldOut, double rate, bool backdoor, int seed)
    {
        SeededDraws draws = new((ulong)seed);
        int count = (int)Math.Round(rate * training.Images.Length);
        int target = draws.Below(Attack.ClassCount);
        Attack attack = backdoor ? Attack.PlantBackdoor(training, count, target, draws) : Attack.FlipLabels(training, count, draws);
        Perceptron network = new PerceptronTraining { Hidden = [128, 64], Epochs = 15, Rate = 0.001f, Seed = (ulong)seed }.Fit(attack.Images, attack.Classes, Attack.ClassCount);
        return new(attack, network, heldOut, backdoor ? target : null);
    }

    /// <summary>What each audit says, with its defaults.</summary>
    public IEnumerable<(string Method, Detection Detection)> Audit()
    {
        float[] pixels = [.. _attack.Images.SelectMany(static image => image)];
        TrainingDataAudit audit = TrainingDataAudit.Run<float>(_hidden, _width, _attack.Classes);
        yield return ("neighbors, pixels", Judge(NeighborLabelDisagreement.Of<float>(pixels, _attack.Images[0].Length, _attack.Classes)));
        yield return ("neighbors, hidden layer", Judge(audit.NeighborDisagreement));
        yield return ("activation clustering", Judge(audit.Clusters.Rows));
        yield return ("spectral signatures", Judge(audit.Signatures));
    }

    private Detection Judge(PoisoningScores scores) => Detection.Of(scores, _attack.IsPoisoned);
}
