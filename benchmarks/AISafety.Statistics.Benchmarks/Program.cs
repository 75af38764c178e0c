using AISafety.Statistics.Benchmarks;
using BenchmarkDotNet.Running;

// table [--only WORD] [--out FILE]: ns an element beside each operation's baseline, in thread CPU time, in turns A B B A. Quick, and steady
// on a busy machine. Anything else is BenchmarkDotNet's own command line, such as --filter '*'.
if (args is ["table", .. string[] options])
{
    return KernelTable.Run(options);
}

BenchmarkSwitcher.FromAssembly(typeof(DescriptionBenchmarks).Assembly).Run(args);
return 0;
