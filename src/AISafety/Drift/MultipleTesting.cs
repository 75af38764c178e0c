namespace AISafety;

/// <summary>How the tests of many features are made one decision.</summary>
public enum MultipleTesting
{
    /// <summary>Benjamini and Hochberg: of the features called drifted, the expected share of false ones is alpha at most, for independent or positively dependent features. The default.</summary>
    BenjaminiHochberg = 0,

    /// <summary>Benjamini and Yekutieli: the same however the features depend on each other.</summary>
    BenjaminiYekutieli = 1,

    /// <summary>Bonferroni: the probability of calling any feature drifted falsely is alpha at most, however they depend on each other.</summary>
    Bonferroni = 2,
}
