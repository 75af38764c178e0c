namespace AISafety.Statistics;

/// <summary>What can be known of a classifier when only the rows that it selected get a label: a loan that was refused shows no repayment.</summary>
/// <remarks>
/// <para>Of the selected rows TP and FP are known. Of the R rejected ones it is not known how many, u, have label 1, and TPR = TP / (TP + u), FNR = u / (TP + u),
/// FPR = FP / (FP + R - u), accuracy = (TP + R - u) / n depend on it: they are not identified, only bounded, by letting u go from its least to its greatest.
/// No data within the selection narrows these bounds; an assumption on the rejected does. Precision, TP / (TP + FP), is identified.</para>
/// <para>The bounds are of these rows; they have no sampling error of their own. Sources: C. F. Manski, Partial Identification of Probability Distributions, 2003; H. Lakkaraju and
/// others, The selective labels problem, KDD 2017.</para>
/// </remarks>
public sealed record SelectiveLabelBounds
{
    private SelectiveLabelBounds(long truePositives, long falsePositives, long rejected, Interval hidden)
    {
        double tp = truePositives;
        double fp = falsePositives;
        double least = hidden.Lower * rejected;
        double most = hidden.Upper * rejected;
        Selected = truePositives + falsePositives;
        Rejected = rejected;
        IsIdentified = most == least;
        Precision = tp / Selected;

        TruePositiveRate = Ends(tp, most, least);
        FalseNegativeRate = new(1 - TruePositiveRate.Upper, 1 - TruePositiveRate.Lower);
        FalsePositiveRate = Ends(fp, rejected - least, rejected - most);
        TrueNegativeRate = new(1 - FalsePositiveRate.Upper, 1 - FalsePositiveRate.Lower);
        double rows = (double)Selected + rejected;
        Accuracy = new((tp + rejected - most) / rows, (tp + rejected - least) / rows);
        BaseRate = new((tp + least) / rows, (tp + most) / rows);
    }

    /// <summary>The rows that were selected: TP + FP.</summary>
    public long Selected { get; }

    /// <summary>The rows that were rejected, and have no label.</summary>
    public long Rejected { get; }

    /// <summary>Whether the rates are known and not only bounded: nothing was rejected, or the share of label 1 among the rejected is assumed to be one number.</summary>
    public bool IsIdentified { get; }

    /// <summary>TP / (TP + FP), which is identified; NaN if nothing was selected.</summary>
    public double Precision { get; }

    /// <summary>Between what TPR lies, over the values of u for which it is defined; NaN to NaN if there is none.</summary>
    public Interval TruePositiveRate { get; }

    /// <summary>Between what FNR = 1 - TPR lies.</summary>
    public Interval FalseNegativeRate { get; }

    /// <summary>Between what FPR lies, over the values of u for which it is defined; NaN to NaN if there is none.</summary>
    public Interval FalsePositiveRate { get; }

    /// <summary>Between what TNR = 1 - FPR lies.</summary>
    public Interval TrueNegativeRate { get; }

    /// <summary>Between what accuracy lies; NaN to NaN of no rows.</summary>
    public Interval Accuracy { get; }

    /// <summary>Between what the share of label 1 lies; NaN to NaN of no rows.</summary>
    public Interval BaseRate { get; }

    /// <summary>The bounds without any assumption: none to all of the rejected may have label 1.</summary>
    /// <param name="truePositives">Selected rows of label 1; 0 or more.</param>
    /// <param name="falsePositives">Selected rows of label 0; 0 or more.</param>
    /// <param name="rejected">Rows that were not selected; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static SelectiveLabelBounds WorstCase(long truePositives, long falsePositives, long rejected) =>
        Assuming(truePositives, falsePositives, rejected, new(0, 1));

    /// <summary>The bounds if the rejected have label 1 at most as often as the selected, which a model that ranks better than chance makes plausible, but no data shows. If nothing was
    /// selected, the worst case.</summary>
    /// <inheritdoc cref="WorstCase"/>
    public static SelectiveLabelBounds NoBetterThanSelected(long truePositives, long falsePositives, long rejected)
    {
        double share = (double)truePositives / ((double)truePositives + falsePositives);
        return Assuming(truePositives, falsePositives, rejected, new(0, double.IsNaN(share) ? 1 : share));
    }

    /// <summary>The bounds under a stated assumption.</summary>
    /// <param name="truePositives">Selected rows of label 1; 0 or more.</param>
    /// <param name="falsePositives">Selected rows of label 0; 0 or more.</param>
    /// <param name="rejected">Rows that were not selected; 0 or more.</param>
    /// <param name="hiddenRate">Between what the share of label 1 among the rejected lies; within 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static SelectiveLabelBounds Assuming(long truePositives, long falsePositives, long rejected, Interval hiddenRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(truePositives);
        ArgumentOutOfRangeException.ThrowIfNegative(falsePositives);
        ArgumentOutOfRangeException.ThrowIfNegative(rejected);
        if (!(hiddenRate.Lower >= 0 && hiddenRate.Upper >= hiddenRate.Lower && hiddenRate.Upper <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(hiddenRate), hiddenRate, "Expected an interval within 0 to 1.");
        }

        return new(truePositives, falsePositives, rejected, hiddenRate);
    }

    private static Interval Ends(double known, double most, double least)
    {
        if (known > 0)
        {
            return new(known / (known + most), known / (known + least));
        }

        return most > 0 ? new(0, 0) : new(double.NaN, double.NaN);
    }
}
