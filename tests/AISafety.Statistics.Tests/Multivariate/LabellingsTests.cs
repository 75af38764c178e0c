using System.Numerics;

namespace AISafety.Statistics.Tests.Multivariate;

public sealed class LabellingsTests
{
    [Test]
    public void Deal_any_sizes_marks_all_then_the_smaller_sample_then_as_many_rows()
    {
        foreach ((int m, int n) in new[] { (1, 1), (2, 3), (3, 2), (0, 5), (5, 0), (12, 24), (24, 12), (25, 13), (119, 121), (120, 1), (250, 130) })
        {
            foreach (int permutations in (int[])[0, 1, 9, 100])
            {
                using Labellings labellings = Labellings.Deal(m, n, permutations, 7);
                Assert.That(labellings.Count, Is.EqualTo(permutations + 2));
                for (int labelling = 0; labelling < labellings.Count; labelling++)
                {
                    bool[] marks = Marks(labellings, m, n, labelling);
                    Assert.That(marks, Is.EqualTo(MarksByCodes(labellings, m, n, labelling)));
                    Assert.That(marks.Count(mark => mark), Is.EqualTo(labelling == 0 ? m + n : Math.Min(m, n)));
                }

                Assert.That(Marks(labellings, m, n, Labellings.Own), Is.EqualTo(Enumerable.Range(0, m + n).Select(row => row < m == m <= n)));
            }
        }
    }

    [Test]
    public void Deal_marks_each_row_as_often_and_pairs_too()
    {
        const int Permutations = 20_000;
        using Labellings labellings = Labellings.Deal(7, 4, Permutations, 3);
        int[] single = new int[11];
        int[,] pairs = new int[11, 11];
        for (int labelling = Labellings.Fixed; labelling < labellings.Count; labelling++)
        {
            bool[] marks = Marks(labellings, 7, 4, labelling);
            for (int i = 0; i < 11; i++)
            {
                single[i] += marks[i] ? 1 : 0;
                for (int j = 0; j < i; j++)
                {
                    pairs[i, j] += marks[i] && marks[j] ? 1 : 0;
                }
            }
        }

        // Five standard errors around 4 / 11 and 4 * 3 / (11 * 10).
        Assert.That(single.Select(count => count / (double)Permutations), Is.All.EqualTo(4 / 11.0).Within(0.017));
        Assert.That(from i in Enumerable.Range(0, 11) from j in Enumerable.Range(0, i) select pairs[i, j] / (double)Permutations, Is.All.EqualTo(12 / 110.0).Within(0.011));
    }

    [Test]
    public void Deal_same_seed_deals_the_same_and_another_does_not()
    {
        using Labellings first = Labellings.Deal(40, 30, 5, 1);
        using Labellings again = Labellings.Deal(40, 30, 5, 1, keep: true);
        using Labellings other = Labellings.Deal(40, 30, 5, -1);

        Assert.That(Marks(again, 40, 30, 4), Is.EqualTo(Marks(first, 40, 30, 4)));
        Assert.That(Marks(other, 40, 30, 4), Is.Not.EqualTo(Marks(first, 40, 30, 4)));
        Assert.That(Marks(first, 40, 30, 3), Is.Not.EqualTo(Marks(first, 40, 30, 4)));
    }

    /// <summary>Which rows a labelling marks, the reference's first.</summary>
    internal static bool[] Marks(in Labellings labellings, int m, int n, int labelling)
    {
        bool[] marks = new bool[m + n];
        for (int row = 0; row < m + n; row++)
        {
            int place = row < m ? row : row - m;
            uint lanes = labellings.Lanes(row < m, place / RowPanels.Width)[labelling];
            marks[row] = ((lanes >> (place % RowPanels.Width)) & 1) == 1;
        }

        int rows = 0;
        for (int i = 0; i < m; i += RowPanels.Width)
        {
            rows += BitOperations.PopCount(labellings.Lanes(true, i / RowPanels.Width)[labelling]);
        }

        Assert.That(rows, Is.EqualTo(marks.Take(m).Count(mark => mark)), "No mark lies beyond the rows.");
        return marks;
    }

    private static bool[] MarksByCodes(in Labellings labellings, int m, int n, int labelling)
    {
        bool[] marks = new bool[m + n];
        int groups = LabelledSums.BlockRows / labellings.GroupSize;
        for (int row = 0; row < m + n; row++)
        {
            int place = row < m ? row : row - m;
            int within = place % LabelledSums.BlockRows;
            byte code = labellings.Codes(row < m, place / LabelledSums.BlockRows)[labelling * groups + within / labellings.GroupSize];
            marks[row] = ((code >> (within % labellings.GroupSize)) & 1) == 1;
        }

        return marks;
    }
}
