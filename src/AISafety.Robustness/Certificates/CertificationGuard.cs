namespace AISafety.Robustness;

/// <summary>Stops answers without a certificate; see <see cref="CertificationExtensions"/>.</summary>
internal sealed class CertificationGuard<TIn, TOut>(Func<TOut, int> classIndex, RobustnessCertifier certifier, double epsilon, SafetyAction otherwise) : IOutputGuard<TIn, TOut>
{
    public const string GuardName = "certification";

    private readonly string _none = FormattableString.Invariant($"It is not proved that every input within {epsilon} gets the same answer.");

    public string Name => GuardName;

    public ValueTask<Verdict<TOut>> InspectAsync(TIn input, TOut output, SafetyContext context)
    {
        int answered = classIndex(output);
        ReadOnlySpan<float> row = context.Features;
        int own = OwnClass(row);
        if (own < 0 || answered != own)
        {
            return Fail(new("certification.other-class", "The graph of the certificate answers another class, or none."));
        }

        RobustnessCertificate certificate = certifier.Certify(row, answered, epsilon);
        return certificate.IsCertified ? new(Verdict.Allow)
            : double.IsNaN(certificate.Margin) ? Fail(new("certification.out-of-range", "A feature is missing, not finite, or outside the range of the certificate."))
            : Fail(new("certification.none", _none) { Score = certificate.Margin, Threshold = 0 });
    }

    private ValueTask<Verdict<TOut>> Fail(Evidence evidence) => new(Verdict.With(otherwise, evidence));

    // Of equal scores the lowest, as Classification has it; -1 for a row that has no finite scores.
    private int OwnClass(ReadOnlySpan<float> row)
    {
        Span<float> scores = certifier.Graph.OutputLength <= 256 ? stackalloc float[certifier.Graph.OutputLength] : new float[certifier.Graph.OutputLength];
        certifier.Graph.Score(row, scores);
        return LossFunctions.Answer(scores);
    }
}
