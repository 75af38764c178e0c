using AISafety.Uncertainty;
using CsCheck;

namespace AISafety.Tests.Uncertainty.Adaptive;

public sealed class StoppedAnswersTests
{
    [Test]
    public void Holds_the_newest_that_were_not_taken() => Gen.Select(Gen.Int[1, 5], Gen.Select(Gen.Bool, Gen.Int[1, 12]).Array[1, 100]).Sample((capacity, steps) =>
    {
        StoppedAnswers<int> answers = new(capacity);
        List<(ulong Call, int Answer)> expected = [];
        foreach (((bool takes, int call), int step) in steps.Select((step, i) => (step, i)))
        {
            CallId id = new(1, (ulong)call);
            int at = expected.FindIndex(one => one.Call == (ulong)call);
            if (takes)
            {
                bool was = answers.TryTake(id, out int answer);
                if (was != at >= 0 || (was && answer != expected[at].Answer))
                {
                    return false;
                }

                expected.RemoveAll(one => one.Call == (ulong)call);
            }
            else
            {
                answers.Add(id, step);
                if (at < 0)
                {
                    expected.Add(((ulong)call, step));
                    expected = [.. expected.TakeLast(capacity)];
                }
            }
        }

        return Enumerable.Range(1, 12).All(call => answers.Has(new(1, (ulong)call)) == expected.Exists(one => one.Call == (ulong)call));
    });
}
