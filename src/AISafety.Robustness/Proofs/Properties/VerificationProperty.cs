namespace AISafety.Robustness;

/// <summary>What must not happen: for an input of a box, an output in a forbidden region. It holds if none of its cases can happen. Immutable.</summary>
public sealed class VerificationProperty
{
    /// <summary>Creates a property.</summary>
    /// <param name="cases">What must not happen; 1 or more, of as many inputs and outputs each.</param>
    /// <exception cref="ArgumentNullException"><paramref name="cases"/> is null.</exception>
    /// <exception cref="ArgumentException">There are no cases, or they differ in the number of inputs or outputs.</exception>
    public VerificationProperty(IReadOnlyList<ForbiddenCase> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        if (cases.Count == 0 || cases.Any(one => one.Box.Length != cases[0].Box.Length || one.OutputLength != cases[0].OutputLength))
        {
            throw new ArgumentException("There are no cases, or they differ in the number of inputs or outputs.", nameof(cases));
        }

        Cases = [.. cases];
    }

    /// <summary>What must not happen.</summary>
    public IReadOnlyList<ForbiddenCase> Cases { get; }

    /// <summary>How many inputs it speaks of.</summary>
    public int InputLength => Cases[0].Box.Length;

    /// <summary>How many outputs it speaks of.</summary>
    public int OutputLength => Cases[0].OutputLength;

    /// <summary>That an answer's class is the same for a whole box: no other class has a score as high.</summary>
    /// <param name="box">The inputs.</param>
    /// <param name="classIndex">The class, 0 or more.</param>
    /// <param name="classCount">How many classes there are: 2 or more.</param>
    /// <exception cref="ArgumentNullException"><paramref name="box"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public static VerificationProperty ClassStays(InputBox box, int classIndex, int classCount)
    {
        ArgumentNullException.ThrowIfNull(box);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(classIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(classIndex, classCount);
        List<IReadOnlyList<LinearConstraint>> regions = [];
        for (int other = 0; other < classCount; other++)
        {
            if (other != classIndex)
            {
                double[] coefficients = new double[classCount];
                (coefficients[classIndex], coefficients[other]) = (1, -1);
                regions.Add([new LinearConstraint(coefficients, 0)]);
            }
        }

        return new([new ForbiddenCase(box, regions)]);
    }
}
