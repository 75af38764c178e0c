namespace AISafety.Statistics.Tests.Kernels;

public sealed class LabelledSumsTests
{
    [Test]
    public void Add_any_number_of_rows_and_labellings_equals_adding_the_marked_rows()
    {
        Random random = new(2);
        int width = RowPanels.Width;
        foreach (int labellings in (int[])[1, 2, 3, 7, 12, 30, 101, 300])
        {
            int size = LabelledSums.GroupSize(labellings);
            int groups = LabelledSums.BlockRows / size;
            for (int rows = LabelledSums.RowsAtOnce(size); rows <= LabelledSums.BlockRows; rows += LabelledSums.RowsAtOnce(size))
            {
                double[] block = [.. Enumerable.Range(0, rows * width).Select(_ => Samples.Normal(random))];
                byte[] codes = [.. Enumerable.Range(0, labellings * groups).Select(_ => (byte)random.Next(1 << size))];
                double[] sums = [.. Enumerable.Range(0, labellings * width).Select(_ => Samples.Normal(random))];
                double[] expected = [.. sums];
                for (int labelling = 0; labelling < labellings; labelling++)
                {
                    for (int row = 0; row < rows; row++)
                    {
                        bool isMarked = ((codes[labelling * groups + row / size] >> (row % size)) & 1) == 1;
                        for (int lane = 0; lane < width; lane++)
                        {
                            expected[labelling * width + lane] += isMarked ? block[row * width + lane] : 0;
                        }
                    }
                }

                LabelledSums.Add(block, codes, size, new double[LabelledSums.TableLength(width)], sums);
                Assert.That(sums, Is.EqualTo(expected).Within(1e-13), $"{labellings}, {rows}");
            }
        }
    }

    [Test]
    public void Add_what_is_not_marked_may_be_NaN_or_infinite()
    {
        int width = RowPanels.Width;
        int size = LabelledSums.GroupSize(2);
        double[] block = new double[LabelledSums.RowsAtOnce(size) * width];
        block.AsSpan(0, width).Fill(1);
        block.AsSpan(width, width).Fill(double.NaN);
        block.AsSpan(2 * width).Fill(double.PositiveInfinity);
        byte[] codes = new byte[2 * LabelledSums.BlockRows / size];
        codes[0] = 1;
        double[] sums = new double[2 * width];
        LabelledSums.Add(block, codes, size, new double[LabelledSums.TableLength(width)], sums);

        Assert.That(sums[..width], Is.All.EqualTo(1));
        Assert.That(sums[width..], Is.All.Zero);
    }

    [Test]
    public void GroupSize_fills_blocks_and_needs_the_fewest_additions()
    {
        foreach (int labellings in (int[])[1, 2, 10, 101, 1_001, 100_001])
        {
            int size = LabelledSums.GroupSize(labellings);
            double Cost(int rows) => (Math.Pow(2, rows) + labellings) / rows;

            Assert.That(LabelledSums.BlockRows % LabelledSums.RowsAtOnce(size), Is.Zero);
            Assert.That(LabelledSums.BlockRows % RowPanels.Width, Is.Zero);
            Assert.That(Cost(size), Is.EqualTo(new[] { 2, 3, 5, 6 }.Min(Cost)));
        }
    }
}
