namespace AISafety.Robustness;

/// <summary>The losses and their derivatives by the scores. A target of -1 is none.</summary>
internal static class LossFunctions
{
    // Of equal scores the spread is 0; the direction still is right.
    private const double LeastSpread = 1e-12;

    // Less than this probability of all other classes together, floats run out: e^-103 is 0.
    private const double LeastSlope = 1e-30;

    /// <summary>The class with the highest score, of equal ones the lowest; -1 if a score is not finite.</summary>
    public static int Answer(ReadOnlySpan<float> scores)
    {
        int top = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (!float.IsFinite(scores[i]))
            {
                return -1;
            }

            top = scores[i] > scores[top] ? i : top;
        }

        return top;
    }

    /// <summary>How few classes the loss can do with.</summary>
    public static int LeastClasses(AttackLoss loss, bool targeted) => loss == AttackLoss.LogitRatio ? targeted ? 4 : 3 : 2;

    /// <summary>The loss; NaN for scores that are not finite.</summary>
    public static double Value(AttackLoss loss, ReadOnlySpan<float> scores, int label, int target)
    {
        int wanted = target < 0 ? label : target;
        double sign = target < 0 ? 1 : -1;
        switch (loss)
        {
            case AttackLoss.CrossEntropy:
                return sign * (LogSumExp(scores) - scores[wanted]);
            case AttackLoss.LogProbability:
                return -sign * Math.Log(Math.Max(scores[wanted], float.Epsilon));
            case AttackLoss.Margin:
                return sign * ((double)scores[TopExcept(scores, wanted)] - scores[wanted]);
            default:
                (double spread, _, _, _) = Spread(scores, target >= 0);
                double gap = target < 0 ? (double)scores[TopExcept(scores, label)] - scores[label] : (double)scores[target] - scores[label];
                return gap / spread;
        }
    }

    /// <summary>The derivative of <see cref="Value"/> by each score.</summary>
    public static void Differentiate(AttackLoss loss, ReadOnlySpan<float> scores, int label, int target, Span<float> derivatives)
    {
        derivatives.Clear();
        int wanted = target < 0 ? label : target;
        float sign = target < 0 ? 1 : -1;
        switch (loss)
        {
            case AttackLoss.CrossEntropy:
                CrossEntropy(scores, wanted, sign, derivatives);
                break;
            case AttackLoss.LogProbability:
                derivatives[wanted] = -sign / Math.Max(scores[wanted], 1e-30f);
                break;
            case AttackLoss.Margin:
                derivatives[TopExcept(scores, wanted)] = sign;
                derivatives[wanted] = -sign;
                break;
            default:
                LogitRatio(scores, label, target, derivatives);
                break;
        }
    }

    // Softmax less one at the class: the one is taken as the sum of the others, which keeps its digits where the class is nearly certain. As 1 - p it would be 0 there, and with it the gradient.
    private static void CrossEntropy(ReadOnlySpan<float> scores, int wanted, float sign, Span<float> derivatives)
    {
        float top = scores[0];
        foreach (float score in scores)
        {
            top = Math.Max(top, score);
        }

        double sum = 0;
        double others = 0;
        for (int k = 0; k < scores.Length; k++)
        {
            double weight = Math.Exp((double)scores[k] - top);
            sum += weight;
            others += k == wanted ? 0 : weight;
        }

        if (others / sum < LeastSlope)
        {
            Certain(scores, wanted, sign, derivatives);
            return;
        }

        for (int k = 0; k < scores.Length; k++)
        {
            derivatives[k] = (float)(sign * Math.Exp((double)scores[k] - top) / sum);
        }

        derivatives[wanted] = (float)(-sign * others / sum);
    }

    // The same direction, as long as floats can tell: the others' shares among themselves.
    private static void Certain(ReadOnlySpan<float> scores, int wanted, float sign, Span<float> derivatives)
    {
        double rival = scores[TopExcept(scores, wanted)];
        double sum = 0;
        for (int k = 0; k < scores.Length; k++)
        {
            sum += k == wanted ? 0 : Math.Exp(scores[k] - rival);
        }

        for (int k = 0; k < scores.Length; k++)
        {
            derivatives[k] = (float)(k == wanted ? -sign * LeastSlope : sign * LeastSlope * Math.Exp(scores[k] - rival) / sum);
        }
    }

    private static void LogitRatio(ReadOnlySpan<float> scores, int label, int target, Span<float> derivatives)
    {
        (double spread, int first, int third, int fourth) = Spread(scores, target >= 0);
        int rival = target < 0 ? TopExcept(scores, label) : target;
        double gap = (double)scores[rival] - scores[label];
        double slope = 1 / spread;
        double bend = -gap / (spread * spread);
        derivatives[rival] += (float)slope;
        derivatives[label] -= (float)slope;
        derivatives[first] += (float)bend;
        if (fourth < 0)
        {
            derivatives[third] -= (float)bend;
            return;
        }

        derivatives[third] -= (float)(0.5 * bend);
        derivatives[fourth] -= (float)(0.5 * bend);
    }

    private static (double Spread, int First, int Third, int Fourth) Spread(ReadOnlySpan<float> scores, bool targeted)
    {
        Span<int> top = [-1, -1, -1, -1];
        for (int k = 0; k < scores.Length; k++)
        {
            int candidate = k;
            for (int place = 0; place < top.Length && candidate >= 0; place++)
            {
                if (top[place] < 0 || scores[candidate] > scores[top[place]])
                {
                    (top[place], candidate) = (candidate, top[place]);
                }
            }
        }

        double low = targeted ? 0.5 * ((double)scores[top[2]] + scores[top[3]]) : scores[top[2]];
        return (Math.Max(LeastSpread, scores[top[0]] - low), top[0], top[2], targeted ? top[3] : -1);
    }

    private static int TopExcept(ReadOnlySpan<float> scores, int excepted)
    {
        int top = excepted == 0 ? 1 : 0;
        for (int k = 0; k < scores.Length; k++)
        {
            top = k != excepted && scores[k] > scores[top] ? k : top;
        }

        return top;
    }

    private static double LogSumExp(ReadOnlySpan<float> scores)
    {
        double top = scores[0];
        foreach (float score in scores)
        {
            top = Math.Max(top, score);
        }

        double sum = 0;
        foreach (float score in scores)
        {
            sum += Math.Exp(score - top);
        }

        return top + Math.Log(sum);
    }
}
