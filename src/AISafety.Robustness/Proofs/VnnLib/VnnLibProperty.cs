using AISafety.Robustness.Proofs;

namespace AISafety.Robustness;

/// <summary>Reads properties in the VNN-LIB format, as the competition of verifiers uses it.</summary>
/// <remarks>
/// <para>Inputs are X_0, X_1, ..., outputs Y_0, Y_1, ...; what is asserted is what must <em>not</em> happen. Understood are <c>declare-const</c> of Reals, and <c>assert</c> with and, or, &lt;=, >=, linear sums; an inequality is of one input, or of outputs. Numbers are read as the nearest
/// doubles.</para>
/// <para>Source: the VNN-LIB initiative's format, version 1.0 (D. Guidotti, S. Demarchi, A. Tacchella, L. Pulina).</para>
/// </remarks>
public static class VnnLibProperty
{
    // Disjunctions of disjunctions multiply.
    private const int MaxCases = 100_000;
    private const int MaxInequalities = 20_000_000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="VnnLibException">It is not as it should be; the message names the line.</exception>
    public static VerificationProperty Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Parse(File.ReadAllText(path));
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">What a file says.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="VnnLibException">It is not as it should be; the message names the line.</exception>
    public static VerificationProperty Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<Expression> expressions = Expression.ReadAll(text);
        (int inputs, int outputs) = Declared(expressions);
        List<List<LinearAtom>> cases = [[]];
        foreach (Expression expression in expressions.Where(static one => one.Head != "declare-const"))
        {
            if (expression.Head != "assert" || expression.Parts.Count != 2)
            {
                throw new VnnLibException(expression.Line, $"'{expression}' is not understood; expected (declare-const ...) or (assert ...).");
            }

            cases = Both(cases, Cases(expression.Parts[1], inputs, outputs), expression.Line);
        }

        if (cases.Count == 0)
        {
            throw new VnnLibException(0, "there is no case: an (or) of nothing.");
        }

        return new([.. cases.Select(one => Case(one, inputs, outputs)).GroupBy(static one => one.Box, BoxComparer.Instance)
            .Select(static boxes => new ForbiddenCase(boxes.Key, [.. boxes.Select(static one => one.Region)]))]);
    }

    private static (int Inputs, int Outputs) Declared(List<Expression> expressions)
    {
        int inputs = 0;
        int outputs = 0;
        foreach (Expression expression in expressions.Where(static one => one.Head == "declare-const"))
        {
            string name = expression.Parts.Count == 3 ? expression.Parts[1].Word ?? "" : "";
            if (name == $"X_{inputs}" && expression.Parts[2].Word == "Real")
            {
                inputs++;
            }
            else if (name == $"Y_{outputs}" && expression.Parts[2].Word == "Real")
            {
                outputs++;
            }
            else
            {
                throw new VnnLibException(expression.Line, $"expected (declare-const X_{inputs} Real) or (declare-const Y_{outputs} Real).");
            }
        }

        return inputs > 0 && outputs > 0 ? (inputs, outputs) : throw new VnnLibException(0, $"{inputs} inputs and {outputs} outputs are declared; expected 1 or more of each.");
    }

    private static List<List<LinearAtom>> Cases(Expression expression, int inputs, int outputs)
    {
        switch (expression.Head)
        {
            case "<=" or ">=":
                return [[LinearAtom.Read(expression, inputs, outputs)]];
            case "and":
                List<List<LinearAtom>> all = [[]];
                foreach (Expression part in expression.Parts.Skip(1))
                {
                    all = Both(all, Cases(part, inputs, outputs), part.Line);
                }

                return all;
            case "or":
                return [.. expression.Parts.Skip(1).SelectMany(part => Cases(part, inputs, outputs))];
            default:
                throw new VnnLibException(expression.Line, $"'{expression}' is not understood; expected and, or, <= or >=.");
        }
    }

    private static List<List<LinearAtom>> Both(List<List<LinearAtom>> left, List<List<LinearAtom>> right, int line)
    {
        if ((long)left.Count * right.Count > MaxCases || (right.Count > 1 && (long)left.Count * right.Count * (left[0].Count + right[0].Count) > MaxInequalities))
        {
            throw new VnnLibException(line, $"more than {MaxCases} cases.");
        }

        if (right.Count == 1)
        {
            // The common case, without copying what there is for each line of the file.
            left.ForEach(one => one.AddRange(right[0]));
            return left;
        }

        return [.. left.SelectMany(one => right.Select(other => (List<LinearAtom>)[.. one, .. other]))];
    }

    private static (InputBox Box, List<LinearConstraint> Region) Case(List<LinearAtom> atoms, int inputs, int outputs)
    {
        double[] lower = new double[inputs];
        double[] upper = new double[inputs];
        Array.Fill(lower, double.NegativeInfinity);
        Array.Fill(upper, double.PositiveInfinity);
        List<LinearConstraint> region = [];
        foreach (LinearAtom atom in atoms)
        {
            if (atom.Inputs.Count == 1 && atom.Outputs.Count == 0)
            {
                (int index, double factor) = atom.Inputs.First();
                if (factor == 0)
                {
                    throw new VnnLibException(atom.Line, $"X_{index} cancels out.");
                }

                // Rounded outward: the box may be larger, never smaller.
                double limit = atom.Bound / factor;
                bool isExact = Math.FusedMultiplyAdd(limit, factor, -atom.Bound) == 0;
                (lower[index], upper[index]) = factor > 0
                    ? (lower[index], Math.Min(upper[index], isExact ? limit : Math.BitIncrement(limit)))
                    : (Math.Max(lower[index], isExact ? limit : Math.BitDecrement(limit)), upper[index]);
            }
            else if (atom.Inputs.Count == 0 && atom.Outputs.Count > 0)
            {
                double[] coefficients = new double[outputs];
                foreach ((int index, double factor) in atom.Outputs)
                {
                    coefficients[index] = factor;
                }

                try
                {
                    region.Add(new(coefficients, atom.Bound));
                }
                catch (ArgumentException fault)
                {
                    throw new VnnLibException(atom.Line, fault.Message);
                }
            }
            else
            {
                throw new VnnLibException(atom.Line, "an inequality of several inputs, of inputs and outputs, or of numbers alone; expected one input, or outputs.");
            }
        }

        int open = Array.FindIndex(lower, double.IsInfinity) is >= 0 and int below ? below : Array.FindIndex(upper, double.IsInfinity);
        if (open >= 0)
        {
            throw new VnnLibException(0, $"X_{open} has no {(double.IsInfinity(lower[open]) ? "least" : "greatest")} value.");
        }

        int empty = Enumerable.Range(0, inputs).FirstOrDefault(i => lower[i] > upper[i], -1);
        if (empty >= 0)
        {
            throw new VnnLibException(0, FormattableString.Invariant($"X_{empty} is from {lower[empty]} to {upper[empty]}."));
        }

        return region.Count > 0 ? (new(lower, upper), region) : throw new VnnLibException(0, "there is no inequality of outputs.");
    }

    private sealed class BoxComparer : IEqualityComparer<InputBox>
    {
        public static BoxComparer Instance { get; } = new();

        public bool Equals(InputBox? x, InputBox? y) => x!.Lower.SequenceEqual(y!.Lower) && x.Upper.SequenceEqual(y.Upper);

        public int GetHashCode(InputBox box) => HashCode.Combine(box.Lower[0], box.Upper[0], box.Lower[^1], box.Upper[^1]);
    }
}
