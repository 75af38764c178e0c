using AISafety.Evaluation.Verbs;

namespace AISafety.Evaluation;

/// <summary>Every verb, one a line, in alphabetical order.</summary>
internal static class VerbList
{
    public static IReadOnlyList<IVerb> All { get; } =
    [
        new AttacksVerb(),
        new ClassificationVerb(),
        new DetectorsVerb(),
        new DriftStreamVerb(),
        new DriftVerb(),
        new ErrorStreamVerb(),
        new FairnessVerb(),
        new MitigationVerb(),
        new PerformanceVerb(),
        new PoisoningVerb(),
        new PredictionSetsVerb(),
        new RobustnessVerb(),
        new RolloutVerb(),
        new SelectiveVerb(),
        new TwoSampleVerb(),
        new VerifyVerb(),
    ];
}
