using System.Globalization;

namespace AISafety.Peers;

/// <summary>Compares a peer's answer with ours, before anything is timed.</summary>
internal static class Agreement
{
    /// <summary>The greatest relative difference of two answers, over the numbers that the peer computes.</summary>
    /// <exception cref="PeerException">They differ by more than the tolerance.</exception>
    public static double Require(double[] ours, Contender peer, double[] theirs, double tolerance)
    {
        if (theirs.Length != ours.Length)
        {
            throw new PeerException($"{peer.Name} answers with {theirs.Length} numbers; ours are {ours.Length}.");
        }

        double greatest = 0;
        int compared = 0;
        for (int i = 0; i < ours.Length; i++)
        {
            if (double.IsNaN(theirs[i]))
            {
                continue;
            }

            compared++;
            double difference = ours[i] == theirs[i] ? 0 : Math.Abs(ours[i] - theirs[i]) / Math.Max(Math.Abs(ours[i]), Math.Abs(theirs[i]));

            // Written so that our NaN fails too.
            if (!(difference <= tolerance))
            {
                throw new PeerException(string.Create(
                    CultureInfo.InvariantCulture, $"{peer.Name} answers {theirs[i]:r} at place {i}; ours is {ours[i]:r}, and {tolerance:g2} may lie between them."));
            }

            greatest = Math.Max(greatest, difference);
        }

        return compared > 0 ? greatest : throw new PeerException($"{peer.Name} computes nothing that ours does.");
    }
}
