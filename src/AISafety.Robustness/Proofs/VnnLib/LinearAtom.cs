using System.Globalization;

namespace AISafety.Robustness.Proofs;

/// <summary>A linear inequality over inputs and outputs: the sum of coefficient times variable is at most a bound.</summary>
internal sealed record LinearAtom(int Line, SortedDictionary<int, double> Inputs, SortedDictionary<int, double> Outputs, double Bound)
{
    /// <summary>Reads (&lt;= a b) or (>= a b).</summary>
    public static LinearAtom Read(Expression expression, int inputs, int outputs)
    {
        if (expression.Parts.Count != 3)
        {
            throw new VnnLibException(expression.Line, $"{expression} has {expression.Parts.Count - 1} arguments; expected 2.");
        }

        LinearSum sum = new(inputs, outputs);
        double sign = expression.Head == "<=" ? 1 : -1;
        sum.Add(expression.Parts[1], sign);
        sum.Add(expression.Parts[2], -sign);
        return new(expression.Line, sum.Inputs, sum.Outputs, 0 - sum.Constant);
    }

    private sealed class LinearSum(int inputs, int outputs)
    {
        public SortedDictionary<int, double> Inputs { get; } = [];

        public SortedDictionary<int, double> Outputs { get; } = [];

        public double Constant { get; private set; }

        public void Add(Expression expression, double factor)
        {
            if (expression.Word is { } word)
            {
                AddWord(expression.Line, word, factor);
                return;
            }

            switch (expression.Head)
            {
                case "+":
                    foreach (Expression part in expression.Parts.Skip(1))
                    {
                        Add(part, factor);
                    }

                    break;
                case "-" when expression.Parts.Count == 2:
                    Add(expression.Parts[1], -factor);
                    break;
                case "-" when expression.Parts.Count > 2:
                    Add(expression.Parts[1], factor);
                    foreach (Expression part in expression.Parts.Skip(2))
                    {
                        Add(part, -factor);
                    }

                    break;
                case "*" when expression.Parts.Count == 3 && Number(expression.Parts[1]) is { } left:
                    Add(expression.Parts[2], Exact.Product(expression.Line, factor, left));
                    break;
                case "*" when expression.Parts.Count == 3 && Number(expression.Parts[2]) is { } right:
                    Add(expression.Parts[1], Exact.Product(expression.Line, factor, right));
                    break;
                default:
                    throw new VnnLibException(expression.Line, $"'{expression}' is not understood; expected numbers, X_i, Y_i, +, -, and * with a number.");
            }
        }

        private void AddWord(int line, string word, double factor)
        {
            if (TryNumber(word) is { } number)
            {
                Constant = Exact.Sum(line, Constant, Exact.Product(line, factor, number));
            }
            else if (word.Length > 2 && word[1] == '_' && word[0] is 'X' or 'Y' && int.TryParse(word.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int index))
            {
                int count = word[0] == 'X' ? inputs : outputs;
                if (index >= count)
                {
                    throw new VnnLibException(line, $"{word} is not declared.");
                }

                SortedDictionary<int, double> of = word[0] == 'X' ? Inputs : Outputs;
                of[index] = Exact.Sum(line, of.GetValueOrDefault(index), factor);
            }
            else
            {
                throw new VnnLibException(line, $"'{word}' is not understood; expected a number, X_i or Y_i.");
            }
        }

        private static double? Number(Expression expression) => expression.Word is { } word ? TryNumber(word)
            : expression.Head == "-" && expression.Parts.Count == 2 && expression.Parts[1].Word is { } negative ? -TryNumber(negative) : null;

        private static double? TryNumber(string word) =>
            double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
    }
}
