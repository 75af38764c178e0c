using System.Security.Cryptography;
using System.Text;

namespace AISafety.Reporting;

/// <summary>What surrounds the content of every page: one file that loads nothing, and runs no script but its own.</summary>
internal static class PageFrame
{
    /// <summary>Writes the page's head and opens its body.</summary>
    /// <param name="page">Takes it.</param>
    /// <param name="title">What the page is called.</param>
    /// <param name="style">What it adds to <see cref="PageStyle"/>.</param>
    /// <param name="script">Its script, which <see cref="End"/> writes; none if empty.</param>
    /// <param name="pictures">Whether there are pictures in it, written out as addresses.</param>
    public static void Begin(PageWriter page, string title, string style, string script = "", bool pictures = false)
    {
        // Even if markup got in, no other script would run and nothing be loaded.
        string allowed = script.Length == 0 ? "" : $"; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";
        page.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'{(pictures ? "; img-src data:" : "")}{allowed}\">\n");
        page.Write($"<title>{title}</title>\n<style>");
        page.Raw(PageStyle.Text);
        page.Raw("\n");
        page.Raw(style);
        page.Raw("</style>\n</head>\n<body>\n<main>\n");
    }

    /// <summary>Writes one of the facts below the headline.</summary>
    public static void Fact(PageWriter page, string name, string value, string note) =>
        page.Write($"<div><dt>{name}</dt><dd>{value}<small>{note}</small></dd></div>");

    /// <summary>Closes the page.</summary>
    public static void End(PageWriter page, string script = "")
    {
        page.Raw("</main>\n");
        if (script.Length > 0)
        {
            page.Raw($"<script>{script}</script>\n");
        }

        page.Raw("</body>\n</html>\n");
    }
}
