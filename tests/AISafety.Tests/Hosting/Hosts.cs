using AISafety.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace AISafety.Tests.Hosting;

/// <summary>Service collections as an application has them.</summary>
internal static class Hosts
{
    public static IConfigurationRoot Configuration(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create(one.Key, one.Value))).Build();

    public static ServiceCollection Services(IConfiguration? configuration = null, FakeLogCollector? logged = null)
    {
        ServiceCollection services = new();
        services.AddMetrics();
        if (configuration is not null)
        {
            services.AddSingleton(configuration);
        }

        if (logged is not null)
        {
            services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(logged)));
        }

        return services;
    }

    /// <summary>A model whose confidence is its input, with a threshold of 0.7.</summary>
    public static void Confident(IServiceProvider services, SafetyBuilder<double, double> safety) =>
        safety.AddOutputGuard(_ => new TunableGuard());

    public static IModel<double, double> Echo(IServiceProvider services) => Model.FromDelegate<double, double>(static input => input);

    /// <summary>Blocks what is below its minimum, 0.7 unless settings say otherwise.</summary>
    public sealed class TunableGuard : IOutputGuard<double, double>, IReloadableGuard
    {
        private double _minimum = 0.7;

        public string Name => "tunable";

        public int Seen { get; private set; }

        public string? FindFault(GuardSettings settings) => settings.AlarmRate is null ? null : "AlarmRate is no setting of this guard";

        /// <summary>How many reloads are going to throw.</summary>
        public int Breaks { get; set; }

        public void Reload(GuardSettings settings)
        {
            if (Breaks-- > 0)
            {
                throw new InvalidOperationException();
            }

            _minimum = settings.Minimum ?? 0.7;
        }

        public ValueTask<Verdict<double>> InspectAsync(double input, double output, SafetyContext context)
        {
            Seen++;
            return new(output >= _minimum ? Verdict.Allow : Verdict.Block(Scripted.Reason));
        }
    }
}
