using System.Text.RegularExpressions;

namespace AISafety.Tests.Dashboards;

/// <summary>Reads the part of PromQL that dashboards use, strictly: what it does not know it refuses.</summary>
internal sealed partial class PromQl
{
    private static readonly HashSet<string> s_functions =
    [
        "sum", "max", "min", "avg", "count", "topk", "rate", "increase", "irate", "histogram_quantile", "clamp_min", "clamp_max", "max_over_time", "min_over_time", "changes", "label_values",
    ];

    private static readonly HashSet<string> s_groupings = ["by", "without", "on", "ignoring", "group_left", "group_right"];
    private static readonly HashSet<string> s_operators = ["and", "or", "unless", "bool", "offset"];

    private readonly List<string> _tokens;
    private readonly List<Selector> _selectors = [];
    private readonly HashSet<string> _grouped = [];
    private int _at;

    /// <summary>One series that is read: its name, the labels that choose, and whether over a range of time.</summary>
    public sealed record Selector(string Metric, IReadOnlyList<string> Labels, bool IsRange);

    public PromQl(string expression)
    {
        _tokens = [.. Token().Matches(expression).Select(match => match.Value).Where(token => !string.IsNullOrWhiteSpace(token))];
        if (string.Concat(_tokens).Length != expression.Count(character => !char.IsWhiteSpace(character)) && !expression.Contains('"', StringComparison.Ordinal))
        {
            throw new FormatException($"Not all of it was read: {expression}");
        }

        int depth = 0;
        while (_at < _tokens.Count)
        {
            depth += Read();
            if (depth < 0)
            {
                throw new FormatException($"A bracket too many: {expression}");
            }
        }

        if (depth != 0)
        {
            throw new FormatException($"A bracket is not closed: {expression}");
        }
    }

    public IReadOnlyList<Selector> Selectors => _selectors;

    /// <summary>Labels that the result is grouped by.</summary>
    public IReadOnlySet<string> Grouped => _grouped;

    private string? Peek => _at < _tokens.Count ? _tokens[_at] : null;

    private int Read()
    {
        string token = _tokens[_at++];
        if (token == "(")
        {
            return 1;
        }

        if (token == ")")
        {
            return -1;
        }

        if (!Identifier().IsMatch(token) || s_operators.Contains(token))
        {
            return token is "{" or "[" or "]" or "}" ? throw new FormatException($"'{token}' without a series") : 0;
        }

        if (s_groupings.Contains(token))
        {
            Expect("(");
            while (Peek != ")")
            {
                string label = _tokens[_at++];
                if (label != ",")
                {
                    _grouped.Add(label);
                }
            }

            Expect(")");
            return 0;
        }

        if (Peek == "(" || (Peek is { } next && s_groupings.Contains(next)))
        {
            return s_functions.Contains(token) ? 0 : throw new FormatException($"'{token}' is no function that is known here");
        }

        ReadSelector(token);
        return 0;
    }

    private void ReadSelector(string metric)
    {
        List<string> labels = [];
        if (Peek == "{")
        {
            _at++;
            while (Peek != "}")
            {
                labels.Add(_tokens[_at++]);
                if (_tokens[_at++] is not ("=" or "!=" or "=~" or "!~"))
                {
                    throw new FormatException($"{metric}: '{_tokens[_at - 1]}' does not compare");
                }

                if (!_tokens[_at++].StartsWith('"'))
                {
                    throw new FormatException($"{metric}: a label is compared with no text");
                }

                if (Peek == ",")
                {
                    _at++;
                }
            }

            Expect("}");
        }

        bool isRange = Peek == "[";
        if (isRange)
        {
            _at++;
            if (!Duration().IsMatch(_tokens[_at++]))
            {
                throw new FormatException($"{metric}: '{_tokens[_at - 1]}' is no time");
            }

            Expect("]");
        }

        _selectors.Add(new(metric, labels, isRange));
    }

    private void Expect(string token)
    {
        if (_at >= _tokens.Count || _tokens[_at++] != token)
        {
            throw new FormatException($"Expected '{token}'");
        }
    }

    [GeneratedRegex("""\s+|"(?:[^"\\]|\\.)*"|\$__[a-z_]+|\$[a-z]+|[0-9]+[smhd]|[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?|[a-zA-Z_:][a-zA-Z0-9_:]*|=~|!~|!=|==|>=|<=|.""")]
    private static partial Regex Token();

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^(\$__rate_interval|\$__range|[0-9]+[smhd])$")]
    private static partial Regex Duration();
}
