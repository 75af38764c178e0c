using AISafety;

namespace QuickStart;

/// <summary>What became of a scenario's calls.</summary>
internal sealed record ScenarioOutcome(Scenario Scenario, SafetyResult<Classification>[] Results, int WrongBare, int WrongSafe)
{
    public static async Task<ScenarioOutcome> ReplayAsync(
        Scenario scenario,
        SafeModel<float[], Classification> safe,
        FailingModel model,
        IModel<float[], Classification> bare)
    {
        Progress progress = new(scenario.Name, scenario.Inputs.Length);
        model.IsDown = scenario.ModelFails;
        SafetyResult<Classification>[] results = new SafetyResult<Classification>[scenario.Inputs.Length];
        int wrongBare = 0;
        int wrongSafe = 0;
        for (int row = 0; row < results.Length; row++)
        {
            SafetyResult<Classification> result = await safe.EvaluateAsync(scenario.Inputs[row]);
            results[row] = result;
            progress.Report(row + 1);
            if (scenario.Classes is { } classes)
            {
                wrongSafe += result.HasOutput && result.Output.ClassIndex != classes[row] ? 1 : 0;
                wrongBare += scenario.ModelFails || (await bare.PredictAsync(scenario.Inputs[row])).ClassIndex != classes[row] ? 1 : 0;
            }
        }

        model.IsDown = false;
        await safe.FlushAsync();
        return new(scenario, results, wrongBare, wrongSafe);
    }

    public int Count(SafetyAction action) => Results.Count(result => result.Action == action);

    public int AnsweredByFallback => Results.Count(result => result.HasOutput && !result.IsAllowed);

    public int Unanswered => Results.Count(result => !result.HasOutput);
}
