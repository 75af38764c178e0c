using System.Runtime.CompilerServices;
using AISafety.Calibration;
using AISafety.Statistics;

namespace AISafety;

/// <summary>Makes stated probabilities true ones: as an output guard, or as a part of the model.</summary>
/// <remarks>The guard says in every result that it replaced the output, and every call takes the engine's longer way. The model does neither.</remarks>
public static class ProbabilityCalibrationExtensions
{
    /// <summary>Replaces the probability of each output by the calibrated one. Guard <c>probability-calibration</c>; add it before guards that judge the probability.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="read">Reads the probability, 0 to 1. Another number blocks (<c>calibration.invalid</c>).</param>
    /// <param name="write">Makes the output with another probability, and does not change the one given.</param>
    /// <param name="calibration">The curve; see <see cref="ProbabilityCalibration"/>.</param>
    /// <param name="options">How the guard is treated.</param>
    /// <remarks>Codes: <c>calibration.applied</c> (Replace, on every call), <c>calibration.invalid</c> (Block).</remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static SafetyBuilder<TIn, TOut> AddProbabilityCalibration<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TOut, double> read,
        Func<TOut, double, TOut> write,
        ProbabilityCalibration calibration,
        ProbabilityCalibrationOptions? options = null) => Add(builder, Curve(read, write, calibration), options);

    /// <summary>Replaces the probabilities of each output by those of another temperature. Guard <c>probability-calibration</c>; add it before guards that judge them.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="read">Reads the probabilities of all classes. What is no distribution blocks (<c>calibration.invalid</c>).</param>
    /// <param name="write">Makes the output with other probabilities, and does not change the one given. The array is its own.</param>
    /// <param name="temperature">The temperature; see <see cref="ProbabilityCalibration.FitTemperature"/>.</param>
    /// <param name="options">How the guard is treated.</param>
    /// <inheritdoc cref="AddProbabilityCalibration{TIn, TOut}(SafetyBuilder{TIn, TOut}, Func{TOut, double}, Func{TOut, double, TOut}, ProbabilityCalibration, ProbabilityCalibrationOptions)"/>
    [OverloadResolutionPriority(1)]
    public static SafetyBuilder<TIn, TOut> AddProbabilityCalibration<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TOut, ReadOnlySpan<float>> read,
        Func<TOut, float[], TOut> write,
        TemperatureScaling temperature,
        ProbabilityCalibrationOptions? options = null) => Add(builder, Temperature(read, write, temperature), options);

    /// <inheritdoc cref="AddProbabilityCalibration{TIn, TOut}(SafetyBuilder{TIn, TOut}, Func{TOut, ReadOnlySpan{float}}, Func{TOut, float[], TOut}, TemperatureScaling, ProbabilityCalibrationOptions)"/>
    public static SafetyBuilder<TIn, TOut> AddProbabilityCalibration<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TOut, ReadOnlyMemory<float>> read,
        Func<TOut, float[], TOut> write,
        TemperatureScaling temperature,
        ProbabilityCalibrationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        return AddProbabilityCalibration(builder, output => read(output).Span, write, temperature, options);
    }

    /// <summary>A model whose probability is calibrated. One that is not a number from 0 to 1 is a failure of the model.</summary>
    /// <param name="model">The model. If it is an <see cref="IBatchModel{TIn, TOut}"/>, so is the result.</param>
    /// <param name="read">Reads the probability, 0 to 1.</param>
    /// <param name="write">Makes the output with another probability, and does not change the one given.</param>
    /// <param name="calibration">The curve; see <see cref="ProbabilityCalibration"/>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IModel<TIn, TOut> WithProbabilityCalibration<TIn, TOut>(
        this IModel<TIn, TOut> model, Func<TOut, double> read, Func<TOut, double, TOut> write, ProbabilityCalibration calibration) =>
        Map(model, Curve(read, write, calibration));

    /// <summary>A model whose probabilities have another temperature. What is no distribution is a failure of the model.</summary>
    /// <param name="model">The model. If it is an <see cref="IBatchModel{TIn, TOut}"/>, so is the result.</param>
    /// <param name="read">Reads the probabilities of all classes.</param>
    /// <param name="write">Makes the output with other probabilities, and does not change the one given. The array is its own.</param>
    /// <param name="temperature">The temperature; see <see cref="ProbabilityCalibration.FitTemperature"/>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    [OverloadResolutionPriority(1)]
    public static IModel<TIn, TOut> WithProbabilityCalibration<TIn, TOut>(
        this IModel<TIn, TOut> model, Func<TOut, ReadOnlySpan<float>> read, Func<TOut, float[], TOut> write, TemperatureScaling temperature) =>
        Map(model, Temperature(read, write, temperature));

    /// <inheritdoc cref="WithProbabilityCalibration{TIn, TOut}(IModel{TIn, TOut}, Func{TOut, ReadOnlySpan{float}}, Func{TOut, float[], TOut}, TemperatureScaling)"/>
    public static IModel<TIn, TOut> WithProbabilityCalibration<TIn, TOut>(
        this IModel<TIn, TOut> model, Func<TOut, ReadOnlyMemory<float>> read, Func<TOut, float[], TOut> write, TemperatureScaling temperature)
    {
        ArgumentNullException.ThrowIfNull(read);
        return WithProbabilityCalibration(model, output => read(output).Span, write, temperature);
    }

    private static SafetyBuilder<TIn, TOut> Add<TIn, TOut>(
        SafetyBuilder<TIn, TOut> builder, OutputCalibration<TOut> calibration, ProbabilityCalibrationOptions? options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        options ??= ProbabilityCalibrationOptions.Default;
        return builder.AddOutputGuard(_ => new CalibrationGuard<TIn, TOut>(calibration, options.Tolerance), options);
    }

    private static IModel<TIn, TOut> Map<TIn, TOut>(IModel<TIn, TOut> model, OutputCalibration<TOut> calibration)
    {
        ArgumentNullException.ThrowIfNull(model);
        double tolerance = ProbabilityCalibrationOptions.Default.Tolerance;
        return MappedModel.Of<TIn, TOut, TOut>(model, (_, output) => calibration.ApplyOrThrow(output, tolerance));
    }

    private static CurveCalibration<TOut> Curve<TOut>(Func<TOut, double> read, Func<TOut, double, TOut> write, ProbabilityCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(calibration);
        return new(read, write, calibration);
    }

    private static TemperatureCalibration<TOut> Temperature<TOut>(
        Func<TOut, ReadOnlySpan<float>> read, Func<TOut, float[], TOut> write, TemperatureScaling temperature)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(temperature);
        return new(read, write, temperature);
    }
}
