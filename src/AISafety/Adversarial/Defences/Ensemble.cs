namespace AISafety.Adversarial;

/// <summary>Makes one classifier of several. An attack on one often fails on another, if they differ enough: then they disagree, and the ensemble abstains.</summary>
/// <remarks>An abstention is an answer without a class, <c>default(Classification)</c>, which every guard that asks for a minimum refuses, and <see cref="DefenceExtensions.AddAbstention"/> sends where you like. Members are asked at the same time; one that takes no batches
/// is asked row by row. What a member throws is thrown.</remarks>
public static class Ensemble
{
    /// <summary>The class that most members name; its probabilities are shares of votes. A member whose answer has no class votes for none.</summary>
    /// <param name="models">The members; at least two.</param>
    /// <param name="options">How much agreement is asked for; default <see cref="EnsembleOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">There are fewer than two, one is null, or the option is out of range.</exception>
    public static IBatchModel<TIn, Classification> Vote<TIn>(IEnumerable<IModel<TIn, Classification>> models, EnsembleOptions? options = null) =>
        new EnsembleModel<TIn>(Members(models), Least(options), byVotes: true);

    /// <summary>The mean of the members' probabilities. It has no class if a member's answer has none, if members differ in their number of classes, or if too few name its class themselves.</summary>
    /// <param name="models">The members; at least two.</param>
    /// <param name="options">How much agreement is asked for; default <see cref="EnsembleOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">There are fewer than two, one is null, or the option is out of range.</exception>
    public static IBatchModel<TIn, Classification> Mean<TIn>(IEnumerable<IModel<TIn, Classification>> models, EnsembleOptions? options = null) =>
        new EnsembleModel<TIn>(Members(models), Least(options), byVotes: false);

    private static IModel<TIn, Classification>[] Members<TIn>(IEnumerable<IModel<TIn, Classification>> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        IModel<TIn, Classification>[] members = [.. models];
        return members.Length >= 2 && Array.TrueForAll(members, static model => model is not null)
            ? members
            : throw new ArgumentException($"There are {members.Length} models; expected at least two, none of them null.", nameof(models));
    }

    private static double Least(EnsembleOptions? options)
    {
        double least = (options ?? EnsembleOptions.Default).LeastAgreement;
        OptionCheck.OfArgument(nameof(EnsembleOptions)).Range(nameof(EnsembleOptions.LeastAgreement), least, 0, 1);
        return least;
    }
}
