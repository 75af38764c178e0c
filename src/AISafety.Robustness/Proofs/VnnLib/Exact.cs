namespace AISafety.Robustness.Proofs;

/// <summary>Arithmetic that refuses what a double cannot hold: a property that is rounded is another property.</summary>
internal static class Exact
{
    // D. Knuth, The Art of Computer Programming 2, 4.2.2, theorem B: what a sum loses is a double itself.
    public static double Sum(int line, double left, double right)
    {
        double sum = left + right;
        double ofRight = sum - left;
        double lost = (left - (sum - ofRight)) + (right - ofRight);
        return lost == 0 ? sum : throw Fault(line);
    }

    public static double Product(int line, double left, double right)
    {
        double product = left * right;
        bool isExact = double.IsFinite(product) && Math.FusedMultiplyAdd(left, right, -product) == 0 && (product != 0 || left == 0 || right == 0);
        return isExact ? product : throw Fault(line);
    }

    private static VnnLibException Fault(int line) => new(line, "a sum or a product that a double cannot hold exactly.");
}
