using System.Diagnostics;
using System.Text.Json;

namespace Izzy.Network.Tests.Processes;

/// <summary>
/// The command <c>izzy</c>, run as a person or a program runs it: its events read as they come, its commands given a line
/// each. Whatever a test leaves behind is killed when it is disposed.
/// </summary>
internal sealed class IzzyProcess : IDisposable
{
    /// <summary>Long, for a busy machine: what is waited for comes, or the test has failed anyway.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly Thread[] _readers;
    private readonly Lock _gate = new();
    private readonly List<JsonElement> _events = [];
    private readonly List<string> _text = [];
    private readonly List<string> _errors = [];
    private volatile bool _errorsStalled;
    private volatile bool _outputStalled;

    private IzzyProcess(Process process)
    {
        _process = process;
        _readers =
        [
            new Thread(() => Read(_process.StandardOutput, TakeOutput, () => _outputStalled)) { IsBackground = true },
            new Thread(() => Read(_process.StandardError, _errors.Add, () => _errorsStalled)) { IsBackground = true },
        ];
        Array.ForEach(_readers, reader => reader.Start());
    }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_gate)
                return [.. _errors];
        }
    }

    /// <summary>The lines of standard output that are no events.</summary>
    public IReadOnlyList<string> Text
    {
        get
        {
            lock (_gate)
                return [.. _text];
        }
    }

    /// <summary>All events so far.</summary>
    public IReadOnlyList<JsonElement> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    /// <summary>Starts <c>izzy</c> with these arguments.</summary>
    public static IzzyProcess Start(params string[] arguments) => StartIn(null, arguments);

    /// <summary>Starts it with these variables in its environment.</summary>
    public static IzzyProcess StartWith(IReadOnlyDictionary<string, string> variables, params string[] arguments) => Start([], variables, arguments);

    /// <summary>Starts it inside a network namespace.</summary>
    public static IzzyProcess StartIn(string? networkNamespace, params string[] arguments) =>
        StartBy(networkNamespace is null ? [] : ["ip", "netns", "exec", networkNamespace], arguments);

    /// <summary>Starts it by another command, which is given it as its last arguments.</summary>
    public static IzzyProcess StartBy(string[] starter, params string[] arguments) => Start(starter, new Dictionary<string, string>(), arguments);

    private static IzzyProcess Start(string[] starter, IReadOnlyDictionary<string, string> variables, string[] arguments)
    {
        var izzy = Path.Combine(AppContext.BaseDirectory, "izzy");
        // A shell that starts tests in the background has them ignore Ctrl-C and Ctrl-\, nohup a hang-up, and they would hand that down.
        string[] command = [.. starter, "env", "--default-signal=INT,QUIT,HUP", izzy, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        // A test must not depend on what stands in the environment or the folder of whoever runs it.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("IZZY_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        // Many Mothers run beside each other in tests, and only one has the panel's port; a test that wants a panel says --panel.
        start.Environment["IZZY_NO_PANEL"] = "true";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        start.WorkingDirectory = Path.GetTempPath();
        return new IzzyProcess(Process.Start(start)!);
    }

    public void Type(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>As if nobody read the error output, and nobody closed it.</summary>
    public void StallErrors() => _errorsStalled = true;

    /// <summary>As if nobody read the output any more, and nobody closed it.</summary>
    public void StallOutput() => _outputStalled = true;

    /// <summary>As if the reader of a pipe went away; at the latest after the next event, for closing waits for a read that is under way.</summary>
    public void CloseOutput() => new Thread(_process.StandardOutput.Dispose) { IsBackground = true }.Start();

    public void EndInput() => _process.StandardInput.Close();

    /// <summary>All it said so far, for a message about what went wrong.</summary>
    public string Said() => $"Events:\n{string.Join('\n', Events)}\nErrors:\n{string.Join('\n', Errors)}";

    public int CountOf(string name) => Events.Count(happened => Name(happened) == name);

    /// <summary>Waits for the event of this name that comes after so many others of it.</summary>
    public JsonElement WaitFor(string name, int after = 0, Func<JsonElement, bool>? which = null) => WaitForFirst(
        $"event '{name}' (after {after})",
        events => events.Where(happened => Name(happened) == name && (which is null || which(happened))).Skip(after));

    /// <summary>Waits for the first event of these names after so many others of any name.</summary>
    public JsonElement WaitForAny(int after, params string[] names) => WaitForFirst(
        $"event of {string.Join(", ", names)} (after {after} of any name)",
        events => events.Skip(after).Where(happened => names.Contains(Name(happened))));

    /// <summary>Waits until she told that an IZZY is in this status: it changed to it, or was found in it.</summary>
    public JsonElement WaitForStatus(string status, string name) => WaitForFirst(
        $"event that {name} is {status}",
        events => events.Where(happened => happened.TryGetProperty("status", out var its) && its.GetString() == status && happened.GetProperty("name").GetString() == name));

    /// <summary>
    /// Resets a client as a patient person does: after a refusal it waits out the second in which the next would be refused,
    /// too. On a busy machine a short limit may trip between two steps of a test; that is no fault of what is tested.
    /// </summary>
    public void Permit()
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var before = Events.Count;
            Type("reset");
            var answer = WaitForAny(before, "permitted", "reset-refused");
            if (Name(answer) == "permitted" || answer.GetProperty("reason").GetString() == "not-stopped")
                return;
            Thread.Sleep(1100);
        }

        throw new Xunit.Sdk.XunitException($"It was not permitted.\n{string.Join('\n', Events)}");
    }

    /// <summary>Releases the stop of a Mother as a patient person does: in her first seconds she refuses it although everyone confirmed.</summary>
    public void Release()
    {
        var until = Stopwatch.StartNew();
        while (until.Elapsed < Patience)
        {
            var before = Events.Count;
            Type("reset");
            if (Name(WaitForAny(before, "reset", "reset-refused")) == "reset")
                return;
            Thread.Sleep(200);
        }

        throw new Xunit.Sdk.XunitException($"The stop was not released.\n{Said()}");
    }

    public int WaitForExit()
    {
        Assert.True(_process.WaitForExit(Patience), "izzy did not end.");
        // And until what it printed was read; what it leaves behind, such as a stop command, may hold the pipes open.
        if (!_errorsStalled && !_outputStalled)
            Array.ForEach(_readers, reader => reader.Join(TimeSpan.FromSeconds(1)));
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _errorsStalled = _outputStalled = false;
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    public static string? Name(JsonElement happened) => happened.GetProperty("event").GetString();

    private JsonElement WaitForFirst(string what, Func<IReadOnlyList<JsonElement>, IEnumerable<JsonElement>> among)
    {
        var until = Stopwatch.StartNew();
        while (until.Elapsed < Patience)
        {
            var found = among(Events).Take(1).ToList();
            if (found.Count == 1)
                return found[0];
            if (_process.HasExited && until.Elapsed > TimeSpan.FromSeconds(2))
                break;
            Thread.Sleep(5);
        }

        throw new Xunit.Sdk.XunitException($"No {what} came within {until.Elapsed.TotalSeconds:0} s.\n{Said()}");
    }

    private void TakeOutput(string line)
    {
        if (line.StartsWith('{'))
            _events.Add(JsonDocument.Parse(line).RootElement);
        else
            _text.Add(line);
    }

    private void Read(StreamReader reader, Action<string> take, Func<bool> stalled)
    {
        try
        {
            while (reader.ReadLine() is { } line)
            {
                while (stalled())
                    Thread.Sleep(50);
                lock (_gate)
                    take(line);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process is gone.
        }
    }
}
