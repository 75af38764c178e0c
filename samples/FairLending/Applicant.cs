namespace FairLending;

/// <summary>Where an applicant lives.</summary>
internal enum Region
{
    North,
    South,
}

/// <summary>Who asks for a loan. Simulated: in both regions people repay alike, but the score misses some of what Southerners have.</summary>
/// <param name="Number">The application's number.</param>
/// <param name="Region">Where the applicant lives.</param>
/// <param name="Score">What the model says of the probability that the loan is repaid.</param>
/// <param name="Repays">What comes true.</param>
internal sealed record Applicant(int Number, Region Region, double Score, bool Repays)
{
    /// <summary>Some applicants, the same for the same seed.</summary>
    public static Applicant[] Draw(int seed, int count)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(number =>
        {
            Region region = random.Next(3) == 0 ? Region.South : Region.North;
            double odds = 0.3 + (1.6 * Normal(random));
            double missed = region == Region.South ? 0.8 : 0;
            return new Applicant(number, region, Logistic(odds - missed), random.NextDouble() < Logistic(odds));
        })];
    }

    private static double Logistic(double odds) => 1 / (1 + Math.Exp(-odds));

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

/// <summary>What the lender answers.</summary>
internal sealed record Answer(double Score, bool IsGranted);
