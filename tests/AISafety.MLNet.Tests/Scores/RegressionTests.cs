namespace AISafety.MLNet.Tests.Scores;

public sealed class RegressionTests
{
    [Test]
    public void Predict_everyRow_isMLNetsScore()
    {
        float[] expected = [.. Trained.Alcohol.Ask<Wine, ScoreAnswer>(Rows.Wines).Select(answer => answer.Score)];
        using MLNetModel<float[], float> vectors = MLNetModel.LoadRegression(Trained.Alcohol.Source);
        using MLNetModel<Wine, float> wines = MLNetModel.LoadRegression<Wine>(Trained.Alcohol.Source);
        Assert.That(Rows.Wines.Select(wine => vectors.Predict(wine.Features)), Is.EqualTo(expected));
        Assert.That(Rows.Wines.Select(wine => wines.Predict(wine)), Is.EqualTo(expected));
        Assert.That(vectors.Width, Is.EqualTo(12));
    }

    [Test]
    public void LoadRegression_ofAClassifier_isRefused() => Assert.That(
        () => MLNetModel.LoadRegression(Trained.Cells.Source),
        Throws.TypeOf<MLNetModelException>().With.Message.Contains("the scores 'Score' are of BinaryClassification; expected Regression"));

    [Test]
    public void LoadClassifier_ofARegression_isRefused() => Assert.That(
        () => MLNetModel.LoadClassifier(Trained.Alcohol.Source),
        Throws.TypeOf<MLNetModelException>().With.Message.Contains("the scores 'Score' are of Regression; expected BinaryClassification or MulticlassClassification"));

    [Test]
    public void LoadRegression_otherColumn_isRefusedWithThoseThereAre() => Assert.That(
        () => MLNetModel.LoadRegression(Trained.Alcohol.Source, new() { ScoreColumn = "Prediction" }),
        Throws.TypeOf<MLNetModelException>().With.Message.Contains("it makes no column 'Prediction' (ScoreColumn). It makes: ").And.Message.Contains("'Score' (Single)"));

    [Test]
    public void LoadRegression_blankColumn_throws() => Assert.That(
        () => MLNetModel.LoadRegression(Trained.Alcohol.Source, new() { FeatureColumn = " " }),
        Throws.ArgumentException.With.Message.Contains("FeatureColumn is blank"));
}
