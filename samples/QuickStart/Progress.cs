namespace QuickStart;

/// <summary>A line that grows while calls are answered.</summary>
internal sealed class Progress
{
    private const int Width = 40;
    private readonly int _total;
    private int _shown;

    public Progress(string name, int total)
    {
        _total = total;
        Console.Write($"  {name,-24}");
    }

    public void Report(int done)
    {
        for (; _shown < done * Width / _total; _shown++)
        {
            Console.Write('.');
        }

        if (done == _total)
        {
            Console.WriteLine($" {done} calls");
        }
    }
}
