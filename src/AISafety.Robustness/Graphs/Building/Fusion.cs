using System.Numerics;

namespace AISafety.Robustness.Graphs;

/// <summary>Joins nodes without changing a digit of what a network means: a bias that is added to a product belongs to it, a factor of one to nobody.</summary>
internal static class Fusion
{
    public static List<GraphNode<T>> Fuse<T>(List<GraphNode<T>> nodes, int output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dictionary<int, int> uses = nodes.SelectMany(static node => node.Inputs).CountBy(static value => value).ToDictionary();
        List<GraphNode<T>> fused = [];
        Dictionary<int, int> places = [];
        foreach (GraphNode<T> node in nodes)
        {
            GraphNode<T>? before = places.TryGetValue(node.Input, out int place) ? fused[place] : null;
            if (node is AffineNode<T> { Map: DiagonalMap<T> { IsIdentity: true } } addition
                && before is AffineNode<T> { Bias: null } product
                && product.Output != output
                && uses[product.Output] == 1)
            {
                // Where the product was: nothing but the addition reads it.
                places[addition.Output] = place;
                fused[place] = new AffineNode<T>(product.Name, product.Input, addition.Output, product.Map, addition.Bias);
            }
            else
            {
                places[node.Output] = fused.Count;
                fused.Add(node);
            }
        }

        return fused;
    }
}
