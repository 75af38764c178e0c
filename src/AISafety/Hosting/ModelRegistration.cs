namespace AISafety.Hosting;

/// <summary>One AddModel: the key, and how to get the safe model from a service provider.</summary>
internal sealed record ModelRegistration(string Name, Type Input, Type Output, Func<IServiceProvider, IHostedModel> Resolve)
{
    public override string ToString() => $"IModel<{Input.Name}, {Output.Name}>";
}
