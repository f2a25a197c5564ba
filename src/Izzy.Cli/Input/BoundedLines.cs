namespace Izzy.Cli.Input;

/// <summary>
/// Reads lines without ever keeping more than one of a bounded length: whoever writes without end of line costs no memory.
/// A line ends with LF, CR or both; the end of the input ends the last one.
/// </summary>
/// <param name="input">Where from.</param>
/// <param name="longest">The most characters of a line.</param>
internal sealed class BoundedLines(TextReader input, int longest)
{
    private readonly char[] _chunk = new char[4096];
    private readonly char[] _line = new char[longest];
    private int _next;
    private int _end;
    private bool _afterCarriageReturn;
    private bool _skips;

    /// <summary>Reads the next line.</summary>
    /// <param name="line">The line; null if it is too long. That is told as soon as it is known, and its rest is skipped then.</param>
    /// <returns>False at the end of the input.</returns>
    public bool TryRead(out string? line)
    {
        line = null;
        var length = 0;
        while (Fill())
        {
            var c = _chunk[_next++];
            var endsBoth = c == '\n' && _afterCarriageReturn;
            _afterCarriageReturn = c == '\r';
            if (endsBoth)
                continue;
            if (c is '\n' or '\r')
            {
                if (!_skips)
                {
                    line = new string(_line, 0, length);
                    return true;
                }

                _skips = false;
            }
            else if (!_skips)
            {
                if (length == longest)
                {
                    _skips = true;
                    return true;
                }

                _line[length++] = c;
            }
        }

        if (length > 0)
            line = new string(_line, 0, length);
        return length > 0;
    }

    private bool Fill()
    {
        if (_next < _end)
            return true;
        _next = 0;
        _end = input.Read(_chunk, 0, _chunk.Length);
        return _end > 0;
    }
}
