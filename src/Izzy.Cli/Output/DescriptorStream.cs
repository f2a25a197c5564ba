using System.Runtime.InteropServices;

namespace Izzy.Cli.Output;

/// <summary>
/// Writes to a descriptor of this process, and waits for nobody but its reader. The streams of <see cref="Console"/> share one
/// lock on Unix: a program that does not read the error output would hold up what is written to standard output, too.
/// </summary>
/// <param name="descriptor">1 for standard output, 2 for the error output.</param>
internal sealed partial class DescriptorStream(int descriptor) : Stream
{
    private const int Interrupted = 4;
    private const short CanBeWritten = 4;

    private static readonly int s_full = OperatingSystem.IsLinux() ? 11 : 35;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var wrote = WriteTo(descriptor, buffer, buffer.Length);
            if (wrote >= 0)
                buffer = buffer[(int)wrote..];
            else
                WaitOrThrow(Marshal.GetLastPInvokeError());
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is kept here.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void WaitOrThrow(int error)
    {
        if (error == Interrupted)
            return;
        if (error != s_full)
            throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
        // Whoever gave us the descriptor made it one that does not block.
        var until = new PollDescriptor { Descriptor = descriptor, Events = CanBeWritten };
        _ = Poll(ref until, 1, -1);
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteTo(int descriptor, ReadOnlySpan<byte> buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
