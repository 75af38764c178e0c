namespace QuickStart.Train;

/// <summary>Which rows the model was trained on, and which it has never seen.</summary>
/// <param name="Training">Indices of the training rows, ascending.</param>
/// <param name="HeldOut">Indices of all the others, ascending.</param>
internal sealed record Split(int[] Training, int[] HeldOut)
{
    /// <summary>The seed of the committed model.</summary>
    public const ulong Seed = 1995;

    /// <summary>The share of the rows that the model is trained on.</summary>
    public const double TrainingShare = 0.6;

    /// <summary>Draws the training rows without replacement, class by class, so that both parts have the same mix.</summary>
    /// <param name="classes">The class of each row.</param>
    /// <param name="seed">The same seed gives the same rows, on every machine.</param>
    public static Split Stratified(int[] classes, ulong seed = Seed)
    {
        List<int> training = [];
        List<int> heldOut = [];
        foreach (int wanted in classes.Distinct().Order())
        {
            int[] members = [.. Enumerable.Range(0, classes.Length).Where(row => classes[row] == wanted)];
            for (int last = members.Length - 1; last > 0; last--)
            {
                int other = (int)(Next(ref seed) % (ulong)(last + 1));
                (members[last], members[other]) = (members[other], members[last]);
            }

            int count = (int)Math.Round(TrainingShare * members.Length);
            training.AddRange(members[..count]);
            heldOut.AddRange(members[count..]);
        }

        return new([.. training.Order()], [.. heldOut.Order()]);
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood, 2014): a generator that no library version can change.</summary>
    private static ulong Next(ref ulong state)
    {
        ulong mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
