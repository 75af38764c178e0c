using WebApi;

if (args is ["load", ..])
{
    return await LoadRun.RunAsync(args is [_, string seconds] ? double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture) : 3);
}

await Api.Create(args).RunAsync();
return 0;
