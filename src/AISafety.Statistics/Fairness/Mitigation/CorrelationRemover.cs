using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Takes from features what sensitive columns say of them linearly.</summary>
/// <remarks>
/// <para>Features become x - alpha B (s - mean of s), where B are the coefficients of least squares of the features on the centred sensitive columns: with alpha = 1 the features of the fitting rows have no correlation with any sensitive
/// column, with alpha = 0 they are as they were. Means of features stay. What is not linear stays too: a tree may still tell the groups apart. Sensitive columns that depend on others linearly are passed over.</para>
/// <para>Fairlearn's CorrelationRemover (Weerts et al., JMLR 24, 2023) is the same. Immutable.</para>
/// </remarks>
public sealed class CorrelationRemover
{
    // A column of which less than this share of the squares is its own depends on those before.
    private const double LeastOwnShare = 1e-12;

    private readonly double[] _means;

    // A row of coefficients for each sensitive column.
    private readonly double[] _coefficients;

    private CorrelationRemover(double[] means, double[] coefficients, int width) => (_means, _coefficients, Width) = (means, coefficients, width);

    /// <summary>How many features a row has.</summary>
    public int Width { get; }

    /// <summary>How many sensitive columns there are.</summary>
    public int SensitiveWidth => _means.Length;

    /// <summary>The mean of each sensitive column on the fitting rows.</summary>
    public ReadOnlySpan<double> SensitiveMeans => _means;

    /// <summary>The coefficients, those of the first sensitive column first, one for each feature.</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    /// <summary>Fits the coefficients.</summary>
    /// <param name="features">Row after row, the features without the sensitive columns; finite. At least one row.</param>
    /// <param name="width">How many features; 1 or more.</param>
    /// <param name="sensitive">Row after row, the sensitive columns; finite. A group is a column for each of its values, 1 or 0.</param>
    /// <param name="sensitiveWidth">How many sensitive columns; 1 or more.</param>
    /// <exception cref="ArgumentException">There is no row, one is not full, or a number is not finite.</exception>
    public static CorrelationRemover Fit(ReadOnlySpan<double> features, int width, ReadOnlySpan<double> sensitive, int sensitiveWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sensitiveWidth, 1);
        int count = features.Length / width;
        if (count == 0 || features.Length != (long)count * width || sensitive.Length != (long)count * sensitiveWidth)
        {
            throw new ArgumentException(
                $"There are {features.Length} features and {sensitive.Length} sensitive values; expected {width} and {sensitiveWidth} for each row, and a row.", nameof(features));
        }

        RequireFinite(features, nameof(features));
        RequireFinite(sensitive, nameof(sensitive));
        double[][] centered = Centered(sensitive, sensitiveWidth, count, out double[] means);
        return new(means, Solve(centered, features, width), width);
    }

    /// <summary>Takes the correlation from a row.</summary>
    /// <param name="features">Its features. NaN stays NaN.</param>
    /// <param name="sensitive">Its sensitive columns; finite.</param>
    /// <param name="alpha">How much of it: 0 none, 1 all.</param>
    /// <param name="result">Takes the features; as many. May be <paramref name="features"/> itself.</param>
    /// <exception cref="ArgumentException">A length is another one, or a sensitive value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not from 0 to 1.</exception>
    public void Apply(ReadOnlySpan<double> features, ReadOnlySpan<double> sensitive, double alpha, Span<double> result)
    {
        if (!(alpha is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Expected 0 to 1.");
        }

        if (features.Length != Width || result.Length != Width || sensitive.Length != SensitiveWidth)
        {
            throw new ArgumentException(
                $"There are {features.Length} features, {result.Length} places and {sensitive.Length} sensitive values; expected {Width}, {Width} and {SensitiveWidth}.", nameof(features));
        }

        RequireFinite(sensitive, nameof(sensitive));
        features.CopyTo(result);
        for (int column = 0; column < sensitive.Length; column++)
        {
            double off = alpha * (sensitive[column] - _means[column]);
            for (int feature = 0; feature < Width; feature++)
            {
                result[feature] -= off * _coefficients[column * Width + feature];
            }
        }
    }

    private static double[][] Centered(ReadOnlySpan<double> sensitive, int width, int count, out double[] means)
    {
        double[][] columns = [.. Enumerable.Range(0, width).Select(_ => new double[count])];
        means = new double[width];
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < width; column++)
            {
                double value = sensitive[row * width + column];
                columns[column][row] = value;
                means[column] += (value - means[column]) / (row + 1);
            }
        }

        for (int column = 0; column < width; column++)
        {
            TensorPrimitives.Subtract(columns[column], means[column], columns[column]);
        }

        return columns;
    }

    // By the modified method of Gram and Schmidt: each column is made independent of those before it, and the features' coefficients by
    // those are turned back into coefficients by the columns.
    private static double[] Solve(double[][] columns, ReadOnlySpan<double> features, int width)
    {
        int size = columns.Length;
        double[] upper = new double[size * size];
        double[] coefficients = new double[size * width];
        bool[] isPassedOver = new bool[size];
        for (int column = 0; column < size; column++)
        {
            double whole = SquareOf(columns[column]);
            for (int before = 0; before < column; before++)
            {
                if (!isPassedOver[before])
                {
                    double share = Dot(columns[before], columns[column]) / SquareOf(columns[before]);
                    upper[before * size + column] = share;
                    TensorPrimitives.MultiplyAdd(columns[before], -share, columns[column], columns[column]);
                }
            }

            double own = SquareOf(columns[column]);
            isPassedOver[column] = !(own > LeastOwnShare * whole);
            for (int row = 0; !isPassedOver[column] && row < columns[column].Length; row++)
            {
                double share = columns[column][row] / own;
                for (int feature = 0; feature < width; feature++)
                {
                    coefficients[column * width + feature] += share * features[row * width + feature];
                }
            }
        }

        for (int column = size - 1; column >= 0; column--)
        {
            for (int after = column + 1; after < size; after++)
            {
                for (int feature = 0; feature < width; feature++)
                {
                    coefficients[column * width + feature] -= upper[column * size + after] * coefficients[after * width + feature];
                }
            }
        }

        return coefficients;
    }

    private static double SquareOf(double[] values) => TensorPrimitives.SumOfSquares<double>(values);

    private static double Dot(double[] a, double[] b) => TensorPrimitives.Dot<double>(a, b);

    private static void RequireFinite(ReadOnlySpan<double> values, string name)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException($"There is a {value}; expected finite numbers.", name);
            }
        }
    }
}
