using System.Diagnostics.CodeAnalysis;

namespace AISafety.Uncertainty;

/// <summary>The answers that the guard stopped: their calls are recorded without an output, and their outcomes must move the level all the same. Otherwise full answers, all
/// stopped, would never be counted as covered and would stay full. Holds the newest; thread-safe.</summary>
internal sealed class StoppedAnswers<TAnswer>(int capacity = 65_536)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<CallId, LinkedListNode<(CallId Call, TAnswer Answer)>> _answers = [];
    private readonly LinkedList<(CallId Call, TAnswer Answer)> _order = new();

    public void Add(CallId call, TAnswer answer)
    {
        lock (_lock)
        {
            if (_answers.ContainsKey(call))
            {
                return;
            }

            if (_answers.Count == capacity)
            {
                _answers.Remove(_order.First!.Value.Call);
                _order.RemoveFirst();
            }

            _answers.Add(call, _order.AddLast((call, answer)));
        }
    }

    public bool TryTake(CallId call, [MaybeNullWhen(false)] out TAnswer answer)
    {
        lock (_lock)
        {
            if (!_answers.Remove(call, out LinkedListNode<(CallId Call, TAnswer Answer)>? node))
            {
                answer = default;
                return false;
            }

            _order.Remove(node);
            answer = node.Value.Answer;
            return true;
        }
    }

    public bool Has(CallId call)
    {
        lock (_lock)
        {
            return _answers.ContainsKey(call);
        }
    }
}
