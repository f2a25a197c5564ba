using System.Diagnostics;

namespace Izzy.Network.Tests.Processes;

/// <summary>What bash offers when a person presses Tab.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("izzy cl", "client")]
    [InlineData("izzy client --res", "--reset")]
    [InlineData("izzy client --reset ", "auto manual")]
    [InlineData("izzy mother --preset s", "show")]
    [InlineData("izzy simulate --profile r", "rough")]
    [InlineData("izzy completion b", "bash")]
    public void Bash_offers_what_can_stand_there(string typed, string offered) => Assert.Equal(offered, Offers(typed));

    [Theory]
    [InlineData("izzy zz")]
    [InlineData("izzy decode $(touch /tmp/never)")]
    public void Nothing_is_offered_where_nothing_fits_and_nothing_typed_is_run(string typed)
    {
        Assert.Equal("", Offers(typed));
        Assert.False(File.Exists("/tmp/never"));
    }

    /// <summary>As bash calls it: the words typed so far, and where the cursor is.</summary>
    private static string Offers(string typed)
    {
        const string script = """
            eval "$(izzy completion bash)"
            COMP_LINE=$1 COMP_POINT=${#1}
            IFS=' ' read -ra COMP_WORDS <<<"$1"
            [[ $1 == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _izzy
            printf '%s\n' "${COMPREPLY[@]}" | sort | xargs
            """;
        var start = new ProcessStartInfo("bash", ["-c", script, "bash", typed]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        using var bash = Process.Start(start)!;
        var offered = bash.StandardOutput.ReadToEnd().Trim();
        Assert.True(bash.WaitForExit(IzzyProcess.Patience));
        return offered;
    }
}
