namespace AISafety.Robustness;

/// <summary>What is changed at once: a feature, or a set of which one is 1.</summary>
internal sealed class TabularUnit(int[] columns, TabularFeature feature)
{
    private const int MostTries = 32;

    public bool IsSet => columns.Length > 1;

    /// <summary>The units of a row, without those that cannot be changed.</summary>
    public static TabularUnit[] Of(IReadOnlyList<TabularFeature> features)
    {
        int[] all = [.. Enumerable.Range(0, features.Count)];
        IEnumerable<TabularUnit> single = all.Where(i => !features[i].IsImmutable && features[i].Kind != TabularKind.OneOfSet).Select(i => new TabularUnit([i], features[i]));
        IEnumerable<TabularUnit> sets = all.Where(i => features[i].Kind == TabularKind.OneOfSet).GroupBy(i => features[i].Set)
            .Where(set => set.Count() > 1 && set.All(i => !features[i].IsImmutable)).Select(set => new TabularUnit([.. set], features[set.First()]));
        return [.. single, .. sets];
    }

    /// <summary>Whether something can be made of it: a missing value stays missing, and a set in which not exactly one is 1 stays as it is.</summary>
    public bool IsChangeable(ReadOnlySpan<float> row)
    {
        if (!IsSet)
        {
            return !float.IsNaN(row[columns[0]]);
        }

        int ones = 0;
        foreach (int column in columns)
        {
            ones += row[column] == 1 ? 1 : 0;
            if (row[column] is not (0 or 1))
            {
                return false;
            }
        }

        return ones == 1;
    }

    public bool IsChanged(ReadOnlySpan<float> row, ReadOnlySpan<float> original)
    {
        foreach (int column in columns)
        {
            if (!row[column].Equals(original[column]))
            {
                return true;
            }
        }

        return false;
    }

    public void Revert(Span<float> row, ReadOnlySpan<float> original)
    {
        foreach (int column in columns)
        {
            row[column] = original[column];
        }
    }

    /// <summary>What to try: of a number both ends of its reach, the middle between them and some drawn from it; of a category all others, or as many as are tried at most. Choices, to be written by <see cref="Write"/>.</summary>
    public void Choices(ReadOnlySpan<float> original, double epsilon, int tries, Draws draws, List<float> choices)
    {
        choices.Clear();
        if (IsSet || feature.Kind == TabularKind.Category)
        {
            int count = IsSet ? columns.Length : feature.Values.Count;
            int start = count > MostTries ? draws.Below(count) : 0;
            for (int i = 0; i < Math.Min(count, MostTries); i++)
            {
                int which = (start + i) % count;
                choices.Add(IsSet ? which : feature.Values[which]);
            }

            return;
        }

        (float low, float high) = Reach(original[columns[0]], epsilon);
        choices.Add(low);
        choices.Add(high);
        choices.Add(Within(0.5 * ((double)low + high), low, high));
        for (int i = 0; i < tries; i++)
        {
            choices.Add(Draw(low, high, draws));
        }
    }

    /// <summary>Writes what was chosen; false if that changes nothing.</summary>
    public bool Write(Span<float> row, float choice)
    {
        if (!IsSet)
        {
            bool differs = row[columns[0]] != choice;
            row[columns[0]] = choice;
            return differs;
        }

        bool changed = row[columns[(int)choice]] != 1;
        for (int i = 0; i < columns.Length; i++)
        {
            row[columns[i]] = i == (int)choice ? 1 : 0;
        }

        return changed;
    }

    /// <summary>Writes anything allowed.</summary>
    public void WriteAny(Span<float> row, ReadOnlySpan<float> original, double epsilon, Draws draws)
    {
        if (IsSet)
        {
            _ = Write(row, draws.Below(columns.Length));
        }
        else if (feature.Kind == TabularKind.Category)
        {
            row[columns[0]] = feature.Values[draws.Below(feature.Values.Count)];
        }
        else
        {
            (float low, float high) = Reach(original[columns[0]], epsilon);
            row[columns[0]] = Draw(low, high, draws);
        }
    }

    /// <summary>How far a number moved, in its range; 0 for categories, which have no distance.</summary>
    public double Distance(ReadOnlySpan<float> row, ReadOnlySpan<float> original) => IsSet || feature.Kind == TabularKind.Category || float.IsNaN(original[columns[0]])
        ? 0
        : Math.Abs((double)row[columns[0]] - original[columns[0]]) / ((double)feature.Maximum - feature.Minimum);

    private (float Low, float High) Reach(float at, double epsilon)
    {
        bool isWhole = feature.Kind == TabularKind.WholeNumber;
        double range = (isWhole ? TabularAttack.Most(epsilon) : epsilon) * ((double)feature.Maximum - feature.Minimum);
        double low = feature.Direction == TabularDirection.Up ? at : Math.Max(feature.Minimum, at - range);
        double high = feature.Direction == TabularDirection.Down ? at : Math.Min(feature.Maximum, at + range);
        return (BallEdge.Nearer(isWhole ? Math.Ceiling(low) : low, at), BallEdge.Nearer(isWhole ? Math.Floor(high) : high, at));
    }

    private float Draw(float low, float high, Draws draws) => feature.Kind == TabularKind.WholeNumber
        ? low + draws.Below((int)Math.Min(int.MaxValue, (double)high - low + 1))
        : Within(low + (draws.Uniform() * ((double)high - low)), low, high);

    private float Within(double value, float low, float high) => Math.Clamp((float)(feature.Kind == TabularKind.WholeNumber ? Math.Floor(value) : value), low, high);
}
