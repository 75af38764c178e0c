using AISafety.Benchmarks;
using BenchmarkDotNet.Running;

// overhead: what a wrapped call costs, in thread CPU time, interleaved, with one and two threads. Quick, and steady on a busy machine.
// features: what a row of ten features costs, written by generated code and by lambdas.
// anomaly: what each anomaly guard adds to a call, likewise. alarm-rates: how often each calls an anomaly what is none.
// drift: what watching for drift costs the caller and the monitor's thread, and its memory over ten million rows.
// fairness: what watching and mitigating by group cost a call and the monitor's thread, and counting by group beside a plain pass over the same bytes.
// Anything else is BenchmarkDotNet's own command line, such as --filter '*'.
if (args is ["overhead", .. string[] options])
{
    return await OverheadReport.RunAsync(options);
}

if (args is ["features"])
{
    return FeatureReport.Run();
}

if (args is ["anomaly", .. string[] anomalyOptions])
{
    return await AnomalyCostReport.RunAsync(anomalyOptions);
}

if (args is ["alarm-rates", .. string[] rateOptions])
{
    return AlarmRateReport.Run(rateOptions);
}

if (args is ["drift", .. string[] driftOptions])
{
    return await DriftCostReport.RunAsync(driftOptions);
}

if (args is ["fairness", .. string[] fairnessOptions])
{
    return await FairnessReport.RunAsync(fairnessOptions);
}

BenchmarkSwitcher.FromAssembly(typeof(CallBenchmarks).Assembly).Run(args);
return 0;
