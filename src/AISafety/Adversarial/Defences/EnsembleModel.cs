namespace AISafety.Adversarial;

/// <summary>See <see cref="Ensemble"/>.</summary>
internal sealed class EnsembleModel<TIn>(IModel<TIn, Classification>[] members, double leastAgreement, bool byVotes) : IBatchModel<TIn, Classification>
{
    public async ValueTask<Classification> PredictAsync(TIn input, CancellationToken cancellationToken = default)
    {
        Task<Classification>[] pending = Array.ConvertAll(members, member => AskAsync(member, input, cancellationToken));
        return Combine(await Task.WhenAll(pending).ConfigureAwait(false));
    }

    public async ValueTask PredictBatchAsync(ReadOnlyMemory<TIn> inputs, Memory<Classification> outputs, CancellationToken cancellationToken = default)
    {
        if (outputs.Length < inputs.Length)
        {
            throw new ArgumentException($"There is room for {outputs.Length} outputs; expected at least {inputs.Length}, one an input.", nameof(outputs));
        }

        Task<Classification[]>[] pending = Array.ConvertAll(members, member => AskAllAsync(member, inputs, cancellationToken));
        Classification[][] answers = await Task.WhenAll(pending).ConfigureAwait(false);
        for (int row = 0; row < inputs.Length; row++)
        {
            outputs.Span[row] = Combine(Array.ConvertAll(answers, member => member[row]));
        }
    }

    // Not an expression: what a member throws before it waits belongs to its task, so that the others are awaited.
    private static async Task<Classification> AskAsync(IModel<TIn, Classification> member, TIn input, CancellationToken cancellationToken) =>
        await member.PredictAsync(input, cancellationToken).ConfigureAwait(false);

    private static async Task<Classification[]> AskAllAsync(IModel<TIn, Classification> member, ReadOnlyMemory<TIn> inputs, CancellationToken cancellationToken)
    {
        // Not from a pool: a member that is given up on may still write.
        Classification[] answers = new Classification[inputs.Length];
        if (member is IBatchModel<TIn, Classification> batch)
        {
            await batch.PredictBatchAsync(inputs, answers, cancellationToken).ConfigureAwait(false);
            return answers;
        }

        for (int row = 0; row < answers.Length; row++)
        {
            answers[row] = await member.PredictAsync(inputs.Span[row], cancellationToken).ConfigureAwait(false);
        }

        return answers;
    }

    private Classification Combine(Classification[] answers)
    {
        float[]? combined = byVotes ? Shares(answers) : Mean(answers);
        int top = combined is null ? -1 : TopClass.Of(combined);
        if (top < 0 || combined!.Count(share => share == combined![top]) > 1)
        {
            return default;
        }

        int agreeing = answers.Count(answer => answer.ClassIndex == top);
        if (agreeing == 0 || (double)agreeing / answers.Length < leastAgreement)
        {
            return default;
        }

        return Classification.TakeProbabilities(combined!).WithLabel(Array.Find(answers, answer => answer.ClassIndex == top).Label);
    }

    private static float[]? Shares(Classification[] answers)
    {
        int classes = answers.Max(static answer => answer.Probabilities.Length);
        float[] shares = new float[classes];
        foreach (Classification answer in answers)
        {
            if (answer.ClassIndex >= 0)
            {
                shares[answer.ClassIndex]++;
            }
        }

        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] /= answers.Length;
        }

        return Array.TrueForAll(shares, static share => share == 0) ? null : shares;
    }

    private static float[]? Mean(Classification[] answers)
    {
        int classes = answers[0].Probabilities.Length;
        double[] sums = new double[classes];
        foreach (Classification answer in answers)
        {
            if (answer.ClassIndex < 0 || answer.Probabilities.Length != classes)
            {
                return null;
            }

            for (int i = 0; i < classes; i++)
            {
                sums[i] += answer.Probabilities[i];
            }
        }

        return Array.ConvertAll(sums, sum => (float)(sum / answers.Length));
    }
}
