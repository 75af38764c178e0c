using AISafety.Tests.Support;
using CsCheck;

namespace AISafety.Tests.Engine;

/// <summary>Whole pipelines, drawn at random, against the verdict table written down once more as plain code.</summary>
[TestFixture]
public sealed class ReferenceTests
{
    public enum Does
    {
        Allows,
        Flags,
        Replaces,
        Reviews,
        Blocks,
        GivesNothing,
        Throws,
    }

    private static readonly Gen<Part> _part = Gen.Select(
        Gen.Frequency((6, Gen.Const(Does.Allows)), (4, Gen.Enum<Does>())), Gen.Enum<GuardMode>(), Gen.Enum<FailurePolicy>(), Gen.Bool,
        (does, mode, failure, late) => new Part(does, mode, failure, late));

    private static readonly Gen<Pipeline> _pipeline =
        from input in _part.Array[0, 3]
        from beside in _part.Array[0, 1]
        from model in Gen.Frequency((4, Gen.Const(Does.Allows)), (1, Gen.Const(Does.Throws)), (1, Gen.Const(Does.GivesNothing)))
        from late in Gen.Bool
        from output in _part.Array[0, 3]
        from fallbacks in Gen.Select(Gen.Enum<Does>().Where(does => does is Does.Replaces or Does.Blocks or Does.GivesNothing or Does.Throws), Gen.Bool, Gen.Bool).Array[0, 2]
        from review in Gen.Bool
            // What a guard that only reports says late is lost, or not.
        select new Pipeline(input, [.. beside.Where(part => part.Mode == GuardMode.Enforce || !part.Late)], model, late, output, fallbacks, review);

    [Test]
    public void EvaluateAsync_does_what_the_table_says() => _pipeline.Sample(
        pipeline =>
        {
            SafeModel<int, string> safe = pipeline.Build(batch: false);
            Assert.That(Outcome(async () => await safe.EvaluateAsync(1)), Is.EqualTo(pipeline.Expected()));
            safe.DisposeAsync().AsTask().Wait();
        }, iter: 3000, threads: 1, seed: "0000KuFFaqt2");

    [Test]
    public void EvaluateBatchAsync_does_what_the_table_says_for_every_row() => _pipeline.Sample(
        pipeline =>
        {
            SafeModel<int, string> safe = pipeline.Build(batch: true);
            SafetyResult<string>[] results = new SafetyResult<string>[3];
            string expected = pipeline.Expected();
            string[] got = [.. Enumerable.Range(0, 3).Select(row => Outcome(async () =>
            {
                if (row == 0)
                {
                    await safe.EvaluateBatchAsync(new[] { 1, 1, 1 }, results);
                }

                return results[row];
            }))];
            Assert.That(expected == "throws" ? got[..1] : got, Has.All.EqualTo(expected));
            safe.DisposeAsync().AsTask().Wait();
        }, iter: 2000, threads: 1, seed: "0000KuFFaqt3");

    private static string Outcome(Func<Task<SafetyResult<string>>> call)
    {
        try
        {
            SafetyResult<string> result = call().Result;
            return Describe(result.Action, result.HasOutput ? result.Output : null, result.ServedBy, result.Evidence.Select(evidence => $"{evidence.Guard} {evidence.Code} {evidence.Action} {evidence.Mode}"));
        }
        catch (AggregateException exception) when (exception.InnerException is InvalidDataException)
        {
            return "throws";
        }
    }

    private static string Describe(SafetyAction action, string? output, string servedBy, IEnumerable<string> evidence) =>
        $"{action} {output ?? "-"} {servedBy} [{string.Join("; ", evidence)}]";

    internal sealed record Part(Does Does, GuardMode Mode, FailurePolicy Failure, bool Late)
    {
        public GuardOptions Options(bool beside = false) => new() { Mode = Mode, OnFailure = Failure, BesideModel = beside };

        public async ValueTask<Verdict<T>> GiveAsync<T>(T replacement)
        {
            if (Late)
            {
                await Task.Yield();
            }

            return Does switch
            {
                Does.Allows => Verdict.Allow,
                Does.Flags => Verdict.Flag(Scripted.Reason),
                Does.Replaces => Verdict.Replace(replacement, Scripted.Reason),
                Does.Reviews => Verdict.Review(Scripted.Reason),
                Does.Blocks => Verdict.Block(Scripted.Reason),
                Does.Throws => throw new InvalidOperationException(),
                _ => default,
            };
        }
    }

    internal sealed record Pipeline(
        Part[] Input, Part[] Beside, Does Model, bool Late, Part[] Output, (Does Does, bool Judge, bool Late)[] Fallbacks, bool Review)
    {
        public SafeModel<int, string> Build(bool batch)
        {
            IModel<int, string> model = batch ? new Batch(this) : AISafety.Model.FromDelegate<int, string>((x, _) => AskAsync(x));
            return model.WithSafety(safety =>
            {
                for (int i = 0; i < Input.Length; i++)
                {
                    Part part = Input[i];
                    safety.AddInputGuard(Scripted.Input((x, _) => part.GiveAsync(x + 1), $"input{i}"), part.Options());
                }

                foreach (Part part in Beside)
                {
                    safety.AddInputGuard(Scripted.Input((x, _) => part.GiveAsync(x + 1), "beside"), part.Options(beside: true));
                }

                for (int i = 0; i < Output.Length; i++)
                {
                    Part part = Output[i];
                    safety.AddOutputGuard(Scripted.Output((_, output, _) => part.GiveAsync(output + "!"), $"output{i}"), part.Options());
                }

                for (int i = 0; i < Fallbacks.Length; i++)
                {
                    (Does does, bool judge, bool late) = Fallbacks[i];
                    Part part = new(does, default, default, late);
                    safety.AddFallbackPolicy(Scripted.Fallback((x, _) => part.GiveAsync($"spare {x}"), $"fallback{i}"), new() { Judge = judge });
                }

                if (Review)
                {
                    safety.AddHumanReview(new ScriptedReviewQueue());
                }
            });
        }

        /// <summary>The table, read from top to bottom.</summary>
        public string Expected()
        {
            int input = 1;
            string? output = null;
            string servedBy = "none";
            Ledger ledger = new();
            bool stopped = false;
            for (int i = 0; i < Input.Length && !stopped; i++)
            {
                SafetyAction action = ledger.Apply($"input{i}", Input[i]);
                stopped = action >= SafetyAction.Review;
                input += action == SafetyAction.Replace ? 1 : 0;
            }

            for (int i = 0; i < Beside.Length && !stopped; i++)
            {
                stopped = ledger.Apply("beside", Beside[i], replaceIsTooLate: true) >= SafetyAction.Review;
            }

            bool threw = false;
            if (!stopped)
            {
                output = Model == Does.Allows ? $"{input}" : null;
                stopped = output is null;
                threw = Model == Does.Throws;
                if (stopped)
                {
                    ledger.Add("model", threw ? "model.failed" : "model.null-output", SafetyAction.Block);
                }
                else
                {
                    servedBy = "model";
                    stopped = !Judge(ledger, ref output);
                }
            }

            if (!stopped)
            {
                return Describe(ledger.Worst, output, servedBy, ledger.Evidence);
            }

            if (threw && Fallbacks.Length == 0)
            {
                return "throws";
            }

            for (int i = 0; i < Fallbacks.Length; i++)
            {
                string name = $"fallback{i}";
                (Does does, bool judge, _) = Fallbacks[i];
                if (does is Does.Replaces or Does.Blocks)
                {
                    ledger.Evidence.Add($"{name} test.reason {(does == Does.Replaces ? SafetyAction.Replace : SafetyAction.Block)} Enforce");
                }
                else
                {
                    ledger.Evidence.Add($"{name} fallback.failed Block Enforce");
                }

                output = $"spare {input}";
                if (does == Does.Replaces && (!judge || Judge(ledger, ref output)))
                {
                    return Describe(ledger.Worst, output, name, ledger.Evidence);
                }
            }

            return Describe(ledger.Worst, null, "none", ledger.Evidence);
        }

        private bool Judge(Ledger ledger, ref string? output)
        {
            for (int i = 0; i < Output.Length; i++)
            {
                SafetyAction action = ledger.Apply($"output{i}", Output[i]);
                if (action >= SafetyAction.Review)
                {
                    return false;
                }

                output += action == SafetyAction.Replace ? "!" : "";
            }

            return true;
        }

        private async ValueTask<string> AskAsync(int input)
        {
            if (Late)
            {
                await Task.Yield();
            }

            return Model == Does.Throws ? throw new InvalidDataException() : Model == Does.Allows ? $"{input}" : null!;
        }

        private sealed class Batch(Pipeline pipeline) : IBatchModel<int, string>
        {
            public ValueTask<string> PredictAsync(int input, CancellationToken cancellationToken) => throw new NotSupportedException();

            public async ValueTask PredictBatchAsync(ReadOnlyMemory<int> inputs, Memory<string> outputs, CancellationToken cancellationToken)
            {
                for (int i = 0; i < inputs.Length; i++)
                {
                    string answer = await pipeline.AskAsync(inputs.Span[i]);
                    outputs.Span[i] = answer;
                }
            }
        }
    }

    /// <summary>What has been found so far.</summary>
    private sealed class Ledger
    {
        public List<string> Evidence { get; } = [];

        public SafetyAction Worst { get; private set; } = SafetyAction.Allow;

        public void Add(string guard, string code, SafetyAction action, GuardMode mode = GuardMode.Enforce)
        {
            Evidence.Add($"{guard} {code} {action} {mode}");
            Worst = mode == GuardMode.Enforce && action > Worst ? action : Worst;
        }

        /// <summary>What the guard's verdict does: Allow in report-only mode.</summary>
        public SafetyAction Apply(string guard, Part part, bool replaceIsTooLate = false)
        {
            (string code, SafetyAction action) = part.Does switch
            {
                Does.Allows => ("", SafetyAction.Allow),
                Does.Flags => ("test.reason", SafetyAction.Flag),
                Does.Replaces => ("test.reason", replaceIsTooLate ? SafetyAction.Block : SafetyAction.Replace),
                Does.Reviews => ("test.reason", SafetyAction.Review),
                Does.Blocks => ("test.reason", SafetyAction.Block),
                Does.Throws => ("guard.failed", part.Failure == FailurePolicy.FailOpen ? SafetyAction.Flag : SafetyAction.Block),
                _ => ("guard.no-verdict", SafetyAction.Block),
            };
            if (action == SafetyAction.Allow)
            {
                return action;
            }

            if (part.Does == Does.Replaces && replaceIsTooLate)
            {
                Add(guard, "guard.late-replacement", action, part.Mode);
            }

            Add(guard, code, action, part.Mode);
            return part.Mode == GuardMode.ReportOnly ? SafetyAction.Allow : action;
        }
    }
}
