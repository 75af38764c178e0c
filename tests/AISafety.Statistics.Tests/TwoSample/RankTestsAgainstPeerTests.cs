namespace AISafety.Statistics.Tests;

/// <summary>Expected values from SciPy 1.10.1 (ks_2samp, mannwhitneyu, cramervonmises_2samp, anderson_ksamp, ttest_ind, levene, wasserstein_distance,
/// energy_distance) on the samples of <see cref="PeerSamples"/>.</summary>
public sealed class RankTestsAgainstPeerTests
{
    [TestCase(6, 9, 1000, 0.6666666666666666, 0.06113886113886114, 0.02777777777777775)]
    [TestCase(8, 8, 1000, 0.75, 0.018648018648018645, 0.0078125)]
    [TestCase(20, 15, 1000, 0.48333333333333334, 0.026114595860107354, 0.01857266494077714)]
    [TestCase(7, 12, 5, 0.2857142857142857, 0.7542470429467333, 0.8136713869221158)]
    [TestCase(30, 45, 10, 0.26666666666666666, 0.13675668638425742, 0.12786199494015316)]
    [TestCase(150, 100, 1000, 0.32666666666666666, 3.899148203889551e-06, 3.34268500370072e-06)]
    public void KolmogorovSmirnov_samples_equals_the_peer(int m, int n, int modulus, double statistic, double exact, double asymptotic)
    {
        (double[] x, double[] y) = PeerSamples.Pair(m, n, modulus);

        Check(KolmogorovSmirnov.Compute<double>(x, y, PValueMethod.Exact), statistic, exact, 1e-12);
        Check(KolmogorovSmirnov.Compute<double>(x, y, PValueMethod.Asymptotic), statistic, asymptotic, 1e-6);
        Check(KolmogorovSmirnov.Compute<double>(SortedSample<double>.Of(x), y), statistic, exact, 1e-12);
    }

    [TestCase(6, 9, 1000, 12.0, 0.08791208791208792, 0.08748033392519716)]
    [TestCase(8, 8, 1000, 10.0, 0.020668220668220667, 0.023948674879759435)]
    [TestCase(20, 15, 1000, 67.0, 0.004886261617952698, 0.00595952647010911)]
    [TestCase(7, 12, 5, 36.0, 0.6503532587123918, 0.6393923058978566)]
    [TestCase(30, 45, 10, 485.0, 0.03989839398725402, 0.04003494426947502)]
    [TestCase(150, 100, 1000, 4090.5, 4.678540466688274e-10, 1.1571476519400907e-09)]
    public void MannWhitney_samples_equals_the_peer(int m, int n, int modulus, double statistic, double exact, double asymptotic)
    {
        (double[] x, double[] y) = PeerSamples.Pair(m, n, modulus);

        // The peer rounds an exact U with ties the other way where it is a half; there is one such case, and it is compared loosely.
        Check(MannWhitney.Compute<double>(x, y, PValueMethod.Exact), statistic, exact, statistic % 1 == 0 ? 1e-12 : 0.02);
        Check(MannWhitney.Compute<double>(x, y, PValueMethod.Asymptotic), statistic, asymptotic, 1e-12);
        Check(MannWhitney.Compute<double>(SortedSample<double>.Of(x), y, PValueMethod.Asymptotic), statistic, asymptotic, 1e-12);
    }

    [TestCase(6, 9, 1000, 0.411111111111111, 0.07312687312687313, 0.06777957511039723)]
    [TestCase(8, 8, 1000, 0.640625, 0.01756021756021756, 0.017109704493337485)]
    [TestCase(20, 15, 1000, 0.7652380952380948, 0.00826984792430912, 0.008622093502627881)]
    [TestCase(7, 12, 5, 0.14379699248120303, 0.4464158132888783, 0.4427792838495709)]
    public void CramerVonMises_samples_equals_the_peer(int m, int n, int modulus, double statistic, double exact, double asymptotic)
    {
        (double[] x, double[] y) = PeerSamples.Pair(m, n, modulus);

        Check(CramerVonMises.Compute<double>(x, y), statistic, exact, 1e-12);
        Check(CramerVonMises.Compute<double>(x, y, CramerVonMisesMethod.AsymptoticSeries), statistic, asymptotic, 1e-12);
        Check(CramerVonMises.Compute<double>(SortedSample<double>.Of(x), y, CramerVonMisesMethod.Asymptotic), statistic, asymptotic, 2e-7);
    }

    [TestCase(6, 9, 1000, 1.7737787339168387, 0.06027218143783707, 2.2136645576752416, 0.037101571751864675)]
    [TestCase(8, 8, 1000, 3.3820802172930304, 0.013849376005099388, 3.7864801901135134, 0.006777925384097953)]
    [TestCase(20, 15, 1000, 4.707416514544994, 0.00442428292193822, 4.306527564847648, 0.003868135704539209)]
    [TestCase(7, 12, 5, -0.28984073876456373, 0.25, -0.582170855274032, 0.25)]
    [TestCase(30, 45, 10, 2.611957977958085, 0.027679522685907232, 3.2108121093873803, 0.012619632937862718)]
    [TestCase(150, 100, 1000, 24.453156705097186, 0.001, 19.94340204080503, 0.001)]
    public void AndersonDarling_two_and_three_samples_equal_the_peer(int m, int n, int modulus, double two, double twoP, double three, double threeP)
    {
        (double[] x, double[] y) = PeerSamples.Pair(m, n, modulus);
        double[] z = PeerSamples.Of(m + 3, 3, modulus);
        AndersonDarlingResult pair = AndersonDarling.Compute<double>(x, y);
        AndersonDarlingResult triple = AndersonDarling.Compute(SortedSample<double>.Of(x), SortedSample<double>.Of(y), SortedSample<double>.Of(z));
        AndersonDarlingResult general = AndersonDarling.Compute(SortedSample<double>.Of(x), SortedSample<double>.Of(y));

        Assert.Multiple(() =>
        {
            Assert.That(pair.Statistic, Is.EqualTo(two).Within(1e-11).Percent);
            Assert.That(pair.PValue, Is.EqualTo(twoP).Within(1e-8).Percent);
            Assert.That(triple.Statistic, Is.EqualTo(three).Within(1e-11).Percent);
            Assert.That(triple.PValue, Is.EqualTo(threeP).Within(1e-8).Percent);
            Assert.That(general.Statistic, Is.EqualTo(two).Within(1e-11).Percent);
        });
    }

    [TestCase(6, 9, 1000, -1.84962389909915, 0.09094478343961797, 0.007389250155620532, 0.9328074663306778, 0.6744752574548525)]
    [TestCase(8, 8, 1000, -2.651245267691889, 0.019004620943072443, 0.2402905553053662, 0.6315891868578904, 0.9914067546421739)]
    [TestCase(7, 12, 5, -1.0543051986628649, 0.31078180180732345, 0.0044736842105263675, 0.9474531145603793, 0.9589175843170781)]
    [TestCase(150, 100, 1000, -6.706756644811338, 1.6565432216691113e-10, 0.2084262621145029, 0.6484032696904407, 0.6334698654573602)]
    public void WelchT_and_Levene_samples_equal_the_peer(int m, int n, int modulus, double t, double tP, double levene, double leveneP, double meanP)
    {
        (double[] x, double[] y) = PeerSamples.Pair(m, n, modulus);
        WelchTResult welch = WelchT.Compute<double>(x, y);

        Assert.That(welch.Statistic, Is.EqualTo(t).Within(1e-10).Percent);
        Assert.That(welch.PValue, Is.EqualTo(tP).Within(1e-9).Percent);
        Check(Levene.Compute<double>(x, y), levene, leveneP, 1e-11);
        Assert.That(Levene.Compute<double>(x, y, LeveneCenter.Mean).PValue, Is.EqualTo(meanP).Within(1e-9).Percent);
    }

    [TestCase(6, 9, 1000, 327.77777777777777, 16.542127290909175)]
    [TestCase(7, 12, 5, 0.8273809523809522, 0.588533671157537)]
    [TestCase(30, 45, 10, 1.3777777777777778, 0.6709124061978012)]
    [TestCase(150, 100, 1000, 244.16, 11.028581051069082)]
    public void Wasserstein_and_EnergyDistance_samples_equal_the_peer(int m, int n, int modulus, double wasserstein, double energy)
    {
        (double[] x, double[] y) = PeerSamples.Pair(m, n, modulus);
        SortedSample<double> prepared = SortedSample<double>.Of(x);

        Assert.That(Wasserstein.Of<double>(x, y), Is.EqualTo(wasserstein).Within(1e-11).Percent);
        Assert.That(Wasserstein.Of<double>(prepared, y), Is.EqualTo(Wasserstein.Of<double>(x, y)));
        Assert.That(EnergyDistance.Of<double>(x, y), Is.EqualTo(energy).Within(1e-11).Percent);
        Assert.That(EnergyDistance.Of<double>(prepared, y), Is.EqualTo(EnergyDistance.Of<double>(x, y)));
    }

    private static void Check(TwoSampleResult result, double statistic, double p, double tolerance)
    {
        Assert.That(result.Statistic, Is.EqualTo(statistic).Within(1e-10).Percent);
        Assert.That(result.PValue, Is.EqualTo(p).Within(tolerance * 100).Percent);
    }
}
