using System.Runtime.CompilerServices;

namespace Izzy.Capture.Tests.Captures;

public class SignedStageTests
{
    private static readonly string s_file = Path.Combine(Here(), "signed.pcap");

    [Fact]
    public void The_signed_capture_that_is_kept_is_the_one_that_is_described()
    {
        if (Environment.GetEnvironmentVariable("IZZY_WRITE_STAGE") == "1")
            File.WriteAllBytes(s_file, SignedStage.Make());

        Assert.Equal(SignedStage.Make(), File.ReadAllBytes(s_file));
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
