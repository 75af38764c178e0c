using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>Tries certificates out where the truth is known: on linear classifiers of two classes.</summary>
/// <remarks>Of such a one the smoothed model is the model itself, and its radius is the distance of the input from the plane. Each run draws a plane through the space, an input at a distance of 0.02 to 2.5 standard deviations of the noise from it, and noise; a certificate is wrong if
/// its radius exceeds the distance or its class is the other one. Linear classifiers are those for which the radius is tight, so that nothing but the sampling keeps it small.</remarks>
public static class SmoothingSelfTest
{
    /// <summary>Runs the test.</summary>
    /// <param name="options">What is tried out.</param>
    /// <param name="runs">How many certificates: 1 to 10,000,000; default 10,000.</param>
    /// <param name="dimension">How many numbers an input has: 1 to 100,000; default 4.</param>
    /// <param name="seed">Draws planes and inputs, and noise if the options have no seed. Any integer; default 0.</param>
    /// <param name="cancellationToken">Cancels the test.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static async ValueTask<SmoothingSelfTestResult> RunAsync(
        SmoothingOptions options, int runs = 10_000, int dimension = 4, int seed = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        options = options with { Seed = options.Seed ?? seed };
        RequireWithin(runs, 10_000_000, nameof(runs));
        RequireWithin(dimension, 100_000, nameof(dimension));
        SplitMixNormals draws = new((ulong)(uint)seed);
        int wrong = 0;
        int abstained = 0;
        double shares = 0;
        long samples = 0;
        for (int run = 0; run < runs; run++)
        {
            double[] direction = draws.Direction(dimension);
            double distance = options.Deviation * (0.02 + 2.48 * draws.Uniform());
            int side = draws.Uniform() < 0.5 ? 0 : 1;
            float[] input = new float[dimension];
            for (int i = 0; i < dimension; i++)
            {
                input[i] = (float)(direction[i] * (side == 0 ? -distance : distance));
            }

            // Rounding to float moves the input by less than this.
            double truth = distance * (1 + 1e-5);
            RandomizedSmoothing<float[]> smoothing = new(RowModel.Of(new Plane(direction), static row => row, static (_, row) => row, static scores => scores), options);
            SmoothingCertificate certificate = await smoothing.CertifyAsync(input, (ulong)run, cancellationToken).ConfigureAwait(false);
            samples += certificate.Samples;
            abstained += certificate.Abstains ? 1 : 0;
            wrong += !certificate.Abstains && (certificate.ClassIndex != side || certificate.Radius > truth) ? 1 : 0;
            shares += certificate.Radius / distance;
        }

        return new(runs, wrong, abstained, shares / runs, (double)samples / runs, options.Alpha);
    }

    private static void RequireWithin(int value, int max, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, max, name);
    }

    private sealed class Plane(double[] direction) : IBatchModel<float[], float[]>
    {
        private static readonly float[] _below = [1, 0];
        private static readonly float[] _above = [0, 1];

        public ValueTask<float[]> PredictAsync(float[] input, CancellationToken cancellationToken) => new(Answer(input));

        public ValueTask PredictBatchAsync(ReadOnlyMemory<float[]> inputs, Memory<float[]> outputs, CancellationToken cancellationToken)
        {
            for (int i = 0; i < inputs.Length; i++)
            {
                outputs.Span[i] = Answer(inputs.Span[i]);
            }

            return ValueTask.CompletedTask;
        }

        private float[] Answer(float[] input)
        {
            double sum = 0;
            for (int i = 0; i < input.Length; i++)
            {
                sum += direction[i] * input[i];
            }

            return sum < 0 ? _below : _above;
        }
    }

    /// <summary>Draws of the test itself.</summary>
    private sealed class SplitMixNormals(ulong seed)
    {
        private ulong _state = SplitMix64.Mix(seed + SplitMix64.Step);

        public double Uniform()
        {
            _state += SplitMix64.Step;
            return (SplitMix64.Mix(_state) >> 11) * (1.0 / (1UL << 53));
        }

        public double[] Direction(int dimension)
        {
            _state += SplitMix64.Step;
            float[] normals = new float[dimension];
            NormalDraws.Add(normals, 1, SplitMix64.Mix(_state), normals);
            double length = Math.Sqrt(normals.Sum(static z => (double)z * z));
            return Array.ConvertAll(normals, z => z / length);
        }
    }
}
