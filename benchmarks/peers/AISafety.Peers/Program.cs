// Times the same work in this library and in its peers. benchmarks/peers/run builds and calls it: PYTHON SCRIPT [options], see --help.
// Exit status: 0 every row was timed; 1 answers differ or a peer failed; 2 a bad command line.
using System.Globalization;
using AISafety.Peers;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [string python, string script, .. string[] words] || words.Contains("--help"))
{
    Console.WriteLine(RunOptions.Help);
    return args.Contains("--help") ? 0 : 2;
}

RunOptions options;
try
{
    options = RunOptions.Parse(python, script, words);
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}

return Measurement.Run(options);
