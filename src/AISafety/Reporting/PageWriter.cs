using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;

namespace AISafety.Reporting;

/// <summary>Writes HTML: what is interpolated is text, and encoded; what is literal is markup.</summary>
internal sealed class PageWriter(TextWriter writer)
{
    /// <summary>Writes markup with text in it: the handler has done so when this is called, which has to be an instance's for its sake.</summary>
#pragma warning disable CA1822 // The handler is given this instance.
    public void Write([InterpolatedStringHandlerArgument("")] ref Markup markup) => _ = markup;
#pragma warning restore CA1822

    /// <summary>Writes markup that is ours.</summary>
    public void Raw(string markup) => writer.Write(markup);

    [InterpolatedStringHandler]
    public readonly ref struct Markup
    {
        private readonly PageWriter _page;

        public Markup(int literalLength, int formattedCount, PageWriter page)
        {
            _ = literalLength + formattedCount;
            _page = page;
        }

        public void AppendLiteral(string markup) => _page.Raw(markup);

        public void AppendFormatted(string? text) => _page.Raw(WebUtility.HtmlEncode(text) ?? "");

        /// <summary>A coordinate.</summary>
        public void AppendFormatted(double value) => _page.Raw(value.ToString("0.##", CultureInfo.InvariantCulture));

        /// <summary>A number that is read by the script: exact, and nothing for NaN.</summary>
        public void AppendFormatted(double value, string format) => _page.Raw(double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture));

        public void AppendFormatted(int value) => _page.Raw(value.ToString(CultureInfo.InvariantCulture));
    }
}
