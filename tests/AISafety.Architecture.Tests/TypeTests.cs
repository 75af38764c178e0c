using System.Reflection;

namespace AISafety.Architecture.Tests;

[TestFixture]
public sealed class TypeTests
{
    private static readonly Assembly[] _packages = [typeof(SafetyContext).Assembly, typeof(Onnx.OnnxModel).Assembly, typeof(MLNet.MLNetModel).Assembly, typeof(Robustness.OnnxGraph).Assembly, typeof(Statistics.Median).Assembly, typeof(Testing.FaultPhase).Assembly];

    private static IEnumerable<Type> Types() => _packages.SelectMany(package => package.GetTypes()).Where(type => !type.Name.Contains('<', StringComparison.Ordinal));

    [Test]
    public void Guards_are_internal_and_sealed()
    {
        Type[] offenders = [.. Types().Where(type => type is { IsClass: true, IsAbstract: false } && typeof(ISafetyGuard).IsAssignableFrom(type))
            .Where(type => type.IsVisible || !type.IsSealed)];

        Assert.That(offenders, Is.Empty);
    }

    [Test]
    public void Classes_are_sealed_abstract_or_meant_to_be_derived_from()
    {
        // The bases of guards' and fallbacks' own options.
        Type[] open = [typeof(GuardOptions), typeof(FallbackOptions)];
        Type[] offenders = [.. Types().Where(type => type is { IsClass: true, IsAbstract: false, IsSealed: false }
            && !typeof(Delegate).IsAssignableFrom(type) && !open.Contains(type))];

        Assert.That(offenders, Is.Empty);
    }

    [Test]
    public void Options_are_immutable()
    {
        PropertyInfo[] offenders = [.. Types().Where(type => type.IsPublic && type.Name.EndsWith("Options", StringComparison.Ordinal))
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            .Where(property => property.SetMethod is { IsPublic: true } setter
                && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)))];

        Assert.That(offenders, Is.Empty);
    }

    [Test]
    public void Types_are_named_for_what_they_are() =>
        Assert.That(
            Types().Where(type => type.Name.EndsWith("Helper", StringComparison.Ordinal) || type.Name.EndsWith("Manager", StringComparison.Ordinal) || type.Name.EndsWith("Utils", StringComparison.Ordinal)),
            Is.Empty);

    [Test]
    public void Extensions_of_the_builder_are_found_by_completion() =>
        Assert.That(
            Types().Where(type => type is { IsPublic: true, IsAbstract: true, IsSealed: true }
                && type.GetMethods().Any(method => method.GetParameters() is [{ ParameterType: { IsGenericType: true } first }, ..] && first.GetGenericTypeDefinition() == typeof(SafetyBuilder<,>))
                && type.Namespace != "AISafety"),
            Is.Empty);
}
