// Runs the library on files and writes what it computed, so that any figure in the docs can be reproduced.
//     dotnet run -c Release --project benchmarks/AISafety.Evaluation -- VERB FILE [--data DIR] [--out OUT] [options]
// Exit status: 0 it ran; 2 a bad file or command line, named on stderr; 1 any other failure.
using System.Globalization;
using AISafety.Evaluation;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return VerbRunner.Run(args, VerbList.All, Console.Out, Console.Error);
