using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace AISafety.Peers;

/// <summary>The Python process: one line asks, one line answers ("ok ..." or "error ..."), and one process waits while the other works.</summary>
internal sealed class PythonPeer : IDisposable
{
    // One thread in whatever library comes along; peers.py tells how many there were. And memory that was freed is kept: given back to the
    // system, as it else happens to large arrays, each new one costs a fault a page, which in some operations is most of the time.
    private static readonly (string Name, string Value)[] _environment =
    [
        ("OMP_NUM_THREADS", "1"), ("OPENBLAS_NUM_THREADS", "1"), ("MKL_NUM_THREADS", "1"), ("NUMEXPR_NUM_THREADS", "1"),
        ("MALLOC_MMAP_MAX_", "0"), ("MALLOC_TRIM_THRESHOLD_", "8000000000"), ("MALLOC_TOP_PAD_", "67108864"),
    ];

    private readonly Process _process;
    private readonly string _folder;
    private int _prepared;

    private PythonPeer(Process process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    /// <summary>Names, versions and vector extensions of the libraries.</summary>
    public string Description { get; private set; } = "";

    public static PythonPeer Start(string executable, string script, string folder)
    {
        ProcessStartInfo info = new(executable, ["-B", script, folder]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach ((string name, string value) in _environment)
        {
            info.Environment[name] = value;
        }

        PythonPeer peer = new(Process.Start(info) ?? throw new PeerException($"{executable} did not start."), folder);
        peer.Description = peer.Ask("describe");
        return peer;
    }

    /// <summary>Whether the interpreter has a package that is not asked for.</summary>
    public bool CanImport(string package) => Ask($"find {package}") == "yes";

    /// <summary>From here on the process stays on one core.</summary>
    public void PinTo(int core) => Ask(string.Create(CultureInfo.InvariantCulture, $"pin {core}"));

    /// <summary>Loads inputs and prepares a work; its number is what <see cref="Answer"/> and <see cref="Time"/> take.</summary>
    public int Prepare(string function, string[] arguments)
    {
        Ask(string.Join(' ', ["prepare", _prepared.ToString(CultureInfo.InvariantCulture), function, .. arguments]));
        return _prepared++;
    }

    public double[] Answer(int id)
    {
        string file = Path.Combine(_folder, "answer.f64");
        Ask(string.Create(CultureInfo.InvariantCulture, $"answer {id} answer.f64"));
        double[] answer = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(file)).ToArray();
        File.Delete(file);
        return answer;
    }

    public double Time(int id, int runs)
    {
        string[] words = Ask(string.Create(CultureInfo.InvariantCulture, $"time {id} {runs}")).Split(' ');
        return words[1] == "1"
            ? double.Parse(words[0], CultureInfo.InvariantCulture)
            : throw new PeerException($"It had {words[1]} threads, of which only one is timed.");
    }

    /// <summary>Lets go of all that was prepared.</summary>
    public void Forget()
    {
        if (!_process.HasExited)
        {
            Ask("forget");
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Ask(string line)
    {
        string? reply = null;
        if (!_process.HasExited)
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
            reply = _process.StandardOutput.ReadLine();
        }

        return reply is null ? throw new PeerException("The Python process ended.")
            : reply.StartsWith("ok", StringComparison.Ordinal) ? reply[2..].Trim()
            : throw new PeerException(reply);
    }
}
