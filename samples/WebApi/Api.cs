using AISafety;
using AISafety.Onnx;
using AISafety.Review;

namespace WebApi;

/// <summary>The application: a classifier in its guards, behind HTTP.</summary>
internal static class Api
{
    public const string Screening = "screening";

    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        configure?.Invoke(builder);
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi();
        builder.Services.AddHealthChecks().AddCheck<ModelHealth>("model");
        builder.Services.AddHttpClient();
        builder.Services.AddSingleton(services => new CallRate(services.GetRequiredService<IConfiguration>().GetValue("RateLimit:CallsPerMinute", 6000)));
        builder.Services.AddSingleton<ReviewWebhook>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ReviewWebhook>());
        builder.Services.AddAISafety("AISafety").AddModel(Screening, LoadModel, Guard);

        WebApplication app = builder.Build();
        app.UseExceptionHandler();
        app.MapOpenApi();
        app.MapHealthChecks("/health");
        app.MapScreening();
        app.MapReviews();
        app.MapProblems();
        return app;
    }

    /// <summary>The model alone. It carries the names of its features and classes.</summary>
    public static IModel<Biopsy, Classification> LoadModel(IServiceProvider services) => OnnxModel.LoadClassifier(
        Path.Combine(AppContext.BaseDirectory, "breast_cancer.onnx"), Biopsy.Features);

    private static void Guard(IServiceProvider services, SafetyBuilder<Biopsy, Classification> safety) => safety
        .UseFeatures(Biopsy.Features)
        .AddAdmissionGuard((singletons, _) => singletons.GetRequiredService<CallRate>())
        .AddInputValidation()
        .AddAnomalyDetection(Biopsies.Read(), otherwise: SafetyAction.Review)
        .AddOutputValidation(rules => rules.Probabilities("probabilities", answer => answer.Probabilities))
        .AddConfidenceThreshold(answer => answer.Probability, minimum: 0.8)
        .AddHumanReview(Reviews(services))
        .AddRefusal("screening.refused", "The screening was refused.");

    /// <summary>What waits for a day is refused for good; an anomaly is decided by two people who agree on the label.</summary>
    private static InProcessReviewQueue<Biopsy, Classification> Reviews(IServiceProvider services)
    {
        InProcessReviewQueue<Biopsy, Classification> queue = new(
            new() { ItemTimeout = TimeSpan.FromDays(1) },
            services.GetService<TimeProvider>(),
            new() { TwoPersonCodes = ["anomaly.score"], Comparer = EqualityComparer<Classification>.Create((a, b) => a.Label == b.Label, answer => answer.Label.GetHashCode(StringComparison.Ordinal)) });
        ReviewWebhook webhook = services.GetRequiredService<ReviewWebhook>();
        queue.OnSubmitted(item => webhook.Announce(new(
            item.Request.CallId.ToString(), [.. item.Request.Evidence.Select(evidence => evidence.Code).Distinct()], item.Request.SubmittedAt)));
        return queue;
    }
}
