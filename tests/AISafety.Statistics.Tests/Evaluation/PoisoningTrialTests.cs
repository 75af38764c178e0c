using AISafety.Evaluation;
using AISafety.Evaluation.Poisoning;

namespace AISafety.Statistics.Tests;

/// <summary>Audits of poisoned MNIST images, in small; the full report is made by the verb.</summary>
public sealed class PoisoningTrialTests
{
    private const int TrainingRows = 1500;

    [Test]
    [Category("SharedData")]
    public void Run_flipped_labels_are_seen_by_neighbors_and_not_by_signatures()
    {
        (IdxImages training, IdxImages heldOut) = Read();
        Dictionary<string, Detection> found = PoisoningTrial.Run(training, heldOut, 0.05, backdoor: false, seed: 1).Audit().ToDictionary(static audit => audit.Method, static audit => audit.Detection);
        Assert.That(found["neighbors, pixels"].Poisoned, Is.EqualTo(75));
        Assert.That(found["neighbors, pixels"].Area, Is.GreaterThan(0.95));
        Assert.That(found["spectral signatures"].Area, Is.LessThan(0.8));
    }

    [Test]
    [Category("SharedData")]
    public void Run_backdoor_works_and_hides_from_neighbors_on_the_hidden_layer()
    {
        (IdxImages training, IdxImages heldOut) = Read();
        PoisoningTrial trial = PoisoningTrial.Run(training, heldOut, 0.05, backdoor: true, seed: 1);
        Assert.That(trial.TriggerSuccess, Is.GreaterThan(0.8));
        Assert.That(trial.Accuracy, Is.GreaterThan(0.8));
        Assert.That(trial.Audit().Single(static audit => audit.Method == "neighbors, hidden layer").Detection.Area, Is.LessThan(0.7));
    }

    [Test]
    public void Read_file_that_is_no_idx_is_refused()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "no gzip");
        Assert.That(() => IdxImages.Read(path, path), Throws.TypeOf<BadFileException>());
        File.Delete(path);
    }

    private static (IdxImages Training, IdxImages HeldOut) Read()
    {
        IdxImages data = IdxImages.Read(SharedData.File("vision/mnist/t10k-0-5000-images-idx3-ubyte.gz"), SharedData.File("vision/mnist/t10k-0-5000-labels-idx1-ubyte.gz"));
        return (
            data with { Images = data.Images[..TrainingRows], Classes = data.Classes[..TrainingRows] },
            data with { Images = data.Images[TrainingRows..(TrainingRows + 500)], Classes = data.Classes[TrainingRows..(TrainingRows + 500)] });
    }
}
