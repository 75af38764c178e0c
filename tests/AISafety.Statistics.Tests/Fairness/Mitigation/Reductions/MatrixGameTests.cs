using CsCheck;

namespace AISafety.Statistics.Tests;

public sealed class MatrixGameTests
{
    // Textbook games: the row's player gets the payoff.
    [Test]
    public void Solve_known_games_have_their_known_mixtures()
    {
        Expect(MatrixGame.Solve(new double[,] { { 0, -1, 1 }, { 1, 0, -1 }, { -1, 1, 0 } }), [1 / 3.0, 1 / 3.0, 1 / 3.0], [1 / 3.0, 1 / 3.0, 1 / 3.0]);
        Expect(MatrixGame.Solve(new double[,] { { 3, -1 }, { -2, 4 } }), [0.5, 0.5], [0.6, 0.4]);
        Expect(MatrixGame.Solve(new double[,] { { 4, 2 }, { 1, 0 } }), [0, 1], [1, 0]);
        Expect(MatrixGame.Solve(new double[,] { { 7 } }), [1], [1]);

        static void Expect((double[] Columns, double[] Rows) solved, double[] columns, double[] rows)
        {
            Assert.That(solved.Columns, Is.EqualTo(columns).Within(1e-12));
            Assert.That(solved.Rows, Is.EqualTo(rows).Within(1e-12));
        }
    }

    // Whatever the columns mix, the rows can get the value, and the other way round: together that proves both.
    [Test]
    public void Solve_mixtures_certify_each_other()
    {
        Gen<double> payoff = Gen.OneOf(Gen.Double[-100, 100], Gen.Int[-1, 1].Select(static whole => (double)whole));
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 40]).SelectMany((rows, columns) => payoff.Array2D[rows, columns]).Sample(
            payoffs =>
            {
                (double[] columns, double[] rows) = MatrixGame.Solve(payoffs);
                double most = Enumerable.Range(0, rows.Length).Max(row => Enumerable.Range(0, columns.Length).Sum(column => payoffs[row, column] * columns[column]));
                double least = Enumerable.Range(0, columns.Length).Min(column => Enumerable.Range(0, rows.Length).Sum(row => payoffs[row, column] * rows[row]));
                Assert.That(most - least, Is.EqualTo(0).Within(1e-6)); // of a range of 200: degenerate games cost the simplex method up to 3e-10 of it (900,000 seen)
                Assert.That(columns.Concat(rows), Is.All.InRange(0, 1));
                Assert.That((columns.Sum(), rows.Sum()), Is.EqualTo((1.0, 1.0)).Within(1e-9));
            },
            iter: 500,
            seed: "0000matgame1");
    }
}
