using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>What a model's input is made of.</summary>
internal static class InputForm
{
    /// <summary>A class whose members are the columns.</summary>
    /// <exception cref="MLNetModelException">A column is missing, or has another type.</exception>
    public static InputForm<TIn, TIn> OfMembers<TIn>(ModelBinding binding, SchemaDefinition? definition)
        where TIn : class
    {
        if (typeof(TIn).IsArray || typeof(TIn) == typeof(string))
        {
            throw binding.Model.Fault($"{typeof(TIn).Name} has no members that are columns. For rows of numbers, name no type, or give a feature schema.");
        }

        InputMap map = InputMap.ByName(
            binding.Model, binding.Needed, binding.Model.Context.Data.LoadFromEnumerable(Array.Empty<TIn>(), definition).Schema, typeof(TIn));
        Func<TIn>? probe = typeof(TIn).IsAbstract || typeof(TIn).GetConstructor(Type.EmptyTypes) is null ? null : Activator.CreateInstance<TIn>;
        return new(binding, map, definition, probe, null, static (input, _) => input, []);
    }

    /// <summary>An array of numbers.</summary>
    /// <exception cref="MLNetModelException">The model needs more than numbers.</exception>
    public static InputForm<float[], NumberRow> OfArray(ModelBinding binding, string? column)
    {
        InputMap map = InputMap.OfNumbers(binding.Model, binding.Needed, column);
        int width = map.Width;
        return OfNumbers<float[]>(binding, map, (input, row) =>
        {
            if (input.Length != width)
            {
                throw new ArgumentException($"The input has {input.Length} numbers; the model expects {width}.", nameof(input));
            }

            input.CopyTo(row, 0);
        });
    }

    /// <summary>What a schema writes as numbers.</summary>
    /// <exception cref="MLNetModelException">The model needs more than numbers, or other features than the schema's.</exception>
    public static InputForm<TIn, NumberRow> OfSchema<TIn>(ModelBinding binding, FeatureSchema<TIn> schema, string? column, bool checkNames)
    {
        InputMap map = InputMap.OfNumbers(binding.Model, binding.Needed, column);
        InputForm<TIn, NumberRow> form = OfNumbers<TIn>(binding, map, (input, row) => schema.Write(input, row));
        if (schema.Width != map.Width)
        {
            throw binding.Model.Fault($"it takes {map.Width} numbers, but the schema writes {schema.Width}.");
        }

        for (int i = 0; checkNames && i < form.FeatureNames.Count; i++)
        {
            if (form.FeatureNames[i] != schema.Features[i].Name)
            {
                throw binding.Model.Fault($"feature {i} is '{form.FeatureNames[i]}', but the schema's is '{schema.Features[i].Name}'. If both mean the same, "
                    + $"set {nameof(MLNetClassifierOptions.CheckFeatureNames)} to false.");
            }
        }

        return form;
    }

    private static InputForm<TIn, NumberRow> OfNumbers<TIn>(ModelBinding binding, InputMap map, Action<TIn, float[]> write)
    {
        return new(binding, map, null, NewRow, NewRow, Write, FeatureNamesOf.Columns(binding.Needed));

        NumberRow NewRow() => new() { Numbers = new float[map.Width] };

        NumberRow Write(TIn input, NumberRow? row)
        {
            write(input, row!.Numbers);
            return row;
        }
    }
}
